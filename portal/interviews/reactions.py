"""What interviews do when something happens to a candidate: nobody is interviewed who is rejected or gone."""

from typing import Any

from portal.candidates.models import Application, ApplicationStatus
from portal.core.database import db
from portal.core.events import Event, reacts_to
from portal.core.outbox import later
from portal.core.people import SYSTEM, PersonKind
from portal.interviews import queries, services


@reacts_to("candidate.deleted")
def candidate_is_gone(event: Event, about: dict[str, Any]) -> None:
    """Living interviews of a deleted candidate are cancelled at once."""
    for interview in queries.open_interviews_of(candidate_id=event.candidate_id):
        services.cancel(interview, SYSTEM(event.company_id), "The candidate was deleted.")


@reacts_to("application.status_changed")
def application_has_moved(event: Event, about: dict[str, Any]) -> None:
    """A rejection, or the candidate's withdrawal, cancels what is still to happen of this application."""
    application = db.session.get(Application, event.application_id)
    if application is None or application.status is not ApplicationStatus.REJECTED:
        return
    for interview in queries.open_interviews_of(application_id=application.id):
        services.cancel(interview, SYSTEM(event.company_id), application.rejection_reason or "")
    if event.actor_kind == PersonKind.CANDIDATE:
        # A candidate does not see drafts, so those wait for the worker, which sees all.
        later("interviews.call_off", {"application_id": application.id}, key=f"interviews.call_off:{event.id}")
