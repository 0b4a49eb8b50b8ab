"""What a page of the audit log costs as events grow, and what sealing and verifying cost.

python -m benchmarks.audit --sizes 20000,200000 [--postgres]
"""

import argparse
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import insert

from portal import create_app
from portal.core.database import db, reading, set_reading, transaction
from portal.core.events import Event, record
from portal.core.tenancy import as_company
from portal.governance import tasks
from portal.governance.queries import Wanted, audit_page
from portal.governance.services.verifying import verify
from tests import factories
from tests.servers import make_database, postgres

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
ACTIONS = ("client.updated", "job.updated", "candidate.created", "application.status_changed", "interview.booked")


def rows(company: int, first: int, count: int) -> Iterator[dict[str, Any]]:
    """Events of forty people about a thousand things, half a minute apart; one person and one action are rare."""
    for number in range(first, first + count):
        rare = number % 5000 == 0
        name = "client.deleted" if rare else ACTIONS[number % 5]
        yield {
            "company_id": company, "at": BEGAN + timedelta(seconds=30 * number), "name": name,
            "action_type": name.upper().replace(".", "_"), "actor_kind": "user",
            "actor_id": 99 if rare else number % 40,
            "actor_name": "Somebody", "actor_email": "somebody@example.com", "actor_role": "recruiter",
            "entity_type": name.partition(".")[0], "entity_id": number % 1000, "about": {},
        }  # fmt: skip


def filters(size: int) -> dict[str, Wanted]:
    """A filter of each kind, and a moment in the middle."""
    middle = BEGAN + timedelta(seconds=15 * size)
    return {
        "nothing": Wanted(),
        "a person": Wanted(actors=(("user", 7),)),
        "a rare person": Wanted(actors=(("user", 99),)),
        "an action": Wanted(action_type="JOB_UPDATED"),
        "a rare action": Wanted(action_type="CLIENT_DELETED"),
        "a kind of thing": Wanted(entity_type="job"),
        "one thing": Wanted(entity_type="job", entity_id=401),
        "a day in the middle": Wanted(since=middle, until=middle + timedelta(days=1)),
        "a person's action on a day": Wanted(
            actors=(("user", 6),), action_type="JOB_UPDATED", since=middle, until=middle + timedelta(days=1)
        ),
    }


def least(act: Callable[[], object], rounds: int = 15) -> float:
    """The least milliseconds that a call took."""
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        found.append((time.perf_counter() - began) * 1000)
    return min(found)


def deep_cursor(wanted: Wanted) -> str | None:
    """The cursor of a page far down."""
    cursor = None
    for _ in range(20):
        page = audit_page(wanted, cursor, 200)
        if page.next is None:
            return cursor
        cursor = page.next
    return cursor


def measure(size: int, url: str | None) -> None:
    """Fill a database with so many events and print what the pages cost."""
    folder = tempfile.mkdtemp(prefix="audit-")
    settings = {"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": url or f"sqlite:///{folder}/portal.sqlite"}
    app = create_app({"TESTING": True, **settings, **({"SQLALCHEMY_ENGINE_OPTIONS": {}} if url else {})})
    with app.app_context():
        set_reading(False)
        upgrade()
        world = factories.a_world()
        with as_company(world.company_id):
            for first in range(0, size, 5000):
                made = insert(Event).execution_options(unscoped=True)
                db.session.execute(made, list(rows(world.company_id, first, 5000)))
                db.session.commit()
            if url:
                with db.engine.connect() as connection:
                    connection.exec_driver_sql("ANALYZE events")
            print(f"{size} events on {db.engine.dialect.name}: ms a page of 50, the first and one far down")
            with reading():
                for name, wanted in filters(size).items():
                    cursor = deep_cursor(wanted)
                    times = [least(lambda w=wanted, c=c: audit_page(w, c, 50)) for c in (None, cursor)]  # type: ignore[misc]
                    print(f"  {name:<28}{times[0]:8.2f}{times[1]:8.2f}")
            timed("sealing", size, lambda: tasks.seal({"company_id": world.company_id}))
            with reading():
                timed("verifying", size, lambda: verify(world.company_id))
            with transaction():
                client = factories.a_client()
                timed("recording", 2000, lambda: [record("client.updated", client, world.admin) for _ in range(2000)])


def timed(what: str, count: int, act: Callable[[], object]) -> None:
    """Print the microseconds of processor time of one of so many."""
    began = time.process_time()
    act()
    print(f"  {what:<28}{(time.process_time() - began) / count * 1e6:8.1f} µs an event")


@contextmanager
def server(wanted: bool) -> Iterator[str | None]:
    """A PostgreSQL of our own, or nothing."""
    if not wanted:
        yield None
        return
    with postgres() as address:
        yield address


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="20000,200000")
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args()
    with server(asked.postgres) as address:
        for size in map(int, asked.sizes.split(",")):
            measure(size, make_database(address, f"a{secrets.token_hex(4)}") if address else None)
