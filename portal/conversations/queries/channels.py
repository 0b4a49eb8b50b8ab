"""What the admins' pages ask of channels."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import undefer

from portal.conversations.models import (
    Channel,
    ChannelType,
    Contact,
    Conversation,
    Message,
    MessageKind,
    Provider,
    Sender,
)
from portal.core.database import db, reading
from portal.core.errors import Missing

C, M = Channel, Message


def channels() -> Sequence[Row[*tuple[Any, ...]]]:
    """All channels of the company, the oldest first, with when somebody last wrote in each direction and why the
    newest message did not go out, if it did not; without their secrets.
    """
    wanted: Any = select(
        *(C.id, C.type, C.provider, C.name, C.address, C.status, C.test_passed, C.test_words),
        _newest(M.created_at, M.sender == Sender.CONTACT).label("last_in"),
        _newest(M.created_at, M.sender != Sender.CONTACT).label("last_out"),
        _newest(M.failure, M.sender != Sender.CONTACT).label("problem"),
    )
    found: Sequence[Row[*tuple[Any, ...]]] = db.session.execute(wanted.order_by(C.id)).all()
    return found


def _newest(column: Any, which: Any) -> Any:
    """A column of the newest message of a channel, as a column of the channel's row."""
    newest = select(column).where(M.channel_id == C.id, M.kind == MessageKind.MESSAGE, which)
    return newest.order_by(M.id.desc()).limit(1).correlate(C).scalar_subquery()


def count_channels() -> int:
    """How many channels the company has."""
    return db.session.scalar(select(func.count(C.id))) or 0


def counts() -> tuple[int, int]:
    """How many channels the company has, and how many of them could not send their newest message, or have it waiting
    for another try."""
    found = channels()
    return len(found), sum(row.problem is not None for row in found)


def entered_of(channel_id: int) -> tuple[ChannelType, Provider, dict[str, Any]]:
    """What its form begins with, none of it secret: read at once, so that a look-up of names can follow outside any
    transaction. Raises Missing.
    """
    with reading():
        wanted: Any = select(C.type, C.provider, C.settings, C.name, C.address, C.version).where(C.id == channel_id)
        row = db.session.execute(wanted).one_or_none()
    if row is None:
        raise Missing
    return row.type, row.provider, {**row.settings, "name": row.name, "address": row.address, "version": row.version}


def get_with_secrets(channel_id: int) -> Channel:
    """A channel of the company with what is loaded only when it is asked for. Raises Missing."""
    wanted = (
        select(C)
        .where(C.id == channel_id)
        .options(undefer(C.secret), undefer(C.previous_secret), undefer(C.credentials))
    )
    found = db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise Missing
    return found


def latest_out(channel_id: int, limit: int = 10) -> Sequence[Row[*tuple[Any, ...]]]:
    """The newest messages that went out on a channel: to whom, how far they came, and why not further."""
    wanted: Any = (
        select(*(M.id, M.conversation_id, M.state, M.failure, M.created_at, M.sender), Contact.name, Contact.phone)
        .add_columns(Contact.email)
        .join(Conversation, Conversation.id == M.conversation_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(M.channel_id == channel_id, M.sender != Sender.CONTACT, M.kind == MessageKind.MESSAGE)
        .order_by(M.id.desc())
        .limit(limit)
    )
    found: Sequence[Row[*tuple[Any, ...]]] = db.session.execute(wanted).all()
    return found
