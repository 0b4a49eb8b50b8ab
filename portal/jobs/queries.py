"""What is asked of jobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, case, func, or_, select

from portal.clients.models import Client
from portal.core.columns import raw_json, raw_moment, raw_number, raw_words
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.keyset import Order, contains, page_by_key
from portal.core.paging import PAGE, Page
from portal.jobs.models import Job, JobStatus, Priority

MOST_CHOICES = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the list; what is empty does not narrow. `sort` is a key of SORTS."""

    text: str = ""
    client_id: int | None = None
    statuses: Sequence[JobStatus] = ()
    priorities: Sequence[Priority] = ()
    sort: str = "-created"
    source: str = ""


_TITLE = func.lower(Job.title)
_CLIENT = func.lower(Client.company_name)
_URGENCY = case({p.value: n for n, p in enumerate(Priority)}, value=Job.priority, else_=0)
SORTS = {
    "-created": Order(Job.created_at.expression, datetime, downwards=True),
    "created": Order(Job.created_at.expression, datetime),
    "title": Order(_TITLE, str),
    "-title": Order(_TITLE, str, downwards=True),
    "-priority": Order(_URGENCY, int, downwards=True),
    "priority": Order(_URGENCY, int),
    "client": Order(_CLIENT, str),
    "-client": Order(_CLIENT, str, downwards=True),
}


_SHOWN = (
    Job.id,
    Job.title,
    Job.client_id,
    Client.company_name,
    Job.department,
    Job.location,
    Job.status,
    Job.priority,
    Job.openings,
    Job.is_public,
    Job.created_at,
)
# In the order in which `job_json` takes them.
WHOLE = (
    Job.id,
    Job.title,
    Job.client_id,
    Client.company_name,
    Job.department,
    Job.location,
    raw_words(Job.status),
    raw_words(Job.priority),
    Job.openings,
    Job.is_public,
    raw_moment(Job.created_at),
    Job.description,
    raw_words(Job.employment_type),
    Job.experience_min,
    Job.experience_max,
    raw_number(Job.salary_min),
    raw_number(Job.salary_max),
    Job.salary_currency,
    raw_words(Job.salary_period),
    raw_json(Job.required_skills),
    raw_json(Job.nice_to_have_skills),
    Job.created_by,
    Job.version,
)


# Built once: to put a statement together costs more than to run it.
_ALL: dict[bool, Select[*tuple[Any, ...]]] = {
    whole: select(*columns).join(Client, Client.id == Job.client_id)
    for whole, columns in ((False, _SHOWN), (True, WHOLE))
}
_ONE = _ALL[True].where(Job.id == bindparam("job"))


def job_page(
    wanted: Wanted, cursor: str | None, limit: int = PAGE, *, whole: bool = False
) -> Page[Row[*tuple[Any, ...]]]:
    """One page of jobs as columns, with the client's name; with `whole`, every column that a call shows.

    The text is looked for in title, department, location and the client's name, each of its words.
    """
    statement = _ALL[whole]
    for word in wanted.text.split()[:6]:
        pattern = contains(word)
        columns = (Job.title, Job.department, Job.location, Client.company_name)
        statement = statement.where(or_(*(column.ilike(pattern, escape="\\") for column in columns)))
    if wanted.client_id is not None:
        statement = statement.where(Job.client_id == wanted.client_id)
    if wanted.statuses:
        statement = statement.where(Job.status.in_(list(wanted.statuses)))
    if wanted.source:
        statement = statement.where(Job.source == wanted.source)
    if wanted.priorities:
        statement = statement.where(Job.priority.in_(list(wanted.priorities)))
    return page_by_key(statement, SORTS[wanted.sort], Job.id, cursor, limit)


def whole_job(job_id: int) -> Row[*tuple[Any, ...]]:
    """One job as `job_page(…, whole=True)` has them. Raises Missing."""
    found = db.session.execute(_ONE, {"job": job_id}).one_or_none()
    if found is None:
        raise Missing
    return found


def get_job(job_id: int) -> Job:
    """A job that the present scope sees. Raises Missing."""
    found: Job | None = db.session.get(Job, job_id)
    if found is None:
        raise Missing
    return found


def get_job_with_client(job_id: int) -> Row[Job, str]:
    """A job and its client's name, in one query. Raises Missing."""
    wanted = select(Job, Client.company_name).join(Client, Client.id == Job.client_id).where(Job.id == job_id)
    found = db.session.execute(wanted).one_or_none()
    if found is None:
        raise Missing
    return found


def job_choices(statuses: Sequence[JobStatus] = ()) -> Sequence[Row[*tuple[Any, ...]]]:
    """Jobs for a select by title (id, title, client's name), of some statuses if asked; at most 500."""
    wanted = select(Job.id, Job.title, Client.company_name).join(Client, Client.id == Job.client_id)
    if statuses:
        wanted = wanted.where(Job.status.in_(list(statuses)))
    return db.session.execute(wanted.order_by(_TITLE, Job.id).limit(MOST_CHOICES)).all()


def count_jobs_of(client_id: int) -> int:
    """How many jobs a client has, of whatever status."""
    return db.session.scalar(select(func.count(Job.id)).where(Job.client_id == client_id)) or 0


def open_jobs_by_client(client_ids: Sequence[int]) -> dict[int, int]:
    """How many open jobs each of the clients has; a client without one is not in it."""
    wanted = (
        select(Job.client_id, func.count(Job.id))
        .where(Job.client_id.in_(client_ids), Job.status == JobStatus.OPEN)
        .group_by(Job.client_id)
    )
    return {client_id: number for client_id, number in db.session.execute(wanted)}


def counts_by_status() -> dict[JobStatus, int]:
    """How many jobs stand in each status."""
    wanted = select(Job.status, func.count(Job.id)).group_by(Job.status)
    return {status: number for status, number in db.session.execute(wanted)}
