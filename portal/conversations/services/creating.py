"""Making a conversation before anybody has written in it: the company turns to a candidate or a known contact."""

from portal.accounts.models import User
from portal.candidates.models import Candidate
from portal.conversations import rules
from portal.conversations.models import Channel, Contact, Conversation, ConversationStatus, Message
from portal.conversations.queries import making
from portal.conversations.services.meeting import contact_of
from portal.conversations.services.writing import write
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput
from portal.core.events import record
from portal.core.people import Person


def create(
    channel: Channel,
    *,
    by: Person,
    candidate: Candidate | None = None,
    contact: Contact | None = None,
    job_id: int | None = None,
) -> Conversation:
    """A conversation with a candidate or a contact, CREATED; its first message makes it ONGOING.

    Raises BadInput (`candidate_id`, `job_id`), CannotReach, AlreadyTalking when there is one like it.
    """
    if contact is None:
        if candidate is None:
            raise BadInput(fields={"candidate_id": "Say with whom: `candidate_id` or `contact_id`."})
        contact = contact_of(candidate, channel.type)
    candidate_id = candidate.id if candidate is not None else contact.candidate_id
    if contact.candidate_id not in (None, candidate_id):
        raise BadInput(fields={"candidate_id": "This number or address is another candidate's."})
    application_id = None
    if job_id is not None:
        if candidate_id is None:
            raise BadInput(fields={"job_id": "Only a candidate is talked to about a job; this contact is none."})
        application_id = making.application_of(candidate_id, job_id)
        if application_id is None:
            raise BadInput(fields={"job_id": "The candidate was not put forward for this job."})
    _check_new(channel, contact, candidate_id, job_id)
    moment = now()
    made = Conversation(
        company_id=channel.company_id,
        channel_id=channel.id,
        contact_id=contact.id,
        candidate_id=candidate_id,
        job_id=job_id,
        application_id=application_id,
        status=ConversationStatus.CREATED,
        created_at=moment,
        updated_at=moment,
        last_message_at=moment,
    )
    db.session.add(made)
    db.session.flush()
    record("conversation.created", made, by, about={"channel_id": channel.id, "contact_id": contact.id})
    return made


def _check_new(channel: Channel, contact: Contact, candidate_id: int | None, job_id: int | None) -> None:
    known = (
        making.talk_about(candidate_id, job_id)
        if candidate_id is not None and job_id is not None
        else making.open_talk(contact.id, channel.id)
    )
    if known is not None:
        raise rules.AlreadyTalking(known)


def open_with(conversation: Conversation, text: str, author: User, *, by: Person) -> Message:
    """Write the first message. Raises as `write`."""
    return write(conversation, text, author, by=by)
