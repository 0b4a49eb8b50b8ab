"""What adds a message to a conversation: a person, the assistant, a note."""

from typing import Any

from portal.accounts.models import User
from portal.conversations import queries, rules
from portal.conversations.models import (
    PREVIEW_LENGTH,
    Conversation,
    Message,
    MessageKind,
    MessageState,
    Sender,
)
from portal.conversations.services.lines import add_message, find_sent
from portal.conversations.services.ownership import begin, check_no_other, take_over
from portal.core.clock import now
from portal.core.events import record
from portal.core.outbox import later
from portal.core.people import Person


def write(
    conversation: Conversation,
    text: str,
    author: User,
    *,
    by: Person,
    send_key: str | None = None,
    template: dict[str, Any] | None = None,
) -> Message:
    """Send what a person writes. Whoever writes answers from then on; a closed talk begins again.

    `author` is an active person of the company, `by` who does it. The same `send_key` gives the message that is there.
    Raises BadInput (`text`), SentAlready, ChannelPaused, WindowClosed, TalksElsewhere.
    """
    text = rules.check_text(text)
    known = find_sent(conversation, send_key, MessageKind.MESSAGE, text)
    if known is not None:
        return known
    channel = queries.get_channel(conversation.channel_id)
    last = queries.last_inbound_at(conversation)
    rules.check_can_send(channel.type, channel.name, channel.status, last, now(), template is not None)
    check_no_other(conversation)
    if conversation.owner_id != author.id:
        take_over(conversation, author, by=by)
    begin(conversation, by=by)
    conversation.waiting_since = conversation.offered_at = None
    return _send(conversation, text, Sender.AGENT, author.id, by, send_key=send_key, template=template)


def say(conversation: Conversation, text: str, *, by: Person, template: dict[str, Any] | None = None) -> Message:
    """Queue what the assistant says. The task that sends it asks once more whether it still may (`sending`)."""
    return _send(conversation, rules.check_text(text), Sender.AI, conversation.owner_id, by, template=template)


def add_note(
    conversation: Conversation, text: str, author: User, *, by: Person, send_key: str | None = None
) -> Message:
    """Write a note for colleagues; it never leaves and moves nothing. The same `send_key` gives the note that is there.

    Raises BadInput (`text`), SentAlready.
    """
    text = rules.check_text(text)
    known = find_sent(conversation, send_key, MessageKind.NOTE, text)
    if known is not None:
        return known
    message = add_message(
        conversation, MessageKind.NOTE, Sender.AGENT, text, MessageState.RECEIVED, author.id, send_key=send_key
    )
    record("conversation.note_added", conversation, by, new={"text": message.text}, about={"message": message.id})
    return message


def _send(
    conversation: Conversation,
    text: str,
    sender: Sender,
    author_id: int | None,
    by: Person,
    *,
    send_key: str | None = None,
    template: dict[str, Any] | None = None,
) -> Message:
    message = add_message(conversation, MessageKind.MESSAGE, sender, text, MessageState.QUEUED, author_id, send_key)
    if template is not None:
        message.extras = {"template": template}
    conversation.last_message_id, conversation.last_message_at = message.id, message.created_at
    conversation.last_sender, conversation.last_text = sender.value, text[:PREVIEW_LENGTH]
    conversation.updated_at = message.created_at
    record("message.queued", conversation, by, about={"message": message.id, "sender": sender.value})
    later("send_message", {"message_id": message.id}, key=f"message:{message.id}:0")
    return message
