"""How far somebody has read a conversation: forward only, and nobody else's business, so no event tells of it."""

from portal.accounts.queries import hold_account
from portal.conversations import queries
from portal.conversations.models import Conversation, ConversationRead
from portal.core.clock import now
from portal.core.database import db
from portal.core.people import Person


def mark_read(conversation: Conversation, message_id: int, by: Person) -> None:
    """Remember that the person has read up to a message. What is not in the conversation is not believed."""
    newest = queries.newest_up_to(conversation.id, message_id)
    if newest is None:
        return
    hold_account(by)  # two of one's own tabs read one after the other
    known = queries.reading_of(conversation.id, by.id)
    if known is None:
        db.session.add(
            ConversationRead(conversation_id=conversation.id, user_id=by.id, message_id=newest, read_at=now())
        )
    elif known.message_id < newest:
        known.message_id, known.read_at = newest, now()
    db.session.flush()
