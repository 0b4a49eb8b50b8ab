"""Real worker processes: whoever hangs delays nobody, two workers send once, and a killed one loses nothing."""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager

import pytest
from sqlalchemy import func, select, update

from portal.core.clock import now
from portal.core.database import db
from portal.core.outbox import Effect
from portal.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from tests.core.receiver import receiver
from tests.core.test_outbox import counted, until
from tests.servers import ROOT
from tests.webhooks.steps import an_endpoint, happen

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


def test_two_workers_send_everything_once(app, company, opened):
    with receiver(delay=0.01) as hook:
        an_endpoint(company, hook.url)
        happen(company, 30)
        db.session.expunge_all()
        with worker(app), worker(app):
            until(lambda: of_state(D.DONE) == 30)
    assert len(hook.ids()) == 30 and len(set(hook.ids())) == 30


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
