"""JSON calls about accounts."""

import pytest

from portal.accounts import queries
from portal.accounts.models import AccountStatus
from portal.core import outbox
from portal.core.database import db
from portal.core.ids import encode
from tests import factories
from tests.caller import Caller
from tests.examples import candidate_person

PASSWORD = factories.PASSWORD


def test_a_user_signs_in_and_out(company, call):
    reply = call().post("/api/auth/login", {"email": company.recruiter.email, "password": PASSWORD})
    assert reply.status == 200
    assert (reply.json["token_type"], reply.json["expires_in"]) == ("bearer", 3600)
    assert reply.json["user"]["user_id"] == encode("user", company.recruiter.id)
    assert "password_hash" not in reply.json["user"]
    token = {"Authorization": f"Bearer {reply.json['access_token']}"}
    assert call().get("/api/auth/me", headers=token).json == reply.json["user"]
    assert call().post("/api/auth/logout", headers=token).status == 200
    assert call().get("/api/auth/me", headers=token).status == 401


@pytest.mark.parametrize("path", ["/api/auth/login", "/api/candidate-portal/login"])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(company, call, path):
    known = company.recruiter.email if "auth" in path else factories.an_account().email
    replies = [call().post(path, {"email": email, "password": "wrong"}) for email in (known, "nobody@example.com")]
    assert {(r.status, r.error["code"], r.error["message"]) for r in replies} == {
        (401, "INVALID_CREDENTIALS", "No account has this address with this password.")
    }


def test_wrong_passwords_in_a_row_slow_the_account_down(company, call):
    replies = [call().post("/api/auth/login", {"email": company.recruiter.email, "password": "x"}) for _ in range(7)]
    assert [r.status for r in replies][:5] == [401] * 5 and replies[-1].status == 429
    assert replies[-1].error["retry_after"] == int(replies[-1].headers["Retry-After"])


def test_a_closed_account_does_not_sign_in(company, call):
    queries.get_user(company.recruiter.id).status = AccountStatus.INACTIVE
    db.session.commit()
    assert call().post("/api/auth/login", {"email": company.recruiter.email, "password": PASSWORD}).status == 401


def test_an_admin_registers_users_and_nobody_else_does(company, call):
    body = {"email": "new@example.com", "name": "New Person", "role": "recruiter"}
    assert call().post("/api/auth/register", body).status == 401
    assert call(company.recruiter).post("/api/auth/register", body).status == 403
    assert call(company.client_user).post("/api/auth/register", body).status == 403
    made = call(company.admin).post("/api/auth/register", body)
    assert made.status == 201 and made.json["role"] == "recruiter"
    again = call(company.admin).post("/api/auth/register", body)
    assert again.status == 422 and again.fields() == {"email"}


def test_a_password_given_by_an_admin_must_be_changed_first(company, call):
    body = {"email": "new@example.com", "name": "New Person", "password": "blue harbour seven"}
    assert call(company.admin).post("/api/auth/register", body).json["must_change_password"] is True
    reply = call().post("/api/auth/login", {"email": "new@example.com", "password": "blue harbour seven"})
    token = {"Authorization": f"Bearer {reply.json['access_token']}"}
    assert call().get("/api/jobs", headers=token).error["code"] == "PASSWORD_CHANGE_REQUIRED"


def test_a_client_user_is_registered_with_its_client(company, call):
    body = {"email": "new@example.com", "name": "New Person", "role": "client_user"}
    assert call(company.admin).post("/api/auth/register", body).fields() == {"client_id"}
    client = str(encode("client", company.client_id))
    made = call(company.admin).post("/api/auth/register", {**body, "client_id": client})
    assert made.json["client_id"] == client


def test_a_candidate_signs_in_at_the_company_where_the_password_fits(company, call):
    account = factories.an_account(factories.a_candidate())
    reply = call().post("/api/candidate-portal/login", {"email": account.email, "password": PASSWORD})
    assert reply.status == 200 and reply.json["candidate"]["candidate_portal_id"].startswith("cp_")
    token = {"Authorization": f"Bearer {reply.json['access_token']}"}
    assert call().get("/api/candidate-portal/me", headers=token).json == reply.json["candidate"]
    assert call().get("/api/clients", headers=token).status == 403
    assert call().get("/api/auth/me", headers=token).status == 403
    assert call().post("/api/candidate-portal/logout", headers=token).status == 200
    assert call().get("/api/candidate-portal/me", headers=token).status == 401


def test_who_has_accounts_at_several_companies_says_which_one(company, call):
    from portal.core.tenancy import as_company

    factories.an_account(email="two@example.com")
    db.session.commit()
    db.session.expunge_all()
    other = factories.a_company("Other")
    with as_company(other.id):
        factories.an_account(email="two@example.com")
        db.session.commit()
    body = {"email": "two@example.com", "password": PASSWORD}
    assert call().post("/api/candidate-portal/login", body).error["code"] == "COMPANY_REQUIRED"
    assert call().post("/api/candidate-portal/login", {**body, "company_id": other.id}).status == 200


def test_a_candidate_registers_and_sees_only_what_it_entered_until_the_address_is_confirmed(company, call):
    email = factories.a_candidate().email
    body = {"email": email, "name": "Eve Early", "password": "blue harbour seven"}
    reply = call().post("/api/candidate-portal/register", body)
    assert reply.status == 201
    db.session.expunge_all()
    assert outbox.run_due() >= 1
    signed = call().post("/api/candidate-portal/login", {"email": email, "password": "blue harbour seven"})
    assert signed.json["candidate"]["linked_candidate_id"] is None
    assert signed.json["candidate"]["email_confirmed"] is False
    known = call().post("/api/candidate-portal/register", body)
    assert (known.status, known.json) == (reply.status, reply.json)


@pytest.mark.parametrize("field", ["linked_candidate_id", "candidate_id", "status", "must_change_password", "role"])
def test_peer_27_nobody_registers_as_somebody_else(call, company, field):
    reply = call().post("/api/candidate-portal/register", {"email": "a@example.com", "name": "A", field: 1})
    assert reply.status == 422 and reply.fields() == {field}


def test_portal_users_are_kept_by_admins(company, call, admin_calls):
    path = "/api/admin/candidate-portal-users"
    made = admin_calls.post(path, {"email": "cara@example.com", "name": "Cara Date", "phone": "+91 1"})
    assert made.status == 201 and made.json["must_change_password"] is True
    one = f"{path}/{made.json['candidate_portal_id']}"
    assert admin_calls.put(one, {"name": "Cara E. Date", "experience_years": 3}).json["experience_years"] == 3
    assert [a["email"] for a in admin_calls.get(f"{path}?q=cara").json["items"]] == ["cara@example.com"]
    assert admin_calls.post(f"{one}/reset-password").status == 200
    assert admin_calls.delete(one).json["status"] == "inactive"
    assert admin_calls.put(one, {"status": "active"}).json["status"] == "active"
    for method, url in (("GET", path), ("PUT", one), ("DELETE", one), ("POST", f"{one}/reset-password")):
        assert call(company.recruiter).call(method, url, json={}).status == 403


def test_a_candidates_own_key_opens_what_the_candidate_may(company, app):
    from portal.accounts.services import api_keys

    account = factories.an_account(factories.a_candidate())
    row, key = api_keys.create_own_key("Mine", account.id, candidate_person(account))
    number = account.id
    db.session.commit()
    calls = Caller(app, key=key)
    assert calls.get("/api/candidate-portal/me").json["candidate_portal_id"] == encode("cp", number)
    assert calls.get("/api/jobs").status == 403
    queries.get_account(number).status = AccountStatus.INACTIVE
    db.session.commit()
    assert calls.get("/api/candidate-portal/me").error["code"] == "INVALID_API_KEY"
