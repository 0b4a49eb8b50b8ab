"""Events as sentences of a timeline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.core.events import EVENTS
from portal.web.forms import human

ICONS = {
    "candidate": "person",
    "application": "arrow-right",
    "interview": "calendar-event",
    "hiring": "trophy",
    "selection": "envelope-check",
}
SPECIAL = {
    "candidate.created": "person-plus",
    "candidate.updated": "pencil",
    "candidate.cv_added": "file-earmark-text",
    "candidate.note_added": "journal-text",
    "application.created": "briefcase",
    "application.shared": "share",
    "application.noted": "info-circle",
    "interview.booked": "calendar-check",
    "interview.cancelled": "calendar-x",
    "interview.passed": "check-circle",
    "interview.failed": "x-circle",
    "interview.feedback_given": "star",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened."""

    icon: str
    who: str
    what: str
    job: str
    at: datetime


def lines(rows: Iterable[Any]) -> list[Line]:
    """What the rows of `timeline_of` say."""
    return [_line(row) for row in rows]


def _line(row: Any) -> Line:
    icon = SPECIAL.get(row.name) or ICONS.get(row.name.partition(".")[0], "activity")
    return Line(icon, row.actor_name or "Talent Portal", _what(row), row.title or "", row.at)


def _what(row: Any) -> str:
    about = row.about or {}
    if row.name == "application.status_changed" and about.get("to"):
        return f"moved the application to {human(about['to'])} (was {human(about.get('from', ''))})"
    if row.name == "application.created":
        return "put forward"
    if row.name == "application.noted" and about.get("what"):
        return f"noted: {about['what']}"
    if row.name == "candidate.note_added" and about.get("for_client"):
        return "wrote a note that the client may read"
    known = EVENTS.get(row.name)
    sentence = known.sentence if known else row.name
    name = about.get("round_name")
    return f"{sentence}: {name}" if name else sentence
