"""The JSON calls of seed 001: its shapes key by key, its curl lines, and who may call."""

from datetime import timedelta

import pytest
import time_machine

from portal.core.clock import now
from portal.core.database import db
from portal.core.events import Event
from portal.core.mail import Mail
from portal.integrations.catalogue import IntegrationType
from portal.integrations.models import IntegrationSubmission, SubmissionStatus
from portal.integrations.rules import EMAILS_PER_HOUR, MASK
from tests import factories
from tests.integrations.steps import SECRET, VALUES, a_submission, now_is, stored, values_of
from tests.queries import count_queries

WHOLE = {
    "integrationType": "jobadder",
    "integrationName": "JobAdder",
    "userId": "somebody@else.example",
    "userEmail": "contact@example.com",
    "status": "in_progress",
    "data": {"apiKey": SECRET, "companyId": "123", "jobId": "456"},
    "callbackUrl": "https://portal.example/api/integrations/jobadder/callback",
    "source": "integration_overview",
}
KEYS = {
    "id", "userId", "userEmail", "integrationType", "integrationName", "status", "submittedAt", "updatedAt", "data",
    "savedToServer",
}  # fmt: skip
NOTICE = {
    "integrationData": {"integrationName": "JobAdder", "userEmail": "user@example.com"},
    "recipientEmail": "boss@demo.test",
    "subject": "New Integration Request",
    "template": "integration_request",
}


def submit(calls, **values):
    return calls.post("/api/integrations/submit", {**WHOLE, **values})


def test_handing_in_answers_as_the_document_says(company, recruiter_calls):
    reply = submit(recruiter_calls)
    assert reply.status == 201
    assert reply.json == {"success": True, "id": 1, "message": "JobAdder integration submitted successfully"}
    found = now_is(1)
    assert found.user_id == company.recruiter.id, "the owner is the caller, whatever userId says (peer 14)"
    assert found.source == "integration_overview" and found.callback_url == WHOLE["callbackUrl"]


def test_the_list_answers_as_the_document_says(company, recruiter_calls, admin_calls):
    submit(recruiter_calls)
    reply = admin_calls.get("/api/integrations/all")
    assert reply.status == 200 and set(reply.json) == {"success", "integrations", "count", "next"}
    assert reply.json["success"] is True and reply.json["count"] == 1 and reply.json["next"] is None
    [row] = reply.json["integrations"]
    assert set(row) == KEYS
    assert row["submittedAt"] == row["updatedAt"] and row["submittedAt"].endswith("Z")
    assert {name: row[name] for name in KEYS - {"submittedAt", "updatedAt"}} == {
        "id": 1,
        "userId": company.recruiter.email,
        "userEmail": "contact@example.com",
        "integrationType": "jobadder",
        "integrationName": "JobAdder",
        "status": "in_progress",
        "data": {"apiKey": MASK + "4242", "companyId": "123", "jobId": "456"},
        "savedToServer": True,
    }


def test_changing_answers_as_the_document_says(company, recruiter_calls):
    submit(recruiter_calls)
    body = {"data": {"apiKey": "updated_key_of_ours", "companyId": "124"}, "status": "completed"}
    reply = recruiter_calls.put("/api/integrations/1/update", body)
    assert reply.status == 200
    assert reply.json == {"success": True, "message": "Integration updated successfully"}
    assert values_of(1) == {"apiKey": "updated_key_of_ours", "companyId": "124", "jobId": "456"}
    assert now_is(1).status is SubmissionStatus.COMPLETED


def test_the_notice_answers_as_the_document_says(company, recruiter_calls):
    factories.a_user(email="boss@demo.test")
    reply = recruiter_calls.post("/api/integrations/send-email", NOTICE)
    assert reply.status == 200 and reply.json == {"success": True, "message": "Email sent successfully"}
    [sent] = db.session.query(Mail).filter(Mail.template == "integration_request").all()
    assert sent.to_email == "boss@demo.test" and sent.subject == "New Integration Request"
    assert sent.context["integration_name"] == "JobAdder" and sent.context["contact"] == "user@example.com"


def test_the_documents_curl_lines_work_with_a_token(company, recruiter_calls, admin_calls):
    body = (
        '{\n    "integrationType": "jobadder",\n    "integrationName": "JobAdder",\n'
        '    "userEmail": "user@example.com",\n    "data": {"apiKey": "test"}\n  }'
    )
    headers = {"Content-Type": "application/json"}
    reply = recruiter_calls.call("POST", "/api/integrations/submit", data=body, headers=headers)
    assert reply.status == 201 and now_is(reply.json["id"]).status is SubmissionStatus.PENDING
    reply = admin_calls.get("/api/integrations/all")
    assert reply.json["integrations"][0]["data"] == {"apiKey": MASK * 2}


@pytest.mark.parametrize("kind", list(IntegrationType))
@pytest.mark.parametrize("status", list(SubmissionStatus))
def test_every_type_and_status_is_taken_and_given(company, admin_calls, kind, status):
    reply = submit(admin_calls, integrationType=kind.value, status=status.value, data=VALUES[kind])
    row = admin_calls.get(f"/api/integrations/{reply.json['id']}").json["integration"]
    assert (row["integrationType"], row["status"]) == (kind.value, status.value)
    assert SECRET not in str(row)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"integrationType": "taleo"}, "integrationType"),
        ({"status": "done"}, "status"),
        ({"userEmail": "no address"}, "userEmail"),
        ({"data": {"apiKey": 5}}, "data.apiKey"),
        ({"data": {"companyId": "1"}}, "data.apiKey"),
        ({"data": "apiKey"}, "data"),
        ({"data": {"apiKey": MASK + "4242"}}, "data.apiKey"),
        ({"callbackUrl": "javascript:alert(1)"}, "callbackUrl"),
        ({"integrationName": ""}, "integrationName"),
        ({"companyId": 2}, "companyId"),
        ({"company_id": 2}, "company_id"),
        ({"id": 7}, "id"),
        ({"ownerId": 1}, "ownerId"),
        ({"savedToServer": False}, "savedToServer"),
    ],
)
def test_peer_14_what_cannot_be_handed_in_is_refused_by_name(company, recruiter_calls, change, field):
    reply = submit(recruiter_calls, **change)
    assert reply.status == 422 and reply.fields() == {field}
    assert db.session.query(IntegrationSubmission).count() == 0 and SECRET not in str(reply.json)


@pytest.mark.parametrize(
    "change", [{"userId": 2}, {"integrationType": "lever"}, {"companyId": 2}, {"id": 2}, {"submittedAt": "2026-01-01"}]
)
def test_peer_14_a_change_of_what_is_nobodys_to_change_is_refused_by_name(company, recruiter_calls, change):
    submit(recruiter_calls)
    before = stored("version"), stored("user_id")
    reply = recruiter_calls.put("/api/integrations/1/update", change)
    assert reply.status == 422 and reply.fields() == set(change)
    assert (stored("version"), stored("user_id")) == before


def test_a_masked_value_that_is_sent_back_keeps_the_stored_one(company, recruiter_calls):
    submit(recruiter_calls)
    row = recruiter_calls.get("/api/integrations").json["integrations"][0]
    reply = recruiter_calls.put("/api/integrations/1/update", {"data": row["data"], "status": row["status"]})
    assert reply.status == 200 and values_of(1) == WHOLE["data"] and now_is(1).version == 1
    reply = recruiter_calls.put("/api/integrations/1/update", {"data": {"apiKey": MASK + "0000"}})
    assert reply.status == 422 and reply.fields() == {"data.apiKey"}


def test_a_secret_address_is_not_changed_to_anybodys_host(company, recruiter_calls):
    """test_peer_16: the token address lies with the vendor, whoever says otherwise."""
    data = {"clientId": "id", "clientSecret": SECRET, "tokenUrl": "https://evil.example/token"}
    reply = submit(recruiter_calls, integrationType="workday", data=data)
    assert reply.status == 422 and reply.fields() == {"data.tokenUrl"}


def test_a_save_over_a_newer_version_is_refused(company, recruiter_calls, admin_calls):
    submit(recruiter_calls)
    assert admin_calls.put("/api/integrations/1/update", {"integrationName": "Ours", "version": 1}).status == 200
    reply = recruiter_calls.put("/api/integrations/1/update", {"integrationName": "Mine", "version": 1})
    assert reply.status == 409 and now_is(1).integration_name == "Ours"


def test_who_may_do_what(company, call, recruiter_calls, admin_calls, with_key):
    """DESIGN §2: admin all, recruiter and client user their own, a company's key none."""
    client_calls = call(company.client_user)
    assert submit(recruiter_calls).status == submit(client_calls).status == 201
    own = {"status": "failed"}
    for calls, may in ((recruiter_calls, {1}), (client_calls, {2}), (admin_calls, {1, 2})):
        for number in (1, 2):
            wanted = 200 if number in may else 404
            assert calls.get(f"/api/integrations/{number}").status == wanted
            assert calls.put(f"/api/integrations/{number}/update", own).status == wanted
        shown = calls.get("/api/integrations/all").status
        assert shown == (200 if calls is admin_calls else 403)
        assert calls.get("/api/integrations").json["count"] == (0 if calls is admin_calls else 1)
    key = with_key("clients:write", "jobs:write", "candidates:write")
    assert submit(key).status == key.get("/api/integrations/all").status == 403
    assert submit(call()).status == 401 and call().get("/api/integrations/1").status == 401


def test_the_list_is_paged_and_counts_all(company, admin_calls):
    for _ in range(5):
        a_submission(company.recruiter)
    seen, cursor = [], None
    while True:
        path = "/api/integrations/all?limit=2" + (f"&cursor={cursor}" if cursor else "")
        reply = admin_calls.get(path)
        assert reply.json["count"] == 5
        seen += [row["id"] for row in reply.json["integrations"]]
        cursor = reply.json["next"]
        if cursor is None:
            break
    assert seen == [5, 4, 3, 2, 1]
    assert admin_calls.get("/api/integrations/all?cursor=nonsense").status == 422
    assert admin_calls.get("/api/integrations/all?limit=201").status == 422
    assert admin_calls.get("/api/integrations/all?status=completed").json["count"] == 0


def test_a_list_of_fifty_asks_few_questions(company, admin_calls):
    for _ in range(60):
        a_submission(company.recruiter)
    with count_queries() as sent:
        assert len(admin_calls.get("/api/integrations/all").json["integrations"]) == 50
    assert len(sent) <= 4, str(sent)


def test_a_repeated_request_gets_the_first_answer(company, recruiter_calls):
    headers = {"Idempotency-Key": "one"}
    first = recruiter_calls.post("/api/integrations/submit", WHOLE, headers=headers)
    again = recruiter_calls.post("/api/integrations/submit", WHOLE, headers=headers)
    assert first.json == again.json and again.headers["Idempotency-Replayed"] == "true"
    assert db.session.query(IntegrationSubmission).count() == 1


@pytest.mark.parametrize(
    ("recipient", "status"),
    [
        ("out@elsewhere.example", 422),
        ("allowed@partner.example", 200),
        ("anybody@demo2.test", 200),
        ("anybody@sub.demo2.test", 422),
        ("Allowed@Partner.example", 200),
    ],
)
def test_a_notice_goes_to_the_company_and_its_list_alone(company, recruiter_calls, recipient, status):
    from portal.accounts import queries as accounts

    accounts.get_company(company.company_id).mail_allow_list = ["demo2.test", "allowed@partner.example"]
    reply = recruiter_calls.post("/api/integrations/send-email", {**NOTICE, "recipientEmail": recipient})
    assert reply.status == status
    assert status == 200 or reply.fields() == {"recipientEmail"}
    assert db.session.query(Mail).filter(Mail.template == "integration_request").count() == (status == 200)


def test_a_notice_goes_to_no_person_of_another_company_or_without_access(company, recruiter_calls, app):
    from portal.accounts.models import AccountStatus, Role

    gone = factories.a_user(status=AccountStatus.INACTIVE).email
    robot = factories.a_user(Role.AI).email
    for address in (gone, robot, "admin@rival.example"):
        reply = recruiter_calls.post("/api/integrations/send-email", {**NOTICE, "recipientEmail": address})
        assert reply.status == 422, address


def test_a_notice_holds_nothing_of_the_credentials(company, recruiter_calls):
    body = {**NOTICE, "recipientEmail": company.admin.email}
    body["integrationData"] = {**WHOLE, "integrationName": "JobAdder"}
    assert recruiter_calls.post("/api/integrations/send-email", body).status == 200
    row = db.session.query(Mail).filter(Mail.template == "integration_request").one()
    assert SECRET not in str((row.context, row.links, row.subject))
    told = db.session.query(Event).filter(Event.name == "integration.notice_sent").one()
    assert SECRET not in str(told.about)


@pytest.mark.parametrize("who", ["recruiter", "client_user"])
def test_one_person_sends_few_notices_an_hour(company, call, who):
    calls, body = call(getattr(company, who)), {**NOTICE, "recipientEmail": company.admin.email}
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(EMAILS_PER_HOUR):
            assert calls.post("/api/integrations/send-email", body).status == 200
        reply = calls.post("/api/integrations/send-email", body)
        assert reply.status == 429 and int(reply.headers["Retry-After"]) > 3500
        clock.shift(timedelta(minutes=59, seconds=30))
        assert calls.post("/api/integrations/send-email", body).status == 429
        clock.shift(timedelta(seconds=31))
        assert call(getattr(company, who)).post("/api/integrations/send-email", body).status == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"template": "welcome_user"}, "template"),
        ({"recipientEmail": "a@demo.test, b@demo.test"}, "recipientEmail"),
        ({"subject": "x" * 201}, "subject"),
        ({"integrationData": {"integrationName": "JobAdder"}}, "integrationData.userEmail"),
        ({"bcc": "x@demo.test"}, "bcc"),
    ],
)
def test_a_notice_of_the_wrong_shape_is_refused_by_name(company, recruiter_calls, change, field):
    reply = recruiter_calls.post("/api/integrations/send-email", {**NOTICE, **change})
    assert reply.status == 422 and reply.fields() == {field}
