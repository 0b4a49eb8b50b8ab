"""How a candidate reads times: in a zone of their own that is named, right over every change of the clock. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from portal.core.formats import is_zone, zone, zone_label

# What browsers still call zones that have another name by now (the tz database's file `backward`).
RENAMED = {
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Africa/Asmera": "Africa/Asmara",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Indianapolis": "America/Indiana/Indianapolis",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Europe/Kiev": "Europe/Kyiv",
    "Etc/UTC": "UTC",
    "Etc/GMT": "UTC",
}


def known_zone(name: str | None) -> str | None:
    """The present name of a zone that somebody gave us, or None if it is none."""
    if not name or len(name) > 60:
        return None
    present = RENAMED.get(name, name)
    return present if is_zone(present) else None


def first_zone(*names: str | None) -> str:
    """The first of the names that is a zone; UTC if none is."""
    return next((found for found in map(known_zone, names) if found), "UTC")


def place_of(zone_name: str) -> str:
    """`Asia/Ho_Chi_Minh` → `Ho Chi Minh`."""
    return zone_name.rpartition("/")[2].replace("_", " ")


@dataclass(frozen=True, slots=True)
class TimeWords:
    """A time from a start to an end as its reader sees it.

    `day` is short (`Wed 16 Dec`), `date` whole (`Wednesday 16 December 2026`), `hours` from and to, `letters` those of
    the zone (`IST`), `elsewhere` the same by the interview's clock (`07:30 – 08:15 in Berlin (CET)`) where they differ.
    """

    day: str
    date: str
    hours: str
    letters: str
    elsewhere: str = ""


@lru_cache(4096)
def in_words(start: datetime, end: datetime, zone_name: str, present: int, other: str | None = None) -> TimeWords:
    """The time in a zone; `present` is the reader's year, which need not be said; `other` is the interview's zone."""
    first, last = start.astimezone(zone(zone_name)), end.astimezone(zone(zone_name))
    year = f" {first.year}" if first.year != present else ""
    return TimeWords(
        day=f"{first:%a} {first.day} {first:%b}{year}",
        date=f"{first:%A} {first.day} {first:%B} {first.year}",
        hours=_hours(first, last),
        letters=_letters(first, last),
        elsewhere=_elsewhere(first, last, other) if other else "",
    )


def common_letters(words: Iterable[TimeWords]) -> str:
    """The zone's letters if all the times have the same, else nothing: then each time says its own."""
    found = {time.letters for time in words}
    return found.pop() if len(found) == 1 else ""


def _hours(first: datetime, last: datetime) -> str:
    end = f"{last:%H:%M}"
    if last.date() != first.date():
        end = f"{end} ({last:%a} {last.day} {last:%b})"
    if zone_label(first) != zone_label(last):
        # The clocks change meanwhile: without the letters a time could seem to end before it begins.
        return f"{first:%H:%M} {zone_label(first)} – {end} {zone_label(last)}"
    return f"{first:%H:%M} – {end}"


def _letters(first: datetime, last: datetime) -> str:
    return "/".join(dict.fromkeys([zone_label(first), zone_label(last)]))


def _elsewhere(first: datetime, last: datetime, other: str) -> str:
    there, until = first.astimezone(zone(other)), last.astimezone(zone(other))
    if there.utcoffset() == first.utcoffset() and until.utcoffset() == last.utcoffset():
        return ""
    day = "" if there.date() == first.date() else f"{there:%a} {there.day} {there:%b}, "
    return f"{day}{_hours(there, until)} in {place_of(other)} ({_letters(there, until)})"
