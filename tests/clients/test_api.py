"""JSON calls about clients: they take the shape, call the services of the pages, and refuse strangers."""

import pytest

from portal.core.database import db
from portal.core.ids import encode
from tests import factories

WHOLE = {
    "company_name": "Contoso", "industry": "Retail", "website": "https://contoso.example", "phone": "+91 44 2345 6789",
    "address": "1 High Road", "city": "Chennai", "state": "Tamil Nadu", "country": "India", "postal_code": "600001",
    "notes": "Pays late",
}  # fmt: skip


@pytest.fixture
def path(company):
    return f"/api/clients/{encode('client', company.client_id)}"


def test_a_client_is_made_read_and_changed(recruiter_calls):
    made = recruiter_calls.post("/api/clients", WHOLE)
    assert made.status == 201 and made.json["status"] == "active"
    assert made.json["client_id"].startswith("client_") and made.json["created_at"].endswith("Z")
    read = recruiter_calls.get(f"/api/clients/{made.json['client_id']}")
    assert read.json == made.json and {name: read.json[name] for name in WHOLE} == WHOLE
    changed = recruiter_calls.put(f"/api/clients/{made.json['client_id']}", {"city": "Madurai", "status": "inactive"})
    assert (changed.json["city"], changed.json["status"], changed.json["notes"]) == ("Madurai", "inactive", "Pays late")


def test_an_integer_names_the_same_client(recruiter_calls, company):
    assert recruiter_calls.get(f"/api/clients/{company.client_id}").status == 200


def test_the_list_is_filtered_sorted_and_paged(recruiter_calls):
    for name in ("Alpha", "Beta", "Gamma"):
        recruiter_calls.post("/api/clients", {"company_name": name, "city": "Pune"})
    first = recruiter_calls.get("/api/clients?q=pune&sort=-name&limit=2").json
    assert [c["company_name"] for c in first["items"]] == ["Gamma", "Beta"]
    second = recruiter_calls.get(f"/api/clients?q=pune&sort=-name&limit=2&cursor={first['next']}").json
    assert [c["company_name"] for c in second["items"]] == ["Alpha"] and second["next"] is None


@pytest.mark.parametrize(
    ("query", "field"), [("limit=0", "limit"), ("limit=201", "limit"), ("cursor=x", "cursor"), ("sort=id", "sort")]
)
def test_a_list_that_cannot_be_asked_for_is_refused_by_field(recruiter_calls, query, field):
    reply = recruiter_calls.get(f"/api/clients?{query}")
    assert reply.status == 422 and reply.fields() == {field}


@pytest.mark.parametrize("field", ["company_id", "client_id", "id", "created_by", "imported", "created_at"])
def test_peer_14_owner_fields_are_refused_by_name_and_change_nothing(recruiter_calls, path, field):
    before = recruiter_calls.get(path).json
    for reply in (
        recruiter_calls.put(path, {field: 2, "city": "Elsewhere"}),
        recruiter_calls.post("/api/clients", {"company_name": "New", field: 2}),
    ):
        assert reply.status == 422 and reply.fields() == {field}
    assert recruiter_calls.get(path).json == before


def test_a_save_over_somebody_elses_is_refused(recruiter_calls, path):
    version = recruiter_calls.get(path).json["version"]
    assert recruiter_calls.put(path, {"city": "Pune", "version": version}).status == 200
    reply = recruiter_calls.put(path, {"city": "Delhi", "version": version})
    assert (reply.status, reply.error["code"]) == (409, "CONFLICT")


def test_a_client_with_jobs_is_not_deleted_and_one_without_is(admin_calls, company, path):
    factories.a_job(company.client_id)
    assert admin_calls.delete(path).status == 409
    empty = admin_calls.post("/api/clients", {"company_name": "Empty"}).json["client_id"]
    assert admin_calls.delete(f"/api/clients/{empty}").status == 200
    assert admin_calls.get(f"/api/clients/{empty}").status == 404


def test_a_recruiter_does_not_delete_clients(recruiter_calls, path):
    assert recruiter_calls.delete(path).error["code"] == "PERMISSION_DENIED"


def test_a_client_user_reads_its_own_client_without_the_companys_notes(company, call, path, recruiter_calls):
    recruiter_calls.put(path, {"notes": "Pays late"})
    other = factories.a_client(company_name="Another")
    calls = call(company.client_user)
    assert calls.get(path).json["notes"] is None
    assert [c["client_id"] for c in calls.get("/api/clients").json["items"]] == [encode("client", company.client_id)]
    assert calls.get(f"/api/clients/{encode('client', other.id)}").status == 404
    assert calls.put(path, {"city": "X"}).status == 403


def test_the_people_of_a_client_are_made_changed_and_deactivated_by_address(recruiter_calls, path):
    made = recruiter_calls.post(f"{path}/users", {"email": "Nina@Example.com", "name": "Nina Rao", "phone": "+91 1"})
    assert made.status == 201 and made.json["role"] == "client_user" and made.json["email"] == "nina@example.com"
    one = f"{path}/users/nina@example.com"
    assert recruiter_calls.put(one, {"name": "Nina B. Rao"}).json["last_name"] == "Rao"
    assert recruiter_calls.delete(one).json["status"] == "inactive"
    assert recruiter_calls.put(one, {"status": "active"}).json["status"] == "active"
    emails = {user["email"] for user in recruiter_calls.get(f"{path}/users").json["items"]}
    assert "nina@example.com" in emails
    assert recruiter_calls.get(f"{path}/users/nobody@example.com").status in (404, 405)
    assert recruiter_calls.put(f"{path}/users/nobody@example.com", {"name": "X"}).status == 404


@pytest.mark.parametrize("field", ["role", "client_id", "company_id", "password_hash", "must_change_password"])
def test_peer_14_a_client_user_cannot_be_made_into_something_else(recruiter_calls, path, company, field):
    reply = recruiter_calls.put(f"{path}/users/{company.client_user.email}", {field: "admin"})
    assert reply.status == 422 and reply.fields() == {field}


def test_a_list_costs_the_same_for_one_and_for_fifty(recruiter_calls):
    from tests.queries import count_queries

    numbers = []
    for many in (1, 50):
        for _ in range(many):
            factories.a_client(city="Salem")
        db.session.commit()
        with count_queries() as sent:
            assert recruiter_calls.get("/api/clients?q=salem").status == 200
        numbers.append(len([s for s in sent if s.startswith("SELECT")]))
    assert numbers[0] == numbers[1] <= 3, sent
