"""In-app notifications, who reads them, and by which ways each person wants to be told."""

from dataclasses import dataclass
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
    UniqueConstraint,
    column,
    select,
    table,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.database import Model
from portal.core.tenancy import Owned

TITLE_LENGTH, MESSAGE_LENGTH = 300, 1000


class NotificationType(StrEnum):
    """What a notification is about (seeds 003 and 002), the two kinds of reminders, and talks."""

    CANDIDATE_STATUS_CHANGE = "candidate_status_change"
    INTERVIEW_BOOKED = "interview_booked"
    INTERVIEW_PASSED = "interview_passed"
    HIRING_INITIATED = "hiring_initiated"
    NEW_JOB = "new_job"
    NEW_APPLICATION = "new_application"
    APPLICATION_SUBMITTED = "application_submitted"
    APPLICATION_COMPLETED = "application_completed"
    APPLICATION_FAILED = "application_failed"
    JOB_MATCH_FOUND = "job_match_found"
    CAPTCHA_DETECTED = "captcha_detected"
    SYSTEM = "system"
    CUSTOM = "custom"
    INTERVIEW_REMINDER = "interview_reminder"
    FEEDBACK_REMINDER = "feedback_reminder"
    PERSON_WANTED = "person_wanted"
    CONTACT_STOPPED = "contact_stopped"
    CONVERSATION_OFFERED = "conversation_offered"
    CONVERSATION_MESSAGE = "conversation_message"
    UNREAD_MESSAGE = "unread_message"


class Channel(StrEnum):
    """A way of telling somebody (seed 003 "Automatic Triggers", seed 002 `channels`)."""

    IN_APP = "in_app"
    EMAIL = "email"
    PUSH = "push"


class Notification(Owned, Model):
    """Something told to some people (seed 003, `notifications`). `recipients` names roles and clients, as there,
    or single people.

    It comes of an event (`event_id`), or has a `key` of its own; either happens once. `channels` are the ways it
    may take; each reader's wishes decide besides. `facts` is the seed's `metadata`.
    """

    __tablename__ = "notifications"
    __table_args__ = (UniqueConstraint("company_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("events.id"), unique=True)
    type: Mapped[NotificationType]
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    message: Mapped[str] = mapped_column(String(MESSAGE_LENGTH), default="")
    entity_type: Mapped[str | None] = mapped_column(String(40))
    entity_id: Mapped[int | None]
    key: Mapped[str | None] = mapped_column(String(200))
    facts: Mapped[dict[str, Any]] = mapped_column("metadata", default=dict)
    channels: Mapped[list[str]] = mapped_column(default=list)
    recipients: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime]

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        readers = table("notification_readers", column("notification_id"), column("client_id"))
        return cls.id.in_(select(readers.c.notification_id).where(readers.c.client_id == client))

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        readers = table("notification_readers", column("notification_id"), column("candidate_id"))
        return cls.id.in_(select(readers.c.notification_id).where(readers.c.candidate_id == person))


class NotificationReader(Owned, Model):
    """One person's copy of a notification; whether it is read is the person's own."""

    __tablename__ = "notification_readers"
    __table_args__ = (
        UniqueConstraint("notification_id", "user_id"),
        UniqueConstraint("notification_id", "account_id"),
        CheckConstraint("(user_id IS NULL) <> (account_id IS NULL)", name="one_reader"),
        Index("ix_notification_readers_unread_of_user", "company_id", "user_id", "read_at", "id"),
        Index("ix_notification_readers_unread_of_account", "company_id", "account_id", "read_at", "id"),
        Index("ix_notification_readers_of_user", "company_id", "user_id", "id"),
        Index("ix_notification_readers_of_account", "company_id", "account_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notification_id: Mapped[int] = mapped_column(ForeignKey("notifications.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("candidate_accounts.id"))
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id"))
    read_at: Mapped[datetime | None]

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        return cls.client_id == client

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        return cls.candidate_id == person


class NotificationPreference(Owned, Model):
    """That a person wants a type by a channel, or does not; a row only where that differs from the default.

    Nobody sees another's: the services that read and write it look as the company, for the one person alone.
    """

    __tablename__ = "notification_preferences"
    __table_args__ = (
        UniqueConstraint("user_id", "type", "channel"),
        UniqueConstraint("account_id", "type", "channel"),
        CheckConstraint("(user_id IS NULL) <> (account_id IS NULL)", name="one_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("candidate_accounts.id"))
    type: Mapped[NotificationType]
    channel: Mapped[Channel]
    wanted: Mapped[bool]


class PushSubscription(Owned, Model):
    """A browser that shows a person's notifications. It is one person's at a time: of who allowed it last.

    `endpoint` is its address at the browser's push service; whoever knows it and the keys can show something there.
    Nobody sees another's: the services look as the company, for the one person alone.
    """

    __tablename__ = "push_subscriptions"
    entity_type = "device"
    __table_args__ = (
        UniqueConstraint("endpoint_hash"),
        CheckConstraint("(user_id IS NULL) <> (account_id IS NULL)", name="one_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("candidate_accounts.id"), index=True)
    endpoint: Mapped[str] = mapped_column(EncryptedText, deferred=True)
    endpoint_hash: Mapped[str] = mapped_column(String(64))
    p256dh: Mapped[str] = mapped_column(EncryptedText, deferred=True)
    auth: Mapped[str] = mapped_column(EncryptedText, deferred=True)
    device: Mapped[str] = mapped_column(String(120), default="")
    failures: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    reached_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Facts:
    """What an event was about, in names. `status` is where an application went, `time` the agreed time in words."""

    candidate: str = ""
    job: str = ""
    client: str = ""
    location: str = ""
    openings: int = 0
    round: str = ""
    status: str = ""
    before: str = ""
    reason: str = ""
    time: str = ""
    actor: str = ""
    contact: str = ""
