"""Matches by calls, in the shapes of the source document, and the ranking of people behind them."""

import random
from dataclasses import replace

import pytest

from portal.accounts import queries as accounts
from portal.candidates import services
from portal.candidates.models import Candidate
from portal.core.database import db
from portal.core.ids import encode
from portal.jobs.models import JobStatus
from portal.matching import queries
from portal.matching.rules import NoProfile, PersonFacts, compare
from portal.matching.services import people_for, set_profile
from tests import factories
from tests.caller import Caller, key_of
from tests.matching.test_tasks import applied

PATH = "/api/v1/matching/jobs"
PUBLIC = {"status": JobStatus.OPEN, "is_public": True}
SKILLS = ["Python", "PostgreSQL", "AWS", "Docker", "React", "Java", "Kubernetes", "SQL"]


@pytest.fixture
def priya(company):
    """A candidate with an account, and calls as them."""
    person = services.create_candidate(
        {"name": "Priya Raman", "email": "priya@example.com", "skills": ["Python", "PostgreSQL"], "location": "Pune"},
        by=company.recruiter,
        cv_text="Engineer. Python, FastAPI and PostgreSQL.",
    )
    account = factories.an_account(person)
    db.session.commit()
    return accounts.candidate_person(account, accounts.get_company(account.company_id))


@pytest.fixture
def calls(app, priya):
    return Caller(app, priya)


def a_public_job(company, title, required, **values):
    return factories.a_job(company.client_id, title=title, required_skills=required, **{**PUBLIC, **values})


def test_jobs_are_compared_as_the_document_shows(company, calls):
    near = a_public_job(company, "Engineer", ["Python", "FastAPI", "AWS"], location="")
    far = a_public_job(company, "Cook", ["Baking"], location="")
    db.session.commit()
    reply = calls.post(PATH, {"job_ids": [str(encode("job", job.id)) for job in (far, near)]})
    assert reply.status == 200 and set(reply.json) == {"success", "data"}
    first, second = reply.json["data"]["matches"]
    assert (first["job_id"], second["job_id"]) == (encode("job", near.id), encode("job", far.id))
    assert first["matched_skills"] == ["Python", "FastAPI"] and first["missing_skills"] == ["AWS"]
    assert first["reason"] == "Skills match: Python, FastAPI"
    assert 0 <= second["score"] < first["score"] <= 1
    parts = {part["part"]: part for part in first["parts"]}
    assert parts["required"]["share"] == pytest.approx(2 / 3)
    assert {"text": "FastAPI", "label": "CV"} in parts["required"]["evidence"]


@pytest.mark.parametrize("hidden", [{"is_public": False}, {"status": JobStatus.CLOSED}, {"status": JobStatus.ON_HOLD}])
def test_a_job_that_is_not_open_to_all_is_not_there(company, calls, hidden):
    shown, other = a_public_job(company, "Engineer", ["Python"]), a_public_job(company, "Secret", ["Python"], **hidden)
    db.session.commit()
    assert [m["title"] for m in calls.get(PATH).json["data"]["matches"]] == ["Engineer"]
    refused = calls.post(PATH, {"job_ids": [shown.id, other.id, 10**9]})
    assert refused.status == 422 and refused.fields() == {"job_ids.1", "job_ids.2"}


def test_the_best_jobs_come_first_by_pages(company, calls):
    for n in range(5):
        a_public_job(company, f"Engineer {n}", ["Python", *SKILLS[2 : 2 + n]], location="")
    db.session.commit()
    found = [calls.get(f"{PATH}?page={page}&per_page=2").json["data"] for page in (1, 2, 3)]
    assert [len(page["matches"]) for page in found] == [2, 2, 1] and {page["total"] for page in found} == {5}
    scores = [match["score"] for page in found for match in page["matches"]]
    assert scores == sorted(scores, reverse=True) and scores[0] > scores[-1]


def test_a_profile_is_changed_in_parts_and_counts_at_once(company, calls):
    a_public_job(company, "Engineer", ["Kubernetes"], location="Berlin", employment_type="contract")
    db.session.commit()
    before = calls.get(PATH).json["data"]["matches"][0]
    body = {
        "skills": ["Python", "k8s"], "experience_years": 5, "preferred_locations": ["Remote", "Berlin"],
        "job_types": ["full_time", "contract"],
    }  # fmt: skip
    reply = calls.put("/api/v1/matching/profile", body)
    assert reply.status == 200
    assert reply.json["data"] == {**body, "skills": ["Python", "Kubernetes"]}
    after = calls.get(PATH).json["data"]["matches"][0]
    assert (before["matched_skills"], after["matched_skills"]) == ([], ["Kubernetes"])
    assert after["score"] > before["score"]
    assert calls.put("/api/v1/matching/profile", {"experience_years": 6}).json["data"]["skills"] == [
        "Python", "Kubernetes",
    ]  # fmt: skip
    for wrong, field in (({"job_types": ["gig"]}, "job_types.0"), ({"company_id": 1}, "company_id")):
        assert calls.put("/api/v1/matching/profile", wrong).fields() == {field}


def test_whose_address_is_not_confirmed_has_no_profile(app, company, priya):
    nobody = replace(priya, candidate_id=None)
    with pytest.raises(NoProfile):
        set_profile({"skills": ["Python"]}, nobody)


def test_people_whom_the_company_knows_are_ranked_for_a_job(app, company, recruiter_calls):
    _, job, _ = applied(company, required_skills=["Python", "AWS"], location="")
    for name, skills in (("Both", ["python", "Amazon Web Services"]), ("One", ["Python"]), ("None", ["Baking"])):
        services.create_candidate({"name": f"{name} Person", "skills": skills}, by=company.recruiter)
    db.session.commit()
    path = f"/api/jobs/{encode('job', job.id)}/matches"
    found = recruiter_calls.get(path).json["data"]["matches"]
    assert [match["name"] for match in found] == ["Both Person", "One Person"], "who applied is not among them"
    assert found[0]["matched_skills"] == ["Python", "AWS"]
    assert [m["name"] for m in recruiter_calls.get(f"{path}?limit=1").json["data"]["matches"]] == ["Both Person"]
    key = Caller(app, key=key_of(company.admin, "jobs:read"))
    assert key.get(path).status == 403


def test_the_ranking_by_the_index_begins_as_that_of_everybody(company):
    """Five hundred people at random: whom the index names first are those who fit best when everybody is compared who
    has any of the skills. (Of who names none nothing is known, which is no reason to show them.)"""
    dice = random.Random(7)
    for n in range(500):
        skills = dice.sample(SKILLS, dice.randint(0, 5))
        fields = {"name": f"Person {n}", "skills": skills, "experience_years": float(dice.randint(0, 12))}
        services.create_candidate(fields, by=company.recruiter)
    job = a_public_job(company, "", ["Python", "AWS", "Docker"], nice_to_have_skills=["React"], experience_min=4)
    db.session.commit()
    facts = queries.job_facts(job.id)
    every = [
        compare(PersonFacts(skills=c.skills, years=c.experience_years, location=""), facts).score
        for c in db.session.scalars(db.select(Candidate))
        if {*c.skills} & {"Python", "AWS", "Docker", "React"}
    ]
    assert [fit.match.score for fit in people_for(job.id, company.company_id, 20)] == sorted(every, reverse=True)[:20]
