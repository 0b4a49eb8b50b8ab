"""Encryption at rest: secrets that we must be able to read again are stored encrypted, under keys that can be changed.

`ENCRYPTION_KEYS` holds one or more Fernet keys with commas between them. The first encrypts, all of them decrypt; so a
new key is put in front, `flask --app wsgi rotate-keys` runs, and the old one may go.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app
from sqlalchemy import ColumnElement, Dialect, Text, literal, select, type_coerce, update
from sqlalchemy.types import TypeDecorator

from portal.core.database import Model, db, transaction
from portal.core.tenancy import as_system

BATCH = 500


class CannotDecrypt(RuntimeError):
    """What is stored was encrypted with a key that ENCRYPTION_KEYS does not hold."""


@lru_cache(8)
def keyring(keys: str) -> MultiFernet:
    """The keys of the setting. Raises ValueError when one of them is none, or there is none."""
    return MultiFernet([Fernet(key) for key in key_list(keys)])


def key_list(keys: str) -> list[str]:
    """The keys of the setting, in order. Raises ValueError without any."""
    found = [key.strip() for key in keys.split(",") if key.strip()]
    if not found:
        raise ValueError("no key")
    return found


def new_key() -> str:
    """A new key, made of 256 random bits."""
    return Fernet.generate_key().decode()


def encrypt(text: str) -> str:
    """The text under the first key."""
    return _keys().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text again. Raises CannotDecrypt, which says nothing of what stood there."""
    try:
        return _keys().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise CannotDecrypt("A secret cannot be read: ENCRYPTION_KEYS does not hold the key it was stored with.") from (
            error
        )


def _keys() -> MultiFernet:
    return keyring(current_app.config["ENCRYPTION_KEYS"])


class EncryptedText(TypeDecorator[str]):
    """Text that is stored encrypted. It cannot be searched or sorted: two equal texts are stored differently."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else encrypt(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else decrypt(value)


@dataclass(slots=True)
class Rotation:
    """What a rotation did: values put under the first key, those that were there already, and those nobody can read."""

    changed: int = 0
    fresh: int = 0
    unreadable: int = 0


def rotate_all() -> Rotation:
    """Put every encrypted value under the first key, in batches of a transaction each.

    May be stopped and repeated: what is under the first key already is left alone. A value that somebody changes
    meanwhile keeps their change, for it was written with the first key.
    """
    done = Rotation()
    for model, column in encrypted_columns():
        last: tuple[Any, ...] | None = None
        while (last := _rotate_batch(model, column, last, done)) is not None:
            pass
    return done


def encrypted_columns() -> list[tuple[Any, str]]:
    """Every mapped class and the name of an encrypted column of it."""
    found = []
    for mapper in sorted(Model.registry.mappers, key=lambda m: m.class_.__name__):
        for attribute in mapper.column_attrs:
            if isinstance(attribute.columns[0].type, EncryptedText):
                found.append((mapper.class_, attribute.key))
    return found


def _rotate_batch(model: Any, name: str, after: tuple[Any, ...] | None, done: Rotation) -> tuple[Any, ...] | None:
    """One batch in the order of the primary key (`id`); the last key, or None at the end."""
    raw: ColumnElement[str] = type_coerce(getattr(model, name), Text)
    wanted = select(model.id, raw.label("token")).where(raw.is_not(None)).order_by(model.id).limit(BATCH)
    if after is not None:
        wanted = wanted.where(model.id > after[0])
    with as_system("re-encrypt every company's secrets"), transaction():
        rows = db.session.execute(wanted).all()
        for row in rows:
            token = _renewed(row.token, done)
            if token is not None:
                _replace(model, name, row.id, row.token, token)
    return (rows[-1].id,) if len(rows) == BATCH else None


def _renewed(token: str, done: Rotation) -> str | None:
    """The token under the first key, or None when it stays as it is."""
    first = Fernet(key_list(current_app.config["ENCRYPTION_KEYS"])[0])
    try:
        first.decrypt(token.encode())
        done.fresh += 1
        return None
    except InvalidToken:
        pass
    try:
        renewed = _keys().rotate(token.encode()).decode()
    except InvalidToken:
        done.unreadable += 1
        return None
    done.changed += 1
    return renewed


def _replace(model: Any, name: str, number: int, old: str, new: str) -> None:
    raw: ColumnElement[str] = type_coerce(getattr(model, name), Text)
    db.session.execute(
        update(model)
        .where(model.id == number, raw == old)
        .values({name: type_coerce(literal(new), Text)})
        .execution_options(synchronize_session=False)
    )
