"""One conversation and what belongs to it."""

from datetime import datetime

from sqlalchemy import func, select

from portal.accounts.models import Role, User
from portal.conversations.models import Channel, Contact, Conversation, Message, MessageKind, Sender
from portal.core.database import db
from portal.core.errors import Missing


def get_conversation(conversation_id: int) -> Conversation:
    """A conversation that the reader may see. Raises Missing."""
    found = db.session.scalars(select(Conversation).where(Conversation.id == conversation_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def lock_conversation(conversation_id: int) -> Conversation:
    """The conversation as it is now, held until the transaction ends. Raises Missing."""
    wanted = select(Conversation).where(Conversation.id == conversation_id).with_for_update()
    found = db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise Missing
    return found


def get_channel(channel_id: int) -> Channel:
    """A channel of the company. Raises Missing."""
    found = db.session.scalars(select(Channel).where(Channel.id == channel_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def find_assistant() -> User | None:
    """The company's assistant, which owns what no person does."""
    return db.session.scalars(select(User).where(User.role == Role.AI).order_by(User.id).limit(1)).first()


def find_sent(conversation_id: int, send_key: str) -> Message | None:
    """The message that was written with this key of a form, if it was."""
    wanted = select(Message).where(Message.conversation_id == conversation_id, Message.send_key == send_key)
    return db.session.scalars(wanted).one_or_none()


def has_stopped(contact_id: int) -> bool:
    """Whether a contact has asked for no more automated messages."""
    wanted = select(Contact.id).where(Contact.id == contact_id, Contact.stopped_at.is_not(None))
    return db.session.scalar(wanted) is not None


def last_inbound_at(conversation: Conversation) -> datetime | None:
    """When the contact last wrote on this channel, in whichever of their talks (WhatsApp's window is the contact's)."""
    c = Conversation
    wanted = select(func.max(c.last_inbound_at)).where(
        c.contact_id == conversation.contact_id, c.channel_id == conversation.channel_id
    )
    return db.session.scalar(wanted)


def has_unanswered(conversation: Conversation) -> bool:
    """Whether the contact wrote after the last message that went to them."""
    if conversation.last_inbound_id is None:
        return False
    m = Message
    newer = select(m.id).where(
        m.conversation_id == conversation.id,
        m.id > conversation.last_inbound_id,
        m.kind == MessageKind.MESSAGE,
        m.sender != Sender.CONTACT,
    )
    return db.session.scalar(newer.limit(1)) is None
