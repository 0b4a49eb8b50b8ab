"""Telling the engine after the commit what there is to do: never before, and never in the way of a request.

Embedded, a file in the data folder is touched, which the workers of this machine look at; with Redis the numbers of the
effects go to Celery's queue. Whatever is lost here is found by the workers' own look at the rows, or by the sweep.
"""

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import event

from portal.core.database import db

log = logging.getLogger(__name__)
EXTENSION = "portal_hand_over"
QUIET_SECONDS = 5.0
# A worker that is called goes on with whatever else is due: of many effects in one commit a few messages are enough.
MESSAGES = 20
HandOver = Callable[[list[int]], None]


def install(app: Flask) -> None:
    """Choose the engine by REDIS_URL, and listen to the end of transactions."""
    url = app.config.get("REDIS_URL")
    if url:
        from portal.core.broker import Broker

        app.extensions[EXTENSION] = Patient(Broker(url).send)
    else:
        app.extensions[EXTENSION] = Bell(Path(app.config["DATA_DIR"])).ring
    if not event.contains(db.session, "after_commit", _committed):
        event.listen(db.session, "after_commit", _committed)
        event.listen(db.session, "after_rollback", _rolled_back)
        event.listen(db.session, "after_transaction_end", _ended)


def after_commit(number: int) -> None:
    """Have the engine told of an effect when the present transaction is committed."""
    db.session().info.setdefault("written", []).append(number)


def hand_over(numbers: list[int]) -> None:
    """Tell the engine of committed effects. Never raises, never waits long."""
    try:
        current_app.extensions[EXTENSION](numbers)
    except Exception:
        log.warning("effects were not handed over; the sweep will find them", exc_info=True)


class Bell:
    """A file whose time of change says to the workers of this machine that there is something to do."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "wake"

    def ring(self, _numbers: list[int]) -> None:
        """Wake the workers. A data folder that is gone needs no waking."""
        try:
            os.utime(self.file)
        except FileNotFoundError:
            if self.file.parent.is_dir():
                self.file.touch()

    def heard(self) -> int:
        """A number that changes when it has rung."""
        try:
            return self.file.stat().st_mtime_ns
        except FileNotFoundError:
            return 0


class Patient:
    """Sends to Redis; after a failure it says so once and does not try again for five seconds."""

    def __init__(self, send: HandOver) -> None:
        self.send = send
        self.quiet_until = 0.0
        self.told = False

    def __call__(self, numbers: list[int]) -> None:
        if time.monotonic() < self.quiet_until:
            return
        try:
            self.send(numbers[:MESSAGES])
        except Exception as fault:
            self.quiet_until = time.monotonic() + QUIET_SECONDS
            if not self.told:
                log.warning("Redis cannot be reached (%s); effects wait for the sweep", type(fault).__name__)
            self.told = True
            return
        if self.told:
            log.warning("Redis is reached again")
        self.told = False


# A commit says that the rows are there; the end of the transaction, that its place as the only writer is free again.
# The end of a savepoint says neither: the number of a row that went with one is a message too many, which does no harm.
def _committed(session: Any) -> None:
    if not session.in_nested_transaction():
        written = session.info.pop("written", None)
        if written:
            session.info["to_hand"] = written


def _rolled_back(session: Any) -> None:
    if not session.in_nested_transaction():
        session.info.pop("written", None)


def _ended(session: Any, transaction: Any) -> None:
    if transaction.parent is None:
        numbers = session.info.pop("to_hand", None)
        if numbers:
            hand_over(numbers)
