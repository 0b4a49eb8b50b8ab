"""A message that lies unread in the portal's chat."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from portal.accounts.models import User
from portal.candidates.models import Candidate
from portal.conversations.models import Channel, ChannelType, Conversation, Message, MessageKind, MessageState, Sender
from portal.core.database import db
from portal.jobs.models import Job

ARRIVED = (MessageState.SENT, MessageState.DELIVERED)


@dataclass(frozen=True, slots=True)
class Unread:
    """A message, the candidate it was written to, the job it is about (may be empty), and who wrote: a name, or empty
    for the assistant. `email` is the candidate's, for whoever has no account."""

    conversation_id: int
    company_id: int
    candidate_id: int
    first_name: str
    name: str
    email: str
    job: str
    sender: str


def find_oldest_unread(message_id: int) -> Unread | None:
    """The message, if its candidate has not looked since and nothing older waits to be read; None otherwise.

    None too when the candidate has answered, the talk goes on elsewhere, or the candidate is gone.
    """
    M, C, other = Message, Conversation, aliased(Message)
    answered = func.coalesce(C.last_inbound_id, 0)
    older = select(other.id).where(
        other.conversation_id == C.id,
        other.channel_id == C.channel_id,
        other.kind == MessageKind.MESSAGE,
        other.sender != Sender.CONTACT,
        other.state.in_(ARRIVED),
        other.id > answered,
        other.id < M.id,
    )
    wanted = (
        select(
            C.id, C.company_id, C.candidate_id, Candidate.first_name, Candidate.last_name, Candidate.email, Job.title,
            M.sender, User.first_name.label("user_first"), User.last_name.label("user_last"),
        )
        .select_from(M)
        .join(C, C.id == M.conversation_id)
        .join(Channel, Channel.id == C.channel_id)
        .join(Candidate, Candidate.id == C.candidate_id)
        .outerjoin(Job, Job.id == C.job_id)
        .outerjoin(User, User.id == M.author_id)
        .where(
            M.id == message_id,
            M.state.in_(ARRIVED),
            M.id > answered,
            Channel.type == ChannelType.WEBCHAT,
            Candidate.deleted_at.is_(None),
            ~older.exists(),
        )
    )  # fmt: skip
    row = db.session.execute(wanted).one_or_none()
    if row is None:
        return None
    by_person = row.sender is Sender.AGENT
    return Unread(
        row.id,
        row.company_id,
        row.candidate_id,
        row.first_name,
        f"{row.first_name} {row.last_name}".strip(),
        row.email or "",
        row.title or "",
        f"{row.user_first or ''} {row.user_last or ''}".strip() if by_person else "",
    )
