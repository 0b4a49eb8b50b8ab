"""The verbs of jobs, with rows."""

import pytest
from sqlalchemy import select, update

from portal.clients.models import ClientStatus
from portal.core.database import db
from portal.core.errors import BadInput, Conflict
from portal.core.events import Event, EventDetails
from portal.jobs import services
from portal.jobs.models import EmploymentType, Job, JobStatus, PayPeriod, Priority
from portal.jobs.rules import JobCannotMove, NoOpening
from tests import factories

S = JobStatus
VERBS = {
    S.OPEN: services.reopen_job,
    S.ON_HOLD: services.hold_job,
    S.CLOSED: services.close_job,
    S.FILLED: services.fill_job,
}


def values(**changed):
    return {
        "title": "Backend Engineer",
        "description": "Build things.",
        "location": "Chennai",
        "employment_type": EmploymentType.CONTRACT,
        "required_skills": "Python, SQL",
        "salary_min": 10,
        "salary_max": 20,
        "salary_currency": "INR",
        "salary_period": PayPeriod.MONTH,
        "priority": Priority.HIGH,
        "openings": 2,
        **changed,
    }


def events(name):
    return db.session.scalars(select(Event).where(Event.name == name).order_by(Event.id)).all()


def test_a_new_job_is_open_and_its_event_names_it_and_its_client(company):
    job = services.create_job(company.client_id, values(), by=company.recruiter)
    (event,) = events("job.created")
    assert (job.status, job.required_skills, job.created_by) == (S.OPEN, ["Python", "SQL"], company.recruiter.email)
    assert (event.job_id, event.client_id, event.about["title"]) == (job.id, company.client_id, "Backend Engineer")


def test_a_job_for_a_client_that_is_not_served_or_not_there_is_refused(company):
    asleep = factories.a_client(status=ClientStatus.INACTIVE)
    for client_id in (asleep.id, 987654):
        with pytest.raises(BadInput) as refused:
            services.create_job(client_id, values(title=""), by=company.recruiter)
        assert set(refused.value.fields) == {"client_id", "title"}


def test_peer_14_fields_that_are_not_a_persons_to_set_are_not_looked_at(company):
    other = factories.a_client()
    more = {"company_id": 99, "client_id": other.id, "status": S.CLOSED, "created_by": "x", "external_id": "7", "id": 5}
    job = services.create_job(company.client_id, values(**more), by=company.recruiter)
    services.update_job(job, values(title="Another", **more), by=company.recruiter, version=job.version)
    assert (job.company_id, job.client_id, job.status) == (company.company_id, company.client_id, S.OPEN)
    assert (job.title, job.external_id, job.created_by) == ("Another", None, company.recruiter.email)


def test_a_change_keeps_what_was_and_what_is(company):
    job = services.create_job(company.client_id, values(), by=company.recruiter)
    services.update_job(job, values(openings=5), by=company.recruiter, version=job.version)
    (event,) = events("job.updated")
    details = db.session.get(EventDetails, event.id)
    assert (details.old, details.new) == ({"openings": 2}, {"openings": 5})


def test_a_save_that_changes_nothing_is_no_event(company):
    job = services.create_job(company.client_id, values(), by=company.recruiter)
    services.update_job(job, values(), by=company.recruiter, version=job.version)
    assert not events("job.updated")


def test_a_stale_save_is_refused_and_overwrites_nothing(company):
    job = services.create_job(company.client_id, values(), by=company.recruiter)
    seen = job.version
    services.update_job(job, values(title="First"), by=company.recruiter, version=seen)
    with pytest.raises(Conflict):
        services.update_job(job, values(title="Second"), by=company.admin, version=seen)
    assert job.title == "First"


@pytest.mark.parametrize("wanted", S)
@pytest.mark.parametrize("current", S)
def test_a_verb_moves_a_job_and_says_so_or_changes_nothing(company, current, wanted):
    job = factories.a_job(company.client_id, status=current)
    try:
        VERBS[wanted](job, by=company.recruiter)
    except JobCannotMove:
        assert (job.status, events("job.status_changed")) == (current, [])
    else:
        (event,) = events("job.status_changed")
        assert (job.status, event.about["from"], event.about["to"]) == (wanted, current, wanted)
        assert (event.job_id, event.client_id) == (job.id, company.client_id)


def test_the_last_opening_fills_the_job(company):
    job = factories.a_job(company.client_id, openings=2)
    services.use_opening(job, by=company.recruiter)
    assert (job.openings, job.status) == (1, S.OPEN)
    services.use_opening(job, by=company.recruiter)
    assert (job.openings, job.status) == (0, S.FILLED)
    assert [e.about["to"] for e in events("job.status_changed")] == ["filled"]


def test_an_opening_that_somebody_else_took_meanwhile_cannot_be_taken_again(company):
    job = factories.a_job(company.client_id, openings=1)
    elsewhere = update(Job).where(Job.id == job.id).values(openings=0)
    db.session.execute(elsewhere, execution_options={"synchronize_session": False})
    assert job.openings == 1
    with pytest.raises(NoOpening):
        services.use_opening(job, by=company.recruiter)


def test_a_closed_job_whose_last_opening_goes_stays_closed(company):
    job = factories.a_job(company.client_id, openings=1, status=S.CLOSED)
    services.use_opening(job, by=company.recruiter)
    assert (job.openings, job.status) == (0, S.CLOSED)


@pytest.mark.parametrize("status", S)
def test_an_opening_given_back_opens_a_filled_job_again_and_leaves_others(company, status):
    job = factories.a_job(company.client_id, openings=0, status=status)
    services.give_opening_back(job, by=company.recruiter)
    assert (job.openings, job.status) == (1, S.OPEN if status is S.FILLED else status)


def test_a_job_opened_again_has_an_opening(company):
    job = factories.a_job(company.client_id, openings=0, status=S.FILLED)
    services.reopen_job(job, by=company.recruiter)
    (event,) = events("job.status_changed")
    assert job.openings == 1
    assert db.session.get(EventDetails, event.id).new["openings"] == 1
