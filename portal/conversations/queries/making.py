"""Whether there is a conversation already, before one is made."""

from sqlalchemy import select

from portal.candidates.models import Application
from portal.conversations.models import Contact, Conversation, ConversationStatus
from portal.core.database import db
from portal.core.errors import Missing

C = Conversation


def application_of(candidate_id: int, job_id: int) -> int | None:
    """The candidate's application for the job."""
    wanted = select(Application.id).where(Application.candidate_id == candidate_id, Application.job_id == job_id)
    return db.session.scalar(wanted)


def talk_about(candidate_id: int, job_id: int) -> int | None:
    """The conversation with the candidate about the job, wherever it stands."""
    return db.session.scalar(select(C.id).where(C.candidate_id == candidate_id, C.job_id == job_id))


def open_talk(contact_id: int, channel_id: int) -> int | None:
    """The newest conversation about no job with the contact on the channel that is not completed."""
    wanted = select(C.id).where(
        C.contact_id == contact_id,
        C.channel_id == channel_id,
        C.job_id.is_(None),
        C.status != ConversationStatus.COMPLETED,
    )
    return db.session.scalar(wanted.order_by(C.id.desc()).limit(1))


def get_contact(contact_id: int) -> Contact:
    """A contact that the reader may see. Raises Missing."""
    found = db.session.scalars(select(Contact).where(Contact.id == contact_id)).one_or_none()
    if found is None:
        raise Missing
    return found
