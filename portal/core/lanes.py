"""Calls to others that may hang: a task hands them to a thread, so that the worker goes on with the next effect.

Two lanes with so many places each: `quick` for those who answered last time, `slow` for all others. Whoever hangs fills
the slow lane only. A job that is handed over must leave behind, committed, what has it done again if this process
ends: threads end with their process.

Where nobody has called `open_lanes` (tests, `run-effects`), a job runs at once in the thread that hands it over.
"""

import logging
import threading
import time
from collections.abc import Callable
from enum import StrEnum

from flask import Flask

from portal.core.outbox import NotNow

log = logging.getLogger(__name__)
PLACES = 32
TRY_AGAIN_SECONDS = 2


class Lane(StrEnum):
    """Which lane."""

    QUICK = "quick"
    SLOW = "slow"


class Place:
    """A place in a lane, held until its job ends or it is left."""

    def __init__(self, app: Flask | None = None, free: threading.Semaphore | None = None) -> None:
        self._app, self._free = app, free

    def leave(self) -> None:
        """Give the place back without a job."""
        if self._free is not None:
            self._free.release()

    def run(self, job: Callable[[], None]) -> None:
        """Run the job in a thread of its own with an application context, and give the place back after it."""
        if self._app is None:
            job()
            return
        thread = threading.Thread(target=self._work, args=(self._app, job), daemon=True)
        _running.add(thread)
        thread.start()

    def _work(self, app: Flask, job: Callable[[], None]) -> None:
        try:
            with app.app_context():
                job()
        except Exception:
            # What it left behind has it done again.
            log.exception("a job in a lane failed")
        finally:
            _running.discard(threading.current_thread())
            self.leave()


_app: Flask | None = None
_free: dict[Lane, threading.Semaphore] = {}
_running: set[threading.Thread] = set()


def open_lanes(app: Flask, places: int = PLACES) -> None:
    """From now on jobs of this process run in threads, at most `places` in each lane. For a worker's start."""
    global _app
    _free.update({lane: threading.Semaphore(places) for lane in Lane})
    _app = app


def close_lanes(wait: float = 0) -> int:
    """For a worker's end: jobs run at once again, and those in threads have `wait` seconds to end; how many have not.

    What is cut off is done again by what it left behind.
    """
    global _app
    _app = None
    _free.clear()
    end = time.monotonic() + wait
    for thread in list(_running):
        thread.join(max(0.0, end - time.monotonic()))
    return len(_running)


def take_place(lane: Lane) -> Place:
    """A place in the lane. Raises NotNow when all are taken."""
    if _app is None:
        return Place()
    if not _free[lane].acquire(blocking=False):
        raise NotNow("Everybody who could do it is waiting for somebody's answer.", seconds=TRY_AGAIN_SECONDS)
    return Place(_app, _free[lane])
