"""What sets notifications off: one effect per event, written in its transaction; the worker tells the people."""

from typing import Any

from portal.core.events import Event, reacts_to
from portal.core.outbox import later
from portal.notifications.rules import TRIGGERS


@reacts_to(*TRIGGERS)
def tell_later(event: Event, about: dict[str, Any]) -> None:
    """Whom it concerns is found out by the worker, so that the change itself stays quick."""
    if "ingestion" in about:
        return  # a feed of a thousand jobs is not a thousand pieces of news; its run has a page
    later("notifications.tell", {"event_id": event.id}, key=f"notifications.tell:{event.id}")


@reacts_to(
    "interview.slots_sent",
    "interview.updated",
    "interview.times_declined",
    "interview.booked",
    "interview.rescheduled",
    "interview.given_back",
    "interview.completed",
    "interview.no_show",
    "interview.passed",
    "interview.failed",
    "interview.cancelled",
)
def plan_reminders_later(event: Event, about: dict[str, Any]) -> None:
    """The reminders follow what the interview says now. The worker sees all of it; a candidate who books does not."""
    payload = {"interview_id": event.interview_id, "since": event.at.isoformat()}
    later("notifications.plan_reminders", payload, key=f"notifications.plan_reminders:{event.id}")
