"""How an interview's time is said, the same on pages and in mails."""

from datetime import datetime

from portal.core.formats import clock_time, when, zone, zone_label


def span(start: datetime | None, end: datetime | None, zone_name: str) -> str:
    """`Wed 25 Nov 2026, 10:30 – 11:15 IST`: from when to when in a zone, and which one; nothing without a time."""
    if start is None or end is None:
        return ""
    label = zone_label(start.astimezone(zone(zone_name)))
    return f"{when(start, zone_name, False)} – {clock_time(end, zone_name)} {label}"
