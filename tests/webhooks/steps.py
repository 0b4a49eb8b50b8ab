"""What the tests of webhooks do: an endpoint that leads to a receiver, an event, the worker's work, the rows."""

import hashlib
import hmac
from datetime import timedelta

import time_machine
from sqlalchemy import select
from standardwebhooks import Webhook

from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db
from portal.core.outbound import CheckedUrl
from portal.webhooks import services
from portal.webhooks.models import WebhookDelivery, WebhookEndpoint
from tests import factories


def an_endpoint(company, url, events=("*",), **values):
    """An endpoint of the company and its secret, committed."""
    endpoint, secret = services.create_endpoint(CheckedUrl(url), list(events), company.admin, **values)
    db.session.commit()
    db.session.expunge(endpoint)
    return endpoint, secret


def happen(company, times=1):
    """So many events: jobs that are paused and opened again."""
    from portal.jobs import services as jobs

    for _ in range(times):
        job = factories.a_job(company.client_id)
        jobs.hold_job(job, company.recruiter)
    db.session.commit()
    db.session.expire_all()


def work():
    """The worker does what is due now."""
    db.session.commit()
    db.session.expunge_all()
    outbox.run_due()
    db.session.expire_all()


def live_through(hours, until=lambda: False):
    """The worker works through simulated time, whenever something is due."""
    end = now() + timedelta(hours=hours)
    while True:
        work()
        due = db.session.scalar(
            select(outbox.Effect.due_at).where(outbox.Effect.state == "due").order_by(outbox.Effect.due_at).limit(1)
        )
        db.session.rollback()
        if until() or due is None or due > end:
            return end
        clock.move_to(max(due, now()) + timedelta(seconds=0.001))


class Clock:
    """The time of a test, which stands still but for what the test says."""

    def __init__(self):
        self.traveller = None

    def move_to(self, moment):
        self.traveller.move_to(moment)


clock = Clock()


def deliveries():
    db.session.commit()
    db.session.expire_all()
    return db.session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)).all()


def states():
    return [(d.state, d.attempts, d.last_status_code) for d in deliveries()]


def endpoint_now(endpoint_id):
    db.session.commit()
    db.session.expire_all()
    return db.session.scalars(select(WebhookEndpoint).where(WebhookEndpoint.id == endpoint_id)).one()


def verify_both(got, secret):
    """Both signatures of a request, by the source document's own function and by the reference library."""
    expected = hmac.new(secret.encode("utf-8"), got.body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(f"sha256={expected}", got.headers["x-webhook-signature"])
    with time_machine.travel(int(got.headers["webhook-timestamp"]), tick=False):
        return Webhook(secret).verify(got.body, got.headers)
