"""Runs of ingestion: what was sent, what became of it, and which jobs could not be taken."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import BigId, Model
from portal.core.tenancy import Owned, own_key, within_company


class RunState(StrEnum):
    """Where a run stands (seed 002). Failed: the portal itself could not go on; what it had made by then stays."""

    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


class IngestionRun(Owned, Model):
    """One call with its jobs. The counts grow batch by batch; who sent it is kept, for its events are theirs."""

    __tablename__ = "ingestion_runs"
    __table_args__ = (own_key(),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(60))
    state: Mapped[RunState] = mapped_column(default=RunState.PROCESSING)
    received: Mapped[int]
    queued: Mapped[int]
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    faults: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None] = mapped_column(String(300))
    by_kind: Mapped[str] = mapped_column(String(20))
    by_id: Mapped[int]
    by_name: Mapped[str] = mapped_column(String(200))
    by_email: Mapped[str] = mapped_column(String(254))
    by_role: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class IngestionBatch(Owned, Model):
    """Jobs of a run as they were sent, each with its place; gone once they are worked on.

    They are JSON kept as text: what anybody may send (a number of 400 digits) is not what every reader of JSON takes.
    """

    __tablename__ = "ingestion_batches"
    __table_args__ = (within_company("run_id", "ingestion_runs"), UniqueConstraint("company_id", "run_id", "number"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    run_id: Mapped[int]
    number: Mapped[int]
    jobs: Mapped[str] = mapped_column(Text)


class IngestionReject(Owned, Model):
    """A job that could not be taken. `problems`: `{"field", "reason"}` each; `place` counts from 0."""

    __tablename__ = "ingestion_rejects"
    __table_args__ = (within_company("run_id", "ingestion_runs"), UniqueConstraint("company_id", "run_id", "place"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    run_id: Mapped[int]
    place: Mapped[int]
    external_id: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200), default="")
    problems: Mapped[list[dict[str, Any]]]
