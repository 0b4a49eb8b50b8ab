"""The applications of a job as its board shows them, and how many stand in each stage; read as columns."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Row, Select, and_, bindparam, func, or_, select, union_all

from portal.candidates.models import Application, ApplicationStatus, Candidate, CvUpload
from portal.candidates.rules_uploads import BEING_READ, NEEDS_PERSON
from portal.core.database import db
from portal.core.paging import Page, page_of, read_cursor
from portal.jobs.models import Job

PER_COLUMN = 50
MOST_COUNTED = 1000
PROCESS = (
    ApplicationStatus.NEW,
    ApplicationStatus.IN_REVIEW,
    ApplicationStatus.SHORTLISTED,
    ApplicationStatus.IN_PROGRESS,
)

# A deleted person is hidden at once, from the counts too.
LIVING = Candidate.deleted_at.is_(None)
# The deleted are few and have an index of their own, so a list of them costs less than looking at every person.
_GONE = select(Candidate.id).where(Candidate.deleted_at.is_not(None))

CardRow = Row[*tuple[Any, ...]]


def cards_by_status(job_id: int, per_column: int = PER_COLUMN) -> dict[ApplicationStatus, Page[CardRow]]:
    """The first cards of every column of a job's board, whoever moved last on top: one query for all columns."""
    rows = db.session.execute(_tops(per_column + 1), {"job": job_id}).all()
    columns: dict[ApplicationStatus, list[CardRow]] = {status: [] for status in ApplicationStatus}
    for row in rows:
        columns[row.status].append(row)
    return {status: page_of(found, per_column, _key) for status, found in columns.items()}


@lru_cache(8)
def _tops(limit: int) -> Select[*tuple[Any, ...]]:
    """The statement of all columns; building it costs more than running it, so it is built once."""
    tops = [_ids(bindparam("job"), status).limit(limit).subquery() for status in ApplicationStatus]
    wanted = union_all(*(select(top.c.id) for top in tops)).subquery()
    return _cards().where(Application.id.in_(select(wanted.c.id)))


def column_page(
    job_id: int, status: ApplicationStatus, cursor: str | None, per_column: int = PER_COLUMN
) -> Page[CardRow]:
    """The cards of one column after a cursor. Raises BadInput for a cursor that is none."""
    ids = _ids(job_id, status)
    after = read_cursor(cursor, datetime, int)
    if after is not None:
        moved, last = after
        ids = ids.where(or_(Application.moved_at < moved, and_(Application.moved_at == moved, Application.id < last)))
    rows = db.session.execute(_cards().where(Application.id.in_(ids.limit(per_column + 1)))).all()
    return page_of(rows, per_column, _key)


def counts_of_job(job_id: int) -> dict[ApplicationStatus, int]:
    """How many applications stand in each status; 1001 says that there are more than a thousand."""
    row = db.session.execute(_counts(MOST_COUNTED + 1), {"job": job_id}).one_or_none()
    return dict.fromkeys(ApplicationStatus, 0) if row is None else dict(zip(ApplicationStatus, row[1:], strict=True))


@lru_cache(8)
def _counts(limit: int) -> Select[*tuple[Any, ...]]:
    counts = [
        select(func.count())
        .select_from(_ids(bindparam("job"), status, ordered=False).limit(limit).subquery())
        .scalar_subquery()
        .label(status.value)
        for status in ApplicationStatus
    ]
    return select(Job.id, *counts).where(Job.id == bindparam("job"))


def stages_by_job(job_ids: Sequence[int]) -> Mapping[int, Mapping[ApplicationStatus, int]]:
    """How many applications of each of the jobs stand in each status: one grouped query. Without any: not in it."""
    wanted = (
        select(Application.job_id, Application.status, func.count())
        .where(Application.job_id.in_(job_ids), Application.candidate_id.not_in(_GONE))
        .group_by(Application.job_id, Application.status)
    )
    found: dict[int, dict[ApplicationStatus, int]] = defaultdict(dict)
    for job_id, status, number in db.session.execute(wanted):
        found[job_id][status] = number
    return found


_OPEN_UPLOADS = (
    select(CvUpload.state, func.count())
    .where(CvUpload.job_id == bindparam("job"), CvUpload.state.in_([*BEING_READ, *NEEDS_PERSON]))
    .group_by(CvUpload.state)
)


def open_uploads(job_id: int) -> tuple[int, int]:
    """How many CVs that were dropped on the job are being read, and how many wait for somebody's decision."""
    found = {state: number for state, number in db.session.execute(_OPEN_UPLOADS, {"job": job_id})}
    return sum(found.get(s, 0) for s in BEING_READ), sum(found.get(s, 0) for s in NEEDS_PERSON)


def people_in_process(client_ids: Sequence[int]) -> dict[int, int]:
    """How many people each of the clients has in process: neither hired nor rejected, each counted once."""
    wanted = (
        select(Application.client_id, func.count(Application.candidate_id.distinct()))
        .where(
            Application.client_id.in_(client_ids),
            Application.status.in_(PROCESS),
            Application.candidate_id.not_in(_GONE),
        )
        .group_by(Application.client_id)
    )
    return {client_id: number for client_id, number in db.session.execute(wanted)}


def _ids(job_id: int | BindParameter[int], status: ApplicationStatus, *, ordered: bool = True) -> Select[int]:
    wanted = (
        select(Application.id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(Application.job_id == job_id, Application.status == status, LIVING)
    )
    return wanted.order_by(Application.moved_at.desc(), Application.id.desc()) if ordered else wanted


def _cards() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Application.id,
            Application.status,
            Application.candidate_id,
            Application.version,
            Application.match_score,
            Application.moved_at,
            Application.client_sees,
            Application.rejection_reason,
            Candidate.first_name,
            Candidate.last_name,
            Candidate.experience_years,
            Candidate.skills,
        )
        .join(Candidate, Candidate.id == Application.candidate_id)
        .order_by(Application.moved_at.desc(), Application.id.desc())
    )


def _key(row: CardRow) -> tuple[datetime, int]:
    return row.moved_at, row.id
