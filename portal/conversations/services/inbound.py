"""Taking in what contacts write, whichever channel brings it: once, in the right conversation, and heeded.

The way of nearly every message is short: one joined look-up finds contact and ongoing conversation and holds them, the
message is written once by the channel's own id of it, and the conversation notes it. All else is `_begin_with`.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import make_transient_to_detached

from portal.conversations import queries, rules
from portal.conversations.incoming import Incoming, Received, clean, clean_name
from portal.conversations.models import (
    PREVIEW_LENGTH,
    TEXT_LENGTH,
    Channel,
    ChannelType,
    Contact,
    Conversation,
    ConversationStatus,
    Message,
    MessageKind,
    MessageState,
    Sender,
)
from portal.conversations.queries import inbound, search
from portal.conversations.queries.inbound import Talk
from portal.conversations.services.heeding import heed
from portal.conversations.services.meeting import get_to_know, meet
from portal.conversations.services.ownership import begin
from portal.core.clock import now
from portal.core.database import db, insert_once
from portal.core.errors import Conflict, Missing
from portal.core.events import record
from portal.core.people import SYSTEM


def receive(channel: Channel, incoming: Incoming, talk: Talk | None = None) -> Received:
    """Store what a contact wrote, and have it answered. What the channel has brought before changes nothing.

    `talk` is what `queries.inbound.ongoing_talk` has found for it, if it was asked already; what answers an e-mail
    (`references`) goes its own way. The caller has checked that the channel itself brings it; a paused one takes
    messages too, for nobody's words are lost. Raises BadInput (`text`), Conflict for two copies at once that name
    different senders.
    """
    text = text_of(incoming)
    if talk is None and not incoming.references:
        talk = inbound.ongoing_talk(channel.id, incoming.phone, incoming.email)
    if talk is not None:
        contact, conversation = talk.contact, talk.conversation
    else:
        known = inbound.find_received(channel.id, incoming.channel_message_id)
        if known is not None:
            return Received(*known, duplicate=True)
        contact, conversation = _begin_with(channel, incoming)
    message = _write(conversation, text, incoming)
    if message is None:
        known = inbound.find_received(channel.id, incoming.channel_message_id)
        if known is None or conversation.last_message_id is None:
            # Its other copy came in meanwhile and names another sender; the talk made for this one must not stay.
            raise Conflict("This message came in twice at the same moment. Send it again.")
        return Received(*known, duplicate=True)
    if talk is not None:
        get_to_know(contact, clean_name(incoming.name))
    _note(conversation, contact, message)
    return Received(conversation.id, message.id, contact.id)


def say_as_contact(conversation_id: int, text: str) -> Message:
    """Store what a candidate writes in a conversation of theirs in the portal itself, and have it answered.

    Raises Missing, NotHere on other channels, TalkIsClosed, GoesOnElsewhere, BadInput (`text`).
    """
    contact = inbound.lock_contact_of(queries.get_conversation(conversation_id).contact_id)
    conversation = queries.lock_conversation(conversation_id)
    channel = queries.get_channel(conversation.channel_id)
    if channel.type is not ChannelType.WEBCHAT:
        raise rules.NotHere(channel.name)
    rules.check_goes_on(conversation.status, conversation.completed_at, now())
    written = Incoming("", clean(text))
    begin(conversation, by=SYSTEM(conversation.company_id))
    message = _write(conversation, text_of(written), written)
    if message is None:
        raise Missing
    _note(conversation, contact, message)
    return message


def text_of(incoming: Incoming) -> str:
    """The text as it is stored; of a message that is nothing but files their names. Raises BadInput (`text`)."""
    text = clean(incoming.text).strip()
    if not text and incoming.attachments:
        text = clean(", ".join(incoming.attachments))[:TEXT_LENGTH]
    return rules.check_text(text)


def _begin_with(channel: Channel, incoming: Incoming) -> tuple[Contact, Conversation]:
    """The contact, made if new and held, and the conversation that takes the message: by what it answers, else by the
    rule of DESIGN.md §6, else a new one."""
    contact = meet(channel.company_id, incoming.phone, incoming.email, clean_name(incoming.name))
    moment = now()
    closed_after = moment - rules.REOPENS_WITHIN
    conversation = _answered(contact, channel, incoming.references, closed_after)
    if conversation is None:
        conversation = inbound.talk_to_take(contact.id, channel.id, closed_after)
    if conversation is None:
        return contact, _new(channel, contact, clean_name(incoming.subject), moment)
    if conversation.status is not ConversationStatus.ONGOING and _is_a_repeat(channel, incoming):
        return contact, conversation
    begin(conversation, by=SYSTEM(channel.company_id))
    return contact, conversation


def _is_a_repeat(channel: Channel, incoming: Incoming) -> bool:
    """Whether its other copy was stored while we waited for the contact; such a one opens nothing."""
    return inbound.find_received(channel.id, incoming.channel_message_id) is not None


def _answered(
    contact: Contact, channel: Channel, references: Sequence[str], closed_after: datetime
) -> Conversation | None:
    """The contact's conversation that an e-mail answers by its References. One that cannot go on, since the contact's
    conversation about nothing in particular goes on elsewhere, takes nothing."""
    if not references:
        return None
    found = inbound.talk_of_references(contact.id, channel.id, references, closed_after)
    if found is None or found.status is ConversationStatus.ONGOING or found.job_id is not None:
        return found
    return found if inbound.ongoing_about_nothing(found) is None else None


def _new(channel: Channel, contact: Contact, subject: str, moment: datetime) -> Conversation:
    """A conversation about no job, which the company's assistant answers. The contact is held, so there is one."""
    assistant = queries.find_assistant()
    conversation = Conversation(
        company_id=channel.company_id,
        channel_id=channel.id,
        contact_id=contact.id,
        candidate_id=contact.candidate_id,
        owner_id=assistant.id if assistant else None,
        owned_by_ai=assistant is not None,
        status=ConversationStatus.ONGOING,
        subject=subject[:300],
        created_at=moment,
        updated_at=moment,
        opened_at=moment,
        last_message_at=moment,
    )
    db.session.add(conversation)
    db.session.flush()
    about = {"channel_id": channel.id, "contact_id": contact.id}
    record("conversation.created", conversation, SYSTEM(channel.company_id), about=about)
    return conversation


def _write(conversation: Conversation, text: str, incoming: Incoming) -> Message | None:
    """The message, or None when the channel has brought it before: the constraint decides."""
    extras = _extras(incoming)
    values = {
        "company_id": conversation.company_id,
        "conversation_id": conversation.id,
        "channel_id": conversation.channel_id,
        "kind": MessageKind.MESSAGE,
        "sender": Sender.CONTACT,
        "text": text,
        "state": MessageState.RECEIVED,
        "channel_message_id": incoming.channel_message_id or None,
        "sends": 0,
        "created_at": now(),
        "sent_at": incoming.sent_at,
        **({"extras": extras} if extras else {}),
    }
    number = insert_once(Message, ["channel_id", "channel_message_id"], **values)
    if number is None:
        return None
    # As if it had been loaded, for those who go on with it: to ask for what was just said would cost a statement.
    message = Message(id=number, **values)
    make_transient_to_detached(message)
    db.session.add(message)
    search.message_came(message)
    return message


def _extras(incoming: Incoming) -> dict[str, object]:
    found = {
        "subject": clean_name(incoming.subject),
        "references": list(incoming.references),
        "attachments": [clean_name(name) for name in incoming.attachments],
    }
    return {name: value for name, value in found.items() if value}


def _note(conversation: Conversation, contact: Contact, message: Message) -> None:
    if conversation.candidate_id is None and conversation.job_id is None:
        conversation.candidate_id = contact.candidate_id
    moment = message.created_at
    conversation.last_message_id, conversation.last_message_at = message.id, moment
    conversation.last_sender, conversation.last_text = Sender.CONTACT.value, message.text[:PREVIEW_LENGTH]
    conversation.last_inbound_id, conversation.last_inbound_at = message.id, moment
    conversation.updated_at = moment
    about = {"message": message.id, "sender": Sender.CONTACT.value}
    record("message.received", conversation, SYSTEM(conversation.company_id), about=about)
    heed(conversation, contact, message)
