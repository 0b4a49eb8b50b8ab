"""How much waits, and for how long: for metrics and for the question whether the portal is ready."""

from dataclasses import dataclass

from sqlalchemy import func, select

from portal.core.clock import now
from portal.core.database import db, reading
from portal.core.outbox.rows import Effect, EffectState
from portal.core.tenancy import as_system

OPEN = (EffectState.DUE, EffectState.RUNNING, EffectState.DEAD)


@dataclass(frozen=True, slots=True)
class Depth:
    """Effects of all companies by state (those that are done are not counted), and the wait of the oldest due one."""

    by_state: dict[str, int]
    oldest_seconds: float


def depth() -> Depth:
    """Count what is not done."""
    counts = select(Effect.state, func.count()).where(Effect.state.in_(OPEN)).group_by(Effect.state)
    with reading(), as_system("how much waits"):
        found = {state.value: number for state, number in db.session.execute(counts)}
    return Depth({state.value: found.get(state.value, 0) for state in OPEN}, oldest_due())


def oldest_due() -> float:
    """For how many seconds the oldest due effect has been due; 0 when nothing waits."""
    moment = now()
    wanted = select(Effect.due_at).where(Effect.state == EffectState.DUE, Effect.due_at <= moment)
    with reading(), as_system("how long the oldest waits"):
        oldest = db.session.scalar(wanted.order_by(Effect.due_at).limit(1))
    return max(0.0, (moment - oldest).total_seconds()) if oldest is not None else 0.0
