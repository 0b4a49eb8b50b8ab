"""What an entry says, which interviews have one, and which five minutes a busy time takes. Values in, values out."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from portal.core.errors import BadInput, RuleBroken
from portal.interviews.calendar import Meeting
from portal.interviews.rules import cells

# So far ahead times are offered; busy times further away are of no use yet.
AHEAD = timedelta(weeks=5)
# An access token is renewed so long before its end.
MARGIN = timedelta(minutes=2)
PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 60.0, 3600.0


class NotSetUp(RuleBroken):
    """The operator has not registered the portal with Google."""

    def __init__(self) -> None:
        super().__init__("Google Calendar is not set up on this portal: its operator registers it with Google first.")


class StateRefused(BadInput):
    """What came back belongs to no agreement that this person began a moment ago."""

    def __init__(self) -> None:
        super().__init__("This answer does not belong to a connection that you began here. Begin again.")


def event_of(meeting: Meeting, *, meet: bool) -> dict[str, Any]:
    """The entry as Google wants it; `iCalUID` is the one of our mails, so that both are one for every calendar.

    Guests are not named: their entry is the one of the mail. `meet` asks for a Google Meet link.
    """
    event: dict[str, Any] = {
        "iCalUID": meeting.uid,
        "summary": meeting.title,
        "description": meeting.description,
        "location": meeting.location,
        "start": {"dateTime": _moment(meeting.start)},
        "end": {"dateTime": _moment(meeting.end)},
        "status": "confirmed",
        "guestsCanInviteOthers": False,
    }
    if meet:
        asked = {"requestId": meeting.uid, "conferenceSolutionKey": {"type": "hangoutsMeet"}}
        event["conferenceData"] = {"createRequest": asked}
    return event


def meet_link_of(event: dict[str, Any]) -> str:
    """The address of the call, once Google has made it."""
    entries = event.get("conferenceData", {}).get("entryPoints") or []
    video = next((one.get("uri", "") for one in entries if one.get("entryPointType") == "video"), "")
    link = str(event.get("hangoutLink") or video)
    return link if link.startswith("https://") else ""


def waits_for_link(event: dict[str, Any]) -> bool:
    """Whether Google is still making the call."""
    request = event.get("conferenceData", {}).get("createRequest", {})
    return bool(request.get("status", {}).get("statusCode") == "pending")


def cells_of(
    spans: Iterable[tuple[datetime, datetime]],
    own: Sequence[tuple[datetime, datetime]],
    first: datetime,
    last: datetime,
) -> set[int]:
    """The five minutes that busy times take between two moments.

    A busy time that is exactly one of the person's interviews here (`own`) is our own entry, put there by the mail.
    """
    known = {(start.astimezone(UTC), end.astimezone(UTC)) for start, end in own}
    found: set[int] = set()
    for start, end in spans:
        if (start.astimezone(UTC), end.astimezone(UTC)) not in known and end > start:
            found.update(cells(max(start, first), min(end, last)))
    return found


def pause(seconds: float | None) -> float:
    """How long to wait when Google asks for it."""
    return min(max(seconds or PAUSE_SECONDS, 1.0), LONGEST_PAUSE_SECONDS)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
