"""Lists and counts of interviews, read as columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, exists, func, or_, select

from portal.candidates.models import Candidate
from portal.clients.models import Client
from portal.core.columns import raw_moment, raw_words
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.events import Event
from portal.core.formats import local_to_utc
from portal.core.keyset import Order, page_by_key
from portal.core.paging import PAGE, Page
from portal.interviews.models import (
    Guest,
    Interview,
    Interviewer,
    InterviewStatus,
)
from portal.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the list; what is not set does not narrow. Days are those of `zone`, both included."""

    statuses: Sequence[InterviewStatus] = ()
    user_id: int | None = None
    job_id: int | None = None
    client_id: int | None = None
    candidate_id: int | None = None
    first: date | None = None
    last: date | None = None
    text: str = ""
    sort: str = "-created"
    zone: str = "UTC"


# What the list may be sorted by, each with an index. By start, only interviews that have an agreed time stand in it.
SORTS = {
    "created": Order(Interview.created_at.expression, datetime),
    "-created": Order(Interview.created_at.expression, datetime, downwards=True),
    "start": Order(Interview.scheduled_start_time.expression, datetime),
    "-start": Order(Interview.scheduled_start_time.expression, datetime, downwards=True),
}


_SHOWN = (
    Interview.id,
    Interview.interview_status,
    Interview.interview_round,
    Interview.round_name,
    Interview.interview_mode,
    Interview.scheduled_start_time,
    Interview.scheduled_end_time,
    Interview.meeting_link,
    Interview.rating,
    Interview.hiring_initiated,
    Interview.created_at,
    Candidate.first_name,
    Candidate.last_name,
    Job.id.label("job_id"),
    Job.title,
    Client.company_name,
)
# In the order in which `interview_json` takes them.
_WHOLE = (
    Interview.id,
    raw_words(Interview.interview_status),
    *_SHOWN[2:4],
    raw_words(Interview.interview_mode),
    raw_moment(Interview.scheduled_start_time),
    raw_moment(Interview.scheduled_end_time),
    *_SHOWN[7:10],
    raw_moment(Interview.created_at),
    *_SHOWN[11:],
    Interview.application_id,
    Interview.candidate_id,
    Interview.client_id,
    Interview.interview_duration,
    Interview.time_zone,
    Interview.place,
    Interview.additional_instructions,
    Interview.invite_sent,
    Interview.invite_sent_by,
    Interview.feedback,
    Interview.no_show_flag,
    Interview.no_show_count,
    Interview.cancelled_reason,
    raw_moment(Interview.updated_at),
    Interview.created_by,
    Interview.version,
    exists(select(Guest.id).where(Guest.interview_id == Interview.id)).label("has_guests"),
)


def _joined(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .join(Candidate, Candidate.id == Interview.candidate_id)
        .join(Job, Job.id == Interview.job_id)
        .join(Client, Client.id == Interview.client_id)
        .where(Candidate.deleted_at.is_(None))
    )


# Built once: to put a statement together costs more than to run it.
_ALL = {False: _joined(*_SHOWN), True: _joined(*_WHOLE)}
_ONE = _joined(*_WHOLE).where(Interview.id == bindparam("interview"))


def whole_interview(interview_id: int) -> Row[*tuple[Any, ...]]:
    """One interview as `interview_page(…, whole=True)` has them. Raises Missing."""
    found = db.session.execute(_ONE, {"interview": interview_id}).one_or_none()
    if found is None:
        raise Missing
    return found


def interview_page(
    wanted: Wanted, cursor: str | None, limit: int = PAGE, *, whole: bool = False
) -> Page[Row[*tuple[Any, ...]]]:
    """One page of interviews as columns, with names; `whole` with all of them. Raises BadInput for a bad cursor."""
    statement = _filtered(_ALL[whole], wanted)
    if wanted.sort.endswith("start"):
        statement = statement.where(Interview.scheduled_start_time.is_not(None))
    order = SORTS.get(wanted.sort, SORTS["-created"])
    return page_by_key(statement, order, Interview.id, cursor, limit)


def _filtered(statement: Select[*tuple[Any, ...]], wanted: Wanted) -> Select[*tuple[Any, ...]]:
    if wanted.statuses:
        statement = statement.where(Interview.interview_status.in_(list(wanted.statuses)))
    if wanted.user_id is not None:
        mine = select(Interviewer.interview_id).where(Interviewer.user_id == wanted.user_id)
        statement = statement.where(Interview.id.in_(mine))
    for column, value in (
        (Interview.job_id, wanted.job_id),
        (Interview.client_id, wanted.client_id),
        (Interview.candidate_id, wanted.candidate_id),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.first is not None:
        statement = statement.where(Interview.scheduled_start_time >= day_begins(wanted.first, wanted.zone))
    if wanted.last is not None:
        after = day_begins(wanted.last + timedelta(days=1), wanted.zone)
        statement = statement.where(Interview.scheduled_start_time < after)
    for word in wanted.text.split()[:6]:
        like = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        statement = statement.where(
            or_(
                *(
                    column.ilike(pattern, escape="\\")
                    for column in (Candidate.first_name, Candidate.last_name, Job.title, Interview.round_name)
                    for pattern in (like, f"% {like}")
                )
            )
        )
    return statement


def day_begins(day: date, zone: str) -> datetime:
    """The moment a day begins in a zone."""
    return local_to_utc(datetime.combine(day, time(0)), zone)


def counts_by_status(*, user_id: int | None = None) -> dict[InterviewStatus, int]:
    """How many interviews stand in each status (of one interviewer, if asked)."""
    # Few candidates are deleted, and an index holds just those.
    gone = select(Candidate.id).where(Candidate.deleted_at.is_not(None))
    wanted = select(Interview.interview_status, func.count()).where(Interview.candidate_id.not_in(gone))
    wanted = wanted.group_by(Interview.interview_status)
    if user_id is not None:
        wanted = wanted.where(Interview.id.in_(select(Interviewer.interview_id).where(Interviewer.user_id == user_id)))
    return {status: number for status, number in db.session.execute(wanted)}


def job_choices() -> Sequence[Row[*tuple[Any, ...]]]:
    """Jobs that have interviews, for the filter: id and title, at most 200."""
    wanted = select(Job.id, Job.title).where(exists(select(Interview.id).where(Interview.job_id == Job.id)))
    return db.session.execute(wanted.order_by(Job.title, Job.id).limit(200)).all()


def client_choices() -> Sequence[Row[*tuple[Any, ...]]]:
    """Clients that have interviews, for the filter: id and name, at most 200."""
    had = exists(select(Interview.id).where(Interview.client_id == Client.id))
    wanted = select(Client.id, Client.company_name).where(had)
    return db.session.execute(wanted.order_by(Client.company_name, Client.id).limit(200)).all()


def interviews_of(application_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every interview of an application in order of rounds, as columns (the strip of rounds on a page)."""
    wanted = select(
        Interview.id,
        Interview.interview_round,
        Interview.round_name,
        Interview.interview_status,
        Interview.scheduled_start_time,
        Interview.rating,
        Interview.hiring_initiated,
    ).where(Interview.application_id == application_id)
    return db.session.execute(wanted.order_by(Interview.interview_round, Interview.id)).all()


def history_of(interview: Interview) -> Sequence[Row[*tuple[Any, ...]]]:
    """What happened to the interview, the newest first, at most 50."""
    wanted = select(Event.name, Event.at, Event.actor_name).where(
        Event.application_id == interview.application_id, Event.interview_id == interview.id
    )
    return db.session.execute(wanted.order_by(Event.id.desc()).limit(50)).all()
