"""What sets notifications off: one effect per event, written in its transaction; the worker tells the people."""

from typing import Any

from portal.conversations.models import ChannelType
from portal.core.events import Event, reacts_to
from portal.core.outbox import later
from portal.notifications import rules_unread
from portal.notifications.rules import TRIGGERS


@reacts_to(*TRIGGERS)
def tell_later(event: Event, about: dict[str, Any]) -> None:
    """Whom it concerns is found out by the worker, so that the change itself stays quick."""
    if "ingestion" in about:
        return  # a feed of a thousand jobs is not a thousand pieces of news; its run has a page
    if event.name == "application.created" and not about.get("by_themselves"):
        return
    later("notifications.tell", {"event_id": event.id}, key=f"notifications.tell:{event.id}")


@reacts_to("job.created", "job.updated", "job.status_changed")
def tell_of_match_later(event: Event, about: dict[str, Any]) -> None:
    """Candidates whom a job fits that is in public now. Who fits is found out by the worker.

    A feed's jobs stand among everybody's matches and are not told of one by one.
    """
    if "ingestion" not in about:
        later("notifications.tell_of_match", {"job_id": event.job_id}, key=f"notifications.tell_of_match:{event.id}")


@reacts_to("message.sent")
def tell_of_unread_later(event: Event, about: dict[str, Any]) -> None:
    """What a candidate has not read in the portal's chat a while later, they hear of elsewhere."""
    if about.get("channel") == ChannelType.WEBCHAT and event.candidate_id is not None:
        number = about["message"]
        due_at = event.at + rules_unread.PATIENCE
        later("notifications.tell_of_unread", {"message_id": number}, key=f"unread:{number}", due_at=due_at)


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
