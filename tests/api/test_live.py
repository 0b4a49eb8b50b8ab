"""The Arbeit document's calls against a started portal with the demo company, over the wire, with tokens of sign-in."""

import json
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.candidates.cvs import cv_text
from tests.servers import Portal

PASSWORD = "demo-password-1"
# Every address of the document that lists or counts.
READ = (
    "/api/auth/me", "/api/clients", "/api/jobs", "/api/candidates", "/api/interviews", "/api/interviews/stats/pipeline",
    "/api/admin/candidate-portal-users", "/api/dashboard/stats", "/api/notifications",
)  # fmt: skip


class Wire:
    """Calls over HTTP with a token, as a program makes them."""

    def __init__(self, url: str, email: str, path: str = "/api/auth/login") -> None:
        self.url, self.token = url, ""
        self.token = self.ask("POST", path, {"email": email, "password": PASSWORD})["access_token"]

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The JSON of an answer below 400; anything else fails with what it says."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.url + path, data, method=method)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            request.add_header(name, value)
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"{method} {path}: {refused.code} {refused.read().decode()[:500]}") from refused


@pytest.fixture(scope="module")
def recruiter(demo: Portal) -> Wire:
    return Wire(demo.url, "recruiter@demo.test")


def test_every_list_and_count_of_the_document_answers_an_admin(demo: Portal):
    admin = Wire(demo.url, "admin@demo.test")
    found = {path: admin.ask("GET", path) for path in READ}
    assert len(found["/api/candidates"]["items"]) == 50 and found["/api/candidates"]["next"]
    assert found["/api/dashboard/stats"]["candidates"] >= 60 and found["/api/dashboard/stats"]["clients"] >= 3
    with_cv = next(one for one in found["/api/candidates"]["items"] if one["cv_file_url"])
    for name in ("email", "skills", "experience", "education", "applications"):
        assert with_cv[name], name


def test_the_flow_of_several_rounds_goes_as_the_document_tells_it(demo: Portal, recruiter: Wire):
    """Seed 003, "Multi-Round Interview Flow", from the CV to the hire."""
    client = recruiter.ask("GET", "/api/clients?q=Northwind")["items"][0]
    job = recruiter.ask("POST", "/api/jobs", {"client_id": client["client_id"], "title": "Platform Engineer"})
    form = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="nora.txt"\r\n\r\n'
        + cv_text("Nora Lindqvist", "nora@example.com", "+46 70 174 06 33")
        + b"\r\n--x--\r\n"
    )
    path = f"/api/jobs/{job['job_id']}/candidates"
    candidate = recruiter.ask("POST", path, form, **{"Content-Type": "multipart/form-data; boundary=x"})
    assert (candidate["name"], candidate["status"], candidate["current_round"]) == ("Nora Lindqvist", "NEW", 0)
    one = f"/api/candidates/{candidate['candidate_id']}"
    recruiter.ask("PUT", one, {"status": "SHORTLISTED"})
    decides = Wire(demo.url, "client@demo.test")
    for number, decision in ((1, "move-to-next-round"), (2, "initiate-hiring")):
        begins = (datetime.now(UTC) + timedelta(days=20 + number)).replace(minute=0, second=0, microsecond=0)
        slot = {"start": begins.isoformat(), "end": (begins + timedelta(minutes=45)).isoformat()}
        plan = {
            "job_id": job["job_id"], "candidate_id": candidate["candidate_id"], "interview_round": number,
            "round_name": f"Round {number}", "interview_mode": "Video", "proposed_slots": [slot],
        }  # fmt: skip
        planned = recruiter.ask("POST", "/api/interviews", plan)
        assert planned["interview_status"] == "Awaiting Candidate Confirmation"
        interview = f"/api/interviews/{planned['interview_id']}"
        booking = {"slot_id": planned["proposed_slots"][0]["slot_id"]}
        steps = [("book-slot", booking, "Confirmed"), ("send-invite", None, "Scheduled"),
                 ("mark-completed", {"feedback": "Good", "rating": 5}, "Completed")]  # fmt: skip
        for action, body, status in steps:
            assert recruiter.ask("POST", f"{interview}/{action}", body)["interview_status"] == status
        assert decides.ask("POST", f"{interview}/{decision}")["interview_status"] == "Passed"
    hired = recruiter.ask("GET", one)
    assert (hired["status"], hired["current_round"]) == ("SELECTED", 2)
    assert len(recruiter.ask("GET", f"{one}/interview-history")["items"]) == 2
    assert recruiter.ask("POST", f"{one}/send-selection-notification")["candidate_portal_id"].startswith("cp_")


def test_the_demos_candidate_books_a_time_with_a_token(demo: Portal):
    candidate = Wire(demo.url, "candidate@demo.test", "/api/candidate-portal/login")
    waiting = candidate.ask("GET", "/api/interviews?status=Awaiting%20Candidate%20Confirmation")["items"][0]
    free = next(slot for slot in waiting["proposed_slots"] if slot["is_available"])
    path = f"/api/interviews/{waiting['interview_id']}"
    booked = candidate.ask("POST", f"{path}/book-slot", {"slot_id": free["slot_id"]})
    assert (booked["interview_status"], booked["selected_slot_id"]) == ("Confirmed", free["slot_id"])
    assert candidate.ask("POST", f"{path}/cancel")["interview_status"] == "Awaiting Candidate Confirmation"
