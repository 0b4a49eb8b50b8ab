"""Claiming an effect and carrying it out: the same code for the worker that polls and for Celery's."""

import logging
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, or_, select, update

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
_THIS = select(Effect.id).where(Effect.id == bindparam("number"), is_free(_MOMENT))
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
_HOLD = (
    update(Effect)
    .where(Effect.id == bindparam("number"))
    .values(
        state=EffectState.RUNNING,
        attempts=bindparam("tries"),
        held_by=bindparam("token"),
        lease_until=bindparam("until", type_=Effect.lease_until.type),
    )
    .execution_options(synchronize_session=False)
)
_END = (
    update(Effect)
    .where(Effect.id == bindparam("number"), Effect.held_by == bindparam("token"), Effect.state == EffectState.RUNNING)
    .values(
        state=bindparam("becomes", type_=Effect.state.type),
        attempts=bindparam("tries"),
        due_at=func.coalesce(bindparam("due", type_=Effect.due_at.type), Effect.due_at),
        done_at=bindparam("done", type_=Effect.done_at.type),
        last_error=bindparam("error", type_=Effect.last_error.type),
        held_by=None,
        lease_until=None,
        handed_at=None,
    )
    .execution_options(synchronize_session=False)
)


def claim(number: int | None = None) -> Claim | None:
    """Take the effect of that number if it is free, or else the oldest that is; None when there is none.

    Safe with many workers on both databases. The place of SQLite's only writer is not asked for while nothing is due.
    """
    moment = now()
    values: dict[str, Any] = {"moment": moment}
    look, ways = (_ANY, [_LOST, _OLDEST]) if number is None else (_THIS, [_ONE])
    if number is not None:
        values["number"] = number
    with as_system("is there something to do"), reading():
        if db.session.execute(look, values).first() is None:
            return None
    with as_system("claim an effect"), transaction():
        for wanted in ways:
            row: Row[Any] | None = db.session.execute(wanted, values).first()
            if row is not None:
                return _hold(row, moment)
    return None


def _hold(row: Row[Any], moment: datetime) -> Claim:
    token = secrets.token_hex(12)
    until = moment + timedelta(seconds=_lease(row.kind))
    db.session.execute(_HOLD, {"number": row.id, "tries": row.attempts + 1, "token": token, "until": until})
    if row.attempts == 0:
        metrics.effect_delay.observe(max(0.0, (moment - row.due_at).total_seconds()))
    return Claim(row.id, row.company_id, row.kind, row.payload, row.attempts + 1, token, row.every)


def _lease(kind: str) -> int:
    return TASKS[kind].lease if kind in TASKS else DEFAULT_LEASE


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How a try ended: what it counts as, and what becomes of the row."""

    result: str
    state: EffectState
    attempts: int
    error: str | None = None
    due_at: datetime | None = None


def carry_out(held: Claim) -> EffectState:
    """Run the task of a claimed effect and write how it ended; its lease is renewed meanwhile."""
    outcome = _attempt(held)
    _settle(held, outcome)
    return outcome.state


def _attempt(held: Claim) -> _Outcome:
    known, tries, begun = TASKS.get(held.kind), held.attempts, perf_counter()
    try:
        _run(held, known)
    except NotNow as wait:
        return _Outcome("waits", EffectState.DUE, tries - 1, str(wait), now() + timedelta(seconds=wait.seconds))
    except GiveUp as end:
        return _given_up(held, str(end))
    except Exception as fault:
        log.warning("effect %s %s failed", held.id, held.kind, exc_info=True)
        reason = f"{type(fault).__name__}: {fault}"[:2000]
        if known is not None and tries >= known.attempts:
            return _given_up(held, reason)
        return _Outcome(
            "failed", EffectState.DUE, tries, reason, now() + timedelta(seconds=min(2**tries, LONGEST_WAIT))
        )
    finally:
        metrics.effect_duration.labels(held.kind).observe(perf_counter() - begun)
    if held.every is not None:
        return _Outcome("done", EffectState.DUE, 0, None, next_time(held.every, now()))
    return _Outcome("done", EffectState.DONE, tries)


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


def _given_up(held: Claim, reason: str) -> _Outcome:
    if held.every is not None:
        log.error("schedule %s failed: %s", held.kind, reason)
        return _Outcome("dead", EffectState.DUE, 0, reason, next_time(held.every, now()))
    return _Outcome("dead", EffectState.DEAD, held.attempts, reason)


def _settle(held: Claim, outcome: _Outcome, *, claim_next: bool = False) -> Claim | None:
    """Write how a try ended, unless somebody else holds the effect by now; in the same breath claim the next one."""
    moment, following = now(), None
    values = {
        "number": held.id,
        "token": held.held_by,
        "becomes": outcome.state,
        "tries": outcome.attempts,
        "due": outcome.due_at,
        "done": moment if outcome.state is EffectState.DONE else None,
        "error": outcome.error,
    }
    with as_system("end an effect"), transaction():
        ended = db.session.execute(_END, values)
        row = db.session.execute(_OLDEST, {"moment": moment}).first() if claim_next else None
        if row is not None:
            following = _hold(row, moment)
    result = outcome.result
    if getattr(ended, "rowcount", 1) == 0:
        log.warning("effect %s %s was taken over while it ran", held.id, held.kind)
        result = "lost"
    metrics.effects.labels(held.kind, result).inc()
    return following


def run_due(limit: int = 1000, *, first: int | None = None, go_on: Callable[[], bool] = lambda: True) -> int:
    """Carry out what is due now, effects of effects too; how many were run. Stops early when `go_on` says no.

    With `first`, begin with the effect of that number if it is free.
    """
    if not go_on():
        return 0
    done, held = 0, (claim(first) if first is not None else None) or claim()
    while held is not None:
        outcome = _attempt(held)
        done += 1
        held = _settle(held, outcome, claim_next=done < limit and go_on())
    return done
