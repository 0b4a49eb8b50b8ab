"""The session of each request, the key of each call, and the person behind it."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select

from portal.accounts.models import (
    DEFAULT_ACCENT,
    AccountSession,
    AccountStatus,
    ApiKey,
    CandidateAccount,
    Company,
    CustomRole,
    SessionKind,
    SessionMedium,
    User,
)
from portal.accounts.permissions import ROLE_PERMISSIONS, permissions_of_role, permissions_of_scopes
from portal.core.clock import now
from portal.core.database import db
from portal.core.people import Person, PersonKind

# The session of each request: one statement by key, before any scope is known. It is built once, for that costs more
# than running it.
_BY_KEY = {"unscoped": True}
_LIVING = (
    AccountSession.token_hash == bindparam("token_hash"),
    AccountSession.medium == bindparam("medium", type_=AccountSession.medium.type),
    AccountSession.expires_at > bindparam("present", type_=AccountSession.expires_at.type),
)
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
        CustomRole.permissions.label("granted"),
        Company.time_zone.label("company_zone"),
        Company.name.label("company_name"),
        Company.accent,
        Company.plan,
    )
    .join(User, User.id == AccountSession.user_id)
    .join(Company, Company.id == User.company_id)
    .outerjoin(CustomRole, CustomRole.id == User.role_id)
    .where(User.status == AccountStatus.ACTIVE, Company.status == AccountStatus.ACTIVE, *_LIVING)
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
        Company.accent,
        Company.plan,
    )
    .join(CandidateAccount, CandidateAccount.id == AccountSession.account_id)
    .join(Company, Company.id == CandidateAccount.company_id)
    .where(CandidateAccount.status == AccountStatus.ACTIVE, Company.status == AccountStatus.ACTIVE, *_LIVING)
)


_KEY = (
    select(
        ApiKey.id,
        ApiKey.company_id,
        ApiKey.name,
        ApiKey.scopes,
        ApiKey.account_id,
        ApiKey.last_used_at,
        CandidateAccount.first_name,
        CandidateAccount.last_name,
        CandidateAccount.email,
        CandidateAccount.candidate_id,
        CandidateAccount.email_confirmed_at,
        CandidateAccount.time_zone,
        CandidateAccount.status,
        Company.time_zone.label("company_zone"),
        Company.name.label("company_name"),
        Company.plan,
    )
    .join(Company, Company.id == ApiKey.company_id)
    .outerjoin(CandidateAccount, CandidateAccount.id == ApiKey.account_id)
    .where(
        ApiKey.key_hash == bindparam("key_hash"),
        ApiKey.revoked_at.is_(None),
        or_(
            ApiKey.expires_at.is_(None), ApiKey.expires_at > bindparam("present", type_=AccountSession.expires_at.type)
        ),
        Company.status == AccountStatus.ACTIVE,
        or_(ApiKey.account_id.is_(None), CandidateAccount.status == AccountStatus.ACTIVE),
    )
)


def find_session(
    kind: str, token_hash: str, medium: SessionMedium = SessionMedium.BROWSER
) -> tuple[Person, str, datetime] | None:
    """The person of a living session, its form secret and when it was last seen; None if it has ended."""
    wanted = _USER_SESSION if kind == SessionKind.USER else _CANDIDATE_SESSION
    values = {"token_hash": token_hash, "medium": medium, "present": now()}
    row = db.session.execute(wanted, values, execution_options=_BY_KEY).first()
    if row is None:
        return None
    person = _user(row) if kind == SessionKind.USER else _candidate(row)
    return person, row.csrf, row.seen_at


def find_key(key_hash: str) -> tuple[Person, int, datetime | None] | None:
    """Who speaks by a living API key, the key's id, and when it was last used; None when there is no such key."""
    row = db.session.execute(_KEY, {"key_hash": key_hash, "present": now()}, execution_options=_BY_KEY).first()
    if row is None:
        return None
    return (_machine(row) if row.account_id is None else _by_own_key(row)), row.id, row.last_used_at


def _machine(row: Any) -> Person:
    return Person(
        PersonKind.API_KEY,
        row.id,
        row.company_id,
        row.name,
        "",
        "api_key",
        time_zone=row.company_zone,
        company_name=row.company_name,
        permissions=permissions_of_scopes(row.scopes),
        plan=row.plan.value,
    )


def _by_own_key(row: Any) -> Person:
    """A candidate's own key opens what the candidate's token opens."""
    return Person(
        PersonKind.CANDIDATE,
        row.account_id,
        row.company_id,
        f"{row.first_name} {row.last_name}".strip(),
        row.email,
        "candidate",
        candidate_id=row.candidate_id if row.email_confirmed_at else None,
        time_zone=row.time_zone or row.company_zone,
        company_name=row.company_name,
        permissions=ROLE_PERMISSIONS["candidate"],
        plan=row.plan.value,
    )


def _own_accent(colour: str) -> str:
    return "" if colour == DEFAULT_ACCENT else colour


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
        accent=_own_accent(row.accent),
        must_change_password=row.must_change_password,
        permissions=permissions_of_role(row.role.value, row.granted),
        session_id=row.session_id,
        plan=row.plan.value,
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
        accent=_own_accent(row.accent),
        must_change_password=row.must_change_password,
        permissions=ROLE_PERMISSIONS["candidate"],
        session_id=row.session_id,
        plan=row.plan.value,
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
        accent=_own_accent(company.accent),
        must_change_password=user.must_change_password,
        permissions=permissions_of_user(user),
    )


def permissions_of_user(user: User) -> frozenset[str]:
    """What the user may do, by their base role or by the company's own role that they have."""
    granted = None
    if user.role_id is not None:
        granted = db.session.scalar(select(CustomRole.permissions).where(CustomRole.id == user.role_id)) or []
    return permissions_of_role(user.role.value, granted)


def candidate_person(account: CandidateAccount, company: Company) -> Person:
    """The candidate account as somebody who acts."""
    return Person(
        PersonKind.CANDIDATE,
        account.id,
        account.company_id,
        account.name,
        account.email,
        "candidate",
        candidate_id=account.candidate_id if account.email_confirmed_at else None,
        time_zone=account.time_zone or company.time_zone,
        company_name=company.name,
        accent=_own_accent(company.accent),
        must_change_password=account.must_change_password,
        permissions=ROLE_PERMISSIONS["candidate"],
    )
