"""Candidates' accounts at the company's portal, as staff keep them."""

from collections.abc import Mapping
from typing import Any, Protocol

from portal.accounts import queries, rules
from portal.accounts.models import AccountStatus, CandidateAccount
from portal.accounts.services.account_mails import send_candidate_welcome, send_reset
from portal.accounts.services.addresses import one_account_per_address
from portal.accounts.services.feeds import drop_feed_of
from portal.accounts.services.password_changes import end_access
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput
from portal.core.events import changes, record
from portal.core.people import Person

FIELDS = frozenset(
    {"first_name", "last_name", "email", "phone", "linkedin_url", "current_company", "experience_years", "time_zone"}
)


class KnownCandidate(Protocol):
    """What an account needs of a candidate (candidates come later in the order of features)."""

    id: int
    first_name: str
    last_name: str
    email: str | None
    phone: str | None


def open_account_for(candidate: KnownCandidate, by: Person, *, welcome: bool = True) -> CandidateAccount:
    """The candidate's account: the one there is, or a new one; a welcome mail unless a password is set already.

    `welcome` False is for who sends a mail with the link of their own (the selection). Raises BadInput (`email`) for a
    candidate without an address.
    """
    account = queries.find_account_of(candidate.id)
    if account is None:
        if not candidate.email:
            raise BadInput(fields={"email": "This person has no e-mail address yet. Add one first."})
        account = queries.find_account(candidate.email.lower())
    if account is None:
        return create_account(
            {
                "first_name": candidate.first_name,
                "last_name": candidate.last_name,
                "email": candidate.email,
                "phone": candidate.phone,
            },
            by,
            candidate_id=candidate.id,
            welcome=welcome,
        )
    if account.candidate_id is None:
        link_account(account, candidate.id, by)
    if welcome and account.password_hash is None and account.status is AccountStatus.ACTIVE:
        send_candidate_welcome(account)
    return account


def create_account(
    values: Mapping[str, Any], by: Person, *, candidate_id: int | None = None, welcome: bool = True
) -> CandidateAccount:
    """A new account, linked to a candidate or not, and its welcome mail. Raises BadInput (`email`)."""
    wanted = {key: value for key, value in values.items() if key in FIELDS}
    wanted["email"] = wanted["email"].strip().lower()
    account = CandidateAccount(
        company_id=by.company_id,
        candidate_id=candidate_id,
        status=AccountStatus.ACTIVE,
        created_at=now(),
        created_by=by.email,
        **wanted,
    )
    with one_account_per_address():
        db.session.add(account)
    record("portal_user.created", account, by, new={"name": account.name, "email": account.email})
    if welcome:
        send_candidate_welcome(account)
    return account


def update_account(
    account: CandidateAccount, values: Mapping[str, Any], by: Person, *, version: int | None = None
) -> None:
    """Change an account. Another address must be confirmed anew, so access ends. Raises BadInput, Conflict."""
    rules.check_fresh(account.version, version)
    old, new = changes(account, {key: value for key, value in values.items() if key in FIELDS})
    if not new:
        return
    with one_account_per_address():
        for key, value in new.items():
            setattr(account, key, value)
        if "email" in new:
            account.email_confirmed_at = None
            account.password_hash = None
    if "email" in new:
        end_access(account)
        send_candidate_welcome(account)
    record("portal_user.updated", account, by, old=old, new=new)


def link_account(account: CandidateAccount, candidate_id: int | None, by: Person) -> None:
    """Let the account see a candidate's own things, or (None) no longer. Raises BadInput."""
    if account.candidate_id == candidate_id:
        return
    if candidate_id is not None and queries.candidate_name(account.company_id, candidate_id) is None:
        raise BadInput(fields={"candidate": "There is no such candidate."})
    old = account.candidate_id
    account.candidate_id = candidate_id
    db.session.flush()
    if account.email_confirmed_at is None:
        # Whoever registered with this address has not shown that it is theirs.
        account.password_hash = None
        end_access(account)
    record("portal_user.updated", account, by, old={"candidate_id": old}, new={"candidate_id": candidate_id})


def link_by_address(account: CandidateAccount, email: str, by: Person) -> None:
    """Link the account to the candidate with that address. Raises BadInput (`candidate_email`)."""
    found = queries.candidates_with_address(account.company_id, email)
    if not found:
        raise BadInput(fields={"candidate_email": "No candidate has this address."})
    link_account(account, found[0].id, by)


def deactivate_account(account: CandidateAccount, by: Person) -> None:
    """The candidate can no longer sign in; all sessions and links end. Repeating it does nothing."""
    if account.status is AccountStatus.INACTIVE:
        return
    account.status = AccountStatus.INACTIVE
    end_access(account)
    drop_feed_of(account)
    record("portal_user.deactivated", account, by, old={"status": "active"}, new={"status": "inactive"})


def activate_account(account: CandidateAccount, by: Person) -> None:
    """The candidate can sign in again. Repeating it does nothing."""
    if account.status is AccountStatus.ACTIVE:
        return
    account.status = AccountStatus.ACTIVE
    db.session.flush()
    record("portal_user.activated", account, by, old={"status": "inactive"}, new={"status": "active"})


def reset_password(account: CandidateAccount, by: Person) -> None:
    """End the candidate's access and mail a link for a new password; the old one no longer opens. Raises BadInput."""
    if account.status is not AccountStatus.ACTIVE:
        raise BadInput("Activate the account first: this person cannot sign in.")
    account.password_hash = None
    end_access(account)
    record("portal_user.updated", account, by, new={"password": "reset"})
    send_reset("candidate", account.id)
