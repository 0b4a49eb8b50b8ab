"""The doors: what is proven is kept and answered at once, a repeat is harmless, everything else is refused clearly."""

import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.api import limits
from portal.core.clock import now
from portal.core.database import db
from portal.core.outbox import Effect
from portal.core.tenancy import as_company
from portal.integrations import services
from portal.integrations.ats import SIGNED
from portal.integrations.catalogue import IntegrationType
from portal.integrations.models import DeliveryState
from tests import factories
from tests.integrations.ats.steps import (
    KEY,
    SECRET,
    body,
    connected,
    deliver,
    deliveries,
    last,
    of_lever,
    people,
    raw,
    send,
    signed,
    written,
)
from tests.integrations.steps import a_submission, now_is, work

SAMPLES = {
    "greenhouse": "greenhouse/new_candidate_application",
    "ashby": "ashby/applicationSubmit",
    "workable": "workable/candidate_created",
    "lever": "lever/applicationCreated",
}


def content_of(source):
    return of_lever(body(SAMPLES[source])) if source == "lever" else raw(SAMPLES[source])


@pytest.mark.parametrize("source", SIGNED)
def test_a_signed_delivery_is_kept_as_it_came_and_answered_before_anything_is_done(app, company, source):
    number, content = connected(company.recruiter, source), content_of(source)
    reply = send(app, source, number, content)
    assert (reply.status, reply.json) == (200, {"success": True, "repeated": False})
    found = last()
    assert (found.body, found.state, found.submission_id) == (content, DeliveryState.RECEIVED, number)
    assert people() == []
    assert SECRET not in json.dumps(found.headers) and "signature" not in json.dumps(found.headers).lower()
    [effect] = db.session.scalars(select(Effect).where(Effect.kind == "integrations.ats_event"))
    assert effect.payload == {"delivery_id": found.id}


@pytest.mark.parametrize("source", SIGNED)
def test_a_repeat_is_answered_the_same_and_has_no_second_effect(app, company, source):
    number, content = connected(company.recruiter, source), content_of(source)
    headers = signed(source, content)
    for turn in range(3):
        reply = send(app, source, number, content, headers)
        assert (reply.status, reply.json["repeated"]) == (200, turn > 0)
        work()
    [found] = deliveries()
    assert found.times == 3 and found.last_received_at > found.received_at
    assert db.session.query(Effect).filter(Effect.kind == "integrations.ats_event").count() == 1


@pytest.mark.parametrize("source", SIGNED)
def test_what_is_not_signed_with_the_secret_of_the_submission_is_refused_and_leaves_nothing(app, company, source):
    number = connected(company.recruiter, source)
    other = connected(company.recruiter, source, webhookSecret="another-long-secret-of-ours")
    content = content_of(source)
    wrong = of_lever(body(SAMPLES[source]), secret="x" * 20) if source == "lever" else content
    for where, sent, headers in (
        (number, wrong, signed(source, content, secret="x" * 20)),
        (other, content, signed(source, content)),
        (number, b"{}", {}),
    ):
        reply = send(app, source, where, sent, headers)
        assert (reply.status, reply.error["code"]) == (401, "INVALID_SIGNATURE")
    assert deliveries() == []


@pytest.mark.parametrize("source", [*SIGNED, "jobadder", "popp", "nobody"])
def test_an_address_that_names_no_submission_of_the_system_is_not_there(app, company, source):
    number = connected(company.recruiter, "greenhouse" if source != "greenhouse" else "ashby")
    content = raw("greenhouse/ping")
    for where in (number, 9_999_999):
        reply = send(app, source, where, content, signed("greenhouse", content))
        assert (reply.status, reply.error["code"]) == (404, "NOT_FOUND")


def test_the_submission_of_another_company_takes_what_its_own_secret_signs_into_its_own_company(app, company):
    foreign = factories.a_world("Other Talent")
    content = raw("greenhouse/new_candidate_application")
    db.session.commit()
    db.session.expunge_all()
    with as_company(foreign.company_id):
        number = connected(foreign.recruiter, "greenhouse", webhookSecret="secret-of-the-other-company")
    assert send(app, "greenhouse", number, content).status == 401
    headers = signed("greenhouse", content, secret="secret-of-the-other-company")
    assert send(app, "greenhouse", number, content, headers).status == 200
    work()
    assert deliveries() == [] and people() == []
    db.session.expunge_all()
    with as_company(foreign.company_id):
        work()
        assert last().state is DeliveryState.DONE and len(people()) == 1


def test_without_a_secret_the_sender_is_asked_to_come_again_for_a_refusal_would_lose_the_event(app, company):
    # Ashby never sends again what was answered 401, 403, 404, 405 or 410.
    number = a_submission(company.recruiter, IntegrationType.ASHBY, {"apiKey": KEY})
    content = raw("ashby/applicationSubmit")
    reply = send(app, "ashby", number, content)
    assert (reply.status, reply.error["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert int(reply.headers["Retry-After"]) > 0
    services.update(now_is(number), company.recruiter, {"data": {"webhookSecret": SECRET}})
    assert send(app, "ashby", number, content).status == 200


def test_workable_signs_with_the_access_token_where_no_other_secret_is_entered(app, company):
    number = a_submission(company.recruiter, IntegrationType.WORKABLE, {"apiKey": KEY, "subdomain": "kite"})
    content = raw("workable/candidate_created")
    assert send(app, "workable", number, content, signed("workable", content, secret=KEY)).status == 200


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("greenhouse", raw("greenhouse/ping")),
        ("ashby", raw("ashby/ping")),
        ("lever", None),
    ],
)
def test_a_ping_is_answered_and_shown_and_needs_no_work(app, company, source, content):
    number = connected(company.recruiter, source)
    sent = content or of_lever(body("lever/test_request"))
    assert send(app, source, number, sent).status == 200
    assert (last().state, last().kind) == (DeliveryState.DONE, "ping")
    assert db.session.query(Effect).filter(Effect.kind == "integrations.ats_event").count() == 0


@pytest.mark.parametrize("source", SIGNED)
def test_an_event_that_the_portal_does_not_know_is_kept(app, company, source):
    number = connected(company.recruiter, source)
    payload = {"action": "brand_new", "event": "brandNew", "event_type": "brand_new", "data": {"a": 1}, "id": "n-1"}
    content = of_lever(payload) if source == "lever" else written(payload)
    found = deliver(app, source, number, content)
    assert found.state is DeliveryState.KEPT and found.body == content and "kept" in found.words


@pytest.mark.parametrize("content", [b"{", b"[1]", b'{"action": NaN}', b"\xff"])
def test_broken_json_with_the_right_signature_is_a_bad_request(app, company, content):
    for source in ("greenhouse", "ashby", "workable"):
        number = connected(company.recruiter, source)
        reply = send(app, source, number, content)
        assert (reply.status, reply.error["code"]) == (400, "BAD_REQUEST")
    reply = send(app, "lever", connected(company.recruiter, "lever"), content)
    assert (reply.status, reply.error["code"]) == (400, "BAD_REQUEST")
    assert deliveries() == []


def test_two_megabytes_are_taken_and_one_byte_more_is_not(app, company):
    number = connected(company.recruiter, "greenhouse")
    empty = len(written({"action": "new_thing", "fill": ""}))
    content = written({"action": "new_thing", "fill": "x" * (2 * 1024 * 1024 - empty)})
    assert len(content) == 2 * 1024 * 1024
    assert send(app, "greenhouse", number, content).status == 200
    reply = send(app, "greenhouse", number, content + b" ")
    assert (reply.status, reply.error["code"]) == (413, "PAYLOAD_TOO_LARGE")


def test_a_token_of_lever_is_good_for_one_delivery_alone(app, company):
    number = connected(company.recruiter, "lever")
    first = of_lever(body("lever/applicationCreated"), token="once")
    assert send(app, "lever", number, first).status == 200
    for other in ({"id": "another"}, {"id": None}):
        forged = json.dumps({**json.loads(first), **other, "event": "candidateDeleted"}).encode()
        reply = send(app, "lever", number, forged)
        assert (reply.status, reply.error["code"]) == (401, "INVALID_SIGNATURE")
    assert len(deliveries()) == 1


def test_a_delivery_of_lever_that_is_too_old_is_taken_only_as_a_repeat(app, company):
    number = connected(company.recruiter, "lever")
    first = of_lever(body("lever/applicationCreated"))
    assert send(app, "lever", number, first).status == 200
    unseen = of_lever({**body("lever/applicationCreated"), "id": "ev-2"})
    with time_machine.travel(now() + timedelta(minutes=6), tick=False):
        assert send(app, "lever", number, first).json["repeated"] is True
        assert send(app, "lever", number, unseen).status == 401
    assert len(deliveries()) == 1


def test_an_integration_is_counted_by_itself_and_a_stranger_by_address(app, company, monkeypatch):
    monkeypatch.setattr(limits, "BY_INTEGRATION", 5)
    monkeypatch.setattr(limits, "BY_ADDRESS", 3)
    one, two = (connected(company.recruiter, "ashby") for _ in range(2))
    content = raw("ashby/ping")
    with time_machine.travel(now(), tick=False):
        assert [send(app, "ashby", one, content).status for _ in range(6)] == [200] * 5 + [429]
        assert send(app, "ashby", two, content).status == 200
        replies = [send(app, "ashby", 900_000 + n, content) for n in range(4)]
    assert [reply.status for reply in replies] == [404] * 3 + [429]
    assert replies[-1].error["code"] == "RATE_LIMIT_EXCEEDED" and int(replies[-1].headers["Retry-After"]) > 0


def test_the_address_answers_post_alone_and_never_redirects(app, company):
    number = connected(company.recruiter, "ashby")
    client = app.test_client(use_cookies=False)
    for path in (f"/webhooks/ats/ashby/{number}", f"/webhooks/ats/ashby/{number}/"):
        answer = client.get(path)
        assert answer.status_code in (404, 405) and answer.mimetype == "application/json"
