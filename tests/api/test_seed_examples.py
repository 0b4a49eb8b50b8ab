"""Every HTTP example of seed 002 over the network against the started demo, its shape compared field by field."""

import json
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import portal.demo
from portal.demo.company import API_KEY

PASSWORD = "demo-password-1"


class Api:
    """Calls as somebody: `headers` are theirs."""

    def __init__(self, url, **headers):
        self.url, self.headers = url, headers

    def __call__(self, method, path, body=None, *, raw=None, **headers):
        data = raw if raw is not None else json.dumps(body).encode() if body is not None else None
        kind = {"Content-Type": "application/json"} if body is not None else {}
        target = path if path.startswith("http") else self.url + path
        asked = urllib.request.Request(target, data, {**kind, **self.headers, **headers}, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, dict(refused.headers), refused.read()

    def json(self, method, path, body=None, *, status=200, **headers):
        found, _, text = self(method, path, body, **headers)
        assert found == status, text[:500]
        return json.loads(text)


@pytest.fixture(scope="module")
def service(demo):
    return Api(demo.url, **{"X-API-Key": API_KEY})


@pytest.fixture(scope="module")
def candidate(demo):
    return signed_in(demo, "/api/candidate-portal/login", "candidate@demo.test")


@pytest.fixture(scope="module")
def admin(demo):
    return signed_in(demo, "/api/auth/login", "admin@demo.test")


def signed_in(demo, path, email):
    token = Api(demo.url).json("POST", path, {"email": email, "password": PASSWORD})["access_token"]
    return Api(demo.url, Authorization=f"Bearer {token}")


def until(ask, true, seconds=60):
    end = time.monotonic() + seconds
    while not true(found := ask()):
        assert time.monotonic() < end, found
        time.sleep(0.3)
    return found


@pytest.fixture(scope="module")
def job(candidate):
    """The id of an open public job."""
    return candidate.json("GET", "/api/v1/jobs")["data"]["jobs"][0]["job_id"]


def test_jobs_are_listed_with_a_service_key_and_with_a_users_token(service, candidate):
    for calls in (service, candidate):
        found = calls.json("GET", "/api/v1/jobs?page=1&per_page=20")
        assert set(found) == {"success", "data"} and set(found["data"]) == {"jobs", "page", "per_page", "total"}
        assert found["success"] is True and found["data"]["jobs"][0]["job_id"].startswith("job_")


def test_jobs_are_sent_for_ingestion(service):
    posting = {
        "external_id": "custom-123", "title": "Software Engineer", "company": "Example Corp", "location": "Remote",
        "description": "Job description...", "apply_url": "https://example.com/apply",
        "salary_range": "$100k - $150k", "type": "full_time",
    }  # fmt: skip
    answer = service.json("POST", "/api/v1/ingestion/jobs", {"source": "custom", "jobs": [posting]}, status=202)
    data = answer["data"]
    assert answer["success"] is True
    assert set(data) == {"ingestion_id", "jobs_received", "jobs_queued", "status"}
    assert (data["jobs_received"], data["jobs_queued"], data["status"]) == (1, 1, "processing")
    path = f"/api/v1/ingestion/{data['ingestion_id']}"
    done = until(lambda: service.json("GET", path)["data"], lambda found: found["status"] != "processing")
    assert done["status"] == "completed"


def test_an_application_is_made_for_a_candidate(candidate):
    # One of the portal's own: the form of another site would be visited.
    listed = candidate.json("GET", "/api/v1/jobs?per_page=100")["data"]["jobs"]
    jobs = [job for job in listed if job["apply_url"] is None]
    resumes = candidate.json("GET", "/api/v1/resumes")
    assert set(resumes) == {"success", "data"} and set(resumes["data"]) == {"resumes"}
    letter = candidate.json(
        "POST", "/api/v1/cover-letter-templates", {"name": "Mine", "body": "Dear {{company}}"}, status=201
    )["data"]
    body = {
        "cover_letter_template_id": letter["template_id"],
        "answers": [{"question": "Years of experience?", "answer": "5"}],
    }
    if resumes["data"]["resumes"]:
        assert set(resumes["data"]["resumes"][0]) == {"resume_id", "filename", "uploaded_at", "is_default"}
        body["resume_id"] = resumes["data"]["resumes"][0]["resume_id"]
    for job in jobs:
        path = "/api/v1/automation/applications"
        status, _, text = candidate("POST", path, {"job_id": job["job_id"], **body})
        if status == 202:
            break
    made = json.loads(text)
    assert status == 202 and set(made) == {"success", "data"}
    assert set(made["data"]) == {"task_id", "status"} and made["data"]["status"] == "queued"
    path = f"{path}/{made['data']['task_id']}"
    done = until(
        lambda: candidate.json("GET", path)["data"], lambda found: found["status"] not in ("queued", "running")
    )
    assert {"task_id", "status", "reason", "application_id"} <= set(done) and done["status"] == "completed"


def test_jobs_are_matched_and_the_profile_is_changed(candidate, job):
    found = candidate.json("POST", "/api/v1/matching/jobs", {"job_ids": [job]})
    assert set(found) == {"success", "data"} and set(found["data"]) == {"matches"}
    (match,) = found["data"]["matches"]
    assert {"job_id", "score", "reason", "matched_skills", "missing_skills"} <= set(match)
    assert match["job_id"] == job and 0 <= match["score"] <= 1
    body = {
        "skills": ["Python", "PostgreSQL", "AWS"], "experience_years": 5,
        "preferred_locations": ["Remote", "San Francisco"], "job_types": ["full_time", "contract"],
    }  # fmt: skip
    answer = candidate.json("PUT", "/api/v1/matching/profile", body)
    assert answer["success"] is True and answer["data"] == body


def test_a_notification_is_sent(demo, service, candidate):
    me = candidate.json("GET", "/api/candidate-portal/me")
    body = {
        "user_id": next(str(v) for v in me.values() if str(v).startswith("cp_")), "type": "custom",
        "title": "New Job Match",
        "message": "We found a new job that matches your profile!", "channels": ["push", "email"],
        "metadata": {"job_id": "job-uuid", "match_score": 0.85},
    }  # fmt: skip
    answer = service.json("POST", "/api/v1/notifications/send", body, status=202)
    assert set(answer) == {"success", "data"} and set(answer["data"]) == {"notification_id", "channels"}
    assert answer["data"]["channels"] == ["email"]
    for kind in ("application_submitted", "application_completed", "application_failed", "job_match_found",
                 "captcha_detected", "system"):  # fmt: skip
        service.json("POST", "/api/v1/notifications/send", {**body, "type": kind}, status=202)


def test_events_are_tracked_and_queried(candidate, admin):
    body = {"event_type": "custom_action", "properties": {"action": "button_click", "location": "job_list"}}
    assert candidate.json("POST", "/api/v1/analytics/events", body, status=202) == {
        "success": True, "data": {"accepted": 1},
    }  # fmt: skip
    query = {
        "metrics": ["jobs_viewed", "jobs_applied"], "dimensions": ["date", "source"],
        "filters": {"date_range": {"start": "2024-01-01", "end": "2024-01-31"}}, "granularity": "day",
    }  # fmt: skip
    answer = admin.json("POST", "/api/v1/analytics/query", query)
    assert set(answer) == {"success", "data"} and set(answer["data"]) == {"rows"}
    wide = {**query, "filters": {"date_range": {"start": "2024-01-01", "end": "2026-12-31"}}, "granularity": "month"}
    rows = admin.json("POST", "/api/v1/analytics/query", wide)["data"]["rows"]
    assert rows and set(rows[0]) == {"date", "source", "jobs_viewed", "jobs_applied"}
    status, _, text = candidate("POST", "/api/v1/analytics/query", query)
    assert status == 403 and json.loads(text)["error"]["code"] == "PERMISSION_DENIED"


def test_a_file_is_uploaded_by_a_signed_address_and_read(service, candidate):
    body = {"filename": "resume.pdf", "content_type": "application/pdf", "operation": "upload"}
    signed = candidate.json("POST", "/api/v1/storage/presigned-url", body)
    assert set(signed) == {"success", "data"}
    assert {name for name, value in signed["data"].items() if value} == {"upload_url", "file_url", "expires_at"}
    pdf = (Path(portal.demo.__file__).parent / "cvs" / "priya-raman.pdf").read_bytes()
    status, _, text = candidate("PUT", signed["data"]["upload_url"], raw=pdf, **{"Content-Type": "application/pdf"})
    assert status == 201, text
    answer = candidate.json("POST", "/api/v1/resume/parse", {"resume_url": signed["data"]["file_url"]})
    data = answer["data"]
    assert set(data) == {"parsed", "extracted_data", "parsing_confidence", "parsed_at"} and data["parsed"] is True
    assert set(data["extracted_data"]) == {
        "full_name", "email", "phone", "location", "work_experience", "education", "skills", "summary",
    }  # fmt: skip
    assert 0 < data["parsing_confidence"] <= 1 and data["extracted_data"]["skills"]
    status, _, text = service("POST", "/api/v1/resume/parse", {"resume_url": "http://127.0.0.1/resume.pdf"})
    assert status == 422 and json.loads(text)["error"]["details"][0]["field"] == "resume_url"


def test_answers_say_how_many_calls_are_left(service):
    _, headers, _ = service("GET", "/api/v1/jobs")
    names = {name.lower(): value for name, value in headers.items()}
    limit, left, reset = (int(names[f"x-ratelimit-{word}"]) for word in ("limit", "remaining", "reset"))
    assert 0 <= left < limit and reset > time.time() - 60


WRONG = {
    "INVALID_API_KEY": {"X-API-Key": "your_api_key_here"},
    "INVALID_TOKEN": {"Authorization": "Bearer user_access_token"},
}


@pytest.mark.parametrize(("code", "headers"), WRONG.items())
def test_refusals_have_the_documents_shape(demo, headers, code):
    status, _, text = Api(demo.url, **headers)("GET", "/api/v1/jobs")
    found = json.loads(text)
    assert status == 401 and set(found) == {"success", "error"} and found["success"] is False
    assert {"code", "message"} <= set(found["error"]) and found["error"]["code"] == code


def test_a_webhook_is_set_up_and_tried(admin):
    # Its signature is verified by the document's own function, at a real receiver, in tests/webhooks.
    body = {
        "url": "http://93.184.216.34/webhook", "secret": "webhook_secret_key",
        "events": ["application.submitted", "application.completed", "application.failed"],
    }  # fmt: skip
    made = admin.json("POST", "/api/v1/webhooks", body, status=201)
    assert made["success"] is True
    assert {"webhook_id", "url", "events", "secret"} <= set(made["data"]) and made["data"]["secret"] == body["secret"]
    path = f"/api/v1/webhooks/{made['data']['webhook_id']}"
    started = admin.json("POST", f"{path}/test", status=202)["data"]
    shown = admin.json("GET", f"{path}/deliveries/{started['delivery_id']}")["data"]
    assert json.loads(shown["body"])["event" if "event" in json.loads(shown["body"]) else "type"] == "ping"
    assert admin.json("DELETE", path)["success"] is True


def test_health_answers_beside_the_calls(demo):
    status, _, text = Api(demo.url)("GET", "/health")
    assert status == 200 and json.loads(text)["status"] == "ok"
