"""What a call goes through, with a real server in the portal's place: pauses, repeats, refusals, limits, secrets."""

import copy
import json
import logging
import time
import traceback
from email.utils import formatdate

import pytest

from talent_portal import TalentPortal, _course, errors, webhooks
from talent_portal._calls import Call
from tests.sdk_python.conftest import KEY

PASSWORD = "a-password"


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch):
    monkeypatch.setattr(_course, "FIRST_PAUSE", 0.01)


def refuse(server, status, code, message="No.", **more):
    server.status, server.body = status, json.dumps({"error": {"code": code, "message": message, **more}}).encode()


def cut(handler):
    """The connection ends without an answer."""
    handler.close_connection = True
    handler.connection.close()
    return True


def create_client(client):
    return client.clients.create(company_name="Northwind")


def list_clients(client):
    return client.clients.list(status=["active", "inactive"], q=None)


def log_in(client):
    return client.auth.login(email="ada@example.com", password=PASSWORD)


def update_conversation(client):
    return client.conversations.update(7, status="COMPLETED")


def test_a_call_that_makes_something_is_repeated_with_one_key_and_after_the_time_that_it_is_told(ask, server):
    server.answers, server.answer_headers = [503, 429], {"Retry-After": "1"}
    assert ask(create_client) == {"success": True, "data": {"webhooks": []}}
    first, second, third = server.requests
    keys = {got.headers["idempotency-key"] for got in server.requests}
    assert len(keys) == 1 and len(keys.pop()) == 36
    assert {got.body for got in server.requests} == {b'{"company_name":"Northwind"}'}
    assert second.at - first.at >= 1 and third.at - second.at >= 1
    ask(create_client)
    assert server.requests[3].headers["idempotency-key"] != first.headers["idempotency-key"]


@pytest.mark.parametrize(
    ("act", "failing", "times"),
    [
        (list_clients, [502, 504], 3),
        (list_clients, [503, 503, 503, 503], 3),
        (list_clients, [500], 1),
        (create_client, [502, 504], 3),
        (log_in, [503], 1),
        (log_in, [429], 2),
        (update_conversation, [503], 1),
    ],
)
def test_what_is_safe_to_repeat_is_repeated_and_nothing_else(ask, server, act, failing, times):
    server.answers = list(failing)
    if times > len(failing):
        ask(act)
    else:
        with pytest.raises(errors.ServerError) as refused:
            ask(act)
        assert refused.value.status == failing[0] and refused.value.code == f"HTTP_{failing[0]}"
    assert len(server.requests) == times


@pytest.mark.parametrize(("act", "times"), [(list_clients, 3), (create_client, 3), (log_in, 1)])
def test_a_connection_that_breaks_is_another_try_only_where_nothing_can_happen_twice(ask, server, act, times):
    server.act = cut
    with pytest.raises(errors.ConnectionFailed, match="no answer from 127.0.0.1"):
        ask(act)
    assert len(server.requests) == times


def test_what_never_left_goes_again_whatever_it_is(ask, server, caplog):
    caplog.set_level(logging.INFO, "talent_portal")
    with pytest.raises(errors.ConnectionFailed):
        ask(log_in, base_url="http://127.0.0.1:9")
    assert [record.levelname for record in caplog.records if "again in" in record.getMessage()] == ["INFO", "INFO"]


@pytest.mark.parametrize("told", ["3600", "a date"])
def test_a_pause_that_nobody_would_wait_for_is_told_at_once(ask, server, told):
    refuse(server, 429, "RATE_LIMIT_EXCEEDED", "Too many requests.")
    server.answer_headers = {"Retry-After": told if told == "3600" else formatdate(time.time() + 3600, usegmt=True)}
    with pytest.raises(errors.RateLimited) as refused:
        ask(list_clients)
    assert 3500 < refused.value.retry_after <= 3600 and len(server.requests) == 1


def test_no_call_outlasts_its_time(ask, server):
    server.delay = 5
    began = time.monotonic()
    with pytest.raises(errors.TimedOut):
        ask(list_clients, timeout=0.2, max_retries=1)
    with pytest.raises(errors.TimedOut):
        ask(create_client, timeout=5, total_timeout=0.5)
    with pytest.raises(errors.TimedOut):
        ask(lambda client: client.clients.get("client_1", options={"timeout": 0.2, "max_retries": 0}))
    assert time.monotonic() - began < 3
    assert len(server.requests) == 4


def test_a_refusal_says_what_and_where_and_which_fields(ask, server):
    details = [{"field": "email", "reason": "This field is required."}]
    refuse(server, 422, "VALIDATION_ERROR", "Some fields cannot be used.", details=details)
    with pytest.raises(errors.ValidationFailed) as refused:
        ask(create_client)
    error = refused.value
    assert (error.code, error.status, error.fields) == ("VALIDATION_ERROR", 422, {"email": "This field is required."})
    assert str(error).startswith("Some fields cannot be used. (POST /api/clients: 422 VALIDATION_ERROR)\n  email: ")
    again = copy.copy(error)  # as it comes from another process
    assert (type(again), vars(again), str(again)) == (type(error), vars(error), str(error))
    refuse(server, 409, "A_CODE_OF_TOMORROW")
    with pytest.raises(errors.Conflict) as refused:
        ask(create_client)
    assert refused.value.code == "A_CODE_OF_TOMORROW" and len(server.requests) == 2


def test_an_answer_that_is_not_the_portals_is_no_answer(ask, server):
    server.body = b"<html>Welcome to nginx</html>"
    with pytest.raises(errors.UnexpectedAnswer):
        ask(list_clients)
    server.status, server.answer_headers = 302, {"Location": "http://127.0.0.1:9/elsewhere"}
    with pytest.raises(errors.ApiError):
        ask(list_clients)
    assert len(server.requests) == 2  # a redirect would take the key along


def test_an_id_leads_to_no_other_call(ask, server):
    ask(lambda client: client.clients.get("a/../b?c=d#e"))
    assert server.requests[0].path == "/api/clients/a%2F..%2Fb%3Fc%3Dd%23e"
    with pytest.raises(ValueError, match="is no id"):
        ask(lambda client: client.clients.get(".."))


def test_words_of_an_address_and_of_a_body_are_written_as_the_portal_reads_them(ask, server):
    ask(list_clients)
    assert server.requests[0].path == "/api/clients?status=active&status=inactive"
    ask(lambda client: client.interviews.list(mine="true", from_="2026-12-01", limit=5))
    assert server.requests[1].path == "/api/interviews?limit=5&mine=true&from=2026-12-01"
    ask(lambda client: client.inbound.send_message(from_="+49", text="é", channel_id=1, company_id=1, options={}))
    assert json.loads(server.requests[2].body) == {"from": "+49", "text": "é", "channel_id": 1, "company_id": 1}


def test_what_is_sent_in_a_channels_name_is_signed_as_it_is_sent(ask, server):
    ask(lambda client: client.inbound.send_message(text="é", channel_id=1, options={"sign_with": "whsec_c2VjcmV0"}))
    got = server.requests[0]
    assert webhooks.verify(got.body, got.headers, "whsec_c2VjcmV0") == {"text": "é", "channel_id": 1}


def test_no_secret_stands_in_a_message_a_log_or_a_representation(ask, server, caplog):
    caplog.set_level(logging.DEBUG)
    refuse(server, 404, "NOT_FOUND")
    signed = f"{server.url}/files?expires=1&signature=a-secret-signature"
    said = []
    for act in (log_in, lambda client: client.run(Call("GET", signed))):
        with pytest.raises(errors.NotFound) as refused:
            ask(act)
        said += [str(refused.value), repr(refused.value), "".join(traceback.format_exception(refused.value))]
    with TalentPortal(base_url="https://portal.example", api_key=KEY) as client:
        said += [repr(client), repr(client._settings), repr(Call("POST", "/", json={"password": PASSWORD}))]
    said += [record.getMessage() for record in caplog.records]
    assert any("POST /api/auth/login" in one for one in said) and any("/hook/files" in one for one in said)
    for secret in (KEY, "a-secret-signature", PASSWORD):
        assert not [one for one in said if secret in one]
    # The key is the portal's: an address that was made for one file does not see it.
    assert [got.headers.get("x-api-key") for got in server.requests] == [KEY, None]


def test_the_environment_says_where_and_who_unless_the_program_does(monkeypatch, server):
    with pytest.raises(ValueError, match="base_url"):
        TalentPortal()
    monkeypatch.setenv("TALENT_PORTAL_URL", server.url)
    monkeypatch.setenv("TALENT_PORTAL_API_KEY", KEY)
    with TalentPortal() as client, client.with_token("a-token") as other:
        list_clients(client)
        list_clients(other)
        list_clients(client)  # it is still open
    sent = [(got.headers.get("x-api-key"), got.headers.get("authorization")) for got in server.requests]
    assert sent == [(KEY, None), (None, "Bearer a-token"), (KEY, None)]
    with pytest.raises(ValueError, match="not both"):
        TalentPortal(api_key=KEY, token="a-token")
