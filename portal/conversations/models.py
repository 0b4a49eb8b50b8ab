"""Channels, contacts, conversations and their messages; what the assistant did in them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    column,
    select,
    table,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.database import BigId, Json, Model
from portal.core.signing import living_secrets
from portal.core.tenancy import Owned, own_key, within_company

# Rules name the table, not the class: a rule's subquery must not be narrowed once more.
_conversations = table("conversations", column("id"), column("candidate_id"), column("channel_id"))

NAME_LENGTH = 120
ADDRESS_LENGTH = 254
# The longest message that is taken or sent, in characters; a door refuses more by name.
TEXT_LENGTH = 16_000
PREVIEW_LENGTH = 160
FAILURE_LENGTH = 300


class ChannelType(StrEnum):
    """By what people and contacts write to each other."""

    WHATSAPP = "whatsapp"
    SMS = "sms"
    EMAIL = "email"
    WEBCHAT = "webchat"


class Provider(StrEnum):
    """Who carries a channel's messages."""

    GATEWAY = "gateway"  # a gateway of the company's own, by DESIGN.md §6
    META = "meta"  # WhatsApp Cloud API
    TWILIO = "twilio"  # Twilio Programmable Messaging
    SMTP = "smtp"  # the portal's own mail server
    PORTAL = "portal"  # the candidates' portal itself
    TEST = "test"  # nobody: messages stay here, for trying things out


class ChannelStatus(StrEnum):
    """Whether a channel sends messages. What contacts write comes in either way: nobody's words are lost."""

    ACTIVE = "active"
    PAUSED = "paused"


class Channel(Owned, Model):
    """One way on which a company is reached. `settings` are the provider's (no secrets); `secret` signs, both ways,
    and the one before it beside it until `previous_until`; `credentials` are what the provider asks of us (JSON).
    Secrets are loaded only when somebody asks for them.
    """

    __tablename__ = "channels"
    __table_args__ = (own_key(), Index("ix_channels_of_type", "company_id", "type", "status", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[ChannelType]
    provider: Mapped[Provider]
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    # The company's own number or address on it, as contacts see it.
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), default="")
    status: Mapped[ChannelStatus] = mapped_column(default=ChannelStatus.ACTIVE)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    secret: Mapped[str | None] = mapped_column(EncryptedText, deferred=True)
    previous_secret: Mapped[str | None] = mapped_column(EncryptedText, deferred=True)
    previous_until: Mapped[datetime | None]
    credentials: Mapped[str | None] = mapped_column(EncryptedText, deferred=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), default="")
    tested_at: Mapped[datetime | None]
    test_passed: Mapped[bool | None]
    test_words: Mapped[str | None] = mapped_column(String(FAILURE_LENGTH))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    def living_secrets(self, moment: datetime) -> list[str]:
        """The secrets that sign at that moment, the newest first. None: nothing is signed."""
        return living_secrets(self.secret, self.previous_secret, self.previous_until, moment) if self.secret else []

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        # Those that the candidate's own conversations are on, of which pages tell the type alone.
        return cls.id.in_(select(_conversations.c.channel_id).where(_conversations.c.candidate_id == person))


class Contact(Owned, Model):
    """Somebody who writes to the company or is written to; the candidate with that number or address, if it is one.

    `stopped_at`: has asked for no more automated messages, on any channel.
    """

    __tablename__ = "contacts"
    __table_args__ = (
        own_key(),
        within_company("candidate_id", "candidates"),
        UniqueConstraint("company_id", "phone"),
        UniqueConstraint("company_id", "email"),
        Index("ix_contacts_of_candidate", "company_id", "candidate_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # The search must know what stood there before: it is loaded when somebody writes over it.
    name: Mapped[str] = mapped_column(String(200), default="", active_history=True)
    phone: Mapped[str | None] = mapped_column(String(20), active_history=True)
    email: Mapped[str | None] = mapped_column(String(ADDRESS_LENGTH), active_history=True)
    candidate_id: Mapped[int | None]
    stopped_at: Mapped[datetime | None]
    stopped_words: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        return cls.candidate_id == person


class ConversationStatus(StrEnum):
    """Where a talk stands (seed 000)."""

    CREATED = "CREATED"
    ONGOING = "ONGOING"
    COMPLETED = "COMPLETED"


class Conversation(Owned, Model):
    """A talk with one contact on one channel, about one job or none. One per candidate and job.

    `owner_id` is the person who answers, or the company's assistant (`owned_by_ai`, set with it in one place); nobody:
    it is offered to all. `waiting_since` is the contact's first message that no person has answered while a person
    should. `memory` is the assistant's, `answered_id` the newest message of the contact that it has dealt with.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        own_key(),
        within_company("channel_id", "channels"),
        within_company("contact_id", "contacts"),
        within_company("candidate_id", "candidates"),
        within_company("job_id", "jobs"),
        UniqueConstraint("candidate_id", "job_id"),
        CheckConstraint("job_id IS NULL OR candidate_id IS NOT NULL", name="candidate_with_job"),
        # Two first messages at once cannot begin two talks.
        Index(
            "uq_conversations_without_job",
            "company_id",
            "channel_id",
            "contact_id",
            unique=True,
            sqlite_where=text("job_id IS NULL AND status = 'ONGOING'"),
            postgresql_where=text("job_id IS NULL AND status = 'ONGOING'"),
        ),
        Index("ix_conversations_candidate_id_status", "candidate_id", "status"),
        Index("ix_conversations_of_contact", "contact_id", "channel_id", "status", "id"),
        Index("ix_conversations_newest", "company_id", "last_message_at", "id"),
        Index("ix_conversations_of_owner", "company_id", "owner_id", "status", "last_message_at", "id"),
        Index("ix_conversations_waiting", "company_id", "waiting_since", "id"),
        Index("ix_conversations_of_job", "company_id", "job_id", "last_message_at", "id"),
        Index("ix_conversations_of_status", "company_id", "status", "last_message_at", "id"),
        Index("ix_conversations_of_channel", "company_id", "channel_id", "status", "last_message_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int]
    contact_id: Mapped[int]
    candidate_id: Mapped[int | None]
    job_id: Mapped[int | None]
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    owned_by_ai: Mapped[bool] = mapped_column(default=False)
    status: Mapped[ConversationStatus]
    subject: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    last_message_id: Mapped[int | None] = mapped_column(BigInteger)
    last_message_at: Mapped[datetime]
    last_sender: Mapped[str] = mapped_column(String(10), default="")
    last_text: Mapped[str] = mapped_column(String(PREVIEW_LENGTH), default="")
    last_inbound_id: Mapped[int | None] = mapped_column(BigInteger)
    last_inbound_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]
    offered_at: Mapped[datetime | None]
    # Since when the present owner answers: a new one has the company's time to do so.
    owned_since: Mapped[datetime | None]
    memory: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answered_id: Mapped[int | None] = mapped_column(BigInteger)
    nudges: Mapped[int] = mapped_column(default=0)
    # A language model is asked for this talk until then at the latest, so that no second worker asks it the same.
    thinking_until: Mapped[datetime | None]
    told_automated_at: Mapped[datetime | None]

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        return cls.candidate_id == person


class Sender(StrEnum):
    """Who wrote a message (seed 004)."""

    CONTACT = "contact"
    AGENT = "agent"
    AI = "ai"


class MessageKind(StrEnum):
    """`message` goes to or came from the contact; `note` is for colleagues alone; `line` says what happened."""

    MESSAGE = "message"
    NOTE = "note"
    LINE = "line"


class MessageState(StrEnum):
    """What has become of a message. Moves forward only; a failed one is queued again by a resend."""

    RECEIVED = "received"
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


class Message(Owned, Model):
    """One message, note or line of a conversation.

    `channel_message_id` is the id that the channel gave it (of an inbound one from its provider, of an outbound one
    once it is sent), unique on its channel. `send_key` is the form's: one press of a button sends once. `sends` counts
    resends, `claims` how often a worker took the message up since; the two guard what is written down of a call. Until
    `not_before` nobody takes it up: it is being sent, or waits for its next try, whose reason is in `failure`.
    """

    __tablename__ = "messages"
    __table_args__ = (
        within_company("conversation_id", "conversations"),
        within_company("channel_id", "channels"),
        UniqueConstraint("channel_id", "channel_message_id"),
        UniqueConstraint("conversation_id", "send_key"),
        Index("ix_messages_of_conversation", "conversation_id", "id"),
        Index("ix_messages_from_contact", "conversation_id", "sender", "id"),
        Index("ix_messages_of_channel", "channel_id", "sender", "id"),
        Index(
            "ix_messages_queued",
            "conversation_id",
            "id",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    conversation_id: Mapped[int]
    channel_id: Mapped[int]
    kind: Mapped[MessageKind] = mapped_column(default=MessageKind.MESSAGE)
    sender: Mapped[Sender]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(Text, active_history=True)
    state: Mapped[MessageState]
    failure: Mapped[str | None] = mapped_column(String(FAILURE_LENGTH))
    channel_message_id: Mapped[str | None] = mapped_column(String(255))
    send_key: Mapped[str | None] = mapped_column(String(64))
    sends: Mapped[int] = mapped_column(default=0)
    claims: Mapped[int] = mapped_column(default=0, server_default="0")
    not_before: Mapped[datetime | None]
    # What a channel needs besides the text: a template and its values, an e-mail's Message-ID, References, attachments.
    extras: Mapped[dict[str, Any] | None] = mapped_column(Json)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        mine = select(_conversations.c.id).where(_conversations.c.candidate_id == person)
        # Of what waits or could not be sent the candidate knows nothing: it may never be.
        sent = (cls.kind == "message") & cls.state.not_in(("queued", "failed"))
        return sent & cls.conversation_id.in_(mine)


class ConversationRead(Owned, Model):
    """How far a person has read a conversation."""

    __tablename__ = "conversation_reads"
    __table_args__ = (within_company("conversation_id", "conversations"),)

    conversation_id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger)
    read_at: Mapped[datetime]


class CannedReply(Owned, Model):
    """A reply that people of the company send often. `{first_name}` and the like are filled when it is chosen."""

    __tablename__ = "canned_replies"
    __table_args__ = (UniqueConstraint("company_id", "title"),)
    entity_type = "canned_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(NAME_LENGTH))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Opens(StrEnum):
    """For which applications the assistant opens a talk by itself."""

    ATS = "ats"  # those that another system or a careers page brought
    ALL = "all"
    NEVER = "never"


class ConversationSettings(Owned, Model):
    """How a company's assistant and its people share the work. A company without a row has the defaults of `rules`."""

    __tablename__ = "conversation_settings"
    __table_args__ = (UniqueConstraint("company_id"),)
    entity_type = "conversation_settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    assistant_on: Mapped[bool] = mapped_column(default=True, server_default=true())
    opens: Mapped[Opens] = mapped_column(default=Opens.ATS)
    nudge_after_hours: Mapped[int] = mapped_column(default=24)
    # After so long without an answer of its owner a conversation is offered to all; 0: never.
    offer_after_minutes: Mapped[int] = mapped_column(default=30)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class TurnOutcome(StrEnum):
    """What became of what the assistant proposed."""

    DONE = "done"
    SILENT = "silent"  # a person had taken over, or the contact had said stop, by the time it was to be sent
    REFUSED = "refused"  # a rule of the portal did not allow it


class AssistantTurn(Owned, Model):
    """One thing that the assistant proposed in a conversation, why, and what became of it."""

    __tablename__ = "assistant_turns"
    __table_args__ = (
        within_company("conversation_id", "conversations"),
        Index("ix_assistant_turns_of_conversation", "conversation_id", "id"),
        # The thread asks for those that belong to the messages it shows.
        Index("ix_assistant_turns_of_message", "conversation_id", "message_id"),
        Index("ix_assistant_turns_of_answer", "conversation_id", "answers_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    conversation_id: Mapped[int]
    at: Mapped[datetime]
    trigger: Mapped[str] = mapped_column(String(20))
    maker: Mapped[str] = mapped_column(String(40))
    act: Mapped[str] = mapped_column(String(20))
    why: Mapped[str] = mapped_column(String(500), default="")
    outcome: Mapped[TurnOutcome]
    words: Mapped[str] = mapped_column(String(300), default="")
    # The newest message of the contact that it answers, and the message that it wrote.
    answers_id: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    slot_id: Mapped[int | None]
    question_id: Mapped[int | None]
