"""The pages of ingestion: the runs, one run with what was refused, and the ways to them."""

import pytest
from sqlalchemy import update

from portal.core.database import db
from portal.core.ids import Prefix, encode
from portal.ingestion import services
from portal.ingestion.models import IngestionRun, RunState
from tests.ingestion.steps import a_posting, ingest
from tests.queries import MOST_PER_PAGE, count_queries

RUNS = "/jobs/ingestion"


@pytest.fixture
def path(company):
    """The page of a run with one job that was taken and one that was refused."""
    run = ingest(company, a_posting(1), a_posting(2, title="Quokka <b>Engineer</b>", type="whenever"))
    return f"{RUNS}/{encode(Prefix.INGESTION, run.id)}"


def test_the_pages_are_for_the_companys_own_people(company, browse, path):
    for place in (RUNS, path):
        assert browse(company.admin).get(place).status == 200
        assert browse(company.recruiter).get(place).status == 200
        assert browse(company.client_user).get(place).status == 403
        assert browse().get(place).location.startswith("/login?next=")


def test_jobs_and_admin_lead_there(company, browse, path):
    admin = browse(company.admin)
    assert admin.get("/jobs").one(f'a[href="{RUNS}"]')
    assert admin.get("/admin").one(f'a[href="{RUNS}"]')
    assert admin.get(path).one('nav a[aria-current="page"][href="/jobs"]')
    assert not browse(company.client_user).get("/jobs").soup.select(f'a[href="{RUNS}"]')


def test_runs_stand_newest_first_with_their_counts(company, browse, path):
    ingest(company, a_posting(1), a_posting(3), source="another feed")
    rows = browse(company.recruiter).get(RUNS).soup.select("tbody tr")
    assert [row.select_one("a").text for row in rows] == ["another feed", "custom"]
    assert [cell.text for cell in rows[0].select("td.number")] == ["2", "2", "0", "0", "0"]
    assert [cell.text for cell in rows[1].select("td.number")] == ["2", "1", "0", "0", "1"]


def test_a_run_says_what_was_refused_and_why(company, browse, path):
    page = browse(company.recruiter).get(path)
    words = page.words("tbody")
    assert "Quokka <b>Engineer</b>" in words and "custom-2" in words
    assert "type Send full_time, part_time, contract or internship." in words


def test_a_run_leads_to_the_jobs_of_its_source(company, browse, path):
    ingest(company, a_posting(9), source="another feed")
    browser = browse(company.recruiter)
    link = browser.get(path).one("a.btn-outline-secondary")["href"]
    words = browser.get(link).words("#results")
    assert "Software Engineer 1" in words and "Software Engineer 9" not in words
    assert "Source: custom" in words


def test_a_run_that_waits_says_how_far_it_is(company, browse):
    run = services.take_in("custom", [a_posting()], company.recruiter)
    page = browse(company.recruiter).get(f"{RUNS}/{encode(Prefix.INGESTION, run.id)}")
    assert "0 of 1 jobs" in page.words()


def test_a_run_that_failed_says_so(company, browse, path):
    db.session.execute(
        update(IngestionRun).values(state=RunState.FAILED, fault="The portal could not go on (RuntimeError)."),
        execution_options={"synchronize_session": False},
    )
    admin = browse(company.admin)
    assert "could not go on" in admin.get(path).words()
    assert "the last one failed" in admin.get("/admin").words()


@pytest.mark.parametrize(("state", "number"), [("completed", 1), ("failed", 0), ("processing", 0), ("nonsense", 1)])
def test_the_list_is_narrowed_by_state(company, browse, path, state, number):
    page = browse(company.recruiter).get(f"{RUNS}?state={state}")
    assert len(page.soup.select("tbody tr")) == number


def test_many_rejects_stand_on_several_pages(company, browse):
    run = ingest(company, *({"title": f"Refused {n}"} for n in range(60)))
    browser = browse(company.recruiter)
    first = browser.get(f"{RUNS}/{encode(Prefix.INGESTION, run.id)}")
    second = browser.get(first.one('a[href*="cursor="]')["href"])
    assert (len(first.soup.select("tbody tr")), len(second.soup.select("tbody tr"))) == (50, 10)


def test_a_long_list_costs_no_more_statements(company, browse, path):
    for n in range(20):
        ingest(company, a_posting(n), source=f"feed {n}")
    browser = browse(company.recruiter)
    browser.get(RUNS)
    with count_queries() as sent:
        browser.get(RUNS)
    assert len(sent) <= MOST_PER_PAGE, sent


def test_a_job_shows_the_words_of_its_source(company, browse):
    ingest(company, a_posting(salary_range="Competitive, DOE"))
    words = browse(company.recruiter).get("/jobs?source=custom")
    page = browse(company.recruiter).get(words.one("a.row-link")["href"] + "?tab=details")
    assert "Competitive, DOE" in page.words()
    assert page.one('a[href="https://example.com/apply"]')["rel"] == ["noopener", "noreferrer"]
