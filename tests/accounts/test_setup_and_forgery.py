"""The first admin of an empty portal; and that no other site can act for somebody (CSRF)."""

import pytest
from sqlalchemy import select

from portal.accounts.models import User
from portal.core.database import db
from portal.core.tenancy import as_system
from tests.accounts.steps import signed_in

FIRST = {
    "company_name": "First Talent",
    "time_zone": "Europe/Berlin",
    "first_name": "Ada",
    "last_name": "Admin",
    "email": "ada@first.test",
    "password": "rather-long-secret",
    "repeat": "rather-long-secret",
}


def admins():
    with as_system("count admins"):
        return len(db.session.scalars(select(User.id).where(User.role == "admin")).all())


def test_an_empty_portal_leads_to_setup_and_signs_the_first_admin_in(app, browse):
    browser = browse()
    page = browser.follow(browser.get("/login"))
    assert browser.submit(page, "form", **FIRST).location == "/admin/staff"
    assert signed_in(browser) and browser.get("/admin/staff").status == 200


def test_peer_24_setup_is_nothing_once_there_is_an_admin(app, browse):
    first, second = browse(), browse()
    late = second.get("/setup")
    first.submit(first.get("/setup"), "form", **FIRST)
    assert second.submit(late, "form", **{**FIRST, "email": "eve@first.test"}).status == 404
    assert second.get("/setup").status == 404
    assert admins() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "x"}, "email"),
        ({"password": "short", "repeat": "short"}, "password"),
        ({"repeat": "other"}, "repeat"),
        ({"company_name": " "}, "company_name"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
    ],
)
def test_setup_that_cannot_be_says_which_field_and_makes_nothing(app, browse, values, field):
    browser = browse()
    answer = browser.submit(browser.get("/setup"), "form", **{**FIRST, **values})
    assert answer.status == 422 and answer.one(f"#{field}-error")
    assert admins() == 0 and browser.get("/setup").status == 200


NEW_ADMIN = {"first_name": "Eve", "last_name": "", "email": "eve@demo.test", "phone": "", "role": "admin"}


def test_peer_25_a_post_without_its_token_makes_no_admin(company, admin):
    answer = admin.client.post("/admin/staff/new", data=NEW_ADMIN)
    assert answer.status_code == 400 and admins() == 1


def test_peer_25_a_post_with_another_users_token_makes_no_admin(company, admin, recruiter):
    token = recruiter.get("/profile").soup.select_one("[name=csrf_token]")["value"]
    answer = admin.client.post("/admin/staff/new", data={**NEW_ADMIN, "csrf_token": token})
    assert answer.status_code == 400 and admins() == 1


def test_peer_25_a_post_with_a_token_from_before_sign_in_is_refused(company, admin, browse):
    token = browse().get("/login").one("[name=csrf_token]")["value"]
    answer = admin.client.post("/admin/staff/new", data={**NEW_ADMIN, "csrf_token": token})
    assert answer.status_code == 400 and admins() == 1


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_peer_25_a_post_from_another_site_is_refused_even_with_its_token(company, admin, origin):
    token = admin.get("/admin/staff/new").soup.select_one("[name=csrf_token]")["value"]
    data = {**NEW_ADMIN, "csrf_token": token}
    answer = admin.client.post("/admin/staff/new", data=data, headers={"Origin": origin})
    assert answer.status_code == 400 and admins() == 1
    answer = admin.client.post("/admin/staff/new", data=data, headers={"Origin": "http://localhost"})
    assert answer.status_code == 303 and admins() == 2


def test_peer_25_the_session_cookie_is_not_sent_by_other_sites_and_not_read_by_scripts(company, browse):
    browser = browse()
    page = browser.get("/login")
    answer = browser.submit(page, "form", email=company.admin.email, password="demo-password-1")
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("portal_session="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_peer_25_sign_in_itself_needs_a_token(company, browse):
    answer = browse().client.post("/login", data={"email": company.admin.email, "password": "demo-password-1"})
    assert answer.status_code == 400


def test_the_command_founds_a_company_and_prints_the_admins_link(app, browse):
    result = app.test_cli_runner().invoke(
        args=["create-company", "--name", "Cli Talent", "--admin-name", "Ada B. Admin", "--email", "ada@cli.test"]
    )
    assert result.exit_code == 0, result.output
    link = next(word for word in result.output.split() if word.startswith("http://portal.example/set-password/"))
    browser = browse()
    page = browser.get(link.removeprefix("http://portal.example"))
    assert page.status == 200 and "Cli Talent" in page.words()


def test_the_command_says_what_is_wrong_with_an_address(app, company):
    result = app.test_cli_runner().invoke(
        args=["create-company", "--name", "X", "--admin-name", "A", "--email", company.admin.email]
    )
    assert result.exit_code == 1 and "already signs in" in result.output and "Traceback" not in result.output
