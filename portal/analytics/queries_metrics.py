"""Counting: from the days that are counted up, and from the rows themselves for what is newer or not in the days."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, literal, null, select
from sqlalchemy.types import String

from portal.accounts.models import User
from portal.analytics.models import AnalyticsDay, AnalyticsEvent, AnalyticsProgress
from portal.analytics.rules import begins
from portal.analytics.rules_metrics import METRICS, Dimension, Granularity, Wanted, bucket_of, bucket_of_day
from portal.candidates.models import Application
from portal.clients.models import Client
from portal.core.database import db
from portal.core.events import Event
from portal.core.ids import Prefix, decode, encode
from portal.jobs.models import Job

D = Dimension
EVENTS_OF = {
    "jobs_applied": ("application.created",),
    "applications": ("application.created",),
    "interviews_booked": ("interview.booked",),
    "interviews_completed": ("interview.completed",),
    "no_shows": ("interview.no_show",),
    "messages": ("message.received", "message.sent"),
}
KEPT = (D.SOURCE, D.JOB, D.CLIENT, D.RECRUITER)
# The days are counted up three times, by what they are told apart by: the fewest rows that answer are read.
LEVELS = {"source": {D.SOURCE}, "job": {D.JOB, D.CLIENT}, "all": set(KEPT)}
Found = Iterator[tuple[str, str, tuple[Any, ...], int, float]]


def _facts(metric: str, first: datetime, end: datetime) -> Select[*tuple[Any, ...]]:
    """What a metric counts between two moments: `at`, `source`, `job`, `client`, `recruiter`, `status`, `value`."""
    if metric in EVENTS_OF:
        e = Event
        by_user = case((e.actor_kind == "user", e.actor_id), else_=null())
        found = _columns(e.at, Application.source, e.job_id, Job.client_id, by_user, Application.status, literal(0.0))
        found = found.select_from(e).outerjoin(Application, Application.id == e.application_id)
        return found.outerjoin(Job, Job.id == e.job_id).where(e.name.in_(EVENTS_OF[metric]), e.at >= first, e.at < end)
    if metric in ("hires", "time_to_hire"):
        a = Application
        took = _days(a.created_at, a.selected_at)
        found = _columns(a.selected_at, a.source, a.job_id, a.client_id, null(), a.status, took)
        return found.where(a.selected_at >= first, a.selected_at < end)
    x = AnalyticsEvent
    found = _columns(x.occurred_at, x.source, x.job_id, Job.client_id, null(), null(), literal(0.0))
    found = found.select_from(x).outerjoin(Job, Job.id == x.job_id)
    return found.where(x.event_type == metric, x.occurred_at >= first, x.occurred_at < end)


def _columns(at: Any, source: Any, job: Any, client: Any, recruiter: Any, status: Any, value: Any) -> Select[Any]:
    return select(
        at.label("at"),
        func.coalesce(source, "").label("source"),
        job.label("job"),
        client.label("client"),
        cast(recruiter, Integer).label("recruiter"),
        cast(status, String).label("status"),
        value.label("value"),
    )


def _days(first: Any, last: Any) -> ColumnElement[Any]:
    if db.engine.dialect.name == "sqlite":
        return func.julianday(last) - func.julianday(first)
    return func.extract("epoch", last - first) / 86400.0


def _minute(at: Any) -> ColumnElement[str]:
    """`2026-11-26 10:15` in UTC: what is grouped by where the days do not do."""
    if db.engine.dialect.name == "sqlite":
        return func.substr(cast(at, String), 1, 16)
    return func.to_char(func.timezone("UTC", at), "YYYY-MM-DD HH24:MI")


def counted(wanted: Wanted, zone_name: str) -> Found:
    """Everything that was asked for, in pieces that are to be summed."""
    rolled = rolled_to(zone_name)
    by_days = not {*wanted.dimensions, *wanted.filters} & {D.STATUS} and not (
        D.DATE in wanted.dimensions and wanted.granularity is Granularity.HOUR
    )
    until = min(rolled, wanted.end + timedelta(days=1)) if by_days and rolled is not None else wanted.start
    if until > wanted.start:
        yield from _of_days(wanted, until)
    live_from = max(wanted.start, until)
    if live_from <= wanted.end:
        first, end = begins(live_from, zone_name), begins(wanted.end + timedelta(days=1), zone_name)
        for metric in wanted.metrics:
            yield from _of_rows(metric, wanted, first, end, zone_name)


def _of_days(wanted: Wanted, until: date) -> Found:
    d = AnalyticsDay
    columns = {D.SOURCE: d.source, D.JOB: d.job_id, D.CLIENT: d.client_id, D.RECRUITER: d.recruiter_id}
    others = [columns[one] for one in wanted.dimensions if one is not D.DATE]
    dated = D.DATE in wanted.dimensions
    keys = [d.metric, *([d.day] if dated else []), *others]
    rows = select(*keys, func.sum(d.number).label("number"), func.sum(d.total).label("total")).where(
        d.level == _level(wanted), d.metric.in_(list(wanted.metrics)), d.day >= wanted.start, d.day < until
    )
    for name, values in wanted.filters.items():
        rows = rows.where(columns[name].in_(list(values)))
    found: Any = db.session.execute(rows.group_by(*keys))
    for row in found:
        step = bucket_of_day(row[1], wanted.granularity) if dated else ""
        first = 2 if dated else 1
        yield row[0], step, tuple(row[first : first + len(others)]), int(row.number), float(row.total)


def _level(wanted: Wanted) -> str:
    asked = {*wanted.dimensions, *wanted.filters} - {D.DATE}
    return next(level for level, kept in LEVELS.items() if asked <= kept)


def _of_rows(metric: str, wanted: Wanted, first: datetime, end: datetime, zone_name: str) -> Found:
    facts = _facts(metric, first, end).subquery("facts")
    dated = D.DATE in wanted.dimensions
    others = [facts.c[one.value] for one in wanted.dimensions if one is not D.DATE]
    keys = [*([_minute(facts.c.at).label("minute")] if dated else []), *others]
    rows = select(*keys, func.count().label("number"), func.sum(facts.c.value).label("total"))
    for name, values in wanted.filters.items():
        rows = rows.where(facts.c[name.value].in_(list(values)))
    for row in db.session.execute(rows.group_by(*keys) if keys else rows):
        if not row.number:
            continue
        step = ""
        if dated:
            moment = datetime.strptime(row[0], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
            step = bucket_of(moment, wanted.granularity, zone_name)
        start = 1 if dated else 0
        yield metric, step, tuple(row[start : start + len(others)]), int(row.number), float(row.total or 0.0)


def rolled_to(zone_name: str) -> date | None:
    """The days before this one are counted up by the clocks of the zone; None when none are."""
    p = AnalyticsProgress
    return db.session.scalar(select(p.rolled_to).where(p.time_zone == zone_name))


def progress() -> AnalyticsProgress | None:
    """How far the company's days are counted up, held until the transaction ends."""
    return db.session.scalars(select(AnalyticsProgress).with_for_update()).one_or_none()


def first_moment() -> datetime | None:
    """When the first thing happened that can be counted."""
    moments = [
        db.session.scalar(select(func.min(Event.at))),
        db.session.scalar(select(func.min(AnalyticsEvent.occurred_at))),
        db.session.scalar(select(func.min(Application.selected_at))),
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def types_between(first: datetime, end: datetime) -> Sequence[str]:
    """The types of events that pages and other systems sent in that time."""
    x = AnalyticsEvent
    return db.session.scalars(select(x.event_type).where(x.occurred_at >= first, x.occurred_at < end).distinct()).all()


def day_rows(metric: str, first: datetime, end: datetime, level: str) -> Select[*tuple[Any, ...]]:
    """A day of a metric at one level: source, job, client, recruiter, number and total."""
    facts = _facts(metric, first, end).subquery("facts")
    keys = [facts.c[one.value] for one in KEPT if one in LEVELS[level]]
    columns = [facts.c[one.value] if one in LEVELS[level] else literal("" if one is D.SOURCE else None) for one in KEPT]
    rows = select(*columns, func.count(), func.coalesce(func.sum(facts.c.value), 0.0))
    return rows.group_by(*keys)


def portal_metrics() -> Sequence[str]:
    """The metrics that every company has."""
    return list(METRICS)


def names_of(dimension: Dimension, ids: Sequence[Any]) -> dict[str, str]:
    """What the public ids of a dimension stand for; what is no id stays without a name."""
    of: dict[Dimension, tuple[Prefix, Any, Any]] = {
        D.JOB: (Prefix.JOB, Job.id, Job.title),
        D.CLIENT: (Prefix.CLIENT, Client.id, Client.company_name),
        D.RECRUITER: (Prefix.USER, User.id, User.first_name + " " + User.last_name),
    }
    if dimension not in of:
        return {}
    prefix, number, name = of[dimension]
    numbers = [decode(prefix, one) for one in ids if one]
    rows = db.session.execute(select(number, name).where(number.in_([n for n in numbers if n is not None])))
    return {str(encode(prefix, found[0])): found[1] for found in rows}
