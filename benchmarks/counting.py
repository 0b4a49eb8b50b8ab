"""`python -m benchmarks.counting [--postgres]`: a year of 1,000,000 events, counted up, and questions about it."""

import argparse
import contextlib
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.load import many
from portal import create_app
from portal.analytics import services, services_metrics
from portal.analytics.models import AnalyticsEvent
from portal.analytics.rules_metrics import Dimension, Granularity, Wanted
from portal.core.database import db, transaction
from portal.core.tenancy import as_company
from tests import factories
from tests.servers import make_database, postgres

EVENTS, JOBS, CHUNK = 1_000_000, 200, 20_000
SOURCES = ["linkedin", "indeed", "referral", "careers", ""]
ZONE = "Asia/Kolkata"
D, G = Dimension, Granularity
QUESTIONS: list[tuple[str, tuple[Dimension, ...], Granularity]] = [
    ("whole year", (), G.DAY), ("by day", (D.DATE,), G.DAY), ("by week and source", (D.DATE, D.SOURCE), G.WEEK),
    ("by month and source", (D.DATE, D.SOURCE), G.MONTH), ("by job", (D.JOB,), G.DAY),
]  # fmt: skip


def main() -> None:
    """Load, count up, ask; the best and the median of five."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        url = f"sqlite:///{Path(folder) / 'portal.sqlite'}"
        if options.postgres:
            url = make_database(stack.enter_context(postgres()), "counting")
        app = create_app({"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": url, "SQLALCHEMY_ENGINE_OPTIONS": {}})
        with app.app_context():
            measure()
            db.session.remove()
            db.engine.dispose()


def measure() -> None:
    """On the application's database."""
    from flask_migrate import upgrade

    upgrade()
    world = factories.a_world()
    load(world.company_id)
    first = datetime.now(UTC).date() - timedelta(days=360)
    began = time.monotonic()
    with as_company(world.company_id):
        more = True
        while more:
            with transaction():
                more = services.roll_up(world.company_id, ZONE)
            db.session.expunge_all()
    print(f"{EVENTS:,} events counted up in {time.monotonic() - began:.1f} s")
    for name, dimensions, granularity in QUESTIONS:
        wanted = Wanted(["jobs_viewed", "custom"], first, first + timedelta(days=359), dimensions, granularity)
        taken = []
        for _ in range(5):
            began = time.monotonic()
            with as_company(world.company_id):
                rows = services_metrics.answer(wanted, ZONE)
                db.session.rollback()
            taken.append((time.monotonic() - began) * 1000)
        taken.sort()
        print(f"{name:<24}{len(rows):>7} rows {taken[0]:>8.0f} ms {taken[2]:>8.0f} ms")


def load(company: int) -> None:
    """A year of events until yesterday."""
    dice, last = random.Random(3), datetime.now(UTC) - timedelta(days=1)
    for start in range(0, EVENTS, CHUNK):
        rows: list[dict[str, Any]] = []
        for n in range(start, start + CHUNK):
            source = dice.choice(SOURCES)
            rows.append({
                "company_id": company, "event_type": "jobs_viewed" if n % 4 else "custom", "properties": {},
                "source": source, "job_id": dice.randrange(JOBS) + 1,
                "occurred_at": last - timedelta(seconds=dice.randrange(359 * 86400)),
            })  # fmt: skip
        many(AnalyticsEvent, rows)


if __name__ == "__main__":
    main()
