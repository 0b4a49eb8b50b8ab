"""API keys: made, revoked, and seen in use. The key itself is shown once; nobody can read it again."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import update

from portal.accounts import rules
from portal.accounts.models import KEY_NAME_LENGTH, ApiKey
from portal.accounts.permissions import Scope, permissions_of_scopes
from portal.core.clock import now
from portal.core.database import db, transaction
from portal.core.errors import BadInput
from portal.core.events import record
from portal.core.people import Person
from portal.core.tenancy import as_system

# Told apart from other secrets at a glance, so that a scanner of repositories finds one that was left behind.
BEGINS_WITH = "tp_"
SEEN_EVERY = timedelta(minutes=5)


def hash_of(key: str) -> str:
    """What the row keeps of a key that is itself random: its SHA-256."""
    return hashlib.sha256(key.encode()).hexdigest()


def create_api_key(
    name: str, scopes: Iterable[str], by: Person, *, expires_at: datetime | None = None, key: str | None = None
) -> tuple[ApiKey, str]:
    """A key of the company for these scopes, and the key itself, which is not kept.

    `key` is for the demo, whose key is written in the README. Raises BadInput (`name`, `scopes`, `expires_at`),
    NotAllowed for scopes that open what the maker may not do.
    """
    wanted = list(dict.fromkeys(scopes))
    problems = _problems(name, expires_at)
    if not wanted or set(wanted) - set(Scope):
        problems["scopes"] = "Choose at least one of: " + ", ".join(Scope) + "."
    if problems:
        raise BadInput(fields=problems)
    rules.check_gives(permissions_of_scopes(wanted), by)
    return _add(name, [s for s in Scope if s in wanted], None, by, expires_at, key)


def create_own_key(name: str, account_id: int, by: Person, *, expires_at: datetime | None = None) -> tuple[ApiKey, str]:
    """A key of a candidate account, which opens what its owner's sign-in opens. Raises BadInput."""
    problems = _problems(name, expires_at)
    if problems:
        raise BadInput(fields=problems)
    return _add(name, [], account_id, by, expires_at, None)


def revoke_api_key(key: ApiKey, by: Person) -> None:
    """The key opens nothing from now on. Repeating it does nothing."""
    if key.revoked_at is not None:
        return
    key.revoked_at = now()
    db.session.flush()
    record("api_key.revoked", key, by, about={"name": key.name})


def key_is_used(key_id: int) -> None:
    """Note that a key is in use; at most once in `SEEN_EVERY`, in a transaction of its own."""
    with as_system("a key is in use"), transaction():
        db.session.execute(
            update(ApiKey).where(ApiKey.id == key_id).values(last_used_at=now()),
            execution_options={"synchronize_session": False},
        )


def _problems(name: str, expires_at: datetime | None) -> dict[str, str]:
    problems = {}
    if not name.strip() or len(name.strip()) > KEY_NAME_LENGTH:
        problems["name"] = f"Give the key a name of at most {KEY_NAME_LENGTH} letters that says what uses it."
    if expires_at is not None and expires_at <= now():
        problems["expires_at"] = "Choose a day that lies ahead."
    return problems


def _add(
    name: str, scopes: list[Scope], account_id: int | None, by: Person, expires_at: datetime | None, key: str | None
) -> tuple[ApiKey, str]:
    secret = key or BEGINS_WITH + secrets.token_urlsafe(32)
    row = ApiKey(
        company_id=by.company_id,
        name=name.strip(),
        key_hash=hash_of(secret),
        last_four=secret[-4:],
        scopes=[scope.value for scope in scopes],
        account_id=account_id,
        created_at=now(),
        created_by=by.email,
        expires_at=expires_at,
    )
    db.session.add(row)
    db.session.flush()
    record("api_key.created", row, by, new={"name": row.name, "scopes": row.scopes}, about={"name": row.name})
    return row, secret
