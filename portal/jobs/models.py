"""Jobs."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    column,
    select,
    table,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.clients.models import Client
from portal.core.database import Model
from portal.core.tenancy import Owned, own_key, within_company


class JobStatus(StrEnum):
    """Where a job stands (seed 003)."""

    OPEN = "open"
    ON_HOLD = "on_hold"
    CLOSED = "closed"
    FILLED = "filled"


class EmploymentType(StrEnum):
    """How the person will be employed (seed 003)."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    CONTRACT = "contract"
    INTERNSHIP = "internship"


class Priority(StrEnum):
    """How much it presses (seed 003)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


class PayPeriod(StrEnum):
    """What the salary is paid for."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class QuestionKind(StrEnum):
    """What an answer to a screening question looks like."""

    TEXT = "text"
    YES_NO = "yes_no"
    NUMBER = "number"
    CHOICE = "choice"


class Job(Owned, Model):
    """A post to be filled (seed 003, `jobs`). `openings` counts the places that are still free: a hire takes one."""

    __tablename__ = "jobs"
    __table_args__ = (
        own_key(),
        within_company("client_id", "clients"),
        UniqueConstraint("company_id", "source", "external_id"),
        CheckConstraint("openings >= 0", name="openings"),
        CheckConstraint(
            "experience_min IS NULL OR experience_max IS NULL OR experience_min <= experience_max", name="experience"
        ),
        CheckConstraint("salary_min IS NULL OR salary_max IS NULL OR salary_min <= salary_max", name="salary"),
        Index("ix_jobs_company_id_created_at", "company_id", "created_at", "id"),
        Index("ix_jobs_company_id_status", "company_id", "status", "created_at", "id"),
        Index("ix_jobs_client_id_status", "client_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    department: Mapped[str | None] = mapped_column(String(120))
    location: Mapped[str] = mapped_column(String(200), default="")
    employment_type: Mapped[EmploymentType] = mapped_column(default=EmploymentType.FULL_TIME)
    experience_min: Mapped[int | None]
    experience_max: Mapped[int | None]
    salary_min: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    salary_max: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    salary_currency: Mapped[str] = mapped_column(String(3), default="INR")
    salary_period: Mapped[PayPeriod] = mapped_column(default=PayPeriod.YEAR)
    required_skills: Mapped[list[str]] = mapped_column(default=list)
    nice_to_have_skills: Mapped[list[str]] = mapped_column(default=list)
    status: Mapped[JobStatus] = mapped_column(default=JobStatus.OPEN)
    priority: Mapped[Priority] = mapped_column(default=Priority.MEDIUM)
    openings: Mapped[int] = mapped_column(default=1)
    is_public: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str | None] = mapped_column(String(60))
    external_id: Mapped[str | None] = mapped_column(String(200))
    # What its source says of it: pay in its own words, where one applies, and the digest of all it said last.
    salary_text: Mapped[str | None] = mapped_column(String(200))
    apply_url: Mapped[str | None] = mapped_column(String(2000))
    source_digest: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(254), default="")
    version: Mapped[int] = mapped_column(default=1)

    client: Mapped[Client] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        return cls.client_id == client

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        mine = table("applications", column("job_id"), column("candidate_id"))
        applied = cls.id.in_(select(mine.c.job_id).where(mine.c.candidate_id == person))
        return applied | ((cls.status == "open") & cls.is_public)


class ScreeningQuestion(Owned, Model):
    """Something that everybody who applies for the job is asked. One that has answers is removed, never deleted."""

    __tablename__ = "screening_questions"
    __table_args__ = (
        within_company("job_id", "jobs"),
        Index("ix_screening_questions_of_job", "company_id", "job_id", "position", "id"),
    )
    entity_type = "screening_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(String(500))
    kind: Mapped[QuestionKind] = mapped_column(default=QuestionKind.TEXT)
    options: Mapped[list[str]] = mapped_column(default=list)
    removed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        mine = table("applications", column("job_id"), column("candidate_id"))
        shown = table("jobs", column("id"), column("status"), column("is_public"))
        applied = cls.job_id.in_(select(mine.c.job_id).where(mine.c.candidate_id == person))
        return applied | cls.job_id.in_(select(shown.c.id).where((shown.c.status == "open") & shown.c.is_public))
