"""The numbered pages of jobs that `/api/v1/jobs` gives: for the company, and what of it stands in public."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, or_, select

from portal.clients.models import Client
from portal.core.database import db
from portal.core.keyset import contains
from portal.jobs.models import EmploymentType, Job, JobStatus
from portal.jobs.queries import WHOLE

MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Listed:
    """What is looked for; what is empty does not narrow. `public`: only what everybody may see."""

    text: str = ""
    location: str = ""
    types: Sequence[EmploymentType] = ()
    client_id: int | None = None
    statuses: Sequence[JobStatus] = ()
    public: bool = False


def jobs_listed(wanted: Listed, page: int, per_page: int) -> tuple[Sequence[Row[*tuple[Any, ...]]], int]:
    """A numbered page of jobs, the newest first, and how many there are in all.

    Columns as `job_page(…, whole=True)` has them, then `apply_url`, `salary_text`, `source` and `external_id`. The
    client's name is None where the present scope may not know it.
    """
    columns = select(*WHOLE, Job.apply_url, Job.salary_text, Job.source, Job.external_id)
    rows = _narrowed(columns, wanted).order_by(Job.created_at.desc(), Job.id.desc())
    found = db.session.execute(rows.limit(per_page).offset((page - 1) * per_page)).all()
    total = db.session.scalar(_narrowed(select(func.count(Job.id)), wanted)) or 0
    return found, total


def _narrowed(statement: Select[*tuple[Any, ...]], wanted: Listed) -> Any:
    statement = statement.select_from(Job).outerjoin(Client, Client.id == Job.client_id)
    for word in wanted.text.split()[:MOST_WORDS]:
        pattern = contains(word)
        columns = (Job.title, Job.department, Job.location, Client.company_name)
        statement = statement.where(or_(*(column.ilike(pattern, escape="\\") for column in columns)))
    for word in wanted.location.split()[:MOST_WORDS]:
        statement = statement.where(Job.location.ilike(contains(word), escape="\\"))
    if wanted.types:
        statement = statement.where(Job.employment_type.in_(list(wanted.types)))
    if wanted.client_id is not None:
        statement = statement.where(Job.client_id == wanted.client_id)
    if wanted.statuses:
        statement = statement.where(Job.status.in_(list(wanted.statuses)))
    if wanted.public:
        statement = statement.where(Job.status == JobStatus.OPEN, Job.is_public)
    return statement
