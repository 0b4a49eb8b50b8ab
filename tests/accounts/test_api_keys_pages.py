"""API keys as admins keep the company's, and candidates their own."""

import pytest
from sqlalchemy import select

from portal.accounts import queries
from portal.accounts.models import ApiKey
from portal.accounts.permissions import Scope
from portal.accounts.services import api_keys
from portal.core.database import db
from tests import factories
from tests.accounts.steps import events
from tests.caller import Caller
from tests.examples import candidate_person


def the_key():
    db.session.expire_all()
    return db.session.scalars(select(ApiKey).order_by(ApiKey.id.desc())).first()


def test_an_admin_makes_a_key_sees_it_once_and_revokes_it(app, company, admin):
    page = admin.get("/admin/api-keys/new")
    made = admin.submit(page, "form.form", name="Careers page", jobs="jobs:read", clients="clients:write")
    secret = made.one("#key")["value"]
    assert made.status == 200 and secret.startswith("tp_")
    assert the_key().scopes == ["clients:write", "jobs:read"]
    listed = admin.get("/admin/api-keys")
    assert secret not in listed.text and secret[-4:] in listed.text and "never" in listed.words("table")
    calls = Caller(app, key=secret)
    assert (calls.get("/api/jobs").status, calls.get("/api/candidates-nothing").status) == (200, 404)
    assert "never" not in admin.get("/admin/api-keys").words("table"), "its use is noted"
    assert "1 in force" in admin.get("/admin").words("main")
    assert admin.submit(listed, "form[action$=revocation]").status == 303
    assert calls.get("/api/jobs").error["code"] == "INVALID_API_KEY"
    assert "Revoked" in admin.get("/admin/api-keys").words("table")
    assert [name for name in events() if name.startswith("api_key")] == ["api_key.created", "api_key.revoked"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"jobs": ""}, "form-errors"),
        ({"jobs": "jobs:fly"}, "jobs"),
        ({"expires_on": "2020-01-01"}, "form-errors"),
        ({"expires_on": "soon"}, "expires_on"),
    ],
)
def test_a_key_that_cannot_be_made_says_why_and_loses_nothing(company, admin, values, field):
    page = admin.get("/admin/api-keys/new")
    answer = admin.submit(page, "form.form", **{"name": "Careers page", "jobs": "jobs:read", **values})
    assert answer.status == 422 and the_key() is None
    assert answer.one(f"#{field}-error" if field != "form-errors" else "#form-errors")
    assert answer.one("#name")["value"] == values.get("name", "Careers page")


def test_the_form_offers_every_scope_and_none_besides(company, admin):
    page = admin.get("/admin/api-keys/new")
    offered = {option["value"] for option in page.soup.select(".scopes option") if option["value"]}
    assert offered == {scope.value for scope in Scope}


@pytest.mark.parametrize("path", ["/admin/api-keys", "/admin/api-keys/new"])
def test_the_companys_keys_are_for_admins_alone(company, browse, path):
    assert browse(company.recruiter).get(path).status == 403
    assert browse(company.client_user).get(path).status == 403


def test_a_candidate_keeps_keys_of_their_own(app, company, browse, admin):
    account = factories.an_account(factories.a_candidate())
    me = candidate_person(account)
    browser = browse(me)
    made = browser.submit(browser.get("/portal/keys/new"), "form.form", name="My script", expires_on="2099-12-31")
    secret = made.one("#key")["value"]
    calls = Caller(app, key=secret)
    assert calls.get("/api/candidate-portal/me").status == 200
    assert the_key().expires_at.year in (2099, 2100)
    page = browser.get("/portal/keys")
    assert "My script" in page.words("main") and secret not in page.text
    assert "My script" not in admin.get("/admin/api-keys").text, "it is nobody else's"
    number = the_key().id
    other = browse(candidate_person(factories.an_account(factories.a_candidate())))
    assert other.post(f"/portal/keys/{number}/revocation").status == 404
    assert admin.post(f"/admin/api-keys/{number}/revocation").status == 404
    assert browser.submit(page, "form[action$=revocation]").status == 303
    assert calls.get("/api/candidate-portal/me").status == 401
    assert browser.get("/portal/keys").words("main").count("Revoked") == 1


def test_a_candidate_without_a_confirmed_address_sees_their_own_keys_too(company, browse):
    account = factories.an_account(email="new@example.com", email_confirmed_at=None)
    api_keys.create_own_key("Early", account.id, candidate_person(account))
    browser = browse(candidate_person(account))
    assert "Early" in browser.get("/portal/keys").words("main")
    answer = browser.submit(browser.get("/portal/keys/new"), "form.form", name="", expires_on="")
    assert answer.status == 422 and answer.one("#name-error")
    assert len(queries.keys_of_account(account.id)) == 1
