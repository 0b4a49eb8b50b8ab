"""Links for a new password: asked for, used once, dropped; and the welcome of a new user."""

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.models import AccountStatus, OneTimeLink, User
from portal.accounts.services import users
from portal.core.database import db
from portal.core.outbox import Effect
from tests import factories
from tests.accounts.steps import NEW_PASSWORD, events, link_in, mails, signed_in
from tests.factories import PASSWORD


def ask(browser, email):
    return browser.submit(browser.get("/forgot-password"), "form", email=email)


def set_password(browser, link, password=NEW_PASSWORD):
    return browser.submit(browser.get(link), "form", password=password, repeat=password)


def test_the_answer_tells_nobody_whether_an_address_is_known(company, browse):
    known, unknown = ask(browse(), company.recruiter.email), ask(browse(), "nobody@demo.test")
    assert known.status == unknown.status == 200
    assert known.words("main").replace(company.recruiter.email, "") == unknown.words("main").replace(
        "nobody@demo.test", ""
    )


def test_an_unknown_address_takes_the_same_path_and_gets_no_mail(app, company, browse):
    ask(browse(), "nobody@demo.test")
    effect = db.session.scalars(select(Effect)).one()
    assert effect.kind == "accounts.reset" and "nobody" not in str(effect.payload) + effect.key
    assert mails(app) == []


def test_a_forgotten_password_is_replaced_by_the_link_in_the_mail(app, company, browse):
    browser = browse()
    ask(browser, company.recruiter.email)
    mail = mails(app)[0]
    assert mail["To"].addresses[0].addr_spec == company.recruiter.email
    assert PASSWORD not in str(mail)
    assert set_password(browser, link_in(mail)).location == "/login"
    answer = browser.submit(browser.get("/login"), "form", email=company.recruiter.email, password=NEW_PASSWORD)
    assert answer.status == 303 and signed_in(browser)
    assert events() == ["user.reset_requested", "user.password_changed", "user.login"]


def test_looking_at_a_link_does_not_use_it_up_but_setting_the_password_does(app, company, browse):
    browser = browse()
    ask(browser, company.recruiter.email)
    link = link_in(mails(app)[0])
    for _ in range(3):
        assert browser.get(link).status == 200
    assert set_password(browser, link).status == 303
    assert browser.get(link).status == 410
    assert browse().post(link, {"password": "x" * 12, "repeat": "x" * 12}).status in (400, 410)


def test_a_bad_password_does_not_use_the_link_up(app, company, browse):
    browser = browse()
    ask(browser, company.recruiter.email)
    link = link_in(mails(app)[0])
    answer = set_password(browser, link, "password123")
    assert answer.status == 422 and answer.one("#password-error")
    assert set_password(browser, link).status == 303


def test_a_link_for_a_forgotten_password_opens_for_two_hours(app, company, browse):
    with time_machine.travel("2026-06-01 08:00:00+00:00", tick=False) as clock:
        browser = browse()
        ask(browser, company.recruiter.email)
        reset = link_in(mails(app)[0])
        clock.shift(2 * 3600 - 1)
        assert browser.get(reset).status == 200
        clock.shift(2)
        assert browser.get(reset).status == 410


@pytest.mark.parametrize("path", ["/set-password/nothing", "/portal/set-password/nothing", "/portal/sign-in/nothing"])
def test_an_invented_link_is_gone(company, browse, path):
    assert browse().get(path).status == 410


def test_a_new_password_drops_every_other_link(app, company, browse):
    browser = browse()
    ask(browser, company.recruiter.email)
    mails(app)
    user = db.session.get(User, company.recruiter.id)
    users.send_welcome(user, company.admin)
    first, second = (link_in(mail) for mail in mails(app))
    assert set_password(browser, first).status == 303
    assert browser.get(second).status == 410


def test_peer_03_a_deactivated_account_cannot_use_its_link(app, company, browse, admin):
    browser = browse()
    ask(browser, company.recruiter.email)
    link = link_in(mails(app)[0])
    admin.post(f"/admin/staff/{company.recruiter.id}/deactivation")
    assert browser.get(link).status == 410


def test_a_deactivated_account_gets_no_mail(app, company, browse):
    user = factories.a_user(status=AccountStatus.INACTIVE)
    ask(browse(), user.email)
    assert mails(app) == []


def test_a_link_that_is_known_is_not_in_any_row(app, company, browse):
    ask(browse(), company.recruiter.email)
    token = link_in(mails(app)[0]).rsplit("/", 1)[1]
    link = db.session.scalars(select(OneTimeLink)).one()
    assert token not in link.token_hash and len(link.token_hash) == 64


def test_a_new_client_user_gets_a_welcome_with_name_and_link_and_no_password(app, company, browse):
    user = users.create_client_user(
        company.client_id, first_name="Uma", last_name="Rao", email="Uma@client.test", by=company.recruiter
    )
    mail = mails(app)[0]
    words = mail.get_body(("plain",)).get_content()
    assert "uma@client.test" in words and "Uma" in words and company.recruiter.name in words
    browser = browse()
    assert set_password(browser, link_in(mail)).status == 303
    answer = browser.submit(browser.get("/login"), "form", email="uma@client.test", password=NEW_PASSWORD)
    assert answer.status == 303
    assert user.client_id == company.client_id


def test_asking_twice_at_once_sends_one_mail(app, company, browse):
    with time_machine.travel("2026-06-01 08:00:00+00:00", tick=False):
        browser = browse()
        ask(browser, company.recruiter.email)
        ask(browser, company.recruiter.email)
        assert len(mails(app)) == 1


def test_of_two_who_use_one_link_one_wins(app, company, browse):
    browser, other = browse(), browse()
    ask(browser, company.recruiter.email)
    link = link_in(mails(app)[0])
    pages = browser.get(link), other.get(link)
    answers = [
        b.submit(p, "form", password=word, repeat=word).status
        for b, p, word in ((browser, pages[0], "first-three-words"), (other, pages[1], "second-three-words"))
    ]
    assert answers == [303, 410]
