"""The session of each request, and the person behind it."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from portal.accounts.models import (
    DEFAULT_ACCENT,
    AccountSession,
    AccountStatus,
    CandidateAccount,
    Company,
    SessionKind,
    User,
)
from portal.accounts.permissions import ROLE_PERMISSIONS
from portal.core.clock import now
from portal.core.database import db
from portal.core.people import Person, PersonKind

# The session of each request: one statement by key, before any scope is known. It is built once, for that costs more
# than running it.
_BY_KEY = {"unscoped": True}
_LIVING = (
    AccountSession.token_hash == bindparam("token_hash"),
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
        Company.time_zone.label("company_zone"),
        Company.name.label("company_name"),
        Company.accent,
    )
    .join(User, User.id == AccountSession.user_id)
    .join(Company, Company.id == User.company_id)
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
    )
    .join(CandidateAccount, CandidateAccount.id == AccountSession.account_id)
    .join(Company, Company.id == CandidateAccount.company_id)
    .where(CandidateAccount.status == AccountStatus.ACTIVE, Company.status == AccountStatus.ACTIVE, *_LIVING)
)


def find_session(kind: str, token_hash: str) -> tuple[Person, str, datetime] | None:
    """The person of a living session, its form secret and when it was last seen; None if it has ended."""
    wanted = _USER_SESSION if kind == SessionKind.USER else _CANDIDATE_SESSION
    row = db.session.execute(wanted, {"token_hash": token_hash, "present": now()}, execution_options=_BY_KEY).first()
    if row is None:
        return None
    person = _user(row) if kind == SessionKind.USER else _candidate(row)
    return person, row.csrf, row.seen_at


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
        accent=_own_accent(row.accent),
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
        accent=_own_accent(company.accent),
        must_change_password=user.must_change_password,
        permissions=ROLE_PERMISSIONS[user.role.value],
    )


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
