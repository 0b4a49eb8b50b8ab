"""What a candidate does in the chat of the candidates' portal: write, begin a talk, read, ask for a person, stop.

A talk stays on one channel. Who writes here in a talk that went by another one goes on here: the talk moves, for the
answer is expected where the question was written, and WhatsApp might not take it any more.
"""

from typing import Any

from sqlalchemy import func, update

from portal.candidates.models import Application, Candidate
from portal.conversations import queries, rules
from portal.conversations.incoming import clean
from portal.conversations.models import (
    Channel,
    Contact,
    Conversation,
    ConversationStatus,
    Message,
    MessageKind,
    MessageState,
    Sender,
)
from portal.conversations.queries import talks, webchat
from portal.conversations.queries.settings import ways
from portal.conversations.queries.talks import Talk
from portal.conversations.services import stopping
from portal.conversations.services.handing import give_to_person, hand_over
from portal.conversations.services.inbound import note
from portal.conversations.services.lines import add_line, add_message, find_sent
from portal.conversations.services.ownership import begin
from portal.conversations.services.starting import new_contact
from portal.core.clock import now
from portal.core.database import db, insert_once
from portal.core.events import record
from portal.core.people import Person

STOP_WORDS = "“Stop automated messages” in the candidates' portal"
ASKED_FOR_PERSON = "The contact asked for a person."


def say_here(conversation_id: int, text: str, *, by: Person, send_key: str) -> Message:
    """Store what a candidate writes in a talk of theirs, and have it answered. The same `send_key` gives the message
    that is there. It may stand in another talk: their general one, when this one went elsewhere and cannot move.

    Raises Missing, BadInput (`text`), SentAlready, NoChat, TalkIsClosed.
    """
    text = rules.check_text(clean(text))
    channel = _channel()
    talk = _come_here(talks.lock_to_open(conversation_id), channel)
    conversation = talk.conversation
    known = find_sent(conversation, send_key, MessageKind.MESSAGE, text)
    if known is not None:
        return known
    rules.check_goes_on(conversation.status, conversation.completed_at, now())
    begin(conversation, by=by)
    kind, state = MessageKind.MESSAGE, MessageState.RECEIVED
    message = add_message(conversation, kind, Sender.CONTACT, text, state, None, send_key=send_key)
    note(conversation, talk.contact, message, by=by)
    _read(conversation.id, message.id)
    return message


def begin_here(
    candidate: Candidate, application: Application | None, text: str, *, by: Person, send_key: str
) -> Message:
    """Write to the company about an application, or in general: in the talk that there is, else in a new one.

    About an application whose talk is closed for good it is the general one. Raises as `say_here`.
    """
    rules.check_text(clean(text))
    channel, contact = _channel(), _contact_of(candidate)
    talks.get_contact(contact.id, locked=True)  # of two presses the second finds what the first has made
    conversation = _about(application, channel, contact, by) if application is not None else None
    if conversation is None:
        closed_after = now() - rules.REOPENS_WITHIN
        conversation = webchat.general_talk(candidate.id, channel.id, closed_after) or _new(channel, contact, by)
    return say_here(conversation.id, text, by=by, send_key=send_key)


def read_here(conversation_id: int, upto: int) -> None:
    """The candidate has read everything up to a message. Forward only, and no event: it changes nothing for others."""
    queries.lock_conversation(conversation_id)
    _read(conversation_id, upto)


def ask_for_person(conversation_id: int, *, by: Person) -> None:
    """A person is to answer, not the assistant; where one does already nothing changes. Raises Missing."""
    talk = talks.lock_to_open(conversation_id)
    conversation = talk.conversation
    if not conversation.owned_by_ai or conversation.status is ConversationStatus.COMPLETED:
        return
    hand_over(talk, ASKED_FOR_PERSON, by=by)
    conversation.answered_id = conversation.last_inbound_id
    db.session.flush()


def stop_automated(conversation_id: int, *, by: Person) -> None:
    """No automated message any more, on any channel. Raises Missing."""
    stopping.stop(talks.lock_to_open(conversation_id), STOP_WORDS, by=by)


def allow_automated(conversation_id: int, *, by: Person) -> None:
    """Automated messages are allowed again. Raises Missing."""
    stopping.start_again(talks.lock_to_open(conversation_id), by=by)


def _channel() -> Channel:
    channel = webchat.find_webchat()
    if channel is None:
        raise rules.NoChat
    return channel


def _come_here(talk: Talk, channel: Channel) -> Talk:
    """The talk on this channel. One about nothing in particular gives way to the one that goes on here."""
    conversation = talk.conversation
    if talk.channel.id == channel.id:
        return talk
    if conversation.job_id is None and conversation.candidate_id is not None:
        here = webchat.general_talk(conversation.candidate_id, channel.id, now() - rules.REOPENS_WITHIN)
        if here is not None:
            return talks.lock_to_open(here.id)
    rules.check_goes_on(conversation.status, conversation.completed_at, now())
    conversation.channel_id = channel.id
    db.session.flush()
    add_line(conversation, f"Goes on in the candidates' portal; until now it went by {talk.channel.name}")
    return talks.talk_of(conversation)


def _contact_of(candidate: Candidate) -> Contact:
    known = webchat.contacts_with(candidate.id, candidate.email)
    contact = known[0] if known else new_contact(candidate)
    if contact.candidate_id is None:
        contact.candidate_id, contact.name = candidate.id, contact.name or candidate.name
        db.session.flush()
    return contact


def _about(application: Application, channel: Channel, contact: Contact, by: Person) -> Conversation | None:
    """The talk about an application, made if there is none; None when it is closed for good."""
    known = talks.find_talk(application.candidate_id, application.job_id)
    if known is None:
        return _new(channel, contact, by, application)
    return known if rules.goes_on(known.status, known.completed_at, now()) else None


def _new(channel: Channel, contact: Contact, by: Person, application: Application | None = None) -> Conversation:
    """A talk that the assistant leads, where it works and may; else the recruiter, or whoever takes it first."""
    moment, assistant = now(), queries.find_assistant() if ways().assistant_on and contact.stopped_at is None else None
    values: dict[str, Any] = {
        "company_id": contact.company_id,
        "channel_id": channel.id,
        "contact_id": contact.id,
        "candidate_id": contact.candidate_id,
        "job_id": application.job_id if application else None,
        "application_id": application.id if application else None,
        "status": ConversationStatus.CREATED,
        "subject": application.job.title[:300] if application else "",
        "created_at": moment,
        "updated_at": moment,
        "last_message_at": moment,
        "memory": {},
        "owner_id": assistant.id if assistant else None,
        "owned_by_ai": assistant is not None,
    }
    if application is None:
        conversation = Conversation(**values)
        db.session.add(conversation)
        db.session.flush()
    else:
        columns = {"nudges": 0, "last_sender": "", "last_text": ""}
        made = insert_once(Conversation, ["candidate_id", "job_id"], **values, **columns)
        found = talks.find_talk(application.candidate_id, application.job_id)
        assert found is not None
        if made is None:  # the application began it at the same moment
            return found
        conversation = found
    record("conversation.created", conversation, by, new={"channel": channel.id, "contact": contact.id})
    if assistant is None:
        give_to_person(conversation, talks.recruiter_of(conversation), by=by)
    return conversation


def _read(conversation_id: int, upto: int) -> None:
    m, moment = Message, now()
    arrived = (MessageState.SENT, MessageState.DELIVERED)
    read = {"state": MessageState.READ, "read_at": moment, "delivered_at": func.coalesce(m.delivered_at, moment)}
    wanted = update(m).where(
        m.conversation_id == conversation_id,
        m.id <= upto,
        m.kind == MessageKind.MESSAGE,
        m.sender != Sender.CONTACT,
        m.state.in_(arrived),
    )
    db.session.execute(wanted.values(**read), execution_options={"synchronize_session": False})
