"""What the portal's own webhooks bring to a real receiver is verified, and nothing else is."""

import time

import pytest

from portal.conversations.signing import InvalidSignature, check_signed
from portal.core.clock import now
from talent_portal import webhooks
from talent_portal.errors import SignatureError
from tests.webhooks.steps import an_endpoint, happen, work

CHOSEN = "a-secret-of-our-own"


@pytest.fixture(params=[None, CHOSEN], ids=["made by the portal", "chosen"])
def sent(request, company, hook):
    """A request as it came, and its endpoint's secret."""
    _, secret = an_endpoint(company, hook.url, secret=request.param)
    happen(company)
    work()
    [got] = hook.requests
    return got, secret


def test_a_webhook_of_the_portal_is_verified(sent):
    got, secret = sent
    event = webhooks.verify(got.body, got.headers, secret)
    assert event["type"] == "job.status_changed" and event["id"] == got.headers["webhook-id"]
    assert webhooks.verify(got.body, {name.title(): said for name, said in got.headers.items()}, secret) == event
    assert webhooks.verify(got.body, got.headers, ["the one that follows", secret]) == event
    assert webhooks.verify_signature(got.body, got.headers["x-webhook-signature"], secret)


def test_what_was_changed_or_is_old_is_refused(sent, monkeypatch):
    got, secret = sent
    stamp = got.headers["webhook-timestamp"]
    wrong = [
        (got.body + b" ", got.headers, secret),
        (got.body, got.headers, "another secret"),
        (got.body, got.headers, []),
        (got.body, got.headers, ""),
        (got.body, {**got.headers, "webhook-id": "evt_another"}, secret),
        (got.body, {**got.headers, "webhook-timestamp": str(int(stamp) + 1)}, secret),
        (got.body, {**got.headers, "webhook-timestamp": "soon"}, secret),
        (got.body, {**got.headers, "webhook-signature": "v2,é v1,"}, secret),
        (got.body, {}, secret),
    ]
    for body, headers, key in wrong:
        with pytest.raises(SignatureError):
            webhooks.verify(body, headers, key)
        with pytest.raises(SignatureError):
            webhooks.verify(body, headers, key, allow_undated=True)
    for moment, fits in ((299, True), (301, False), (-299, True), (-301, False)):
        monkeypatch.setattr(time, "time", lambda moment=moment: int(stamp) + moment)
        if fits:
            webhooks.verify(got.body, got.headers, secret)
        else:
            with pytest.raises(SignatureError, match="too long ago"):
                webhooks.verify(got.body, got.headers, secret)


def test_the_signature_without_a_time_is_enough_only_for_who_says_so(sent):
    """Or somebody could leave the dated one out, and send what they once heard again and again."""
    got, secret = sent
    undated = {"X-Webhook-Signature": got.headers["x-webhook-signature"]}
    with pytest.raises(SignatureError):
        webhooks.verify(got.body, undated, secret)
    assert webhooks.verify(got.body, undated, secret, allow_undated=True)["type"] == "job.status_changed"
    with pytest.raises(SignatureError):
        webhooks.verify(got.body + b" ", undated, secret, allow_undated=True)


@pytest.mark.parametrize("secret", ["whsec_" + "c2VjcmV0" * 6, CHOSEN])
def test_what_is_signed_for_a_channel_is_taken_by_the_portal(app, secret):
    headers = webhooks.signed_headers(b'{"text":"Hello"}', secret)
    check_signed([secret], headers, b'{"text":"Hello"}', now())
    with pytest.raises(InvalidSignature):
        check_signed([secret], headers, b'{"text":"Bye"}', now())
