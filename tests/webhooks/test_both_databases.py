"""Deliveries on SQLite and on PostgreSQL: many threads at one endpoint, and none is sent twice or left behind."""

import threading

import pytest
from sqlalchemy import select

from portal import create_app
from portal.core.crypto import new_key
from portal.core.database import db, set_reading
from portal.core.tenancy import as_company
from portal.webhooks import rules, services
from portal.webhooks.models import DeliveryState, WebhookDelivery
from portal.webhooks.tasks import deliver, sweep
from tests import factories
from tests.core.receiver import receiver
from tests.webhooks.steps import an_endpoint, happen

THREADS, EVENTS = 8, 24


@pytest.fixture
def made(database, tmp_path, monkeypatch):
    """An application on an empty database of either kind."""
    if database:
        monkeypatch.setenv("DATABASE_URL", database)  # the pool's options go by it
    app = create_app(
        {
            "TESTING": True, "DATA_DIR": str(tmp_path), "ENCRYPTION_KEYS": new_key(), "WEBHOOK_ALLOW_PRIVATE": "1",
            "SQLALCHEMY_DATABASE_URI": database or f"sqlite:///{tmp_path / 'portal.sqlite'}",
        }
    )  # fmt: skip
    set_reading(False)
    with app.app_context():
        from flask_migrate import upgrade

        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("proven", [True, False])
def test_many_threads_at_one_endpoint_send_each_delivery_once(made, proven):
    world = factories.a_world()
    with receiver() as hook:
        with as_company(world.company_id):
            an_endpoint(world, hook.url)
            happen(world, EVENTS)
            if proven:
                first = db.session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id).limit(1)).one()
                held = services.begin(first.endpoint_id, first.id)
                services.finish(held, rules.Outcome(200), go_on=False)
                db.session.commit()
            ids = list(db.session.scalars(select(WebhookDelivery.id)))
            db.session.rollback()
        faults = []

        def work(mine):
            try:
                with made.app_context():
                    for number in mine:
                        with as_company(world.company_id):
                            deliver({"delivery_id": number})
            except Exception as fault:
                faults.append(fault)

        threads = [threading.Thread(target=work, args=(ids[n::THREADS],)) for n in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        with as_company(world.company_id):
            states = set(db.session.scalars(select(WebhookDelivery.state)))
            db.session.rollback()
        sweep()
    assert not faults
    assert states == {DeliveryState.DONE}
    assert len(hook.ids()) == len(set(hook.ids())) == EVENTS - proven
