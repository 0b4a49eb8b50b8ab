"""`POST /api/v1/resume/parse`: the résumé at an address is read as the upload page reads it, and nothing is kept."""

import json
from pathlib import Path

import pytest

from portal.candidates.models import Candidate
from portal.core.database import db
from portal.core.tenancy import as_company
from tests.core.receiver import receiver

PATH = "/api/v1/resume/parse"
CVS = Path(__file__).parents[1] / "fixtures" / "cv"
EMPTY = {
    "full_name": None, "email": None, "phone": None, "location": None,
    "work_experience": [], "education": [], "skills": [], "summary": None,
}  # fmt: skip


@pytest.fixture
def machine(with_key):
    return with_key("candidates:write")


@pytest.fixture
def files(app, monkeypatch):
    """A server of files on this machine, which the operator has opened."""
    monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "127.0.0.0/8")
    with receiver() as serving:
        yield serving


def serve(files, name):
    files.body = (CVS / name).read_bytes()
    return f"http://127.0.0.1:{files.port}/{Path(name).name}"


def test_what_is_in_the_resume_is_answered_and_nothing_is_kept(machine, files, company):
    answer = machine.post(PATH, {"resume_url": serve(files, "files/developer-recife.pdf")})
    data = answer.json["data"]
    labels = {row["file"]: row["truth"] for row in json.loads((CVS / "labels.json").read_text())}
    truth = labels["files/developer-recife.pdf"]
    assert answer.status == 200 and answer.json["success"] and data["parsed"] is True
    assert set(data) == {"parsed", "extracted_data", "parsing_confidence", "parsed_at"}
    assert set(data["extracted_data"]) == set(EMPTY)
    assert data["extracted_data"]["email"] == truth["email"]
    assert data["extracted_data"]["full_name"] == truth["full_name"]
    assert 0 < data["parsing_confidence"] <= 1 and data["parsed_at"].endswith("Z")
    with as_company(company.company_id):
        assert db.session.query(Candidate.id).count() == 0


@pytest.mark.parametrize(
    "name", ["odd/encrypted.pdf", "odd/plain-zip.docx", "odd/program.exe-renamed.pdf", "odd/empty.pdf"]
)
def test_a_file_that_cannot_be_read_is_answered_as_not_parsed(machine, files, name):
    data = machine.post(PATH, {"resume_url": serve(files, name)}).json["data"]
    assert (data["parsed"], data["parsing_confidence"], data["extracted_data"]) == (False, 0, EMPTY)


def test_a_file_that_was_uploaded_here_is_read_from_here(call, company, files):
    staff = call(company.recruiter)
    body = {"filename": "cv.pdf", "content_type": "application/pdf"}
    made = staff.post("/api/v1/storage/presigned-url", body).json["data"]
    cv = (CVS / "files/developer-recife.pdf").read_bytes()
    put = made["upload_url"].partition("/api/")[2]
    assert staff.call("PUT", f"/api/{put}", data=cv, headers={"Content-Type": "application/pdf"}).status == 201
    assert staff.post(PATH, {"resume_url": made["file_url"]}).json["data"]["parsed"] is True
    assert not files.requests


def test_a_file_of_somebody_else_is_not_read(call, company, with_key):
    made = call(company.recruiter).post(
        "/api/v1/storage/presigned-url", {"filename": "cv.pdf", "content_type": "application/pdf"}
    )
    nothing_there = with_key("candidates:write").post(PATH, {"resume_url": made.json["data"]["file_url"]})
    assert nothing_there.fields() == {"resume_url"}


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/cv.pdf",
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:10.0.0.1]/cv.pdf",
        "http://2130706433/cv.pdf",
        "file:///etc/passwd",
        "ftp://example.com/cv.pdf",
        "cv.pdf",
        "",
    ],
)
def test_peer_19_an_address_that_we_do_not_call_is_refused_by_name(machine, url):
    assert machine.post(PATH, {"resume_url": url}).fields() == {"resume_url"}


def test_a_redirect_is_not_followed(machine, files):
    files.status, files.answer_headers = 302, {"Location": "http://169.254.169.254/"}
    refused = machine.post(PATH, {"resume_url": files.url})
    assert refused.fields() == {"resume_url"} and len(files.requests) == 1


def test_a_file_of_more_than_ten_megabytes_is_refused(machine, files):
    files.body = b"%PDF-" + b"x" * (10 * 1024 * 1024 + 1)
    assert machine.post(PATH, {"resume_url": files.url}).fields() == {"resume_url"}


def test_a_key_without_the_scope_may_not(with_key):
    assert with_key("jobs:read").post(PATH, {"resume_url": "https://example.com/cv.pdf"}).status == 403
