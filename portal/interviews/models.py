"""Interviews, their slots, the people in them, and the held time of everybody."""

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
    literal,
    select,
    table,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.candidates.models import Application, Candidate
from portal.clients.models import Client
from portal.core.database import Model
from portal.core.tenancy import Owned, own_key, within_company
from portal.jobs.models import Job

# The rules below name tables, not classes: a rule's subquery must not be narrowed once more.
_interviews = table(
    "interviews", column("id"), column("application_id"), column("candidate_id"), column("interview_status")
)
_applications = table("applications", column("id"), column("client_id"), column("client_sees"))


def _shown_to(client: int) -> Any:
    """The applications that a client sees; an interview of another one stays the company's own."""
    return select(_applications.c.id).where(_applications.c.client_id == client, _applications.c.client_sees)


def _of_client(client: int) -> Any:
    return select(_interviews.c.id).where(_interviews.c.application_id.in_(_shown_to(client)))


class InterviewStatus(StrEnum):
    """Where an interview stands (seed 003, "Interview Status Values")."""

    DRAFT = "Draft"
    AWAITING = "Awaiting Candidate Confirmation"
    CONFIRMED = "Confirmed"
    SCHEDULED = "Scheduled"
    COMPLETED = "Completed"
    PASSED = "Passed"
    FAILED = "Failed"
    NO_SHOW = "No Show"
    CANCELLED = "Cancelled"


class InterviewMode(StrEnum):
    """How people meet (seed 003)."""

    VIDEO = "Video"
    PHONE = "Phone"
    ONSITE = "Onsite"


class Interview(Owned, Model):
    """One round of an application (seed 003, `interviews`). `ics_uid` stays for life, `ics_sequence` grows."""

    __tablename__ = "interviews"
    __table_args__ = (
        own_key(),
        within_company("application_id", "applications"),
        within_company("candidate_id", "candidates"),
        within_company("job_id", "jobs"),
        within_company("client_id", "clients"),
        CheckConstraint("interview_round >= 1", name="interview_round"),
        CheckConstraint("interview_duration BETWEEN 5 AND 720", name="interview_duration"),
        CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 5", name="rating"),
        Index(
            "uq_interviews_living_round",
            "application_id",
            "interview_round",
            unique=True,
            sqlite_where=text("interview_status NOT IN ('Failed', 'Cancelled')"),
            postgresql_where=text("interview_status NOT IN ('Failed', 'Cancelled')"),
        ),
        Index("ix_interviews_company_id_start", "company_id", "scheduled_start_time", "id"),
        Index("ix_interviews_company_id_status", "company_id", "interview_status", "scheduled_start_time", "id"),
        Index("ix_interviews_company_id_created_at", "company_id", "created_at", "id"),
        Index("ix_interviews_of_application", "company_id", "application_id", "interview_round"),
        Index("ix_interviews_of_candidate", "company_id", "candidate_id", "created_at", "id"),
        Index("ix_interviews_of_job", "company_id", "job_id", "interview_status"),
        Index("ix_interviews_of_client", "company_id", "client_id", "interview_status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int]
    candidate_id: Mapped[int]
    job_id: Mapped[int]
    client_id: Mapped[int]
    interview_mode: Mapped[InterviewMode] = mapped_column(default=InterviewMode.VIDEO)
    interview_duration: Mapped[int] = mapped_column(default=45)
    time_zone: Mapped[str] = mapped_column(String(60), default="Asia/Kolkata")
    interview_status: Mapped[InterviewStatus] = mapped_column(default=InterviewStatus.DRAFT)
    interview_round: Mapped[int] = mapped_column(default=1)
    round_name: Mapped[str] = mapped_column(String(120), default="")
    scheduled_start_time: Mapped[datetime | None]
    scheduled_end_time: Mapped[datetime | None]
    meeting_link: Mapped[str | None] = mapped_column(String(500))
    place: Mapped[str | None] = mapped_column(String(300))
    additional_instructions: Mapped[str | None] = mapped_column(Text)
    invite_sent: Mapped[bool] = mapped_column(default=False)
    invite_sent_by: Mapped[str | None] = mapped_column(String(254))
    invited_at: Mapped[datetime | None]
    feedback: Mapped[str | None] = mapped_column(Text)
    rating: Mapped[int | None]
    no_show_flag: Mapped[bool] = mapped_column(default=False)
    no_show_count: Mapped[int] = mapped_column(default=0)
    hiring_initiated: Mapped[bool] = mapped_column(default=False)
    cancelled_reason: Mapped[str | None] = mapped_column(String(500))
    ics_uid: Mapped[str] = mapped_column(String(120), unique=True)
    ics_sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(254), default="")
    version: Mapped[int] = mapped_column(default=1)

    application: Mapped[Application] = relationship(
        viewonly=True, primaryjoin="Interview.application_id == Application.id", foreign_keys="Interview.application_id"
    )
    candidate: Mapped[Candidate] = relationship(
        viewonly=True, primaryjoin="Interview.candidate_id == Candidate.id", foreign_keys="Interview.candidate_id"
    )
    job: Mapped[Job] = relationship(
        viewonly=True, primaryjoin="Interview.job_id == Job.id", foreign_keys="Interview.job_id"
    )
    client: Mapped[Client] = relationship(
        viewonly=True, primaryjoin="Interview.client_id == Client.id", foreign_keys="Interview.client_id"
    )
    slots: Mapped[list["InterviewSlot"]] = relationship(
        order_by="InterviewSlot.start", viewonly=True, primaryjoin="Interview.id == foreign(InterviewSlot.interview_id)"
    )
    interviewers: Mapped[list["Interviewer"]] = relationship(
        order_by="Interviewer.id", viewonly=True, primaryjoin="Interview.id == foreign(Interviewer.interview_id)"
    )
    guests: Mapped[list["Guest"]] = relationship(
        order_by="Guest.id", viewonly=True, primaryjoin="Interview.id == foreign(Guest.interview_id)"
    )

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        return (cls.client_id == client) & cls.application_id.in_(_shown_to(client))

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        return (cls.candidate_id == person) & (cls.interview_status != InterviewStatus.DRAFT)


class OfInterview(Owned):
    """A row of an interview: the client sees those of its own interviews, the candidate those of theirs once sent."""

    interview_id: Mapped[int]

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        return cls.interview_id.in_(_of_client(client))

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        mine = (_interviews.c.candidate_id == person) & (_interviews.c.interview_status != "Draft")
        return cls.interview_id.in_(select(_interviews.c.id).where(mine))


class InterviewSlot(OfInterview, Model):
    """A time offered to the candidate; at most one of an interview is chosen (a partial unique index sees to it)."""

    __tablename__ = "interview_slots"
    __table_args__ = (
        within_company("interview_id", "interviews"),
        CheckConstraint('"start" < "end"', name="start_before_end"),
        UniqueConstraint("interview_id", "start"),
        Index("ix_interview_slots_of_interview", "company_id", "interview_id", "start"),
        Index(
            "uq_interview_slots_chosen",
            "interview_id",
            unique=True,
            sqlite_where=text("is_chosen"),
            postgresql_where=text("is_chosen"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int]
    start: Mapped[datetime]
    end: Mapped[datetime]
    is_chosen: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Interviewer(OfInterview, Model):
    """A user who interviews."""

    __tablename__ = "interviewers"
    __table_args__ = (
        within_company("interview_id", "interviews"),
        UniqueConstraint("interview_id", "user_id"),
        Index("ix_interviewers_of_interview", "company_id", "interview_id", "user_id"),
        Index("ix_interviewers_of_user", "company_id", "user_id", "interview_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    user: Mapped[User] = relationship()


class Guest(OfInterview, Model):
    """Somebody invited by name and e-mail, without an account and without a diary."""

    __tablename__ = "interview_guests"
    __table_args__ = (
        within_company("interview_id", "interviews"),
        UniqueConstraint("interview_id", "email"),
        Index("ix_interview_guests_of_interview", "company_id", "interview_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254))


class Feedback(Owned, Model):
    """What one interviewer says of an interview: 1 (no) to 5 (yes), and why. Words alone leave the rating open."""

    __tablename__ = "interview_feedback"
    __table_args__ = (
        within_company("interview_id", "interviews"),
        UniqueConstraint("interview_id", "user_id"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
        Index("ix_interview_feedback_of_interview", "company_id", "interview_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    rating: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    user: Mapped[User] = relationship()

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        return cls.interview_id.in_(_of_client(client))


class HeldCell(Owned, Model):
    """Five minutes of somebody's time that an interview holds. The key is what makes overlaps impossible.

    `person` is `u<user id>` or `c<candidate id>`, `cell` the number of five-minute cells since 1970 in UTC.
    """

    __tablename__ = "held_cells"
    __table_args__ = (within_company("interview_id", "interviews"),)

    person: Mapped[str] = mapped_column(String(24), primary_key=True)
    cell: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    interview_id: Mapped[int] = mapped_column(index=True)

    # Whoever books must see, and give back, the time of all who take part; a cell tells nothing but that it is held.
    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        return literal(-1) != client

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        return literal(-1) != person


class BusyCell(Owned, Model):
    """Five minutes in which somebody's own calendar says that they are busy; no interview of ours stands there.

    `person` and `cell` as in `HeldCell`. Kept by `calendars`; what is busy is not offered.
    """

    __tablename__ = "busy_cells"

    person: Mapped[str] = mapped_column(String(20), primary_key=True)
    cell: Mapped[int] = mapped_column(primary_key=True)

    # As with held cells: whoever books must know that it is busy, and learns nothing else.
    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        return literal(-1) != client

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        return literal(-1) != person
