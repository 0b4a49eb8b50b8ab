"""Beginning a conversation with a candidate: somebody of the company writes first."""

from typing import Any

from portal.accounts.models import User
from portal.candidates.models import Candidate
from portal.conversations import queries
from portal.conversations.models import Channel, Conversation, ConversationStatus
from portal.conversations.rules_reaching import TalksElsewhere
from portal.conversations.services.meeting import contact_of
from portal.conversations.services.writing import write
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import record
from portal.core.people import Person


def reach(
    candidate: Candidate,
    channel: Channel,
    text: str,
    author: User,
    *,
    by: Person,
    application: tuple[int, int] | None = None,
    send_key: str | None = None,
    template: dict[str, Any] | None = None,
) -> Conversation:
    """Write to a candidate, in the conversation about that application (its id and its job's) or in one about none.

    The same `send_key` gives the conversation that was begun with it. Raises CannotReach, TalksElsewhere, and
    what `write` raises.
    """
    conversation = _conversation(candidate, channel, application, send_key, by)
    write(conversation, text, author, by=by, send_key=send_key, template=template)
    return conversation


def _conversation(
    candidate: Candidate, channel: Channel, application: tuple[int, int] | None, send_key: str | None, by: Person
) -> Conversation:
    contact = contact_of(candidate, channel.type)
    active = queries.active_talk(candidate.id)
    if active is not None:
        if send_key is None or queries.find_sent(active.id, send_key) is None:
            raise TalksElsewhere(candidate.name, active.id)
        return queries.lock_conversation(active.id)
    application_id, job_id = application or (None, None)
    known = (
        queries.talk_about(candidate.id, job_id)
        if job_id is not None
        else queries.open_talk_of_contact(contact.id, channel.id)
    )
    if known is not None:
        known = queries.lock_conversation(known.id)
        if known.contact_id != contact.id or known.channel_id != channel.id:
            known.contact_id, known.channel_id = contact.id, channel.id
        known.candidate_id = candidate.id
        return known
    made = Conversation(
        company_id=candidate.company_id,
        channel_id=channel.id,
        contact_id=contact.id,
        candidate_id=candidate.id,
        job_id=job_id,
        application_id=application_id,
        status=ConversationStatus.CREATED,
        created_at=now(),
        updated_at=now(),
        last_message_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    record("conversation.created", made, by, new={"channel": channel.id, "contact": contact.id})
    return made
