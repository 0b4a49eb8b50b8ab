"""The pages about jobs: the list, the form, the status."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.accounts.models import Company
from portal.clients.models import ClientStatus
from portal.core.database import db
from portal.core.ids import encode
from portal.jobs.models import EmploymentType, Job, JobStatus, PayPeriod, Priority
from portal.jobs.pages import listing
from tests import factories
from tests.queries import MOST_PER_PAGE, count_queries

NOUNS = {
    JobStatus.OPEN: "reopening",
    JobStatus.ON_HOLD: "hold",
    JobStatus.CLOSED: "closure",
    JobStatus.FILLED: "filling",
}


def url(job_id, rest=""):
    return f"/jobs/{encode('job', job_id)}{rest}"


def titles(page):
    return [a.get_text() for a in page.soup.select("#results .row-link")]


def stored(job_id):
    db.session.expire_all()
    return db.session.get(Job, job_id)


@pytest.fixture
def jobs(company):
    """Four jobs of two clients, added one after the other."""
    other = factories.a_client(company_name="Zenith")
    at = factories.at
    rows = [
        factories.a_job(company.client_id, title="Ada Developer", priority=Priority.LOW, created_at=at("2026-01-01")),
        factories.a_job(other.id, title="Baker", priority=Priority.URGENT, created_at=at("2026-01-02")),
        factories.a_job(company.client_id, title="Cook", status=JobStatus.ON_HOLD, created_at=at("2026-01-03")),
        factories.a_job(other.id, title="Driver", status=JobStatus.CLOSED, created_at=at("2026-01-04")),
    ]
    db.session.commit()
    return rows


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Driver", "Cook", "Baker", "Ada Developer"]),
        ("sort=title", ["Ada Developer", "Baker", "Cook", "Driver"]),
        ("sort=-title", ["Driver", "Cook", "Baker", "Ada Developer"]),
        ("sort=created", ["Ada Developer", "Baker", "Cook", "Driver"]),
        ("sort=-priority", ["Baker", "Driver", "Cook", "Ada Developer"]),
        ("sort=client&q=o", ["Ada Developer", "Cook"]),
        ("status=open", ["Baker", "Ada Developer"]),
        ("status=open&status=closed", ["Driver", "Baker", "Ada Developer"]),
        ("priority=urgent&priority=low", ["Baker", "Ada Developer"]),
        ("q=zenith", ["Driver", "Baker"]),
        ("q=dev+ada", ["Ada Developer"]),
        ("q=nobody", []),
    ],
)
def test_filters_and_order_stand_in_the_address(jobs, recruiter, query, expected):
    assert titles(recruiter.get(f"/jobs?{query}")) == expected


def test_jobs_of_one_client(company, jobs, recruiter):
    page = recruiter.get(f"/jobs?client={encode('client', company.client_id)}")
    assert titles(page) == ["Cook", "Ada Developer"]
    assert page.one("select#client option[selected]")


def test_each_filter_has_a_chip_that_takes_it_off_and_keeps_the_rest(jobs, recruiter):
    page = recruiter.get("/jobs?q=e&priority=urgent&status=open")
    chips = {a.get_text(" ", strip=True): a["href"] for a in page.soup.select('ul[aria-label="Filters"] a')}
    assert chips == {"“e”": "/jobs?status=open&priority=urgent", "Priority: Urgent": "/jobs?q=e&status=open"}


def test_applications_are_counted_by_stage(company, jobs, recruiter):
    for status in ("NEW", "NEW", "SELECTED"):
        factories.an_application(factories.a_candidate(), jobs[0], status=status)
    gone = factories.a_candidate(deleted_at=factories.at("2026-01-01"))
    factories.an_application(gone, jobs[0], status="NEW")
    db.session.commit()
    page = recruiter.get("/jobs?q=Ada")
    assert page.words(".stages") == "New: 2 Selected: 1"


@pytest.mark.parametrize("sort", listing.SORTS)
def test_a_page_goes_on_where_the_last_one_ended_whatever_stands_twice(company, recruiter, monkeypatch, sort):
    for number in range(7):
        factories.a_job(company.client_id, title=f"Same {number // 4}", created_at=factories.at("2026-01-01"))
    db.session.commit()
    real = listing.queries.job_page
    monkeypatch.setattr(listing.queries, "job_page", lambda wanted, cursor: real(wanted, cursor, limit=3))
    seen, here = [], f"/jobs?sort={sort}"
    while here:
        page = recruiter.get(here)
        seen += [a["href"] for a in page.soup.select("#results .row-link")]
        onward = page.soup.select_one('a[rel="next"]')
        here = onward and onward["href"]
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize(
    "query",
    ["sort=password_hash", "sort=id%20desc", "status=draft", "priority=1%27--", "client=job_x", "status[]=open"],
)
def test_peer_13_a_filter_that_is_none_of_ours_is_as_if_it_were_not_there(jobs, recruiter, query):
    assert titles(recruiter.get(f"/jobs?{query}")) == ["Driver", "Cook", "Baker", "Ada Developer"]


def test_peer_13_a_cursor_of_another_order_is_refused_in_words(jobs, recruiter, monkeypatch):
    real = listing.queries.job_page
    monkeypatch.setattr(listing.queries, "job_page", lambda wanted, cursor: real(wanted, cursor, limit=1))
    onward = recruiter.get("/jobs?sort=title").one('a[rel="next"]')["href"]
    assert recruiter.get(onward.replace("sort=title", "sort=-created")).status == 422


def test_a_swap_gets_the_results_alone(jobs, recruiter):
    part = recruiter.get("/jobs?q=cook", htmx=True)
    assert "<html" not in part.text
    assert titles(part) == ["Cook"]


def fill(browser, form, **values):
    return browser.submit(
        form,
        "form.form",
        **{
            "title": "Backend Engineer",
            "department": "Platform",
            "location": "Chennai",
            "employment_type": "contract",
            "description": "Build things.",
            "required_skills": "Python, SQL; Docker",
            "nice_to_have_skills": "Kafka",
            "experience_min": "3",
            "experience_max": "7",
            "salary_min": "15,00,000",
            "salary_max": "2500000.50",
            "salary_currency": "INR",
            "salary_period": "year",
            "priority": "high",
            "openings": "2",
            **values,
        },
    )


def test_a_job_is_added_with_every_field(company, recruiter):
    form = recruiter.get(f"/jobs/new?client={encode('client', company.client_id)}")
    page = recruiter.follow(fill(recruiter, form))
    assert page.words("h1").startswith("Backend Engineer")
    job = db.session.scalars(select(Job)).one()
    assert job.client_id == company.client_id
    assert (job.department, job.location, job.description) == ("Platform", "Chennai", "Build things.")
    assert (job.employment_type, job.priority, job.openings) == (EmploymentType.CONTRACT, Priority.HIGH, 2)
    assert (job.required_skills, job.nice_to_have_skills) == (["Python", "SQL", "Docker"], ["Kafka"])
    assert (job.experience_min, job.experience_max) == (3, 7)
    assert (job.salary_min, job.salary_max) == (Decimal("1500000"), Decimal("2500000.50"))
    assert (job.salary_currency, job.salary_period, job.is_public) == ("INR", PayPeriod.YEAR, False)


@pytest.mark.parametrize("default", [True, False])
def test_whether_a_new_job_is_public_is_the_companys_default(company, recruiter, default):
    db.session.get(Company, company.company_id).jobs_public_default = default
    db.session.commit()
    form = recruiter.get("/jobs/new")
    assert form.one("#is_public").has_attr("checked") is default


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"experience_min": "9"}, "experience_max"),
        ({"experience_min": "some"}, "experience_min"),
        ({"salary_min": "3000000"}, "salary_max"),
        ({"salary_min": "NaN"}, "salary_min"),
        ({"salary_min": "1e999"}, "salary_min"),
        ({"salary_max": "much"}, "salary_max"),
        ({"openings": "0"}, "openings"),
        ({"openings": "99999999999999999999"}, "openings"),
        ({"openings": ""}, "openings"),
        ({"client_id": ""}, "client_id"),
        ({"client_id": "999"}, "client_id"),
        ({"priority": "huge"}, "priority"),
        ({"salary_currency": "XXX"}, "salary_currency"),
        ({"required_skills": "x" * 61}, "required_skills"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(company, recruiter, values, field):
    form = recruiter.get(f"/jobs/new?client={encode('client', company.client_id)}")
    answer = fill(recruiter, form, **values)
    assert answer.status == 422
    assert answer.one(f"#{field}")["aria-invalid"] == "true"
    assert answer.one("#description").get_text().strip() == "Build things."
    if "salary_min" not in values:
        assert answer.one("#salary_min")["value"] == "15,00,000"
    assert not db.session.scalars(select(Job.id)).all()


def test_every_problem_is_said_at_once(company, recruiter):
    form = recruiter.get("/jobs/new")
    answer = fill(recruiter, form, title="", client_id="", experience_min="9", salary_min="9000000", openings="0")
    wrong = {field["id"] for field in answer.soup.select('[aria-invalid="true"]')}
    assert wrong == {"title", "client_id", "experience_max", "salary_max", "openings"}


def test_a_filled_job_without_openings_can_be_edited(company, recruiter):
    job = factories.a_job(company.client_id, openings=0, status=JobStatus.FILLED)
    db.session.commit()
    assert recruiter.submit(recruiter.get(url(job.id, "/edit")), "form.form", title="Other").status == 303


def test_a_client_that_is_not_served_is_not_offered(company, recruiter):
    asleep = factories.a_client(status=ClientStatus.INACTIVE)
    db.session.commit()
    form = recruiter.get("/jobs/new")
    assert not form.soup.select(f'#client_id option[value="{asleep.id}"]')
    assert fill(recruiter, form, client_id=str(asleep.id)).status == 422


def test_peer_14_a_job_is_for_no_client_of_another_company(company, recruiter, browse):
    other = factories.a_world("Other")
    form = recruiter.get("/jobs/new")
    assert fill(recruiter, form, client_id=str(other.client_id)).status == 422
    assert not db.session.scalars(select(Job.id)).all()


def test_peer_14_a_job_keeps_its_client_its_company_and_its_status(company, recruiter):
    job, other = factories.a_job(company.client_id), factories.a_client()
    db.session.commit()
    form = recruiter.get(url(job.id, "/edit"))
    extra = {"client_id": str(other.id), "company_id": "99", "status": "closed", "created_by": "x", "source": "y"}
    assert recruiter.submit(form, "form.form", title="Other", **extra).status == 303
    kept = stored(job.id)
    assert (kept.title, kept.client_id, kept.company_id) == ("Other", company.client_id, company.company_id)
    assert (kept.status, kept.source) == (JobStatus.OPEN, None)


def test_a_save_without_a_change_keeps_everything(company, recruiter):
    job = factories.a_job(
        company.client_id, salary_min=Decimal("1500000"), experience_max=4, nice_to_have_skills=["Go"]
    )
    db.session.commit()
    version = job.version
    recruiter.submit(recruiter.get(url(job.id, "/edit")), "form.form")
    assert stored(job.id).version == version


def test_a_stale_save_shows_both_and_a_second_one_wins(company, recruiter, admin):
    job = factories.a_job(company.client_id, openings=2)
    db.session.commit()
    mine = recruiter.get(url(job.id, "/edit"))
    admin.submit(admin.get(url(job.id, "/edit")), "form.form", openings="3")
    refused = recruiter.submit(mine, "form.form", openings="4")
    assert refused.status == 409
    assert "now “3”, yours “4”" in refused.words("#conflict")
    assert stored(job.id).openings == 3
    recruiter.submit(refused, "form.form")
    assert stored(job.id).openings == 4


@pytest.mark.parametrize("wanted", JobStatus)
@pytest.mark.parametrize("current", JobStatus)
def test_a_job_offers_the_moves_of_its_status_and_refuses_the_others(company, recruiter, current, wanted):
    job = factories.a_job(company.client_id, status=current)
    db.session.commit()
    offered = recruiter.get(url(job.id)).soup.select(f'form[action="{url(job.id)}/{NOUNS[wanted]}"]')
    answer = recruiter.post(url(job.id, f"/{NOUNS[wanted]}"))
    assert (answer.status, stored(job.id).status) == ((303, wanted) if offered else (409, current))


@pytest.mark.parametrize(("current", "noun"), [("open", "hold"), ("on_hold", "closure"), ("closed", "reopening")])
def test_a_move_of_a_job_offers_the_way_back_where_there_is_one(company, recruiter, current, noun):
    job = factories.a_job(company.client_id, status=JobStatus(current))
    db.session.commit()
    page = recruiter.follow(recruiter.post(url(job.id, f"/{noun}")))
    undo = page.soup.select("#toasts form")
    assert bool(undo) is (current != "on_hold")
    if undo:
        recruiter.submit(page, "#toasts form")
        assert stored(job.id).status == current


def test_the_details_tell_everything_of_the_job(company, recruiter):
    job = factories.a_job(
        company.client_id,
        description="<script>alert(1)</script> Build.",
        salary_min=Decimal(1500000),
        salary_max=Decimal(2500000),
        experience_min=3,
        department="Platform",
    )
    db.session.commit()
    words = recruiter.get(url(job.id, "?tab=details")).words("main")
    for fact in ("<script>alert(1)</script> Build.", "₹15 L–25 L a year", "from 3 years", "Platform", "Python", "SQL"):
        assert fact in words


def test_a_client_user_sees_their_own_jobs_and_changes_nothing(company, client_user):
    other = factories.a_client()
    mine, foreign = factories.a_job(company.client_id, title="Mine"), factories.a_job(other.id, title="Foreign")
    db.session.commit()
    page = client_user.get("/jobs")
    assert titles(page) == ["Mine"]
    assert not page.soup.select('select#client, a[href="/jobs/new"]')
    assert client_user.get(url(foreign.id)).status == 404
    for noun in [*NOUNS.values(), "edit"]:
        assert client_user.post(url(mine.id, f"/{noun}"), {"title": "x"}).status == 403
    assert (stored(mine.id).status, stored(mine.id).title) == (JobStatus.OPEN, "Mine")


def test_peer_09_jobs_are_for_people_who_are_signed_in(company, browse):
    job = factories.a_job(company.client_id, title="Secret")
    nobody = browse()
    db.session.expunge_all()
    stranger = browse(factories.a_world("Other").admin)
    for path in ("/jobs", url(job.id), url(job.id, "?tab=details"), url(job.id, "/edit")):
        assert nobody.get(path).status == 302
    assert "Secret" not in stranger.get("/jobs").text
    for rest in ("", "?tab=details", "/edit"):
        assert stranger.get(url(job.id, rest)).status == 404
    for noun in NOUNS.values():
        assert stranger.post(url(job.id, f"/{noun}")).status == 404


def test_no_page_asks_more_than_twelve_times(company, jobs, recruiter):
    for job in jobs:
        factories.an_application(factories.a_candidate(), job)
    db.session.commit()
    for path in ("/jobs", "/jobs/new", url(jobs[0].id), url(jobs[0].id, "?tab=details"), url(jobs[0].id, "/edit")):
        with count_queries() as sent:
            recruiter.get(path)
        assert len(sent) <= MOST_PER_PAGE, sent
