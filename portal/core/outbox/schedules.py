"""What the portal does again and again: rows like all effects, which go back to due for their next time."""

import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from portal.core.clock import now
from portal.core.database import db, insert_once, reading, transaction
from portal.core.outbox.rows import SCHEDULES, Effect, EffectState, schedule
from portal.core.tenancy import as_system

# At night in the hours of most companies, and not at midnight, when everybody else's clocks strike.
DAILY_AT_HOUR_UTC = 21
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEPT = timedelta(days=14)
DELETED_AT_ONCE = 500


def next_time(every: str, after: datetime) -> datetime:
    """When a schedule comes back: `daily` at 21:00 UTC, `hourly`, `every N min` (5: at 0, 5, 10 … past the hour).

    Raises ValueError for other words.
    """
    after = after.astimezone(UTC)
    if every == "daily":
        tonight = after.replace(hour=DAILY_AT_HOUR_UTC, minute=0, second=0, microsecond=0)
        return tonight if tonight > after else tonight + timedelta(days=1)
    step = _minutes(every)
    return EPOCH + ((after - EPOCH) // step + 1) * step


def _minutes(every: str) -> timedelta:
    if every == "hourly":
        return timedelta(hours=1)
    found = re.fullmatch(r"every (\d+) min", every)
    if found is None or not 1 <= int(found[1]) <= 1440:
        raise ValueError(f"{every!r} is no schedule: daily, hourly, or every N min.")
    return timedelta(minutes=int(found[1]))


def ensure_schedules() -> None:
    """See to it that every registered schedule has its one row, and none that is no longer registered.

    Called when a worker starts; writes only what differs, so that many workers may start at once.
    """
    wanted = select(Effect.kind, Effect.every, Effect.state).where(Effect.every.is_not(None))
    with as_system("schedules belong to the whole portal"):
        with reading():
            # One that is given up was met by a worker of another version, which did not know it.
            there = {row.kind: row.every for row in db.session.execute(wanted) if row.state is not EffectState.DEAD}
        if there != SCHEDULES:
            with transaction():
                _write([kind for kind, every in there.items() if SCHEDULES.get(kind) == every])


def _write(right: list[str]) -> None:
    db.session.execute(
        delete(Effect).where(Effect.every.is_not(None), Effect.kind.not_in(right)),
        execution_options={"synchronize_session": False},
    )
    moment = now()
    for kind, every in SCHEDULES.items():
        next_time(every, moment)
        insert_once(
            Effect, ["key"], company_id=None, kind=kind, key=f"schedule:{kind}", payload={}, state=EffectState.DUE,
            due_at=moment, attempts=0, every=every, created_at=moment,
        )  # fmt: skip


@schedule("outbox.pulse", every="every 1 min")
def pulse() -> None:
    """Shows that there is a worker: while none runs, this is what is due for too long (`/health/ready`).

    It also puts right what a worker of another version, started meanwhile, took for schedules of yesterday.
    """
    ensure_schedules()


@schedule("outbox.sweep_done", every="daily")
def sweep_done() -> None:
    """Delete effects that were done more than two weeks ago, some at a time so that nobody waits for the writer."""
    before = now() - KEPT
    old = select(Effect.id).where(
        Effect.state == EffectState.DONE, Effect.due_at < before, Effect.done_at < before, Effect.every.is_(None)
    )
    while True:
        with as_system("delete what was done long ago"), transaction():
            numbers = list(db.session.scalars(old.limit(DELETED_AT_ONCE)))
            db.session.execute(
                delete(Effect).where(Effect.id.in_(numbers)), execution_options={"synchronize_session": False}
            )
        if len(numbers) < DELETED_AT_ONCE:
            return
