"""What dashboards ask. Counts go through indexes and stop at a cap; lists are read as columns, a few rows each."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, bindparam, case, exists, func, select

from portal.analytics.models import MOST_COUNTED, Counts, Day, Pipeline, Rows
from portal.candidates.models import Application, ApplicationStatus, Candidate, CvUpload, Document, UploadState
from portal.clients.models import Client
from portal.core.database import db
from portal.core.paging import PAGE, Page, page_of, read_cursor
from portal.core.people import Person
from portal.interviews import queries as interviews
from portal.interviews.models import Feedback, Interview, Interviewer, InterviewStatus
from portal.jobs.models import Job, JobStatus

SHOWN = 5
BOOKED = (InterviewStatus.CONFIRMED, InterviewStatus.SCHEDULED)
TO_SETTLE = (UploadState.DUPLICATE, UploadState.UNREADABLE, UploadState.REFUSED)
_start = Interview.scheduled_start_time
_begins: Any = bindparam("begins")
_ends: Any = bindparam("ends")


def _capped(rows: Select[*tuple[Any, ...]]) -> ScalarSelect[int]:
    return select(func.count()).select_from(rows.limit(MOST_COUNTED + 1).subquery()).scalar_subquery()


def _booked(*when: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(Interview.id).where(Interview.interview_status.in_(BOOKED), *when)


def _at(status: InterviewStatus) -> Select[*tuple[Any, ...]]:
    return select(Interview.id).where(Interview.interview_status == status)


# Completed, I was in it, and I have not said anything yet.
_OWED = (
    Interview.interview_status == InterviewStatus.COMPLETED,
    exists(
        select(Interviewer.id).where(Interviewer.interview_id == Interview.id, Interviewer.user_id == bindparam("me"))
    ),
    ~exists(select(Feedback.id).where(Feedback.interview_id == Interview.id, Feedback.user_id == bindparam("me"))),
)
_WAITING = select(
    _capped(_booked(_start >= _begins, _start < _ends)).label("today"),
    _capped(_booked(_start < _begins)).label("over"),
    _capped(_booked(_start >= _begins)).label("coming"),
    _capped(_at(InterviewStatus.AWAITING)).label("choosing"),
    _capped(_at(InterviewStatus.COMPLETED)).label("undecided"),
    _capped(select(Interview.id).where(*_OWED)).label("feedback"),
)


def counts(person: Person, day: Day) -> Counts:
    """What waits among the interviews that the person sees, in one statement."""
    row = db.session.execute(_WAITING, {"begins": day.begins, "ends": day.ends, "me": person.id}).one()
    return Counts(*row)


# The deleted are few and have an index of their own, so a list of them costs less than looking at every person.
_gone = select(Candidate.id).where(Candidate.deleted_at.is_not(None))


def _people(status: ApplicationStatus) -> Select[*tuple[Any, ...]]:
    at = Application.status == status
    return select(Application.candidate_id).where(at, Application.candidate_id.not_in(_gone)).distinct()


def _hired(first: Any, end: Any) -> Select[*tuple[Any, ...]]:
    # The move to SELECTED is the selection, so the index on `moved_at` finds the months; `selected_at` says exactly.
    return select(Application.id).where(
        Application.status == ApplicationStatus.SELECTED,
        Application.moved_at >= first,
        Application.selected_at >= first,
        Application.selected_at < end,
        Application.candidate_id.not_in(_gone),
    )


_PIPELINE = select(
    *(_capped(_people(status)).label(status.value) for status in ApplicationStatus),
    *(_capped(select(Job.id).where(Job.status == status)).label(f"job_{status.value}") for status in JobStatus),
    _capped(_hired(bindparam("month"), bindparam("month_ends"))).label("hires"),
    _capped(_hired(bindparam("month_before"), bindparam("month"))).label("hires_before"),
)


def pipeline(day: Day) -> Pipeline:
    """How many people and jobs stand where, and the hires of two months, in one statement."""
    months = {"month": day.month, "month_ends": day.month_ends, "month_before": day.month_before}
    row = db.session.execute(_PIPELINE, months).one()._mapping
    return Pipeline(
        {status: row[status.value] for status in ApplicationStatus},
        {status: row[f"job_{status.value}"] for status in JobStatus},
        row["hires"],
        row["hires_before"],
    )


_INTERVIEWS = (
    select(
        Interview.id,
        Interview.interview_status,
        Interview.interview_round,
        Interview.round_name,
        Interview.interview_mode,
        _start,
        Interview.scheduled_end_time,
        Interview.meeting_link,
        Interview.place,
        Interview.created_at,
        Interview.candidate_id,
        Candidate.first_name,
        Candidate.last_name,
        Job.title,
        Client.company_name,
    )
    .join(Candidate, Candidate.id == Interview.candidate_id)
    .join(Job, Job.id == Interview.job_id)
    .join(Client, Client.id == Interview.client_id)
)
_BOOKED_LIST = _INTERVIEWS.where(Interview.interview_status.in_(BOOKED), _start >= bindparam("first")).order_by(
    _start, Interview.id
)
_BY_STATUS = (
    _INTERVIEWS.where(Interview.interview_status == bindparam("status")).order_by(_start, Interview.id).limit(SHOWN)
)


def booked_interviews(first: datetime, limit: int) -> Rows:
    """Interviews with an agreed time from a moment on, the next ones first."""
    return db.session.execute(_BOOKED_LIST.limit(limit), {"first": first}).all()


def interviews_at(status: InterviewStatus) -> Rows:
    """The first few interviews in a status: those that were held, or planned, longest ago."""
    return db.session.execute(_BY_STATUS, {"status": status}).all()


_DECISIONS = (
    _INTERVIEWS.add_columns(
        Interview.feedback,
        Interview.rating,
        exists(select(Document.id).where(Document.candidate_id == Interview.candidate_id)).label("has_cv"),
    )
    .where(Interview.interview_status == InterviewStatus.COMPLETED)
    .order_by(_start, Interview.id)
)


def decisions(limit: int = 20) -> Rows:
    """Interviews that took place and wait for pass, fail or hire, with what was said of them."""
    return db.session.execute(_DECISIONS.limit(limit)).all()


def owed_feedback(person: Person, cursor: str | None = None, limit: int = PAGE) -> Page[Row[*tuple[Any, ...]]]:
    """Interviews that took place with the person in them, who has said nothing of them yet; the oldest first."""
    wanted = _INTERVIEWS.where(*_OWED).order_by(Interview.id)
    after = read_cursor(cursor, int)
    if after is not None:
        wanted = wanted.where(Interview.id > after[0])
    rows = db.session.execute(wanted.limit(limit + 1), {"me": person.id}).all()
    return page_of(rows, limit, lambda row: (row.id,))


_REVIEWS = (
    select(
        Application.candidate_id,
        Application.job_id,
        Application.moved_at,
        Application.match_score,
        Candidate.first_name,
        Candidate.last_name,
        Job.title,
    )
    .join(Candidate, Candidate.id == Application.candidate_id)
    .join(Job, Job.id == Application.job_id)
    .where(Application.status == ApplicationStatus.NEW, Candidate.deleted_at.is_(None))
    .order_by(Application.moved_at, Application.id)
    .limit(SHOWN)
)


def waiting_for_review() -> Rows:
    """New applications that nobody has looked at, the oldest first."""
    return db.session.execute(_REVIEWS).all()


_UPLOADS = (
    select(CvUpload.job_id, Job.title, func.count(CvUpload.id).label("number"))
    .outerjoin(Job, Job.id == CvUpload.job_id)
    .where(CvUpload.state.in_(TO_SETTLE))
    .group_by(CvUpload.job_id, Job.title)
    .order_by(func.count(CvUpload.id).desc(), CvUpload.job_id)
    .limit(SHOWN)
)


def uploads_to_settle() -> Rows:
    """Dropped CVs that need somebody (duplicate, unreadable, refused), counted by the job they were dropped on."""
    return db.session.execute(_UPLOADS).all()


def hires(first: datetime, end: datetime, cursor: str | None = None, limit: int = PAGE) -> Page[Row[*tuple[Any, ...]]]:
    """Who was selected between two moments, the newest first."""
    wanted = (
        select(
            Application.id,
            Application.candidate_id,
            Application.job_id,
            Application.selected_at,
            Application.salary_offered,
            Candidate.first_name,
            Candidate.last_name,
            Job.title,
            Client.company_name,
        )
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Job, Job.id == Application.job_id)
        .join(Client, Client.id == Application.client_id)
        .where(Application.id.in_(_hired(first, end)))
        .order_by(Application.id.desc())
    )
    after = read_cursor(cursor, int)
    if after is not None:
        wanted = wanted.where(Application.id < after[0])
    rows = db.session.execute(wanted.limit(limit + 1)).all()
    return page_of(rows, limit, lambda row: (row.id,))


_SHOWN_TO_CLIENT = (
    select(
        Job.id,
        Job.title,
        Job.location,
        Job.status,
        Job.openings,
        func.count(Application.id).label("people"),
        func.sum(case((Application.status == ApplicationStatus.SELECTED, 1), else_=0)).label("selected"),
    )
    .outerjoin(Application, Application.job_id == Job.id)
    .where(Job.status == JobStatus.OPEN)
    .group_by(Job.id, Job.title, Job.location, Job.status, Job.openings, Job.created_at)
    .order_by(Job.created_at.desc(), Job.id.desc())
)


def open_jobs(limit: int = 10) -> Rows:
    """The open jobs that the present scope sees, with how many people it sees on each."""
    return db.session.execute(_SHOWN_TO_CLIENT.limit(limit)).all()


def stats() -> dict[str, Any]:
    """How many clients, jobs, people, applications and interviews the present scope sees, each status with its number.

    As `StatsOut` has them; deleted people and theirs are left out.
    """
    living = Application.candidate_id.not_in(_gone)
    jobs = select(Job.status, func.count(Job.id)).group_by(Job.status)
    applications = select(Application.status, func.count(Application.id)).where(living).group_by(Application.status)
    return {
        "clients": db.session.scalar(select(func.count(Client.id))) or 0,
        "jobs": _every(JobStatus, jobs),
        "candidates": db.session.scalar(select(func.count(Candidate.id)).where(Candidate.deleted_at.is_(None))) or 0,
        "applications": _every(ApplicationStatus, applications),
        "interviews": {status.value: number for status, number in _interviews().items()},
        "upcoming": interviews.upcoming(),
    }


def _interviews() -> dict[InterviewStatus, int]:
    return {status: 0 for status in InterviewStatus} | interviews.counts_by_status()


def _every(statuses: type[StrEnum], statement: Any) -> dict[str, int]:
    found = {status.value: 0 for status in statuses}
    return found | {status.value: number for status, number in db.session.execute(statement)}
