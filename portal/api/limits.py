"""How often one may call: a number a minute by plan, counted once for all processes.

The counter is in Redis where there is one, else in a file of its own (`limits.sqlite`), whose writes need not survive a
power cut. A counter that cannot be reached lets calls pass: a limit protects the portal and must not be what stops it.
"""

import logging
import sqlite3
import threading
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from flask import current_app

log = logging.getLogger(__name__)
WINDOW_SECONDS = 60
# Seed 002, "Rate Limiting".
BY_PLAN = {"free": 60, "pro": 300, "enterprise": 1000}
# Who is not known yet is counted by address; an office has one address for many.
BY_ADDRESS = 1000
# DESIGN: another system's webhooks, for each integration or channel.
BY_INTEGRATION = 6000


@dataclass(frozen=True, slots=True)
class Count:
    """Where a caller stands in the present minute; `reset` is its end in seconds since 1970."""

    limit: int
    used: int
    reset: int

    @property
    def remaining(self) -> int:
        """How many calls are left."""
        return max(0, self.limit - self.used)

    @property
    def is_over(self) -> bool:
        """Whether this call is one too many."""
        return self.used > self.limit


class Counter(Protocol):
    """Something that counts."""

    def hit(self, subject: str, window: int) -> int:
        """Count one more for the subject in the window; how many it has now."""
        ...


def count(subject: str, limit: int) -> Count:
    """Count a call of a subject (`key:7`, `user:12`, `address:…`)."""
    window = int(time.time()) // WINDOW_SECONDS
    limit = current_app.config["RATE_LIMITS"] or limit
    try:
        used = _counter(current_app.config["REDIS_URL"], current_app.config["DATA_DIR"]).hit(subject, window)
    except Exception:  # whatever the counter's store raises
        log.warning("calls cannot be counted", exc_info=True)
        used = 0
    return Count(limit, used, (window + 1) * WINDOW_SECONDS)


@lru_cache(8)
def _counter(redis_url: str, data_dir: str) -> Counter:
    return RedisCounter(redis_url) if redis_url else FileCounter(Path(data_dir) / "limits.sqlite")


class RedisCounter:
    """One number for each subject and minute, which Redis forgets by itself."""

    def __init__(self, url: str) -> None:
        import redis

        self.redis: Any = redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)

    def hit(self, subject: str, window: int) -> int:
        """As `Counter.hit`."""
        name = f"limits:{subject}:{window}"
        pipe = self.redis.pipeline()
        pipe.incr(name)
        pipe.expire(name, 2 * WINDOW_SECONDS)
        return int(pipe.execute()[0])


class FileCounter:
    """The same in a small database file beside the portal's own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.local = threading.local()

    def hit(self, subject: str, window: int) -> int:
        """As `Counter.hit`. The minutes before are forgotten when a new one begins."""
        connection = self._connection()
        (used,) = connection.execute(
            "INSERT INTO hits (subject, minute, used) VALUES (?, ?, 1) "
            "ON CONFLICT (subject) DO UPDATE SET used = CASE minute WHEN excluded.minute THEN used + 1 ELSE 1 END, "
            "minute = excluded.minute RETURNING used",
            (subject, window),
        ).fetchone()
        if used == 1 and window % 60 == 0:
            connection.execute("DELETE FROM hits WHERE minute < ?", (window - 1,))
        return int(used)

    def _connection(self) -> sqlite3.Connection:
        known: sqlite3.Connection | None = getattr(self.local, "connection", None)
        if known is None or not self.path.exists():
            known = sqlite3.connect(self.path, timeout=1, isolation_level=None)
            known.execute("PRAGMA journal_mode=WAL")
            known.execute("PRAGMA synchronous=OFF")
            known.execute("CREATE TABLE IF NOT EXISTS hits (subject TEXT PRIMARY KEY, minute INTEGER, used INTEGER)")
            self.local.connection = known
        return known
