"""How the demo's conversations are made: rows as the channels and the assistant would have left them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.models import User
from portal.candidates.models import Application, Candidate
from portal.conversations.models import (
    AssistantTurn,
    Channel,
    ChannelType,
    Contact,
    Conversation,
    ConversationRead,
    ConversationStatus,
    Message,
    MessageKind,
    MessageState,
    Sender,
    TurnOutcome,
)
from portal.conversations.queries import find_assistant
from portal.core.database import db
from portal.demo.company import Place
from portal.jobs.models import Job

M = MessageState


def inbound(conversation: Conversation, text: str, at: datetime, **extras: Any) -> Message:
    """What the contact wrote."""
    channel_id = f"demo-{conversation.id}-{at.timestamp():.0f}"
    return _message(conversation, Sender.CONTACT, text, at, M.RECEIVED, None, channel_id, extras or None)


def _message(
    conversation: Conversation,
    sender: Sender,
    text: str,
    at: datetime,
    state: MessageState,
    author: int | None,
    channel_message_id: str | None = None,
    extras: dict[str, Any] | None = None,
) -> Message:
    """A message as the channels would have left it."""
    row = Message(
        company_id=conversation.company_id,
        conversation_id=conversation.id,
        channel_id=conversation.channel_id,
        kind=MessageKind.MESSAGE,
        sender=sender,
        author_id=author,
        text=text,
        state=state,
        created_at=at,
        channel_message_id=channel_message_id,
        extras=extras,
        sends=1 if sender is not Sender.CONTACT else 0,
        sent_at=at if state in (M.SENT, M.DELIVERED, M.READ) else None,
    )
    db.session.add(row)
    db.session.flush()
    c = conversation
    c.last_message_id, c.last_message_at, c.last_sender, c.last_text = row.id, at, sender.value, text[:160]
    c.updated_at = at
    if sender is Sender.CONTACT:
        c.last_inbound_id, c.last_inbound_at = row.id, at
        c.waiting_since = None if c.owned_by_ai else c.waiting_since or at
    else:
        c.waiting_since = None
    db.session.flush()
    return row


@dataclass
class Teller:
    """Makes conversations of the demo's people."""

    place: Place
    channels: dict[ChannelType, Channel]
    turn: int = 0

    @property
    def assistant(self) -> User:
        """The company's assistant."""
        found = find_assistant()
        assert found is not None
        return found

    def ago(self, **parts: float) -> datetime:
        """A moment of the past."""
        return self.place.today - timedelta(**parts)

    def user(self, email: str) -> User:
        """One of the company's people."""
        return accounts.get_user(self.place.people[email].id)

    def applied(self, job: str, place: int) -> Application:
        """The application of a job's person, counted from 0 in the order in which they came."""
        wanted = (
            select(Application)
            .join(Job, Job.id == Application.job_id)
            .where(Job.title == job)
            .order_by(Application.id)
            .offset(place)
            .limit(1)
        )
        return db.session.scalars(wanted).one()

    def begin(
        self,
        kind: ChannelType,
        application: Application | None,
        at: datetime,
        owner: User | None,
        *,
        name: str = "",
        phone: str | None = None,
        email: str | None = None,
        subject: str = "",
    ) -> Conversation:
        """A conversation with the person of an application, or with somebody unknown."""
        self.turn += 1
        person = db.session.get(Candidate, application.candidate_id) if application else None
        if person is not None:
            email, name = person.email, person.name
            phone = person.phone or f"+9198400000{self.turn:02d}"
        contact = Contact(
            name=name, phone=phone, email=email, candidate_id=person.id if person else None, created_at=at
        )
        db.session.add(contact)
        db.session.flush()
        made = Conversation(
            channel_id=self.channels[kind].id,
            contact_id=contact.id,
            candidate_id=person.id if person else None,
            job_id=application.job_id if application else None,
            application_id=application.id if application else None,
            owner_id=owner.id if owner else None,
            owned_by_ai=owner is not None and owner.id == self.assistant.id,
            status=ConversationStatus.ONGOING,
            subject=subject,
            created_at=at,
            updated_at=at,
            opened_at=at,
            last_message_at=at,
        )
        db.session.add(made)
        db.session.flush()
        return made

    def says(
        self, talk: Conversation, text: str, at: datetime, why: str, state: MessageState = M.READ, act: str = "say"
    ) -> Message:
        """What the assistant wrote, and why."""
        answers = talk.last_inbound_id
        row = _message(talk, Sender.AI, text, at, state, self.assistant.id)
        db.session.add(
            AssistantTurn(
                conversation_id=talk.id,
                at=at,
                trigger="reply" if answers else "open",
                maker="local",
                act=act,
                why=why,
                outcome=TurnOutcome.DONE,
                answers_id=answers,
                message_id=row.id,
            )
        )
        db.session.flush()
        return row

    def writes(
        self,
        talk: Conversation,
        text: str,
        at: datetime,
        state: MessageState = M.READ,
        who: str = "recruiter@demo.test",
    ) -> Message:
        """What a person wrote."""
        return _message(talk, Sender.AGENT, text, at, state, self.place.people[who].id)

    def has_read(self, talk: Conversation, who: str = "recruiter@demo.test") -> None:
        """The person has read all of it."""
        db.session.add(
            ConversationRead(
                conversation_id=talk.id,
                user_id=self.place.people[who].id,
                message_id=talk.last_message_id or 0,
                read_at=talk.last_message_at,
            )
        )
