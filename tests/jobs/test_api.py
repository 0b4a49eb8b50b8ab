"""JSON calls about jobs."""

import pytest

from portal.core.ids import encode
from portal.jobs.models import JobStatus
from portal.jobs.rules import MOVES
from tests import factories

WHOLE = {
    "title": "Backend Engineer", "description": "Build it", "department": "R&D", "location": "Chennai",
    "employment_type": "contract", "experience_min": 2, "experience_max": 5, "salary_min": 1500000,
    "salary_max": 2500000.5, "salary_currency": "INR", "salary_period": "year", "required_skills": ["Python"],
    "nice_to_have_skills": ["Go"], "priority": "high", "openings": 2, "is_public": True,
}  # fmt: skip


@pytest.fixture
def client(company):
    return str(encode("client", company.client_id))


def path_of(job):
    return f"/api/jobs/{encode('job', job.id)}"


def test_a_job_is_made_read_and_changed(recruiter_calls, client):
    made = recruiter_calls.post("/api/jobs", {"client_id": client, **WHOLE})
    assert made.status == 201, made.json
    assert {name: made.json[name] for name in WHOLE} == WHOLE
    assert made.json["status"] == "open" and made.json["created_by"].startswith("recruiter")
    one = f"/api/jobs/{made.json['job_id']}"
    assert recruiter_calls.get(one).json == made.json
    changed = recruiter_calls.put(one, {"openings": 3, "department": None})
    assert (changed.json["openings"], changed.json["department"]) == (3, None)
    assert changed.json["required_skills"] == ["Python"]


def test_what_is_wrong_is_named_field_by_field(recruiter_calls, client):
    reply = recruiter_calls.post(
        "/api/jobs", {"client_id": client, "title": "", "salary_currency": "XXX", "experience_min": -1}
    )
    assert reply.status == 422 and reply.fields() >= {"title", "experience_min"}
    reply = recruiter_calls.post("/api/jobs", {"client_id": client, "title": "X", "salary_min": 5, "salary_max": 1})
    assert reply.fields() == {"salary_max"}


def test_a_job_of_an_unknown_client_is_refused(recruiter_calls):
    for number in ("client_zzzzzz", "x", True, 10**9):
        reply = recruiter_calls.post("/api/jobs", {"client_id": number, "title": "X"})
        assert reply.status == 422 and reply.fields() == {"client_id"}


@pytest.mark.parametrize("begin", JobStatus)
@pytest.mark.parametrize("wanted", JobStatus)
def test_a_status_moves_as_the_table_allows(recruiter_calls, company, begin, wanted):
    job = factories.a_job(company.client_id, status=begin)
    reply = recruiter_calls.put(path_of(job), {"status": wanted})
    if wanted is begin or wanted in MOVES[begin]:
        assert reply.status == 200 and reply.json["status"] == wanted
    else:
        assert (reply.status, reply.error["code"]) == (409, "INVALID_STATE")


def test_the_list_narrows_by_client_status_priority_and_words(recruiter_calls, company, client):
    other = factories.a_client()
    factories.a_job(company.client_id, title="Baker", status=JobStatus.CLOSED)
    factories.a_job(company.client_id, title="Baker two")
    factories.a_job(other.id, title="Baker three")
    titles = lambda query: {j["title"] for j in recruiter_calls.get(f"/api/jobs?{query}").json["items"]}  # noqa: E731
    assert titles("q=baker") == {"Baker", "Baker two", "Baker three"}
    assert titles(f"q=baker&client_id={client}") == {"Baker", "Baker two"}
    assert titles("q=baker&status=closed&status=filled") == {"Baker"}
    assert titles("q=baker&priority=urgent") == set()
    assert recruiter_calls.get("/api/jobs?status=none").fields() == {"status.0"}


def test_a_client_user_sees_the_jobs_of_its_client_alone(company, call):
    mine, other = factories.a_job(company.client_id), factories.a_job(factories.a_client().id)
    calls = call(company.client_user)
    assert calls.get(path_of(mine)).status == 200
    assert calls.get(path_of(other)).status == 404
    assert calls.put(path_of(mine), {"title": "X"}).status == 403


@pytest.mark.parametrize("field", ["company_id", "client_id", "source", "external_id", "created_by"])
def test_peer_14_a_job_keeps_its_company_and_client(recruiter_calls, company, field):
    job = factories.a_job(company.client_id)
    reply = recruiter_calls.put(path_of(job), {field: 1})
    assert reply.status == 422 and reply.fields() == {field}
