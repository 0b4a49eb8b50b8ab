"""What talks learn of elsewhere: one effect each, carried out by the worker, which sees all of the company."""

from typing import Any

from portal.conversations.services.channels import give_default_channels
from portal.core.events import Event, reacts_to
from portal.core.outbox import later
from portal.core.people import PersonKind


@reacts_to("company.created")
def give_channels(event: Event, about: dict[str, Any]) -> None:
    """A new company can be written to at once: by e-mail, and in the portal."""
    give_default_channels(event.company_id)


@reacts_to("application.created")
def start_talk(event: Event, about: dict[str, Any]) -> None:
    """An application may begin a talk."""
    later("conversations.start", {"application_id": event.application_id}, key=f"talk:{event.application_id}")


@reacts_to("interview.slots_sent", "interview.updated")
def offer_times(event: Event, about: dict[str, Any]) -> None:
    """The assistant offers the times that a recruiter has sent, or has added."""
    payload = {"interview_id": event.interview_id, "event_id": event.id}
    later("conversations.offer_times", payload, key=f"offer_times:{event.id}")


@reacts_to("interview.booked", "interview.rescheduled", "interview.cancelled", "interview.given_back")
def forget_times(event: Event, about: dict[str, Any]) -> None:
    """An agreed time, here or on a page, outdates those that the assistant has shown, and so does what people call off.

    A candidate who gives a time back may be shown others in the same breath, which stand.
    """
    if event.name != "interview.given_back" or event.actor_kind != PersonKind.CANDIDATE:
        later("conversations.forget_times", {"interview_id": event.interview_id}, key=f"forget_times:{event.id}")


@reacts_to("conversation.completed")
def open_next(event: Event, about: dict[str, Any]) -> None:
    """The candidate's next talk has waited for this."""
    if event.candidate_id is not None:
        payload = {"candidate_id": event.candidate_id, "event_id": event.id}
        later("conversations.open_next", payload, key=f"open_next:{event.id}")


@reacts_to("conversation.transferred")
def answer_what_waits(event: Event, about: dict[str, Any]) -> None:
    """The assistant that was given a talk answers what waits in it."""
    if about.get("to") == "ai":
        later("assistant_turn", {"conversation_id": event.entity_id}, key=f"turn:{event.entity_id}:given:{event.id}")


@reacts_to("message.failed")
def message_failed(event: Event, about: dict[str, Any]) -> None:
    """If that was the message which said that it is automated, the next one must; if it was the first, a person goes
    on."""
    payload = {"conversation_id": event.entity_id, "event_id": event.id}
    if event.entity_type == "conversation":
        later("conversations.unsaid", payload, key=f"unsaid:{event.id}")


@reacts_to("candidate.deleted")
def candidate_is_gone(event: Event, about: dict[str, Any]) -> None:
    """Nobody goes on writing to a deleted candidate."""
    later("conversations.candidate_gone", {"candidate_id": event.candidate_id}, key=f"candidate_gone:{event.id}")


@reacts_to("user.deactivated")
def owner_has_left(event: Event, about: dict[str, Any]) -> None:
    """What a person answered is offered to all when they leave."""
    later("conversations.owner_left", {"user_id": event.entity_id}, key=f"owner_left:{event.id}")
