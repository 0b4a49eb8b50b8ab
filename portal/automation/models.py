"""Applications that are being made for candidates (seed 002, "Application Automation Service")."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Model
from portal.core.tenancy import Owned, own_key, within_company
from portal.jobs.models import Job

HOST_LENGTH, WORDS_LENGTH = 255, 500


class TaskState(StrEnum):
    """DESIGN.md §3: queued → running → completed, failed, needs_confirmation → queued."""

    QUEUED = "queued"
    RUNNING = "running"
    NEEDS_CONFIRMATION = "needs_confirmation"
    COMPLETED = "completed"
    FAILED = "failed"


class Reason(StrEnum):
    """Why a task failed."""

    CAPTCHA_DETECTED = "captcha_detected"
    ROBOTS_REFUSED = "robots_refused"
    ADDRESS_REFUSED = "address_refused"
    SITE_UNREACHABLE = "site_unreachable"
    JOB_GONE = "job_gone"
    NO_FORM = "no_form"
    LOGIN_REQUIRED = "login_required"
    MISSING_ANSWER = "missing_answer"
    MISSING_RESUME = "missing_resume"
    NOT_ACCEPTED = "not_accepted"
    UNKNOWN_OUTCOME = "unknown_outcome"
    ALREADY_APPLIED = "already_applied"
    JOB_CLOSED = "job_closed"
    DECLINED = "declined"


class AutomationTask(Owned, Model):
    """One application to make. `filled` is what was or will be sent, field by field; `page_text` what the site said.

    `submitting_at` is set, committed, before the form is sent: a task that is found with it after its worker died may
    have been sent, so it is never sent again. Of one host one task runs at a time, in all companies together.
    """

    __tablename__ = "automation_tasks"
    __table_args__ = (
        own_key(),
        within_company("candidate_id", "candidates"),
        within_company("job_id", "jobs"),
        Index("ix_automation_tasks_of_candidate", "company_id", "candidate_id", "id"),
        Index(
            "uq_automation_tasks_running_host", "host", unique=True,
            sqlite_where=text("state = 'running' AND host <> ''"),
            postgresql_where=text("state = 'running' AND host <> ''"),
        ),
    )  # fmt: skip
    entity_type = "automation_task"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int]
    job_id: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("candidate_accounts.id"))
    document_id: Mapped[int | None]
    letter_id: Mapped[int | None]
    answers: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    state: Mapped[TaskState] = mapped_column(default=TaskState.QUEUED)
    reason: Mapped[Reason | None]
    words: Mapped[str] = mapped_column(String(WORDS_LENGTH), default="")
    host: Mapped[str] = mapped_column(String(HOST_LENGTH), default="")
    page_text: Mapped[str] = mapped_column(Text, default="")
    filled: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"))
    claims: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None]
    submitting_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    job: Mapped[Job] = relationship(
        viewonly=True, primaryjoin="AutomationTask.job_id == Job.id", foreign_keys="AutomationTask.job_id"
    )

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        return cls.candidate_id == person


class ConfirmedSite(Owned, Model):
    """A candidate lets the portal send their applications to this host."""

    __tablename__ = "confirmed_sites"
    __table_args__ = (within_company("candidate_id", "candidates"), UniqueConstraint("candidate_id", "host"))

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int]
    host: Mapped[str] = mapped_column(String(HOST_LENGTH))
    confirmed_at: Mapped[datetime]

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        return cls.candidate_id == person
