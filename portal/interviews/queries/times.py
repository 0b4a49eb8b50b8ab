"""Whose time is held when, and which offered times may still be booked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import Missing
from portal.interviews.models import (
    BusyCell,
    HeldCell,
    Interview,
    Interviewer,
    InterviewSlot,
)
from portal.interviews.rules import BOOKED, Span, cells, moment_of


def get_slot(interview: Interview, slot_id: int) -> InterviewSlot:
    """A slot of this interview that was not withdrawn, as the database has it now. Raises Missing."""
    wanted = select(InterviewSlot).where(
        InterviewSlot.id == slot_id,
        InterviewSlot.interview_id == interview.id,
        InterviewSlot.withdrawn_at.is_(None),
    )
    found = db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise Missing("That time is no longer offered.")
    return found


def slots_of(interview_id: int) -> Sequence[InterviewSlot]:
    """Every slot that was not withdrawn, in order, as the database has them now."""
    wanted = select(InterviewSlot).where(
        InterviewSlot.interview_id == interview_id, InterviewSlot.withdrawn_at.is_(None)
    )
    return db.session.scalars(wanted.order_by(InterviewSlot.start), execution_options={"populate_existing": True}).all()


def people_of(interview: Interview) -> list[str]:
    """The keys under which the held time of everybody stands: the candidate and the interviewers."""
    ids = db.session.scalars(select(Interviewer.user_id).where(Interviewer.interview_id == interview.id))
    return sorted([f"c{interview.candidate_id}", *(f"u{user_id}" for user_id in ids)])


def keys_of(interview: Interview, interviewers: Sequence[Interviewer]) -> list[str]:
    """As `people_of`, from interviewers that are read already."""
    return sorted([f"c{interview.candidate_id}", *(f"u{row.user_id}" for row in interviewers)])


@dataclass(frozen=True, slots=True)
class Offer:
    """A slot as it is shown: whether it may be booked at this moment, and whether it is the chosen one."""

    slot: InterviewSlot
    is_available: bool
    is_chosen: bool


def offers(interview: Interview, interviewers: Sequence[Interviewer] | None = None) -> list[Offer]:
    """Every slot that still stands, in order. One that has begun, or when somebody is busy meanwhile, is not available.

    The chosen slot of a booked interview is not available either: it is taken already. `interviewers` spares a query
    where they are read already.
    """
    slots = slots_of(interview.id)
    moment = now()
    ahead = [slot for slot in slots if slot.start > moment]
    people = people_of(interview) if interviewers is None else keys_of(interview, interviewers)
    held = _held_cells(people, ahead, interview.id) if ahead else frozenset()
    return [
        Offer(
            slot,
            slot.start > moment and not slot.is_chosen and held.isdisjoint(cells(slot.start, slot.end)),
            slot.is_chosen,
        )
        for slot in slots
    ]


def _held_cells(people: Sequence[str], slots: Sequence[InterviewSlot], besides: int) -> frozenset[int]:
    first = min(cells(s.start, s.end).start for s in slots)
    last = max(cells(s.start, s.end).stop for s in slots)
    held = select(HeldCell.cell).where(
        HeldCell.person.in_(people), HeldCell.cell >= first, HeldCell.cell < last, HeldCell.interview_id != besides
    )
    busy = select(BusyCell.cell).where(BusyCell.person.in_(people), BusyCell.cell >= first, BusyCell.cell < last)
    return frozenset(db.session.scalars(held.union_all(busy)))


def is_busy(people: Sequence[str], start: datetime, end: datetime) -> bool:
    """Whether the own calendar of one of these people says that they are busy then."""
    held = cells(start, end)
    wanted = select(BusyCell.cell).where(
        BusyCell.person.in_(people), BusyCell.cell >= held.start, BusyCell.cell < held.stop
    )
    return db.session.scalar(wanted.limit(1)) is not None


def find_slot_at(interview: Interview, start: datetime) -> InterviewSlot | None:
    """The slot of this interview that begins then, a withdrawn one too."""
    wanted = select(InterviewSlot).where(InterviewSlot.interview_id == interview.id, InterviewSlot.start == start)
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()


def busy_times(user_ids: Iterable[int], start: datetime, end: datetime, besides: int = 0) -> Mapping[int, list[Span]]:
    """When each of the users is booked between two moments, from their interviews with an agreed time, or busy by what
    their own calendar says."""
    user_ids = list(user_ids)
    wanted = (
        select(Interviewer.user_id, Interview.scheduled_start_time, Interview.scheduled_end_time)
        .join(Interview, Interview.id == Interviewer.interview_id)
        .where(
            Interviewer.user_id.in_(user_ids),
            Interview.interview_status.in_(BOOKED),
            Interview.scheduled_start_time < end,
            Interview.scheduled_end_time > start,
            Interview.id != besides,
        )
    )
    found = _by_first(db.session.execute(wanted).all())
    for user_id, spans in _outside(user_ids, start, end).items():
        found[user_id] = sorted([*found.get(user_id, ()), *spans])
    return found


def _outside(user_ids: Sequence[int], start: datetime, end: datetime) -> dict[int, list[Span]]:
    """Busy times from elsewhere as spans: five minutes that touch are one."""
    names, wanted = {f"u{user_id}": user_id for user_id in user_ids}, cells(start, end)
    rows = db.session.execute(
        select(BusyCell.person, BusyCell.cell)
        .where(BusyCell.person.in_(names), BusyCell.cell >= wanted.start, BusyCell.cell < wanted.stop)
        .order_by(BusyCell.person, BusyCell.cell)
    )
    found: dict[int, list[Span]] = defaultdict(list)
    for person, cell in rows:
        spans, begins = found[names[person]], moment_of(cell)
        if spans and spans[-1][1] == begins:
            spans[-1] = (spans[-1][0], moment_of(cell + 1))
        else:
            spans.append((begins, moment_of(cell + 1)))
    return found


def candidate_busy(candidate_id: int, start: datetime, end: datetime, besides: int = 0) -> list[Span]:
    """When the candidate is booked between two moments."""
    wanted = select(Interview.candidate_id, Interview.scheduled_start_time, Interview.scheduled_end_time).where(
        Interview.candidate_id == candidate_id,
        Interview.interview_status.in_(BOOKED),
        Interview.scheduled_start_time < end,
        Interview.scheduled_end_time > start,
        Interview.id != besides,
    )
    return _by_first(db.session.execute(wanted).all()).get(candidate_id, [])


def _by_first(rows: Sequence[Row[*tuple[Any, ...]]]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    for person, start, end in rows:
        found[person].append((start, end))
    return dict(found)
