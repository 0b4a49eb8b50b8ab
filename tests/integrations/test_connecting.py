"""Signing in elsewhere (OAuth 2.0, authorization code with PKCE): the state is bound, expires, and is good once."""

import base64
import hashlib
import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from itsdangerous import URLSafeTimedSerializer

from portal.accounts import queries as accounts
from portal.accounts.models import Role
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import Event
from portal.integrations import services, states
from portal.integrations.catalogue import IntegrationType
from portal.integrations.rules import StateRefused
from portal.integrations.states import State
from tests import factories
from tests.integrations.steps import SECRET, a_submission, now_is, stored, values_of, work

T = IntegrationType
CLIENT = {"clientId": "portal-id", "clientSecret": SECRET}
TOKENS = {
    "access_token": "access-of-ours",
    "refresh_token": "refresh-of-ours",
    "expires_in": 3600,
    "token_type": "Bearer",
}


@pytest.fixture
def number(company, vendor):
    vendor.body = json.dumps(TOKENS).encode()
    return a_submission(company.recruiter, T.JOBADDER, CLIENT)


def begin(number, by):
    """The parameters with which a person goes to the other system."""
    query = parse_qs(urlsplit(services.address_to_agree(now_is(number), by)).query)
    return {name: values[0] for name, values in query.items()}


def tokens_of(number):
    return json.loads(now_is(number).tokens or "{}")


def test_the_whole_way_in_a_browser(company, vendor, browse, number):
    browser = browse(company.recruiter)
    page = browser.get(f"/integrations/{number}/connection")
    away = page.one(".form-buttons .btn-primary")["href"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(away).query).items()}
    assert asked["redirect_uri"] == "http://portal.example/api/integrations/jobadder/callback"
    assert asked["client_id"] == "portal-id" and asked["response_type"] == "code"
    assert SECRET not in page.text and SECRET not in away
    # The other system sends the browser back.
    back = browse().get(
        urlsplit(asked["redirect_uri"]).path, query_string={"state": asked["state"], "code": "the-code"}
    )
    assert back.status == 302 and back.location.startswith(f"/integrations/{number}/connection?")
    assert vendor.requests == [], "nothing is exchanged before its person says so"
    finish = browser.get(back.location)
    answer = browser.submit(finish, "main form")
    assert answer.status == 303
    work()
    [got] = vendor.requests
    sent = {name: values[0] for name, values in parse_qs(got.body.decode()).items()}
    assert got.path == "/token" and sent["code"] == "the-code" and sent["grant_type"] == "authorization_code"
    assert sent["client_secret"] == SECRET and sent["redirect_uri"] == asked["redirect_uri"]
    challenge = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).decode().rstrip("=")
    assert challenge == asked["code_challenge"] and asked["code_challenge_method"] == "S256"
    assert tokens_of(number)["token"]["access_token"] == "access-of-ours"
    shown = browser.get(f"/integrations/{number}")
    assert "connected" in shown.words("#progress") and "of-ours" not in shown.text
    assert "of-ours" not in stored("tokens")[0]
    told = db.session.query(Event).filter(Event.name == "integration.connected").one()
    assert told.about["passed"] is True and "ours" not in json.dumps(told.about)


def test_workday_is_asked_at_its_own_address_with_basic_authentication(company, vendor, app):
    vendor.body = json.dumps(TOKENS).encode()
    base = app.config["INTEGRATION_ADDRESSES"]["workday"]
    data = {**CLIENT, "authorizeUrl": f"{base}/acme/authorize", "tokenUrl": f"{base}/acme/token"}
    number = a_submission(company.recruiter, T.WORKDAY, data)
    services.take_in(now_is(number), "the-code", begin(number, company.recruiter)["state"], company.recruiter)
    work()
    [got] = vendor.requests
    wanted = base64.b64encode(f"portal-id:{SECRET}".encode()).decode()
    assert got.path == "/acme/token" and got.headers["authorization"] == f"Basic {wanted}"
    assert tokens_of(number)["token"]["access_token"] == "access-of-ours"


def test_peer_16_a_state_is_good_once(company, vendor, number):
    state = begin(number, company.recruiter)["state"]
    services.take_in(now_is(number), "the-code", state, company.recruiter)
    with pytest.raises(StateRefused, match="used already"):
        services.take_in(now_is(number), "another", state, company.recruiter)
    work()
    work()
    assert len(vendor.requests) == 1


def test_peer_16_a_state_ends_after_fifteen_minutes(company, number):
    with time_machine.travel(now(), tick=False) as clock:
        state = begin(number, company.recruiter)["state"]
        clock.shift(timedelta(minutes=14, seconds=59))
        assert states.read(state).submission_id == number
        clock.shift(timedelta(seconds=2))
        with pytest.raises(StateRefused, match="15 minutes"):
            services.take_in(now_is(number), "the-code", state, company.recruiter)


def test_peer_16_a_state_is_bound_to_its_submission_and_person(company, number):
    second = a_submission(company.recruiter, T.JOBADDER, CLIENT)
    state = begin(number, company.recruiter)["state"]
    for submission, by in ((second, company.recruiter), (number, company.admin)):
        with pytest.raises(StateRefused):
            services.take_in(now_is(submission), "the-code", state, by)
    assert tokens_of(number) == tokens_of(second) == {}


# Not the last sign, some of whose bits say nothing.
@pytest.mark.parametrize(
    "change", [lambda s: s[:-9] + ("A" if s[-9] != "A" else "B") + s[-8:], lambda s: "x" + s, lambda s: ""]
)
def test_peer_16_a_state_that_was_tampered_with_is_refused(company, number, call, change):
    state = change(begin(number, company.recruiter)["state"])
    reply = call().get("/api/integrations/jobadder/callback", query_string={"state": state, "code": "c"})
    assert reply.status == (403 if state else 422)
    with pytest.raises(StateRefused):
        states.read(state)


def test_a_state_signed_for_something_else_is_none_of_ours(app, number):
    forged = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="toasts").dumps({"company_id": 1})
    with pytest.raises(StateRefused):
        states.read(forged)


def test_the_callback_refuses_without_a_state_and_for_another_system(company, number, call, browse):
    assert call().get("/api/integrations/jobadder/callback").status == 422
    state = begin(number, company.recruiter)["state"]
    reply = call().get("/api/integrations/workday/callback", query_string={"state": state, "code": "c"})
    assert reply.status == 403 and reply.error["code"] == "INVALID_SIGNATURE"
    reply = call().get("/api/integrations/jobadder/callback", query_string={"state": state, "code": "c"})
    assert reply.status == 302 and reply.json["success"] is True


def test_a_person_whose_state_is_too_old_comes_to_a_page_and_not_to_json(company, browse, number):
    browser = browse(company.recruiter)
    answer = browser.get("/api/integrations/jobadder/callback?state=old&code=c", headers={"Accept": "text/html"})
    assert answer.status == 302 and answer.location == "/integrations"
    assert "does not belong to a connection" in browser.get(answer.location).words("#toasts")


def test_a_refusal_at_the_other_system_is_told(company, browse, number):
    browser = browse(company.recruiter)
    state = begin(number, company.recruiter)["state"]
    answer = browser.get("/api/integrations/jobadder/callback", query_string={"state": state, "error": "access_denied"})
    assert "access_denied" in browser.get(answer.location).words("main")
    strange = browser.get(f"/integrations/{number}/connection?error=<b>x</b>")
    assert "no reason" in strange.words("main")


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (400, b'{"error": "invalid_grant", "error_description": "secret words"}', "It gave no access (invalid_grant)."),
        (400, b'{"error": "<secret words>"}', "It gave no access."),
        (500, b"secret words", "It gave no access."),
        (200, b"[1]", "It gave no access."),
        (200, b'{"token": "secret words"}', "It gave no access."),
    ],
)
def test_an_exchange_that_fails_is_told_and_what_was_connected_stays(company, vendor, number, status, body, words):
    services.note_connection(number, TOKENS, "Connected.", company.recruiter.id)
    vendor.status, vendor.body = status, body
    services.take_in(now_is(number), "the-code", begin(number, company.recruiter)["state"], company.recruiter)
    work()
    assert now_is(number).connection_words == words
    assert tokens_of(number) == {"token": TOKENS}


def test_peer_16_the_secret_goes_to_no_address_that_was_put_in_meanwhile(company, vendor, number, app, monkeypatch):
    """The row was written by something else than the service: the address is checked again before the call."""
    services.take_in(now_is(number), "the-code", begin(number, company.recruiter)["state"], company.recruiter)
    found = now_is(number)
    found.data = json.dumps({**values_of(number), "tokenUrl": f"http://localhost:{vendor.port}/steal"})
    work()
    assert vendor.requests == [] and "id.jobadder.com" in now_is(number).connection_words


def test_strangers_cannot_finish_a_connection(company, number, browse):
    """They have no submission of that number; who sees it but did not begin it is refused."""
    state = begin(number, company.recruiter)["state"]
    colleague = accounts.person_of(factories.a_user(Role.RECRUITER), accounts.get_company(company.company_id))
    data = {"state": state, "code": "the-code"}
    for person, status in ((colleague, 404), (company.client_user, 404), (company.admin, 403), (None, 303)):
        browser = browse(person)
        app_testing = browser.app.config["WTF_CSRF_ENABLED"]
        browser.app.config["WTF_CSRF_ENABLED"] = person is not None
        try:
            answer = browser.post(f"/integrations/{number}/connection", data)
        finally:
            browser.app.config["WTF_CSRF_ENABLED"] = app_testing
        assert answer.status == status, answer.words()
        assert status != 303 or "/login" in answer.location
    assert now_is(number).connections == 0


def test_a_state_names_its_person(company, number):
    said = states.read(begin(number, company.recruiter)["state"])
    assert said == State(company.company_id, number, company.recruiter.id, "jobadder", 0)
