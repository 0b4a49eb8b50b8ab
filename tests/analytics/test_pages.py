"""The dashboards: what waits for whom, and that every figure is the length of the list that it links to."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from sqlalchemy import event

from portal.analytics import queries
from portal.analytics.rules import day_of
from portal.candidates.models import ApplicationStatus, CvUpload, UploadState
from portal.core.clock import now
from portal.core.database import db
from portal.core.ids import encode
from portal.interviews.models import Feedback, Interview, Interviewer, InterviewStatus
from portal.jobs.models import JobStatus
from tests import factories
from tests.interviews import steps

A, S = ApplicationStatus, InterviewStatus
_numbers = iter(range(1, 1_000_000))


@pytest.fixture(autouse=True)
def monday():
    """Monday, 14 December 2026, 08:30 in Kolkata."""
    with time_machine.travel(steps.NOW, tick=True):
        yield


def an_interview(world, status, *, start=None, with_me=None, **values):
    """An interview as a row: its status and its time are what a dashboard reads."""
    application = steps.an_application(world, **values.pop("application", {}))
    number = next(_numbers)
    interview = Interview(
        **{
            "application_id": application.id,
            "candidate_id": application.candidate_id,
            "job_id": application.job_id,
            "client_id": application.client_id,
            "interview_status": status,
            "interview_round": 1,
            "round_name": "Technical round",
            "scheduled_start_time": start,
            "scheduled_end_time": start + timedelta(minutes=45) if start else None,
            "ics_uid": f"uid-{number}",
            "created_at": now(),
            "updated_at": now(),
            **values,
        }
    )
    db.session.add(interview)
    db.session.flush()
    if with_me is not None:
        db.session.add(Interviewer(interview_id=interview.id, user_id=with_me.id))
        db.session.flush()
    return interview


def a_busy_company(world):
    """Something in every figure, and one thing beside each that must not be counted."""
    hour, yesterday = now() + timedelta(hours=1), now() - timedelta(days=1)
    an_interview(world, S.CONFIRMED, start=hour, meeting_link="https://meet.example.org/abc")
    an_interview(world, S.SCHEDULED, start=hour + timedelta(hours=2))
    an_interview(world, S.SCHEDULED, start=hour + timedelta(days=2))
    an_interview(world, S.SCHEDULED, start=yesterday)
    an_interview(world, S.CANCELLED, start=hour)
    for _ in range(3):
        an_interview(world, S.AWAITING)
    an_interview(world, S.COMPLETED, start=yesterday, with_me=world.recruiter)
    said = an_interview(world, S.COMPLETED, start=yesterday, with_me=world.recruiter)
    moment = {"created_at": now(), "updated_at": now()}
    db.session.add(Feedback(interview_id=said.id, user_id=world.recruiter.id, rating=4, text="Good", **moment))
    an_interview(world, S.COMPLETED, start=yesterday)
    for status in ApplicationStatus:
        for _ in range(list(ApplicationStatus).index(status) + 1):
            steps.an_application(world, status=status)
    twice = factories.a_candidate()
    for _ in range(2):
        factories.an_application(twice, factories.a_job(world.client_id), status=A.NEW)
    gone = factories.a_candidate(deleted_at=now())
    factories.an_application(gone, factories.a_job(world.client_id), status=A.NEW)
    for days in (1, 3, 20):
        at = now() - timedelta(days=days)
        steps.an_application(world, status=A.SELECTED, selected_at=at, moved_at=at)
    factories.a_job(world.client_id, status=JobStatus.ON_HOLD)
    factories.a_job(world.client_id, status=JobStatus.FILLED)
    job = factories.a_job(world.client_id)
    for state in UploadState:
        db.session.add(CvUpload(batch="b", job_id=job.id, name="cv.pdf", state=state, created_at=now()))
    db.session.flush()


def figures_of(page):
    """Every figure of the page: its number and the address it leads to."""
    links = [*page.soup.select("main a.figure"), *page.soup.select("main a[data-figure]")]
    return [(int(re.search(r"\d+", link.get_text().replace(",", "")).group()), link["href"]) for link in links]


def length_of_list(browser, address):
    """How many rows the list at the address has on all of its pages."""
    length = 0
    while address:
        page = browser.get(address)
        assert page.status == 200, address
        rows = page.soup.select("main table tbody tr") or page.soup.select("main [data-row]")
        if urlsplit(address).path.endswith("/uploads"):
            words = [state.get_text(strip=True).lower() for state in page.soup.select("main .state")]
            rows = [w for w in words if w in ("duplicate", "unreadable", "refused", "known already")]
        length += len(rows)
        link = page.soup.select_one("main a[rel=next]")
        address = link["href"] if link else None
    return length


def test_every_figure_of_staff_is_the_length_of_its_list(company, browse):
    a_busy_company(company)
    browser = browse(company.recruiter)
    page = browser.get("/today")
    figures = figures_of(page)
    assert len(figures) >= 4 + 7 + 10
    wrong = [(number, address, length_of_list(browser, address)) for number, address in figures]
    assert not [w for w in wrong if w[0] != w[2]], "figure, list, its length"


def test_every_figure_of_a_client_user_is_the_length_of_its_list(company, browse):
    a_busy_company(company)
    browser = browse(company.client_user)
    figures = figures_of(browser.get("/today"))
    assert len(figures) == 2
    assert [length_of_list(browser, address) for _, address in figures] == [number for number, _ in figures]


def test_counts_are_right(company):
    a_busy_company(company)
    found = queries.counts(company.recruiter, day_of(now(), "Asia/Kolkata"))
    assert (found.today, found.over, found.coming) == (2, 1, 3)
    assert (found.choosing, found.undecided, found.feedback) == (3, 3, 1)


def test_people_are_counted_once_and_the_deleted_not(company):
    a_busy_company(company)
    found = queries.pipeline(day_of(now(), "Asia/Kolkata"))
    # 11 interviews have a new application each, one person is new, one has applied twice.
    assert found.people[A.NEW] == 13
    assert found.people[A.SHORTLISTED] == 3
    assert (found.hires, found.hires_before) == (2, 1)
    assert found.jobs[JobStatus.ON_HOLD] == 1


def test_counting_stops_at_the_cap_however_many_there_are(company, browse):
    job = factories.a_job(company.client_id)
    people = [factories.a_candidate() for _ in range(queries.MOST_COUNTED + 5)]
    for person in people:
        factories.an_application(person, job)
    assert queries.pipeline(day_of(now(), "UTC")).people[A.NEW] == queries.MOST_COUNTED + 1
    page = browse(company.recruiter).get("/today")
    assert page.one('a[data-figure="reviews"]').find(string=True) == "1,000+"


def test_another_companys_work_is_not_counted(company, browse):
    a_busy_company(company)
    db.session.commit()
    db.session.expunge_all()
    other = factories.a_world("Other")
    page = browse(other.admin).get("/today")
    assert {number for number, _ in figures_of(page)} == {0}
    assert "Nothing waits for you" in page.words()


def test_a_client_user_decides_on_what_their_client_sees(company, browse):
    shown = an_interview(company, S.COMPLETED, start=now() - timedelta(hours=3), feedback="Strong in SQL", rating=4)
    an_interview(company, S.COMPLETED, start=now(), application={"client_sees": False})
    other = factories.a_client()
    hidden = factories.an_application(factories.a_candidate(), factories.a_job(other.id), client_sees=True)
    an_interview(company, S.COMPLETED, start=now(), application_id=hidden.id, client_id=other.id)
    page = browse(company.client_user).get("/today")
    assert page.words("h1") == "1 person waits for your decision"
    assert "Strong in SQL" in page.words(".decision")
    assert page.one(".decision .btn-primary")["href"] == f"/interviews/{encode('int', shown.id)}#decision"


def test_a_client_user_sees_their_open_jobs_with_the_people_shown(company, browse):
    job = factories.a_job(company.client_id, title="Night porter")
    factories.an_application(factories.a_candidate(), job, client_sees=True)
    factories.an_application(factories.a_candidate(), job, client_sees=False)
    factories.a_job(factories.a_client().id, title="Not theirs")
    words = browse(company.client_user).get("/today").words("main")
    assert "Night porter" in words and "1 person" in words
    assert "Not theirs" not in words


def test_a_client_user_with_nothing_to_do_is_told_so(client_user):
    page = client_user.get("/today")
    assert page.words("h1") == "Nobody waits for your decision"
    assert "There is nothing to do at the moment" in page.words()


def test_todays_interviews_can_be_joined(company, browse):
    an_interview(company, S.SCHEDULED, start=now() + timedelta(hours=1), meeting_link="https://meet.example.org/abc")
    link = browse(company.recruiter).get("/today").one('main a[href="https://meet.example.org/abc"]')
    assert link["rel"] == ["noopener", "noreferrer"]


def test_reviews_stand_with_the_oldest_first(company, browse):
    for days in (1, 9, 4):
        person = factories.a_candidate(first_name=f"Day{days}", last_name="X")
        job = factories.a_job(company.client_id)
        factories.an_application(person, job, moved_at=now() - timedelta(days=days))
    page = browse(company.recruiter).get("/today")
    names = [a.get_text() for a in page.soup.select('section[aria-labelledby="reviews"] .todo-what > a')]
    assert names == ["Day9 X", "Day4 X", "Day1 X"]


def test_hires_of_a_month_can_be_walked_through(company, browse):
    a_busy_company(company)
    browser = browse(company.admin)
    november = browser.get(browser.get("/today/hires").one(".page-actions a")["href"])
    assert november.words("h1") == "Hired in November 2026"
    assert len(november.soup.select("tbody tr")) == 1
    assert "Nobody was hired in October 2026" in browser.get("/today/hires?month=2026-10").words()


def test_a_month_that_is_none_is_refused_in_words(recruiter):
    assert recruiter.get("/today/hires?month=x").status == 422


def test_hires_are_not_for_clients(client_user):
    assert client_user.get("/today/hires").status == 403


def test_feedback_is_owed_by_each_person_alone(company, browse):
    an_interview(company, S.COMPLETED, start=now(), with_me=company.recruiter)
    assert "Give feedback" in browse(company.recruiter).get("/today/feedback").words()


def test_who_was_not_there_owes_nothing(company, browse):
    an_interview(company, S.COMPLETED, start=now(), with_me=company.recruiter)
    assert "You have said something" in browse(company.admin).get("/today/feedback").words()


def test_the_bare_address_leads_to_the_dashboard(recruiter):
    assert recruiter.get("/").location == "/today"


def test_the_bare_address_leads_nobody_to_the_sign_in(browse):
    assert browse().get("/").location == "/login"


def test_nobody_is_asked_to_sign_in_for_a_dashboard(browse):
    assert browse().get("/today").location.startswith("/login?next=/today")


@pytest.mark.parametrize("who", ["recruiter", "client_user"])
def test_a_dashboard_costs_at_most_twelve_queries(company, browse, who):
    a_busy_company(company)
    browser = browse(getattr(company, who))
    seen = []

    def count(connection, cursor, statement, *rest):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        assert browser.get("/today").status == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    asked = [s for s in seen if not s.startswith(("PRAGMA", "BEGIN"))]
    assert len(asked) <= 12, "\n\n".join(asked)


def test_a_name_that_is_markup_is_shown_as_text(company, browse):
    person = factories.a_candidate(first_name="<img src=x onerror=alert(1)>", last_name="")
    factories.an_application(person, factories.a_job(company.client_id))
    page = browse(company.recruiter).get("/today")
    assert not page.soup.select("main img")
    assert "<img src=x onerror=alert(1)>" in page.words("main")


def test_only_staff_roles_have_pipeline_numbers(company, browse):
    assert not browse(company.client_user).get("/today").soup.select("#pipeline")
