"""JSON calls about webhook endpoints, in the shapes of the source document."""

import hashlib
import hmac

import pytest
from standardwebhooks import Webhook

from portal.core.database import db
from portal.core.ids import encode
from portal.webhooks import services
from tests import factories
from tests.webhooks.steps import work

PATH = "/api/v1/webhooks"
EVENTS = ["application.submitted", "application.completed", "application.failed"]
SECRET = "webhook_secret_key"


@pytest.fixture
def made(admin_calls, hook):
    """An endpoint made by the call of the source document."""
    return admin_calls.post(PATH, {"url": hook.url, "events": EVENTS, "secret": SECRET})


def test_an_endpoint_is_made_as_the_document_says_and_its_secret_is_shown_once(admin_calls, made, hook):
    assert made.status == 201 and made.json["success"] is True
    data = made.json["data"]
    assert (data["url"], data["events"], data["secret"]) == (hook.url, EVENTS, SECRET)
    one = f"{PATH}/{data['webhook_id']}"
    assert "secret" not in admin_calls.get(one).json["data"]
    assert [w["webhook_id"] for w in admin_calls.get(PATH).json["data"]["webhooks"]] == [data["webhook_id"]]
    assert admin_calls.delete(one).status == 200 and admin_calls.get(one).status == 404


def test_peer_18_the_secret_that_the_call_shows_is_the_one_that_signs(company, admin_calls, hook):
    for given in (SECRET, None):
        body = {"url": hook.url, "events": ["job.created"], **({"secret": given} if given else {})}
        data = admin_calls.post(PATH, body).json["data"]
        services.ping(_endpoint(data["webhook_id"]), company.admin)
        db.session.commit()
        work()
        request = hook.requests[-1]
        expected = hmac.new(data["secret"].encode(), request.body, hashlib.sha256).hexdigest()
        assert request.headers["x-webhook-signature"] == f"sha256={expected}"
        if given is None:
            assert Webhook(data["secret"]).verify(request.body, dict(request.headers))


def test_a_repeated_key_makes_one_endpoint_and_does_not_show_the_secret_again(admin_calls, hook):
    body, key = {"url": hook.url, "events": ["*"]}, {"Idempotency-Key": "w-1"}
    first, again = admin_calls.post(PATH, body, headers=key), admin_calls.post(PATH, body, headers=key)
    assert first.json["data"]["secret"] and "secret" not in again.json["data"]
    assert first.json["data"]["webhook_id"] == again.json["data"]["webhook_id"]
    assert len(admin_calls.get(PATH).json["data"]["webhooks"]) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "http://169.254.169.254/latest"}, "url"),
        ({"url": "http://10.0.0.1/hook"}, "url"),
        ({"url": "ftp://example.com/x"}, "url"),
        ({"url": "no address"}, "url"),
        ({"events": []}, "events"),
        ({"events": ["job.exploded"]}, "events"),
        ({"secret": "short"}, "secret"),
        ({"company_id": 2}, "company_id"),
    ],
)
def test_what_cannot_be_an_endpoint_is_refused_by_field(app, admin_calls, hook, monkeypatch, change, field):
    body = {"url": hook.url, "events": ["job.created"], **change}
    if field == "url":
        monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "")
    reply = admin_calls.post(PATH, body)
    assert reply.status == 422 and {name.partition(".")[0] for name in reply.fields()} == {field}
    assert admin_calls.get(PATH).json["data"]["webhooks"] == []


def test_nobody_but_an_admin_makes_endpoints(company, call, with_key, hook):
    body = {"url": hook.url, "events": ["*"]}
    for calls in (call(company.recruiter), call(company.client_user), with_key("jobs:write")):
        assert calls.post(PATH, body).status == 403


def test_another_companys_endpoint_is_not_there(made, call):
    other = factories.a_world("Rival Talent")
    assert call(other.admin).delete(f"{PATH}/{made.json['data']['webhook_id']}").status == 404


def _endpoint(public_id):
    from portal.webhooks.queries import endpoints, get_endpoint

    return next(get_endpoint(row.id) for row in endpoints() if encode("wh", row.id) == public_id)


def test_a_test_is_sent_seen_and_sent_again_by_calls(company, admin_calls, made, hook):
    one = f"{PATH}/{made.json['data']['webhook_id']}"
    started = admin_calls.post(f"{one}/test")
    assert started.status == 202 and started.json["data"]["state"] == "due"
    work()
    number = started.json["data"]["delivery_id"]
    listed = admin_calls.get(f"{one}/deliveries").json["data"]
    assert [d["delivery_id"] for d in listed["deliveries"]] == [number] and listed["next"] is None
    shown = admin_calls.get(f"{one}/deliveries/{number}").json["data"]
    assert (shown["state"], shown["attempts"], shown["last_status_code"]) == ("done", 1, 200)
    assert shown["body"].encode() == hook.requests[-1].body
    assert [(t["status_code"], t["error"]) for t in shown["tries"]] == [(200, None)]
    assert shown["message_id"] == hook.requests[-1].headers["webhook-id"]
    again = admin_calls.post(f"{one}/deliveries/{number}/resend")
    assert again.status == 202
    work()
    first, second = (r.headers["webhook-id"] for r in hook.requests)
    assert first == second
    assert admin_calls.get(f"{one}/deliveries?state=dead").json["data"]["deliveries"] == []
    assert admin_calls.get(f"{one}/deliveries?state=lost").fields() >= {"state.0"}


def test_a_delivery_is_found_at_its_own_endpoint_alone(company, admin_calls, made, hook):
    one = f"{PATH}/{made.json['data']['webhook_id']}"
    number = admin_calls.post(f"{one}/test").json["data"]["delivery_id"]
    other = admin_calls.post(PATH, {"url": hook.url, "events": ["*"]}).json["data"]["webhook_id"]
    for call in (admin_calls.get, lambda path: admin_calls.post(f"{path}/resend")):
        assert call(f"{PATH}/{other}/deliveries/{number}").status == 404
