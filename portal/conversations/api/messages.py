"""The messages of a conversation: reading, writing, sending again."""

import secrets
from typing import Any

from portal.accounts.permissions import Permission
from portal.api.access import allows, caller
from portal.conversations import queries, services
from portal.conversations.api import ONE, calls
from portal.conversations.api.conversations import author_of
from portal.conversations.payloads import MessageIn, MessageOut, MessagesOut, MessagesQuery, message_json
from portal.conversations.queries import listing
from portal.conversations.services import webchat
from portal.core.errors import BadInput
from portal.core.people import Person
from portal.core.tenancy import as_company


@calls.get(f"{ONE}/messages", MessagesOut)
@allows(Permission.CONVERSATIONS, candidates=True)
def messages(conversation_id: int, query: MessagesQuery) -> Any:
    """The newest messages, oldest first; before or after one. A candidate sees no notes and lines."""
    listing.conversation_row(conversation_id)
    rows = listing.messages_of(conversation_id, query.limit, before=query.before, after=query.after)
    by_candidate = caller().is_candidate
    return [message_json(row, for_candidate=by_candidate) for row in rows]


@calls.post(f"{ONE}/messages", MessageOut, status=201)
@allows(Permission.CONVERSATIONS, candidates=True)
def write_message(conversation_id: int, body: MessageIn) -> Any:
    """Write to the contact; whoever writes takes over from the assistant. A candidate writes to the company."""
    by = caller()
    if by.is_candidate:
        return _written_by_candidate(conversation_id, body, by), 201
    found = queries.lock_conversation(conversation_id)
    message = services.write(found, body.text, author_of(body.author_id, by), by=by)
    return message_json(message), 201


def _written_by_candidate(conversation_id: int, body: MessageIn, by: Person) -> dict[str, Any]:
    """What a candidate says is heeded with the company's eyes, for a candidate sees neither channels nor people.

    As in the chat of their portal: a talk that went by another channel goes on in the portal's.
    """
    if body.author_id is not None:
        raise BadInput(fields={"author_id": "Candidates write for themselves."})
    listing.conversation_row(conversation_id)
    with as_company(by.company_id):
        said = webchat.say_here(conversation_id, body.text, by=by, send_key=secrets.token_urlsafe(18))
        return message_json(said, for_candidate=True)


@calls.post(f"{ONE}/messages/<int:message_id>/resend", MessageOut)
@allows(Permission.CONVERSATIONS)
def resend_message(conversation_id: int, message_id: int) -> Any:
    """Send a message again that could not be sent."""
    return message_json(services.resend(listing.get_message(conversation_id, message_id), caller()))
