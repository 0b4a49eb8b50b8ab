"""Submissions, what was said and decided about them, the notices that were sent, and what other systems sent us."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.database import BigId, Json, Model, words
from portal.core.tenancy import Owned, own_key, within_company
from portal.integrations.catalogue import IntegrationType

NAME_LENGTH = 120
NOTE_LENGTH = 4000
SOURCE_LENGTH = 60
URL_LENGTH = 2000
WORDS_LENGTH = 500


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
    state names the number it is for, so that it is good once. `renewing_since`: since when a worker renews the access,
    so that no other uses the same refresh token. `tested_at` without `test_words`: a test is under way.
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
    renewing_since: Mapped[datetime | None]
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


class DeliveryState(StrEnum):
    """received → running → done, kept (nothing of ours is named by it), needs_details or failed; by hand from any to
    received again."""

    RECEIVED = "received"
    RUNNING = "running"
    DONE = "done"
    KEPT = "kept"
    NEEDS_DETAILS = "needs_details"
    FAILED = "failed"


class InboundDelivery(Owned, Model):
    """What another system sent, as it came, and what became of it.

    `place` is the submission's number, or 0 for a call with an API key alone: with it and the source the id is unique,
    so that a repeat is known. `once` may come with one delivery only (Lever's token). `words` say what became of it,
    `changed` the ids of our rows that it is about, `answer` what a call within the request was answered. `times` counts
    how often it came. The body is forgotten after some time, and when its person is deleted.
    """

    __tablename__ = "inbound_deliveries"
    entity_type = "inbound_delivery"
    __table_args__ = (
        within_company("submission_id", "integration_submissions"),
        UniqueConstraint("company_id", "source", "place", "delivery_id"),
        UniqueConstraint("company_id", "source", "place", "once"),
        Index("ix_inbound_deliveries_company_id_id", "company_id", "id"),
        Index("ix_inbound_deliveries_of_submission", "company_id", "submission_id", "last_received_at"),
        Index("ix_inbound_deliveries_of_candidate", "company_id", "candidate_id"),
        Index("ix_inbound_deliveries_received_at", "received_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    source: Mapped[str] = mapped_column(String(20))
    submission_id: Mapped[int | None]
    place: Mapped[int] = mapped_column(default=0)
    client_id: Mapped[int | None]
    delivery_id: Mapped[str] = mapped_column(String(300))
    once: Mapped[str | None] = mapped_column(String(300))
    event: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(40))
    body: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[DeliveryState] = mapped_column(
        words(DeliveryState, "inbounddeliverystate"), default=DeliveryState.RECEIVED
    )
    words: Mapped[str] = mapped_column(String(WORDS_LENGTH), default="")
    resume_words: Mapped[str] = mapped_column(String(WORDS_LENGTH), default="")
    changed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answer: Mapped[dict[str, Any] | None] = mapped_column(Json)
    candidate_id: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    runs: Mapped[int] = mapped_column(default=0)
    times: Mapped[int] = mapped_column(default=1)
    occurred_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    last_received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        # That something came for the client's own submission; the log itself is the company's.
        return cls.client_id == client


class RecordKind(StrEnum):
    """Of what an external id is."""

    JOB = "job"
    CANDIDATE = "candidate"
    APPLICATION = "application"
    CLIENT = "client"


class AtsRecord(Owned, Model):
    """Which row of ours a row of theirs is. `our_id` is empty while there is none, also after theirs was deleted first.

    `made`: our row was made for it, and not found. `gone`: theirs was deleted. `applied` keeps, for each group of
    fields, the vendor's time of what was applied last, so that what is older changes nothing.
    """

    __tablename__ = "ats_records"
    __table_args__ = (
        within_company("submission_id", "integration_submissions"),
        UniqueConstraint("company_id", "source", "place", "kind", "external_id"),
        Index("ix_ats_records_of_ours", "company_id", "kind", "our_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    source: Mapped[str] = mapped_column(String(20))
    submission_id: Mapped[int | None]
    place: Mapped[int] = mapped_column(default=0)
    kind: Mapped[RecordKind]
    external_id: Mapped[str] = mapped_column(String(300))
    our_id: Mapped[int | None]
    made: Mapped[bool] = mapped_column(default=False)
    gone: Mapped[bool] = mapped_column(default=False)
    applied: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
