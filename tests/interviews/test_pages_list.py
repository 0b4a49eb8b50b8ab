"""The list of interviews, and what every page must not cost."""

from datetime import timedelta

import pytest
import time_machine

from portal.core.ids import encode
from portal.interviews import queries, services
from portal.interviews.models import InterviewStatus
from tests import factories
from tests.interviews import steps
from tests.interviews.steps import (
    FIRST,
    S,
    an_interview,
    listed,
    path_of,
    plan_path,
    slot,
    statements_of,
)


@pytest.fixture
def three(company):
    return {
        "waiting": an_interview(company),
        "coming": an_interview(company, S.SCHEDULED, interviewer_ids=[company.recruiter.id]),
        "decide": an_interview(company, S.COMPLETED, slots=[slot(30)]),
    }


FILTERS = {
    "": {"waiting", "coming", "decide"},
    "?view=coming": {"coming"},
    "?view=waiting": {"waiting"},
    "?view=decide": {"decide"},
    "?view=unknown&status=unknown&sort=unknown&from=yesterday&to=0001-01-01&job=1;drop&client=x": {
        "waiting",
        "coming",
        "decide",
    },
    "?status=Scheduled": {"coming"},
    "?mine=1": {"coming"},
    "?from=2026-12-17": {"decide"},
    "?to=2026-12-16": {"coming"},
    "?from=2026-12-16&to=2026-12-17": {"coming", "decide"},
    "?sort=start": {"coming", "decide"},
    "?q=priya": {"waiting", "coming", "decide"},
    "?q=techn+pri": {"waiting", "coming", "decide"},
    "?q=%25": set(),
    "?q=nobody": set(),
}


@pytest.mark.parametrize("query", FILTERS)
def test_filters_live_in_the_address(company, three, browse, query):
    page = browse(company.recruiter).get(f"/interviews{query}")
    assert page.status == 200
    assert listed(page) == {path_of(three[name]) for name in FILTERS[query]}


@pytest.mark.parametrize("of", ["job", "client"])
def test_the_list_narrows_to_a_job_or_a_client(company, three, browse, of):
    other = factories.a_client()
    job = factories.a_job(other.id)
    elsewhere = an_interview(
        company, application=factories.an_application(factories.a_candidate(), job, client_sees=True)
    )
    value = encode("job", job.id) if of == "job" else encode("client", other.id)
    page = browse(company.recruiter).get(f"/interviews?{of}={value}")
    assert listed(page) == {path_of(elsewhere)}
    assert page.one(f"select[name={of}] option[selected]")["value"] == value


def test_a_client_user_lists_their_own(company, three, browse):
    other = factories.a_client()
    application = factories.an_application(factories.a_candidate(), factories.a_job(other.id), client_sees=True)
    an_interview(company, application=application)
    page = browse(company.client_user).get("/interviews")
    assert listed(page) == {path_of(interview) for interview in three.values()}
    assert not page.soup.select("select[name=client]")


def test_pages_follow_each_other_by_key(company, browse, monkeypatch):
    made = {path_of(an_interview(company)) for _ in range(5)}
    monkeypatch.setattr(queries.interview_page, "__defaults__", (2,))
    recruiter = browse(company.recruiter)
    seen, page = [], recruiter.get("/interviews?q=priya")
    while True:
        seen += [link["href"] for link in page.soup.select("a.row-link")]
        following = page.soup.select_one("a[rel=next]")
        if following is None:
            break
        assert "q=priya" in following["href"]
        page = recruiter.get(following["href"])
    assert sorted(seen) == sorted(made)


@pytest.mark.parametrize(
    "cursor", ["nonsense", "bnVsbA", "W10", "WzEsMl0", "WyJhIiwiYiJd", "W3sidCI6IjIwMjYtMTItMTQifSwxXQ"]
)
def test_peer_22_a_cursor_that_is_not_ours_is_refused(company, browse, cursor):
    assert browse(company.recruiter).get(f"/interviews?cursor={cursor}").status == 422


def test_htmx_gets_the_rows_alone(company, three, browse):
    answer = browse(company.recruiter).get("/interviews?view=coming", htmx=True)
    assert "<html" not in answer.text
    assert listed(answer) == {path_of(three["coming"])}


@pytest.mark.parametrize("who", ["recruiter", "client_user"])
def test_no_page_asks_more_than_twelve_queries(company, browse, who):
    users = [steps.an_interviewer() for _ in range(6)]
    guests = [(f"Guest {n}", f"guest{n}@example.org") for n in range(6)]
    first = an_interview(company, S.PASSED, interviewer_ids=users, guests=guests)
    application = queries.get_application(first.application_id)
    people = {"interviewer_ids": users, "guests": guests}
    slots = [slot(n) for n in range(9)]
    interview = an_interview(company, S.COMPLETED, application=application, slots=slots, **people)
    for person in (company.recruiter, company.client_user, company.admin):
        services.give_feedback(interview, 3, "Words", person)
    draft = an_interview(company, S.DRAFT, interviewer_ids=users)
    browser = browse(getattr(company, who))
    paths = ["/interviews", "/interviews?q=priya&view=coming", path_of(interview), path_of(interview, "/feedback")]
    if who == "recruiter":
        everybody = "&".join(f"interviewers={user}" for user in users)
        paths += [path_of(draft, "/slots/new"), path_of(draft, "/edit"), path_of(draft)]
        paths += [plan_path(application) + f"?{everybody}"]
    for path in paths:
        asked = statements_of(lambda path=path: browser.get(path))
        assert len(asked) <= 12, f"{path}: {len(asked)}\n" + "\n".join(asked)


def test_a_get_writes_nothing(company, browse):
    interview = an_interview(company, S.SCHEDULED)
    browser = browse(company.recruiter)
    for rest in ("", "/edit", "/slots/new", "/feedback"):
        written = [s for s in statements_of(lambda rest=rest: browser.get(path_of(interview, rest)))
                   if not s.lstrip().upper().startswith("SELECT")]  # fmt: skip
        assert written == []


def test_times_are_shown_in_the_readers_zone_and_in_the_candidates(company, browse):
    interview = an_interview(company, S.SCHEDULED, zone="America/New_York")
    page = browse(company.recruiter).get(path_of(interview))
    assert "Wed 16 Dec 2026, 10:30 – 11:15 IST" in page.words()
    assert "Wed 16 Dec 2026, 00:00 – 00:45 EST" in page.words()


def test_after_the_end_the_page_asks_to_complete(company, browse):
    interview = an_interview(company, S.SCHEDULED)
    with time_machine.travel(FIRST + timedelta(hours=1), tick=False):
        page = browse(company.recruiter).get(path_of(interview))
        assert page.one(".page-actions > form[data-action=complete]")
        assert InterviewStatus.SCHEDULED.value in page.words(".lede")
