"""People whom the company knows, on the page of a job; jobs for a candidate, on theirs."""

import pytest

from portal.accounts import queries as accounts
from portal.candidates import services
from portal.candidates.models import Application, Candidate
from portal.core.database import db
from portal.core.ids import encode
from portal.jobs.models import JobStatus
from tests import factories


@pytest.fixture
def job(company):
    made = factories.a_job(
        company.client_id, title="Engineer", required_skills=["Python", "AWS"], location="Pune", is_public=True,
        status=JobStatus.OPEN,
    )  # fmt: skip
    services.create_candidate(
        {"name": "Asha Rao", "email": "asha@example.com", "skills": ["Python"]}, by=company.recruiter
    )
    db.session.commit()
    return made


def test_somebody_known_is_put_forward_from_the_jobs_page_once(company, recruiter, job):
    path = f"/jobs/{encode('job', job.id)}/people"
    assert "People we know" in recruiter.get(f"/jobs/{encode('job', job.id)}").words(".tabs")
    page = recruiter.get(path)
    assert "Asha Rao" in page.words("#fits") and "Skills match: Python" in page.words("#fits")
    form = page.one("#fits form.action")["action"]
    assert recruiter.post(form, {}).status == 303
    assert "Asha Rao" not in recruiter.get(path).words("main")
    assert db.session.scalars(db.select(Application.source)).all() == ["known"]
    again = recruiter.post(form, {})
    assert again.status == 303 and len(db.session.scalars(db.select(Application.id)).all()) == 1


def test_a_client_user_does_not_see_whom_the_company_knows(company, client_user, job):
    assert client_user.get(f"/jobs/{encode('job', job.id)}/people").status in (403, 404)
    assert "People we know" not in client_user.get(f"/jobs/{encode('job', job.id)}").text


def test_a_candidate_sees_jobs_that_fit_and_says_what_they_look_for(company, browse, job):
    account = factories.an_account(db.session.scalars(db.select(Candidate)).one())
    db.session.commit()
    me = browse(accounts.candidate_person(account, accounts.get_company(account.company_id)))
    page = me.get("/portal/matches")
    assert "Engineer" in page.words("main") and "Skills match: Python" in page.words("main")
    form = me.get("/portal/matches/wishes")
    assert form.one("#skills").text.strip() == "Python"
    wishes = {
        "skills": "Python\nAWS\n",
        "experience_years": "4.5",
        "preferred_locations": "Pune",
        "job_types": ["contract"],
    }
    assert me.post("/portal/matches/wishes", wishes).status == 303
    found = db.session.scalars(db.select(Candidate)).one()
    assert (found.skills, found.experience_years) == (["Python", "AWS"], 4.5)
    assert (found.preferred_locations, found.job_types) == (["Pune"], ["contract"])
    wrong = me.post("/portal/matches/wishes", {**wishes, "experience_years": "900"})
    assert wrong.status == 422 and "Enter years between 0 and 70." in wrong.words("main")
    assert wrong.one("#skills").text.strip() == "Python\nAWS"
