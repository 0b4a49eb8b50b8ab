"""The client against a started portal with the demo company: by a company's key, a candidate's own, and by tokens."""

import inspect
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

import pytest

import generate_python
import portal.demo
from jobswipe import AsyncJobSwipeClient, JobSwipeClient
from portal.demo.company import API_KEY
from talent_portal import TalentPortal, errors
from tests.sdk_python.conftest import carried_out
from tests.servers import ROOT

PASSWORD = "demo-password-1"
CV = Path(portal.demo.__file__).parent / "cvs" / "priya-raman.pdf"
# What the candidate would do in their portal, under Profile.
MAKE_KEY = """
from portal import create_app
from portal.accounts.models import CandidateAccount
from portal.accounts.services import api_keys
from portal.core.database import db, transaction
from portal.core.people import SYSTEM
from portal.core.tenancy import as_company
from sqlalchemy import select
with create_app().app_context(), transaction(), as_company(1):
    account = db.session.scalar(select(CandidateAccount).where(CandidateAccount.email == "candidate@demo.test"))
    print(api_keys.create_own_key("My program", account.id, SYSTEM(1))[1])
"""


@pytest.fixture(scope="module")
def own_key(demo):
    """A key that a candidate made for themselves."""
    run = subprocess.run(
        [sys.executable, "-c", MAKE_KEY], cwd=ROOT, env=demo.env, check=True, capture_output=True, text=True
    )
    return run.stdout.split()[-1]


@pytest.fixture(scope="module")
def company(demo):
    with TalentPortal(base_url=demo.url, api_key=API_KEY) as client:
        yield client


def ours(jobs):
    """The portal's own jobs: the form of another site would be visited."""
    return [job for job in jobs if job["apply_url"] is None]


def test_the_documents_own_lines_run_with_a_candidates_key(demo, own_key):
    client = JobSwipeClient(api_key=own_key, base_url=demo.url)

    jobs = client.jobs.list(page=1, per_page=20)

    assert jobs["page"] == 1 and jobs["per_page"] == 20 and 0 < len(jobs["jobs"]) <= 20
    file = client.storage.upload(str(CV))
    resume = client.resumes.create(file_url=file["file_url"])
    for job in ours(jobs["jobs"]):
        try:
            result = client.applications.submit(job_id=job["job_id"], resume_id=resume["resume_id"])
            break
        except errors.Conflict as refused:
            assert "already" in refused.message
    assert result["status"] == "queued"
    while (task := client.applications.get(result["task_id"]))["status"] in ("queued", "running"):
        time.sleep(0.1)
    assert task["status"] == "completed", task

    matches = client.matching.get_matches()

    best = matches["matches"][0]
    assert best["job_id"].startswith("job_") and 0 < best["score"] <= 1 and best["matched_skills"]
    assert client.storage.download(file["file_url"]).content == CV.read_bytes()
    with pytest.raises(errors.PermissionDenied):
        client.clients.list()
    client.close()


def test_the_same_lines_run_asynchronously(demo, own_key):
    async def lines():
        async with AsyncJobSwipeClient(api_key=own_key, base_url=demo.url) as client:
            jobs = await client.jobs.list(page=1, per_page=20)
            file = await client.storage.upload(CV.read_bytes(), filename="priya.pdf")
            resume = await client.resumes.create(file_url=file["file_url"])
            walked = [job["job_id"] async for job in client.jobs.iterate(per_page=2)]
            assert len(walked) == len(set(walked)) == jobs["total"]
            for job in ours(jobs["jobs"]):
                try:
                    result = await client.applications.submit(job_id=job["job_id"], resume_id=resume["resume_id"])
                    break
                except errors.Conflict as refused:
                    assert "already" in refused.message
            matches = await client.matching.get_matches()
            assert result["task_id"].startswith("task_") and matches["total"] == jobs["total"]
            assert (await client.storage.download(file["file_url"])).content == CV.read_bytes()
            with pytest.raises(errors.NotFound):
                await client.applications.get("task_none")

    carried_out(lines)


def test_all_pages_of_every_list_are_walked_as_they_are_wanted(company):
    token = company.auth.login(email="admin@demo.test", password=PASSWORD)["access_token"]
    admin, walked = company.with_token(token), set()
    for resource in generate_python.names():
        calls = getattr(admin, resource)
        for name in generate_python.names()[resource]:
            walk = getattr(calls, generate_python.iterator_name(name), None)
            if walk is None or walk == getattr(calls, name):
                continue
            needed = [one for one in inspect.signature(walk).parameters.values() if one.default is one.empty]
            by_number = "per_page" in inspect.signature(walk).parameters
            if needed or (resource, name) == ("matching", "get_matches"):  # that is a candidate's own
                continue
            small, large = ({"per_page" if by_number else "limit": size} for size in (2, 100))
            first = list(islice(walk(**large), 7))
            assert list(islice(walk(**small), 7)) == first and first, f"{resource}.{name}"
            walked.add(f"{resource}.{name}")
    assert {"candidates.list", "jobs.list", "openings.list", "governance.list_audit_logs"} <= walked
    assert {job["status"] for job in company.jobs.iterate(status=["open"])} == {"open"}


def test_a_repeated_call_with_ones_own_key_makes_one_thing(company):
    options = {"idempotency_key": "import-row-17"}
    made = company.clients.create(company_name="Repeated", options=options)
    assert company.clients.create(company_name="Repeated", options=options)["client_id"] == made["client_id"]
    assert len(company.clients.list(q="Repeated")["items"]) == 1
    with pytest.raises(errors.ValidationFailed) as refused:
        company.clients.create(company_name="Another", options=options)
    assert set(refused.value.fields) == {"Idempotency-Key"}
    with pytest.raises(ValueError, match="takes no idempotency key"):
        company.auth.login(email="a@example.com", password=PASSWORD, options=options)


def test_refusals_of_the_portal_have_their_types(demo, company):
    with pytest.raises(errors.NotFound):
        company.jobs.get("job_none")
    with pytest.raises(errors.ValidationFailed) as refused:
        company.jobs.create(title="", client_id="client_none")
    assert {"title", "client_id"} <= set(refused.value.fields)
    with pytest.raises(errors.InvalidApiKey), TalentPortal(base_url=demo.url, api_key="tp_wrong") as stranger:
        stranger.jobs.list()
    with pytest.raises(errors.InvalidCredentials):
        company.auth.login(email="admin@demo.test", password="wrong")


def test_somebody_signs_in_and_works_under_their_own_name(company):
    token = company.auth.login(email="recruiter@demo.test", password=PASSWORD)["access_token"]
    recruiter = company.with_token(token)
    assert recruiter.auth.me()["email"] == "recruiter@demo.test"
    job = next(recruiter.jobs.iterate(status=["open"]))
    changed = recruiter.jobs.update(job["job_id"], location="Lisbon", version=job["version"])
    assert changed["location"] == "Lisbon"
    with pytest.raises(errors.Conflict):
        recruiter.jobs.update(job["job_id"], location="Porto", version=job["version"])
    recruiter.auth.logout()
    with pytest.raises(errors.InvalidToken):
        recruiter.auth.me()


def test_a_cv_becomes_a_candidate_and_is_downloaded_again(company):
    job = next(company.jobs.iterate(status=["open"]))
    text = b"Ada Lovelace\nada.lovelace@example.org\nSkills: Python, PostgreSQL, Flask\n"
    person = company.candidates.create_from_cv(job["job_id"], text, filename="ada.txt")
    assert person["email"] == "ada.lovelace@example.org" and "Python" in person["skills"]
    file = company.candidates.download_cv(person["candidate_id"])
    assert (file.content, file.filename) == (text, "ada.txt")
