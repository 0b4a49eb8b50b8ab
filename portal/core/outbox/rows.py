"""The rows of effects, how they are written, and which function carries out which kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.database import BigId, Model, db, insert_once
from portal.core.outbox import handing
from portal.core.tenancy import Owned


class EffectState(StrEnum):
    """due → running → done; running → due (again later) or dead (given up); dead → due by hand."""

    DUE = "due"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Effect(Owned, Model):
    """One thing to be done after the commit. `key` says what it is, so that it is done once.

    A schedule is an effect whose `every` says when it comes back; it belongs to no company, so that no company sees it.
    """

    __tablename__ = "effects"
    __table_args__ = (Index("ix_effects_next", "state", "due_at", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    company_id: Mapped[int | None] = mapped_column(  # type: ignore[assignment]
        ForeignKey("companies.id"), index=True
    )
    kind: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[EffectState] = mapped_column(default=EffectState.DUE)
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    held_by: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None]
    handed_at: Mapped[datetime | None]
    every: Mapped[str | None] = mapped_column(String(40))
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class NotNow(Exception):
    """Raised by a task to be tried again after `seconds`, without counting as a fault."""

    def __init__(self, reason: str, *, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = seconds


class GiveUp(Exception):
    """Raised by a task when trying again cannot help; the effect is dead at once."""


TaskFunction = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker calls for one kind of effect."""

    run: TaskFunction
    attempts: int
    lease: int


TASKS: dict[str, Task] = {}
SCHEDULES: dict[str, str] = {}


def task(kind: str, *, attempts: int = 8, lease: int = 60) -> Callable[[TaskFunction], TaskFunction]:
    """Register what carries out effects of a kind: at most `attempts` tries.

    `lease` is how many seconds after its worker was killed an effect is taken up again; while the worker lives, the
    lease is renewed.
    """

    def remember(run: TaskFunction) -> TaskFunction:
        TASKS[kind] = Task(run, attempts, lease)
        return run

    return remember


def schedule(
    kind: str, *, every: str, attempts: int = 3, lease: int = 300
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register what the whole portal does again and again: `every` is `daily`, `hourly` or `every N min`.

    The function runs without a scope: it says itself in whose name it looks at rows. After its tries it waits for its
    next time; a schedule is never given up.
    """

    def remember(run: Callable[[], None]) -> Callable[[], None]:
        TASKS[kind] = Task(lambda _payload: run(), attempts, lease)
        SCHEDULES[kind] = every
        return run

    return remember


def later(
    kind: str, payload: dict[str, Any], *, key: str, due_at: datetime | None = None, company_id: int | None = None
) -> None:
    """Write an effect into the present transaction. One with the same `key` is there already: nothing happens."""
    company = company_id if company_id is not None else db.session().info["scope"].company
    moment = now()
    at_once = due_at is None or due_at <= moment
    db.session.flush()
    number = insert_once(
        Effect,
        ["key"],
        company_id=company,
        kind=kind,
        key=key[:200],
        payload=payload,
        state=EffectState.DUE,
        due_at=due_at or moment,
        attempts=0,
        # Who commits hands it over at once; what is due later is handed over by the sweep.
        handed_at=moment if at_once else None,
        created_at=moment,
    )
    if number is not None and at_once:
        handing.after_commit(number)


def again(effect: Effect) -> None:
    """Have an effect tried again now, with all its tries before it."""
    moment = now()
    effect.state, effect.attempts = EffectState.DUE, 0
    effect.due_at = effect.handed_at = moment
    db.session.flush()
    handing.after_commit(effect.id)


def forget(key: str) -> None:
    """Take back an effect that is still due (a reminder of an interview that moved)."""
    found = db.session.scalars(select(Effect).where(Effect.key == key, Effect.state == EffectState.DUE)).one_or_none()
    if found is not None:
        db.session.delete(found)
        db.session.flush()
