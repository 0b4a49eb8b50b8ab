"""The door of the JSON calls: who is let in, what can be read, how often, and how it says no."""

import json
import secrets
import time
from datetime import timedelta

import jwt
import pytest

from portal.accounts import queries
from portal.accounts.models import Role
from portal.accounts.services import api_keys, password_changes, users
from portal.accounts.services.sessions import TOKEN_LIFE
from portal.api import limits, tokens
from portal.core.clock import now
from portal.core.database import db
from tests import factories
from tests.caller import Caller, token_of
from tests.examples import candidate_person

PASSWORD = factories.PASSWORD


def signed(app, key=None, head=None, **changes):
    """A token of our shape, with whatever is changed."""
    moment = now()
    claims = {
        "iss": tokens.ISSUER, "aud": tokens.AUDIENCE, "sub": "user:1", "jti": secrets.token_urlsafe(32),
        "iat": moment, "exp": moment + timedelta(hours=1), **changes,
    }  # fmt: skip
    with app.app_context():
        ours, name = tokens._keys()[0]
    head = {"kid": name, "typ": tokens.TYPE, **(head or {})}
    return jwt.encode(claims, key or ours, algorithm="HS256", headers=head)


def test_nobody_is_let_in_without_a_token_or_key(call):
    reply = call().get("/api/clients")
    assert (reply.status, reply.error["code"]) == (401, "INVALID_TOKEN")
    assert reply.headers["WWW-Authenticate"] == "Bearer"


def test_a_session_cookie_opens_no_call(company, browse):
    browser = browse(company.admin)
    assert browser.client.get("/clients").status_code == 200
    assert browser.client.get("/api/clients").status_code == 401


@pytest.mark.parametrize("said", ["Bearer", "Bearer x", "Basic YTpi", "bearer a.b.c", "Bearer " + "x" * 9000])
def test_what_is_no_token_is_refused(call, said):
    assert call().get("/api/clients", headers={"Authorization": said}).error["code"] == "INVALID_TOKEN"


def test_peer_27_a_token_of_another_key_type_audience_or_time_is_refused(app, company, call):
    own = call(company.admin).headers["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(own, options={"verify_signature": False})
    wrong = [
        signed(app, key="another key that is long enough for HS256"),
        signed(app, aud="somebody-else"),
        signed(app, iss="somebody-else"),
        signed(app, jti=claims["jti"], head={"typ": "JWT"}),
        signed(app, jti=claims["jti"], exp=now() - timedelta(seconds=1)),
        signed(app, jti=claims["jti"], sub=f"candidate:{company.admin.id}"),
        signed(app, jti=claims["jti"], sub=f"user:{company.recruiter.id}"),
        signed(app, sub=f"user:{company.admin.id}"),
        jwt.encode(claims, None, algorithm="none"),
    ]
    for token in wrong:
        reply = call().get("/api/clients", headers={"Authorization": f"Bearer {token}"})
        assert (reply.status, reply.error["code"]) == (401, "INVALID_TOKEN")
    assert call().get("/api/clients", headers={"Authorization": f"Bearer {own}"}).status == 200


def test_the_secret_in_a_token_is_no_cookie(company, app, call):
    token = token_of(app, company.admin)
    secret = jwt.decode(token, options={"verify_signature": False})["jti"]
    client = app.test_client()
    client.set_cookie("portal_session", secret)
    assert client.get("/clients").status_code == 302


def test_a_new_key_signs_and_the_old_one_is_still_accepted(app, company, call):
    old = token_of(app, company.admin)
    before = app.config["JWT_SECRETS"]
    app.config["JWT_SECRETS"] = ["a new key of thirty-two characters", *before]
    try:
        for token in (old, token_of(app, company.admin)):
            assert call().get("/api/auth/me", headers={"Authorization": f"Bearer {token}"}).status == 200
        app.config["JWT_SECRETS"] = app.config["JWT_SECRETS"][:1]
        assert call().get("/api/auth/me", headers={"Authorization": f"Bearer {old}"}).status == 401
    finally:
        app.config["JWT_SECRETS"] = before


ENDS = {
    "sign-out": lambda calls, user, by: calls.post("/api/auth/logout"),
    "a new role": lambda calls, user, by: users.update_user(user, {}, by, role=Role.ADMIN),
    "a new address": lambda calls, user, by: users.update_user(user, {"email": "new@example.com"}, by),
    "deactivation": lambda calls, user, by: users.deactivate_user(user, by),
    "a reset password": lambda calls, user, by: users.reset_password(user, by),
    "a new password": lambda calls, user, by: password_changes.end_access(user),
}


@pytest.mark.parametrize("what", ENDS)
def test_peer_03_access_by_token_ends_at_the_next_call(company, call, what):
    calls = call(company.recruiter)
    assert calls.get("/api/auth/me").status == 200
    ENDS[what](calls, queries.get_user(company.recruiter.id), company.admin)
    assert calls.get("/api/auth/me").error["code"] == "INVALID_TOKEN"


def test_peer_03_changing_the_password_ends_every_token_but_the_new_one(company, app, call):
    other, calls = call(company.recruiter), call(company.recruiter)
    reply = calls.post(
        "/api/auth/change-password", {"current_password": PASSWORD, "new_password": "blue harbour seven"}
    )
    assert reply.status == 200
    assert other.get("/api/auth/me").status == calls.get("/api/auth/me").status == 401
    new = {"Authorization": f"Bearer {reply.json['access_token']}"}
    assert call().get("/api/auth/me", headers=new).json["email"] == company.recruiter.email


def test_a_token_ends_after_its_hour(company, app, call):
    import time_machine

    calls = call(company.admin)
    with time_machine.travel(time.time() + TOKEN_LIFE.total_seconds() + 5, tick=False):
        assert calls.get("/api/auth/me").status == 401


def test_who_must_change_the_password_may_do_that_alone(company, app, call):
    user = factories.a_user(must_change_password=True)
    db.session.commit()
    person = queries.person_of(user, queries.get_company(company.company_id))
    calls = call(person)
    assert calls.get("/api/clients").error["code"] == "PASSWORD_CHANGE_REQUIRED"
    assert calls.get("/api/auth/me").status == 200
    body = {"current_password": PASSWORD, "new_password": "blue harbour seven"}
    token = calls.post("/api/auth/change-password", body).json["access_token"]
    assert call().get("/api/clients", headers={"Authorization": f"Bearer {token}"}).status == 200


def test_a_key_opens_what_its_scopes_name_and_no_more(company, with_key):
    calls = with_key("jobs:read")
    assert calls.get("/api/jobs").status == 200
    assert calls.get("/api/clients").error["code"] == "PERMISSION_DENIED"
    assert calls.post("/api/jobs", {}).error["code"] == "PERMISSION_DENIED"
    assert calls.get("/api/auth/me").error["code"] == "PERMISSION_DENIED"


@pytest.mark.parametrize("end", ["revoked", "expired", "unknown"])
def test_peer_03_a_key_that_has_ended_opens_nothing(company, app, end):
    row, key = api_keys.create_api_key("For a test", ["jobs:read"], company.admin)
    if end == "revoked":
        api_keys.revoke_api_key(row, company.admin)
    elif end == "expired":
        row.expires_at = now() - timedelta(seconds=1)
    db.session.commit()
    reply = Caller(app, key=key if end != "unknown" else "tp_nobody").get("/api/jobs")
    assert (reply.status, reply.error["code"]) == (401, "INVALID_API_KEY")


def test_the_use_of_a_key_is_noted_after_the_answer(company, app):
    row, key = api_keys.create_api_key("For a test", ["jobs:read"], company.admin)
    number = row.id
    Caller(app, key=key).get("/api/jobs")
    assert queries.get_api_key(number).last_used_at is not None


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{", "application/json", 400, "BAD_REQUEST"),
        (b"", "application/json", 400, "BAD_REQUEST"),
        (b'{"company_name": "\\u0000"}', "application/json", 400, "BAD_REQUEST"),
        (b'{"company_name": "\\ud800"}', "application/json", 400, "BAD_REQUEST"),
        (b"[" * 100_000, "application/json", 400, "BAD_REQUEST"),
        (b"company_name=Acme", "application/x-www-form-urlencoded", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b"{}", "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b"[]", "application/json", 422, "VALIDATION_ERROR"),
        (b"null", "application/json", 422, "VALIDATION_ERROR"),
        (b'"text"', "application/json", 422, "VALIDATION_ERROR"),
        (b"{}", "application/json", 422, "VALIDATION_ERROR"),
    ],
)
def test_a_body_that_cannot_be_used_is_refused_with_its_own_code(recruiter_calls, body, kind, status, code):
    reply = recruiter_calls.call("POST", "/api/clients", data=body, content_type=kind)
    assert (reply.status, reply.error["code"]) == (status, code)


def test_a_refusal_names_each_field_and_repeats_nothing_that_was_sent(recruiter_calls):
    reply = recruiter_calls.post("/api/clients", {"company_name": 7, "role": "admin", "website": "s3cret" * 100})
    assert reply.fields() == {"company_name", "role", "website"}
    assert "s3cret" not in json.dumps(reply.json)


@pytest.mark.parametrize("path", ["/api/nothing", "/api/", "/webhooks/nothing", "/api/clients/none_abcdef"])
def test_an_unknown_path_is_refused_in_the_same_shape(recruiter_calls, path):
    assert recruiter_calls.get(path).error["code"] == "NOT_FOUND"


def test_a_wrong_method_is_refused_and_the_right_ones_are_named(recruiter_calls):
    reply = recruiter_calls.call("PATCH", "/api/clients")
    assert (reply.status, reply.error["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert "POST" in reply.headers["Allow"]


def test_a_fault_of_ours_is_a_500_with_a_number_that_is_in_the_log(app, recruiter_calls, monkeypatch, caplog):
    from portal.clients import queries as clients

    def fail(*_values, **_words):
        raise ZeroDivisionError("secret of the fault")

    monkeypatch.setattr(clients, "client_page", fail)
    monkeypatch.setattr(app, "testing", False)
    reply = recruiter_calls.get("/api/clients")
    assert (reply.status, reply.error["code"]) == (500, "INTERNAL_ERROR")
    assert "secret" not in reply.error["message"]
    number = reply.error["message"].rstrip(".").split()[-1]
    assert any(number in record.getMessage() for record in caplog.records)


def test_calls_over_the_limit_of_the_plan_wait(company, app, with_key, monkeypatch):
    monkeypatch.setitem(app.config, "RATE_LIMITS", 3)
    calls = with_key("jobs:read")
    left = [calls.get("/api/jobs").headers["X-RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    reply = calls.get("/api/jobs")
    assert (reply.status, reply.error["code"]) == (429, "RATE_LIMIT_EXCEEDED")
    assert 1 <= reply.error["retry_after"] == int(reply.headers["Retry-After"]) <= 60
    assert int(reply.headers["X-RateLimit-Reset"]) > time.time()
    assert with_key("jobs:read").get("/api/jobs").status == 200


@pytest.mark.parametrize(("plan", "number"), [("free", 60), ("pro", 300), ("enterprise", 1000)])
def test_the_limit_is_that_of_the_plan(company, call, plan, number):
    found = queries.get_company(company.company_id)
    found.plan = type(found.plan)(plan)
    db.session.commit()
    assert call(company.admin).get("/api/clients").headers["X-RateLimit-Limit"] == str(number)


def test_one_counter_serves_many_processes(tmp_path):
    """Two counters of one file stand for two processes."""
    first, second = limits.FileCounter(tmp_path / "limits.sqlite"), limits.FileCounter(tmp_path / "limits.sqlite")
    assert [first.hit("a", 1), second.hit("a", 1), first.hit("b", 1), second.hit("a", 2)] == [1, 2, 1, 1]


def test_a_counter_that_is_gone_stops_nobody(company, app, call, monkeypatch):
    monkeypatch.setitem(app.config, "REDIS_URL", "redis://127.0.0.1:1/0")
    assert call(company.admin).get("/api/clients").status == 200


def test_a_repeated_key_gives_the_first_answer_and_makes_one_row(recruiter_calls):
    key = {"Idempotency-Key": "k-1"}
    first = recruiter_calls.post("/api/clients", {"company_name": "Once"}, headers=key)
    again = recruiter_calls.post("/api/clients", {"company_name": "Once"}, headers=key)
    assert first.status == again.status == 201 and first.json == again.json
    assert again.headers["Idempotency-Replayed"] == "true"
    assert [c["company_name"] for c in recruiter_calls.get("/api/clients?q=Once").json["items"]] == ["Once"]


def test_a_candidate_repeats_a_call_with_a_key_too(company, call):
    calls = call(candidate_person(factories.an_account(factories.a_candidate())))
    wanted, key = {"filename": "cv.pdf", "content_type": "application/pdf"}, {"Idempotency-Key": "k-5"}
    first, again = (calls.post("/api/v1/storage/presigned-url", wanted, headers=key) for _ in range(2))
    assert first.status == again.status == 200 and first.json == again.json
    assert again.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize("number", ["73778877159112065024", "9" * 6000, "9223372036854775807"])
def test_a_number_that_no_row_can_have_is_missing_and_no_wrong_method(recruiter_calls, number):
    reply = recruiter_calls.post(f"/api/conversations/{number}/messages", {"text": "Hi"})
    assert reply.status == 404


def test_the_same_key_with_another_body_is_refused(recruiter_calls):
    key = {"Idempotency-Key": "k-2"}
    assert recruiter_calls.post("/api/clients", {"company_name": "One"}, headers=key).status == 201
    reply = recruiter_calls.post("/api/clients", {"company_name": "Two"}, headers=key)
    assert reply.status == 422 and reply.fields() == {"Idempotency-Key"}
    assert recruiter_calls.get("/api/clients?q=Two").json["items"] == []


def test_peer_32_a_refused_call_leaves_its_key_free(recruiter_calls):
    key = {"Idempotency-Key": "k-3"}
    recruiter_calls.post("/api/clients", {"company_name": "Taken"})
    assert recruiter_calls.post("/api/clients", {"company_name": "taken"}, headers=key).status == 422
    assert recruiter_calls.post("/api/clients", {"company_name": "Free"}, headers=key).status == 201


def test_a_key_is_its_callers_own_and_is_forgotten_after_a_day(company, call):
    import time_machine

    key = {"Idempotency-Key": "k-4"}
    assert call(company.recruiter).post("/api/clients", {"company_name": "Mine"}, headers=key).status == 201
    assert call(company.admin).post("/api/clients", {"company_name": "Yours"}, headers=key).status == 201
    with time_machine.travel(time.time() + 25 * 3600, tick=False):
        reply = call(company.recruiter).post("/api/clients", {"company_name": "Later"}, headers=key)
        assert (reply.status, reply.json["company_name"]) == (201, "Later")
