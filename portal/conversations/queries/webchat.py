"""What the chat of the candidates' portal asks."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select

from portal.conversations.models import (
    Channel,
    ChannelStatus,
    ChannelType,
    Contact,
    Conversation,
    ConversationStatus,
)
from portal.core.database import db

C = Conversation


def find_webchat() -> Channel | None:
    """The company's chat in the candidates' portal, if it takes messages."""
    wanted = select(Channel).where(Channel.type == ChannelType.WEBCHAT, Channel.status == ChannelStatus.ACTIVE)
    return db.session.scalars(wanted.order_by(Channel.id).limit(1)).first()


def general_talk(candidate_id: int, channel_id: int, closed_after: datetime) -> Conversation | None:
    """The candidate's talk about nothing in particular on the channel: the ongoing one, else the newest that was
    completed since then."""
    goes_on = or_(
        C.status != ConversationStatus.COMPLETED,
        and_(C.status == ConversationStatus.COMPLETED, C.completed_at > closed_after),
    )
    wanted = (
        select(C)
        .join(Contact, Contact.id == C.contact_id)
        .where(Contact.candidate_id == candidate_id, C.channel_id == channel_id, C.job_id.is_(None), goes_on)
        .order_by(C.status != ConversationStatus.ONGOING, C.last_message_at.desc(), C.id.desc())
    )
    return db.session.scalars(wanted.limit(1)).first()


def contacts_with(candidate_id: int, email: str | None) -> Sequence[Contact]:
    """The contacts that are the candidate, and the one with their address if it is nobody's yet; the former first."""
    theirs = Contact.candidate_id == candidate_id
    free = and_(Contact.candidate_id.is_(None), Contact.email == email) if email else None
    wanted = select(Contact).where(or_(theirs, free) if free is not None else theirs)
    return db.session.scalars(wanted.order_by(Contact.candidate_id.is_(None), Contact.id)).all()
