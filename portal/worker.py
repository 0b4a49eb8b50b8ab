"""The worker: carries out effects until it is told to stop. Embedded it looks at the rows; with Redis, Celery calls it.

One process carries out one effect at a time, so that a killed process leaves at most one that may happen twice.
SIGTERM and Ctrl-C let the present effect end first.
"""

import logging
import signal
import threading
import time
from pathlib import Path
from types import FrameType

from flask import Flask

from portal.core import metrics, outbox
from portal.core.outbox.handing import Bell

log = logging.getLogger(__name__)
LISTEN_SECONDS = 0.02
AT_A_TIME = 1000
SWEEP_SECONDS = 0.5
AFTER_A_FAULT_SECONDS = 1.0


def work(app: Flask, every: float = 0.2) -> None:
    """Work until SIGTERM. `every` is how many seconds lie between looks at the rows while nothing is heard."""
    metrics.processes.labels("worker").set(1)
    with app.app_context():
        outbox.ensure_schedules()
    if app.config["REDIS_URL"]:
        _serve(app)
    else:
        _poll(app, every)


# ---- embedded ----


def _poll(app: Flask, every: float) -> None:
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)
    bell = Bell(Path(app.config["DATA_DIR"]))
    while not stopping.is_set():
        heard = bell.heard()
        try:
            with app.app_context():
                ran = outbox.run_due(AT_A_TIME, go_on=lambda: not stopping.is_set())
        except Exception:
            # The database is away or busy; the rows are still there when it is back.
            log.exception("the worker could not look at the effects")
            stopping.wait(AFTER_A_FAULT_SECONDS)
            continue
        if ran == 0:
            _listen(bell, heard, every, stopping)


def _listen(bell: Bell, heard: int, every: float, stopping: threading.Event) -> None:
    end = time.monotonic() + every
    while bell.heard() == heard and (left := end - time.monotonic()) > 0:
        if stopping.wait(min(LISTEN_SECONDS, left)):
            return


# ---- Celery on Redis ----


def _serve(app: Flask) -> None:
    from portal.core import broker

    def carry_out(number: int) -> None:
        with app.app_context():
            outbox.run_due(AT_A_TIME, first=number, go_on=lambda: not broker.is_stopping())

    def started() -> None:
        threading.Thread(target=_sweep, args=(app,), name="sweep", daemon=True).start()

    broker.serve(app.config["REDIS_URL"], carry_out, started=started)


def _sweep(app: Flask) -> None:
    """Again and again: hand over what is due by now, and what was lost."""
    from portal.core.broker import Broker

    redis, told = Broker(app.config["REDIS_URL"]), False
    while True:
        try:
            with app.app_context():
                outbox.sweep(redis.send, redis.waiting)
            told = False
        except Exception:
            if not told:
                log.exception("the sweep could not hand effects over; it tries again")
            told = True
        time.sleep(SWEEP_SECONDS)
