"""Effects: written with the change, carried out once, tried again, given up; none is lost when a worker is killed."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, update

from portal.core import mail, outbox
from portal.core.clock import now
from portal.core.database import WroteWhileReading, db, transaction
from portal.core.mail import Mail, MailState
from portal.core.outbox import Effect, EffectState, GiveUp, NotNow, Task
from portal.core.tenancy import as_company, current_scope
from tests import factories
from tests.core.smtp import Post, smtp_server
from tests.servers import ROOT

E = EffectState


@pytest.fixture
def carry(monkeypatch):
    """Register a function as the task `try`, with so many attempts."""

    def register(run, attempts=3, lease=60):
        monkeypatch.setitem(outbox.TASKS, "try", Task(run, attempts, lease))

    return register


def write(number=1, **values):
    for n in range(number):
        outbox.later("try", {"n": n}, key=f"try:{n}", **values)
    db.session.commit()
    db.session.expunge_all()


def effects():
    db.session.rollback()
    return db.session.execute(select(Effect.state, Effect.attempts, Effect.last_error).order_by(Effect.id)).all()


def test_an_effect_of_a_change_that_is_rolled_back_never_happens(company, carry):
    seen = []
    carry(seen.append)
    outbox.later("try", {}, key="one")
    db.session.rollback()
    assert outbox.run_due() == 0 and seen == []


def test_effects_happen_in_the_order_in_which_they_are_due(company, carry):
    seen = []
    carry(lambda payload: seen.append(payload["n"]))
    outbox.later("try", {"n": "late"}, key="late", due_at=now() - timedelta(minutes=1))
    outbox.later("try", {"n": "early"}, key="early", due_at=now() - timedelta(minutes=2))
    db.session.commit()
    outbox.run_due()
    assert seen == ["early", "late"]


def test_an_effect_waits_until_it_is_due(company, carry):
    seen = []
    carry(seen.append)
    write(due_at=now() + timedelta(hours=1))
    assert outbox.run_due() == 0
    with time_machine.travel(now() + timedelta(hours=2), tick=True):
        assert outbox.run_due() == 1
    assert seen == [{"n": 0}]


def test_an_effect_that_is_still_due_can_be_taken_back(company, carry):
    seen = []
    carry(seen.append)
    outbox.later("try", {}, key="one")
    outbox.forget("one")
    db.session.commit()
    assert outbox.run_due() == 0 and seen == []


def test_a_task_sees_its_own_company_alone(app, carry):
    first, second = factories.a_world(), factories.a_world("Other")
    seen = []
    carry(lambda payload: seen.append(current_scope().company))
    for number, world in enumerate((first, second)):
        with as_company(world.company_id):
            outbox.later("try", {}, key=f"of {number}")
            db.session.commit()
    outbox.run_due()
    assert seen == [first.company_id, second.company_id]


def test_a_task_writes_only_inside_a_transaction(company, carry):
    carry(lambda payload: factories.a_client(), attempts=1)
    write()
    outbox.run_due()
    assert effects()[0].last_error.startswith(WroteWhileReading.__name__)


def test_a_task_that_fails_is_tried_again_later_each_time(company, carry):
    def fail(payload):
        raise ValueError("no")

    carry(fail, attempts=3)
    write()
    moment, waits = now(), []
    for _ in range(3):
        with time_machine.travel(moment, tick=False):
            outbox.run_due()
        due = db.session.scalar(select(Effect.due_at))
        waits.append((due - moment).total_seconds())
        moment = due + timedelta(seconds=1)
    assert [(e.state, e.attempts, e.last_error) for e in effects()] == [(E.DEAD, 3, "ValueError: no")]
    assert waits[:2] == [2, 4]


def test_what_a_failed_task_wrote_is_undone(company, carry):
    def fail(payload):
        with transaction():
            factories.a_client(company_name="Half")
            raise ValueError("no")

    carry(fail)
    write()
    outbox.run_due()
    from portal.clients.models import Client

    assert "Half" not in db.session.scalars(select(Client.company_name)).all()


def test_giving_up_is_for_good(company, carry):
    def give_up(payload):
        raise GiveUp("Nobody there.")

    carry(give_up)
    write()
    outbox.run_due()
    assert effects() == [(E.DEAD, 1, "Nobody there.")]


def test_not_now_costs_no_attempt(company, carry):
    def wait(payload):
        raise NotNow("Too early.", seconds=600)

    carry(wait, attempts=1)
    write()
    outbox.run_due()
    assert effects() == [(E.DUE, 0, "Too early.")]
    with time_machine.travel(now() + timedelta(seconds=590), tick=True):
        assert outbox.run_due() == 0


def test_an_effect_that_nothing_carries_out_is_dead_and_says_so(company):
    outbox.later("no such kind", {}, key="one")
    db.session.commit()
    outbox.run_due()
    assert effects() == [(E.DEAD, 1, "Nothing carries out 'no such kind'.")]


def test_one_that_fails_does_not_hold_up_the_others(company, carry):
    seen = []

    def run(payload):
        if payload["n"] == 0:
            raise ValueError("no")
        seen.append(payload["n"])

    carry(run)
    write(3)
    outbox.run_due()
    assert seen == [1, 2]


def test_a_held_effect_is_not_claimed_twice_until_its_lease_runs_out(company, carry):
    carry(print, lease=60)
    write()
    held = outbox.claim()
    assert held is not None and outbox.claim() is None
    with time_machine.travel(now() + timedelta(seconds=61), tick=True):
        again = outbox.claim()
    assert (again.id, again.attempts) == (held.id, 2)


def test_who_lost_the_lease_does_not_end_the_effect(company, carry):
    seen = []
    carry(seen.append)
    write()
    slow = outbox.claim()
    with time_machine.travel(now() + timedelta(seconds=61), tick=True):
        outbox.claim()
        outbox.carry_out(slow)
        assert effects() == [(E.RUNNING, 2, None)]


def test_an_effect_that_ends_its_worker_each_time_is_given_up(company, carry):
    carry(print, attempts=2, lease=60)
    write()
    moment = now()
    for _ in range(2):
        with time_machine.travel(moment, tick=True):
            assert outbox.claim() is not None  # and the worker is gone
        moment += timedelta(seconds=61)
    with time_machine.travel(moment, tick=True):
        outbox.run_due()
    [(state, _, error)] = effects()
    assert state is E.DEAD and error == "Given up: the worker ended 2 times while it ran."


# ---- real worker processes, ended in the middle ----


@contextmanager
def worker(app, port):
    """A worker process of its own on the test's database, which mails to the port."""
    env = {
        **os.environ,
        "DATA_DIR": app.config["DATA_DIR"],
        "SMTP_URL": f"smtp://127.0.0.1:{port}",
        "PUBLIC_URL": app.config["PUBLIC_URL"],
        "SECRET_KEY": app.config["SECRET_KEY"],
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--every", "0.05"]
    process = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def post_mails(number):
    context = {"first_name": "Hana", "job": "Engineer", "company_name": "Acme", "openings": 1, "link": "x"}
    for n in range(number):
        mail.send(f"person{n}@example.com", "New job", "new_job", key=f"mail {n}", context=context)
    db.session.commit()
    db.session.expunge_all()


def until(true, seconds=60):
    """Wait for it, looking ten times a second."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "It did not come true in time."
        time.sleep(0.1)


def counted(wanted):
    """Ask without keeping the writer's place, for which the workers wait."""
    found = db.session.scalar(wanted)
    db.session.rollback()
    return found


def left():
    return counted(select(func.count(Effect.id)).where(Effect.state != E.DONE))


def test_nothing_is_lost_and_at_most_one_repeated_when_the_worker_is_killed(app, company):
    post = Post(delay=0.1)
    with smtp_server(post) as port:
        post_mails(15)
        with worker(app, port) as first:
            until(lambda: len(post.mails) >= 5)
            os.kill(first.pid, signal.SIGKILL)
            first.wait()
        assert 0 < left() < 15
        # Its lease has run out.
        db.session.execute(update(Effect).where(Effect.state == E.RUNNING).values(lease_until=now()))
        db.session.commit()
        with worker(app, port):
            until(lambda: left() == 0)
    receivers = post.receivers()
    assert set(receivers) == {f"person{n}@example.com" for n in range(15)}
    assert len(receivers) <= 16
    # A repeat carries the same Message-ID, so that the receiver's system knows it.
    assert len({m["Message-ID"] for m in post.mails}) == 15
    assert set(db.session.scalars(select(Mail.state))) == {MailState.SENT}


def test_two_workers_carry_out_each_effect_once(app, company):
    post = Post(delay=0.02)
    with smtp_server(post) as port:
        post_mails(30)
        with worker(app, port), worker(app, port):
            until(lambda: left() == 0)
    assert sorted(post.receivers()) == sorted(f"person{n}@example.com" for n in range(30))
    assert {e.attempts for e in effects()} == {1}


def test_a_worker_that_cannot_reach_its_server_loses_nothing(app, company):
    post_mails(2)
    failed = select(func.count(Mail.id)).where(Mail.state == MailState.FAILED)
    running = select(func.count(outbox.Effect.id)).where(outbox.Effect.state == E.RUNNING)
    with worker(app, 1):
        until(lambda: counted(failed) == 2)
        # The worker writes the mail's state first and the effect's after it.
        until(lambda: counted(running) == 0)
    assert {e.state for e in effects()} == {E.DUE}
