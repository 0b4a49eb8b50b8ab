"""The link in the mail: opens one interview, harmlessly and as often as needed, and nothing else."""

import contextvars
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.models import AccountStatus, LinkPurpose, OneTimeLink, User
from portal.accounts.services.links import make_link
from portal.candidate_portal.services import open_interview_link
from portal.candidates.models import Candidate
from portal.candidates.services import applications
from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db
from portal.core.mail import Mail, mailbox_folder
from portal.core.tenancy import enter
from portal.interviews.models import InterviewStatus as S
from tests import factories
from tests.candidate_portal.steps import a_link_to, actions_on, an_account_of, book_first, path_of, send, slots_on
from tests.interviews.steps import NOW, an_application, an_interview, chosen
from tests.queries import MOST_PER_PAGE, count_queries


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_mail_that_asks_for_a_time_carries_a_link_that_opens_the_page(company, app, browse):
    interview = an_interview(company)
    db.session.commit()
    db.session.expunge_all()
    outbox.run_due()
    db.session.rollback()
    address = db.session.scalars(select(Candidate.email).where(Candidate.id == interview.candidate_id)).one()
    assert db.session.scalars(select(Mail.template).where(Mail.to_email == address)).all() == ["interview_slots"]
    text = next(mailbox_folder().glob("*.eml")).read_text()
    token = text.replace("=\n", "").partition("/portal/i/")[2].split()[0].split('"')[0]
    assert browse().get(f"/portal/i/{token}").words("h1") == "Interview: Technical round"


def test_a_scanner_that_opens_everything_changes_nothing(company, browse):
    interview = an_interview(company, S.SCHEDULED)
    link = a_link_to(interview)
    scanner = browse()
    for path in (link, f"{link}/change", f"{link}/interview.ics", f"{link}?zone=UTC"):
        assert scanner.get(path).status == 200
        assert contextvars.Context().run(scanner.client.head, path).status_code == 200
    for rest in ("booking", "move", "cancellation", "message"):
        assert scanner.get(f"{link}/{rest}").status == 405
    row = db.session.scalars(select(OneTimeLink)).one()
    assert row.used_at is None and len(chosen(interview)) == 1


def test_the_link_opens_again_after_booking_moving_and_cancelling(company, browse):
    link = a_link_to(an_interview(company))
    browser = browse()
    assert book_first(browser, browser.get(link)).status == 303
    change = browser.get(f"{link}/change")
    assert browser.submit(change, "form[data-action=move]", slot=next(iter(slots_on(change)))).status == 303
    assert send(browser, link, "cancellation").status == 303
    assert actions_on(browse().get(link)) == {"book", "ask"}


def test_a_secret_address_goes_to_no_other_site_into_no_cache_and_into_no_index(company, browse):
    link = a_link_to(an_interview(company))
    for path in (link, "/portal/i/nothing"):
        headers = browse().get(path).headers
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]


def test_the_form_of_the_link_is_taken_with_the_origin_that_a_browser_sends(company, browse):
    interview = an_interview(company)
    link, browser = a_link_to(interview), browse()
    secret = browser.get(link).one("meta[name=csrf-token]")["content"]
    slot = next(iter(slots_on(browser.get(link))))
    for origin, status in (("null", 400), ("https://evil.example", 400), ("http://localhost", 303)):
        headers = {"X-CSRFToken": secret, "Origin": origin}
        assert browser.post(f"{link}/booking", {"slot": slot}, headers=headers).status == status


def test_peer_25_a_post_without_the_forms_secret_is_refused(company, browse):
    interview = an_interview(company, S.SCHEDULED)
    link = a_link_to(interview)
    for rest in ("booking", "move", "cancellation", "message"):
        assert browse().post(f"{link}/{rest}", {"message": "hello"}).status == 400
    assert len(chosen(interview)) == 1


@pytest.mark.parametrize("rest", ["", "/change", "/interview.ics"])
@pytest.mark.parametrize("token", ["nothing", "x" * 500, "%00", "..%2f..", "<script>"])
def test_a_link_that_is_none_says_what_to_do(company, browse, token, rest):
    answer = browse().get(f"/portal/i/{token}{rest}")
    assert answer.status == 404
    if "/" not in token and "%2f" not in token:
        assert "newest e-mail" in answer.words("main") and "<script>" not in answer.text


def test_a_link_ends_with_its_time_with_the_candidate_and_with_the_company(company, browse):
    interview = an_interview(company)
    link = a_link_to(interview, hours=1)
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        assert browse().get(link).status == 404
    assert browse().get(link).status == 200
    db.session.get(Candidate, interview.candidate_id).deleted_at = now()
    assert browse().get(link).status == 404


def test_a_link_of_another_purpose_opens_no_interview(company, browse):
    interview = an_interview(company)
    facts = {"company_id": company.company_id, "interview_id": interview.id}
    token = make_link(LinkPurpose.SIGN_IN, {**facts, "account_id": an_account_of(interview).id})
    assert browse().get(f"/portal/i/{token}").status == 404


def test_the_link_opens_its_interview_and_nothing_else(company, browse):
    application = an_application(company)
    interview = an_interview(company, application=application)
    browser = browse()
    page = browser.get(a_link_to(interview))
    assert page.status == 200 and not page.soup.select("nav, header form")
    for path in ("/portal/", "/portal/applications", "/portal/profile", path_of(interview)):
        answer = browser.get(path)
        assert answer.status == 302 and "/portal/login" in answer.location


def test_whoever_is_signed_in_sees_by_a_link_what_the_link_opens_and_no_frame_of_their_own(company, browse):
    interview, mine = an_interview(company), an_interview(company)
    browser = browse(an_account_of(mine))
    page = browser.get(a_link_to(interview))
    assert page.status == 200 and not page.soup.select("nav, header form")
    assert book_first(browser, page).status == 303
    assert len(chosen(interview)) == 1 and not chosen(mine)


def test_the_portal_of_one_candidate_shows_nothing_of_another(company, browse):
    interview = an_interview(company, S.SCHEDULED)
    stranger = browse(an_account_of(an_interview(company)))
    for rest in ("", "/change", "/interview.ics"):
        assert stranger.get(path_of(interview, rest)).status == 404
    for rest in ("booking", "move", "cancellation", "message"):
        data = {"slot": "1", "message": "hello"}
        assert stranger.post(path_of(interview, f"/{rest}"), data).status == 404
    assert len(chosen(interview)) == 1


def test_the_link_gives_the_right_to_book_and_no_other(company):
    link = a_link_to(an_interview(company))
    db.session.commit()
    db.session.expunge_all()
    enter(None)
    opened = open_interview_link(link.rpartition("/")[2])
    assert {str(p) for p in opened.by.permissions} == {"interviews.book"}


def test_the_zone_of_an_account_that_is_not_confirmed_says_nothing(company, browse):
    interview = an_interview(company)
    an_account_of(interview, time_zone="Asia/Tokyo", email_confirmed_at=None)
    assert "Kolkata" in browse().get(a_link_to(interview)).words("#zone")


def test_after_a_rejection_the_link_says_kindly_that_it_is_off(company, browse):
    application = an_application(company)
    interview = an_interview(company, application=application)
    link = a_link_to(interview)
    applications.reject_application(application, company.recruiter, "no SQL")
    page = browse().get(link)
    assert page.words("h1") == "This interview is cancelled" and "SQL" not in page.text


def test_the_recruiter_who_left_is_not_who_to_ask(company, browse):
    interview = an_interview(company)
    link = a_link_to(interview)
    db.session.scalars(select(User).where(User.email == company.recruiter.email)).one().status = AccountStatus.INACTIVE
    page = browse().get(link)
    assert company.recruiter.email not in page.text and "your recruiter at Acme Talent" in page.words("main")


@pytest.mark.parametrize("rest", ["", "/change", "/interview.ics"])
def test_no_more_than_twelve_statements(company, browse, rest):
    people = [factories.a_user().id for _ in range(6)]
    guests = [(f"Guest {n}", f"guest{n}@example.com") for n in range(6)]
    interview = an_interview(company, S.SCHEDULED, interviewer_ids=people, guests=guests)
    for browser, path in ((browse(an_account_of(interview)), path_of(interview)), (browse(), a_link_to(interview))):
        db.session.commit()
        with count_queries() as sent:
            assert browser.get(f"{path}{rest}").status == 200
        assert len(sent) <= MOST_PER_PAGE, str(sent)
