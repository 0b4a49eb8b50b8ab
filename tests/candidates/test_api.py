"""JSON calls about candidates: putting forward, reading, moving, deleting, and what a client's people do not see."""

import io

import pytest
from sqlalchemy import select

from portal.candidates.models import Application, ApplicationStatus, Candidate, Document
from portal.core.database import db
from portal.core.ids import encode
from portal.core.mail import Mail
from portal.storage.models import StoredFile
from tests import factories
from tests.candidates.cvs import cv_text, fixture
from tests.queries import count_queries

PERSON = {
    "name": "Ada Lovelace", "email": "ada@example.com", "phone": "+91 98400 12345",
    "linkedin": "https://www.linkedin.com/in/ada-lovelace", "location": "Chennai", "current_role": "Engineer",
    "current_company": "Analytical Engines", "experience_years": 7.5, "skills": ["Python", "SQL"],
    "experience": [{"title": "Engineer", "company": "Analytical Engines", "start": "2019-01", "current": True}],
    "education": [{"degree": "BSc", "institution": "Anna University", "end": "2018"}],
    "languages": ["English"], "links": ["https://ada.example.com"], "summary": "Builds engines.",
    "expected_salary": "₹24 L", "source": "referral",
}  # fmt: skip


@pytest.fixture
def job(company):
    made = factories.a_job(company.client_id)
    db.session.commit()
    return made


@pytest.fixture
def path(job):
    """Where people are put forward for the job."""
    return f"/api/jobs/{encode('job', job.id)}/candidates"


def one(reply):
    return f"/api/candidates/{reply.json['candidate_id']}"


def send_cv(calls, path, data, name="ada.txt", *, field="file", headers=None, **form):
    return calls.call("POST", path, data={field: (io.BytesIO(data), name), **form}, headers=headers or {})


def test_a_person_is_put_forward_and_read_again(recruiter_calls, path, job):
    made = recruiter_calls.post(path, PERSON)
    assert made.status == 201 and made.json["candidate_id"].startswith("cand_")
    assert (made.json["job_id"], made.json["status"], made.json["current_round"]) == (encode("job", job.id), "NEW", 0)
    assert [a["job_id"] for a in made.json["applications"]] == [encode("job", job.id)]
    read = recruiter_calls.get(one(made)).json
    assert read == made.json
    assert (read["first_name"], read["last_name"], read["phone"]) == ("Ada", "Lovelace", "+919840012345")
    assert read["linkedin"] == "https://linkedin.com/in/ada-lovelace" and read["cv_file_url"] is None
    for name in ("email", "experience_years", "experience", "education", "summary", "expected_salary", "source"):
        wanted = PERSON[name]
        assert read[name] == wanted or name == "experience" and read[name][0]["title"] == "Engineer"


@pytest.mark.parametrize("field", ["file", "cv"])
def test_a_cv_is_read_within_the_call(recruiter_calls, path, field):
    made = send_cv(recruiter_calls, path, fixture(), "priya.pdf", field=field)
    assert made.status == 201 and made.json["email"] and made.json["skills"] and made.json["source"] == "cv_upload"
    assert made.json["cv_file_url"] == f"{one(made)}/cv"
    answer = recruiter_calls.client.get(made.json["cv_file_url"], headers=recruiter_calls.headers)
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    assert answer.get_data() == fixture()
    assert "attachment" in answer.headers["Content-Disposition"]
    answer.close()


@pytest.mark.parametrize(
    ("data", "name"), [(b"", "a.pdf"), (b"MZ\x90\x00 program", "cv.pdf"), (b"1 2 3 4 5 6 7 8 9", "numbers.txt")]
)
def test_a_file_that_is_no_cv_is_refused_and_not_kept(recruiter_calls, path, data, name):
    reply = send_cv(recruiter_calls, path, data, name)
    assert reply.status == 422 and reply.fields() == {"file"}
    assert db.session.scalars(select(Candidate.id)).all() == db.session.scalars(select(StoredFile.id)).all() == []


def test_a_form_without_a_file_or_with_more_is_refused(recruiter_calls, path):
    assert recruiter_calls.call(
        "POST", path, data={"candidate_id": "1"}, content_type="multipart/form-data"
    ).fields() == {"file"}
    reply = send_cv(recruiter_calls, path, b"x", company_id="2")
    assert reply.fields() == {"company_id"}


def test_a_file_over_the_limit_is_413(recruiter_calls, path):
    assert send_cv(recruiter_calls, path, b"x" * 12_000_000).error["code"] == "PAYLOAD_TOO_LARGE"
    big = {**PERSON, "summary": "x" * 3_000_000}
    assert recruiter_calls.post(path, big).error["code"] == "PAYLOAD_TOO_LARGE"


@pytest.mark.parametrize("by", ["json", "cv"])
def test_who_is_known_is_named_and_is_put_forward_by_name(recruiter_calls, company, path, by):
    first = recruiter_calls.post(path, PERSON)
    other = factories.a_job(company.client_id)
    there = f"/api/jobs/{encode('job', other.id)}/candidates"
    cv = cv_text("Ada Lovelace", "ada@example.com", "")
    if by == "json":
        again = recruiter_calls.post(there, {"name": "A. Lovelace", "email": "ada@example.com"})
    else:
        again = send_cv(recruiter_calls, there, cv)
    assert (again.status, again.error["code"]) == (409, "CONFLICT")
    known = again.error["details"][0]
    assert (known["field"], known["candidate_id"]) == ("email", first.json["candidate_id"])
    assert db.session.scalars(select(StoredFile.id)).all() == []
    if by == "json":
        put = recruiter_calls.post(there, {"candidate_id": known["candidate_id"]})
    else:
        put = send_cv(recruiter_calls, there, cv, candidate_id=known["candidate_id"])
        assert put.json["cv_file_url"] and put.json["summary"] == "Builds engines."
    assert put.status == 201 and put.json["candidate_id"] == first.json["candidate_id"]
    assert len(put.json["applications"]) == 2 and put.json["job_id"] == encode("job", other.id)
    assert recruiter_calls.post(there, {"candidate_id": known["candidate_id"]}).status == 409


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"name"}),
        ({"email": "x@example.com"}, {"name"}),
        ({"name": "A", "email": "nobody"}, {"email"}),
        ({"name": "A", "phone": "12"}, {"phone"}),
        ({"name": "A", "linkedin": "https://example.com"}, {"linkedin"}),
        ({"name": "A", "experience_years": "7"}, {"experience_years"}),
        ({"name": "A", "skills": "Python"}, {"skills"}),
        ({"name": "A", "experience": [{"employer": "B"}]}, {"experience.0.employer"}),
        ({"name": "A", "candidate_id": "job_zzzzzz"}, {"candidate_id"}),
        ({"candidate_id": 999999}, {"candidate_id"}),
    ],
)
def test_a_shape_that_is_none_is_refused_by_field(recruiter_calls, path, body, fields):
    reply = recruiter_calls.post(path, body)
    assert reply.status == 422 and reply.fields() == fields


def test_a_closed_job_takes_nobody(recruiter_calls, path, job):
    recruiter_calls.put(f"/api/jobs/{encode('job', job.id)}", {"status": "closed"})
    assert recruiter_calls.post(path, PERSON).status == 409
    assert db.session.scalars(select(Candidate.id)).all() == []


@pytest.mark.parametrize(
    "field", ["company_id", "id", "created_by", "deleted_at", "match_score", "client_id", "job_id"]
)
def test_peer_14_owner_fields_are_refused_by_name_and_change_nothing(recruiter_calls, path, field):
    made = recruiter_calls.post(path, PERSON)
    for reply in (
        recruiter_calls.put(one(made), {field: 2, "location": "Elsewhere"}),
        recruiter_calls.post(path, {"name": "New", field: 2}),
    ):
        assert reply.status == 422 and reply.fields() == {field}
    assert recruiter_calls.get(one(made)).json == made.json


def test_what_is_sent_is_changed_and_a_later_save_is_refused(recruiter_calls, path):
    made = recruiter_calls.post(path, PERSON)
    changed = recruiter_calls.put(one(made), {"location": "Pune", "phone": None, "version": made.json["version"]})
    assert (changed.json["location"], changed.json["phone"], changed.json["email"]) == ("Pune", None, "ada@example.com")
    late = recruiter_calls.put(one(made), {"location": "Delhi", "version": made.json["version"]})
    assert (late.status, late.error["code"]) == (409, "CONFLICT")
    assert recruiter_calls.put(one(made), {"name": None}).fields() == {"name"}


def test_an_address_of_somebody_else_is_409_with_who_it_is(recruiter_calls, path):
    first = recruiter_calls.post(path, PERSON)
    second = recruiter_calls.post(path, {"name": "Grace Hopper", "email": "grace@example.com"})
    reply = recruiter_calls.put(one(second), {"email": "ada@example.com"})
    assert reply.status == 409 and reply.error["details"][0]["candidate_id"] == first.json["candidate_id"]


def test_a_status_moves_as_the_table_allows(recruiter_calls, path):
    made = recruiter_calls.post(path, PERSON)
    assert recruiter_calls.put(one(made), {"status": "SHORTLISTED"}).json["status"] == "SHORTLISTED"
    assert recruiter_calls.put(one(made), {"status": "SHORTLISTED"}).status == 200
    wrong = recruiter_calls.put(one(made), {"status": "SELECTED", "location": "Pune"})
    assert (wrong.status, wrong.error["code"]) == (409, "INVALID_STATE")
    assert recruiter_calls.get(one(made)).json["location"] == "Chennai"
    assert recruiter_calls.put(one(made), {"status": "REJECTED"}).fields() == {"reason"}
    gone = recruiter_calls.put(one(made), {"status": "REJECTED", "reason": "pay"}).json
    assert gone["status"] == "REJECTED" and gone["applications"][0]["rejection_reason"] == "pay"


def test_one_of_several_applications_is_moved_by_its_id(recruiter_calls, company, path):
    made = recruiter_calls.post(path, PERSON)
    other = factories.a_job(company.client_id)
    both = recruiter_calls.post(f"/api/jobs/{other.id}/candidates", {"candidate_id": made.json["candidate_id"]}).json
    older = both["applications"][1]["application_id"]
    moved = recruiter_calls.put(one(made), {"status": "IN_REVIEW", "application_id": older}).json
    assert [a["status"] for a in moved["applications"]] == ["NEW", "IN_REVIEW"] and moved["status"] == "NEW"
    foreign = factories.an_application(factories.a_candidate(), other)
    reply = recruiter_calls.put(one(made), {"status": "IN_REVIEW", "application_id": foreign.id})
    assert reply.fields() == {"application_id"}


def test_a_deleted_person_is_gone_at_once(recruiter_calls, path):
    made = recruiter_calls.post(path, PERSON)
    assert recruiter_calls.delete(one(made)).json == made.json
    assert recruiter_calls.get(one(made)).status == recruiter_calls.delete(one(made)).status == 404
    assert recruiter_calls.get("/api/candidates").json["items"] == recruiter_calls.get(path).json["items"] == []


def test_lists_are_filtered_sorted_and_paged(recruiter_calls, company, path, job):
    for name in ("Ada Lovelace", "Grace Hopper", "Barbara Liskov"):
        recruiter_calls.post(path, {"name": name, "skills": ["Python"] if name != "Grace Hopper" else ["COBOL"]})
    elsewhere = factories.a_job(company.client_id)
    recruiter_calls.post(f"/api/jobs/{elsewhere.id}/candidates", {"name": "Alan Turing"})
    first = recruiter_calls.get(f"{path}?sort=name&limit=2").json
    second = recruiter_calls.get(f"{path}?sort=name&limit=2&cursor={first['next']}").json
    assert [c["last_name"] for c in first["items"] + second["items"]] == ["Hopper", "Liskov", "Lovelace"]
    assert second["next"] is None
    newest = recruiter_calls.get("/api/candidates?limit=2").json
    oldest = recruiter_calls.get(f"/api/candidates?limit=2&cursor={newest['next']}").json
    assert [c["last_name"] for c in newest["items"] + oldest["items"]] == ["Turing", "Liskov", "Hopper", "Lovelace"]

    def found(query):
        return {c["last_name"] for c in recruiter_calls.get(f"/api/candidates?{query}").json["items"]}

    assert found("q=grace") == found("skill=cobol") == {"Hopper"}
    assert found(f"job_id={encode('job', job.id)}") == {"Lovelace", "Hopper", "Liskov"}
    assert found("status=SHORTLISTED") == found("has_cv=true") == set() and len(found("has_cv=false")) == 4


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("status=new", "status"),
        ("job_id=x", "job_id"),
        ("has_cv=maybe", "has_cv"),
        ("sort=id", "sort"),
        ("limit=0", "limit"),
    ],
)
def test_a_list_that_cannot_be_asked_for_is_refused_by_field(recruiter_calls, query, field):
    reply = recruiter_calls.get(f"/api/candidates?{query}")
    assert reply.status == 422 and reply.fields() == {field}


@pytest.mark.parametrize("number", [1, 20])
def test_a_list_costs_the_same_statements_however_long(company, recruiter_calls, job, number):
    for _ in range(number):
        factories.an_application(factories.a_candidate(), job)
    db.session.commit()
    for address in ("/api/candidates", f"/api/jobs/{job.id}/candidates"):
        with count_queries() as sent:
            assert len(recruiter_calls.get(address).json["items"]) == number
        assert len([s for s in sent if not s.startswith(("PRAGMA", "BEGIN", "UPDATE sessions"))]) <= 5, str(sent)


def test_a_client_sees_who_is_shared_and_nothing_of_the_companys_own(company, call, recruiter_calls, path):
    shared, kept = recruiter_calls.post(path, PERSON), recruiter_calls.post(path, {"name": "Not Yet"})
    recruiter_calls.put(one(shared), {"status": "SHORTLISTED"})
    foreign = factories.a_job(factories.a_client().id)
    recruiter_calls.post(f"/api/jobs/{foreign.id}/candidates", {"candidate_id": shared.json["candidate_id"]})
    calls = call(company.client_user)
    assert [c["candidate_id"] for c in calls.get("/api/candidates").json["items"]] == [shared.json["candidate_id"]]
    assert [c["candidate_id"] for c in calls.get(path).json["items"]] == [shared.json["candidate_id"]]
    seen = calls.get(one(shared)).json
    assert len(seen["applications"]) == 1 and seen["status"] == "SHORTLISTED"
    for name in ("expected_salary", "source", "candidate_portal_id"):
        assert seen[name] is None
    assert seen["created_by"] == seen["applications"][0]["created_by"] == ""
    assert calls.get(one(kept)).status == calls.get(f"/api/jobs/{foreign.id}/candidates").status == 404
    for reply in (calls.put(one(shared), {"location": "X"}), calls.delete(one(shared)), calls.post(path, PERSON)):
        assert reply.error["code"] == "PERMISSION_DENIED"


def test_a_key_does_what_its_scope_says(with_key, recruiter_calls, path):
    made = recruiter_calls.post(path, PERSON)
    reads, writes = with_key("candidates:read"), with_key("candidates:write")
    assert reads.get(one(made)).json["expected_salary"] == "₹24 L"
    assert reads.put(one(made), {"location": "X"}).error["code"] == "PERMISSION_DENIED"
    assert writes.put(one(made), {"location": "Pune"}).json["location"] == "Pune"
    assert writes.post(path, {"name": "By Key"}).status == 201


def test_a_repeated_cv_with_a_key_is_one_person(recruiter_calls, path):
    cv, key = cv_text("Ada Lovelace", "ada@example.com", ""), {"Idempotency-Key": "cv-1"}
    first, again = (send_cv(recruiter_calls, path, cv, headers=key) for _ in range(2))
    assert first.status == again.status == 201 and first.json == again.json
    other = send_cv(recruiter_calls, path, cv + b"more", headers=key)
    assert other.fields() == {"Idempotency-Key"}
    assert len(db.session.scalars(select(Document.id)).all()) == 1


def test_the_selection_is_told_once_it_is_one_and_opens_an_account(recruiter_calls, company, path):
    made = recruiter_calls.post(path, PERSON)
    assert recruiter_calls.post(f"{one(made)}/send-selection-notification").status == 409
    number = db.session.scalars(select(Application.id)).one()
    application = db.session.get(Application, number)
    application.status = ApplicationStatus.SELECTED
    db.session.commit()
    told = recruiter_calls.post(f"{one(made)}/send-selection-notification")
    assert told.status == 200 and told.json["candidate_portal_id"].startswith("cp_")
    assert db.session.scalars(select(Mail.template)).all() == ["selection"]


def test_the_cv_of_somebody_without_one_is_not_found(recruiter_calls, path):
    made = recruiter_calls.post(path, PERSON)
    assert recruiter_calls.get(f"{one(made)}/cv").status == 404
