"""The calls of ingestion (seed 002, "Job Ingestion Service"), with keys as other systems have them."""

import pytest
from sqlalchemy import select

from portal.core.database import db
from portal.core.ids import Prefix, encode
from portal.ingestion.models import IngestionRun
from portal.ingestion.rules import MOST_BYTES
from tests import factories
from tests.examples import candidate_person
from tests.ingestion.steps import PATH, a_posting, jobs, work

LIST = "/api/v1/jobs"


@pytest.fixture
def feed(with_key):
    """A system with a key that may write jobs."""
    return with_key("jobs:write")


def sent(feed, *postings, source="custom"):
    return feed.post(PATH, {"source": source, "jobs": list(postings)})


def test_jobs_are_accepted_in_the_shape_of_the_seed(feed):
    answer = sent(feed, a_posting())
    assert answer.status == 202
    assert answer.json == {
        "success": True,
        "data": {
            "ingestion_id": answer.json["data"]["ingestion_id"],
            "jobs_received": 1,
            "jobs_queued": 1,
            "status": "processing",
        },
    }
    assert answer.json["data"]["ingestion_id"].startswith("ing_")


def test_progress_is_told_until_the_end(feed):
    number = sent(feed, a_posting(1), a_posting(2, title="")).json["data"]["ingestion_id"]
    before = feed.get(f"/api/v1/ingestion/{number}").json["data"]
    work()
    after = feed.get(f"/api/v1/ingestion/{number}").json["data"]
    assert (before["status"], before["jobs_created"], before["finished_at"]) == ("processing", 0, None)
    assert (after["status"], after["jobs_created"], after["jobs_rejected"]) == ("completed", 1, 1)
    assert after["rejects"] == [
        {
            "index": 1,
            "external_id": "custom-2",
            "title": "",
            "problems": [{"field": "title", "reason": "This field is required."}],
        }
    ]


def test_a_repeat_with_the_same_key_is_one_run(feed):
    body = {"source": "custom", "jobs": [a_posting()]}
    first, second = (feed.post(PATH, body, headers={"Idempotency-Key": "once"}) for _ in range(2))
    assert first.json == second.json
    assert len(db.session.scalars(select(IngestionRun)).all()) == 1


@pytest.mark.parametrize("scopes", [("jobs:read",), ("candidates:write",)])
def test_a_key_without_the_scope_is_refused(with_key, scopes):
    assert sent(with_key(*scopes), a_posting()).status == 403


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "source"),
        ({"source": "custom"}, "jobs"),
        ({"source": "custom", "jobs": []}, "jobs"),
        ({"source": "custom", "jobs": {}}, "jobs"),
        ({"source": "", "jobs": [1]}, "source"),
        ({"source": "x" * 61, "jobs": [1]}, "source"),
        ({"source": 7, "jobs": [1]}, "source"),
        ({"source": "custom", "jobs": [1], "dry_run": True}, "dry_run"),
        ({"source": "custom", "jobs": [{}] * 1001}, "jobs"),
    ],
)
def test_a_call_of_the_wrong_shape_is_refused_by_field(feed, body, field):
    answer = feed.post(PATH, body)
    assert (answer.status, field in answer.fields()) == (422, True)


@pytest.mark.parametrize(
    "text", ['{"source": "custom", "jobs": [', "[" * 100_000, '{"source": "a\\u0000", "jobs": [1]}']
)
def test_what_cannot_be_read_is_refused(feed, text):
    answer = feed.call("POST", PATH, data=text, content_type="application/json")
    assert answer.status == 400


def test_a_body_that_is_too_long_is_refused(feed):
    answer = feed.call("POST", PATH, data=b" " * (MOST_BYTES + 1), content_type="application/json")
    assert answer.status == 413


def test_a_thousand_jobs_with_long_descriptions_are_taken(feed):
    postings = [a_posting(n, description="x" * 5_000) for n in range(1000)]
    assert sent(feed, *postings).json["data"]["jobs_queued"] == 1000


def test_deep_and_odd_jobs_are_refused_one_by_one(feed):
    deep = "x"
    for _ in range(50):
        deep = {"a": [deep]}
    odd = [deep, [[]], None, {"external_id": {"$gt": ""}}, {"title": "'; DROP TABLE jobs; --"}, 10**400]
    number = sent(feed, *odd, a_posting(title="<script>alert(1)</script>")).json["data"]["ingestion_id"]
    work()
    told = feed.get(f"/api/v1/ingestion/{number}").json["data"]
    assert (told["jobs_created"], told["jobs_rejected"]) == (1, len(odd))


def test_a_run_that_is_not_ones_own_is_not_there(feed, call, company):
    number = sent(feed, a_posting()).json["data"]["ingestion_id"]
    path = f"/api/v1/ingestion/{number}"
    assert call(company.client_user).get(path).status == 404
    assert call(candidate_person(factories.an_account(factories.a_candidate()))).get(path).status == 403
    assert call().get(path).status == 401
    assert feed.get(f"/api/v1/ingestion/{encode(Prefix.INGESTION, 999)}").status == 404


def test_jobs_are_listed_by_numbered_pages(feed):
    sent(feed, *(a_posting(n) for n in range(5)))
    work()
    pages = [feed.get(f"{LIST}?page={n}&per_page=2").json["data"] for n in (1, 2, 3, 4)]
    titles = [job["title"] for page in pages for job in page["jobs"]]
    assert [len(page["jobs"]) for page in pages] == [2, 2, 1, 0]
    assert {(page["total"], page["per_page"]) for page in pages} == {(5, 2)}
    assert titles == [f"Software Engineer {n}" for n in (4, 3, 2, 1, 0)]


def test_a_listed_job_has_what_was_sent(feed):
    sent(feed, a_posting(salary_range="competitive"))
    work()
    (job,) = feed.get(LIST).json["data"]["jobs"]
    assert (job["company"], job["apply_url"], job["salary_range"]) == (
        "Example Corp", "https://example.com/apply", "competitive",
    )  # fmt: skip
    assert (job["employment_type"], job["external_id"], job["source"]) == ("full_time", "custom-1", "custom")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=principal", {"Principal"}),
        ("q=beta", {"Principal"}),
        ("location=berlin", {"Principal"}),
        ("type=internship", {"Helper"}),
        ("type=internship&type=contract", {"Helper", "Principal"}),
        ("status=open", {"Helper", "Principal"}),
        ("status=closed", set()),
        ("q=100%25", set()),
    ],
)
def test_the_list_is_narrowed(feed, query, found):
    sent(
        feed,
        a_posting(1, title="Principal", company="Beta", location="Berlin, DE", type="contract"),
        a_posting(2, title="Helper", company="Alpha", type="intern"),
    )
    work()
    assert {job["title"] for job in feed.get(f"{LIST}?{query}").json["data"]["jobs"]} == found


@pytest.mark.parametrize(
    "query", ["page=0", "per_page=0", "per_page=101", "page=x", "type=whenever", "client_id=nobody"]
)
def test_what_is_no_page_is_refused(feed, query):
    assert feed.get(f"{LIST}?{query}").status == 422


def test_a_candidate_sees_what_stands_in_public_and_nothing_inner(feed, company, call):
    sent(feed, a_posting(1))
    work()
    client = factories.a_client(company_name="Secret Client")
    factories.a_job(client.id, title="Public", is_public=True)
    factories.a_job(client.id, title="Private")
    factories.a_job(client.id, title="Closed", is_public=True, status="closed")
    candidate = call(candidate_person(factories.an_account(factories.a_candidate())))
    found = {job["title"]: job for job in candidate.get(LIST).json["data"]["jobs"]}
    assert set(found) == {"Public", "Software Engineer 1"}
    assert found["Software Engineer 1"]["company"] == "Example Corp"
    assert found["Public"]["company"] != "Secret Client"
    assert {(job["priority"], job["client_id"], job["created_by"], job["source"]) for job in found.values()} == {
        (None, None, "", None)
    }


def test_a_clients_people_see_its_own_jobs(feed, company, call):
    sent(feed, a_posting())
    work()
    factories.a_job(company.client_id, title="Theirs")
    listed = call(company.client_user).get(LIST).json["data"]
    assert [job["title"] for job in listed["jobs"]] == ["Theirs"]
    assert len(jobs()) == 1
