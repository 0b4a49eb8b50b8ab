"""What is asked of connections, entries and busy times."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from portal.calendars.models import CalendarConnection, CalendarEvent, ConnectionState, Purpose
from portal.core.database import db
from portal.core.tenancy import as_system
from portal.interviews.models import BusyCell, Interview, Interviewer
from portal.interviews.rules import BOOKED

C = CalendarConnection


def connection_of_company() -> CalendarConnection | None:
    """The connection of the company's calendar, if there is one."""
    return db.session.scalars(select(C).where(C.purpose == Purpose.COMPANY)).one_or_none()


def connection_of_user(user_id: int) -> CalendarConnection | None:
    """A person's own connection, if there is one."""
    return db.session.scalars(select(C).where(C.purpose == Purpose.BUSY, C.user_id == user_id)).one_or_none()


def get_connection(connection_id: int) -> CalendarConnection | None:
    """A connection with its secrets, as the database has it now."""
    wanted = select(C).options(undefer(C.code), undefer(C.refresh_token), undefer(C.access_token))
    wanted = wanted.where(C.id == connection_id).execution_options(populate_existing=True)
    return db.session.scalars(wanted).one_or_none()


def busy_connections() -> list[tuple[int, int]]:
    """(company, id) of the connections whose busy times are to be asked for. In every company."""
    with as_system("busy times are asked for in every company"):
        wanted = select(C.company_id, C.id).where(C.purpose == Purpose.BUSY, C.state == ConnectionState.CONNECTED)
        return [(row.company_id, row.id) for row in db.session.execute(wanted.order_by(C.id))]


def interview_of(interview_id: int) -> Interview | None:
    """An interview, also one of a deleted candidate: their entry has to go."""
    wanted = select(Interview).options(joinedload(Interview.candidate), joinedload(Interview.job))
    return db.session.scalars(wanted.where(Interview.id == interview_id)).one_or_none()


def entries_of(candidate_id: int) -> Sequence[int]:
    """The interviews of a candidate that have an entry."""
    wanted = select(CalendarEvent.interview_id).join(Interview, Interview.id == CalendarEvent.interview_id)
    return db.session.scalars(wanted.where(Interview.candidate_id == candidate_id)).all()


def event_of(interview_id: int) -> CalendarEvent | None:
    """The entry of an interview, if it ever had one."""
    return db.session.scalars(select(CalendarEvent).where(CalendarEvent.interview_id == interview_id)).one_or_none()


def booked_ahead(moment: datetime) -> Sequence[int]:
    """Interviews with an agreed time that lies ahead, in order."""
    wanted = select(Interview.id).where(Interview.interview_status.in_(BOOKED), Interview.scheduled_end_time > moment)
    return db.session.scalars(wanted.order_by(Interview.scheduled_start_time)).all()


def own_interviews(user_id: int, first: datetime, last: datetime) -> list[tuple[datetime, datetime]]:
    """When a person interviews between two moments."""
    wanted = (
        select(Interview.scheduled_start_time, Interview.scheduled_end_time)
        .join(Interviewer, Interviewer.interview_id == Interview.id)
        .where(
            Interviewer.user_id == user_id,
            Interview.interview_status.in_(BOOKED),
            Interview.scheduled_start_time < last,
            Interview.scheduled_end_time > first,
        )
    )
    return [(start, end) for start, end in db.session.execute(wanted) if start is not None and end is not None]


def busy_cells(person: str) -> set[int]:
    """The five minutes that stand as busy for a person."""
    return set(db.session.scalars(select(BusyCell.cell).where(BusyCell.person == person)))
