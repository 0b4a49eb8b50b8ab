"""API keys, as admins and their owners see them."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.accounts.models import ApiKey
from portal.core.database import db
from portal.core.errors import Missing


def keys_of_company() -> Sequence[ApiKey]:
    """The company's own keys, the newest first, revoked and expired ones among them."""
    return db.session.scalars(select(ApiKey).where(ApiKey.account_id.is_(None)).order_by(ApiKey.id.desc())).all()


def keys_of_account(account_id: int) -> Sequence[ApiKey]:
    """A candidate's own keys, the newest first."""
    return db.session.scalars(select(ApiKey).where(ApiKey.account_id == account_id).order_by(ApiKey.id.desc())).all()


def get_api_key(key_id: int, account_id: int | None = None) -> ApiKey:
    """One of the company's keys, or of the candidate account's. Raises Missing."""
    wanted = select(ApiKey).where(ApiKey.id == key_id, ApiKey.account_id.is_(None))
    if account_id is not None:
        wanted = select(ApiKey).where(ApiKey.id == key_id, ApiKey.account_id == account_id)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise Missing
    return found
