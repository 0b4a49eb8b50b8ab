"""The search of the inbox: who somebody is (name, number, address), and what was written.

Built as the search over candidates: every word is folded and carries its company, so a search reads the entries of one
company alone. Two indexes, messages and contacts, follow the session's rows by themselves; who inserts one by a
statement of its own says so (`message_came`, `contact_came`). A search is bounded: it looks at the newest messages and
contacts that have the words, not at all of them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    TextClause,
    cast,
    column,
    event,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from portal.candidates.queries.search import SHORTEST_PREFIX, parts, typed_words, words_in
from portal.conversations.models import Contact, Conversation, Message, MessageKind
from portal.core.database import db

# How many of the newest hits a search looks at.
MOST_MESSAGES, MOST_CONTACTS = 500, 200
MOST_WORDS = 1000
SHORTEST_NUMBER = 4


def words_of_message(company_id: int, said: str) -> str:
    """The entries of a message."""
    return _entries(company_id, words_in(said))


def words_of_contact(company_id: int, name: str, phone: str | None, email: str | None) -> str:
    """The entries of a contact: words and their ends, so that `raman` finds `priyaraman` and `2345` a number's end."""
    number = "".join(c for c in phone or "" if c.isdigit())
    return _entries(company_id, [*parts(words_in(f"{name} {email or ''}")), *parts([number], SHORTEST_NUMBER)])


def _entries(company_id: int, words: Iterable[str]) -> str:
    return " ".join(f"{company_id}x{word}" for word in list(dict.fromkeys(w for w in words if w))[:MOST_WORDS])


def add_statement(name: str, dialect: str) -> TextClause:
    """What puts a row (`id`, `words`) into an index."""
    if dialect == "sqlite":
        return text(f"INSERT INTO {name} (rowid, words) VALUES (:id, :words)")
    return text(
        f"INSERT INTO {name} (rowid, words) VALUES (:id, array_to_tsvector(string_to_array(:words, ' '))) "
        "ON CONFLICT (rowid) DO UPDATE SET words = excluded.words"
    )


_ADD = {
    (name, dialect): add_statement(name, dialect)
    for name in ("message_search", "contact_search")
    for dialect in ("sqlite", "postgresql")
}
_FORGET = {
    name: text(f"INSERT INTO {name} ({name}, rowid, words) VALUES ('delete', :id, :words)")
    for name in ("message_search", "contact_search")
}


def _put(connection: Connection, name: str, number: int, before: str, after: str) -> None:
    dialect = connection.dialect.name
    if before and dialect == "sqlite":
        connection.execute(_FORGET[name], {"id": number, "words": before})
    if after or (before and dialect != "sqlite"):
        connection.execute(_ADD[name, dialect], {"id": number, "words": after})


def message_came(row: Message) -> None:
    """Make a message findable that was inserted by a statement of its own."""
    _message_came(None, db.session.connection(), row)


def contact_came(row: Contact) -> None:
    """Make a contact findable that was inserted by a statement of its own."""
    _contact_came(None, db.session.connection(), row)


@event.listens_for(Message, "after_insert")
def _message_came(_mapper: Any, connection: Connection, row: Message) -> None:
    if row.kind is not MessageKind.LINE:
        _put(connection, "message_search", row.id, "", words_of_message(row.company_id, row.text))


@event.listens_for(Message, "after_update")
def _message_changed(_mapper: Any, connection: Connection, row: Message) -> None:
    before = _before(row, ("text",))
    if before is not None and row.kind is not MessageKind.LINE:
        old = words_of_message(row.company_id, before["text"])
        _put(connection, "message_search", row.id, old, words_of_message(row.company_id, row.text))


@event.listens_for(Contact, "after_insert")
def _contact_came(_mapper: Any, connection: Connection, row: Contact) -> None:
    words = words_of_contact(row.company_id, row.name or "", row.phone, row.email)
    _put(connection, "contact_search", row.id, "", words)


@event.listens_for(Contact, "after_update")
def _contact_changed(_mapper: Any, connection: Connection, row: Contact) -> None:
    before = _before(row, ("name", "phone", "email"))
    if before is not None:
        old = words_of_contact(row.company_id, before["name"] or "", before["phone"], before["email"])
        _put(
            connection, "contact_search", row.id, old, words_of_contact(row.company_id, row.name, row.phone, row.email)
        )


def _before(row: Any, names: Sequence[str]) -> dict[str, Any] | None:
    """The values that stood in the row, if any of these was changed."""
    histories = {name: inspect(row).attrs[name].load_history() for name in names}
    if not any(history.has_changes() for history in histories.values()):
        return None
    # What was never set has no history: it is NULL.
    return {name: next(iter(h.deleted or h.unchanged), None) for name, h in histories.items()}


def found(company_id: int, typed: str) -> list[int] | None:
    """The conversations of the newest contacts and messages that have all these words, the last perhaps only begun.

    None when no word was typed.
    """
    words = typed_words(typed)
    if not words:
        return None
    exact = [f"{company_id}x{word}" for word in words[:-1]]
    last, begun = f"{company_id}x{words[-1]}", len(words[-1]) >= SHORTEST_PREFIX
    said = select(Message.conversation_id).where(
        Message.id.in_(_hits("message_search", exact, last, begun, MOST_MESSAGES))
    )
    who = select(Conversation.id).where(
        Conversation.contact_id.in_(_hits("contact_search", exact, last, begun, MOST_CONTACTS))
    )
    return sorted({*db.session.scalars(said), *db.session.scalars(who)})


def _hits(name: str, exact: list[str], last: str, begun: bool, limit: int) -> Any:
    """The numbers of the newest rows of an index that have the words."""
    rows = table(name, column("rowid", BigInteger), column("words"), column(name))
    if db.engine.dialect.name == "sqlite":
        wanted = " AND ".join([*(f'"{word}"' for word in exact), f'"{last}" *' if begun else f'"{last}"'])
        matching = select(rows.c.rowid).where(rows.c[name].op("MATCH")(wanted))
        return matching.order_by(rows.c.rowid.desc()).limit(limit)
    wanted = " & ".join([*(f"'{word}'" for word in exact), f"'{last}':*" if begun else f"'{last}'"])
    # Materialized: with a limit in sight the planner would walk the rows newest first and look at each.
    matching = select(rows.c.rowid).where(rows.c.words.op("@@")(cast(wanted, TSQUERY)))
    hits = matching.cte(f"hits_{name}").prefix_with("MATERIALIZED", dialect="postgresql")
    return select(hits.c.rowid).order_by(hits.c.rowid.desc()).limit(limit)
