"""Who is to be wiped, and where there are traces of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from portal.accounts.models import CandidateAccount
from portal.candidates.models import Application, Candidate, CvUpload, Document
from portal.conversations.models import Contact, Conversation, Message
from portal.core.database import db
from portal.core.events import Event, EventDetails
from portal.storage.models import StoredFile


@dataclass(frozen=True, slots=True)
class Traces:
    """What leads to a person: their applications, accounts, contacts, files, and the addresses they had."""

    applications: Sequence[int]
    accounts: Sequence[int]
    contacts: Sequence[Contact]
    files: Sequence[StoredFile]
    addresses: Sequence[str]


def to_wipe(before: datetime, limit: int) -> Sequence[int]:
    """People who were deleted before a moment and are not wiped, the earliest first."""
    c = Candidate
    wanted = select(c.id).where(c.deleted_at < before, c.wiped_at.is_(None)).order_by(c.deleted_at, c.id)
    return db.session.scalars(wanted.limit(limit)).all()


def lock_deleted(candidate_id: int) -> Candidate | None:
    """A deleted person, held until the transaction ends."""
    c = Candidate
    wanted = select(c).where(c.id == candidate_id, c.deleted_at.is_not(None)).with_for_update()
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()


def traces_of(candidate_id: int) -> Traces:
    """Where a person is to be found. The address is the one that the event of their deletion kept."""
    accounts = db.session.scalars(select(CandidateAccount).where(CandidateAccount.candidate_id == candidate_id)).all()
    # A contact that nobody has been found for is theirs when the talk with it is.
    talked = select(Conversation.contact_id).where(Conversation.candidate_id == candidate_id)
    theirs = or_(Contact.candidate_id == candidate_id, and_(Contact.candidate_id.is_(None), Contact.id.in_(talked)))
    contacts = db.session.scalars(select(Contact).where(theirs)).all()
    f, d, u = StoredFile, Document, CvUpload
    papers = select(d.file_id).where(d.candidate_id == candidate_id)
    dropped = select(u.file_id).where(u.candidate_id == candidate_id, u.file_id.is_not(None))
    own = (f.owner_kind == "candidate") & (f.owner_id == candidate_id)
    files = db.session.scalars(select(f).where(or_(f.id.in_(papers), f.id.in_(dropped), own))).all()
    deleted = (
        select(EventDetails.old)
        .join(Event, Event.id == EventDetails.event_id)
        .where(Event.candidate_id == candidate_id, Event.name == "candidate.deleted")
    )
    addresses = {str(old.get("email") or "") for old in db.session.scalars(deleted)}
    addresses |= {account.email for account in accounts} | {contact.email or "" for contact in contacts}
    applications = db.session.scalars(select(Application.id).where(Application.candidate_id == candidate_id)).all()
    return Traces(applications, [a.id for a in accounts], contacts, files, sorted(addresses - {""}))


def talks_of(contact_id: int) -> Sequence[Conversation]:
    """Every conversation with a contact."""
    return db.session.scalars(select(Conversation).where(Conversation.contact_id == contact_id)).all()


def messages_of(conversation_id: int) -> Sequence[Message]:
    """Every message of a conversation."""
    return db.session.scalars(select(Message).where(Message.conversation_id == conversation_id)).all()
