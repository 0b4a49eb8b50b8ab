"""Schedules: one row each, which comes back by itself, whatever happens to it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import delete, select, update

from portal.accounts.models import AccountSession
from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db, transaction
from portal.core.outbox import Effect, EffectState, Task
from portal.core.tenancy import as_company, as_system, current_scope
from tests import factories
from tests.core.engines import house, until

E = EffectState
NOON = datetime(2026, 3, 4, 12, 2, 30, tzinfo=UTC)


@pytest.fixture
def only(app, monkeypatch):
    """`only(run)` makes a function the one schedule, every 5 minutes, and gives it its row."""

    def register(run, every="every 5 min", attempts=2):
        monkeypatch.setattr(outbox.schedules, "SCHEDULES", {"tick": every})
        monkeypatch.setitem(outbox.TASKS, "tick", Task(lambda _payload: run(), attempts, 60))
        outbox.ensure_schedules()

    return register


def rows():
    with as_system("schedules in a test"):
        db.session.rollback()
        found = select(Effect.kind, Effect.state, Effect.due_at, Effect.attempts, Effect.last_error, Effect.every)
        rows = db.session.execute(found.order_by(Effect.kind)).all()
        # Whoever reads without saying so keeps the writer's place, for which the workers wait.
        db.session.rollback()
        return rows


@pytest.mark.parametrize(
    ("every", "after", "wanted"),
    [
        ("daily", NOON, "2026-03-04T21:00"),
        ("daily", NOON.replace(hour=21, minute=0, second=0), "2026-03-05T21:00"),
        ("hourly", NOON, "2026-03-04T13:00"),
        ("every 5 min", NOON, "2026-03-04T12:05"),
        ("every 5 min", NOON.replace(minute=5, second=0), "2026-03-04T12:10"),
        ("every 15 min", NOON.replace(hour=23, minute=58), "2026-03-05T00:00"),
        ("every 5 min", NOON.astimezone(tz=None), "2026-03-04T12:05"),
    ],
)
def test_a_schedule_comes_back_at_its_next_time(every, after, wanted):
    assert outbox.next_time(every, after) == datetime.fromisoformat(wanted).replace(tzinfo=UTC)


@pytest.mark.parametrize("words", ["", "weekly", "every 0 min", "every 5", "every 2000 min", "every -1 min"])
def test_other_words_are_no_schedule(words):
    with pytest.raises(ValueError, match="no schedule"):
        outbox.next_time(words, NOON)


def test_every_registered_schedule_has_one_row_however_many_workers_start(app):
    for _ in range(3):
        outbox.ensure_schedules()
    assert [(row.kind, row.every) for row in rows()] == sorted(outbox.SCHEDULES.items())
    assert {"accounts.sweep", "outbox.pulse", "outbox.sweep_done"} <= set(outbox.SCHEDULES)


def test_a_schedule_that_is_no_longer_registered_goes_and_one_that_changed_is_due_at_once(only, monkeypatch):
    only(lambda: None)
    outbox.run_due()
    monkeypatch.setattr(outbox.schedules, "SCHEDULES", {"tick": "hourly"})
    outbox.ensure_schedules()
    assert [(row.kind, row.every) for row in rows()] == [("tick", "hourly")]
    assert rows()[0].due_at <= now()
    monkeypatch.setattr(outbox.schedules, "SCHEDULES", {})
    outbox.ensure_schedules()
    assert rows() == []


def test_a_schedule_that_a_worker_of_another_version_gave_up_comes_back(only):
    only(lambda: None)
    with as_system("a worker that does not know it"), transaction():
        db.session.execute(
            update(Effect)
            .values(state=E.DEAD, last_error="Nothing carries it out.")
            .execution_options(synchronize_session=False)
        )
    outbox.ensure_schedules()
    assert [(row.kind, row.state) for row in rows()] == [("tick", E.DUE)]


def test_a_schedule_runs_at_once_and_then_at_its_times(only):
    seen = []
    with time_machine.travel(NOON, tick=False) as clock:
        only(lambda: seen.append(now().isoformat()[11:16]))
        outbox.run_due()
        assert outbox.run_due() == 0
        clock.move_to(NOON + timedelta(minutes=3))
        outbox.run_due()
        clock.move_to(NOON + timedelta(hours=2))
        outbox.run_due()
        # What was missed meanwhile is not made up for.
        assert outbox.run_due() == 0
    assert seen == ["12:02", "12:05", "14:02"]
    assert [(row.state, row.attempts) for row in rows()] == [(E.DUE, 0)]


def test_a_schedule_runs_for_no_company(only):
    seen = []
    only(lambda: seen.append(current_scope()))
    outbox.run_due()
    assert seen == [None]


def test_a_schedule_that_fails_is_tried_again_and_then_waits_for_its_next_time(only):
    def fail():
        raise ValueError("no")

    with time_machine.travel(NOON, tick=False) as clock:
        only(fail)
        outbox.run_due()
        assert rows()[0].attempts == 1
        clock.move_to(NOON + timedelta(seconds=3))
        outbox.run_due()
    [row] = rows()
    assert (row.state, row.attempts, row.last_error) == (E.DUE, 0, "ValueError: no")
    assert row.due_at == outbox.next_time("every 5 min", NOON)


def test_a_schedule_that_ends_its_worker_each_time_waits_for_its_next_time_too(only):
    moment = NOON
    with time_machine.travel(moment, tick=False) as clock:
        only(lambda: None, attempts=2)
        for _ in range(2):
            assert outbox.claim() is not None  # and the worker is gone
            moment += timedelta(seconds=61)
            clock.move_to(moment)
        outbox.run_due()
    [row] = rows()
    assert (row.state, row.attempts) == (E.DUE, 0) and row.last_error.startswith("Given up: the worker ended 2 times")


def test_no_admin_of_a_company_sees_the_schedules_of_the_portal(admin):
    outbox.ensure_schedules()
    db.session.expunge_all()
    assert "outbox.pulse" not in admin.get("/admin/effects").text
    with as_company(factories.a_world("Other").company_id):
        assert db.session.scalars(select(Effect.id)).all() == []


def test_effects_done_two_weeks_ago_are_deleted_and_nothing_else(company, monkeypatch):
    monkeypatch.setattr(outbox.schedules, "DELETED_AT_ONCE", 2)
    monkeypatch.setitem(outbox.TASKS, "fine", Task(lambda _payload: None, 3, 60))
    monkeypatch.setitem(outbox.TASKS, "bad", Task(lambda _payload: 1 / 0, 1, 60))
    long_ago = now() - timedelta(days=15)
    with time_machine.travel(long_ago, tick=True):
        for n in range(5):
            outbox.later("fine", {}, key=f"old {n}")
        outbox.later("bad", {}, key="dead")
        outbox.later("fine", {}, key="far", due_at=now() + timedelta(days=400))
        db.session.commit()
        outbox.run_due()
    outbox.later("fine", {}, key="new")
    db.session.commit()
    outbox.run_due()
    outbox.schedules.sweep_done()
    left = db.session.execute(select(Effect.key, Effect.state).order_by(Effect.key)).all()
    assert left == [("dead", E.DEAD), ("far", E.DUE), ("new", E.DONE)]


def test_expired_sessions_of_all_companies_are_swept_by_the_schedule_and_not_by_a_sign_in(company, browse):
    browse(company.admin)
    browse(company.recruiter)
    assert db.session.scalars(select(Effect.kind)).all() == []
    with transaction():
        db.session.execute(delete(Effect))
    db.session.expunge_all()
    outbox.ensure_schedules()
    with time_machine.travel(now() + timedelta(days=30), tick=True):
        outbox.run_due()
    db.session.rollback()
    assert db.session.scalars(select(AccountSession.id)).all() == []


def test_a_started_worker_has_schedules_and_takes_them(tmp_path, built):
    with house(tmp_path, built, None) as made, made.worker(), made.worker():
        until(lambda: [row.state for row in rows() if row.due_at > now()] == [E.DUE] * len(outbox.SCHEDULES))
        assert [row.kind for row in rows()] == sorted(outbox.SCHEDULES)
