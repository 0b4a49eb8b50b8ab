"""Candidates who register themselves. Nobody is told whether an address is known: the worker does what differs."""

import secrets
from typing import Any

from portal.accounts import queries
from portal.accounts.models import AccountStatus, CandidateAccount
from portal.accounts.passwords import check_password, hash_password
from portal.accounts.services import account_mails, throttle
from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import record
from portal.core.tenancy import as_company


def register(
    company_id: int,
    *,
    first_name: str,
    last_name: str,
    email: str,
    phone: str | None,
    address: str,
    password: str | None = None,
) -> None:
    """Ask for an account at a company's portal; what follows comes by mail. Raises TooMany, BadInput (`password`).

    A `password` opens the new account until its address is confirmed, and shows it only what it entered itself.
    """
    if password is not None:
        check_password(password, about=(first_name, last_name, email))
    throttle.count_request(address)
    facts = {"first_name": first_name, "last_name": last_name, "email": email, "phone": phone}
    if password is not None:
        facts["password_hash"] = hash_password(password)
    with as_company(company_id):
        outbox.later("accounts.register", facts, key=f"accounts.register:{secrets.token_hex(8)}")


def open_registration(facts: dict[str, Any]) -> CandidateAccount | None:
    """A new account whose address is not confirmed yet, and the mail that confirms it.

    For an address that has an account, that account stays as it is and its owner gets a mail; the answer is None then.
    """
    known = queries.find_account(facts["email"])
    if known is not None:
        _write_to(known)
        return None
    account = CandidateAccount(
        first_name=facts["first_name"],
        last_name=facts["last_name"],
        email=facts["email"],
        phone=facts["phone"],
        password_hash=facts.get("password_hash"),
        status=AccountStatus.ACTIVE,
        created_at=now(),
        created_by=facts["email"],
    )
    db.session.add(account)
    db.session.flush()
    person = queries.candidate_person(account, queries.get_company(account.company_id))
    record("portal_user.registered", account, person, new={"email": account.email})
    account_mails.send_confirmation(account)
    return account


def _write_to(known: CandidateAccount) -> None:
    if known.status is not AccountStatus.ACTIVE:
        return
    if known.email_confirmed_at is None:
        account_mails.send_confirmation(known)
    else:
        account_mails.send_sign_in_link(known.id, known=True)
