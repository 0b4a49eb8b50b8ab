"""What becomes of jobs that another system sends: made, changed, left alone or refused, each by itself."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.clients.models import Client, ClientStatus
from portal.core.database import db
from portal.core.errors import BadInput
from portal.core.events import Event
from portal.core.outbox import Effect
from portal.core.tenancy import as_company
from portal.ingestion import rules, services
from portal.ingestion.models import IngestionBatch, RunState
from portal.jobs import services as job_services
from portal.jobs.models import EmploymentType, JobStatus, PayPeriod
from tests import factories
from tests.ingestion.steps import a_posting, counts, events, ingest, jobs, rejects, run_now


def test_a_new_job_has_all_that_was_sent(company):
    run = ingest(company, a_posting())
    job = jobs()["custom-1"]
    assert (run.state, counts(run)) == (RunState.COMPLETED, (1, 0, 0, 0))
    assert (job.title, job.location, job.description) == ("Software Engineer 1", "Remote", "What one does there.")
    assert (job.salary_min, job.salary_max, job.salary_currency) == (Decimal(100_000), Decimal(150_000), "USD")
    assert (job.salary_period, job.salary_text) == (PayPeriod.YEAR, "$100k - $150k")
    assert (job.apply_url, job.source) == ("https://example.com/apply", "custom")
    assert (job.employment_type, job.status, job.is_public) == (EmploymentType.FULL_TIME, JobStatus.OPEN, True)


def test_a_company_that_nobody_knows_becomes_an_imported_client(company):
    ingest(company, a_posting(1, company="Nobody Ltd"), a_posting(2, company="nobody  LTD"))
    made = db.session.scalars(select(Client).where(Client.imported)).one()
    assert made.company_name.casefold() == "nobody ltd"
    assert {job.client_id for job in jobs().values()} == {made.id}
    assert events("client.created") == 1


def test_a_company_that_is_a_client_gets_the_job(company):
    client = factories.a_client(company_name="Example Corp")
    ingest(company, a_posting(company="EXAMPLE corp"))
    assert jobs()["custom-1"].client_id == client.id
    assert db.session.scalars(select(Client).where(Client.imported)).all() == []


def test_a_client_that_is_not_served_gets_no_new_job_but_the_others_do(company):
    factories.a_client(company_name="Gone Ltd", status=ClientStatus.INACTIVE)
    run = ingest(company, a_posting(1, company="Gone Ltd"), a_posting(2))
    assert set(jobs()) == {"custom-2"}
    assert "inactive" in rejects(run)[0]["company"]


def test_a_job_of_a_client_that_is_not_served_any_more_is_still_kept_up_to_date(company):
    ingest(company, a_posting())
    db.session.get(Client, jobs()["custom-1"].client_id).status = ClientStatus.INACTIVE
    run = ingest(company, a_posting(title="Another title"))
    assert (counts(run), jobs()["custom-1"].title) == ((0, 1, 0, 0), "Another title")


def test_a_bad_job_is_refused_with_its_reasons_and_the_rest_is_taken(company):
    run = ingest(company, a_posting(1), a_posting(2, title="  ", type="whenever"), a_posting(3))
    assert set(jobs()) == {"custom-1", "custom-3"}
    assert set(rejects(run)) == {1}
    assert set(rejects(run)[1]) == {"title", "type"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"external_id": ""}, "external_id"),
        ({"external_id": None}, "external_id"),
        ({"external_id": True}, "external_id"),
        ({"external_id": 1.5}, "external_id"),
        ({"external_id": "x" * 201}, "external_id"),
        ({"title": None}, "title"),
        ({"title": ["Engineer"]}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"company": ""}, "company"),
        ({"company": {"name": "Example"}}, "company"),
        ({"location": "x" * 201}, "location"),
        ({"description": "x" * 20_001}, "description"),
        ({"apply_url": "javascript:alert(1)"}, "apply_url"),
        ({"apply_url": "https://user:secret@example.com/"}, "apply_url"),
        ({"apply_url": "https://example.com/a b"}, "apply_url"),
        ({"apply_url": "http://[::1"}, "apply_url"),
        ({"salary_range": 100_000}, "salary_range"),
        ({"salary_range": "x" * 201}, "salary_range"),
        ({"type": "whenever"}, "type"),
        ({"type": 7}, "type"),
        ({"wages": "much"}, "wages"),
    ],
)
def test_what_is_wrong_is_told_by_its_field(wrong, field):
    with pytest.raises(BadInput) as refusal:
        rules.read_posting(a_posting(**wrong))
    assert set(refusal.value.fields) == {field}


@pytest.mark.parametrize("sent", ["a text", 7, None, [], True])
def test_what_is_no_object_is_refused(company, sent):
    run = ingest(company, sent, a_posting())
    assert (counts(run), set(rejects(run)[0])) == ((1, 0, 0, 1), {"job"})


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        *((kind.value, kind) for kind in EmploymentType),
        ("Full-time", EmploymentType.FULL_TIME), ("FULLTIME", EmploymentType.FULL_TIME),
        ("Full Time Job", EmploymentType.FULL_TIME), ("permanent", EmploymentType.FULL_TIME),
        ("Part time", EmploymentType.PART_TIME), ("Contractor", EmploymentType.CONTRACT),
        ("freelance", EmploymentType.CONTRACT), ("Temporary", EmploymentType.CONTRACT),
        ("Intern", EmploymentType.INTERNSHIP), ("", EmploymentType.FULL_TIME), (None, EmploymentType.FULL_TIME),
    ],
)  # fmt: skip
def test_types_are_understood_as_feeds_write_them(said, kind):
    assert rules.read_posting(a_posting(type=said)).values["employment_type"] is kind


@pytest.mark.parametrize("text", ["competitive", "DOE", "from 40k", "$1,500 a week", "kr 45 000 per month"])
def test_pay_that_is_not_certain_is_kept_as_text(company, text):
    ingest(company, a_posting(salary_range=text))
    job = jobs()["custom-1"]
    assert (job.salary_text, job.salary_min, job.salary_max) == (text, None, None)


def test_the_same_jobs_again_change_nothing(company):
    sent = [a_posting(n) for n in range(5)]
    ingest(company, *sent)
    before = {key: (job.version, job.title) for key, job in jobs().items()}
    run = ingest(company, *sent)
    assert counts(run) == (0, 0, 5, 0)
    assert {key: (job.version, job.title) for key, job in jobs().items()} == before
    assert (events("job.created"), events("job.updated")) == (5, 0)


def test_what_differs_is_changed_with_one_event(company):
    ingest(company, a_posting(1), a_posting(2))
    run = ingest(company, a_posting(1), a_posting(2, title="Principal Engineer", salary_range="competitive"))
    job = jobs()["custom-2"]
    assert (counts(run), events("job.updated")) == ((0, 1, 1, 0), 1)
    assert (job.title, job.salary_text, job.salary_min) == ("Principal Engineer", "competitive", None)


def test_other_words_for_the_same_values_are_no_change(company):
    ingest(company, a_posting(type="full_time"))
    run = ingest(company, a_posting(type="Full time"))
    assert (counts(run), events("job.updated")) == ((0, 0, 1, 0), 0)


def test_what_a_person_has_put_right_stays_while_the_source_says_the_same(company):
    ingest(company, a_posting())
    job = jobs()["custom-1"]
    job.title = "A better title"
    ingest(company, a_posting())
    assert jobs()["custom-1"].title == "A better title"


def test_a_job_that_was_closed_stays_closed(company):
    ingest(company, a_posting())
    job_services.close_job(jobs()["custom-1"], company.recruiter)
    ingest(company, a_posting(title="Another title"))
    assert jobs()["custom-1"].status is JobStatus.CLOSED


def test_pay_that_a_person_changes_is_no_longer_in_the_words_of_the_source(company):
    ingest(company, a_posting())
    job = jobs()["custom-1"]
    values = {name: getattr(job, name) for name in job_services.FIELDS}
    job_services.update_job(job, {**values, "salary_max": Decimal(170_000)}, company.recruiter, version=job.version)
    assert job.salary_text is None


def test_one_external_id_twice_in_a_call_counts_once(company):
    run = ingest(
        company, a_posting(1), a_posting(2), a_posting(1, title="Again"), a_posting(3, external_id=" custom-2 ")
    )
    assert counts(run) == (2, 0, 0, 2)
    assert jobs()["custom-1"].title == "Software Engineer 1"
    assert "index 0" in rejects(run)[2]["external_id"] and "index 1" in rejects(run)[3]["external_id"]


def test_the_same_id_of_two_sources_is_two_jobs(company):
    ingest(company, a_posting(), source="one")
    run = ingest(company, a_posting(), source="two")
    assert counts(run) == (1, 0, 0, 0)


def test_a_source_is_the_same_in_capitals(company):
    ingest(company, a_posting(), source="My  Feed")
    run = ingest(company, a_posting(), source="my feed")
    assert counts(run) == (0, 0, 1, 0)


def test_who_sent_the_jobs_has_made_them(company):
    ingest(company, a_posting())
    made = db.session.scalars(select(Event).where(Event.name == "job.created")).one()
    assert (made.actor_kind, made.actor_id, made.job_id) == ("user", company.recruiter.id, jobs()["custom-1"].id)


def test_a_feed_is_no_flood_of_notices(company):
    ingest(company, *(a_posting(n) for n in range(3)))
    assert db.session.scalars(select(Effect).where(Effect.kind == "notifications.tell")).all() == []


def test_what_was_sent_is_forgotten_once_it_is_worked_on(company):
    ingest(company, a_posting())
    assert db.session.scalars(select(IngestionBatch)).all() == []


@pytest.mark.parametrize("sent", [[], [{}] * 1001])
def test_a_call_holds_from_one_job_to_a_thousand(company, sent):
    with pytest.raises(BadInput) as refusal:
        services.take_in("custom", sent, company.admin)
    assert set(refusal.value.fields) == {"jobs"}


def test_two_companies_have_a_job_each_for_the_same_id(app):
    for world in (factories.a_world("Acme Talent"), factories.a_world("Rival Talent")):
        with as_company(world.company_id):
            run = ingest(world, a_posting())
            assert (counts(run), len(jobs())) == ((1, 0, 0, 0), 1)


def test_an_own_fault_of_the_portal_ends_the_run_after_some_tries(company, monkeypatch):
    run_id = services.take_in("custom", [a_posting()], company.recruiter).id
    db.session.commit()
    for _ in range(rules.MOST_FAULTS):
        services.note_fault(run_id, "RuntimeError")
    run = run_now(run_id)
    assert (run.state, run.created) == (RunState.FAILED, 0)
    assert "RuntimeError" in run.fault
