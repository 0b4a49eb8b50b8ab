"""Calendars that take what comes by mail, one on Python's icalendar and one on npm's ical.js: what stands in them.

An entry is known by its UID; what has a lower SEQUENCE than the entry is old news; CANCEL crosses it out.
"""

import json
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.run import node_package

ICAL_JS = ("ical.js", "2.2.1", "dist/ical.es5.cjs")


def python_calendar(texts: Sequence[str]) -> list[dict[str, Any]]:
    """The entries after these objects, by icalendar."""
    entries: dict[str, dict[str, Any]] = {}
    for text in texts:
        calendar = Calendar.from_ical(text)
        for event in calendar.walk("VEVENT"):
            uid, sequence = str(event["UID"]), int(event["SEQUENCE"])
            known = entries.get(uid)
            if known is not None and sequence < known["sequence"]:
                continue
            if str(calendar["METHOD"]) == "CANCEL":
                if known is not None:
                    known.update(sequence=sequence, cancelled=True)
                continue
            attendees = event.get("ATTENDEE", [])
            entries[uid] = {
                "uid": uid,
                "sequence": sequence,
                "cancelled": event.get("STATUS") == "CANCELLED",
                "start": _words(event.decoded("DTSTART")),
                "end": _words(event.decoded("DTEND")),
                "title": str(event["SUMMARY"]),
                "organizer": str(event["ORGANIZER"]) if "ORGANIZER" in event else None,
                "attendees": sorted(map(str, attendees if isinstance(attendees, list) else [attendees])),
            }
    return list(entries.values())


def _words(moment: Any) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def node_calendar(texts: Sequence[str]) -> list[dict[str, Any]]:
    """The entries after these objects, by ical.js; skips where Node is not installed."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("Node is not installed")
    asked = json.dumps({"library": str(node_package(*ICAL_JS)), "texts": list(texts)})
    answer = subprocess.run(
        ["node", str(Path(__file__).with_suffix(".cjs"))],
        input=asked, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    found: list[dict[str, Any]] = json.loads(answer.stdout)
    return found


CALENDARS = pytest.mark.parametrize("imported", [python_calendar, node_calendar])
