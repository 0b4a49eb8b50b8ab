"""How a row gets into a thread, and the lines that say what happened."""

from portal.conversations import queries, rules
from portal.conversations.models import Conversation, Message, MessageKind, MessageState, Sender
from portal.core.clock import now
from portal.core.database import db


def add_line(conversation: Conversation, text: str, author_id: int | None = None) -> Message:
    """Say in the thread what happened ("Ravi took over"); for colleagues, never sent."""
    return add_message(conversation, MessageKind.LINE, Sender.AGENT, text, MessageState.RECEIVED, author_id)


def find_sent(conversation: Conversation, send_key: str | None, kind: MessageKind, text: str) -> Message | None:
    """What was written with this key of a form, so that a form sent twice is one message. Raises SentAlready when that
    was something else: it must not be taken for what is sent now, which would be lost."""
    known = queries.find_sent(conversation.id, send_key) if send_key is not None else None
    if known is not None and (known.kind is not kind or known.text != text):
        raise rules.SentAlready
    return known


def add_message(
    conversation: Conversation,
    kind: MessageKind,
    sender: Sender,
    text: str,
    state: MessageState,
    author_id: int | None,
    send_key: str | None = None,
) -> Message:
    """Add a message, note or line as it is; what must follow from it is the caller's."""
    message = Message(
        company_id=conversation.company_id,
        conversation_id=conversation.id,
        channel_id=conversation.channel_id,
        kind=kind,
        sender=sender,
        author_id=author_id,
        text=text,
        state=state,
        send_key=send_key,
        created_at=now(),
    )
    db.session.add(message)
    db.session.flush()
    return message
