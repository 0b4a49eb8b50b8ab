"""What is asked of clients, their notes and their people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, or_, select

from portal.accounts.models import User
from portal.clients.models import Client, ClientNote, ClientStatus
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.keyset import Order, contains, page_by_key
from portal.core.paging import PAGE, Page

MOST_CHOICES = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the list; what is empty does not narrow. `sort` is a key of SORTS."""

    text: str = ""
    status: ClientStatus | None = None
    sort: str = "name"


_NAME = func.lower(Client.company_name)
SORTS = {
    "name": Order(_NAME, str),
    "-name": Order(_NAME, str, downwards=True),
    "-created": Order(Client.created_at.expression, datetime, downwards=True),
    "created": Order(Client.created_at.expression, datetime),
}


_SHOWN = (Client.id, Client.company_name, Client.city, Client.industry, Client.status, Client.created_at)
_WHOLE = (
    *_SHOWN,
    Client.website,
    Client.phone,
    Client.address,
    Client.state,
    Client.country,
    Client.postal_code,
    Client.notes,
    Client.created_by,
    Client.version,
)


def client_page(
    wanted: Wanted, cursor: str | None, limit: int = PAGE, *, whole: bool = False
) -> Page[Row[*tuple[Any, ...]]]:
    """One page of clients as columns; with `whole`, every column that a call shows.

    The text is looked for in name, city and industry, each of its words.
    """
    statement: Select[*tuple[Any, ...]] = select(*(_WHOLE if whole else _SHOWN))
    for word in wanted.text.split()[:6]:
        pattern = contains(word)
        columns = (Client.company_name, Client.city, Client.industry)
        statement = statement.where(or_(*(column.ilike(pattern, escape="\\") for column in columns)))
    if wanted.status is not None:
        statement = statement.where(Client.status == wanted.status)
    return page_by_key(statement, SORTS[wanted.sort], Client.id, cursor, limit)


def get_client(client_id: int) -> Client:
    """A client that the present scope sees. Raises Missing."""
    found: Client | None = db.session.get(Client, client_id)
    if found is None:
        raise Missing
    return found


def find_clients_named(name: str, besides: int = 0) -> Sequence[int]:
    """Ids of other clients of that very name, whatever its capitals."""
    wanted = select(Client.id).where(func.lower(Client.company_name) == func.lower(name), Client.id != besides)
    return db.session.scalars(wanted.limit(1)).all()


def clients_named(names: Sequence[str]) -> dict[str, tuple[int, ClientStatus]]:
    """The oldest client of each name, whatever its capitals: number and status by the name that was asked for."""
    lowered = [func.lower(name) for name in names]
    wanted = select(Client.company_name, Client.id, Client.status).where(
        or_(func.lower(Client.company_name).in_(lowered), Client.company_name.in_(names))
    )
    found: dict[str, tuple[int, ClientStatus]] = {}
    for name, number, status in db.session.execute(wanted.order_by(Client.id)):
        found.setdefault(name.casefold(), (number, status))
    return {name: found[name.casefold()] for name in names if name.casefold() in found}


def client_choices(*, active: bool = False) -> Sequence[Row[*tuple[Any, ...]]]:
    """Id and name of clients for a select, by name; at most 500. With `active`, those that are being served."""
    wanted = select(Client.id, Client.company_name)
    if active:
        wanted = wanted.where(Client.status == ClientStatus.ACTIVE)
    return db.session.execute(wanted.order_by(_NAME, Client.id).limit(MOST_CHOICES)).all()


def users_of(client_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The client's own people, active ones first, as columns. `invited`: no password was set yet."""
    wanted = select(
        User.id,
        User.first_name,
        User.last_name,
        User.email,
        User.phone,
        User.status,
        User.password_hash.is_(None).label("invited"),
    ).where(User.client_id == client_id)
    return db.session.execute(wanted.order_by(User.status, User.first_name, User.id)).all()


def get_client_user(client_id: int, user_id: int) -> User:
    """One of the client's own people. Raises Missing."""
    wanted = select(User).where(User.id == user_id, User.client_id == client_id)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise Missing
    return found


def client_users(client_id: int) -> Sequence[User]:
    """The client's own people, active ones first."""
    wanted = select(User).where(User.client_id == client_id)
    return db.session.scalars(wanted.order_by(User.status, User.first_name, User.id)).all()


def get_client_user_by_email(client_id: int, email: str) -> User:
    """One of the client's own people, by sign-in name. Raises Missing."""
    wanted = select(User).where(User.email == email.strip().lower(), User.client_id == client_id)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise Missing
    return found


def notes_of(client_id: int, limit: int = 100) -> Sequence[Row[*tuple[Any, ...]]]:
    """The newest notes about the client with their authors' names: id, text, created_at, first_name, last_name."""
    wanted = (
        select(ClientNote.id, ClientNote.text, ClientNote.created_at, User.first_name, User.last_name)
        .outerjoin(User, User.id == ClientNote.author_id)
        .where(ClientNote.client_id == client_id)
    )
    return db.session.execute(wanted.order_by(ClientNote.id.desc()).limit(limit)).all()


def count_notes(client_id: int) -> int:
    """How many notes the present scope sees of the client."""
    wanted = select(func.count(ClientNote.id)).where(ClientNote.client_id == client_id)
    return db.session.scalar(wanted) or 0
