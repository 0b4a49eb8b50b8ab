"""Candidates: signing in at one company or several, by link, registering, confirming."""

import pytest
from sqlalchemy import select

from portal.accounts import queries
from portal.accounts.models import AccountSession, AccountStatus, CandidateAccount
from portal.accounts.passwords import hash_password, matches
from portal.accounts.services import portal_accounts, registration
from portal.core.database import db
from portal.core.tenancy import as_company
from tests import factories
from tests.accounts.steps import NEW_PASSWORD, events, link_in, mails
from tests.factories import PASSWORD

SECOND = "another-pass-word"


def try_in(browser, email, password=PASSWORD, path="/portal/login"):
    return browser.submit(browser.get(path), "form", email=email, password=password)


def signed_in(browser):
    return browser.get("/portal/change-password").status == 200


def slug_of(company):
    return queries.get_company(company.company_id).slug


def account_at(world, email, password=PASSWORD, **values):
    with as_company(world.company_id):
        account = factories.an_account(email=email, password_hash=hash_password(password), **values)
        number = account.id
        db.session.commit()
    return number


def test_a_candidate_signs_in_with_a_cookie_for_the_portal_alone(company, browse):
    account = factories.an_account()
    browser = browse()
    answer = try_in(browser, account.email)
    assert (answer.status, answer.location) == (303, "/portal/")
    assert signed_in(browser)
    assert browser.client.get_cookie("portal_candidate", path="/portal") is not None
    assert browser.get("/profile").status == 302
    assert "portal_user.login" in events()


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(company, browse):
    account = factories.an_account()
    wrong, unknown = try_in(browse(), account.email, "wrong"), try_in(browse(), "nobody@example.com", "wrong")
    assert wrong.status == unknown.status == 422
    assert wrong.words("#form-errors") == unknown.words("#form-errors")


def test_at_a_companys_own_address_only_its_accounts_count(company, browse):
    other = factories.a_world("Other")
    account_at(other, "same@example.com")
    path = f"/portal/{slug_of(company)}/login"
    assert try_in(browse(), "same@example.com", path=path).status == 422
    account_at(company, "same@example.com", SECOND)
    page = browse().get(path)
    assert "Acme Talent" in page.words()
    assert try_in(browse(), "same@example.com", SECOND, path=path).status == 303


def test_an_unknown_company_address_is_nothing(company, browse):
    assert browse().get("/portal/no-such-company/login").status == 404


def test_of_several_accounts_the_one_whose_password_fits_opens(company, browse):
    other = factories.a_world("Other")
    account_at(company, "same@example.com", SECOND)
    wanted = account_at(other, "same@example.com")
    browser = browse()
    assert try_in(browser, "same@example.com").status == 303
    assert db_session_accounts(other) == [wanted]


def db_session_accounts(world):
    db.session.commit()
    db.session.expunge_all()
    with as_company(world.company_id):
        return list(db.session.scalars(select(AccountSession.account_id)))


def test_when_several_fit_the_person_chooses_the_company(company, browse):
    other = factories.a_world("Other")
    account_at(company, "same@example.com")
    wanted = account_at(other, "same@example.com")
    browser = browse()
    page = try_in(browser, "same@example.com")
    assert page.status == 200 and [b.get_text() for b in page.soup.select("form button")] == ["Acme Talent", "Other"]
    form = next(f for f in page.soup.select("form") if "Other" in f.get_text())
    ticket = form.select_one("[name=ticket]")["value"]
    token = form.select_one("[name=csrf_token]")["value"]
    assert browser.post("/portal/login/company", {"ticket": ticket, "csrf_token": token}).status == 303
    assert signed_in(browser)
    assert db_session_accounts(other) == [wanted]


def test_an_invented_choice_of_company_signs_nobody_in(company, browse):
    browser = browse()
    token = browser.get("/portal/login").one("[name=csrf_token]")["value"]
    answer = browser.post("/portal/login/company", {"ticket": "WzEsMSwxXQ.x.y", "csrf_token": token})
    assert answer.location == "/portal/login" and not signed_in(browser)


def test_a_link_from_a_mail_signs_in_once_and_only_by_its_button(app, company, browse):
    account = factories.an_account()
    browser = browse()
    answer = browser.submit(browser.get("/portal/sign-in-link"), "form", email=account.email)
    assert "Look into your mail" in answer.words()
    link = link_in(mails(app)[0])
    browser.get(link)
    page = browser.get(link)
    assert browser.submit(page, "form").location == "/portal/"
    assert signed_in(browser)
    assert browse().get(link).status == 410


def test_asking_for_a_link_tells_nobody_whether_an_address_is_known(app, company, browse):
    account = factories.an_account()
    browser = browse()
    answers = [
        browser.submit(browser.get("/portal/sign-in-link"), "form", email=email).words("main").replace(email, "")
        for email in (account.email, "nobody@example.com")
    ]
    assert answers[0] == answers[1]
    assert len(mails(app)) == 1


def test_a_forgotten_password_of_the_portal_is_replaced_by_mail(app, company, browse):
    account = factories.an_account()
    browser = browse()
    browser.submit(browser.get("/portal/forgot-password"), "form", email=account.email)
    link = link_in(mails(app)[0])
    assert link.startswith("/portal/set-password/")
    assert browser.submit(browser.get(link), "form", password=NEW_PASSWORD, repeat=NEW_PASSWORD).location == "/portal/"
    assert signed_in(browser)
    assert browse().get(link).status == 410


def register(browser, email, path="/portal/register"):
    return browser.submit(browser.get(path), "form", first_name="Nia", last_name="Okafor", email=email, phone="")


def account_of(email):
    db.session.expire_all()
    return db.session.scalars(select(CandidateAccount).where(CandidateAccount.email == email)).one()


def test_registering_makes_an_account_that_is_not_confirmed_and_linked_to_nobody(app, company, browse):
    candidate = factories.a_candidate(email="nia@example.com")
    answer = register(browse(), "Nia@example.com", f"/portal/{slug_of(company)}/register")
    assert answer.status == 200
    mails(app)
    account = account_of("nia@example.com")
    assert (account.email_confirmed_at, account.candidate_id, account.password_hash) == (None, None, None)
    assert candidate.id


def test_confirming_links_to_the_candidate_with_that_address_and_signs_in(app, company, browse):
    candidate = factories.a_candidate(email="nia@example.com")
    browser = browse()
    register(browser, "nia@example.com")
    link = link_in(mails(app)[0])
    assert link.startswith("/portal/confirm/")
    browser.get(link)
    assert account_of("nia@example.com").email_confirmed_at is None
    browser.submit(browser.get(link), "form", password=NEW_PASSWORD, repeat=NEW_PASSWORD)
    account = account_of("nia@example.com")
    assert account.candidate_id == candidate.id and account.email_confirmed_at is not None
    assert signed_in(browser) and browser.get(link).status == 410
    assert "portal_user.confirmed" in events()


def test_a_deleted_candidate_is_not_linked(app, company, browse):
    factories.a_candidate(email="nia@example.com", deleted_at=factories.at("2026-01-01"))
    browser = browse()
    register(browser, "nia@example.com")
    link = link_in(mails(app)[0])
    browser.submit(browser.get(link), "form", password=NEW_PASSWORD, repeat=NEW_PASSWORD)
    assert account_of("nia@example.com").candidate_id is None


def test_registering_with_a_known_address_looks_the_same_and_changes_nothing(app, company, browse):
    account = factories.an_account(email="nia@example.com")
    answers = [register(browse(), email).words("main").replace(email, "") for email in (account.email, "x@example.com")]
    assert answers[0] == answers[1]
    to_known = mails(app)[0]
    assert "you have one already" in to_known.get_body(("plain",)).get_content()
    assert account_of("nia@example.com").first_name == "Cara"


def an_early_bird(world, browse, email="victim@example.com"):
    """Somebody who registered with another's address and set a password, and has a session."""
    account = registration.open_registration(
        {
            "first_name": "Eve",
            "last_name": "Early",
            "email": email,
            "phone": None,
            "password_hash": hash_password("eves-own-password"),
        }
    )
    browser = browse()
    assert try_in(browser, email, "eves-own-password").status == 303
    return account, browser


def test_peer_15_before_confirming_an_account_is_linked_to_nobody(company, browse):
    candidate = factories.a_candidate(email="victim@example.com")
    account, _ = an_early_bird(company, browse)
    portal_accounts.link_account(account, candidate.id, company.admin)
    person = queries.candidate_person(account, queries.get_company(company.company_id))
    assert person.candidate_id is None


def test_peer_15_confirming_drops_the_password_and_sessions_of_who_was_there_before(app, company, browse):
    factories.a_candidate(email="victim@example.com")
    _, eve = an_early_bird(company, browse)
    assert signed_in(eve)
    victim = browse()
    link = link_in(mails(app)[0])
    victim.submit(victim.get(link), "form", password=NEW_PASSWORD, repeat=NEW_PASSWORD)
    assert signed_in(victim) and not signed_in(eve)
    assert try_in(browse(), "victim@example.com", "eves-own-password").status == 422


def test_peer_15_a_sign_in_link_confirms_and_drops_them_too(app, company, browse):
    _, eve = an_early_bird(company, browse)
    victim = browse()
    victim.submit(victim.get("/portal/sign-in-link"), "form", email="victim@example.com")
    link = next(link_in(m) for m in mails(app) if "sign-in" in link_in(m))
    victim.submit(victim.get(link), "form")
    assert signed_in(victim) and not signed_in(eve)
    account = account_of("victim@example.com")
    assert account.email_confirmed_at is not None and not matches("eves-own-password", account.password_hash)
    page = victim.get("/portal/change-password")
    assert page.soup.select("#current") == []
    assert victim.submit(page, "form", password=NEW_PASSWORD, repeat=NEW_PASSWORD).status == 303


def test_peer_15_an_account_opened_by_staff_drops_them_too(app, company, browse):
    candidate = factories.a_candidate(email="victim@example.com")
    account, eve = an_early_bird(company, browse)
    assert portal_accounts.open_account_for(candidate, company.recruiter).id == account.id
    db.session.commit()
    assert not signed_in(eve)
    assert try_in(browse(), "victim@example.com", "eves-own-password").status == 422
    welcome = next(link_in(m) for m in mails(app) if "set-password" in link_in(m))
    victim = browse()
    victim.submit(victim.get(welcome), "form", password=NEW_PASSWORD, repeat=NEW_PASSWORD)
    assert account_of("victim@example.com").candidate_id == candidate.id


def test_an_account_for_a_candidate_is_made_once(app, company):
    candidate = factories.a_candidate()
    first = portal_accounts.open_account_for(candidate, company.recruiter)
    second = portal_accounts.open_account_for(candidate, company.recruiter)
    assert first.id == second.id and first.candidate_id == candidate.id
    assert {m["To"].addresses[0].addr_spec for m in mails(app)} == {candidate.email}


@pytest.mark.parametrize("change", ["password", "deactivation", "reset"])
def test_peer_03_a_candidates_sessions_end_too(app, company, browse, admin, change):
    account = factories.an_account()
    db.session.commit()
    here, there = browse(), browse()
    try_in(here, account.email)
    try_in(there, account.email)
    if change == "password":
        page = here.get("/portal/change-password")
        here.submit(page, "form", current=PASSWORD, password=NEW_PASSWORD, repeat=NEW_PASSWORD)
        assert signed_in(here)
    elif change == "deactivation":
        admin.post(f"/admin/portal-users/{account.id}/deactivation")
    else:
        admin.post(f"/admin/portal-users/{account.id}/password-reset")
        assert try_in(browse(), account.email).status == 422
    assert not signed_in(there)


def test_a_candidate_who_must_change_the_password_can_do_nothing_else_first(company, browse):
    account = factories.an_account(must_change_password=True)
    browser = browse()
    try_in(browser, account.email)
    page = browser.get("/portal/change-password")
    assert "Before anything else" in page.words()
    browser.submit(
        page, "form[action='/portal/change-password']", current=PASSWORD, password=NEW_PASSWORD, repeat=NEW_PASSWORD
    )
    assert not account_of(account.email).must_change_password


def test_signing_out_of_the_portal_ends_the_session(company, browse):
    account = factories.an_account(must_change_password=True)
    browser = browse()
    try_in(browser, account.email)
    browser.submit(browser.get("/portal/change-password"), "form[action='/portal/sign-out']")
    assert not signed_in(browser)
    assert db_session_accounts(company) == []


def test_a_closed_account_cannot_sign_in(company, browse):
    account = factories.an_account(status=AccountStatus.INACTIVE)
    assert try_in(browse(), account.email).status == 422
