"""The calendar object of an interview: an invitation, its change, its cancellation (RFC 5545, RFC 5546).

Pure. One UID for life; the caller raises the sequence by one on every change. Moments are written in UTC, which every
calendar shows in its reader's zone without having to trust a copy of the zone's rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Talent Portal//Interviews//EN"


class Method(StrEnum):
    """What a calendar shall do with the object. A change is a REQUEST with a higher sequence."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who is asked to come."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """What goes into the object. `sequence` counts the changes since the first invitation (0)."""

    uid: str
    sequence: int
    start: datetime
    end: datetime
    title: str
    description: str
    organizer: Attendee
    attendees: Sequence[Attendee]
    location: str = ""
    link: str = ""


def write(meeting: Meeting, method: Method, stamp: datetime) -> str:
    """The text of the calendar object: lines folded at 75 octets, ended by CRLF. A naive moment is a ValueError."""
    for moment in (meeting.start, meeting.end, stamp):
        if moment.tzinfo is None:
            raise ValueError(f"{moment!r} has no time zone")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    calendar.add_component(_event(meeting, method, stamp))
    return str(calendar.to_ical(), "utf-8")


def _event(meeting: Meeting, method: Method, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", meeting.start.astimezone(UTC))
    event.add("dtend", meeting.end.astimezone(UTC))
    event.add("summary", _clean(meeting.title))
    event.add("description", _clean(meeting.description))
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if method is Method.CANCEL else "OPAQUE")
    if meeting.location:
        event.add("location", _clean(meeting.location))
    if meeting.link:
        event.add("url", _one_line(meeting.link))
    event["organizer"] = _address(meeting.organizer)
    for attendee in meeting.attendees:
        event.add("attendee", _attendee(attendee), encode=False)
    return event


def _attendee(attendee: Attendee) -> Any:
    address = _address(attendee)
    address.params["CUTYPE"] = vText("INDIVIDUAL")
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("NEEDS-ACTION")
    address.params["RSVP"] = vText("TRUE")
    return address


def _address(person: Attendee) -> Any:
    address = vCalAddress(f"mailto:{_one_line(person.email)}")
    # A parameter cannot hold a double quote, nor any control character (RFC 5545 §3.2).
    name = _one_line(person.name).replace('"', "'")
    if name:
        address.params["CN"] = vText(name)
    return address


def _clean(text: str) -> str:
    """Text without control characters but line ends and tabs, which a calendar may refuse."""
    return "".join(c for c in text.replace("\r\n", "\n") if c in "\n\t" or (c >= " " and c != "\x7f"))


def _one_line(text: str) -> str:
    return " ".join(_clean(text).split())
