"""An application makes a conversation, and the assistant opens it: one active talk per candidate, the next waits.

The channel is the first on which the company can reach the candidate: WhatsApp (whose first message must be a
template), text message, e-mail, and last the chat of the candidates' portal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from portal.assistant import Trigger
from portal.candidates.models import Application, Candidate
from portal.conversations import queries
from portal.conversations import rules_assistant as rules
from portal.conversations.models import Channel, ChannelType, Contact, Conversation, ConversationStatus
from portal.conversations.queries import talks
from portal.conversations.queries.settings import ways
from portal.conversations.services.lines import add_line
from portal.conversations.services.ownership import complete
from portal.conversations.services.speaking import can_open_on
from portal.core.clock import now
from portal.core.database import db, insert_once
from portal.core.events import record
from portal.core.outbox import later
from portal.core.people import SYSTEM, Person

ORDER = (ChannelType.WHATSAPP, ChannelType.SMS, ChannelType.EMAIL, ChannelType.WEBCHAT)
BY_PHONE = frozenset({ChannelType.WHATSAPP, ChannelType.SMS})


@dataclass(frozen=True, slots=True)
class Way:
    """The channel and the contact of a talk to come; `why` says why it is not the first choice, if it is not."""

    channel: Channel
    contact: Contact
    reachable: bool
    why: str = ""


def start_for_application(application: Application, *, by: Person) -> Conversation | None:
    """The conversation with the candidate about the job, made if there is none; None when nobody can be written to.

    The assistant opens it if the company's settings say so for applications that came this way; otherwise it waits for
    a person. Again is harmless: there is one for each candidate and job.
    """
    known = talks.find_talk(application.candidate_id, application.job_id)
    if known is not None:
        return known
    candidate, settings = application.candidate, ways()
    way = _way_to(candidate)
    if way is None:
        return None
    opens = settings.assistant_on and rules.opens_for(settings.opens, application.source)
    assistant = queries.find_assistant() if opens and way.contact.stopped_at is None and way.reachable else None
    moment = now()
    made = insert_once(
        Conversation,
        ["candidate_id", "job_id"],
        company_id=application.company_id,
        channel_id=way.channel.id,
        contact_id=way.contact.id,
        candidate_id=candidate.id,
        job_id=application.job_id,
        application_id=application.id,
        owner_id=assistant.id if assistant else None,
        owned_by_ai=assistant is not None,
        status=ConversationStatus.CREATED,
        subject=application.job.title[:300],
        created_at=moment,
        updated_at=moment,
        last_message_at=moment,
        memory={},
        nudges=0,
        last_sender="",
        last_text="",
    )
    conversation = talks.find_talk(application.candidate_id, application.job_id)
    if made is None or conversation is None:
        return conversation
    for line in (way.why, rules.STOPPED if way.contact.stopped_at is not None else ""):
        if line:
            add_line(conversation, line)
    record("conversation.created", conversation, by, new={"channel": way.channel.id, "contact": way.contact.id})
    if assistant is not None:
        _open_later(conversation.id)
    return conversation


def open_next(candidate_id: int, event_id: int) -> None:
    """The candidate's talk is over, as the event says: the oldest that waits is opened."""
    waiting = talks.next_waiting(candidate_id)
    if waiting is not None:
        _open_later(waiting, event_id)


def _open_later(conversation_id: int, after: int = 0) -> None:
    payload = {"conversation_id": conversation_id, "trigger": Trigger.OPEN.value}
    later("assistant_turn", payload, key=f"open:{conversation_id}:{after}")


def may_open(conversation: Conversation) -> bool:
    """Whether the talk may be opened now: nobody has written in it, and no other of this person goes on.

    The contact must be held (`lock_to_open`), so that of two talks of one person one opens. What the assistant has led
    with them about nothing in particular ends, for their answers belong to this one.
    """
    if conversation.status is not ConversationStatus.CREATED or conversation.last_message_id is not None:
        return False
    for idle in talks.idle_talks(conversation):
        complete(idle, by=SYSTEM(idle.company_id), why="The talk about an application takes its place.")
    return not talks.has_other_active(conversation)


def _way_to(candidate: Candidate) -> Way | None:
    known = list(talks.contacts_at(candidate.id, candidate.phone, candidate.email))
    stopped = next((one for one in known if one.candidate_id == candidate.id and one.stopped_at is not None), None)
    found, skipped = None, ""
    channels = sorted(talks.sending_channels(), key=lambda channel: ORDER.index(channel.type))
    for channel in channels:
        contact = _contact_on(channel, candidate, known)
        if contact is None and not _has_address(channel, candidate):
            continue
        if contact is not None and contact.candidate_id not in (None, candidate.id):
            skipped = f"{channel.name} is not used: its address belongs to another candidate."
            continue
        if not can_open_on(channel, contact.id if contact is not None else None):
            skipped = f"{channel.name} is not used: WhatsApp asks for an opening template, and the channel has none."
            continue
        found = (channel, contact)
        break
    if found is None:
        return None
    channel, contact = found
    contact = contact or new_contact(candidate)
    contact.candidate_id, contact.name = candidate.id, contact.name or candidate.name
    if stopped is not None and contact.stopped_at is None:
        contact.stopped_at, contact.stopped_words = stopped.stopped_at, stopped.stopped_words
    db.session.flush()
    reachable = channel.type is not ChannelType.WEBCHAT or talks.has_account(candidate.id)
    return Way(channel, contact, reachable, skipped)


def _has_address(channel: Channel, candidate: Candidate) -> bool:
    if channel.type is ChannelType.WEBCHAT:
        return True  # whoever has no account yet can be given one
    return bool(candidate.phone if channel.type in BY_PHONE else candidate.email)


def _contact_on(channel: Channel, candidate: Candidate, known: Sequence[Contact]) -> Contact | None:
    """The known contact by which the channel reaches the candidate."""
    if channel.type in BY_PHONE:
        return next((one for one in known if one.phone and one.phone == candidate.phone), None) or next(
            (one for one in known if one.phone and one.candidate_id == candidate.id), None
        )
    by_address = next((one for one in known if one.email and one.email == candidate.email), None)
    needs_email = channel.type is ChannelType.EMAIL
    theirs = (one for one in known if one.candidate_id == candidate.id and (one.email or not needs_email))
    return by_address or next(theirs, None)


def new_contact(candidate: Candidate) -> Contact:
    """A contact with what no other contact has of the candidate's number and address."""
    known = talks.contacts_at(candidate.id, candidate.phone, candidate.email)
    phones, emails = {one.phone for one in known}, {one.email for one in known}
    made = Contact(
        company_id=candidate.company_id,
        name=candidate.name,
        phone=candidate.phone if candidate.phone not in phones else None,
        email=candidate.email if candidate.email not in emails else None,
        candidate_id=candidate.id,
        created_at=now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # they wrote at the same moment
        return talks.contacts_at(candidate.id, candidate.phone, candidate.email)[0]
    return made
