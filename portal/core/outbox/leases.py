"""Leases of running effects, renewed by one thread per process: what takes long stays with a worker that lives."""

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, current_app
from sqlalchemy import update

from portal.core.clock import now
from portal.core.database import db, transaction
from portal.core.outbox.rows import Effect
from portal.core.tenancy import as_system

log = logging.getLogger(__name__)
# A third of the lease: two renewals may fail before somebody else takes the effect.
PARTS = 3


@dataclass(slots=True)
class _Lease:
    app: Flask
    number: int
    held_by: str
    seconds: int
    next_at: float


class _Keeper:
    """The thread and what it keeps. A forked process begins with a new one."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.changed = threading.Condition()
        self.leases: dict[str, _Lease] = {}
        self.thread: threading.Thread | None = None

    def add(self, lease: _Lease) -> None:
        with self.changed:
            self.leases[lease.held_by] = lease
            if self.thread is None:
                self.thread = threading.Thread(target=self._run, name="leases", daemon=True)
                self.thread.start()
            elif len(self.leases) == 1:
                self.changed.notify()

    def drop(self, held_by: str) -> None:
        with self.changed:
            self.leases.pop(held_by, None)

    def _run(self) -> None:
        while True:
            with self.changed:
                soonest = min((lease.next_at for lease in self.leases.values()), default=None)
                wait = None if soonest is None else max(0.0, soonest - time.monotonic())
                if wait is None or wait > 0:
                    self.changed.wait(wait)
                due = [lease for lease in self.leases.values() if lease.next_at <= time.monotonic()]
            for lease in due:
                lease.next_at = time.monotonic() + lease.seconds / PARTS
                _renew(lease)


_keeper = _Keeper()


@contextmanager
def renewed(number: int, held_by: str, seconds: int) -> Iterator[None]:
    """Renew the lease of an effect as long as the block runs."""
    global _keeper
    if _keeper.pid != os.getpid():
        _keeper = _Keeper()
    keeper = _keeper
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    keeper.add(_Lease(app, number, held_by, seconds, time.monotonic() + seconds / PARTS))
    try:
        yield
    finally:
        keeper.drop(held_by)


def _renew(lease: _Lease) -> None:
    try:
        with lease.app.app_context(), as_system("renew a lease"), transaction():
            db.session.execute(
                update(Effect)
                .where(Effect.id == lease.number, Effect.held_by == lease.held_by)
                .values(lease_until=now() + timedelta(seconds=lease.seconds))
                .execution_options(synchronize_session=False)
            )
    except Exception:
        log.warning("the lease of effect %s was not renewed", lease.number, exc_info=True)
