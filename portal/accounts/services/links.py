"""Secret addresses in mails. The secret is made with the mail by the worker; the row keeps its hash alone."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from portal.accounts.models import LinkPurpose, OneTimeLink
from portal.core.clock import now
from portal.core.database import db
from portal.core.links import address
from portal.core.mail import makes_link

LIFETIME = {
    LinkPurpose.SET_PASSWORD: timedelta(days=3),
    LinkPurpose.SIGN_IN: timedelta(hours=24),
    LinkPurpose.CONFIRM_EMAIL: timedelta(days=7),
    LinkPurpose.INTERVIEW: timedelta(days=120),
}


def hash_of(token: str) -> str:
    """What a row keeps of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(purpose: LinkPurpose, facts: dict[str, Any]) -> str:
    """A new secret for a purpose; `facts` names `company_id` and one of `user_id`, `account_id`, `interview_id`."""
    token = secrets.token_urlsafe(32)
    moment = now()
    hours = facts.get("hours")
    db.session.add(
        OneTimeLink(
            company_id=facts["company_id"],
            token_hash=hash_of(token),
            purpose=purpose,
            user_id=facts.get("user_id"),
            account_id=facts.get("account_id"),
            interview_id=facts.get("interview_id"),
            created_at=moment,
            expires_at=moment + (timedelta(hours=hours) if hours else LIFETIME[purpose]),
        )
    )
    db.session.flush()
    return token


def use_up(link_id: int) -> bool:
    """Use the link; false if somebody was quicker (the database decides)."""
    used = db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.id == link_id, OneTimeLink.used_at.is_(None))
        .values(used_at=now())
        .returning(OneTimeLink.id)
    ).scalar()
    return used is not None


def drop_links_of(*, user_id: int | None = None, account_id: int | None = None) -> None:
    """All password and sign-in links of a person stop working (a new password, a closed account)."""
    mine = OneTimeLink.user_id == user_id if user_id else OneTimeLink.account_id == account_id
    db.session.execute(update(OneTimeLink).where(mine, OneTimeLink.used_at.is_(None)).values(used_at=now()))


@makes_link("set_password")
def set_password_address(facts: dict[str, Any]) -> str:
    """Where a user or candidate sets a password."""
    endpoint = "accounts.set_password" if facts.get("user_id") else "candidate_portal.set_password"
    return address(endpoint, token=make_link(LinkPurpose.SET_PASSWORD, facts))


@makes_link("sign_in")
def sign_in_address(facts: dict[str, Any]) -> str:
    """Where a candidate signs in without a password, once."""
    return address("candidate_portal.sign_in_link", token=make_link(LinkPurpose.SIGN_IN, facts))


@makes_link("confirm_email")
def confirm_email_address(facts: dict[str, Any]) -> str:
    """Where a candidate who registered confirms the address."""
    return address("candidate_portal.confirm_email", token=make_link(LinkPurpose.CONFIRM_EMAIL, facts))


@makes_link("interview")
def interview_address(facts: dict[str, Any]) -> str:
    """Where a candidate books one interview; opens it alone, as often as needed, until it ends."""
    return address("candidate_portal.interview_by_link", token=make_link(LinkPurpose.INTERVIEW, facts))


@makes_link("page")
def page_address(facts: dict[str, Any]) -> str:
    """A plain page of the portal: `endpoint` and its values."""
    return address(facts["endpoint"], **facts.get("values", {}))
