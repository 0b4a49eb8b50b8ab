"""Signing in, signing out, and what slows guessing down."""

import bcrypt
import pytest
import time_machine
from sqlalchemy import select

from portal.accounts import rules
from portal.accounts.models import AccountSession, AccountStatus, Role, SignInFailure
from portal.accounts.services.sessions import sweep_sessions
from portal.core.database import db
from portal.core.tenancy import as_system
from portal.web.access import safe_next
from tests import factories
from tests.accounts.steps import events, signed_in
from tests.factories import PASSWORD

WORDS = "No account has this address with this password."


def try_in(browser, email, password=PASSWORD, path="/login", **values):
    return browser.submit(browser.get(path), "form", email=email, password=password, **values)


def test_the_right_password_signs_in_and_says_so_in_the_log(company, browse):
    browser = browse()
    answer = try_in(browser, company.recruiter.email.upper())
    assert (answer.status, answer.location) == (303, "/")
    assert signed_in(browser)
    assert events() == ["user.login"]


@pytest.mark.parametrize(("known", "password"), [(True, "wrong-password"), (False, PASSWORD), (True, "")])
def test_a_wrong_sign_in_keeps_the_address_and_begins_no_session(company, browse, known, password):
    browser = browse()
    email = company.recruiter.email if known else "nobody@demo.test"
    answer = try_in(browser, email, password)
    assert answer.status == 422
    assert answer.one("#email")["value"] == email
    assert "value" not in answer.one("#password").attrs or answer.one("#password")["value"] == ""
    assert not signed_in(browser)


def test_unknown_and_wrong_get_the_same_words(company, browse):
    wrong = try_in(browse(), company.recruiter.email, "wrong-password")
    unknown = try_in(browse(), "nobody@demo.test", "wrong-password")
    assert WORDS in wrong.words() and wrong.words("#form-errors") == unknown.words("#form-errors")


def test_unknown_takes_as_long_as_wrong(company, browse, monkeypatch):
    seen = []
    real = bcrypt.checkpw
    monkeypatch.setattr(bcrypt, "checkpw", lambda *a: (seen.append(a[1]), real(*a))[1])
    try_in(browse(), "nobody@demo.test")
    try_in(browse(), company.recruiter.email, "wrong-password")
    assert len(seen) == 2 and len({hashed[:7] for hashed in seen}) == 1


@pytest.mark.parametrize("change", [{"status": AccountStatus.INACTIVE}, {"role": Role.AI}])
def test_who_may_not_sign_in_hears_no_more_than_a_stranger(company, browse, change):
    user = factories.a_user(**change)
    answer = try_in(browse(), user.email)
    assert answer.status == 422 and WORDS in answer.words()


def test_a_new_session_has_a_new_cookie_and_the_former_one_ends(company, browse):
    browser = browse(company.recruiter)
    former = browser.client.get_cookie("portal_session").value
    browser.submit(browser.get("/profile"), "form[action='/logout']")
    try_in(browser, company.recruiter.email)
    first = browser.client.get_cookie("portal_session").value
    other = browse()
    other.client.set_cookie("portal_session", former)
    assert first != former and not signed_in(other)


def test_signing_out_ends_the_session_on_the_server(company, browse):
    browser = browse(company.recruiter)
    cookie = browser.client.get_cookie("portal_session").value
    assert browser.submit(browser.get("/profile"), "form[action='/logout']").status == 303
    thief = browse()
    thief.client.set_cookie("portal_session", cookie)
    assert not signed_in(thief)
    assert events()[-1] == "user.logout"


def test_a_session_ends_after_idling_and_lives_on_in_use(app, company, browse):
    hours = app.config["SESSION_IDLE_HOURS"]
    with time_machine.travel("2026-06-01 08:00:00+00:00", tick=False) as clock:
        browser = browse(company.recruiter)
        for _ in range(3):
            clock.shift(hours * 3600 - 60)
            answer = browser.get("/profile")
            assert answer.status == 200
            answer.response.close()
        clock.shift(hours * 3600 + 60)
        assert browser.get("/profile").status == 302


def test_five_wrong_tries_make_an_account_wait_also_with_the_right_password(company, browse):
    with time_machine.travel("2026-06-01 08:00:00+00:00", tick=False) as clock:
        browser = browse()
        for _ in range(rules.FREE_TRIES):
            assert try_in(browser, company.recruiter.email, "wrong-password").status == 422
        answer = try_in(browser, company.recruiter.email)
        assert (answer.status, answer.headers["Retry-After"]) == (429, "15")
        clock.shift(16)
        assert try_in(browser, company.recruiter.email).status == 303


def test_an_unknown_address_is_slowed_down_just_the_same(company, browse):
    with time_machine.travel("2026-06-01 08:00:00+00:00", tick=False):
        browser = browse()
        answers = [try_in(browser, "nobody@demo.test").status for _ in range(rules.FREE_TRIES + 1)]
    assert answers == [422] * rules.FREE_TRIES + [429]


def test_a_right_password_begins_the_count_anew(company, browse):
    with time_machine.travel("2026-06-01 08:00:00+00:00", tick=False):
        for _ in range(3):
            browser = browse()
            for _ in range(rules.FREE_TRIES - 1):
                assert try_in(browser, company.recruiter.email, "wrong-password").status == 422
            assert try_in(browser, company.recruiter.email).status == 303


def test_an_address_has_thirty_tries_a_minute(company, browse):
    with time_machine.travel("2026-06-01 08:00:00+00:00", tick=False) as clock:
        browser = browse()
        page = browser.get("/login")
        for number in range(rules.TRIES_PER_MINUTE):
            assert browser.submit(page, "form", email=f"n{number}@demo.test", password="wrong").status == 422
        assert try_in(browser, company.recruiter.email).status == 429
        clock.shift(61)
        assert try_in(browser, company.recruiter.email).status == 303


def test_tries_are_remembered_though_the_request_is_refused(company, browse):
    try_in(browse(), company.recruiter.email, "wrong-password")
    with as_system("look at the tries"):
        row = db.session.scalars(select(SignInFailure).where(SignInFailure.subject.startswith("user:"))).one()
        assert row.count == 1


NEXT = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "http:evil.example",
    "evil.example",
    "javascript:alert(1)",
    "/\n//evil.example",
]


@pytest.mark.parametrize("target", NEXT)
def test_peer_12_sign_in_leads_to_no_other_host(company, browse, target):
    browser = browse()
    page = browser.get("/login", query_string={"next": target})
    answer = browser.submit(page, "form", email=company.recruiter.email, password=PASSWORD, next=target)
    assert answer.location == "/"


def test_sign_in_leads_back_to_the_page_that_was_asked_for(company, browse):
    browser = browse()
    asked = browser.get("/profile?tab=hours")
    answer = browser.submit(browser.follow(asked), "form", email=company.recruiter.email, password=PASSWORD)
    assert answer.location == "/profile?tab=hours"
    assert safe_next("/jobs?q=a", "/") == "/jobs?q=a"


def ended(browser):
    return browser.get("/profile").status == 302


def test_peer_03_deactivation_ends_access_at_the_next_request(company, browse, admin):
    browser = browse(company.recruiter)
    assert signed_in(browser)
    admin.post(f"/admin/staff/{company.recruiter.id}/deactivation")
    assert ended(browser)


def test_peer_03_a_new_role_ends_every_session(company, browse, admin):
    browser = browse(company.recruiter)
    page = admin.get(f"/admin/staff/{company.recruiter.id}")
    admin.submit(page, "form.form", role="admin")
    assert ended(browser)


def test_peer_03_a_new_password_ends_every_other_session(company, browse):
    here, there = browse(company.recruiter), browse(company.recruiter)
    page = here.get("/change-password")
    answer = here.submit(
        page, "form[action='/change-password']", current=PASSWORD, password="three-new-words", repeat="three-new-words"
    )
    assert answer.status == 303
    assert signed_in(here) and ended(there)
    assert try_in(browse(), company.recruiter.email).status == 422
    assert try_in(browse(), company.recruiter.email, "three-new-words").status == 303


def test_a_session_of_a_deactivated_account_stays_away_after_activation(company, browse, admin):
    browser = browse(company.recruiter)
    admin.post(f"/admin/staff/{company.recruiter.id}/deactivation")
    admin.post(f"/admin/staff/{company.recruiter.id}/activation")
    assert ended(browser)


def test_who_must_change_the_password_can_do_nothing_else_first(company, browse):
    user = factories.a_user(Role.ADMIN, must_change_password=True)
    browser = browse()
    try_in(browser, user.email)
    for path in ("/profile", "/admin", "/admin/staff"):
        assert browser.get(path).location == "/change-password"
    page = browser.get("/change-password")
    browser.submit(
        page, "form[action='/change-password']", current=PASSWORD, password="three-new-words", repeat="three-new-words"
    )
    assert signed_in(browser)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"current": "wrong-password"}, "current"),
        ({"password": "short", "repeat": "short"}, "password"),
        ({"repeat": "another-password"}, "repeat"),
        ({"password": PASSWORD, "repeat": PASSWORD}, "password"),
        ({"password": "", "repeat": ""}, "password"),
    ],
)
def test_a_password_that_cannot_be_changed_says_which_field(company, browse, values, field):
    browser = browse(company.recruiter)
    data = {"current": PASSWORD, "password": "three-new-words", "repeat": "three-new-words", **values}
    answer = browser.submit(browser.get("/change-password"), "form[action='/change-password']", **data)
    assert answer.status == 422 and answer.one(f"#{field}-error")


def test_passwords_are_compared_outside_of_the_write_transaction(company, browse, monkeypatch):
    held = []
    real = bcrypt.checkpw

    def look(*given):
        held.append(db.session().in_transaction())
        return real(*given)

    monkeypatch.setattr(bcrypt, "checkpw", look)
    try_in(browse(), company.recruiter.email)
    assert held == [False]


def test_expired_sessions_are_swept(app, company, browse):
    with time_machine.travel("2026-06-01 08:00:00+00:00", tick=False) as clock:
        browse(company.recruiter)
        clock.shift(15 * 24 * 3600)
        db.session.commit()
        db.session.expunge_all()
        sweep_sessions()
    with as_system("look"):
        assert db.session.scalars(select(AccountSession)).all() == []
