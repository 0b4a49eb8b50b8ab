"""What sign-in asks before any company is known, as_system: columns alone, so that no row stays loaded."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

from portal.accounts.models import (
    AccountStatus,
    CandidateAccount,
    Company,
    LinkPurpose,
    OneTimeLink,
    Role,
    SignInFailure,
    User,
)
from portal.core.clock import now
from portal.core.database import db

SETUP_LOCK = 240_024


def any_admin_exists() -> bool:
    """Whether the portal has been set up."""
    return db.session.scalar(select(User.id).where(User.role == Role.ADMIN).limit(1)) is not None


def wait_for_setup() -> None:
    """Let one transaction at a time set the portal up (on SQLite a write is alone anyway)."""
    if db.engine.dialect.name == "postgresql":
        db.session.scalars(select(func.pg_advisory_xact_lock(SETUP_LOCK))).all()


def find_user_for_sign_in(email: str) -> Row[Any] | None:
    """The user with that sign-in name in any company. Columns id, company_id, password_hash, status, role."""
    wanted: Any = (
        select(User.id, User.company_id, User.password_hash, User.status, User.role)
        .join(Company, Company.id == User.company_id)
        .where(User.email == email, Company.status == AccountStatus.ACTIVE)
    )
    return db.session.execute(wanted).one_or_none()


def find_accounts_for_sign_in(email: str, company_id: int | None) -> Sequence[Row[Any]]:
    """Active candidate accounts with that address, in one company or in all.

    Columns id, company_id, password_hash, version, email_confirmed_at, company_name.
    """
    wanted: Any = (
        select(
            CandidateAccount.id,
            CandidateAccount.company_id,
            CandidateAccount.password_hash,
            CandidateAccount.version,
            CandidateAccount.email_confirmed_at,
            Company.name.label("company_name"),
        )
        .join(Company, Company.id == CandidateAccount.company_id)
        .where(
            CandidateAccount.email == email,
            CandidateAccount.status == AccountStatus.ACTIVE,
            Company.status == AccountStatus.ACTIVE,
        )
        .order_by(CandidateAccount.id)
    )
    if company_id is not None:
        wanted = wanted.where(CandidateAccount.company_id == company_id)
    return db.session.execute(wanted).all()


def find_link(token_hash: str, purposes: Sequence[LinkPurpose]) -> Row[Any] | None:
    """A link that still opens. Columns id, company_id, user_id, account_id, purpose, company_name."""
    wanted: Any = (
        select(
            OneTimeLink.id,
            OneTimeLink.company_id,
            OneTimeLink.user_id,
            OneTimeLink.account_id,
            OneTimeLink.purpose,
            Company.name.label("company_name"),
        )
        .join(Company, Company.id == OneTimeLink.company_id)
        .where(
            OneTimeLink.token_hash == token_hash,
            OneTimeLink.purpose.in_(purposes),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now(),
            Company.status == AccountStatus.ACTIVE,
        )
    )
    return db.session.execute(wanted).one_or_none()


def find_tries(subject: str) -> SignInFailure | None:
    """The count of wrong sign-ins of a subject, locked until the transaction ends."""
    return db.session.scalars(
        select(SignInFailure).where(SignInFailure.subject == subject).with_for_update()
    ).one_or_none()
