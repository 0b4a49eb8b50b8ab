"""The events that a receiver can choose: their public names, and which event of ours each is fed by.

A public name whose event is not in `core.events.EVENTS` belongs to a feature that is not there yet: it may be
subscribed to, the pages do not offer it, and it is sent as soon as that feature records its event.
"""

from dataclasses import dataclass

from portal.core.events import EVENTS

EVERYTHING = "*"
PING = "ping"


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """A public name, the group it stands in on the page, our event that feeds it, and when it is sent."""

    name: str
    group: str
    source: str
    sentence: str


_ALL = (
    PublicEvent("application.submitted", "Applications", "application.created", "Somebody was put forward or applied"),
    PublicEvent("application.completed", "Applications", "automation.completed", "An automated application was made"),
    PublicEvent("application.failed", "Applications", "automation.failed", "An automated application failed"),
    PublicEvent("candidate.created", "Candidates", "candidate.created", "A candidate was added"),
    PublicEvent("candidate.updated", "Candidates", "candidate.updated", "A candidate's profile changed"),
    PublicEvent(
        "candidate.status_changed", "Candidates", "application.status_changed", "An application moved to another status"
    ),
    PublicEvent("job.created", "Jobs", "job.created", "A job was opened"),
    PublicEvent("job.updated", "Jobs", "job.updated", "A job's details changed"),
    PublicEvent("job.status_changed", "Jobs", "job.status_changed", "A job was paused, closed, filled or opened again"),
    PublicEvent("interview.scheduled", "Interviews", "interview.scheduled", "An interview was planned"),
    PublicEvent("interview.booked", "Interviews", "interview.booked", "A time was agreed"),
    PublicEvent("interview.rescheduled", "Interviews", "interview.rescheduled", "The agreed time moved"),
    PublicEvent("interview.cancelled", "Interviews", "interview.cancelled", "An interview was cancelled"),
    PublicEvent("interview.completed", "Interviews", "interview.completed", "An interview took place"),
    PublicEvent("interview.passed", "Interviews", "interview.passed", "A round was passed"),
    PublicEvent("interview.failed", "Interviews", "interview.failed", "A round was failed"),
    PublicEvent("interview.no_show", "Interviews", "interview.no_show", "A candidate did not come"),
    PublicEvent("hiring.initiated", "Interviews", "hiring.initiated", "A hire began"),
    PublicEvent("conversation.created", "Conversations", "conversation.created", "A conversation was made"),
    PublicEvent("conversation.ongoing", "Conversations", "conversation.ongoing", "A conversation began"),
    PublicEvent("conversation.completed", "Conversations", "conversation.completed", "A conversation ended"),
    PublicEvent("message.received", "Conversations", "message.received", "A contact wrote"),
    PublicEvent("message.sent", "Conversations", "message.sent", "A message went to a contact"),
)
PUBLIC: dict[str, PublicEvent] = {event.name: event for event in _ALL}
# Our event -> its public name. A conversation that goes on after its end is ongoing as one that begins is.
SOURCES: dict[str, str] = {event.source: event.name for event in _ALL if event.source in EVENTS} | {
    "conversation.reopened": "conversation.ongoing"
}


def offered() -> dict[str, list[PublicEvent]]:
    """Group -> the events that are sent today, in the order of the page."""
    groups: dict[str, list[PublicEvent]] = {}
    for event in _ALL:
        if event.source in EVENTS:
            groups.setdefault(event.group, []).append(event)
    return groups
