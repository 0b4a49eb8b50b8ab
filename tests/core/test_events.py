"""Events: named, complete, written with the change, and never changed."""

import pytest
from sqlalchemy import select, text

from portal.core import events
from portal.core.database import db
from portal.core.events import (
    EVENTS,
    Event,
    EventDetails,
    changes,
    digest,
    digest_of,
    plain,
    reacts_to,
    record,
    wipe_details,
)
from portal.core.people import SYSTEM
from tests import factories


@pytest.fixture
def reactions(monkeypatch):
    """Listeners of this test alone."""
    monkeypatch.setattr(events, "_reactions", {})


SEED = (
    "USER_LOGIN USER_LOGOUT CLIENT_CREATE CLIENT_UPDATE CLIENT_DELETE JOB_CREATE JOB_UPDATE JOB_STATUS_CHANGE "
    "CANDIDATE_CREATE CANDIDATE_STATUS_CHANGE INTERVIEW_CREATE INTERVIEW_COMPLETED INTERVIEW_PASSED INTERVIEW_FAILED "
    "HIRING_INITIATED"
).split()


@pytest.mark.parametrize("action", SEED)
def test_every_action_type_of_the_seed_has_an_event(action):
    assert action in {kind.action_type for kind in EVENTS.values()}


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_has_a_dotted_name_and_a_sentence(name):
    assert name.count(".") == 1
    assert EVENTS[name].sentence and EVENTS[name].action_type.isupper()


def test_an_event_says_who_what_when_and_on_what(company):
    job = factories.a_job(company.client_id)
    event = record("job.updated", job, company.recruiter, old={"title": "A"}, new={"title": "B"})
    assert (event.actor_kind, event.actor_id, event.actor_email) == (
        "user",
        company.recruiter.id,
        company.recruiter.email,
    )
    assert (event.entity_type, event.entity_id, event.job_id, event.client_id) == ("job", job.id, job.id, job.client_id)
    assert event.at.utcoffset().total_seconds() == 0
    details = db.session.scalars(select(EventDetails).where(EventDetails.event_id == event.id)).one()
    assert (details.old, details.new) == ({"title": "A"}, {"title": "B"})


def test_the_portal_itself_can_act(company):
    event = record("client.updated", factories.a_client(), SYSTEM(company.company_id))
    assert (event.actor_kind, event.actor_id, event.actor_name) == ("system", None, "Talent Portal")


def test_a_name_that_is_not_in_the_table_is_refused(company):
    with pytest.raises(KeyError):
        record("client.exploded", factories.a_client(), company.admin)


def test_nobody_listens_to_a_name_that_is_not_in_the_table():
    with pytest.raises(KeyError, match="not in EVENTS"):
        reacts_to("client.exploded")


def test_listeners_react_in_the_same_transaction(company, reactions):
    reacts_to("client.updated")(lambda event, about: factories.a_client(company_name=about["word"]))
    record("client.updated", factories.a_client(), company.admin, about={"word": "Reacted"})
    from portal.clients.models import Client

    assert "Reacted" in db.session.scalars(select(Client.company_name)).all()
    db.session.rollback()
    assert "Reacted" not in db.session.scalars(select(Client.company_name)).all()
    assert db.session.scalars(select(Event.id)).all() == []


def test_a_listener_that_refuses_undoes_the_change(company, reactions):
    @reacts_to("client.updated")
    def refuse(event, about):
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        record("client.updated", factories.a_client(), company.admin)
    db.session.rollback()
    assert db.session.scalars(select(Event.id)).all() == []


def test_a_listener_registered_twice_reacts_once(company, reactions):
    seen = []

    def listen(event, about):
        seen.append(event.name)

    reacts_to("client.updated")(listen)
    reacts_to("client.updated")(listen)
    record("client.updated", factories.a_client(), company.admin)
    assert seen == ["client.updated"]


@pytest.mark.parametrize("statement", ["UPDATE events SET name = 'x'", "DELETE FROM events"])
def test_an_event_cannot_be_changed_or_deleted(company, statement):
    record("client.updated", factories.a_client(), company.admin)
    db.session.commit()
    with pytest.raises(Exception, match="append-only"):
        db.session.execute(text(statement), execution_options={"unscoped": True})
    db.session.rollback()


def test_details_can_be_wiped_and_the_event_still_proves_them(company):
    event = record("client.updated", factories.a_client(), company.admin, new={"phone": "+91 98400 12345"})
    details = db.session.scalars(select(EventDetails)).one()
    assert digest_of(details) == event.details_digest
    assert digest("another salt", {}, {"phone": "+91 98400 12345"}) != event.details_digest
    wipe_details([event.id])
    db.session.commit()
    db.session.expunge_all()
    details = db.session.scalars(select(EventDetails)).one()
    assert (details.old, details.new, details.salt) == ({}, {}, "")
    assert db.session.scalars(select(Event.details_digest)).one() is not None


def test_two_equal_details_have_different_digests(company):
    client = factories.a_client()
    digests = {record("client.updated", client, company.admin, new={"a": 1}).details_digest for _ in range(2)}
    assert len(digests) == 2


def test_changes_are_what_differs():
    row = factories.at("2026-01-01")
    assert changes(row, {"year": 2026, "month": 2}) == ({"month": 1}, {"month": 2})


def test_values_become_what_json_can_hold():
    assert plain({"at": factories.at("2026-01-01"), 1: ("a", {"b"})}) == {
        "at": "2026-01-01T00:00:00+00:00",
        "1": ["a", ["b"]],
    }
