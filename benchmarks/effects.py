"""`python -m benchmarks.effects [--redis] [--postgres]`: how soon after its commit an effect is done, and 2,000.

Two worker processes, as `make run` starts them. The effects are small: the task has nothing to do, so what is measured
is the engine. Each is told by the process that commits, as a web process does.
"""

import argparse
import contextlib
import logging
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import func, select

from portal.core.database import db, reading
from portal.core.outbox import Effect, EffectState, later
from tests.core.engines import House, house
from tests.servers import make_database, postgres, redis_server

ALONE, MANY, WORKERS = 200, 2000, 2


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--redis", action="store_true", help="Celery on a Redis of its own, instead of the embedded worker"
    )
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own, instead of SQLite")
    options = parser.parse_args()
    logging.disable(logging.INFO)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-")))
        database = make_database(stack.enter_context(postgres()), "bench") if options.postgres else None
        redis = stack.enter_context(redis_server()).url if options.redis else ""
        made = stack.enter_context(house(folder, None, database, redis))
        for _ in range(WORKERS):
            stack.enter_context(made.worker())
        engine = f"{'Celery on Redis' if redis else 'embedded'}, {'PostgreSQL' if database else 'SQLite'}"
        one_by_one(10)
        waited = one_by_one(ALONE)
        say(f"{engine}: {WORKERS} workers")
        say(
            f"from commit to done, one at a time: median {statistics.median(waited):.0f} ms, "
            f"95 % {waited[int(len(waited) * 0.95)]:.0f} ms, longest {waited[-1]:.0f} ms"
        )
        say(f"{MANY:,} committed at once: done after {at_once(made, MANY):.1f} s")
    return 0


def one_by_one(number: int) -> list[float]:
    """Milliseconds from each commit until its effect was done, sorted; at times that nobody could foresee."""
    chance, committed = random.Random(7), {}
    for n in range(number):
        key = f"alone {number} {n}"
        write(key)
        db.session.commit()
        committed[key] = time.time()
        time.sleep(chance.uniform(0.03, 0.12))
    wait_until_done()
    with reading():
        rows = db.session.execute(select(Effect.key, Effect.done_at).where(Effect.key.in_(committed))).all()
    return sorted(max(0.0, 1000 * (row.done_at.timestamp() - committed[row.key])) for row in rows)


def at_once(made: House, number: int) -> float:
    """Seconds until so many effects of one commit are done."""
    for n in range(number):
        write(f"many {n}")
    begun = time.monotonic()
    db.session.commit()
    wait_until_done()
    return time.monotonic() - begun


def write(key: str) -> None:
    """A small effect: a mail to nobody."""
    later("accounts.reset", {"kind": "user", "id": 0}, key=key)


def wait_until_done() -> None:
    """Look until nothing is left, without standing in the workers' way."""
    left = select(func.count(Effect.id)).where(Effect.state != EffectState.DONE)
    while True:
        with reading():
            if db.session.scalar(left) == 0:
                return
        time.sleep(0.02)


def say(text: str) -> None:
    """A line of the report."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
