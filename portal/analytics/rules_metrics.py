"""What can be counted, by what it is told apart, and in which steps of the company's clocks (seed 002, "Analytics").

`applications` and `jobs_applied` are the same; `time_to_hire` is the mean number of days from application to selection.
A metric that is none of the portal's is the number of events that were sent with that type.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from portal.core.errors import BadInput
from portal.core.formats import zone

MOST_METRICS, MOST_DAYS, MOST_HOUR_DAYS, MOST_ROWS = 10, 3660, 62, 10_000
TYPE = re.compile(r"[a-z][a-z0-9_.:-]{0,59}")


class Dimension(StrEnum):
    """By what rows are told apart."""

    DATE = "date"
    SOURCE = "source"
    JOB = "job"
    CLIENT = "client"
    RECRUITER = "recruiter"
    STATUS = "status"


class Granularity(StrEnum):
    """The steps of `date`. A week begins on Monday."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


D, G = Dimension, Granularity
_ALL = frozenset({D.DATE, D.SOURCE, D.JOB, D.CLIENT, D.RECRUITER, D.STATUS})
_OWN = frozenset({D.DATE, D.SOURCE, D.JOB, D.CLIENT})
# metric -> the dimensions that it has
METRICS: Mapping[str, frozenset[Dimension]] = {
    "jobs_viewed": _OWN,
    "jobs_applied": _ALL,
    "applications": _ALL,
    "interviews_booked": _ALL,
    "interviews_completed": _ALL,
    "no_shows": _ALL,
    "hires": _ALL - {D.RECRUITER},
    "time_to_hire": _ALL - {D.RECRUITER},
    "messages": frozenset({D.DATE, D.JOB, D.RECRUITER}),
}
MEANS = frozenset({"time_to_hire"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question. `start` and `end` are days of the company's clocks, both included."""

    metrics: Sequence[str]
    start: date
    end: date
    dimensions: Sequence[Dimension] = ()
    granularity: Granularity = Granularity.DAY
    filters: Mapping[Dimension, Sequence[Any]] = field(default_factory=dict)


def check(wanted: Wanted) -> None:
    """Raises BadInput by field for what cannot be counted, or not told apart like that."""
    problems: dict[str, str] = {}
    for number, metric in enumerate(wanted.metrics):
        has = METRICS.get(metric, _OWN)
        asked = {*wanted.dimensions, *wanted.filters}
        missing = sorted(asked - has)
        if TYPE.fullmatch(metric) is None:
            problems[f"metrics.{number}"] = "A metric is written small, with letters, figures and _ . : -"
        elif missing:
            problems[f"metrics.{number}"] = f"{metric} cannot be told apart by {', '.join(missing)}."
    days = (wanted.end - wanted.start).days + 1
    if days < 1:
        problems["filters.date_range.end"] = "The end lies before the start."
    elif days > (MOST_HOUR_DAYS if wanted.granularity is G.HOUR and D.DATE in wanted.dimensions else MOST_DAYS):
        most = MOST_HOUR_DAYS if wanted.granularity is G.HOUR else MOST_DAYS
        problems["filters.date_range.end"] = f"Ask for at most {most} days at once."
    if problems:
        raise BadInput(fields=problems)


def bucket_of_day(day: date, granularity: Granularity) -> str:
    """The step that a day lies in: the day itself, the Monday of its week, its month."""
    if granularity is G.WEEK:
        day -= timedelta(days=day.weekday())
    return f"{day:%Y-%m}" if granularity is G.MONTH else day.isoformat()


def bucket_of(moment: datetime, granularity: Granularity, zone_name: str) -> str:
    """The step that a moment lies in, by the clocks of a zone; an hour is told with its distance from UTC."""
    local = moment.astimezone(zone(zone_name))
    if granularity is G.HOUR:
        return local.replace(minute=0, second=0, microsecond=0).isoformat()
    return bucket_of_day(local.date(), granularity)


def buckets(wanted: Wanted, zone_name: str) -> list[str]:
    """Every step between the start and the end, in order."""
    days = [wanted.start + timedelta(days=n) for n in range((wanted.end - wanted.start).days + 1)]
    if wanted.granularity is not G.HOUR:
        return list(dict.fromkeys(bucket_of_day(day, wanted.granularity) for day in days))
    here = zone(zone_name)
    begins = datetime.combine(wanted.start, datetime.min.time(), here).astimezone(UTC)
    ends = datetime.combine(wanted.end + timedelta(days=1), datetime.min.time(), here).astimezone(UTC)
    quarters = int((ends - begins).total_seconds()) // 900
    moments = (begins + timedelta(minutes=15 * n) for n in range(quarters))
    return list(dict.fromkeys(bucket_of(moment, G.HOUR, zone_name) for moment in moments))


def table(
    wanted: Wanted, found: Iterable[tuple[str, str, tuple[Any, ...], int, float]], zone_name: str
) -> list[dict[str, Any]]:
    """Rows of the answer from (metric, step, values of the other dimensions, number, total); gaps are zero.

    Ordered by step, then by the values. Raises BadInput for more than 10,000 rows.
    """
    others = [d for d in wanted.dimensions if d is not D.DATE]
    sums: dict[tuple[str, tuple[Any, ...]], dict[str, list[float]]] = {}
    groups: dict[tuple[Any, ...], None] = {}
    for metric, step, values, number, total in found:
        groups.setdefault(values)
        kept = sums.setdefault((step, values), {}).setdefault(metric, [0, 0.0])
        kept[0] += number
        kept[1] += total
    ordered = sorted(groups, key=lambda values: [(v is None, str(v)) for v in values]) or ([()] if not others else [])
    steps = buckets(wanted, zone_name) if D.DATE in wanted.dimensions else [""]
    if len(steps) * len(ordered) > MOST_ROWS:
        raise BadInput(fields={"dimensions": f"That would be more than {MOST_ROWS:,} rows: ask for less at once."})
    rows = []
    for step in steps:
        for values in ordered:
            row: dict[str, Any] = {d.value: step for d in wanted.dimensions if d is D.DATE}
            row |= {d.value: value for d, value in zip(others, values, strict=True)}
            here = sums.get((step, values), {})
            row |= {metric: _value(metric, here.get(metric)) for metric in wanted.metrics}
            rows.append(row)
    return rows


def _value(metric: str, found: list[float] | None) -> float | int | None:
    if metric in MEANS:
        return round(found[1] / found[0], 2) if found and found[0] else None
    return int(found[0]) if found else 0
