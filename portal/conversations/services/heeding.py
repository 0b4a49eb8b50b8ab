"""What a contact's message sets off, in the transaction that stores it: the assistant's turn, or a person who waits."""

from portal.conversations.models import Contact, Conversation, Message
from portal.core.outbox import later


def heed(conversation: Conversation, contact: Contact, message: Message) -> None:
    """Have the assistant answer if the conversation is its own; else note since when the contact waits for a person."""
    if not conversation.owned_by_ai:
        conversation.waiting_since = conversation.waiting_since or message.created_at
    elif contact.stopped_at is None:
        later("assistant_turn", {"conversation_id": conversation.id}, key=f"turn:{conversation.id}:{message.id}")
