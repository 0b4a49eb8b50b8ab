"""When an interview's entry is to be brought up to date: whenever its time, place or people have changed."""

from typing import Any

from portal.calendars import google, queries
from portal.core.events import Event, reacts_to
from portal.core.outbox import later


@reacts_to("candidate.deleted")
def candidate_is_gone(event: Event, about: dict[str, Any]) -> None:
    """Their entries go from the company's calendar, those of interviews that are over too."""
    if google.is_set_up() and event.candidate_id is not None:
        for interview_id in queries.entries_of(event.candidate_id):
            key = f"calendars.sync:{event.id}:{interview_id}"
            later("calendars.sync", {"interview_id": interview_id}, key=key)


@reacts_to(
    "interview.booked",
    "interview.rescheduled",
    "interview.given_back",
    "interview.invited",
    "interview.updated",
    "interview.cancelled",
)
def interview_has_changed(event: Event, about: dict[str, Any]) -> None:
    """The worker sees whether a calendar is connected; whoever books does not wait for that."""
    if google.is_set_up():
        later("calendars.sync", {"interview_id": event.interview_id}, key=f"calendars.sync:{event.id}")
