"""The sweep hands over what is due and was not handed over, or was lost on the way. Safe with several running."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import ColumnElement, or_, select, update

from portal.core.clock import now
from portal.core.database import db, reading, transaction
from portal.core.outbox.rows import Effect
from portal.core.outbox.running import is_free
from portal.core.tenancy import as_system

AT_ONCE = 100
LOST_AFTER = timedelta(seconds=3)


def sweep(send: Callable[[list[int]], None], waiting: Callable[[], int]) -> int:
    """Send what is free to be taken; how many were sent.

    `send` puts numbers into the engine's queue, `waiting` says how long it is; both raise when the engine cannot be
    reached, and then nothing is marked. While the queue is not empty, what was handed over may still stand in it; once
    it is empty, whatever was handed over some seconds ago and is still free was lost.
    """
    moment = now()
    unsent: ColumnElement[bool] = Effect.handed_at.is_(None)
    if waiting() == 0:
        unsent = or_(unsent, Effect.handed_at < moment - LOST_AFTER)
    wanted = is_free(moment) & unsent
    numbers = _mark(wanted)
    try:
        send(numbers)
    except Exception:
        with as_system("take back a hand-over"), transaction():
            db.session.execute(
                update(Effect)
                .where(Effect.id.in_(numbers))
                .values(handed_at=None)
                .execution_options(synchronize_session=False)
            )
        raise
    return len(numbers)


def _mark(wanted: ColumnElement[bool]) -> list[int]:
    """Say of these effects that they are handed over now: of two sweeps at once, one gets each."""
    with as_system("look for what was not handed over"), reading():
        if db.session.execute(select(Effect.id).where(wanted).limit(1)).first() is None:
            return []
    chosen = select(Effect.id).where(wanted).order_by(Effect.due_at).limit(AT_ONCE).with_for_update(skip_locked=True)
    with as_system("hand over what is due"), transaction():
        return list(
            db.session.scalars(
                update(Effect)
                .where(Effect.id.in_(chosen.scalar_subquery()))
                .values(handed_at=now())
                .returning(Effect.id)
                .execution_options(synchronize_session=False)
            )
        )
