"""Effects: what must happen after a change, written with it in one transaction and carried out by a worker.

Rows are the truth, the engine executes. `rows` writes effects, `handing` tells the engine after the commit, `running`
claims and carries out, `leases` renews what takes long, `schedules` holds what comes back by itself, `depth` counts.
An effect happens at least once; a task is therefore written so that a repeat does no harm.
"""

from portal.core.outbox.depth import Depth, depth, oldest_due
from portal.core.outbox.handing import install
from portal.core.outbox.rows import (
    SCHEDULES,
    TASKS,
    Effect,
    EffectState,
    GiveUp,
    NotNow,
    Task,
    again,
    forget,
    later,
    schedule,
    task,
)
from portal.core.outbox.running import Claim, carry_out, claim, run_due
from portal.core.outbox.schedules import ensure_schedules, next_time
from portal.core.outbox.sweeping import sweep

__all__ = [
    "SCHEDULES",
    "TASKS",
    "Claim",
    "Depth",
    "Effect",
    "EffectState",
    "GiveUp",
    "NotNow",
    "Task",
    "again",
    "carry_out",
    "claim",
    "depth",
    "ensure_schedules",
    "forget",
    "install",
    "later",
    "next_time",
    "oldest_due",
    "run_due",
    "schedule",
    "sweep",
    "task",
]
