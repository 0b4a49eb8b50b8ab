"""Users and candidate accounts of one company."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, column, func, or_, select, table

from portal.accounts.models import AccountStatus, CandidateAccount, Company, CustomRole, Role, User
from portal.accounts.permissions import Permission
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.paging import Page, page_of, read_cursor
from portal.core.people import Person

# Candidates come later in the order of features, so they are named by their table.
_candidates = table(
    "candidates",
    column("id"),
    column("company_id"),
    column("email"),
    column("first_name"),
    column("last_name"),
    column("deleted_at"),
)


def get_user(user_id: int) -> User:
    """A user of the present scope. Raises Missing."""
    found = db.session.scalars(select(User).where(User.id == user_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def hold_account(by: Person) -> User | CandidateAccount:
    """The person's own row, held until the transaction ends. Raises Missing."""
    kind: Any = CandidateAccount if by.is_candidate else User
    found: User | CandidateAccount | None = db.session.scalars(
        select(kind).where(kind.id == by.id).with_for_update()
    ).one_or_none()
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
    wanted: Any = (
        select(
            User.id,
            User.first_name,
            User.last_name,
            User.email,
            User.role,
            User.status,
            User.phone,
            User.created_at,
            CustomRole.role_name,
        )
        .outerjoin(CustomRole, CustomRole.id == User.role_id)
        .where(User.role.in_([Role.ADMIN, Role.RECRUITER]))
    )
    return _by_name(wanted, User, text, cursor, limit)


def portal_users_page(text: str, cursor: str | None, limit: int = 50) -> Page[Row[Any]]:
    """Candidate accounts of the company, by name."""
    wanted = select(
        CandidateAccount.id,
        CandidateAccount.first_name,
        CandidateAccount.last_name,
        CandidateAccount.email,
        CandidateAccount.phone,
        CandidateAccount.linkedin_url,
        CandidateAccount.current_company,
        CandidateAccount.experience_years,
        CandidateAccount.status,
        CandidateAccount.candidate_id,
        CandidateAccount.password_hash,
        CandidateAccount.must_change_password,
        CandidateAccount.email_confirmed_at,
        CandidateAccount.created_at,
        CandidateAccount.created_by,
    )
    return _by_name(wanted, CandidateAccount, text, cursor, limit)


def _by_name(wanted: Any, model: Any, text: str, cursor: str | None, limit: int) -> Page[Row[Any]]:
    if text:
        like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        wanted = wanted.where(
            or_(*(column.ilike(like, escape="\\") for column in (model.first_name, model.last_name, model.email)))
        )
    after = read_cursor(cursor, str, int)
    if after is not None:
        name, number = after
        wanted = wanted.where(
            or_(func.lower(model.first_name) > name, (func.lower(model.first_name) == name) & (model.id > number))
        )
    rows = db.session.execute(wanted.order_by(func.lower(model.first_name), model.id).limit(limit + 1)).all()
    return page_of(rows, limit, lambda r: (r.first_name.lower(), r.id))


def active_admins() -> int:
    """How many can sign in and keep the company: admins whose own role has not taken that away. One stays."""
    of_admins = db.session.execute(
        select(CustomRole.id, CustomRole.permissions).where(CustomRole.base_role == Role.ADMIN)
    ).all()
    keepers = [row.id for row in of_admins if Permission.COMPANY_ADMIN in row.permissions]
    wanted = select(func.count()).select_from(User).where(User.role == Role.ADMIN, User.status == AccountStatus.ACTIVE)
    return db.session.scalar(wanted.where(or_(User.role_id.is_(None), User.role_id.in_(keepers)))) or 0


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


def find_account(email: str) -> CandidateAccount | None:
    """The candidate account with that address in this company."""
    return db.session.scalars(select(CandidateAccount).where(CandidateAccount.email == email)).one_or_none()


def find_user_by_id(user_id: int) -> User | None:
    """A user of this company, or None."""
    return db.session.scalars(select(User).where(User.id == user_id)).one_or_none()


def find_account_by_id(account_id: int) -> CandidateAccount | None:
    """A candidate account of this company, or None."""
    return db.session.scalars(select(CandidateAccount).where(CandidateAccount.id == account_id)).one_or_none()


def find_account_of(candidate_id: int) -> CandidateAccount | None:
    """The (oldest) account of a candidate."""
    wanted = select(CandidateAccount).where(CandidateAccount.candidate_id == candidate_id)
    return db.session.scalars(wanted.order_by(CandidateAccount.id).limit(1)).one_or_none()


def candidates_with_address(company_id: int, email: str) -> Sequence[Row[Any]]:
    """Living candidates of a company with that e-mail address. Columns id, first_name, last_name."""
    return db.session.execute(_known_candidates(company_id).where(_candidates.c.email == email)).all()


def candidate_name(company_id: int, candidate_id: int) -> str | None:
    """The name of a living candidate of a company, or None."""
    row = db.session.execute(_known_candidates(company_id).where(_candidates.c.id == candidate_id)).one_or_none()
    return f"{row.first_name} {row.last_name}".strip() if row else None


def _known_candidates(company_id: int) -> Any:
    return (
        select(_candidates.c.id, _candidates.c.first_name, _candidates.c.last_name)
        .select_from(Company)
        .join(_candidates, _candidates.c.company_id == Company.id)
        .where(Company.id == company_id, _candidates.c.deleted_at.is_(None))
    )


def password_of_user(user_id: int) -> str | None:
    """The stored hash alone, to be compared outside of any transaction."""
    return db.session.scalar(select(User.password_hash).where(User.id == user_id))


def password_of_account(account_id: int) -> str | None:
    """The stored hash alone, to be compared outside of any transaction."""
    return db.session.scalar(select(CandidateAccount.password_hash).where(CandidateAccount.id == account_id))
