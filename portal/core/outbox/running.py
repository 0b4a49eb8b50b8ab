"""Claiming an effect and carrying it out: the same code for the worker that polls and for Celery's."""

import logging
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, or_, select, update

from portal.core import metrics
from portal.core.clock import now
from portal.core.database import db, reading, transaction
from portal.core.outbox import leases
from portal.core.outbox.rows import TASKS, Effect, EffectState, GiveUp, NotNow, Task
from portal.core.outbox.schedules import next_time
from portal.core.tenancy import as_company, as_system

log = logging.getLogger(__name__)
DEFAULT_LEASE = 60
LONGEST_WAIT = 3600


@dataclass(frozen=True, slots=True)
class Claim:
    """An effect that this worker holds. `held_by` is made anew for each claim and guards the last write."""

    id: int
    company_id: int | None
    kind: str
    payload: dict[str, Any]
    attempts: int
    held_by: str
    every: str | None = None


def is_free(moment: Any) -> ColumnElement[bool]:
    """Which effects may be claimed: those that are due, and those whose worker is gone."""
    return or_(
        and_(Effect.state == EffectState.DUE, Effect.due_at <= moment),
        and_(Effect.state == EffectState.RUNNING, Effect.lease_until < moment),
    )


# Built once: building a statement costs more than running it.
_MOMENT = bindparam("moment", type_=Effect.due_at.type)
_COLUMNS = (Effect.id, Effect.company_id, Effect.kind, Effect.payload, Effect.attempts, Effect.due_at, Effect.every)
_ANY = select(Effect.id).where(is_free(_MOMENT)).limit(1)
_ONE = select(*_COLUMNS).where(Effect.id == bindparam("number"), is_free(_MOMENT)).with_for_update(skip_locked=True)
_LOST = (
    select(*_COLUMNS)
    .where(Effect.state == EffectState.RUNNING, Effect.lease_until < _MOMENT)
    .order_by(Effect.lease_until)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_OLDEST = (
    select(*_COLUMNS)
    .where(Effect.state == EffectState.DUE, Effect.due_at <= _MOMENT)
    .order_by(Effect.due_at, Effect.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)


def claim(number: int | None = None, *, look_first: bool = True) -> Claim | None:
    """Take the effect of that number if it is free, or else the oldest that is; None when there is none.

    Safe with many workers on both databases. With `look_first` the place of SQLite's only writer is not asked for
    while nothing is due.
    """
    moment = now()
    if number is not None:
        return _take(moment, (_ONE, {"moment": moment, "number": number}))
    if look_first:
        with as_system("is there something to do"), reading():
            if db.session.execute(_ANY, {"moment": moment}).first() is None:
                return None
    return _take(moment, (_LOST, {"moment": moment}), (_OLDEST, {"moment": moment}))


def _take(moment: datetime, *ways: tuple[Select[Any], dict[str, Any]]) -> Claim | None:
    with as_system("claim an effect"), transaction():
        for wanted, values in ways:
            row: Row[Any] | None = db.session.execute(wanted, values).first()
            if row is not None:
                return _hold(row, moment)
    return None


def _hold(row: Row[Any], moment: datetime) -> Claim:
    token = secrets.token_hex(12)
    db.session.execute(
        update(Effect)
        .where(Effect.id == row.id)
        .values(
            state=EffectState.RUNNING,
            attempts=row.attempts + 1,
            held_by=token,
            lease_until=moment + timedelta(seconds=_lease(row.kind)),
        )
        .execution_options(synchronize_session=False)
    )
    if row.attempts == 0:
        metrics.effect_delay.observe(max(0.0, (moment - row.due_at).total_seconds()))
    return Claim(row.id, row.company_id, row.kind, row.payload, row.attempts + 1, token, row.every)


def _lease(kind: str) -> int:
    return TASKS[kind].lease if kind in TASKS else DEFAULT_LEASE


def carry_out(held: Claim) -> EffectState:
    """Run the task of a claimed effect and write how it ended; its lease is renewed meanwhile."""
    known, begun = TASKS.get(held.kind), perf_counter()
    try:
        _run(held, known)
    except NotNow as wait:
        due = now() + timedelta(seconds=wait.seconds)
        return _end(held, "waits", EffectState.DUE, str(wait), due, attempts=held.attempts - 1)
    except GiveUp as end:
        return _give_up(held, str(end))
    except Exception as fault:
        log.warning("effect %s %s failed", held.id, held.kind, exc_info=True)
        reason = f"{type(fault).__name__}: {fault}"[:2000]
        if known is not None and held.attempts >= known.attempts:
            return _give_up(held, reason)
        due = now() + timedelta(seconds=min(2**held.attempts, LONGEST_WAIT))
        return _end(held, "failed", EffectState.DUE, reason, due)
    finally:
        metrics.effect_duration.labels(held.kind).observe(perf_counter() - begun)
    if held.every is not None:
        return _end(held, "done", EffectState.DUE, None, next_time(held.every, now()), attempts=0)
    return _end(held, "done", EffectState.DONE)


def _run(held: Claim, known: Task | None) -> None:
    if known is None:
        raise GiveUp(f"Nothing carries out {held.kind!r}.")
    if held.attempts > known.attempts:
        raise GiveUp(f"Given up: the worker ended {held.attempts - 1} times while it ran.")
    # A schedule has no company, and no scope: what it does in all of them it says itself.
    scope: AbstractContextManager[None] = nullcontext() if held.company_id is None else as_company(held.company_id)
    try:
        with leases.renewed(held.id, held.held_by, known.lease), reading(), scope:
            known.run(held.payload)
    finally:
        # Whatever the task has read, its end is written by the portal itself, which begins with nothing.
        db.session.expunge_all()


def _give_up(held: Claim, reason: str) -> EffectState:
    if held.every is not None:
        log.error("schedule %s failed: %s", held.kind, reason)
        return _end(held, "dead", EffectState.DUE, reason, next_time(held.every, now()), attempts=0)
    return _end(held, "dead", EffectState.DEAD, reason)


def _end(
    held: Claim,
    result: str,
    state: EffectState,
    error: str | None = None,
    due_at: datetime | None = None,
    *,
    attempts: int | None = None,
) -> EffectState:
    values: dict[str, Any] = {"state": state, "held_by": None, "lease_until": None, "last_error": error}
    if state is EffectState.DONE:
        values["done_at"] = now()
    if due_at is not None:
        values.update(due_at=due_at, handed_at=None)
    if attempts is not None:
        values["attempts"] = attempts
    with as_system("end an effect"), transaction():
        ended = db.session.execute(
            update(Effect)
            .where(Effect.id == held.id, Effect.held_by == held.held_by, Effect.state == EffectState.RUNNING)
            .values(**values)
            .execution_options(synchronize_session=False)
        )
    if getattr(ended, "rowcount", 1) == 0:
        log.warning("effect %s %s was taken over while it ran", held.id, held.kind)
        result = "lost"
    metrics.effects.labels(held.kind, result).inc()
    return state


def run_due(limit: int = 1000, *, go_on: Callable[[], bool] = lambda: True) -> int:
    """Carry out what is due now, effects of effects too; how many were run. Stops early when `go_on` says no."""
    done = 0
    while done < limit and go_on() and (held := claim(look_first=done == 0)) is not None:
        carry_out(held)
        done += 1
    return done
