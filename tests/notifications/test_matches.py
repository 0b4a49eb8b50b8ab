"""Candidates hear of a public job that fits them: once, if they want to, and only when it fits."""

import secrets

import pytest
from sqlalchemy import select

from portal.candidates.models import Candidate
from portal.candidates.services import apply, create_candidate
from portal.core.database import db
from portal.core.mail import Mail
from portal.jobs.models import EmploymentType, PayPeriod, Priority
from portal.jobs.services import close_job, create_job, update_job
from portal.notifications.models import Channel, Notification, NotificationType
from tests import factories
from tests.examples import candidate_person
from tests.notifications.people import carried_out, switch

T = NotificationType.JOB_MATCH_FOUND
JOB = {
    "title": "Backend Engineer", "required_skills": ["Python", "PostgreSQL"], "nice_to_have_skills": [], "openings": 1,
    "priority": Priority.HIGH,
    "experience_min": 3, "experience_max": 6, "location": "Pune", "description": "", "is_public": True,
    "employment_type": EmploymentType.FULL_TIME, "salary_currency": "INR", "salary_period": PayPeriod.YEAR,
}  # fmt: skip
FITS = {"skills": ["Python", "PostgreSQL"], "experience_years": 4, "location": "Pune"}


def a_reader(by, **about):
    """A candidate with an account; their id and the account's person."""
    fields = {"first_name": "Asha", "email": f"{secrets.token_hex(4)}@example.com", **FITS, **about}
    candidate = create_candidate(fields, by=by)
    return candidate, candidate_person(factories.an_account(candidate))


def told():
    wanted = select(Notification.title, Notification.recipients).where(Notification.type == T)
    return db.session.execute(wanted).all()


def test_who_fits_and_has_an_account_is_told_and_mailed_once(company):
    mine, me = a_reader(company.recruiter)
    a_reader(company.recruiter, skills=["Carpentry"])
    a_reader(company.recruiter, experience_years=None, location=None, skills=["Python"])
    create_candidate({"first_name": "Without account", **FITS}, by=company.recruiter)
    job = create_job(company.client_id, JOB, company.recruiter)
    carried_out()
    (found,) = told()
    assert found.title == "A job that fits you: Backend Engineer" and len(found.recipients) == 1
    assert db.session.scalars(select(Mail.to_email).where(Mail.template == "notice")).all() == [me.email]
    job = db.session.get(type(job), job.id)
    update_job(job, {**JOB, "description": "More words"}, company.recruiter, version=job.version)
    carried_out()
    assert len(told()) == 1


@pytest.mark.parametrize("why", ["not public", "closed", "put forward", "switched off"])
def test_nobody_is_told_of(company, why):
    mine, me = a_reader(company.recruiter)
    if why == "switched off":
        switch(me, T, Channel.IN_APP, False)
        switch(me, T, Channel.EMAIL, False)
    job = create_job(company.client_id, {**JOB, "is_public": why != "not public"}, company.recruiter)
    if why == "closed":
        close_job(job, company.recruiter)
    if why == "put forward":
        apply(db.session.get(Candidate, mine.id), job, by=company.recruiter)
    carried_out()
    if why == "switched off":
        assert not db.session.scalars(select(Mail).where(Mail.template == "notice")).all()
    else:
        assert told() == []


def test_a_job_that_comes_into_public_later_is_told_of_then(company):
    a_reader(company.recruiter)
    job = create_job(company.client_id, {**JOB, "is_public": False}, company.recruiter)
    carried_out()
    assert told() == []
    job = db.session.get(type(job), job.id)
    update_job(job, JOB, company.recruiter, version=job.version)
    carried_out()
    assert len(told()) == 1
