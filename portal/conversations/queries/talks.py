"""What the assistant's verbs ask: a talk with what belongs to it, the talks of a contact, and what waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, or_, select

from portal.accounts.models import AccountStatus, CandidateAccount, Company, Role, User
from portal.candidates.models import Application
from portal.conversations.models import (
    Channel,
    ChannelStatus,
    Contact,
    Conversation,
    ConversationStatus,
    Message,
    MessageKind,
    MessageState,
    Sender,
)
from portal.conversations.queries.one import get_conversation, lock_conversation
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.events import Event, EventDetails
from portal.interviews.models import Interview, InterviewStatus
from portal.interviews.rules import BOOKED

S = ConversationStatus
SEEN_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation that is held, and what belongs to it."""

    conversation: Conversation
    contact: Contact
    channel: Channel
    company: Company


def lock_talk(conversation_id: int) -> Talk:
    """The conversation as it is now, held until the transaction ends, with what belongs to it. Raises Missing."""
    return talk_of(lock_conversation(conversation_id))


def read_talk(conversation_id: int) -> Talk | None:
    """The conversation with what belongs to it, to look at; None when there is none."""
    try:
        return talk_of(get_conversation(conversation_id))
    except Missing:
        return None


def lock_to_open(conversation_id: int) -> Talk:
    """As `lock_talk`, with the contact held first, as whoever stores a message of theirs does. Raises Missing."""
    contact_id = db.session.scalar(select(Conversation.contact_id).where(Conversation.id == conversation_id))
    get_contact(contact_id or 0, locked=True)
    return lock_talk(conversation_id)


def talk_of(conversation: Conversation) -> Talk:
    """A conversation that is held already, with what belongs to it."""
    wanted = (
        select(Contact, Channel, Company)
        .select_from(Contact)
        .join(Channel, Channel.id == conversation.channel_id)
        .join(Company, Company.id == conversation.company_id)
        .where(Contact.id == conversation.contact_id)
    )
    found = db.session.execute(wanted, execution_options={"populate_existing": True}).one()
    return Talk(conversation, *found)


def get_contact(contact_id: int, *, locked: bool = False) -> Contact:
    """The contact as it is now. Raises Missing."""
    wanted = select(Contact).where(Contact.id == contact_id)
    wanted = wanted.with_for_update() if locked else wanted
    found = db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise Missing
    return found


def find_talk(candidate_id: int, job_id: int) -> Conversation | None:
    """The talk with a candidate about a job."""
    wanted = select(Conversation).where(Conversation.candidate_id == candidate_id, Conversation.job_id == job_id)
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()


def contacts_of(contact: Contact) -> Sequence[Contact]:
    """All contacts that are the same candidate as this one, itself among them."""
    if contact.candidate_id is None:
        return [contact]
    return db.session.scalars(
        select(Contact).where(Contact.candidate_id == contact.candidate_id).order_by(Contact.id)
    ).all()


def contacts_at(candidate_id: int, phone: str | None, email: str | None) -> Sequence[Contact]:
    """Who is linked to the candidate, or has that number or address; the linked ones first."""
    mine: list[ColumnElement[bool]] = [Contact.candidate_id == candidate_id]
    mine += [Contact.phone == phone] if phone else []
    mine += [Contact.email == email] if email else []
    wanted = select(Contact).where(or_(*mine))
    return db.session.scalars(
        wanted.order_by(Contact.candidate_id.is_(None), Contact.id), execution_options={"populate_existing": True}
    ).all()


def sending_channels() -> Sequence[Channel]:
    """The company's active channels."""
    return db.session.scalars(select(Channel).where(Channel.status == ChannelStatus.ACTIVE).order_by(Channel.id)).all()


def last_inbound_on(contact_id: int, channel_id: int) -> datetime | None:
    """When a contact last wrote on a channel."""
    wanted = select(Conversation.last_inbound_at).where(
        Conversation.contact_id == contact_id,
        Conversation.channel_id == channel_id,
        Conversation.last_inbound_at.is_not(None),
    )
    return db.session.scalar(wanted.order_by(Conversation.last_inbound_at.desc()).limit(1))


def has_account(candidate_id: int) -> bool:
    """Whether the candidate can sign in at the portal, and so read its chat."""
    wanted = select(CandidateAccount.id).where(
        CandidateAccount.candidate_id == candidate_id,
        CandidateAccount.status == AccountStatus.ACTIVE,
        CandidateAccount.email_confirmed_at.is_not(None),
    )
    return db.session.scalar(wanted.limit(1)) is not None


def has_other_active(conversation: Conversation) -> bool:
    """Whether the same contact or candidate is in another talk that goes on, or has been opened."""
    c = Conversation
    opened = (c.status == S.CREATED) & c.last_message_id.is_not(None) & c.owned_by_ai
    begun = (c.status == S.ONGOING) | opened
    wanted = select(c.id).where(_same_person(conversation), begun, c.id != conversation.id)
    return db.session.scalar(wanted.limit(1)) is not None


def _same_person(conversation: Conversation) -> ColumnElement[bool]:
    theirs = Conversation.contact_id == conversation.contact_id
    if conversation.candidate_id is None:
        return theirs
    return theirs | (Conversation.candidate_id == conversation.candidate_id)


def idle_talks(conversation: Conversation) -> Sequence[Conversation]:
    """The same contact's talks about nothing in particular that the assistant leads."""
    c = Conversation
    wanted = select(c).where(
        c.contact_id == conversation.contact_id,
        c.job_id.is_(None),
        c.status == S.ONGOING,
        c.owned_by_ai,
        c.id != conversation.id,
    )
    return db.session.scalars(wanted.with_for_update()).all()


def next_waiting(candidate_id: int) -> int | None:
    """The oldest talk with a candidate that was made and not opened, if there is one."""
    c = Conversation
    wanted = select(c.id).where(
        c.candidate_id == candidate_id, c.status == S.CREATED, c.last_message_id.is_(None), c.owned_by_ai
    )
    return db.session.scalar(wanted.order_by(c.id).limit(1))


def recruiter_of(conversation: Conversation) -> User | None:
    """The active member of staff who planned the newest interview of its application, or made the application."""
    if conversation.application_id is None:
        return None
    planned = (
        select(Interview.created_by)
        .where(Interview.application_id == conversation.application_id)
        .order_by(Interview.id.desc())
        .limit(1)
    )
    made = select(Application.created_by).where(Application.id == conversation.application_id)
    for address in (db.session.scalar(planned), db.session.scalar(made)):
        found = _staff(address) if address else None
        if found is not None:
            return found
    return None


def _staff(email: str) -> User | None:
    wanted = select(User).where(
        User.email == email,
        User.status == AccountStatus.ACTIVE,
        User.client_id.is_(None),
        User.role.in_((Role.ADMIN, Role.RECRUITER)),
    )
    return db.session.scalars(wanted).one_or_none()


def talks_of_contacts(contact_ids: Sequence[int]) -> Sequence[Conversation]:
    """The talks of these contacts that the assistant leads and that are not over, held until the transaction ends."""
    c = Conversation
    wanted = select(c).where(c.contact_id.in_(contact_ids), c.owned_by_ai, c.status != S.COMPLETED).order_by(c.id)
    return db.session.scalars(wanted.with_for_update(), execution_options={"populate_existing": True}).all()


def has_said_anything(conversation_id: int) -> bool:
    """Whether a message of the assistant went out, or is to go out, in the conversation."""
    m = Message
    wanted = select(m.id).where(
        m.conversation_id == conversation_id,
        m.sender == Sender.AI,
        m.kind == MessageKind.MESSAGE,
        m.state != MessageState.FAILED,
    )
    return db.session.scalar(wanted.limit(1)) is not None


def waiting_too_long(before: datetime, limit: int) -> Sequence[Conversation]:
    """Talks whose contact has waited for a person since before then and that are not offered to all, held."""
    c = Conversation
    wanted = select(c).where(_late(before)).order_by(c.waiting_since, c.id).limit(limit)
    return db.session.scalars(wanted.with_for_update(skip_locked=True)).all()


def waits_too_long(before: datetime) -> bool:
    """Whether there is one of `waiting_too_long`; holds nothing."""
    return db.session.scalar(select(Conversation.id).where(_late(before)).limit(1)) is not None


def _late(before: datetime) -> ColumnElement[bool]:
    c = Conversation
    owned = c.owned_since.is_(None) | (c.owned_since < before)
    waits = (c.waiting_since < before) & c.offered_at.is_(None)
    return waits & owned & (c.owned_by_ai == false()) & (c.status == S.ONGOING)


def talks_of_owner(user_id: int) -> Sequence[Conversation]:
    """What a person answers and is not over, some at a time, held."""
    c = Conversation
    wanted = select(c).where(c.owner_id == user_id, c.status != S.COMPLETED).order_by(c.id).limit(SEEN_AT_ONCE)
    return db.session.scalars(wanted.with_for_update()).all()


def talks_of_candidate(candidate_id: int) -> Sequence[Conversation]:
    """All talks with a candidate that are not over, held."""
    c = Conversation
    wanted = select(c).where(c.candidate_id == candidate_id, c.status != S.COMPLETED).order_by(c.id)
    return db.session.scalars(wanted.with_for_update()).all()


def contacts_of_candidate(candidate_id: int) -> Sequence[Contact]:
    """The contacts that are linked to a candidate."""
    return db.session.scalars(select(Contact).where(Contact.candidate_id == candidate_id)).all()


def companies() -> Sequence[int]:
    """The active companies; asked as_system."""
    return db.session.scalars(
        select(Company.id).where(Company.status == AccountStatus.ACTIVE).order_by(Company.id)
    ).all()


def find_interview(interview_id: int) -> Interview | None:
    """The interview as the company has it."""
    return db.session.scalars(select(Interview).where(Interview.id == interview_id)).one_or_none()


def brings_times(event_id: int) -> bool:
    """Whether an event of an interview brought times to choose from: they were sent, or some were added."""
    wanted = select(Event.name, EventDetails.new).outerjoin(EventDetails, EventDetails.event_id == Event.id)
    row = db.session.execute(wanted.where(Event.id == event_id)).one_or_none()
    return row is not None and (row.name != "interview.updated" or "slots" in (row.new or {}))


def find_application(application_id: int) -> Application | None:
    """The application as the company has it."""
    return db.session.scalars(select(Application).where(Application.id == application_id)).one_or_none()


def has_agreed_interview(candidate_id: int) -> bool:
    """Whether the candidate has an interview that a bare "cancel" could mean."""
    wanted = select(Interview.id).where(
        Interview.candidate_id == candidate_id, Interview.interview_status.in_((*BOOKED, InterviewStatus.AWAITING))
    )
    return db.session.scalar(wanted.limit(1)) is not None
