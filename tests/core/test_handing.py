"""The engine is told after the commit and never before; what cannot be told is found by the sweep."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import func, select

from portal import create_app
from portal.core import outbox
from portal.core.broker import Broker
from portal.core.clock import now
from portal.core.database import db, transaction
from portal.core.mail import MailAttempt
from portal.core.outbox import Effect, Task, handing
from tests.core.engines import counted, house, until
from tests.servers import free_port


@pytest.fixture
def told(company, app, monkeypatch):
    """What the engine was told: the numbers, and whether the writer's transaction was over by then."""
    seen = []
    monkeypatch.setitem(app.extensions, handing.EXTENSION, seen.append)
    return seen


def write(key="one", **values):
    outbox.later("try", {}, key=key, **values)


def numbers():
    found = list(db.session.scalars(select(Effect.id).order_by(Effect.id)))
    db.session.rollback()
    return found


def test_the_engine_is_told_once_of_all_that_was_committed(told):
    write("one")
    write("two")
    write("two")
    assert told == []
    db.session.commit()
    assert told == [numbers()] and len(told[0]) == 2
    db.session.commit()
    assert len(told) == 1


def test_the_engine_is_not_told_of_what_was_rolled_back(told):
    write()
    db.session.rollback()
    write("two")
    db.session.commit()
    assert told == [numbers()] and len(told[0]) == 1


def test_the_end_of_a_savepoint_is_no_commit(told):
    write("before")
    with db.session.begin_nested():
        write("inside")
    assert told == []
    db.session.rollback()
    assert told == []
    db.session.commit()
    assert told == []


def test_what_was_written_before_a_savepoint_was_undone_is_told(told):
    write("before")
    inner = db.session.begin_nested()
    write("inside")
    inner.rollback()
    db.session.commit()
    assert set(numbers()) <= set(told[0]) and len(numbers()) == 1


def test_the_engine_is_not_told_of_what_is_due_later(told):
    write(due_at=now() + timedelta(seconds=30))
    db.session.commit()
    assert told == []
    assert db.session.scalars(select(Effect.handed_at)).all() == [None]


def test_the_writer_s_place_is_free_again_when_the_engine_is_told(told, app, monkeypatch):
    """A slow Redis must not hold up everybody else's writing."""
    from portal.core.database import _one_writer

    free = []
    monkeypatch.setitem(app.extensions, handing.EXTENSION, lambda _numbers: free.append(not _one_writer.locked()))
    with transaction():
        write()
    assert free == [True]


def test_a_commit_is_a_commit_although_the_engine_cannot_be_told(told, app, monkeypatch, caplog):
    def fail(_numbers):
        raise OSError("no")

    monkeypatch.setitem(app.extensions, handing.EXTENSION, fail)
    with caplog.at_level(logging.WARNING):
        write()
        db.session.commit()
    assert len(numbers()) == 1 and "not handed over" in caplog.text


def test_workers_hear_the_bell(app, tmp_path):
    bell = handing.Bell(tmp_path)
    before = bell.heard()
    bell.ring([1])
    first = bell.heard()
    assert first != before
    handing.Bell(tmp_path / "gone").ring([1])
    assert bell.heard() == first


def test_a_commit_with_effects_rings_and_one_without_does_not(company, app):
    bell = handing.Bell(Path(app.config["DATA_DIR"]))
    silent = bell.heard()
    db.session.commit()
    assert bell.heard() == silent
    write()
    db.session.commit()
    assert bell.heard() != silent


# ---- Redis ----


def test_a_redis_that_is_away_is_said_once_and_left_in_peace_for_a_while(caplog, monkeypatch):
    tries, clock = [], [100.0]
    broker = Broker(f"redis://127.0.0.1:{free_port()}/0")

    def send(found):
        tries.append(found)
        broker.send(found)

    monkeypatch.setattr(handing.time, "monotonic", lambda: clock[0])
    patient = handing.Patient(send)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            patient([1])
        clock[0] += handing.QUIET_SECONDS
        patient([2])
    assert tries == [[1], [2]]
    assert caplog.text.count("cannot be reached") == 1


def test_one_application_with_redis_hands_over_to_its_queue(redis, company, app, monkeypatch):
    broker = Broker(redis.url)
    monkeypatch.setitem(app.extensions, handing.EXTENSION, handing.Patient(broker.send))
    write()
    write("later", due_at=now() + timedelta(hours=1))
    db.session.commit()
    assert broker.waiting() == 1


def test_the_settings_choose_the_engine(redis, built):
    plain = create_app({"TESTING": True, "DATA_DIR": str(built)})
    scaled = create_app({"TESTING": True, "DATA_DIR": str(built), "REDIS_URL": redis.url})
    assert isinstance(scaled.extensions[handing.EXTENSION], handing.Patient)
    assert not isinstance(plain.extensions[handing.EXTENSION], handing.Patient)


# ---- the sweep ----


class Queue:
    """An engine's queue, for the sweep alone."""

    def __init__(self, waiting=0):
        self.sent, self.length, self.broken = [], waiting, False

    def send(self, found):
        if self.broken:
            raise OSError("no")
        self.sent += found

    def sweep(self):
        return outbox.sweep(self.send, lambda: self.length)


@pytest.fixture
def written(told, monkeypatch):
    """Three effects: handed over, due later, and due in ten seconds."""
    monkeypatch.setitem(outbox.TASKS, "try", Task(lambda _payload: None, 3, 60))
    write("now")
    write("in a day", due_at=now() + timedelta(days=1))
    write("soon", due_at=now() + timedelta(seconds=10))
    db.session.commit()
    db.session.expunge_all()
    return numbers()


def test_the_sweep_hands_over_what_has_become_due_once(written):
    queue = Queue(waiting=1)
    assert queue.sweep() == 0
    with time_machine.travel(now() + timedelta(seconds=11), tick=True):
        assert (queue.sweep(), queue.sweep()) == (1, 0)
    assert queue.sent == [written[2]]


def test_the_sweep_finds_what_was_lost_only_when_the_queue_is_empty(written):
    with time_machine.travel(now() + timedelta(seconds=5), tick=True):
        assert Queue(waiting=1).sweep() == 0
        empty = Queue()
        assert empty.sweep() == 1 and empty.sent == [written[0]]
        # It was handed over again just now.
        assert empty.sweep() == 0


def test_the_sweep_finds_what_a_killed_worker_held(written):
    outbox.claim(written[0])
    with time_machine.travel(now() + timedelta(seconds=5), tick=True):
        assert Queue().sweep() == 0
    with time_machine.travel(now() + timedelta(seconds=61), tick=True):
        queue = Queue()
        queue.sweep()
        assert written[0] in queue.sent


def test_a_sweep_that_cannot_send_marks_nothing(written):
    queue = Queue()
    queue.broken = True
    with time_machine.travel(now() + timedelta(seconds=11), tick=True):
        with pytest.raises(OSError, match="no"):
            queue.sweep()
        queue.broken = False
        assert sorted(queue.sent) == [] and queue.sweep() == 2


def test_a_claim_by_number_takes_that_effect_alone_and_only_when_it_is_free(written):
    first, tomorrow, _soon = written
    assert outbox.claim(tomorrow) is None
    assert outbox.claim(first).id == first
    assert outbox.claim(first) is None
    assert outbox.claim(10_000) is None


def test_on_redis_what_is_due_later_happens_in_time_and_a_message_too_many_does_nothing(redis, tmp_path, built):
    with house(tmp_path, built, None, redis.url) as made, made.worker():
        outbox.later("accounts.reset", {"kind": "user", "id": 0}, key="soon", due_at=now() + timedelta(seconds=2))
        outbox.later("accounts.reset", {"kind": "user", "id": 0}, key="now")
        db.session.commit()
        [_, at_once] = numbers()
        Broker(redis.url).send([at_once, at_once, 10_000])
        until(lambda: made.left() == 0)
        rows = db.session.execute(select(Effect.key, Effect.attempts, Effect.due_at, Effect.done_at)).all()
        db.session.rollback()
    assert {(row.key, row.attempts) for row in rows} == {("soon", 1), ("now", 1)}
    assert all(row.done_at >= row.due_at for row in rows)


def test_on_redis_an_effect_that_fails_comes_back_by_the_sweep(redis, tmp_path, built):
    tries = select(func.count()).select_from(MailAttempt)
    with house(tmp_path, built, None, redis.url) as made, made.worker(SMTP_URL="smtp://127.0.0.1:1"):
        made.write(1, mail_every=1)
        until(lambda: counted(tries) >= 2)
