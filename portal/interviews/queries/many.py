"""What belongs to a page of interviews, and how many stand where: a few statements, however many interviews."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from portal.accounts.models import User
from portal.candidates.models import Application, Candidate
from portal.core.clock import now
from portal.core.columns import among
from portal.core.database import db
from portal.interviews.models import Guest, HeldCell, Interview, Interviewer, InterviewSlot
from portal.interviews.rules import BOOKED, OPEN, cells
from portal.jobs.models import Job, JobStatus

MOST_JOBS = 200


@dataclass(slots=True)
class Parts:
    """What belongs to one interview: slots as (id, start, end, is_available, is_chosen), interviewers, guests."""

    slots: list[tuple[Any, ...]] = field(default_factory=list)
    interviewers: list[Any] = field(default_factory=list)
    guests: list[Any] = field(default_factory=list)


# Sorted by their first column in here: SQLite would read all of the company's by id to spare itself sorting a few.
_INTERVIEWERS = (
    select(Interviewer.id, Interviewer.interview_id, Interviewer.user_id, User.first_name, User.last_name)
    .join(User, User.id == Interviewer.user_id)
    .where(among(Interviewer.interview_id, "interviews"))
)
_GUESTS = select(Guest.id, Guest.interview_id, Guest.name, Guest.email).where(among(Guest.interview_id, "interviews"))
_SLOTS = select(
    InterviewSlot.start, InterviewSlot.end, InterviewSlot.id, InterviewSlot.interview_id, InterviewSlot.is_chosen
).where(among(InterviewSlot.interview_id, "interviews"), InterviewSlot.withdrawn_at.is_(None))
_HELD = select(HeldCell.person, HeldCell.cell, HeldCell.interview_id).where(
    HeldCell.person.in_(bindparam("people", expanding=True)),
    HeldCell.cell >= bindparam("first"),
    HeldCell.cell < bindparam("last"),
)


def parts_of(rows: Sequence[Any]) -> dict[int, Parts]:
    """The parts of some interviews (rows of `interview_page(…, whole=True)`), by the interview's id."""
    found = {row.id: Parts() for row in rows}
    if not found:
        return found
    ids = list(found)
    for person in sorted(db.session.execute(_INTERVIEWERS, {"interviews": ids}).all(), key=itemgetter(0)):
        found[person.interview_id].interviewers.append(person)
    if any(row.has_guests for row in rows):
        for guest in sorted(db.session.execute(_GUESTS, {"interviews": ids}).all(), key=itemgetter(0)):
            found[guest.interview_id].guests.append(guest)
    _put_slots(rows, found)
    return found


def _put_slots(rows: Sequence[Any], found: dict[int, Parts]) -> None:
    by_interview: dict[int, list[Any]] = defaultdict(list)
    for slot in sorted(db.session.execute(_SLOTS, {"interviews": list(found)}).all(), key=itemgetter(0)):
        by_interview[slot.interview_id].append(slot)
    moment = now()
    ahead = [s for row in rows if row.interview_status in OPEN for s in by_interview[row.id] if s.start > moment]
    held = _held({row.id: row for row in rows}, found, ahead)
    open_ = {
        s.id
        for s in ahead
        if not s.is_chosen and (s.interview_id not in held or held[s.interview_id].isdisjoint(cells(s.start, s.end)))
    }
    for number, mine in by_interview.items():
        found[number].slots = [(s.id, s.start, s.end, s.id in open_, s.is_chosen) for s in mine]


def _held(rows: Mapping[int, Any], found: Mapping[int, Parts], ahead: Sequence[Any]) -> Mapping[int, set[int]]:
    """The cells that other interviews hold of each interview's people, where its slots lie ahead."""
    busy: dict[int, set[int]] = defaultdict(set)
    if not ahead:
        return busy
    of_person: dict[str, list[int]] = defaultdict(list)
    for number in {slot.interview_id for slot in ahead}:
        of_person[f"c{rows[number].candidate_id}"].append(number)
        for person in found[number].interviewers:
            of_person[f"u{person.user_id}"].append(number)
    whole = cells(min(s.start for s in ahead), max(s.end for s in ahead))
    for person, cell, holder in db.session.execute(
        _HELD, {"people": list(of_person), "first": whole.start, "last": whole.stop}
    ).all():
        for number in of_person[person]:
            if number != holder:
                busy[number].add(cell)
    return busy


def pipeline() -> dict[str, list[Row[Any]]]:
    """Counts over what the reader sees, deleted people left out.

    `rounds`: (interview_round, interview_status, number); `jobs`: (id, title) of the newest 200 that are open or on
    hold; of those `job_applications`: (job_id, status, number), `job_interviews`: (job_id, interview_status, number).
    """
    gone = select(Candidate.id).where(Candidate.deleted_at.is_not(None))
    living = Interview.candidate_id.not_in(gone)
    rounds = select(Interview.interview_round, Interview.interview_status, func.count()).where(living)
    live = (
        select(Job.id, Job.title)
        .where(Job.status.in_([JobStatus.OPEN, JobStatus.ON_HOLD]))
        .order_by(Job.created_at.desc(), Job.id.desc())
        .limit(MOST_JOBS)
    )
    jobs = _all(live)
    ids = [job.id for job in jobs]
    applied = select(Application.job_id, Application.status, func.count()).where(
        Application.job_id.in_(ids), Application.candidate_id.not_in(gone)
    )
    held = select(Interview.job_id, Interview.interview_status, func.count()).where(Interview.job_id.in_(ids), living)
    return {
        "rounds": _all(rounds.group_by(Interview.interview_round, Interview.interview_status)),
        "jobs": jobs,
        "job_applications": _all(applied.group_by(Application.job_id, Application.status)),
        "job_interviews": _all(held.group_by(Interview.job_id, Interview.interview_status)),
    }


def _all(statement: Any) -> list[Row[Any]]:
    return list(db.session.execute(statement).all())


def upcoming() -> int:
    """How many interviews with an agreed time lie ahead."""
    wanted = select(func.count(Interview.id)).where(
        Interview.interview_status.in_(BOOKED), Interview.scheduled_start_time > now()
    )
    return db.session.scalar(wanted) or 0
