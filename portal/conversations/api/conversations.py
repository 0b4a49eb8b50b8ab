"""Conversations as a whole: finding, making, moving, and who answers in them."""

from typing import Any

from portal.accounts import queries as accounts
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.api.access import allows, caller
from portal.api.payloads import Listing, known_id, named_by
from portal.candidates.queries.people import get_candidate
from portal.conversations import queries, services
from portal.conversations.api import ONE, calls
from portal.conversations.models import ConversationStatus
from portal.conversations.payloads import (
    ConversationIn,
    ConversationOut,
    ConversationsQuery,
    DetailOut,
    StatusIn,
    TransferIn,
    conversation_json,
)
from portal.conversations.queries import listing, making
from portal.conversations.queries.agents import STAFF
from portal.conversations.queries.listing import Asked
from portal.core.errors import BadInput
from portal.core.ids import Prefix
from portal.core.people import Person, PersonKind
from portal.jobs.queries import get_job


@calls.get("/conversations", Listing[ConversationOut])
@allows(Permission.CONVERSATIONS, candidates=True)
def conversations(query: ConversationsQuery) -> Any:
    """Conversations, the one last written in first; a candidate's own for a candidate."""
    asked = Asked(
        owner=_owner(query.owner, caller()),
        status=query.status,
        channel_id=query.channel_id,
        job_id=known_id(Prefix.JOB, "job_id", query.job_id),
        candidate_id=known_id(Prefix.CANDIDATE, "candidate_id", query.candidate_id),
        waiting=None if query.waiting is None else query.waiting == "true",
        text=query.q,
    )
    found = listing.conversation_page(caller().company_id, asked, query.cursor, query.limit)
    return {"items": [conversation_json(row) for row in found.items], "next": found.next}


def _owner(said: str | None, by: Person) -> int | str | None:
    if said != "me":
        return said if said in (None, "ai", "none") else known_id(Prefix.USER, "owner", said)
    if by.kind is not PersonKind.USER:
        raise BadInput(fields={"owner": "Only a person of the company has conversations of their own."})
    return by.id


@calls.post("/conversations", ConversationOut, status=201)
@allows(Permission.CONVERSATIONS)
def create_conversation(body: ConversationIn) -> Any:
    """Make a conversation with a candidate or a contact, also about a job; with `text`, write in it at once.

    A candidate has one conversation at a time: another one can be made, and is written in when that is completed.
    """
    by = caller()
    author = author_of(body.author_id, by) if body.text is not None else None
    with named_by("channel_id"):
        channel = queries.get_channel(body.channel_id)
    with named_by("candidate_id"):
        candidate = get_candidate(body.candidate_id) if body.candidate_id is not None else None
    with named_by("contact_id"):
        contact = making.get_contact(body.contact_id) if body.contact_id is not None else None
    with named_by("job_id"):
        job_id = get_job(body.job_id).id if body.job_id is not None else None
    made = services.create(channel, by=by, candidate=candidate, contact=contact, job_id=job_id)
    if body.text is not None and author is not None:
        services.open_with(made, body.text, author, by=by)
    return conversation_json(made), 201


@calls.get(ONE, ConversationOut)
@allows(Permission.CONVERSATIONS, candidates=True)
def conversation(conversation_id: int) -> Any:
    """One conversation: who owns it, on which channel, with which contact, and where it stands."""
    return conversation_json(listing.conversation_row(conversation_id))


@calls.patch(ONE, ConversationOut)
@allows(Permission.CONVERSATIONS)
def move_conversation(conversation_id: int, body: StatusIn) -> Any:
    """Move it: CREATED → ONGOING → COMPLETED. A completed one begins again by a new message alone."""
    found = queries.lock_conversation(conversation_id)
    return conversation_json(services.move(found, ConversationStatus(body.status), by=caller()))


@calls.post(f"{ONE}/transfer", ConversationOut)
@allows(Permission.CONVERSATIONS)
def transfer_conversation(conversation_id: int, body: TransferIn) -> Any:
    """Hand it to a person of the company, or to its assistant."""
    found = queries.lock_conversation(conversation_id)
    with named_by("new_owner_id"):
        owner = accounts.get_user(body.new_owner_id)
    return conversation_json(services.transfer(found, owner, by=caller()))


@calls.post(f"{ONE}/transfer-toggle", DetailOut)
@allows(Permission.CONVERSATIONS)
def toggle_conversation(conversation_id: int) -> Any:
    """Switch it between the assistant and a person."""
    owner = services.toggle(queries.lock_conversation(conversation_id), by=caller())
    return {"detail": f"switched ownership to {owner}"}


def author_of(said: int | None, by: Person) -> User:
    """Who writes: the user that was named, else the caller. Raises BadInput for somebody who does not write here."""
    if said is None and by.kind is not PersonKind.USER:
        raise BadInput(fields={"author_id": "Say who of the company writes: a key is nobody."})
    with named_by("author_id"):
        author = accounts.get_user(by.id if said is None else said)
    if not author.is_active or author.role not in STAFF:
        raise BadInput(fields={"author_id": "Only an active person of the company writes in its conversations."})
    return author
