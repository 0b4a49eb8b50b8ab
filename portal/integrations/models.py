"""Submissions, what was said and decided about them, and the notices that were sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.database import Model, words
from portal.core.tenancy import Owned, own_key, within_company
from portal.integrations.catalogue import IntegrationType

NAME_LENGTH = 120
NOTE_LENGTH = 4000
SOURCE_LENGTH = 60
URL_LENGTH = 2000


class SubmissionStatus(StrEnum):
    """How far it is (seed 001)."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    PENDING = "pending"


class IntegrationSubmission(Owned, Model):
    """What one person submitted for one system. `client_id` is that of an owner who is a client's user.

    `data` is JSON text, name to value; `tokens` is JSON text of what OAuth gave, or of what is on its way to it. Both
    are encrypted and loaded only when somebody asks. `connections` counts the agreements that were taken in: a signed
    state names the number it is for, so that it is good once. `tested_at` without `test_words`: a test is under way.
    """

    __tablename__ = "integration_submissions"
    __table_args__ = (
        own_key(),
        Index("ix_integration_submissions_of_user", "company_id", "user_id", "id"),
        Index("ix_integration_submissions_status", "company_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"), index=True)
    user_email: Mapped[str] = mapped_column(String(254))
    integration_type: Mapped[IntegrationType]
    integration_name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    status: Mapped[SubmissionStatus] = mapped_column(default=SubmissionStatus.PENDING)
    data: Mapped[str] = mapped_column(EncryptedText, deferred=True)
    tokens: Mapped[str | None] = mapped_column(EncryptedText, deferred=True)
    callback_url: Mapped[str | None] = mapped_column(String(URL_LENGTH))
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH), default="")
    connections: Mapped[int] = mapped_column(default=0)
    connected_at: Mapped[datetime | None]
    connection_words: Mapped[str | None] = mapped_column(String(300))
    tested_at: Mapped[datetime | None]
    test_passed: Mapped[bool | None]
    test_words: Mapped[str | None] = mapped_column(String(300))
    submitted_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        # Of these, `queries` shows each person their own.
        return cls.client_id == client


class IntegrationNote(Owned, Model):
    """A line of the story that the owner reads: a note, a change of status, or both."""

    __tablename__ = "integration_notes"
    __table_args__ = (
        within_company("submission_id", "integration_submissions"),
        Index("ix_integration_notes_of_submission", "company_id", "submission_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int]
    client_id: Mapped[int | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    status: Mapped[SubmissionStatus | None] = mapped_column(words(SubmissionStatus, "notestatus"))
    text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        return cls.client_id == client


class IntegrationEmail(Owned, Model):
    """A notice that somebody had sent: who, to whom, when. Limits how many one person sends."""

    __tablename__ = "integration_emails"
    __table_args__ = (Index("ix_integration_emails_of_user", "company_id", "user_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    client_id: Mapped[int | None]
    to_email: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime]

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        return cls.client_id == client
