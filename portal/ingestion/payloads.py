"""What calls about ingestion take and give (seed 002, "Job Ingestion Service")."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field

from portal.api.payloads import Answer, Detail, Payload, moment
from portal.core.ids import Prefix, encode
from portal.ingestion.models import IngestionRun, RunState
from portal.ingestion.rules import MOST_JOBS

EXAMPLE = {
    "external_id": "custom-123",
    "title": "Software Engineer",
    "company": "Example Corp",
    "location": "Remote",
    "description": "What one does there.",
    "apply_url": "https://example.com/apply",
    "salary_range": "$100k - $150k",
    "type": "full_time",
}
EACH = (
    "Objects with `external_id`, `title` and `company`, and optionally `location`, `description`, `apply_url`, "
    "`salary_range` and `type`. Each is validated by itself when the worker comes to it: one that is wrong is among "
    "the run's `rejects`, with the reason, and the others are taken."
)


class IngestionIn(Payload):
    """Jobs of a source. One that the portal has already, by source and `external_id`, is changed."""

    source: str = Field(min_length=1, max_length=60, examples=["custom"])
    jobs: Annotated[list[Any], Field(min_length=1, max_length=MOST_JOBS, description=EACH, examples=[[EXAMPLE]])]


class Accepted(Answer):
    """What was queued."""

    ingestion_id: str
    jobs_received: int
    jobs_queued: int
    status: RunState


class AcceptedOut(Answer):
    """The jobs are kept, and the worker looks at them."""

    success: Literal[True]
    data: Accepted


class Reject(Answer):
    """A job that could not be taken; `index` is its place in the call, from 0."""

    index: int
    external_id: str | None
    title: str
    problems: list[Detail]


class Progress(Answer):
    """How far a run is. `rejects` are the first of them; `jobs_rejected` counts all."""

    ingestion_id: str
    source: str
    status: RunState
    jobs_received: int
    jobs_queued: int
    jobs_created: int
    jobs_updated: int
    jobs_unchanged: int
    jobs_rejected: int
    rejects: list[Reject]
    reason: str | None
    created_at: str
    finished_at: str | None


class ProgressOut(Answer):
    """How far a run is."""

    success: Literal[True]
    data: Progress


def accepted_json(run: IngestionRun) -> dict[str, Any]:
    """`Accepted` of a new run."""
    return {
        "ingestion_id": encode(Prefix.INGESTION, run.id),
        "jobs_received": run.received,
        "jobs_queued": run.queued,
        "status": run.state.value,
    }


def progress_json(run: IngestionRun, rejects: Iterable[Any]) -> dict[str, Any]:
    """`Progress` of a run; `jobs_queued` counts as many as were queued at the start."""
    return {
        "ingestion_id": encode(Prefix.INGESTION, run.id),
        "source": run.source,
        "status": run.state.value,
        "jobs_received": run.received,
        "jobs_queued": run.queued,
        "jobs_created": run.created,
        "jobs_updated": run.updated,
        "jobs_unchanged": run.unchanged,
        "jobs_rejected": run.rejected,
        "rejects": [
            {"index": row.place, "external_id": row.external_id, "title": row.title, "problems": row.problems}
            for row in rejects
        ],
        "reason": run.fault,
        "created_at": moment(run.created_at),
        "finished_at": moment(run.finished_at) if run.finished_at else None,
    }
