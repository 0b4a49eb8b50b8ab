"""Times and amounts as people read them. Pure and cached: a list page formats hundreds."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

MINUTE, HOUR, DAY = 60, 3600, 86400
SYMBOLS = {"INR": "₹", "USD": "$", "EUR": "€", "GBP": "£", "AED": "AED ", "AUD": "A$", "CAD": "C$", "SGD": "S$"}


@lru_cache(512)
def zone(name: str) -> ZoneInfo:
    """The zone of that name; UTC for a name that is none (a row written before a zone was renamed)."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


@lru_cache(1)
def zone_names() -> list[str]:
    """Zone names a person may choose, sorted: places and UTC, without the historical aliases."""
    places = (
        "Africa/",
        "America/",
        "Antarctica/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    )
    return sorted(n for n in available_timezones() if n.startswith(places) or n == "UTC")


def is_zone(name: str) -> bool:
    """Whether a zone of that name exists."""
    return name in available_timezones()


@lru_cache(16384)
def when(moment: datetime, zone_name: str, with_zone: bool = True) -> str:
    """`Mon 14 Dec 2026, 10:00 IST`: the moment in a zone, and which one."""
    local = moment.astimezone(zone(zone_name))
    text = f"{local:%a} {local.day} {local:%b %Y, %H:%M}"
    return f"{text} {zone_label(local)}" if with_zone else text


def zone_label(local: datetime) -> str:
    """`IST`, `CET` … or `UTC+04` where the zone has no letters of its own."""
    letters = local.tzname() or "UTC"
    return f"UTC{letters}" if letters[:1] in "+-" else letters


@lru_cache(16384)
def day(moment: datetime, zone_name: str) -> str:
    """`14 Dec 2026` in a zone."""
    local = moment.astimezone(zone(zone_name))
    return f"{local.day} {local:%b %Y}"


@lru_cache(4096)
def month(text: str) -> str:
    """`2021-12` as CVs are read → `Dec 2021`; a year alone, or anything else, stays as it is."""
    try:
        return f"{datetime.strptime(text, '%Y-%m'):%b %Y}"
    except ValueError:
        return text


@lru_cache(16384)
def clock_time(moment: datetime, zone_name: str) -> str:
    """`10:00` in a zone."""
    return f"{moment.astimezone(zone(zone_name)):%H:%M}"


def ago(moment: datetime, present: datetime) -> str:
    """`2 h ago`, `in 3 d`, and a date when it is further than a month away."""
    seconds = int((present - moment).total_seconds())
    return _distance(seconds // MINUTE) or day(moment, "UTC")


@lru_cache(4096)
def _distance(minutes: int) -> str:
    past, size = minutes >= 0, abs(minutes)
    if size < 1:
        return "just now"
    if size < 60:
        words = f"{size} min"
    elif size < 60 * 24:
        words = f"{size // 60} h"
    elif size < 60 * 24 * 31:
        words = f"{size // (60 * 24)} d"
    else:
        return ""
    return f"{words} ago" if past else f"in {words}"


def _amount(value: float, currency: str) -> str:
    if currency == "INR" and value >= 100_000:
        return f"{value / 100_000:.1f}".rstrip("0").rstrip(".") + " L"
    if value >= 10_000 and value % 1000 == 0:
        return f"{value / 1000:.0f}k"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


@lru_cache(4096)
def money(low: float | None, high: float | None, currency: str = "INR", period: str = "year") -> str:
    """`₹15 L–25 L a year`; one bound alone says `from` or `up to`; nothing for nothing."""
    sign = SYMBOLS.get(currency, f"{currency} ")
    per = f" {'an' if period == 'hour' else 'a'} {period}" if period else ""
    if low is not None and high is not None:
        if low == high:
            return f"{sign}{_amount(low, currency)}{per}"
        return f"{sign}{_amount(low, currency)}–{_amount(high, currency)}{per}"
    if low is not None:
        return f"from {sign}{_amount(low, currency)}{per}"
    if high is not None:
        return f"up to {sign}{_amount(high, currency)}{per}"
    return ""


def local_to_utc(naive: datetime, zone_name: str) -> datetime:
    """The moment a wall clock in the zone shows `naive`; in the hour that comes twice, the first of the two."""
    return naive.replace(tzinfo=zone(zone_name), fold=0).astimezone(UTC)


def end_of_day(day: date | None, zone_name: str) -> datetime | None:
    """The moment at which a day ends in the zone; None for no day. A day that no clock reaches ends never: None."""
    if day is None or day.year > 9000:
        return None
    return local_to_utc(datetime.combine(day + timedelta(days=1), time()), zone_name)
