"""What the worker asks before and after a call, and what a provider's report is about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import undefer

from portal.conversations.models import (
    Channel,
    ChannelType,
    Contact,
    Conversation,
    Message,
    MessageKind,
    MessageState,
    Sender,
)
from portal.core.database import db

M = Message
# The messages between which a thread of mails is looked for.
THREAD_LENGTH = 50


def place_of(message_id: int) -> Row[*tuple[Any, ...]] | None:
    """`conversation_id`, `channel_id` of a message, if it is there."""
    wanted: Any = select(M.conversation_id, M.channel_id).where(M.id == message_id)
    found: Row[*tuple[Any, ...]] | None = db.session.execute(wanted).one_or_none()
    return found


def fresh(message_id: int) -> Message | None:
    """The message as it is now; whoever changes it holds its conversation."""
    wanted = select(M).where(M.id == message_id)
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()


def channel_to_send(channel_id: int) -> Channel:
    """The channel with what is loaded only when it is asked for."""
    wanted = select(Channel).where(Channel.id == channel_id)
    wanted = wanted.options(undefer(Channel.secret), undefer(Channel.previous_secret), undefer(Channel.credentials))
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).one()


def type_of(channel_id: int) -> ChannelType:
    """What kind of channel it is."""
    return db.session.scalars(select(Channel.type).where(Channel.id == channel_id)).one()


def contact_of(contact_id: int) -> Contact:
    """Who is written to."""
    return db.session.scalars(select(Contact).where(Contact.id == contact_id)).one()


def waits_for_another(message: Message) -> bool:
    """Whether an earlier message of the conversation is still to be sent."""
    earlier = _queued_in(message.conversation_id).where(M.id < message.id)
    return db.session.scalar(earlier.limit(1)) is not None


def next_queued(conversation_id: int) -> int | None:
    """The message of the conversation that is to be sent next."""
    found: int | None = db.session.scalar(_queued_in(conversation_id).order_by(M.id).limit(1))
    return found


def _queued_in(conversation_id: int) -> Any:
    return select(M.id).where(M.conversation_id == conversation_id, M.state == MessageState.QUEUED)


def is_trusted(channel_id: int) -> bool:
    """Whether nothing that went out on the channel waits to be tried again."""
    waiting = select(M.id).where(M.channel_id == channel_id, M.state == MessageState.QUEUED, M.failure.is_not(None))
    return db.session.scalar(waiting.limit(1)) is None


def forgotten(moment: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """Messages that are to be sent and that nobody has looked at since the moment: `id`, `company_id`."""
    wanted: Any = select(M.id, M.company_id).where(
        M.state == MessageState.QUEUED,
        M.created_at < moment,
        or_(M.not_before.is_(None), M.not_before < moment),
    )
    found: Sequence[Row[*tuple[Any, ...]]] = db.session.execute(wanted.order_by(M.id).limit(1000)).all()
    return found


def find_by_channel_id(channel_id: int, channel_message_id: str) -> int | None:
    """The outbound message of a channel with the provider's id."""
    wanted = select(M.id).where(
        M.channel_id == channel_id, M.channel_message_id == channel_message_id, M.sender != Sender.CONTACT
    )
    return db.session.scalar(wanted)


def is_sent_on(channel_id: int, message_id: int) -> bool:
    """Whether a message goes out on this channel."""
    wanted = select(M.id).where(
        M.id == message_id, M.channel_id == channel_id, M.sender != Sender.CONTACT, M.kind == MessageKind.MESSAGE
    )
    return db.session.scalar(wanted) is not None


def is_taken(channel_id: int, channel_message_id: str, message_id: int) -> bool:
    """Whether another message of the channel has this provider's id already."""
    wanted = select(M.id).where(
        M.channel_id == channel_id, M.channel_message_id == channel_message_id, M.id != message_id
    )
    return db.session.scalar(wanted) is not None


def conversation_of_references(channel_id: int, references: Sequence[str]) -> int | None:
    """The conversation that one of these e-mails belongs to, the nearest first."""
    if not references:
        return None
    wanted: Any = select(M.channel_message_id, M.conversation_id).where(
        M.channel_id == channel_id, M.channel_message_id.in_(list(references))
    )
    found = {row.channel_message_id: row.conversation_id for row in db.session.execute(wanted)}
    return next((found[one] for one in references if one in found), None)


def conversation_with_address(channel_id: int, email: str) -> int | None:
    """The conversation on the channel that was last written in with whoever has this e-mail address."""
    wanted = (
        select(Conversation.id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Conversation.channel_id == channel_id, Contact.email == email)
        .order_by(Conversation.last_message_at.desc(), Conversation.id.desc())
        .limit(1)
    )
    return db.session.scalar(wanted)


def mails_before(message: Message) -> list[str]:
    """The Message-IDs of the latest mails of a conversation before a message, the oldest first."""
    wanted = (
        select(M.channel_message_id)
        .where(
            M.conversation_id == message.conversation_id,
            M.id < message.id,
            M.kind == MessageKind.MESSAGE,
            M.channel_message_id.is_not(None),
        )
        .order_by(M.id.desc())
        .limit(THREAD_LENGTH)
    )
    return [str(one) for one in reversed(db.session.scalars(wanted).all())]
