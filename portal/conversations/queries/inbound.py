"""What a message that comes in asks: its channel, who wrote, and which talk takes it.

Contact and talk are held until the transaction ends, the contact first, so that two messages of one contact are taken
one after the other. New rows that only point at them are not held up (FOR NO KEY UPDATE). SQLite has one writer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, case, or_, select
from sqlalchemy.orm import undefer

from portal.accounts.models import AccountStatus, Company
from portal.candidates.models import Candidate
from portal.conversations.models import Channel, ChannelType, Contact, Conversation, ConversationStatus, Message
from portal.core.database import db
from portal.core.errors import Missing

C, S = Conversation, ConversationStatus
FRESH = {"populate_existing": True}


@dataclass(frozen=True, slots=True)
class Talk:
    """A channel with the contact that writes on it and their ongoing talk."""

    channel: Channel
    contact: Contact
    conversation: Conversation


# Made once: for a message it costs more to build them than to run them.
_ONGOING = {
    column.key: select(Channel, Contact, C)
    .join(Company, Company.id == Channel.company_id)
    .join(Contact, and_(Contact.company_id == Channel.company_id, column == bindparam("who")))
    .join(C, and_(C.contact_id == Contact.id, C.channel_id == Channel.id, C.status == S.ONGOING))
    .where(Channel.id == bindparam("channel"), Company.status == AccountStatus.ACTIVE)
    .order_by(C.last_message_at.desc(), C.id.desc())
    .limit(1)
    .options(undefer(Channel.secret), undefer(Channel.previous_secret))
    .with_for_update(of=[Contact, C], key_share=True)
    for column in (Contact.phone, Contact.email)
}
_SAME_PERSON = {
    column.key: select(Candidate.id)
    .where(column == bindparam("who"), Candidate.deleted_at.is_(None))
    .order_by(Candidate.id)
    .limit(2)
    for column in (Candidate.phone, Candidate.email)
}


def ongoing_talk(channel_id: int, phone: str | None, email: str | None) -> Talk | None:
    """The channel, the contact with that number or address, and their ongoing talk on it, held: in one statement.

    Of several the one that was last written in. None when any of the three is missing, or the company is closed.
    """
    by, who = ("phone", phone) if phone is not None else ("email", email)
    row = db.session.execute(_ONGOING[by], {"channel": channel_id, "who": who}, execution_options=FRESH).one_or_none()
    return None if row is None else Talk(*row)


def receiving_channel(channel_id: int) -> Channel:
    """The channel, with its secret, of a company that is open. Raises Missing."""
    wanted = (
        select(Channel)
        .join(Company, Company.id == Channel.company_id)
        .where(Channel.id == channel_id, Company.status == AccountStatus.ACTIVE)
        .options(undefer(Channel.secret), undefer(Channel.previous_secret))
    )
    found = db.session.scalars(wanted, execution_options=FRESH).one_or_none()
    if found is None:
        raise Missing
    return found


def find_received(channel_id: int, channel_message_id: str) -> tuple[int, int, int] | None:
    """The conversation, the message and the contact of a message that the channel has brought before."""
    wanted = (
        select(Message.conversation_id, Message.id, C.contact_id)
        .join(C, C.id == Message.conversation_id)
        .where(Message.channel_id == channel_id, Message.channel_message_id == channel_message_id)
    )
    row = db.session.execute(wanted).one_or_none()
    return None if row is None else (row[0], row[1], row[2])


def lock_contact(phone: str | None, email: str | None) -> Contact | None:
    """The contact with that number or address, held."""
    return _lock_contact(_is(phone, email))


def lock_contact_of(contact_id: int) -> Contact:
    """A contact by its number here, held. Raises Missing."""
    found = _lock_contact(Contact.id == contact_id)
    if found is None:
        raise Missing
    return found


def _lock_contact(condition: ColumnElement[bool]) -> Contact | None:
    wanted = select(Contact).where(condition).with_for_update(key_share=True)
    return db.session.scalars(wanted, execution_options=FRESH).one_or_none()


def candidates_with(phone: str | None, email: str | None) -> Sequence[int]:
    """The candidates with that number or that address, two at the most of each; none who was deleted."""
    found = {
        number
        for by, who in (("phone", phone), ("email", email))
        if who
        for number in db.session.scalars(_SAME_PERSON[by], {"who": who})
    }
    return sorted(found)


def talk_to_take(contact_id: int, channel_id: int, closed_after: datetime) -> Conversation | None:
    """The talk that takes a message (DESIGN.md §6), held: the ongoing one, else the newest CREATED that was opened,
    else the newest that was completed after the moment."""
    wanted = (
        select(C)
        .where(C.contact_id == contact_id, C.channel_id == channel_id, _takes(closed_after))
        .order_by(
            case((C.status == S.ONGOING, 0), (C.status == S.CREATED, 1), else_=2),
            C.last_message_at.desc(),
            C.id.desc(),
        )
        .limit(1)
        .with_for_update(key_share=True)
    )
    return db.session.scalars(wanted, execution_options=FRESH).one_or_none()


def talk_that_left(contact_id: int, channel_id: int) -> Conversation | None:
    """The contact's ongoing talk that was held on this channel until its candidate went on in the portal, held."""
    wrote_here = select(Message.id).where(Message.conversation_id == C.id, Message.channel_id == channel_id).exists()
    wanted = (
        select(C)
        .join(Channel, Channel.id == C.channel_id)
        .where(C.contact_id == contact_id, C.status == S.ONGOING, Channel.type == ChannelType.WEBCHAT, wrote_here)
        .order_by(C.last_message_at.desc(), C.id.desc())
        .limit(1)
        .with_for_update(of=C, key_share=True)
    )
    return db.session.scalars(wanted, execution_options=FRESH).one_or_none()


def talk_of_references(
    contact_id: int, channel_id: int, references: Sequence[str], closed_after: datetime
) -> Conversation | None:
    """The contact's own talk that holds a message with one of these ids and can take another, held; nearest first."""
    nearest = case({text: place for place, text in enumerate(references)}, value=Message.channel_message_id)
    wanted = (
        select(C)
        .join(Message, Message.conversation_id == C.id)
        .where(
            Message.channel_id == channel_id,
            Message.channel_message_id.in_(references),
            C.contact_id == contact_id,
            _takes(closed_after),
        )
        .order_by(nearest, C.id.desc())
        .limit(1)
        .with_for_update(of=C, key_share=True)
    )
    return db.session.scalars(wanted, execution_options=FRESH).one_or_none()


def ongoing_about_nothing(conversation: Conversation) -> int | None:
    """The other ongoing talk without a job of the same contact on the same channel; there is one at the most."""
    wanted = select(C.id).where(
        C.contact_id == conversation.contact_id,
        C.channel_id == conversation.channel_id,
        C.status == S.ONGOING,
        C.job_id.is_(None),
        C.id != conversation.id,
    )
    return db.session.scalar(wanted)


def _is(phone: str | None, email: str | None) -> ColumnElement[bool]:
    return Contact.phone == phone if phone is not None else Contact.email == email


def _takes(closed_after: datetime) -> ColumnElement[bool]:
    return or_(
        C.status == S.ONGOING,
        and_(C.status == S.CREATED, C.opened_at.is_not(None)),
        and_(C.status == S.COMPLETED, C.completed_at > closed_after),
    )
