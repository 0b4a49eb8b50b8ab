"""What is asked of submissions. A person sees their own; who has `submissions.all` sees the company's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import undefer

from portal.accounts.models import AccountStatus, Role, User
from portal.accounts.permissions import Permission
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.paging import PAGE, Page, page_of, read_cursor
from portal.core.people import Person
from portal.integrations.catalogue import IntegrationType
from portal.integrations.models import IntegrationEmail, IntegrationNote, IntegrationSubmission, SubmissionStatus

M = IntegrationSubmission


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a list; what is empty does not narrow."""

    types: tuple[IntegrationType, ...] = ()
    statuses: tuple[SubmissionStatus, ...] = ()


def get_submission(submission_id: int, by: Person, *, with_data: bool = False) -> IntegrationSubmission:
    """A submission that the person may see; `with_data` brings its values along. Raises Missing."""
    wanted = _seen_by(select(M), by).where(M.id == submission_id)
    if with_data:
        wanted = wanted.options(undefer(M.data))
    found: IntegrationSubmission | None = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise Missing
    return found


def find_submission(submission_id: int) -> IntegrationSubmission | None:
    """A submission of the company, with its values and tokens: for the worker."""
    wanted = select(M).where(M.id == submission_id).options(undefer(M.data), undefer(M.tokens))
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()


def own_page(
    by: Person, cursor: str | None, limit: int = PAGE, *, with_data: bool = False
) -> Page[Row[*tuple[Any, ...]]]:
    """The person's own submissions, the newest first."""
    return _page(_columns(with_data).where(M.user_id == by.id), cursor, limit)


def company_page(
    wanted: Wanted, cursor: str | None, limit: int = PAGE, *, with_data: bool = False
) -> Page[Row[*tuple[Any, ...]]]:
    """All of the company, the newest first; for those who may see all."""
    return _page(_narrowed(_columns(with_data), wanted), cursor, limit)


def count_submissions(wanted: Wanted) -> int:
    """How many of the company there are."""
    return db.session.scalar(_narrowed(select(func.count(M.id)), wanted)) or 0


def count_own(by: Person) -> int:
    """How many the person has submitted."""
    return db.session.scalar(select(func.count(M.id)).where(M.user_id == by.id)) or 0


def count_open() -> int:
    """How many of the company wait for somebody."""
    return count_submissions(Wanted(statuses=(SubmissionStatus.PENDING, SubmissionStatus.IN_PROGRESS)))


def counts_by_status() -> dict[str, int]:
    """How many of the company have each status; one that none has is left out."""
    wanted = select(M.status, func.count(M.id)).group_by(M.status)
    return {status.value: number for status, number in db.session.execute(wanted)}


def owner_of(submission: IntegrationSubmission) -> Row[*tuple[Any, ...]]:
    """first_name, last_name and email of who handed it in."""
    return db.session.execute(
        select(User.first_name, User.last_name, User.email).where(User.id == submission.user_id)
    ).one()


def notes_of(submission_id: int, limit: int = 200) -> Sequence[Row[*tuple[Any, ...]]]:
    """What was said and decided, the newest first: status, text, created_at, and the author's name."""
    n = IntegrationNote
    wanted = (
        select(n.id, n.status, n.text, n.created_at, User.first_name, User.last_name)
        .outerjoin(User, User.id == n.author_id)
        .where(n.submission_id == submission_id)
    )
    return db.session.execute(wanted.order_by(n.id.desc()).limit(limit)).all()


def is_of_company(email: str) -> bool:
    """Whether an active person of the company, whom the present scope sees, has this address."""
    wanted = select(User.id).where(User.email == email, User.status == AccountStatus.ACTIVE, User.role != Role.AI)
    return db.session.scalar(wanted) is not None


def emails_of(user_id: int, since: timedelta) -> Sequence[datetime]:
    """When the person had notices sent, within this time, the oldest first."""
    e = IntegrationEmail
    wanted = select(e.created_at).where(e.user_id == user_id, e.created_at > now() - since)
    return db.session.scalars(wanted.order_by(e.created_at)).all()


def _seen_by(wanted: Select[Any], by: Person) -> Select[Any]:
    return wanted if by.may(Permission.SUBMISSIONS_ALL) else wanted.where(M.user_id == by.id)


def _columns(with_data: bool) -> Any:
    return select(
        *(M.id, M.user_id, M.user_email, M.integration_type, M.integration_name, M.status),
        *(M.callback_url, M.source, M.submitted_at, M.updated_at, M.version, M.tested_at, M.test_passed),
        *(User.first_name, User.last_name, User.email),
        *((M.data,) if with_data else ()),
    ).join(User, User.id == M.user_id)


def _narrowed(wanted: Any, by: Wanted) -> Any:
    if by.types:
        wanted = wanted.where(M.integration_type.in_(by.types))
    if by.statuses:
        wanted = wanted.where(M.status.in_(by.statuses))
    return wanted


def _page(wanted: Any, cursor: str | None, limit: int) -> Page[Row[*tuple[Any, ...]]]:
    after = read_cursor(cursor, int)
    if after is not None:
        wanted = wanted.where(M.id < after[0])
    rows = db.session.execute(wanted.order_by(M.id.desc()).limit(limit + 1)).all()
    return page_of(rows, limit, lambda row: (row.id,))
