"""The calendar object of an interview: an invitation, its change, its cancellation (RFC 5545, RFC 5546); and a feed.

Pure. One UID for life; the caller raises the sequence by one on every change. Moments are written in UTC, which every
calendar shows in its reader's zone without having to trust a copy of the zone's rules.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Talent Portal//Interviews//EN"
# How often a calendar is asked to look again.
REFRESH = timedelta(minutes=15)


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


@dataclass(frozen=True, slots=True)
class Entry:
    """An interview in somebody's feed. `changed_at`: when it last changed; what one only looks after blocks no time."""

    uid: str
    sequence: int
    start: datetime
    end: datetime
    title: str
    description: str
    changed_at: datetime
    location: str = ""
    link: str = ""
    cancelled: bool = False
    blocks: bool = True


def write_feed(name: str, entries: Iterable[Entry]) -> str:
    """A calendar to subscribe to: nobody is invited by it, and the same entries always make the same text."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _one_line(name))  # RFC 7986; the X- properties say the same to older calendars
    calendar.add("x-wr-calname", _one_line(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    for entry in entries:
        calendar.add_component(_entry(entry))
    return str(calendar.to_ical(), "utf-8")


def _entry(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", entry.start.astimezone(UTC))
    event.add("dtend", entry.end.astimezone(UTC))
    event.add("summary", _clean(entry.title))
    event.add("description", _clean(entry.description))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if entry.blocks and not entry.cancelled else "TRANSPARENT")
    if entry.location:
        event.add("location", _clean(entry.location))
    if entry.link:
        event.add("url", _one_line(entry.link))
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
