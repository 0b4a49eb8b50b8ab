"""When a comparison is due: a new application, and whenever the person or the job has changed."""

from typing import Any

from portal.core.events import Event, reacts_to
from portal.core.outbox import later


@reacts_to("application.created")
def application_is_new(event: Event, about: dict[str, Any]) -> None:
    """Compare the person with the job."""
    later("matching.compare", {"application_id": event.application_id}, key=f"matching.compare:{event.id}")


@reacts_to("candidate.updated", "candidate.cv_added", "candidate.joined")
def candidate_has_changed(event: Event, about: dict[str, Any]) -> None:
    """Compare the person anew with every job."""
    later("matching.compare_candidate", {"candidate_id": event.candidate_id}, key=f"matching.compare:{event.id}")


@reacts_to("job.updated")
def job_has_changed(event: Event, about: dict[str, Any]) -> None:
    """Compare everybody who is still in the race anew."""
    later("matching.compare_job", {"job_id": event.job_id}, key=f"matching.compare:{event.id}")
