"""What pages and other systems count, days that are counted up, and the shapes of what dashboards show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, Row, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.candidates.models import ApplicationStatus
from portal.core.database import BigId, Model
from portal.core.tenancy import Owned
from portal.jobs.models import JobStatus

# Counts stop here: a page that says "1,000+" costs the same however many there are.
MOST_COUNTED = 1000

Rows = Sequence[Row[*tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Day:
    """Today in a reader's zone: the date, and the moments at which it, its month and the month before begin."""

    date: date
    begins: datetime
    ends: datetime
    month: datetime
    month_ends: datetime
    month_before: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """How many wait for what. Each is the number of rows in the list that the page links to, up to one over the cap."""

    today: int
    over: int
    coming: int
    choosing: int
    undecided: int
    feedback: int


@dataclass(frozen=True, slots=True)
class Pipeline:
    """People by the status of their applications, jobs by status, and hires of this month and the one before."""

    people: Mapping[ApplicationStatus, int]
    jobs: Mapping[JobStatus, int]
    hires: int
    hires_before: int


TYPE_LENGTH, SOURCE_LENGTH, EVENT_ID_LENGTH = 60, 60, 120


class AnalyticsEvent(Owned, Model):
    """Something that a page or another system counts (seed 002, "Tracking Custom Events"). `event_id` is the sender's
    own: the same again is not counted again."""

    __tablename__ = "analytics_events"
    __table_args__ = (
        UniqueConstraint("company_id", "event_id"),
        Index("ix_analytics_events_of_type", "company_id", "event_type", "occurred_at", "id"),
        Index("ix_analytics_events_of_time", "company_id", "occurred_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_type: Mapped[str] = mapped_column(String(TYPE_LENGTH))
    properties: Mapped[dict[str, Any]] = mapped_column(default=dict)
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH), default="")
    job_id: Mapped[int | None]
    event_id: Mapped[str | None] = mapped_column(String(EVENT_ID_LENGTH))
    occurred_at: Mapped[datetime]


class AnalyticsDay(Owned, Model):
    """A metric of one day of the company's clocks, told apart by what its level keeps: `source` alone, `job` and
    client, or `all` of it; `total` sums what is measured. A year told apart by source reads no row of a job."""

    __tablename__ = "analytics_days"
    __table_args__ = (
        Index("ix_analytics_days_of_metric", "company_id", "level", "metric", "day"),
        Index("ix_analytics_days_of_day", "company_id", "day"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    metric: Mapped[str] = mapped_column(String(TYPE_LENGTH))
    level: Mapped[str] = mapped_column(String(10))
    day: Mapped[date]
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH), default="")
    job_id: Mapped[int | None]
    client_id: Mapped[int | None]
    recruiter_id: Mapped[int | None]
    number: Mapped[int]
    total: Mapped[float] = mapped_column(default=0.0)


class AnalyticsProgress(Owned, Model):
    """The days before `rolled_to` are counted up, by the company's clocks as they were set then (`time_zone`)."""

    __tablename__ = "analytics_progress"
    __table_args__ = (UniqueConstraint("company_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    time_zone: Mapped[str] = mapped_column(String(60))
    rolled_to: Mapped[date | None]
