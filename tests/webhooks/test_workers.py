"""Real worker processes: whoever hangs delays nobody, two workers send once, and a killed one loses nothing."""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager

import pytest
from sqlalchemy import func, select, update

from portal.core import metrics
from portal.core.clock import now
from portal.core.database import db
from portal.core.outbox import Effect
from portal.webhooks import tasks
from portal.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from tests.core.engines import counted, house, until
from tests.core.receiver import receiver
from tests.servers import ROOT
from tests.webhooks.steps import an_endpoint, happen, work

D = DeliveryState


@contextmanager
def worker(app):
    """A worker process of its own on the test's database, which may call this machine."""
    names = ("DATA_DIR", "PUBLIC_URL", "SECRET_KEY", "ENCRYPTION_KEYS", "WEBHOOK_ALLOW_PRIVATE")
    env = {**os.environ, **{name: app.config[name] for name in names}}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--every", "0.05"]
    process = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def of_state(state):
    return counted(select(func.count(WebhookDelivery.id)).where(WebhookDelivery.state == state))


def proven(*numbers):
    """Endpoints that took what was sent last time: they get the quick lane."""
    changed = update(WebhookEndpoint).where(WebhookEndpoint.id.in_(numbers)).values(succeeded_at=now())
    db.session.execute(changed, execution_options={"synchronize_session": False})
    db.session.commit()


@pytest.mark.parametrize("hanging_was_proven", [False, True])
def test_receivers_that_hang_do_not_delay_the_others(app, company, opened, hanging_was_proven):
    """Five receivers hang, two workers: the others have everything before the first of the five has answered."""
    with ExitStack() as stack:
        hanging = [stack.enter_context(receiver(delay=30)) for _ in range(5)]
        well = [stack.enter_context(receiver()) for _ in range(3)]
        numbers = [an_endpoint(company, hook.url)[0].id for hook in [*hanging, *well]]
        if hanging_was_proven:
            proven(*numbers)
        happen(company, 5)
        db.session.expunge_all()
        with worker(app), worker(app):
            until(lambda: all(len(hook.requests) == 5 for hook in well))
            until(lambda: of_state(D.DONE) == 15)
            # Nobody who hangs has been given up on yet, so none of the fifteen waited for one of them.
            failed = select(func.count(WebhookDelivery.id)).where(WebhookDelivery.last_error.is_not(None))
            assert counted(failed) == 0
            until(lambda: all(hook.requests for hook in hanging))
            assert all(len(hook.requests) == 1 for hook in hanging)


@pytest.mark.slow
def test_celery_on_redis_sends_everything_once_and_hanging_receivers_delay_nobody(tmp_path, built, redis):
    """The same by two workers that Redis calls, with an endpoint that hangs beside."""
    with receiver() as hook, receiver(delay=30) as hanging, house(tmp_path, built, None, redis.url) as made:
        for one in (hanging, hook):
            an_endpoint(made.world, one.url)
        happen(made.world, 10)
        db.session.expunge_all()
        keys = {"ENCRYPTION_KEYS": made.app.config["ENCRYPTION_KEYS"], "WEBHOOK_ALLOW_PRIVATE": "1"}
        with made.worker(**keys), made.worker(**keys):
            until(lambda: len(hook.requests) == 10 and of_state(D.DONE) == 10)
            assert len(set(hook.ids())) == 10 and len(hanging.requests) == 1


def test_each_try_is_counted_by_its_result(company, hook, monkeypatch):
    before = counts()
    an_endpoint(company, hook.url)
    for status, delay, limit in ((200, 0, 15), (500, 0, 15), (200, 5, 0.2)):
        hook.status, hook.delay = status, delay
        monkeypatch.setattr(tasks, "TIME_LIMIT_SECONDS", limit)
        happen(company)
        work()
    after = counts()
    assert {word: after[word] - before[word] for word in after} == {"delivered": 1, "refused": 1, "no_answer": 1}


def counts():
    words = ("delivered", "refused", "no_answer")
    return {word: metrics.webhook_deliveries.labels(word)._value.get() for word in words}


def test_two_workers_send_everything_once(app, company, opened):
    with receiver(delay=0.01) as hook:
        an_endpoint(company, hook.url)
        happen(company, 30)
        db.session.expunge_all()
        with worker(app), worker(app):
            until(lambda: of_state(D.DONE) == 30)
    assert len(hook.ids()) == 30 and len(set(hook.ids())) == 30


@pytest.mark.slow
def test_nothing_is_lost_when_the_worker_is_killed_and_a_repeat_has_the_same_id(app, company, opened):
    with receiver(delay=0.15) as hook:
        an_endpoint(company, hook.url)
        happen(company, 15)
        db.session.expunge_all()
        with worker(app) as first:
            until(lambda: len(hook.requests) >= 5)
            os.kill(first.pid, signal.SIGKILL)
            first.wait()
        left = select(func.count(WebhookDelivery.id)).where(WebhookDelivery.state != D.DONE)
        assert 0 < counted(left) < 15
        # Its leases have run out.
        db.session.execute(update(WebhookDelivery).where(WebhookDelivery.state == D.RUNNING).values(lease_until=now()))
        db.session.execute(update(Effect).where(Effect.state == "running").values(lease_until=now()))
        db.session.execute(update(Effect).where(Effect.key.like("webhooks.watch:%")).values(due_at=now()))
        db.session.commit()
        with worker(app):
            until(lambda: counted(left) == 0)
    kept = set(db.session.scalars(select(WebhookDelivery.message_id)))
    assert set(hook.ids()) == kept and len(kept) == 15
    assert len(hook.ids()) <= 15 + 1  # at most as many repeats as kills
