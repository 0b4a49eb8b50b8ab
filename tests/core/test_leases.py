"""Leases: renewed while a task runs, and the last word belongs to whoever holds the effect now."""

import logging
import secrets
import threading
import time
from datetime import timedelta

import time_machine
from sqlalchemy import select

from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db
from portal.core.outbox import Effect, EffectState, NotNow, Task
from tests.core.engines import until

E = EffectState


def write(monkeypatch, run, *, attempts=3, lease=60):
    monkeypatch.setitem(outbox.TASKS, "try", Task(run, attempts, lease))
    outbox.later("try", {}, key=secrets.token_hex(4))
    db.session.commit()
    db.session.expunge_all()


def row():
    db.session.rollback()
    return db.session.execute(select(Effect.state, Effect.attempts, Effect.lease_until, Effect.held_by)).one()


def test_the_lease_of_a_long_task_is_renewed_as_long_as_it_runs(company, monkeypatch):
    seen = []

    def long(_payload):
        first = row().lease_until
        until(lambda: row().lease_until > first, seconds=20)
        seen.append(outbox.claim())

    write(monkeypatch, long, lease=1)
    assert outbox.run_due() == 1
    # Nobody else could take it, although it ran past its first lease.
    assert seen == [None] and (row().state, row().attempts) == (E.DONE, 1)


def test_an_ended_effect_is_renewed_no_more(company, monkeypatch):
    write(monkeypatch, lambda _payload: None, lease=1)
    outbox.run_due()
    assert (row().lease_until, row().held_by) == (None, None)
    time.sleep(0.5)
    assert row().lease_until is None


def test_one_thread_renews_the_leases_of_all(company, monkeypatch):
    for _ in range(3):
        write(monkeypatch, lambda _payload: None, lease=1)
        outbox.run_due()
    assert [thread.name for thread in threading.enumerate()].count("leases") == 1


def test_the_last_word_of_who_was_taken_over_counts_for_nothing(company, monkeypatch, caplog):
    write(monkeypatch, lambda _payload: None)
    slow = outbox.claim()
    with time_machine.travel(now() + timedelta(seconds=61), tick=True):
        second = outbox.claim()
        with caplog.at_level(logging.WARNING):
            outbox.carry_out(slow)
        assert (row().state, row().held_by) == (E.RUNNING, second.held_by)
        assert "taken over" in caplog.text
        outbox.carry_out(second)
    assert row().state is E.DONE


def test_an_old_holder_has_no_say_although_an_admin_gave_the_effect_its_tries_again(company, monkeypatch):
    """The numbers of tries are the same then; what was made for the claim alone is not."""
    write(monkeypatch, lambda _payload: None, attempts=1)
    slow = outbox.claim()
    with time_machine.travel(now() + timedelta(seconds=61), tick=True):
        outbox.run_due()
        effect = db.session.scalars(select(Effect)).one()
        assert effect.state is E.DEAD
        outbox.again(effect)
        db.session.commit()
        db.session.expunge_all()
        fresh = outbox.claim()
        assert fresh.attempts == slow.attempts == 1
        outbox.carry_out(slow)
        assert (row().state, row().held_by) == (E.RUNNING, fresh.held_by)


def test_waiting_and_failing_give_the_effect_free(company, monkeypatch):
    def wait(_payload):
        raise NotNow("Later.", seconds=5)

    write(monkeypatch, wait)
    outbox.run_due()
    assert (row().state, row().held_by, row().lease_until) == (E.DUE, None, None)
