"""Sending once more what could not be sent."""

from portal.conversations import queries, rules
from portal.conversations.models import Message, MessageState
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import InvalidState
from portal.core.events import record
from portal.core.outbox import later
from portal.core.people import Person


def resend(message: Message, by: Person) -> Message:
    """Queue a failed message again. Raises InvalidState for one that did not fail, ChannelPaused, WindowClosed."""
    conversation = queries.lock_conversation(message.conversation_id)
    db.session.refresh(message)  # another press may have been quicker
    if not rules.may_become(message.state, MessageState.QUEUED):
        raise InvalidState("Only a message that could not be sent can be sent again.")
    channel = queries.get_channel(message.channel_id)
    last = queries.last_inbound_at(conversation)
    template = bool((message.extras or {}).get("template"))
    rules.check_can_send(channel.type, channel.name, channel.status, last, now(), template)
    message.state, message.failure = MessageState.QUEUED, None
    message.sends += 1
    db.session.flush()
    about = {"message": message.id, "sender": message.sender.value, "again": True}
    record("message.queued", conversation, by, about=about)
    later("send_message", {"message_id": message.id}, key=f"message:{message.id}:{message.sends}")
    return message
