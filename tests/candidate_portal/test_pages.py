"""The candidate's home, applications and profile: their own things, in their own words, and nothing internal."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.models import CandidateAccount
from portal.candidates.models import Application, ApplicationStatus, Candidate
from portal.candidates.rules import WITHDRAWN
from portal.core import outbox
from portal.core.database import db
from portal.core.ids import encode
from portal.interviews.models import Interview
from portal.interviews.models import InterviewStatus as S
from tests import factories
from tests.candidate_portal.steps import actions_on, an_account_of, path_of
from tests.interviews.steps import FIRST, NOW, an_application, an_interview, slot
from tests.queries import MOST_PER_PAGE, count_queries

A = ApplicationStatus
PAYLOADS = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "<svg/onload=alert(1)>"]


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


def account_person(application, **values):
    """The account of the application's candidate, as somebody who acts."""
    account = factories.an_account(db.session.get(Candidate, application.candidate_id), **values)
    return accounts.candidate_person(account, accounts.get_company(account.company_id))


def application_path(application, rest=""):
    return f"/portal/applications/{encode('app', application.id)}{rest}"


def test_home_says_first_what_is_to_do(company, browse):
    application = an_application(company)
    interview = an_interview(company, application=application)
    page = browse(account_person(application)).get("/portal/")
    assert page.words("main section h2") == "Choose a time for your interview"
    assert page.one("main section a.btn-primary")["href"] == path_of(interview)
    assert page.one("main section a.btn-primary").get_text(strip=True) == "See the 3 times"


def test_home_shows_the_next_interview_with_its_time_and_its_link(company, browse):
    person = an_account_of(an_interview(company, S.SCHEDULED))
    page = browse(person).get("/portal/")
    assert page.words("main section h2") == "Your next interview"
    assert "Wednesday 16 December 2026 10:30 – 11:15 Kolkata (IST)" in page.words("main section")
    assert page.one('a[href="https://meet.example.org/abc"]')


def test_home_calls_people_into_an_interview_that_runs(company, browse):
    interview = an_interview(company, S.SCHEDULED)
    with time_machine.travel(FIRST + timedelta(minutes=10), tick=False):
        page = browse(an_account_of(interview)).get("/portal/")
        assert page.words("main section h2") == "Your interview is now"
        assert "Join the call" in page.words("main section")
    with time_machine.travel(FIRST + timedelta(minutes=45), tick=False):
        assert "Nothing waits for you" in browse(an_account_of_again(interview)).get("/portal/").words("main")


def an_account_of_again(interview):
    account = db.session.scalars(
        select(CandidateAccount).where(CandidateAccount.candidate_id == interview.candidate_id)
    ).one()
    return accounts.candidate_person(account, accounts.get_company(account.company_id))


def test_home_without_anything_says_so_and_what_will_come(company, browse):
    page = browse(account_person(an_application(company))).get("/portal/")
    assert "Nothing waits for you at the moment" in page.words("main")


def test_drafts_are_not_told_of(company, browse):
    application = an_application(company)
    interview = an_interview(company, S.DRAFT, application=application)
    browser = browse(account_person(application))
    for path in ("/portal/", "/portal/applications", application_path(application)):
        text = browser.get(path).text
        assert interview.round_name not in text and "/portal/interviews/" not in text


def test_the_clients_name_is_told_once_an_interview_was_offered(company, browse):
    application = an_application(company)
    person = account_person(application)
    client = application.job.client.company_name
    for path in ("/portal/", "/portal/applications", application_path(application)):
        assert client not in browse(person).get(path).text
    an_interview(company, application=application)
    for path in ("/portal/", "/portal/applications", application_path(application)):
        assert client in browse(person).get(path).text


@pytest.mark.parametrize("status", A)
def test_an_application_tells_its_state_and_nothing_internal(company, browse, status):
    application = an_application(
        company, status=status, rejection_reason="narwhal reason", match_score=0.87, ai_story={"headline": "narwhal"}
    )
    browser = browse(account_person(application))
    for path in ("/portal/", "/portal/applications", application_path(application)):
        text = browser.get(path).text
        assert "narwhal" not in text and "87%" not in text and "0.87" not in text and status.value not in text


def test_an_application_lists_its_interviews(company, browse):
    application = an_application(company)
    an_interview(company, S.PASSED, application=application)
    an_interview(company, application=application, round_name="Final talk", slots=[slot(24)])
    words = browse(account_person(application)).get(application_path(application)).words("main")
    assert "Technical round Wed 16 Dec 2026, 10:30 IST Over" in words
    assert "Final talk choose a time Waits for you" in words and "Passed" not in words


def test_withdrawing_ends_the_application_and_calls_interviews_off(company, browse):
    application = an_application(company)
    interview = an_interview(company, S.SCHEDULED, application=application)
    browser = browse(account_person(application))
    answer = browser.submit(browser.get(application_path(application)), "form[data-action=withdraw]")
    page = browser.follow(answer)
    assert "You have withdrawn this application." in page.words("main") and not actions_on(page)
    stored = db.session.execute(select(Application.status, Application.rejection_reason)).one()
    assert stored == (A.REJECTED, WITHDRAWN)
    assert (
        db.session.scalars(select(Interview.interview_status).where(Interview.id == interview.id)).one() is S.CANCELLED
    )


@pytest.mark.parametrize("status", [A.REJECTED, A.SELECTED])
def test_what_has_ended_is_not_withdrawn(company, browse, status):
    application = an_application(company, status=status, rejection_reason="no SQL")
    browser = browse(account_person(application))
    assert browser.post(application_path(application, "/withdrawal")).status == 303
    assert db.session.execute(select(Application.status, Application.rejection_reason)).one() == (status, "no SQL")


def test_another_candidate_sees_and_withdraws_nothing(company, browse):
    application = an_application(company)
    stranger = browse(account_person(an_application(company)))
    assert stranger.get(application_path(application)).status == 404
    assert stranger.post(application_path(application, "/withdrawal")).status == 404
    assert db.session.get(Application, application.id).status is A.NEW


def test_peer_08_a_candidate_who_calls_what_staff_do_changes_nothing(company, browse, app):
    interview = an_interview(company, S.COMPLETED)
    browser = browse(an_account_of(interview))
    cookie = browser.client.get_cookie("portal_candidate", path="/portal")
    browser.client.set_cookie("portal_session", cookie.value)
    secret = browser.get("/login").one("meta[name=csrf-token]")["content"]
    rules = [r.rule for r in app.url_map.iter_rules() if r.rule.startswith("/interviews/<") and "POST" in r.methods]
    assert len(rules) > 8
    for rule in rules:
        path = rule.replace("<sid(int):interview_id>", str(encode("int", interview.id))).replace(
            "<sid(slot):slot_id>", "1"
        )
        data = {"feedback": "great", "rating": "5", "reason": "x", "slot": "1"}
        answer = browser.post(path, data, headers={"X-CSRFToken": secret})
        assert answer.status in (302, 303) and "/login" in answer.location, path
    assert db.session.scalars(select(Interview.interview_status)).one() is S.COMPLETED


def test_an_account_that_is_not_confirmed_sees_only_what_it_entered(company, browse):
    application = an_application(company)
    interview = an_interview(company, application=application)
    browser = browse(account_person(application, email_confirmed_at=None, phone="+91 98400 12345"))
    home = browser.get("/portal/")
    assert "Please confirm your e-mail address." in home.words("main")
    for path in ("/portal/", "/portal/applications"):
        text = browser.get(path).text
        assert application.job.title not in text and interview.round_name not in text
    assert browser.get(application_path(application)).status == 404
    assert browser.get(path_of(interview)).status == 404
    assert browser.get("/portal/profile").one("#phone")["value"] == "+91 98400 12345"


def save(browser, **values):
    return browser.submit(browser.get("/portal/profile"), "form[data-action=save]", **values)


def test_the_profile_is_changed_by_its_owner(company, browse):
    person = account_person(an_application(company))
    browser = browse(person)
    answer = save(
        browser,
        first_name="Priya K.",
        phone="+44 20 7946 0000",
        linkedin_url="linkedin.com/in/Priya",
        time_zone="Europe/Berlin",
    )
    assert "saved" in browser.follow(answer).words("#toasts")
    account = db.session.get(CandidateAccount, person.id)
    assert (account.first_name, account.phone, account.time_zone) == ("Priya K.", "+44 20 7946 0000", "Europe/Berlin")
    assert account.linkedin_url == "https://linkedin.com/in/priya"


def test_the_profile_of_an_account_that_is_not_confirmed_can_be_changed_too(company, browse):
    person = account_person(an_application(company), email_confirmed_at=None)
    assert save(browse(person), first_name="Ana").status == 303
    assert db.session.get(CandidateAccount, person.id).first_name == "Ana"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", ""),
        ("first_name", "x" * 121),
        ("phone", "call me"),
        ("phone", "12"),
        ("linkedin_url", "javascript:alert(1)"),
        ("linkedin_url", "https://evil.example/linkedin.com/in/x"),
        ("time_zone", "Mars/Base"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field_and_kept(company, browse, field, value):
    answer = save(browse(account_person(an_application(company))), **{field: value, "last_name": "Kept"})
    assert answer.status == 422
    assert answer.one(f"#{field}")["aria-invalid"] == "true" and answer.one("#last_name")["value"] == "Kept"


def test_peer_14_only_ones_own_fields_are_changed(company, browse):
    person = account_person(an_application(company))
    before = db.session.get(CandidateAccount, person.id)
    kept = (before.email, before.candidate_id, before.company_id, before.status, before.email_confirmed_at)
    save(browse(person), email="new@example.com", candidate_id="1", company_id="2", status="inactive", id="9", phone="")
    after = db.session.get(CandidateAccount, person.id)
    assert kept == (after.email, after.candidate_id, after.company_id, after.status, after.email_confirmed_at)


def test_two_tabs_with_the_profile_do_not_overwrite_each_other(company, browse):
    browser = browse(account_person(an_application(company)))
    page = browser.get("/portal/profile")
    assert browser.submit(page, "form[data-action=save]", phone="+44 20 7946 0000").status == 303
    stale = browser.submit(page, "form[data-action=save]", phone="+44 20 7946 0001")
    assert stale.status == 409 and "+44 20 7946 0000" in stale.words("#conflict")
    assert stale.one("#phone")["value"] == "+44 20 7946 0001"
    assert browser.submit(stale, "form[data-action=save]").status == 303


def test_a_zone_saved_in_the_profile_counts_from_now_on(company, browse):
    interview = an_interview(company)
    browser = browse(an_account_of(interview))
    browser.get(f"{path_of(interview)}?zone=Asia/Tokyo")
    save(browser, time_zone="Europe/Berlin")
    assert "Times are in Berlin (CET)" in browser.get(path_of(interview)).words("#zone")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_peer_23_what_a_candidate_writes_is_text_to_the_candidate_and_to_staff(company, browse, payload):
    interview = an_interview(company)
    browser = browse(an_account_of(interview))
    save(browser, first_name=payload, last_name=payload)
    staff_path = f"/interviews/{encode('int', interview.id)}"
    browser.submit(browser.get(path_of(interview)), "form[data-action=ask]", message=payload)
    assert payload in browser.get("/portal/").words("h1")
    db.session.expunge_all()
    outbox.run_due()
    db.session.rollback()
    staff = browse(company.recruiter)
    pages = [browser.get("/portal/"), browser.get("/portal/profile"), staff.get("/notifications")]
    assert payload in pages[-1].soup.get_text()
    for page in [*pages, staff.get(staff_path)]:
        assert page.status == 200 and not page.soup.select("[onerror], [onload], main script")


@pytest.mark.parametrize("path", ["/portal/", "/portal/applications", "/portal/profile", "application"])
def test_no_more_than_twelve_statements(company, browse, path):
    person = factories.a_candidate()
    made = [factories.an_application(person, factories.a_job(company.client_id)) for _ in range(6)]
    for number, application in enumerate(made):
        an_interview(
            company, S.SCHEDULED if number < 3 else S.AWAITING, application=application, slots=[slot(number * 2)]
        )
    browser = browse(account_person(made[0]))
    with count_queries() as sent:
        assert browser.get(application_path(made[0]) if path == "application" else path).status == 200
    assert len(sent) <= MOST_PER_PAGE, str(sent)


def test_nobody_enters_without_signing_in(company, browse):
    for path in ("/portal/", "/portal/applications", "/portal/profile"):
        answer = browse().get(path)
        assert answer.status == 302 and "/portal/login" in answer.location
        assert browse(company.admin).get(path).status == 302
