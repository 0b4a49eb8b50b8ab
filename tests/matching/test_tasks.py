"""The comparison as it reaches an application: through events and the worker."""

from portal.candidates import services
from portal.candidates.models import Application
from portal.core.database import db
from portal.core.outbox import run_due
from portal.core.tenancy import as_company
from portal.jobs import services as jobs
from portal.jobs.models import Job
from tests.factories import a_job


def applied(company, **job_values):
    person = services.create_candidate(
        {"name": "Priya Raman", "skills": ["Python"], "current_role": "Engineer"},
        by=company.recruiter,
        cv_text="Engineer. Python and SQL.",
    )
    job = a_job(company.client_id, title="Engineer", **job_values)
    application = services.apply(person, job, by=company.recruiter)
    db.session.commit()
    return person, job, application.id


def now_of(company, application_id):
    db.session.commit()
    db.session.expunge_all()
    run_due()
    with as_company(company.company_id):
        return db.session.get(Application, application_id)


def test_an_application_is_compared_by_the_worker(company):
    _, _, number = applied(company)
    found = now_of(company, number)
    assert found.match_score == 100
    assert found.ai_story["headline"]["text"] == "Engineer; 2 of 2 required skills seen."
    assert found.match["parts"][0]["evidence"][0]["text"] == "Python"
    assert found.version == 1, "a comparison puts nobody's page out of date"


def test_a_changed_person_is_compared_anew(company):
    person, _, number = applied(company, required_skills=["Rust", "Python"])
    before = now_of(company, number).match_score
    services.update_candidate(person, {"skills": ["Python", "Rust"]}, by=company.recruiter)
    assert now_of(company, number).match_score > before


def test_a_changed_job_compares_its_people_anew(company):
    _, job, number = applied(company, required_skills=["Rust"], description="Work")
    before = now_of(company, number).match_score
    job = db.session.get(Job, job.id)
    kept = (
        "title description location openings employment_type priority department experience_min experience_max "
        "salary_min salary_max salary_currency salary_period nice_to_have_skills is_public"
    )
    values = {name: getattr(job, name) for name in kept.split()}
    jobs.update_job(job, {**values, "required_skills": ["Python"]}, company.recruiter, version=job.version)
    assert now_of(company, number).match_score > before


def test_a_person_who_is_gone_is_not_compared(company):
    person, _, number = applied(company)
    services.delete_candidate(person, by=company.recruiter)
    assert now_of(company, number).match_score is None
