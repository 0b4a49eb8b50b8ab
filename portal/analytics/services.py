"""Counting what pages and other systems report, and counting days up."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete

from portal.analytics import queries_metrics as queries
from portal.analytics.models import SOURCE_LENGTH, AnalyticsDay, AnalyticsEvent, AnalyticsProgress
from portal.analytics.rules import begins
from portal.analytics.rules_metrics import TYPE
from portal.core.clock import now
from portal.core.database import db, insert_once
from portal.core.errors import BadInput
from portal.core.formats import local_to_utc, zone
from portal.core.ids import Prefix, decode

MOST_PROPERTIES, PROPERTIES_LENGTH = 30, 4_000
AHEAD, BEHIND = timedelta(minutes=5), timedelta(days=31)
DAYS_AT_ONCE, SETTLED_AFTER = 10, timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Tracked:
    """One thing that happened, as its sender tells it."""

    event_type: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    occurred_at: datetime | None = None
    event_id: str | None = None


def track(events: Sequence[Tracked], *, company_id: int, time_zone: str) -> int:
    """Count what happened; how many were taken. One whose `event_id` is there already counts as taken.

    Nothing is taken when one of them cannot be. Raises BadInput by number and field.
    """
    moment = now()
    events = [replace(event, occurred_at=_utc(event.occurred_at, time_zone) or moment) for event in events]
    problems: dict[str, str] = {}
    for number, event in enumerate(events):
        problems |= {f"events.{number}.{name}": words for name, words in _problems(event, moment).items()}
    if problems:
        raise BadInput(fields=problems)
    for event in events:
        job = event.properties.get("job_id")
        insert_once(
            AnalyticsEvent, ["company_id", "event_id"], company_id=company_id, event_type=event.event_type,
            properties=dict(event.properties), source=str(event.properties.get("source") or "")[:SOURCE_LENGTH],
            job_id=decode(Prefix.JOB, job) if isinstance(job, str) else None, event_id=event.event_id,
            occurred_at=event.occurred_at,
        )  # fmt: skip
    _rewind(min((event.occurred_at or moment for event in events), default=moment), time_zone)
    return len(events)


def _utc(at: datetime | None, time_zone: str) -> datetime | None:
    """A moment without a zone is one of the company's clocks."""
    return local_to_utc(at, time_zone) if at is not None and at.tzinfo is None else at


def _problems(event: Tracked, moment: datetime) -> dict[str, str]:
    problems = {}
    if TYPE.fullmatch(event.event_type) is None:
        problems["event_type"] = "A type is written small, with letters, figures and _ . : -, at most 60 of them."
    elif event.event_type in queries.portal_metrics() and event.event_type != "jobs_viewed":
        problems["event_type"] = f"The portal counts {event.event_type} itself."
    if len(event.properties) > MOST_PROPERTIES or len(json.dumps(event.properties)) > PROPERTIES_LENGTH:
        problems["properties"] = f"Send at most {MOST_PROPERTIES} properties in {PROPERTIES_LENGTH:,} characters."
    at = event.occurred_at
    if at is not None and not moment - BEHIND <= at <= moment + AHEAD:
        problems["occurred_at"] = f"Send what happened in the last {BEHIND.days} days."
    return problems


def _rewind(moment: datetime, time_zone: str) -> None:
    """What happened on a day that is counted up already has it counted up again."""
    rolled, day = queries.rolled_to(time_zone), moment.astimezone(zone(time_zone)).date()
    if rolled is not None and day < rolled:
        known = queries.progress()
        if known is not None and known.rolled_to is not None and day < known.rolled_to:
            known.rolled_to = day
            db.session.flush()


def roll_up(company_id: int, time_zone: str) -> bool:
    """Count up the next days of the company that have ended, at most ten; whether more are waiting.

    A repeat, or one that was ended in the middle, counts the same days again from their rows.
    """
    known = queries.progress()
    if known is None:
        insert_once(AnalyticsProgress, ["company_id"], company_id=company_id, time_zone=time_zone)
        known = queries.progress()
        assert known is not None
    if known.time_zone != time_zone:  # the clocks were set otherwise: every day begins at another moment
        known.time_zone, known.rolled_to = time_zone, None
    day = known.rolled_to
    if day is None:
        first = queries.first_moment()
        if first is None:
            return False
        day = first.astimezone(zone(time_zone)).date()
    today = (now() - SETTLED_AFTER).astimezone(zone(time_zone)).date()
    last = min(today, day + timedelta(days=DAYS_AT_ONCE))
    while day < last:
        _count_day(day, company_id, time_zone)
        day += timedelta(days=1)
    known.rolled_to = day
    db.session.flush()
    return day < today


def _count_day(day: Any, company_id: int, time_zone: str) -> None:
    first, end = begins(day, time_zone), begins(day + timedelta(days=1), time_zone)
    db.session.execute(
        delete(AnalyticsDay).where(AnalyticsDay.day == day), execution_options={"synchronize_session": False}
    )
    metrics = dict.fromkeys([*queries.portal_metrics(), *queries.types_between(first, end)])
    names = ("source", "job_id", "client_id", "recruiter_id", "number", "total")
    for metric in metrics:
        for level in queries.LEVELS:
            about = {"company_id": company_id, "metric": metric, "level": level, "day": day}
            rows = db.session.execute(queries.day_rows(metric, first, end, level)).all()
            # Without a group there is always one row, of nothing.
            found = (dict(zip(names, row, strict=True)) for row in rows if row[4])
            db.session.add_all(AnalyticsDay(**about, **values) for values in found)
    db.session.flush()
