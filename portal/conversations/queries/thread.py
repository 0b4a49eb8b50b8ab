"""One conversation as its page shows it: the head, the messages by key, what the assistant thought, who stands beside.

Nothing here costs more in a long conversation than in a short one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, or_, select, union_all
from sqlalchemy.orm import aliased

from portal.accounts.models import AccountStatus, Role, User
from portal.candidates.models import Application, Candidate, ScreeningAnswer
from portal.clients.models import Client
from portal.conversations.models import (
    AssistantTurn,
    Channel,
    ChannelStatus,
    Contact,
    Conversation,
    ConversationRead,
    ConversationStatus,
    Message,
)
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import Missing
from portal.interviews.models import Interview
from portal.interviews.rules import OPEN
from portal.jobs.models import Job

C = Conversation
M = Message
PAGE = 50
# More colleagues than these are found by their page, not in a menu.
MOST_COLLEAGUES = 100
OTHERS = 5
_owner, _other = aliased(User), aliased(Conversation)
_wrote, _silent = aliased(AssistantTurn), aliased(AssistantTurn)


# Statements of the page that recruiters have open all day are made once: building them costs more than running them.
# WhatsApp's window is the contact's on the channel, in whichever of their talks they wrote.
_last_inbound = (
    select(func.max(_other.last_inbound_at))
    .where(_other.contact_id == C.contact_id, _other.channel_id == C.channel_id)
    .correlate(C)
    .scalar_subquery()
)
_HEAD = (
    select(
        C.id,
        C.status,
        C.subject,
        C.owner_id,
        C.owned_by_ai,
        C.waiting_since,
        C.offered_at,
        C.created_at,
        C.completed_at,
        C.last_inbound_id,
        C.contact_id,
        C.channel_id,
        C.candidate_id,
        C.job_id,
        C.application_id,
        Contact.name.label("contact_name"),
        Contact.phone,
        Contact.email,
        Contact.stopped_at,
        Contact.stopped_words,
        Channel.type.label("channel_type"),
        Channel.name.label("channel_name"),
        Channel.status.label("channel_status"),
        Channel.settings.label("channel_settings"),
        Channel.address.label("channel_address"),
        Candidate.first_name,
        Candidate.last_name,
        Candidate.current_role,
        Candidate.current_company,
        Candidate.location,
        Job.title.label("job_title"),
        Client.company_name.label("client_name"),
        Application.status.label("application_status"),
        Application.match_score,
        _owner.first_name.label("owner_first"),
        _owner.last_name.label("owner_last"),
        ConversationRead.message_id.label("read_to"),
        _last_inbound.label("last_inbound_at"),
    )
    .join(Contact, Contact.id == C.contact_id)
    .join(Channel, Channel.id == C.channel_id)
    .outerjoin(Candidate, and_(Candidate.id == C.candidate_id, Candidate.deleted_at.is_(None)))
    .outerjoin(Job, Job.id == C.job_id)
    .outerjoin(Client, Client.id == Job.client_id)
    .outerjoin(Application, Application.id == C.application_id)
    .outerjoin(_owner, _owner.id == C.owner_id)
    .outerjoin(
        ConversationRead, and_(ConversationRead.conversation_id == C.id, ConversationRead.user_id == bindparam("me"))
    )
    .where(C.id == bindparam("conversation"))
)


def head_of(conversation_id: int, me: int) -> Row[*tuple[Any, ...]]:
    """A conversation with everybody in it, and how far somebody (`me`) has read it. Raises Missing."""
    found = db.session.execute(_HEAD, {"conversation": conversation_id, "me": me}).one_or_none()
    if found is None:
        raise Missing
    return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some messages in a row, the oldest first; `older`: there are more before them."""

    rows: Sequence[Row[*tuple[Any, ...]]]
    older: bool = False


_MESSAGES = (
    select(
        M.id,
        M.kind,
        M.sender,
        M.author_id,
        M.text,
        M.state,
        M.failure,
        M.sends,
        M.extras,
        M.created_at,
        M.sent_at,
        M.delivered_at,
        M.read_at,
        User.first_name,
        User.last_name,
    )
    .outerjoin(User, User.id == M.author_id)
    .where(M.conversation_id == bindparam("conversation"))
)
_NEWEST = _MESSAGES.order_by(M.id.desc()).limit(PAGE + 1)
_BEFORE = _MESSAGES.where(M.id < bindparam("before")).order_by(M.id.desc()).limit(PAGE + 1)
# The message that is known comes first if it is still there.
_AFTER = _MESSAGES.where(M.id >= bindparam("after")).order_by(M.id).limit(PAGE + 1)
_STATES = (
    select(M.id, M.kind, M.sender, M.state, M.failure, M.sends, M.sent_at, M.delivered_at, M.read_at)
    .where(M.conversation_id == bindparam("conversation"))
    .order_by(M.id.desc())
    .limit(PAGE)
)


def newest_messages(conversation_id: int, before: int | None = None) -> Stretch:
    """The newest messages, or the newest before one of them; fifty at most."""
    wanted = _NEWEST if before is None else _BEFORE
    rows = db.session.execute(wanted, {"conversation": conversation_id, "before": before}).all()
    return Stretch(rows[:PAGE][::-1], older=len(rows) > PAGE)


def messages_after(conversation_id: int, after: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """What came after a message, the oldest first, together with that message itself, which comes first if it is
    still there; fifty-one at most."""
    return db.session.execute(_AFTER, {"conversation": conversation_id, "after": after}).all()


def states_of(conversation_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """What has become of the newest fifty messages: id, kind, sender, state, failure and times, the newest first."""
    return db.session.execute(_STATES, {"conversation": conversation_id}).all()


# Two questions, each with its index: as one with "or" the database reads all turns of the conversation.
_stretch: tuple[ColumnElement[int], ColumnElement[int]] = (bindparam("first"), bindparam("last"))
_TURNS = (
    select(
        AssistantTurn.id,
        AssistantTurn.at,
        AssistantTurn.act,
        AssistantTurn.why,
        AssistantTurn.maker,
        AssistantTurn.outcome,
        AssistantTurn.words,
        AssistantTurn.message_id,
        AssistantTurn.answers_id,
    )
    .where(
        AssistantTurn.id.in_(
            union_all(
                select(_wrote.id).where(
                    _wrote.conversation_id == bindparam("conversation"), _wrote.message_id.between(*_stretch)
                ),
                select(_silent.id).where(
                    _silent.conversation_id == bindparam("conversation"),
                    _silent.answers_id.between(*_stretch),
                    _silent.message_id.is_(None),
                ),
            )
        )
    )
    .limit(4 * PAGE)
)


def turns_of(conversation_id: int, first: int, last: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """What the assistant proposed about messages with numbers from `first` to `last`, and why; the oldest first."""
    found = db.session.execute(_TURNS, {"conversation": conversation_id, "first": first, "last": last})
    return sorted(found.all(), key=lambda row: row.id)


def next_interview(candidate_id: int) -> Row[*tuple[Any, ...]] | None:
    """The candidate's interview that comes next: an agreed time first, else one that waits for a time."""
    i = Interview
    over = and_(i.scheduled_end_time.is_not(None), i.scheduled_end_time < now())
    wanted = (
        select(
            i.id,
            i.interview_status,
            i.interview_round,
            i.round_name,
            i.scheduled_start_time,
            i.interview_mode,
            i.meeting_link,
            Job.title,
        )
        .join(Job, Job.id == i.job_id)
        .where(i.candidate_id == candidate_id, i.interview_status.in_(OPEN), ~over)
        .order_by(i.scheduled_start_time.is_(None), i.scheduled_start_time, i.id)
    )
    return db.session.execute(wanted.limit(1)).first()


def answers_of(application_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """What was answered to the screening questions of an application, in the order of answering."""
    a = ScreeningAnswer
    wanted = select(a.question, a.answer, a.source, a.answered_at).where(a.application_id == application_id)
    return db.session.execute(wanted.order_by(a.answered_at, a.id).limit(50)).all()


_TALKS = (
    select(C.id, C.status, C.last_message_at, C.last_text, Channel.type.label("channel_type"), Job.title)
    .join(Channel, Channel.id == C.channel_id)
    .outerjoin(Job, Job.id == C.job_id)
    .where(C.id != bindparam("conversation"))
    .order_by(C.last_message_at.desc(), C.id.desc())
    .limit(OTHERS)
)
_OF_CONTACT = _TALKS.where(C.contact_id == bindparam("contact"))
_OF_BOTH = _TALKS.where(or_(C.contact_id == bindparam("contact"), C.candidate_id == bindparam("candidate")))


def other_talks(conversation_id: int, contact_id: int, candidate_id: int | None) -> Sequence[Row[*tuple[Any, ...]]]:
    """The newest other conversations with the same contact or candidate."""
    wanted = _OF_CONTACT if candidate_id is None else _OF_BOTH
    of = {"conversation": conversation_id, "contact": contact_id, "candidate": candidate_id}
    return db.session.execute(wanted, of).all()


def colleagues() -> Sequence[Row[*tuple[Any, ...]]]:
    """Whom a conversation may be handed to: the company's active people and its assistant, by name."""
    staff = and_(User.role.in_([Role.ADMIN, Role.RECRUITER]), User.status == AccountStatus.ACTIVE)
    wanted = select(User.id, User.first_name, User.last_name, User.role).where(or_(staff, User.role == Role.AI))
    return db.session.execute(wanted.order_by(User.first_name, User.last_name, User.id).limit(MOST_COLLEAGUES)).all()


def get_message(conversation_id: int, message_id: int) -> Message:
    """A message of a conversation. Raises Missing."""
    found = db.session.scalars(select(M).where(M.id == message_id, M.conversation_id == conversation_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def newest_up_to(conversation_id: int, message_id: int) -> int | None:
    """The newest message of a conversation that is not newer than a number; None if there is none."""
    wanted = select(func.max(M.id)).where(M.conversation_id == conversation_id, M.id <= message_id)
    return db.session.scalar(wanted)


def reading_of(conversation_id: int, me: int) -> ConversationRead | None:
    """How far somebody has read a conversation."""
    r = ConversationRead
    wanted = select(r).where(r.conversation_id == conversation_id, r.user_id == me)
    return db.session.scalars(wanted).one_or_none()


def active_talk(candidate_id: int) -> Row[*tuple[Any, ...]] | None:
    """The candidate's conversation that is going on, if one is: id and job."""
    wanted = select(C.id, C.job_id, C.last_message_at).where(
        C.candidate_id == candidate_id, C.status == ConversationStatus.ONGOING
    )
    return db.session.execute(wanted.order_by(C.last_message_at.desc(), C.id.desc()).limit(1)).first()


def talk_about(candidate_id: int, job_id: int) -> Conversation | None:
    """The one conversation with a candidate about a job, whatever its status."""
    wanted = select(C).where(C.candidate_id == candidate_id, C.job_id == job_id)
    return db.session.scalars(wanted).one_or_none()


def open_talk_of_contact(contact_id: int, channel_id: int) -> Conversation | None:
    """The conversation without a job that a contact has on a channel just now."""
    wanted = select(C).where(
        C.contact_id == contact_id,
        C.channel_id == channel_id,
        C.status == ConversationStatus.ONGOING,
        C.job_id.is_(None),
    )
    return db.session.scalars(wanted).one_or_none()


def contact_with(phone: str | None, email: str | None) -> Contact | None:
    """The contact with that number, or with that address."""
    wanted = select(Contact).where(Contact.phone == phone if phone is not None else Contact.email == email)
    return db.session.scalars(wanted).one_or_none()


def last_written(channel_id: int, phone: str | None, email: str | None) -> datetime | None:
    """When the contact with that number or address last wrote on a channel."""
    same = Contact.phone == phone if phone is not None else Contact.email == email
    wanted = select(func.max(C.last_inbound_at)).join(Contact, Contact.id == C.contact_id)
    return db.session.scalar(wanted.where(same, C.channel_id == channel_id))


def active_channels() -> Sequence[Channel]:
    """The channels that send just now, by type and name."""
    wanted = select(Channel).where(Channel.status == ChannelStatus.ACTIVE).order_by(Channel.type, Channel.name)
    return db.session.scalars(wanted.limit(100)).all()
