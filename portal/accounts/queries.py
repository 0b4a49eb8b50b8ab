"""What is asked of companies, accounts, sessions and links."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, or_, select

from portal.accounts.models import (
    AccountSession,
    AccountStatus,
    CandidateAccount,
    Company,
    LinkPurpose,
    OneTimeLink,
    Role,
    SessionKind,
    User,
)
from portal.accounts.permissions import ROLE_PERMISSIONS
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.paging import Page, page_of, read_cursor
from portal.core.people import Person, PersonKind

# The session of each request: one statement by key, before any scope is known.
_BY_KEY = {"unscoped": True}
_USER_SESSION = (
    select(
        AccountSession.id.label("session_id"),
        AccountSession.csrf,
        AccountSession.seen_at,
        User.id,
        User.company_id,
        User.first_name,
        User.last_name,
        User.email,
        User.role,
        User.client_id,
        User.time_zone,
        User.must_change_password,
        Company.time_zone.label("company_zone"),
        Company.name.label("company_name"),
    )
    .join(User, User.id == AccountSession.user_id)
    .join(Company, Company.id == User.company_id)
    .where(User.status == AccountStatus.ACTIVE, Company.status == AccountStatus.ACTIVE)
)
_CANDIDATE_SESSION = (
    select(
        AccountSession.id.label("session_id"),
        AccountSession.csrf,
        AccountSession.seen_at,
        CandidateAccount.id,
        CandidateAccount.company_id,
        CandidateAccount.first_name,
        CandidateAccount.last_name,
        CandidateAccount.email,
        CandidateAccount.candidate_id,
        CandidateAccount.email_confirmed_at,
        CandidateAccount.time_zone,
        CandidateAccount.must_change_password,
        Company.time_zone.label("company_zone"),
        Company.name.label("company_name"),
    )
    .join(CandidateAccount, CandidateAccount.id == AccountSession.account_id)
    .join(Company, Company.id == CandidateAccount.company_id)
    .where(CandidateAccount.status == AccountStatus.ACTIVE, Company.status == AccountStatus.ACTIVE)
)


def find_session(kind: str, token_hash: str) -> tuple[Person, str, datetime] | None:
    """The person of a living session, its form secret and when it was last seen; None if it has ended."""
    base = _USER_SESSION if kind == SessionKind.USER else _CANDIDATE_SESSION
    wanted = base.where(AccountSession.token_hash == token_hash, AccountSession.expires_at > now())
    row = db.session.execute(wanted, execution_options=_BY_KEY).first()
    if row is None:
        return None
    person = _user(row) if kind == SessionKind.USER else _candidate(row)
    return person, row.csrf, row.seen_at


def _user(row: Any) -> Person:
    return Person(
        PersonKind.USER,
        row.id,
        row.company_id,
        f"{row.first_name} {row.last_name}".strip(),
        row.email,
        row.role.value,
        client_id=row.client_id,
        time_zone=row.time_zone or row.company_zone,
        company_name=row.company_name,
        must_change_password=row.must_change_password,
        permissions=ROLE_PERMISSIONS[row.role.value],
        session_id=row.session_id,
    )


def _candidate(row: Any) -> Person:
    return Person(
        PersonKind.CANDIDATE,
        row.id,
        row.company_id,
        f"{row.first_name} {row.last_name}".strip(),
        row.email,
        "candidate",
        candidate_id=row.candidate_id if row.email_confirmed_at else None,
        time_zone=row.time_zone or row.company_zone,
        company_name=row.company_name,
        must_change_password=row.must_change_password,
        permissions=ROLE_PERMISSIONS["candidate"],
        session_id=row.session_id,
    )


def person_of(user: User, company: Company) -> Person:
    """The user as somebody who acts (commands, demo, tests)."""
    return Person(
        PersonKind.USER,
        user.id,
        user.company_id,
        user.name,
        user.email,
        user.role.value,
        client_id=user.client_id,
        time_zone=user.time_zone or company.time_zone,
        company_name=company.name,
        must_change_password=user.must_change_password,
        permissions=ROLE_PERMISSIONS[user.role.value],
    )


def get_company(company_id: int) -> Company:
    """The company itself. Raises Missing."""
    found = db.session.scalars(select(Company).where(Company.id == company_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def find_company_by_slug(slug: str) -> Company | None:
    """The active company with that address."""
    return db.session.scalars(
        select(Company).where(Company.slug == slug.lower(), Company.status == AccountStatus.ACTIVE)
    ).one_or_none()


def slug_taken(slug: str, company_id: int | None) -> bool:
    """Whether another company has that address."""
    return (
        db.session.scalar(select(Company.id).where(Company.slug == slug, Company.id != (company_id or 0))) is not None
    )


def any_admin_exists() -> bool:
    """Whether the portal has been set up. Asked as_system."""
    return db.session.scalar(select(User.id).where(User.role == Role.ADMIN).limit(1)) is not None


def find_user_for_sign_in(email: str) -> User | None:
    """The user with that sign-in name in any company. Asked as_system."""
    return db.session.scalars(select(User).where(User.email == email)).one_or_none()


def find_accounts_for_sign_in(email: str, company_id: int | None) -> Sequence[CandidateAccount]:
    """The candidate accounts with that address, in one company or in all. Asked as_system."""
    wanted = select(CandidateAccount).where(CandidateAccount.email == email).order_by(CandidateAccount.id)
    if company_id is not None:
        wanted = wanted.where(CandidateAccount.company_id == company_id)
    return db.session.scalars(wanted).all()


def find_link(token_hash: str, purpose: LinkPurpose) -> OneTimeLink | None:
    """A link that still opens: not used, not expired. Asked as_system."""
    return db.session.scalars(
        select(OneTimeLink).where(
            OneTimeLink.token_hash == token_hash,
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now(),
        )
    ).one_or_none()


def get_user(user_id: int) -> User:
    """A user of the present scope. Raises Missing."""
    found = db.session.scalars(select(User).where(User.id == user_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def get_account(account_id: int) -> CandidateAccount:
    """A candidate account of the present scope. Raises Missing."""
    found = db.session.scalars(select(CandidateAccount).where(CandidateAccount.id == account_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def staff_page(text: str, cursor: str | None, limit: int = 50) -> Page[Row[Any]]:
    """Staff of the company, by name."""
    wanted = select(
        User.id, User.first_name, User.last_name, User.email, User.role, User.status, User.phone, User.created_at
    ).where(User.role.in_([Role.ADMIN, Role.RECRUITER]))
    return _by_name(wanted, User, text, cursor, limit)


def portal_users_page(text: str, cursor: str | None, limit: int = 50) -> Page[Row[Any]]:
    """Candidate accounts of the company, by name."""
    wanted = select(
        CandidateAccount.id,
        CandidateAccount.first_name,
        CandidateAccount.last_name,
        CandidateAccount.email,
        CandidateAccount.status,
        CandidateAccount.candidate_id,
        CandidateAccount.email_confirmed_at,
        CandidateAccount.created_at,
    )
    return _by_name(wanted, CandidateAccount, text, cursor, limit)


def _by_name(wanted: Any, model: Any, text: str, cursor: str | None, limit: int) -> Page[Row[Any]]:
    if text:
        like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        wanted = wanted.where(
            or_(*(column.ilike(like, escape="\\") for column in (model.first_name, model.last_name, model.email)))
        )
    after = read_cursor(cursor, 2)
    if after is not None:
        name, number = str(after[0]), int(after[1])
        wanted = wanted.where(
            or_(func.lower(model.first_name) > name, (func.lower(model.first_name) == name) & (model.id > number))
        )
    rows = db.session.execute(wanted.order_by(func.lower(model.first_name), model.id).limit(limit + 1)).all()
    return page_of(rows, limit, lambda r: (r.first_name.lower(), r.id))


def active_admins() -> int:
    """How many admins can sign in; the last one stays."""
    return (
        db.session.scalar(
            select(func.count()).select_from(User).where(User.role == Role.ADMIN, User.status == AccountStatus.ACTIVE)
        )
        or 0
    )


def assistant_id() -> int | None:
    """The company's `ai` user."""
    return db.session.scalar(select(User.id).where(User.role == Role.AI).limit(1))


def active_users(client_id: int | None = None) -> Sequence[Any]:
    """Users who can interview: active staff, and client users of that client.

    Columns: id, first_name, last_name, email, role, client_id, time_zone, working_hours.
    """
    mine = or_(User.client_id.is_(None), User.client_id == client_id) if client_id else User.client_id.is_(None)
    wanted = select(
        User.id,
        User.first_name,
        User.last_name,
        User.email,
        User.role,
        User.client_id,
        User.time_zone,
        User.working_hours,
    ).where(User.status == AccountStatus.ACTIVE, User.role != Role.AI, mine)
    return db.session.execute(wanted.order_by(User.first_name, User.id)).all()


def users_by_role(roles: Sequence[Role], client_id: int | None = None) -> Sequence[Any]:
    """Active users of some roles (of one client, for client users). Columns id, name parts, email, client_id."""
    wanted = select(User.id, User.first_name, User.last_name, User.email, User.client_id).where(
        User.status == AccountStatus.ACTIVE, User.role.in_(roles)
    )
    if client_id is not None:
        wanted = wanted.where(User.client_id == client_id)
    return db.session.execute(wanted.order_by(User.id)).all()
