"""The page of an interview, as each kind of person: what it offers, does and refuses."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.models import Role
from portal.candidates.models import ApplicationStatus
from portal.core.database import db
from portal.core.ids import encode
from portal.core.tenancy import as_company
from portal.interviews import queries, services
from portal.interviews.models import Feedback, Interview
from tests import factories
from tests.interviews import steps
from tests.interviews.steps import FIRST, S, actions_on, an_interview, path_of, status_of

STAFF_OFFERS = {
    S.DRAFT: {"offer", "withdraw", "cancel"},
    S.AWAITING: {"book", "withdraw", "cancel"},
    S.CONFIRMED: {"invite", "book", "withdraw", "cancel", "complete", "no-show", "give-back"},
    S.SCHEDULED: {"book", "withdraw", "cancel", "complete", "no-show", "give-back"},
    S.COMPLETED: {"pass", "fail", "hire"},
    S.PASSED: set(),
    S.FAILED: set(),
    S.NO_SHOW: {"renew", "withdraw", "cancel"},
    S.CANCELLED: set(),
}


@pytest.mark.parametrize("status", S)
def test_the_page_offers_what_may_happen_next_and_no_more(company, browse, status):
    interview = an_interview(company, status)
    page = browse(company.recruiter).get(path_of(interview))
    assert page.status == 200
    assert actions_on(page) == STAFF_OFFERS[status]
    assert page.words("h1") == f"Technical round with {interview.candidate.name}"


@pytest.mark.parametrize("status", S)
def test_a_client_user_sees_a_calm_page_with_the_decision_alone(company, browse, status):
    interview = an_interview(company, status)
    page = browse(company.client_user).get(path_of(interview))
    assert actions_on(page) == ({"pass", "fail", "hire"} if status is S.COMPLETED else set())
    assert "History" not in page.text


def test_peer_01_a_client_user_gets_nothing_that_is_not_shared(company, browse):
    hidden = an_interview(company, S.COMPLETED, application=steps.an_application(company, client_sees=False))
    person = browse(company.client_user)
    assert person.get(path_of(hidden)).status == 404
    assert person.post(path_of(hidden, "/pass")).status == 404
    assert "No interview is planned yet" in person.get("/interviews").text


def test_peer_02_feedback_is_not_anothers_to_read(company, browse):
    interview = an_interview(company, S.COMPLETED)
    services.give_feedback(interview, 2, "Confidential words", company.recruiter)
    db.session.commit()
    other_client = factories.a_client()
    stranger = factories.a_user(Role.CLIENT_USER, client_id=other_client.id)
    from portal.accounts.queries import get_company, person_of

    outsider = browse(person_of(stranger, get_company(company.company_id)))
    for rest in ("", "/feedback"):
        answer = outsider.get(path_of(interview, rest))
        assert (answer.status, "Confidential" in answer.text) == (404, False)


STAFF_POSTS = ["/offer", "/booking", "/booking/return", "/invitation", "/completion", "/no-show", "/renewal",
               "/cancellation", "/slots", "/edit"]  # fmt: skip


@pytest.mark.parametrize("rest", STAFF_POSTS)
def test_peer_08_a_client_user_cannot_call_what_is_the_staffs(company, browse, rest):
    interview = an_interview(company, S.SCHEDULED)
    assert browse(company.client_user).post(path_of(interview, rest)).status == 403
    assert status_of(interview) is S.SCHEDULED


@pytest.mark.parametrize("rest", ["/offer", "/booking", "/invitation", "/cancellation", "/pass", "/failure", "/hire"])
def test_peer_25_a_post_without_the_forms_secret_changes_nothing(company, browse, rest):
    interview = an_interview(company, S.AWAITING)
    browser = browse(company.recruiter)
    browser.csrf = ""
    assert browser.post(path_of(interview, rest)).status == 400
    assert status_of(interview) is S.AWAITING


def test_the_recruiter_books_for_the_candidate_and_invites(company, browse):
    interview = an_interview(company)
    recruiter = browse(company.recruiter)
    page = recruiter.get(path_of(interview))
    first = page.soup.select("form[data-action=book]")[0].select_one("input[name=slot]")["value"]
    page = recruiter.follow(recruiter.post(path_of(interview, "/booking"), {"slot": first}))
    page = recruiter.follow(recruiter.submit(page, "form[data-action=invite]"))
    assert status_of(interview) is S.SCHEDULED
    assert "Wed 16 Dec 2026, 10:30 – 11:15 IST" in page.words()


def test_a_taken_slot_answers_409_with_fresh_ones(company, browse):
    hana = steps.an_interviewer()
    interview = an_interview(company, interviewer_ids=[hana])
    other = an_interview(company, interviewer_ids=[hana])
    wanted = encode("slot", queries.slots_of(other.id)[0].id)
    steps.book(interview, company)
    answer = browse(company.recruiter).post(path_of(other, "/booking"), {"slot": wanted})
    assert answer.status == 409
    assert "just taken" in answer.words()
    assert len(answer.soup.select("form[data-action=book]")) == 2
    assert status_of(other) is S.AWAITING


@pytest.mark.parametrize("wanted", ["", "slot_nothing", "999999", "x" * 500])
def test_a_slot_that_is_not_there_is_not_found(company, browse, wanted):
    interview = an_interview(company)
    assert browse(company.recruiter).post(path_of(interview, "/booking"), {"slot": wanted}).status == 404


WALK = [
    (S.CONFIRMED, "give-back", S.AWAITING),
    (S.SCHEDULED, "complete", S.COMPLETED),
    (S.SCHEDULED, "no-show", S.NO_SHOW),
    (S.NO_SHOW, "renew", S.AWAITING),
    (S.DRAFT, "offer", S.AWAITING),
    (S.AWAITING, "cancel", S.CANCELLED),
    (S.COMPLETED, "pass", S.PASSED),
]


@pytest.mark.parametrize(("begin", "action", "end"), WALK)
def test_each_action_of_the_page_does_what_it_says(company, browse, begin, action, end):
    interview = an_interview(company, begin)
    recruiter = browse(company.recruiter)
    page = recruiter.get(path_of(interview))
    assert recruiter.follow(recruiter.submit(page, f"form[data-action={action}]")).status == 200
    assert status_of(interview) is end


def test_an_action_out_of_turn_answers_409_and_names_no_code_alone(company, browse):
    interview = an_interview(company, S.PASSED)
    answer = browse(company.recruiter).post(path_of(interview, "/invitation"))
    assert answer.status == 409
    assert "An interview that is Passed" in answer.words()


def test_the_client_hires_in_words(company, browse):
    interview = an_interview(company, S.COMPLETED)
    client = browse(company.client_user)
    page = client.get(path_of(interview))
    shown = client.follow(client.submit(page, "form[data-action=hire]", salary_offered="₹24 L a year"))
    assert "The hire has begun" in shown.words()
    with as_company(company.company_id):
        application = queries.get_application(interview.application_id)
        assert (application.status, application.salary_offered) == (ApplicationStatus.SELECTED, "₹24 L a year")


def test_a_failure_needs_its_reason(company, browse):
    interview = an_interview(company, S.COMPLETED)
    client = browse(company.client_user)
    refused = client.submit(client.get(path_of(interview)), "form[data-action=fail]", reason=" ")
    assert refused.status == 422
    assert status_of(interview) is S.COMPLETED
    client.follow(client.submit(refused, "form[data-action=fail]", reason="Not enough SQL"))
    assert status_of(interview) is S.FAILED


def test_feedback_is_given_changed_and_shown(company, browse):
    interview = an_interview(company, S.COMPLETED)
    client = browse(company.client_user)
    page = client.get(path_of(interview, "/feedback"))
    assert client.submit(page, "main form[method=post]").status == 422
    shown = client.follow(client.submit(page, "main form[method=post]", rating="4", text="Convincing"))
    assert "Convincing" in shown.text
    again = client.get(path_of(interview, "/feedback"))
    assert again.one("input[name=rating][checked]")["value"] == "4"
    client.follow(client.submit(again, "main form[method=post]", rating="5"))
    assert db.session.scalars(select(Feedback.rating)).one() == 5


@pytest.mark.parametrize("rating", ["0", "6", "-1", "five", ""])
def test_a_rating_outside_one_to_five_is_refused_with_the_words_kept(company, browse, rating):
    interview = an_interview(company, S.COMPLETED)
    answer = browse(company.recruiter).post(path_of(interview, "/feedback"), {"rating": rating, "text": "Kept words"})
    assert answer.status == 422
    assert answer.one("textarea[name=text]").get_text().strip() == "Kept words"


def test_peer_10_peer_23_hostile_words_stand_as_text(company, browse):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    candidate = factories.a_candidate(first_name=evil, last_name="\"'><b>")
    application = factories.an_application(candidate, factories.a_job(company.client_id, title=evil), client_sees=True)
    interview = an_interview(company, S.COMPLETED, application=application, round_name=evil[:100], instructions=evil)
    services.give_feedback(interview, 1, evil, company.recruiter)
    for person in (company.recruiter, company.client_user):
        browser = browse(person)
        for path in (path_of(interview), path_of(interview, "/feedback"), "/interviews"):
            page = browser.get(path)
            assert page.status == 200
            assert not page.soup.select("main script, main img, h1 b")


def test_peer_08_a_candidates_session_is_not_a_staff_session(company, browse):
    interview = an_interview(company)
    account = factories.an_account(db.session.get(type(interview.candidate), interview.candidate_id))
    person = steps.candidate_person(company, interview.candidate_id, account.id)
    answer = browse(person).post(path_of(interview, "/cancellation"))
    assert answer.status in (303, 302, 400, 404)
    assert status_of(interview) is S.AWAITING


def test_peer_14_ids_in_the_body_move_nothing_elsewhere(company, browse):
    interview = an_interview(company)
    recruiter = browse(company.recruiter)
    page = recruiter.get(path_of(interview, "/edit"))
    extra = {"company_id": "2", "client_id": "99", "candidate_id": "99", "application_id": "99", "id": "99"}
    recruiter.follow(recruiter.submit(page, "main form[method=post]", round_name="Renamed", **extra))
    row = db.session.scalars(select(Interview)).one()
    assert (row.round_name, row.client_id, row.company_id) == ("Renamed", company.client_id, company.company_id)
    assert row.candidate_id == interview.candidate_id


def test_when_every_offered_time_has_passed_the_page_says_so(company, browse):
    interview = an_interview(company)
    warning = "None of the offered times is free any more"
    assert warning not in browse(company.recruiter).get(path_of(interview)).words()
    with time_machine.travel(FIRST + timedelta(days=1), tick=False):
        assert warning in browse(company.recruiter).get(path_of(interview)).words()


def test_feedback_before_the_end_keeps_the_words(company, browse):
    interview = an_interview(company, S.SCHEDULED)
    answer = browse(company.recruiter).post(path_of(interview, "/feedback"), {"rating": "4", "text": "Kept words"})
    assert answer.status == 409
    assert "once the interview is over" in answer.words()
    assert answer.one("textarea[name=text]").get_text().strip() == "Kept words"
