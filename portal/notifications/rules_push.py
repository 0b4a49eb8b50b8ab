"""What a lock screen may show, and when a device is given up. No name, no score, no word of what somebody wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.notifications.models import NotificationType

T = NotificationType
MOST_DEVICES = 10
# Later than this nobody is helped by it.
LASTS = timedelta(hours=24)
# A device that was not reached so often in a row is forgotten.
MOST_FAILURES = 20
LONGEST_PAUSE_SECONDS = 3600.0

SAID: Mapping[NotificationType, str] = {
    T.CANDIDATE_STATUS_CHANGE: "A candidate has moved.",
    T.INTERVIEW_BOOKED: "An interview was booked or moved.",
    T.INTERVIEW_PASSED: "A candidate has passed a round.",
    T.HIRING_INITIATED: "A hire has begun.",
    T.NEW_JOB: "There is a new job to fill.",
    T.NEW_APPLICATION: "Somebody has applied.",
    T.INTERVIEW_REMINDER: "An interview is coming up, or waits for a time.",
    T.FEEDBACK_REMINDER: "Your feedback is missing.",
    T.PERSON_WANTED: "Somebody would like an answer of yours.",
    T.CONVERSATION_MESSAGE: "Somebody has written to you.",
    T.UNREAD_MESSAGE: "You have a message.",
    T.CONVERSATION_OFFERED: "A conversation waits for an answer.",
    T.CONTACT_STOPPED: "Somebody wants no more automated messages.",
    T.SYSTEM: "There is news for you.",
    T.CUSTOM: "There is a message for you.",
    T.APPLICATION_SUBMITTED: "An application was sent.",
    T.APPLICATION_COMPLETED: "An application has gone through.",
    T.APPLICATION_FAILED: "An application could not be sent.",
    T.JOB_MATCH_FOUND: "A new job fits your profile.",
    T.CAPTCHA_DETECTED: "An application needs you.",
}
# These wake a sleeping phone (RFC 8030, section 5.3).
URGENT = frozenset({T.INTERVIEW_REMINDER, T.PERSON_WANTED, T.CONVERSATION_MESSAGE, T.UNREAD_MESSAGE})


class Fate(StrEnum):
    """What an answer of a push service means (RFC 8030, sections 5 and 7)."""

    TAKEN = "taken"
    GONE = "gone"  # the browser has no such subscription any more
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The fate of a message, and for LATER how many seconds to wait if the service said so."""

    fate: Fate
    seconds: float | None = None


def verdict(status: int, retry_after: str | None) -> Verdict:
    """What the status of an answer means. A date in `Retry-After` is waited for as a minute."""
    if 200 <= status < 300:
        return Verdict(Fate.TAKEN)
    if status in (404, 410):
        return Verdict(Fate.GONE)
    if status in (408, 425, 429) or status >= 500:
        told = retry_after.strip() if retry_after else ""
        seconds = float(told) if told.isascii() and told.isdigit() else 60.0 if told else None
        return Verdict(Fate.LATER, min(seconds, LONGEST_PAUSE_SECONDS) if seconds is not None else None)
    return Verdict(Fate.REFUSED)


def until(kind: NotificationType, created: datetime, start: datetime | None) -> datetime:
    """How long it is worth showing: a day, and nobody is reminded of an interview whose time has come."""
    last = created + LASTS
    return min(last, start) if kind is T.INTERVIEW_REMINDER and start is not None else last


def headers(kind: NotificationType, left: timedelta) -> dict[str, str]:
    """How long the service keeps it, how urgent it is, and that a newer one of a kind takes an older one's place."""
    return {
        "TTL": str(max(0, int(left.total_seconds()))),
        "Urgency": "high" if kind in URGENT else "normal",
        "Topic": kind.value[:32],
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
    }


def message(kind: NotificationType, company: str, path: str, number: str) -> dict[str, str]:
    """What the service worker shows, and what a press on it opens. By `id` it knows one that comes twice."""
    return {"title": company, "body": SAID[kind], "tag": kind.value, "path": path, "id": number}


def device_name(agent: str) -> str:
    """A browser and a system in words, from what a browser says of itself; for the person's own list."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "A browser")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return f"{browser} on {system}" if system else browser


BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "a Mac"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip
