"""What the messages' pages ask, as plain values, in the candidate's own scope: what was not sent is not in it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, func, literal, null, select
from sqlalchemy.orm import aliased

from portal.accounts.models import User
from portal.conversations.models import (
    Channel,
    ChannelType,
    Contact,
    Conversation,
    Message,
    MessageState,
    Sender,
)
from portal.conversations.queries import Stretch
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.people import Person
from portal.interviews.models import InterviewSlot
from portal.jobs.models import Job, ScreeningQuestion

SHOWN, PAGE = 50, 50
MOST_COUNTED = 100
ARRIVED = (MessageState.SENT, MessageState.DELIVERED)
C, M = Conversation, Message
_owner = aliased(User)
# What went by another channel has been read there; only what came here alone waits to be read here.
_UNREAD = and_(M.sender != Sender.CONTACT, M.state.in_(ARRIVED), M.id > func.coalesce(C.last_inbound_id, 0))


def my_talks() -> Sequence[Row[*tuple[Any, ...]]]:
    """The candidate's talks in which something was said, the newest first.

    Columns id, status, subject, title (the job's), channel, text, sender, at, first_name (of who wrote), unread.
    """
    newest = select(func.max(M.id)).where(M.conversation_id == C.id).correlate(C).scalar_subquery()
    other = aliased(Message)
    unread = (
        select(other.id)
        .where(
            other.conversation_id == C.id,
            other.sender != Sender.CONTACT,
            other.state.in_(ARRIVED),
            other.id > func.coalesce(C.last_inbound_id, 0),
            Channel.type == ChannelType.WEBCHAT,
        )
        .correlate(C, Channel)
        .exists()
    )
    wanted = (
        select(
            C.id,
            C.status,
            C.subject,
            Job.title,
            Channel.type.label("channel"),
            M.text,
            M.sender,
            M.created_at.label("at"),
            User.first_name,
            unread.label("unread"),
        )
        .select_from(C)
        .join(M, M.id == newest)
        .join(Channel, Channel.id == C.channel_id)
        .outerjoin(Job, Job.id == C.job_id)
        .outerjoin(User, User.id == M.author_id)
        .order_by(M.id.desc())
    )
    return db.session.execute(wanted.limit(SHOWN)).all()


def unread_messages(person: Person) -> int:
    """How many messages wait to be read in the portal's chat, a hundred at the most."""
    if person.candidate_id is None:
        return 0
    wanted = (
        select(M.id)
        .join(C, C.id == M.conversation_id)
        .join(Channel, Channel.id == C.channel_id)
        .where(C.candidate_id == person.candidate_id, Channel.type == ChannelType.WEBCHAT, _UNREAD)
        .limit(MOST_COUNTED)
    )
    return db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def get_talk(conversation_id: int) -> Row[*tuple[Any, ...]]:
    """One talk. Raises Missing for another's.

    Columns id, status, subject, completed_at, owned_by_ai, memory, job_id, title, application_id, channel,
    owner (first name), stopped_at.
    """
    wanted = (
        select(
            C.id,
            C.status,
            C.subject,
            C.completed_at,
            C.owned_by_ai,
            C.memory,
            C.job_id,
            Job.title,
            C.application_id,
            Channel.type.label("channel"),
            _owner.first_name.label("owner"),
            Contact.stopped_at,
        )
        .join(Channel, Channel.id == C.channel_id)
        .outerjoin(Contact, Contact.id == C.contact_id)
        .outerjoin(Job, Job.id == C.job_id)
        .outerjoin(_owner, _owner.id == C.owner_id)
        .where(C.id == conversation_id)
    )
    found = db.session.execute(wanted).one_or_none()
    if found is None:
        raise Missing
    return found


def talk_about(application_id: int) -> int | None:
    """The talk about one of the candidate's applications in which something was said."""
    said = select(M.id).where(M.conversation_id == C.id).correlate(C).exists()
    return db.session.scalar(select(C.id).where(C.application_id == application_id, said))


def newest_ids(conversation_id: int) -> Sequence[int]:
    """The ids of the messages that the talk's page shows, the newest first."""
    wanted = select(M.id).where(M.conversation_id == conversation_id)
    return db.session.scalars(wanted.order_by(M.id.desc()).limit(PAGE + 1)).all()


def newest_messages(conversation_id: int, before: int | None = None) -> Stretch:
    """The newest messages, or the newest before one of them; of people the first name alone."""
    wanted = (
        select(
            M.id,
            M.kind,
            M.sender,
            M.text,
            M.state,
            literal("").label("failure"),
            M.extras,
            M.created_at,
            User.first_name,
            null().label("last_name"),
        )
        .outerjoin(User, User.id == M.author_id)
        .where(M.conversation_id == conversation_id)
    )
    if before is not None:
        wanted = wanted.where(M.id < before)
    rows = db.session.execute(wanted.order_by(M.id.desc()).limit(PAGE + 1)).all()
    return Stretch(rows[:PAGE][::-1], older=len(rows) > PAGE)


def offered_slots(slot_ids: Sequence[int]) -> dict[int, Row[*tuple[Any, ...]]]:
    """Those of some times of the candidate's interviews that are still offered, by id. Columns id, start, end."""
    s = InterviewSlot
    wanted = select(s.id, s.start, s.end).where(s.id.in_(slot_ids), s.withdrawn_at.is_(None))
    return {row.id: row for row in db.session.execute(wanted)}


def find_question(question_id: int | None) -> Row[*tuple[Any, ...]] | None:
    """What the assistant asked, if it is asked still. Columns kind, options."""
    q = ScreeningQuestion
    wanted = select(q.kind, q.options).where(q.id == question_id, q.removed_at.is_(None))
    return db.session.execute(wanted).one_or_none() if question_id is not None else None
