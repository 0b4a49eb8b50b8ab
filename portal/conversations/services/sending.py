"""Around a call to a provider: which message goes, whether it still may, how it went, and when it is tried again.

A message is claimed, sent outside any transaction, and written down by whoever still holds the claim. In the claim's
transaction an effect is left behind that takes the message up again if its worker is ended meanwhile. Whoever changes
a message holds the row of its conversation, so that the messages of one conversation go out one after the other.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal.accounts.queries import get_company
from portal.conversations import queries, rules, rules_assistant
from portal.conversations.channels import CARRIERS, STAY_HERE, Failed, Outgoing, Sent, TryAgain
from portal.conversations.channels.reports import Report, read_reference, reference_of
from portal.conversations.models import (
    FAILURE_LENGTH,
    Channel,
    ChannelType,
    Contact,
    Conversation,
    ConversationStatus,
    Message,
    MessageKind,
    MessageState,
    Provider,
    Sender,
)
from portal.conversations.queries import sending
from portal.conversations.services.fitness import check_fit
from portal.conversations.services.ownership import begin as open_talk
from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import InvalidState, RuleBroken
from portal.core.events import record
from portal.core.people import SYSTEM, Person

S = MessageState
# What the column of a provider's id holds.
ID_LENGTH = 255


@dataclass(frozen=True, slots=True)
class Held:
    """A claimed message: all that the call needs, so that no row is read while it runs. `sends` and `claims` guard
    what is written afterwards."""

    message_id: int
    conversation_id: int
    company_id: int
    sends: int
    claims: int
    provider: Provider
    out: Outgoing


def begin(message_id: int) -> Held | None:
    """Claim a message. None when there is nothing to call for: it is sent, waits, may not be sent, or stays here."""
    place = sending.place_of(message_id)
    if place is None:
        return None
    conversation = queries.lock_conversation(place.conversation_id)
    message, moment = sending.fresh(message_id), now()
    if message is None or message.state is not S.QUEUED or sending.waits_for_another(message):
        return None
    if message.not_before is not None and message.not_before > moment:
        return None
    channel, contact = sending.channel_to_send(message.channel_id), sending.contact_of(conversation.contact_id)
    why = _why_not(message, conversation, contact, channel, moment)
    if why is not None:
        _fail(message, conversation, f"Not sent: {why}")
        return None
    out = _outgoing(message, conversation, contact, channel)
    if channel.provider in STAY_HERE:
        _write_sent(message, conversation, CARRIERS[channel.provider](out))
        return None
    return _claim(message, channel, out, moment)


def call(held: Held) -> Sent | TryAgain | Failed:
    """Have the provider carry it. Never inside a transaction."""
    try:
        return CARRIERS[held.provider](held.out)
    except (TryAgain, Failed) as fault:
        return fault


def finish(held: Held, result: Sent | TryAgain | Failed) -> None:
    """Write down how a call went, unless the message was sent again or taken up by another meanwhile."""
    conversation = queries.lock_conversation(held.conversation_id)
    message = sending.fresh(held.message_id)
    outbox.forget(_watch_key(held))
    if message is None or (message.sends, message.claims) != (held.sends, held.claims):
        return
    if isinstance(result, Sent):
        _write_sent(message, conversation, result)
    elif message.state is S.QUEUED and isinstance(result, Failed):
        _fail(message, conversation, str(result))
    elif message.state is S.QUEUED and isinstance(result, TryAgain):
        _try_again(message, conversation, result, now())


def report(channel: Channel, told: Report) -> Message | None:
    """Take in what a provider says of a message of its channel; None when there is no such message.

    Reports repeat and overtake each other: one that does not lead forward changes nothing.
    """
    message_id, sends = _meant(channel, told)
    place = sending.place_of(message_id) if message_id is not None else None
    if message_id is None or place is None:
        return None
    conversation = queries.lock_conversation(place.conversation_id)
    message = sending.fresh(message_id)
    if message is None or (sends is not None and sends != message.sends):
        return message
    _keep_id(message, told.channel_message_id)
    if told.state is S.QUEUED or not rules.may_become(message.state, told.state):
        db.session.flush()
        return message
    if told.state is S.FAILED:
        _fail(message, conversation, told.reason or "The channel says that it could not be delivered.")
    else:
        _move_on(message, conversation, told.state)
    return message


def resend(message: Message, by: Person) -> Message:
    """Send a failed message once more, really. Raises InvalidState, ChannelPaused, WindowClosed."""
    conversation = queries.lock_conversation(message.conversation_id)
    found = sending.fresh(message.id)
    if found is None or found.kind is not MessageKind.MESSAGE or not rules.may_become(found.state, S.QUEUED):
        raise InvalidState("Only a message that could not be sent can be sent again.")
    channel, last = queries.get_channel(found.channel_id), queries.last_inbound_at(conversation)
    template = bool((found.extras or {}).get("template"))
    rules.check_can_send(channel.type, channel.name, channel.status, last, now(), template)
    found.state, found.sends, found.claims = S.QUEUED, found.sends + 1, 0
    found.failure = found.not_before = found.channel_message_id = None
    found.sent_at = found.delivered_at = found.read_at = None
    db.session.flush()
    record("message.sent_again", conversation, by, about={"message": found.id, "sender": found.sender})
    outbox.later("send_message", {"message_id": found.id}, key=f"message:{found.id}:{found.sends}")
    return found


def wake_forgotten() -> None:
    """Have messages taken up that wait although nothing is left to wake them."""
    for row in sending.forgotten(now() - rules.OVERDUE):
        key = f"message:{row.id}:sweep:{now():%Y-%m-%d %H:%M}"
        outbox.later("send_message", {"message_id": row.id}, key=key, company_id=row.company_id)


def _why_not(
    message: Message, conversation: Conversation, contact: Contact, channel: Channel, moment: datetime
) -> str | None:
    """All that was asked when the message was written, once more; a sentence, or None when it may go."""
    template = bool((message.extras or {}).get("template"))
    last = queries.last_inbound_at(conversation)
    try:
        rules.check_can_send(channel.type, channel.name, channel.status, last, moment, template)
        check_fit(channel)
    except RuleBroken as refusal:
        return refusal.message
    if channel.type is not ChannelType.WEBCHAT and not _address_of(contact, channel.type):
        wanted = "e-mail address" if channel.type is ChannelType.EMAIL else "phone number"
        return f"no {wanted} of this person is known."
    return rules_assistant.why_silent(message, conversation, contact)


def _address_of(contact: Contact, kind: ChannelType) -> str:
    if kind is ChannelType.WEBCHAT:
        return ""
    return (contact.email if kind is ChannelType.EMAIL else contact.phone) or ""


def _outgoing(message: Message, conversation: Conversation, contact: Contact, channel: Channel) -> Outgoing:
    mail: dict[str, Any] = {}
    if channel.type is ChannelType.EMAIL:
        references = sending.mails_before(message)
        subject = conversation.subject
        if references and subject and not subject.lower().startswith("re:"):
            subject = f"Re: {subject}"
        mail = {"subject": subject, "references": references}
    return Outgoing(
        message_id=message.id,
        key=reference_of(message.id, message.sends),
        channel_id=channel.id,
        type=channel.type,
        to=_address_of(contact, channel.type),
        text=message.text,
        address=channel.address,
        settings=channel.settings,
        secrets=channel.living_secrets(now()),
        credentials=json.loads(channel.credentials or "{}"),
        template=(message.extras or {}).get("template"),
        company_name=get_company(channel.company_id).name,
        is_automatic=message.sender is Sender.AI,
        mail=mail,
    )


def _claim(message: Message, channel: Channel, out: Outgoing, moment: datetime) -> Held:
    message.claims += 1
    message.not_before = moment + timedelta(seconds=rules.LEASE_SECONDS)
    db.session.flush()
    held = Held(
        message.id, message.conversation_id, message.company_id, message.sends, message.claims, channel.provider, out
    )
    due_at = message.not_before + timedelta(seconds=1)
    outbox.later("send_message", {"message_id": message.id}, key=_watch_key(held), due_at=due_at)
    return held


def _watch_key(held: Held) -> str:
    return f"message:{held.message_id}:{held.sends}:watch:{held.claims}"


def _write_sent(message: Message, conversation: Conversation, sent: Sent) -> None:
    _keep_id(message, sent.channel_message_id)
    wanted = S.DELIVERED if sent.delivered else S.SENT
    # A report of the provider's may have been quicker; then it stands.
    if rules.may_become(message.state, wanted):
        _move_on(message, conversation, wanted)
    else:
        db.session.flush()


def _keep_id(message: Message, channel_message_id: str | None) -> None:
    """The provider's id, unless there is one; a provider that gives one id twice must not stop us."""
    if not channel_message_id or len(channel_message_id) > ID_LENGTH or message.channel_message_id is not None:
        return
    if not sending.is_taken(message.channel_id, channel_message_id, message.id):
        message.channel_message_id = channel_message_id


def _move_on(message: Message, conversation: Conversation, wanted: MessageState) -> None:
    """Sent, delivered or read; whatever is later includes what is before it."""
    moment, first = now(), message.sent_at is None
    was_queued = message.state is S.QUEUED
    message.state, message.failure, message.not_before = wanted, None, None
    message.sent_at = message.sent_at or moment
    if wanted in (S.DELIVERED, S.READ):
        message.delivered_at = message.delivered_at or moment
    if wanted is S.READ:
        message.read_at = moment
    db.session.flush()
    by = SYSTEM(message.company_id)
    if first:
        about = {"message": message.id, "sender": message.sender, "channel": sending.type_of(message.channel_id)}
        record("message.sent", conversation, by, about=about)
        if message.sender is Sender.AI and conversation.status is ConversationStatus.CREATED:
            open_talk(conversation, by=by)
    if was_queued:
        _wake_next(message)


def _fail(message: Message, conversation: Conversation, reason: str) -> None:
    was_queued = message.state is S.QUEUED
    message.state, message.failure, message.not_before = S.FAILED, reason[:FAILURE_LENGTH], None
    db.session.flush()
    about = {"message": message.id, "sender": message.sender, "why": message.failure}
    record("message.failed", conversation, SYSTEM(message.company_id), about=about)
    if was_queued:
        _wake_next(message)


def _try_again(message: Message, conversation: Conversation, result: TryAgain, moment: datetime) -> None:
    again = rules.next_try(message.claims, result.seconds, moment)
    if again is None:
        _fail(message, conversation, f"Given up after {rules.PATIENCE_WORDS}. {result}")
        return
    message.failure, message.not_before = str(result)[:FAILURE_LENGTH], again
    db.session.flush()
    key = f"message:{message.id}:{message.sends}:{message.claims}"
    outbox.later("send_message", {"message_id": message.id}, key=key, due_at=again)


def _wake_next(message: Message) -> None:
    """Have the next message of the conversation sent, which has waited for this one."""
    following = sending.next_queued(message.conversation_id)
    if following is not None:
        key = f"message:{following}:after:{message.id}:{message.sends}"
        outbox.later("send_message", {"message_id": following}, key=key)


def _meant(channel: Channel, told: Report) -> tuple[int | None, int | None]:
    """Which message a report is about, and which of its sendings if it says so."""
    reference = read_reference(told.reference) if told.reference else None
    if reference is not None and sending.is_sent_on(channel.id, reference[0]):
        return reference
    if told.message_id is not None and sending.is_sent_on(channel.id, told.message_id):
        return told.message_id, None
    if told.channel_message_id:
        return sending.find_by_channel_id(channel.id, told.channel_message_id), None
    return None, None
