"""The ground that features stand on: tenancy, the edge, effects, events."""

import pytest
from flask import request
from sqlalchemy import select, text

from portal import create_app
from portal.clients.models import Client
from portal.core import outbox
from portal.core.database import WroteWhileReading, db, reading
from portal.core.events import Event, record
from portal.core.tenancy import CrossTenantWrite, Unscoped, as_company, as_person
from tests import factories


def test_a_query_without_a_scope_is_refused(app):
    with pytest.raises(Unscoped):
        db.session.scalars(select(Client)).all()


def test_a_company_sees_its_own_rows_alone(app):
    first, second = factories.a_world(), factories.a_world("Other")
    with as_company(first.company_id):
        assert db.session.scalars(select(Client.id)).all() == [first.client_id]
        assert db.session.get(Client, second.client_id) is None


def test_a_client_user_sees_their_client_alone(app):
    world = factories.a_world()
    with as_company(world.company_id):
        factories.a_client()
        db.session.commit()
    with as_person(world.client_user):
        assert db.session.scalars(select(Client.id)).all() == [world.client_id]


def test_nothing_is_written_while_reading(company):
    with reading(), pytest.raises(WroteWhileReading):
        factories.a_client()


def test_a_row_for_another_company_is_not_written(app):
    first, second = factories.a_world(), factories.a_world("Other")
    with as_company(first.company_id):
        db.session.add(Client(company_id=second.company_id, company_name="x", created_at=factories.at("2026-01-01")))
        with pytest.raises(CrossTenantWrite):
            db.session.flush()
        db.session.rollback()


def test_text_and_bulk_inserts_are_refused_in_a_company(company):
    with pytest.raises(Unscoped):
        db.session.execute(text("select * from clients"))


def test_an_event_cannot_be_changed(company):
    client = factories.a_client()
    record("client.created", client, company.admin, new={"company_name": client.company_name})
    db.session.commit()
    with pytest.raises(Exception, match="append-only"):
        db.session.execute(text("update events set name = 'x'"), execution_options={"unscoped": True})
    db.session.rollback()
    assert db.session.scalars(select(Event.name)).all() == ["client.created"]


def test_an_effect_of_a_key_is_written_once_and_carried_out(company, monkeypatch):
    seen = []
    monkeypatch.setitem(outbox.TASKS, "try", outbox.Task(seen.append, 3, 60))
    outbox.later("try", {"n": 1}, key="one")
    outbox.later("try", {"n": 2}, key="one")
    db.session.commit()
    db.session.expunge_all()
    outbox.run_due()
    assert seen == [{"n": 1}]


def test_a_failing_effect_is_tried_again_later_and_dies_after_its_attempts(company, monkeypatch):
    def fail(payload):
        raise ValueError("no")

    monkeypatch.setitem(outbox.TASKS, "try", outbox.Task(fail, 1, 60))
    outbox.later("try", {}, key="one")
    db.session.commit()
    outbox.run_due()
    effect = db.session.scalars(select(outbox.Effect)).one()
    assert (effect.state, effect.last_error) == (outbox.EffectState.DEAD, "ValueError: no")


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.7")])
def test_only_our_own_proxies_may_say_where_a_visitor_comes_from(built, monkeypatch, proxies, seen):
    app = create_app({"TESTING": True, "DATA_DIR": str(built), "TRUSTED_PROXIES": proxies})
    heard = []
    app.before_request(lambda: heard.append(request.remote_addr))
    app.test_client().get("/static/icons.svg", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.7"})
    assert heard == [seen]
