"""Effects: what must happen after a change, written with it in one transaction and carried out by the worker.

Rows are the truth. An effect happens at least once; a task is therefore written so that a repeat does no harm.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, Text, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.database import BigId, Model, db, insert_once, reading, transaction
from portal.core.tenancy import Owned, as_company, as_system

log = logging.getLogger(__name__)


class EffectState(StrEnum):
    """due → running → done; running → due (again later) or dead (given up)."""

    DUE = "due"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Effect(Owned, Model):
    """One thing to be done after the commit. `key` says what it is, so that it is done once."""

    __tablename__ = "effects"
    __table_args__ = (Index("ix_effects_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[EffectState] = mapped_column(default=EffectState.DUE)
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class NotNow(Exception):
    """Raised by a task to be tried again after `seconds`, without counting as a fault."""

    def __init__(self, reason: str, *, seconds: int) -> None:
        super().__init__(reason)
        self.seconds = seconds


class GiveUp(Exception):
    """Raised by a task when trying again cannot help; the effect is dead at once."""


@dataclass(frozen=True, slots=True)
class Task:
    """What the worker calls for one kind of effect."""

    run: Callable[[dict[str, Any]], None]
    attempts: int
    lease: int


TASKS: dict[str, Task] = {}
TaskFunction = Callable[[dict[str, Any]], None]


def task(kind: str, *, attempts: int = 8, lease: int = 60) -> Callable[[TaskFunction], TaskFunction]:
    """Register what carries out effects of a kind: at most `attempts` tries, each with a lease of `lease` seconds."""

    def remember(run: TaskFunction) -> TaskFunction:
        TASKS[kind] = Task(run, attempts, lease)
        return run

    return remember


def later(
    kind: str, payload: dict[str, Any], *, key: str, due_at: datetime | None = None, company_id: int | None = None
) -> None:
    """Write an effect into the present transaction. One with the same `key` is there already: nothing happens."""
    company = company_id if company_id is not None else db.session().info["scope"].company
    moment = now()
    db.session.flush()
    insert_once(
        Effect,
        ["key"],
        company_id=company,
        kind=kind,
        key=key[:200],
        payload=payload,
        state=EffectState.DUE,
        due_at=due_at or moment,
        attempts=0,
        created_at=moment,
    )


def forget(key: str) -> None:
    """Take back an effect that is still due (a reminder of an interview that moved)."""
    found = db.session.scalars(select(Effect).where(Effect.key == key, Effect.state == EffectState.DUE)).one_or_none()
    if found is not None:
        db.session.delete(found)
        db.session.flush()


@dataclass(frozen=True, slots=True)
class Claim:
    """An effect that this worker holds; `attempts` guards the last write."""

    id: int
    company_id: int
    kind: str
    payload: dict[str, Any]
    attempts: int


def claim() -> Claim | None:
    """Take the oldest due effect, or one whose lease has run out. Safe with many workers on both databases."""
    moment = now()
    free = or_(
        (Effect.state == EffectState.DUE) & (Effect.due_at <= moment),
        (Effect.state == EffectState.RUNNING) & (Effect.lease_until < moment),
    )
    with as_system("claim an effect"), reading():
        waiting = db.session.execute(select(Effect.id).where(free).limit(1)).first()
    if waiting is None:
        return None
    with as_system("claim an effect"), transaction():
        oldest = (
            select(Effect.id).where(free).order_by(Effect.due_at, Effect.id).limit(1).with_for_update(skip_locked=True)
        )
        row = db.session.execute(
            update(Effect)
            .where(Effect.id == oldest.scalar_subquery())
            .values(
                state=EffectState.RUNNING, attempts=Effect.attempts + 1, lease_until=moment + timedelta(seconds=300)
            )
            .returning(Effect.id, Effect.company_id, Effect.kind, Effect.payload, Effect.attempts)
            .execution_options(synchronize_session=False)
        ).first()
        if row is None:
            return None
        lease = TASKS[row.kind].lease if row.kind in TASKS else 60
        db.session.execute(
            update(Effect)
            .where(Effect.id == row.id)
            .values(lease_until=moment + timedelta(seconds=lease))
            .execution_options(synchronize_session=False)
        )
    return Claim(row.id, row.company_id, row.kind, row.payload, row.attempts)


def carry_out(held: Claim) -> EffectState:
    """Run the task of a claimed effect and write how it ended."""
    known = TASKS.get(held.kind)
    try:
        if known is None:
            raise GiveUp(f"Nothing carries out {held.kind!r}.")
        if held.attempts > known.attempts:
            raise GiveUp(f"Given up: the worker ended {held.attempts - 1} times while it ran.")
        try:
            with reading(), as_company(held.company_id):
                known.run(held.payload)
        finally:
            # Whatever the task has read, its end is written by the portal itself, which begins with nothing.
            db.session.expunge_all()
    except NotNow as wait:
        return _end(held, EffectState.DUE, str(wait), now() + timedelta(seconds=wait.seconds), free=True)
    except GiveUp as end:
        return _end(held, EffectState.DEAD, str(end))
    except Exception as fault:
        log.warning("effect %s %s failed", held.id, held.kind, exc_info=True)
        reason = f"{type(fault).__name__}: {fault}"[:2000]
        if known is not None and held.attempts >= known.attempts:
            return _end(held, EffectState.DEAD, reason)
        return _end(held, EffectState.DUE, reason, now() + timedelta(seconds=min(2**held.attempts, 3600)))
    return _end(held, EffectState.DONE)


def _end(
    held: Claim, state: EffectState, error: str | None = None, due_at: datetime | None = None, *, free: bool = False
) -> EffectState:
    values: dict[str, Any] = {"state": state, "lease_until": None, "last_error": error}
    if state is EffectState.DONE:
        values["done_at"] = now()
    if due_at is not None:
        values["due_at"] = due_at
    if free:
        values["attempts"] = held.attempts - 1
    with as_system("end an effect"), transaction():
        db.session.execute(
            update(Effect)
            .where(Effect.id == held.id, Effect.attempts == held.attempts, Effect.state == EffectState.RUNNING)
            .values(**values)
            .execution_options(synchronize_session=False)
        )
    return state


def run_due(limit: int = 1000) -> int:
    """Carry out what is due now, effects of effects too; how many were run."""
    done = 0
    while done < limit and (held := claim()) is not None:
        carry_out(held)
        done += 1
    return done
