"""What becomes of an e-mail that came in: a person's words are a message, a machine's are a line, a bounce is a report.

Nothing that a machine wrote is ever answered, so that two machines cannot write to each other without end (RFC 3834).
"""

from dataclasses import dataclass

from flask import current_app

from portal.conversations.channels.letters import Letter
from portal.conversations.channels.reports import Report
from portal.conversations.incoming import Incoming, clean
from portal.conversations.models import Channel, Message, MessageKind, MessageState, Sender
from portal.conversations.queries import sending
from portal.conversations.services.inbound import receive
from portal.conversations.services.sending import report
from portal.core.clock import now
from portal.core.database import insert_once

# Of an automatic answer so much is kept: that somebody is away, until when, and whom to ask.
LINE_LENGTH = 1_000
NO_TEXT = "(An e-mail without text.)"


@dataclass(frozen=True, slots=True)
class MailTaken:
    """What became of it: `received`, `repeated`, `automatic`, `bounced`, `ignored`, and where it is."""

    result: str
    conversation_id: int | None = None
    message_id: int | None = None


def take_letter(channel: Channel, letter: Letter) -> MailTaken:
    """Take in a mail of the channel. The same one again changes nothing."""
    if letter.bounce is not None:
        return _bounced(channel, letter)
    if letter.email in _our_own(channel):
        return MailTaken("ignored")
    if letter.automatic:
        return _automatic(channel, letter)
    incoming = Incoming(
        channel_message_id=letter.message_id,
        # Of a mail that is nothing but files their names are shown.
        text=letter.text or ("" if letter.attachments else letter.subject or NO_TEXT),
        email=letter.email,
        name=letter.name,
        subject=letter.subject,
        references=letter.references,
        sent_at=letter.sent_at,
        attachments=letter.attachments,
    )
    found = receive(channel, incoming)
    return MailTaken("repeated" if found.duplicate else "received", found.conversation_id, found.message_id)


def _our_own(channel: Channel) -> set[str]:
    """Addresses of ours: what comes from them we wrote ourselves."""
    return {one.lower() for one in (channel.address, str(current_app.config["MAIL_FROM"])) if one}


def _bounced(channel: Channel, letter: Letter) -> MailTaken:
    """A mail of ours that came back has failed; of one that a server still tries nothing is said yet."""
    bounce = letter.bounce
    if bounce is None or not bounce.is_final:
        return MailTaken("ignored")
    reason = f"The mail came back: {bounce.reason}" if bounce.reason else "The mail came back."
    message = report(channel, Report(MessageState.FAILED, channel_message_id=bounce.message_id, reason=reason))
    return MailTaken("bounced", message.conversation_id, message.id) if message else MailTaken("ignored")


def _automatic(channel: Channel, letter: Letter) -> MailTaken:
    """A line in the thread that it answers, else in the sender's newest one; without any it says nothing to anybody."""
    place = sending.conversation_of_references(channel.id, letter.references)
    place = place or sending.conversation_with_address(channel.id, letter.email)
    if place is None:
        return MailTaken("ignored")
    words = clean(letter.text or letter.subject)[:LINE_LENGTH].strip()
    number = insert_once(
        Message,
        ["channel_id", "channel_message_id"],
        company_id=channel.company_id,
        conversation_id=place,
        channel_id=channel.id,
        kind=MessageKind.LINE,
        sender=Sender.AGENT,
        text=f"An automatic answer came from {letter.email}: {words or 'without text'}",
        state=MessageState.RECEIVED,
        channel_message_id=letter.message_id,
        sends=0,
        created_at=now(),
        sent_at=letter.sent_at,
    )
    return MailTaken("automatic" if number is not None else "repeated", place, number)
