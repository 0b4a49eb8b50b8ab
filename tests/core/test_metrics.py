"""What is counted: refused sign-ins, mails, effects, answers; by words of the code and never by what people typed."""

import pytest
from prometheus_client import REGISTRY

from portal.accounts.services import sign_in
from portal.core import mail, outbox
from portal.core.database import db
from portal.core.errors import PortalError
from portal.core.outbox import GiveUp, NotNow, Task
from portal.core.people import Browser
from tests.core.smtp import Post, smtp_server


@pytest.fixture
def more():
    """`more(name, **labels)` says by how much a counter has grown since it was first asked."""
    first = {}

    def grown(name, **labels):
        key, value = (name, *labels.items()), REGISTRY.get_sample_value(name, labels) or 0.0
        return value - first.setdefault(key, value)

    return grown


def try_to_sign_in(kind, times):
    browser = Browser(token_hash="x", csrf="y", user_agent="", address="203.0.113.9", replaces=None)
    for _ in range(times):
        with pytest.raises(PortalError):
            if kind == "user":
                sign_in.sign_in_user("nobody@example.com", "wrong password", browser)
            else:
                sign_in.fitting_accounts("nobody@example.com", "wrong password", browser, company_id=None)


@pytest.mark.parametrize("kind", ["user", "candidate"])
def test_refused_sign_ins_are_counted_by_reason(app, more, kind):
    reasons = ("wrong", "too_many")
    for reason in reasons:
        more("sign_in_failures_total", kind=kind, reason=reason)
    try_to_sign_in(kind, 8)
    grown = {reason: more("sign_in_failures_total", kind=kind, reason=reason) for reason in reasons}
    assert grown["wrong"] > 0 and grown["too_many"] > 0 and sum(grown.values()) == 8


@pytest.mark.parametrize(
    ("refuse", "result"), [("", "sent"), ("450 Try again", "failed"), ("550 Nobody here", "refused")]
)
def test_mails_are_counted_by_how_their_sending_went(company, app, monkeypatch, more, refuse, result):
    context = {"first_name": "Hana", "job": "Engineer", "company_name": "Acme", "openings": 1, "link": "x"}
    more("mails_total", result=result)
    with smtp_server(Post(refuse=refuse)) as port:
        monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://127.0.0.1:{port}")
        mail.send("hana@example.com", "New job", "new_job", key="one", context=context)
        db.session.commit()
        db.session.expunge_all()
        outbox.run_due()
    assert more("mails_total", result=result) == 1


@pytest.mark.parametrize(
    ("fault", "attempts", "result"),
    [
        (None, 3, "done"),
        (ValueError("no"), 3, "failed"),
        (ValueError("no"), 1, "dead"),
        (GiveUp("no"), 3, "dead"),
        (NotNow("later", seconds=60), 3, "waits"),
    ],
)
def test_effects_are_counted_by_kind_and_how_they_ended(company, monkeypatch, more, fault, attempts, result):
    def run(_payload):
        if fault is not None:
            raise fault

    monkeypatch.setitem(outbox.TASKS, "try", Task(run, attempts, 60))
    more("effects_total", kind="try", result=result)
    outbox.later("try", {}, key="one")
    db.session.commit()
    outbox.run_due()
    assert more("effects_total", kind="try", result=result) == 1


def test_answers_are_counted_by_rule_and_status_whatever_the_address_says(admin, more):
    known = {"method": "GET", "route": "/health", "status": "200"}
    unknown = {"method": "GET", "route": "none", "status": "404"}
    gone = {"method": "GET", "route": "/clients/<sid(client):client_id>", "status": "404"}
    for labels in (known, unknown, gone):
        more("http_requests_total", **labels)
    admin.client.get("/health?secret-name=1")
    admin.client.get("/clients/client_zzzzzzzz")
    admin.client.get("/wp-admin/secret-name")
    admin.client.open("/health", method="BREW")
    assert more("http_requests_total", **known) == 1
    assert more("http_requests_total", **unknown) == more("http_requests_total", **gone) == 1
    routes = {s.labels["route"] for m in REGISTRY.collect() if m.name == "http_requests" for s in m.samples}
    assert not [route for route in routes if "secret-name" in route or "zzz" in route]
