"""Days and months as a reader's clocks have them, and figures in words."""

import re
from datetime import UTC, date, datetime, time, timedelta

from portal.analytics.models import MOST_COUNTED, Day
from portal.core.errors import BadInput
from portal.core.formats import local_to_utc, zone


def day_of(moment: datetime, zone_name: str) -> Day:
    """Today, its month and the month before, in a zone."""
    today = moment.astimezone(zone(zone_name)).date()
    month = today.replace(day=1)
    return Day(
        today,
        begins(today, zone_name),
        begins(today + timedelta(days=1), zone_name),
        begins(month, zone_name),
        begins(_next(month), zone_name),
        begins((month - timedelta(days=1)).replace(day=1), zone_name),
    )


def begins(day: date, zone_name: str) -> datetime:
    """The moment a day begins in a zone."""
    return local_to_utc(datetime.combine(day, time(0)), zone_name)


def month_of(text: str, present: date) -> date:
    """The first day of `2026-11`; without a text, of the present month. Raises BadInput for anything else."""
    if not text:
        return present.replace(day=1)
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text, re.ASCII)
    if found is None:
        raise BadInput(fields={"month": "A month looks like 2026-11."})
    return date(int(found[1]), int(found[2]), 1)


def span_of(month: date, zone_name: str) -> tuple[datetime, datetime]:
    """The moments between which a month lies in a zone."""
    return begins(month, zone_name), begins(_next(month), zone_name)


def months_beside(month: date, present: date) -> tuple[date, date | None]:
    """The month before, and the one after unless it has not begun."""
    after = _next(month)
    return (month - timedelta(days=1)).replace(day=1), after if after <= present else None


def _next(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def counted(number: int) -> str:
    """`1,000+` where counting stopped."""
    return f"{MOST_COUNTED:,}+" if number > MOST_COUNTED else f"{number:,}"


def trend(now_: int, before: int, month_before: date) -> str:
    """`2 more than in October`."""
    name = f"{datetime(month_before.year, month_before.month, 1, tzinfo=UTC):%B}"
    if now_ == before:
        return f"as many as in {name}"
    return f"{abs(now_ - before)} {'more' if now_ > before else 'fewer'} than in {name}"
