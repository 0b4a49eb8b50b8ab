"""Testing a connection: the vendor's own call with the stored key, by the worker, told by its status alone."""

import base64
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import RuleBroken
from portal.core.events import Event
from portal.core.outbox import Effect
from portal.integrations import services
from portal.integrations.catalogue import SYSTEMS, IntegrationType
from portal.integrations.probing import call_for
from tests.integrations.steps import SECRET, VALUES, a_submission, now_is, work

T = IntegrationType
BASIC = "Basic " + base64.b64encode(f"{SECRET}:".encode()).decode()
CALLS = {
    T.GREENHOUSE: ("https://harvest.greenhouse.io/v1/users?per_page=1", "GET", BASIC),
    T.LEVER: ("https://api.lever.co/v1/users?limit=1", "GET", BASIC),
    T.ASHBY: ("https://api.ashbyhq.com/apiKey.info", "POST", BASIC),
    T.WORKABLE: ("https://acme.workable.com/spi/v3/jobs?limit=1", "GET", f"Bearer {SECRET}"),
}


@pytest.mark.parametrize("kind", list(T))
def test_each_vendor_is_asked_as_its_documents_say_and_the_others_not_at_all(kind):
    if kind not in CALLS:
        assert SYSTEMS[kind].probe is None
        with pytest.raises(RuleBroken):
            call_for(kind, VALUES[kind])
        return
    asked = call_for(kind, VALUES[kind])
    assert (asked.url, asked.method, asked.headers["Authorization"]) == CALLS[kind]


@pytest.mark.parametrize("kind", list(CALLS))
def test_a_good_key_works(company, vendor, kind):
    number = a_submission(company.recruiter, kind)
    services.ask_for_test(now_is(number), company.recruiter)
    assert now_is(number).test_words is None and vendor.requests == []
    work()
    [got] = vendor.requests
    assert got.headers["authorization"] == CALLS[kind][2] and CALLS[kind][0].endswith(got.path)
    found = now_is(number)
    assert found.test_passed is True and found.test_words == f"{SYSTEMS[kind].name} accepted the key."
    told = db.session.scalars(select(Event).where(Event.name == "integration.tested")).one()
    assert told.actor_id == company.recruiter.id and told.about["passed"] is True
    assert found.version == 1, "a test is no change over which a save would be refused"


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (401, b"secret words", "refused the key"),
        (403, b"secret words", "refused the key"),
        (429, b"", "asked too often"),
        (500, b"secret words", "answered 500"),
        (302, b"", "answered 302"),
        (200, b'{"success": false, "errors": ["secret words"]}', "not as it does for a good key"),
    ],
)
def test_a_bad_answer_is_told_by_its_status_alone(company, vendor, status, body, words):
    number = a_submission(company.recruiter, T.ASHBY)
    vendor.status, vendor.body = status, body
    services.ask_for_test(now_is(number), company.recruiter)
    work()
    found = now_is(number)
    assert found.test_passed is False and words in found.test_words and "secret" not in found.test_words


def test_an_address_inside_the_network_is_not_called(company, vendor, app, monkeypatch):
    number = a_submission(company.recruiter)
    monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "")
    services.ask_for_test(now_is(number), company.recruiter)
    work()
    assert vendor.requests == [] and "private network" in now_is(number).test_words


def test_the_queue_holds_no_secret(company, vendor):
    number = a_submission(company.recruiter)
    services.ask_for_test(now_is(number), company.recruiter)
    payload = db.session.scalars(select(Effect.payload).where(Effect.kind == "integrations.test")).one()
    assert payload == {"submission_id": number, "user_id": company.recruiter.id}


def test_a_key_that_goes_away_before_the_test_is_told(company, vendor):
    number = a_submission(company.recruiter, T.GREENHOUSE, {"apiKey": SECRET, "webhookSecret": SECRET})
    services.ask_for_test(now_is(number), company.recruiter)
    services.update(now_is(number), company.recruiter, {"data": {"apiKey": ""}})
    work()
    assert vendor.requests == [] and now_is(number).test_words == "Enter the key first: it is what is tested."


def test_a_second_press_asks_no_second_time_unless_nothing_came_of_the_first(company, vendor):
    number = a_submission(company.recruiter)
    with time_machine.travel(now(), tick=False) as clock:
        for seconds in (0, 1, 58):
            clock.shift(timedelta(seconds=seconds))
            services.ask_for_test(now_is(number), company.recruiter)
        assert db.session.query(Effect).filter(Effect.kind == "integrations.test").count() == 1
        clock.shift(timedelta(seconds=2))
        services.ask_for_test(now_is(number), company.recruiter)
        assert db.session.query(Effect).filter(Effect.kind == "integrations.test").count() == 2


def test_without_a_key_there_is_no_test(company):
    number = a_submission(company.recruiter, T.LEVER, {"webhookSecret": SECRET})
    with pytest.raises(RuleBroken):
        services.ask_for_test(now_is(number), company.recruiter)
