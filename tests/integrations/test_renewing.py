"""Access that ended is renewed once, by the worker, with the refresh token of now; a refusal asks for a new sign-in."""

import json
import threading
import time
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
import time_machine

from portal.core.clock import now
from portal.core.database import db, transaction
from portal.core.events import Event
from portal.core.outbox import NotNow
from portal.core.tenancy import as_company
from portal.integrations import services
from portal.integrations.catalogue import IntegrationType
from portal.integrations.rules import NotConnected, NoTest
from portal.integrations.services import Renewal
from tests.integrations.steps import SECRET, a_submission, now_is, stored, work

T = IntegrationType
CLIENT = {"clientId": "portal-id", "clientSecret": SECRET}
NEW = {"access_token": "access-two", "refresh_token": "refresh-two", "expires_in": 3600, "token_type": "Bearer"}


def token(**values):
    """Tokens whose access ended an hour ago."""
    return {"access_token": "access-one", "refresh_token": "refresh-one", "expires_at": time.time() - 3600} | values


def connected(by, kind=T.JOBADDER, data=CLIENT, **values):
    number = a_submission(by, kind, data)
    services.note_connection(number, token(**values), "Connected.", by.id)
    db.session.commit()
    return number


def ask_and_work(number, by):
    """Press the button and let the worker work."""
    services.ask_for_test(now_is(number), by)
    work()


def token_of(number):
    return json.loads(now_is(number).tokens or "{}").get("token")


def refreshes(vendor):
    """The refresh tokens that were used, in order."""
    return [parse_qs(got.body.decode())["refresh_token"][0] for got in vendor.requests if got.path.endswith("/token")]


def answer_with(vendor, status, body):
    """The vendor answers so at its token address, and 200 at every other."""

    def act(handler):
        told = json.dumps(body).encode() if handler.path.endswith("/token") else b"{}"
        handler.send_response(status if handler.path.endswith("/token") else 200)
        handler.send_header("Content-Length", str(len(told)))
        handler.end_headers()
        handler.wfile.write(told)
        return True

    vendor.act = act


def events_of(name):
    return db.session.query(Event).filter(Event.name == name).all()


def test_access_that_ended_is_renewed_before_it_is_used(company, vendor):
    answer_with(vendor, 200, NEW)
    number = connected(company.recruiter)
    ask_and_work(number, company.recruiter)
    asked, tested = vendor.requests
    sent = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
    assert asked.path == "/token" and sent["grant_type"] == "refresh_token" and sent["refresh_token"] == "refresh-one"
    assert sent["client_id"] == "portal-id" and sent["client_secret"] == SECRET
    assert tested.path == "/v2/users/current" and tested.headers["authorization"] == "Bearer access-two"
    found = now_is(number)
    assert found.test_passed is True and found.test_words == "JobAdder accepted the access."
    assert token_of(number)["refresh_token"] == "refresh-two" and token_of(number)["expires_at"] > time.time() + 3000
    assert found.connection_words == "Connected." and found.renewing_since is None
    [told] = events_of("integration.access_renewed")
    assert told.actor_id == company.recruiter.id and "two" not in json.dumps(told.about)
    assert "two" not in stored("tokens")[0]


def test_the_next_renewal_uses_the_refresh_token_of_the_last_one(company, vendor):
    answer_with(vendor, 200, NEW)
    number = connected(company.recruiter)
    ask_and_work(number, company.recruiter)
    with time_machine.travel(now() + timedelta(hours=2)):
        ask_and_work(number, company.recruiter)
    assert refreshes(vendor) == ["refresh-one", "refresh-two"]


def test_a_refresh_token_that_is_not_changed_is_kept(company, vendor):
    answer_with(vendor, 200, {"access_token": "access-two", "token_type": "Bearer", "expires_in": 60 * 60})
    number = connected(company.recruiter)
    ask_and_work(number, company.recruiter)
    assert token_of(number)["refresh_token"] == "refresh-one" and token_of(number)["access_token"] == "access-two"


def test_access_whose_new_end_is_not_told_is_not_taken_for_ended(company, vendor):
    answer_with(vendor, 200, {"access_token": "access-two", "token_type": "Bearer"})
    number = connected(company.recruiter)
    ask_and_work(number, company.recruiter)
    with time_machine.travel(now() + timedelta(minutes=2)):
        ask_and_work(number, company.recruiter)
    assert len(refreshes(vendor)) == 1


@pytest.mark.parametrize("seconds", [120, 3600, None])
def test_access_that_lasts_is_used_as_it_is(company, vendor, seconds):
    number = connected(company.recruiter, expires_at=time.time() + seconds if seconds else None)
    ask_and_work(number, company.recruiter)
    [got] = vendor.requests
    assert got.headers["authorization"] == "Bearer access-one" and events_of("integration.access_renewed") == []


def test_access_that_ends_within_a_minute_is_renewed(company, vendor):
    answer_with(vendor, 200, NEW)
    number = connected(company.recruiter, expires_at=time.time() + 30)
    ask_and_work(number, company.recruiter)
    assert refreshes(vendor) == ["refresh-one"]


def test_a_refused_renewal_asks_for_a_new_sign_in(company, vendor, browse):
    answer_with(vendor, 400, {"error": "invalid_grant", "error_description": "secret words"})
    number = connected(company.recruiter)
    ask_and_work(number, company.recruiter)
    found = now_is(number)
    assert found.test_passed is False and found.test_words == "It gave no access (invalid_grant)."
    assert token_of(number) is None and found.renewing_since is None
    [told] = events_of("integration.access_lost")
    assert told.about == {"result": "It gave no access (invalid_grant)."}
    shown = browse(company.recruiter).get(f"/integrations/{number}")
    words = shown.words("#progress")
    assert "not connected" in words and "Sign in again: the portal has no access any more." in words
    assert "secret words" not in shown.text
    with pytest.raises(NotConnected):
        services.ask_for_test(now_is(number), company.recruiter)


def test_access_that_cannot_be_renewed_asks_for_a_new_sign_in_without_a_call(company, vendor):
    number = connected(company.recruiter, refresh_token=None)
    ask_and_work(number, company.recruiter)
    assert vendor.requests == [] and token_of(number) is None
    assert "nothing was given to renew it" in now_is(number).connection_words


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, {}), (503, {"error": "temporarily_unavailable"}), (200, {"token": "x"}), (429, ["too many"])],
)
def test_a_system_that_cannot_answer_now_loses_nothing(company, vendor, status, body):
    answer_with(vendor, status, body)
    number = connected(company.recruiter)
    ask_and_work(number, company.recruiter)
    found = now_is(number)
    assert found.test_passed is False and found.connection_words == "Connected." and found.renewing_since is None
    assert token_of(number)["refresh_token"] == "refresh-one" and events_of("integration.access_lost") == []
    answer_with(vendor, 200, NEW)
    ask_and_work(number, company.recruiter)
    assert now_is(number).test_passed is True


def test_while_one_renews_nobody_else_gets_the_refresh_token(company, vendor):
    number = connected(company.recruiter)
    with as_company(company.company_id), transaction():
        assert isinstance(services.access_of(number), Renewal)
    with as_company(company.company_id), pytest.raises(NotNow), transaction():
        services.access_of(number)
    # Who held it has died: another tries.
    with time_machine.travel(now() + timedelta(seconds=61)), as_company(company.company_id), transaction():
        assert isinstance(services.access_of(number), Renewal)


def test_a_test_waits_while_the_access_is_renewed_and_then_uses_it(company, vendor):
    number = connected(company.recruiter)
    with as_company(company.company_id), transaction():
        renewal = services.access_of(number)
    ask_and_work(number, company.recruiter)
    assert vendor.requests == [] and now_is(number).test_words is None
    services.note_renewal(renewal, token(access_token="access-two", expires_at=time.time() + 900), company.recruiter.id)
    with time_machine.travel(now() + timedelta(seconds=10)):
        work()
    [got] = vendor.requests
    assert got.headers["authorization"] == "Bearer access-two"


def test_a_sign_in_during_a_renewal_wins(company, vendor):
    number = connected(company.recruiter)
    with as_company(company.company_id), transaction():
        renewal = services.access_of(number)
    signed_in = token(access_token="signed-in", expires_at=time.time() + 900)
    services.note_connection(number, signed_in, "Connected.", company.recruiter.id)
    services.note_no_renewal(renewal, "Refused.", company.recruiter.id, lost=True)
    assert token_of(number)["access_token"] == "signed-in" and now_is(number).connection_words == "Connected."
    assert now_is(number).renewing_since is None and events_of("integration.access_lost") == []


def test_workday_is_tested_by_renewing_the_access(company, vendor, app):
    answer_with(vendor, 200, NEW)
    base = app.config["INTEGRATION_ADDRESSES"]["workday"]
    data = {**CLIENT, "authorizeUrl": f"{base}/acme/authorize", "tokenUrl": f"{base}/acme/token"}
    number = connected(company.recruiter, T.WORKDAY, data, expires_at=time.time() + 3600)
    ask_and_work(number, company.recruiter)
    assert [got.path for got in vendor.requests] == ["/acme/token"]
    assert now_is(number).test_words == "Workday Recruiting renewed the portal's access."


def test_access_to_workday_that_cannot_be_renewed_has_no_test(company, vendor, app):
    base = app.config["INTEGRATION_ADDRESSES"]["workday"]
    data = {**CLIENT, "authorizeUrl": f"{base}/acme/authorize", "tokenUrl": f"{base}/acme/token"}
    values = {"access_token": "access-one", "expires_at": time.time() + 3600}
    number = a_submission(company.recruiter, T.WORKDAY, data)
    services.note_connection(number, values, "Connected.", company.recruiter.id)
    with pytest.raises(NoTest):
        services.ask_for_test(now_is(number), company.recruiter)


def test_the_secret_goes_to_no_address_that_was_put_in_meanwhile(company, vendor):
    number = connected(company.recruiter)
    found = now_is(number)
    found.data = json.dumps({**services.data_of(found), "tokenUrl": f"http://localhost:{vendor.port}/steal"})
    ask_and_work(number, company.recruiter)
    assert vendor.requests == [] and "id.jobadder.com" in now_is(number).test_words


def test_two_workers_at_once_use_a_refresh_token_once(app, company, vendor):
    number = connected(company.recruiter)
    got, begun = [], threading.Barrier(2)

    def worker():
        with app.app_context(), as_company(company.company_id):
            begun.wait()
            try:
                with transaction():
                    got.append(services.access_of(number))
            except NotNow as later:
                got.append(later)

    threads = [threading.Thread(target=worker) for _ in range(2)]
    db.session.commit()
    db.session.remove()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(one).__name__ for one in got) == ["NotNow", "Renewal"]
