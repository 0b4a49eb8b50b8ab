"""A portal's database, its workers as processes, and what waits: for tests that kill things."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, update

from portal import create_app
from portal.core import mail
from portal.core.clock import now
from portal.core.database import db, set_reading
from portal.core.outbox import Effect, EffectState, later
from portal.core.tenancy import as_company
from tests import factories
from tests.servers import ROOT, environment


@dataclass
class House:
    """An application on a database of its own, inside its context and in the scope of its company."""

    app: Flask
    env: dict[str, str]
    world: factories.World

    @contextmanager
    def worker(self, **more: str) -> Iterator[subprocess.Popen[bytes]]:
        """A worker process; killed at the end if it still lives."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
        process = subprocess.Popen(command, cwd=ROOT, env={**self.env, **more}, stderr=subprocess.DEVNULL)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def left(self) -> int:
        """How many effects of the company are not done."""
        return counted(select(func.count(Effect.id)).where(Effect.state != EffectState.DONE))

    def write(self, number: int, *, mail_every: int) -> None:
        """So many effects, each written as a request would; every so manieth sends a mail, the others are quick."""
        context = {"first_name": "Hana", "job": "Engineer", "company_name": "Acme", "openings": 1, "link": "x"}
        for n in range(number):
            if n % mail_every == 0:
                mail.send(f"person{n}@example.com", "New job", "new_job", key=f"mail {n}", context=context)
            else:
                later("accounts.reset", {"kind": "user", "id": 0}, key=f"quick {n}")
        db.session.commit()
        db.session.expunge_all()

    def end_leases(self) -> None:
        """Let the leases of killed workers have run out."""
        running = update(Effect).where(Effect.state == EffectState.RUNNING)
        db.session.execute(running.values(lease_until=now()).execution_options(synchronize_session=False))
        db.session.commit()


@contextmanager
def house(folder: Path, built: Path | None, database: str | None, redis: str = "") -> Iterator[House]:
    """Migrated, with one company. Without `database` on SQLite, a copy of `built` if given; with `redis` on Celery."""
    data = folder / "data"
    if database is None and built is not None:
        shutil.copytree(built, data)
    data.mkdir(exist_ok=True)
    env = environment(data, database, 1)
    settings = {"TESTING": True, "DATA_DIR": str(data), "REDIS_URL": redis, "PUBLIC_URL": env["PUBLIC_URL"]}
    if redis:
        env["REDIS_URL"] = redis
    url = database or f"sqlite:///{data / 'portal.sqlite'}"
    app = create_app({**settings, "SQLALCHEMY_DATABASE_URI": url, "SQLALCHEMY_ENGINE_OPTIONS": {}})
    set_reading(False)
    with app.app_context():
        if database is not None or built is None:
            from flask_migrate import upgrade

            upgrade()
        world = factories.a_world()
        with as_company(world.company_id):
            yield House(app, env, world)
            db.session.rollback()
        db.session.remove()
        db.engine.dispose()


def counted(wanted) -> int:
    """Ask without keeping the writer's place, for which the workers wait."""
    found = db.session.scalar(wanted)
    db.session.rollback()
    return found


def until(true, seconds: float = 120) -> None:
    """Wait for it, looking twenty times a second."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "It did not come true in time."
        time.sleep(0.05)


def kill(process: subprocess.Popen[bytes]) -> None:
    """As `kill -9`."""
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
