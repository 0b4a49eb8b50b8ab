"""Whose time an interview holds. The primary key of a held cell is what makes two overlapping bookings impossible.

The cells of all people are inserted in ascending order by one statement, so that two bookings never wait for each other
in a circle.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError, OperationalError

from portal.core.database import db
from portal.interviews import queries
from portal.interviews.models import HeldCell, Interview, InterviewSlot
from portal.interviews.rules import SlotTaken, cells

DEADLOCK = "40P01"


def take_slot(interview: Interview, slot: InterviewSlot) -> None:
    """Choose the slot for the interview and hold everybody's time, instead of what was chosen and held before.

    The database decides: a conditional update, one chosen slot per interview, one holder per cell. Raises SlotTaken,
    and then nothing has changed.
    """
    try:
        with db.session.begin_nested():
            _let_go(interview)
            taken = db.session.execute(
                update(InterviewSlot)
                .where(
                    InterviewSlot.id == slot.id,
                    InterviewSlot.interview_id == interview.id,
                    InterviewSlot.is_chosen.is_(False),
                    InterviewSlot.withdrawn_at.is_(None),
                )
                .values(is_chosen=True)
                .returning(InterviewSlot.id)
                .execution_options(synchronize_session=False)
            ).scalar()
            if taken is None:
                raise SlotTaken("That time was just taken. Please choose another one.")
            people = queries.people_of(interview)
            if queries.is_busy(people, slot.start, slot.end):
                raise SlotTaken("Somebody is busy at that time now. Please choose another one.")
            _hold(interview, people, slot.start, slot.end)
    except IntegrityError as collision:
        raise SlotTaken("That time was just taken. Please choose another one.") from collision
    except OperationalError as fault:
        if getattr(fault.orig, "sqlstate", None) != DEADLOCK:
            raise
        raise SlotTaken("That time was just taken. Please choose another one.") from fault


def hold_for(interview: Interview, people: Sequence[str]) -> None:
    """Hold the agreed time for more people. Raises SlotTaken when one of them is busy then."""
    if not people or interview.scheduled_start_time is None or interview.scheduled_end_time is None:
        return
    try:
        with db.session.begin_nested():
            _hold(interview, people, interview.scheduled_start_time, interview.scheduled_end_time)
    except IntegrityError as collision:
        raise SlotTaken("One of the people is busy at the agreed time.") from collision


def resize(interview: Interview, minutes: int) -> None:
    """Let the agreed time last so many minutes from its start. Raises SlotTaken when somebody is busy meanwhile."""
    if interview.scheduled_start_time is None:
        return
    end = interview.scheduled_start_time + timedelta(minutes=minutes)
    people = queries.people_of(interview)
    release(interview, people)
    chosen = (InterviewSlot.interview_id == interview.id, InterviewSlot.is_chosen)
    longer = update(InterviewSlot).where(*chosen).values(end=end).execution_options(synchronize_session=False)
    db.session.execute(longer)
    interview.scheduled_end_time = end
    db.session.flush()
    hold_for(interview, people)


def release(interview: Interview, people: Sequence[str] | None = None) -> None:
    """Free the time of some people, or of everybody together with the chosen slot."""
    if people is None:
        _let_go(interview)
        return
    db.session.execute(
        delete(HeldCell)
        .where(HeldCell.interview_id == interview.id, HeldCell.person.in_(people))
        .execution_options(synchronize_session=False)
    )


def _let_go(interview: Interview) -> None:
    db.session.execute(
        delete(HeldCell).where(HeldCell.interview_id == interview.id).execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(InterviewSlot)
        .where(InterviewSlot.interview_id == interview.id, InterviewSlot.is_chosen)
        .values(is_chosen=False)
        .execution_options(synchronize_session=False)
    )


def _hold(interview: Interview, people: Sequence[str], start: datetime, end: datetime) -> None:
    rows = [
        {"person": person, "cell": cell, "interview_id": interview.id, "company_id": interview.company_id}
        for person in sorted(people)
        for cell in cells(start, end)
    ]
    # Each row names its company: an insert is not narrowed by the tenancy hook.
    db.session.execute(insert(HeldCell).values(rows), execution_options={"unscoped": True})
