"""What is told of each event, at the moment it happens, to those who want it."""

import json

import pytest
from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.automation.models import AutomationTask
from portal.candidates import services as candidates
from portal.candidates.models import ApplicationStatus
from portal.conversations import services as conversations
from portal.conversations.models import Conversation, Message
from portal.core import events
from portal.core.database import db
from portal.core.ids import encode
from portal.core.people import SYSTEM
from portal.core.tenancy import as_company, as_person
from portal.interviews.models import Interview
from portal.jobs import services as jobs
from portal.webhooks.catalogue import PUBLIC, SOURCES
from portal.webhooks.models import WebhookDelivery
from portal.webhooks.reactions import write_deliveries
from tests import factories
from tests.examples import make_examples
from tests.webhooks.steps import an_endpoint, deliveries

URL = "https://example.com/hook"


def told(endpoint=None):
    """The bodies so far, of one endpoint or of all."""
    return [json.loads(d.body) for d in deliveries() if endpoint is None or d.endpoint_id == endpoint.id]


def the(model):
    """The one row of a kind."""
    return db.session.scalars(select(model)).one()


def a_process(company):
    person, job = factories.a_candidate(first_name="Zoë", skills=["SQL"]), factories.a_job(company.client_id)
    return person, job, factories.an_application(person, job)


def test_the_body_has_the_documented_shape(company):
    endpoint, _ = an_endpoint(company, URL)
    person, job, application = a_process(company)
    candidates.move(application, ApplicationStatus.IN_REVIEW, by=company.recruiter)
    [body] = told()
    assert list(body) == ["id", "type", "timestamp", "webhook_id", "company_id", "data"]
    assert body["type"] == "candidate.status_changed" and body["company_id"] == company.company_id
    assert body["webhook_id"] == encode("wh", endpoint.id) and body["id"].startswith("evt_")
    assert body["timestamp"].endswith("Z")
    data = body["data"]
    assert (data["previous_status"], data["status"]) == ("NEW", "IN_REVIEW")
    assert data["candidate_id"] == encode("cand", person.id) and data["job_id"] == encode("job", job.id)
    assert data["candidate"]["name"] == person.name and data["candidate"]["skills"] == ["SQL"]
    assert data["application"]["status"] == "IN_REVIEW" and data["job"]["title"] == job.title


def test_a_body_tells_of_its_event_and_not_of_what_came_after(company):
    an_endpoint(company, URL)
    person, job, application = a_process(company)
    candidates.move(application, ApplicationStatus.IN_REVIEW, by=company.recruiter)
    candidates.move(application, ApplicationStatus.SHORTLISTED, by=company.recruiter)
    db.session.commit()
    assert [body["data"]["application"]["status"] for body in told()] == ["IN_REVIEW", "SHORTLISTED"]


def test_changes_are_told_with_both_values(company):
    an_endpoint(company, URL, ["job.updated"])
    job = factories.a_job(company.client_id, title="Old")
    values = {name: getattr(job, name) for name in jobs.FIELDS} | {"title": "New"}
    jobs.update_job(job, values, company.recruiter, version=job.version)
    [body] = told()
    assert body["data"]["changes"] == {"title": {"old": "Old", "new": "New"}}


def test_an_endpoint_hears_only_of_what_it_has_chosen(company):
    some, _ = an_endpoint(company, URL, ["job.status_changed"])
    all_of_it, _ = an_endpoint(company, URL)
    an_endpoint(company, URL, ["interview.booked"])
    job = factories.a_job(company.client_id)
    jobs.hold_job(job, company.recruiter)
    person = candidates.create_candidate({"name": "Ada Lovelace"}, by=company.recruiter)
    assert person.id
    found = [(d.endpoint_id, d.event) for d in deliveries()]
    assert sorted(found) == sorted([
        (some.id, "job.status_changed"), (all_of_it.id, "job.status_changed"), (all_of_it.id, "candidate.created"),
    ])  # fmt: skip


def test_another_companys_endpoint_hears_nothing(company):
    other = factories.a_world("Other")
    db.session.expunge_all()
    db.session().info.pop("scope")
    with as_company(other.company_id):
        an_endpoint(other, URL)
    with as_company(company.company_id):
        jobs.hold_job(factories.a_job(company.client_id), company.recruiter)
        db.session.commit()
        assert deliveries() == []
    with as_company(other.company_id):
        assert deliveries() == []
        db.session.rollback()


def test_one_event_has_one_delivery_for_an_endpoint_even_if_it_is_told_twice(company):
    an_endpoint(company, URL)
    jobs.hold_job(factories.a_job(company.client_id), company.recruiter)
    event = db.session.scalars(select(events.Event).order_by(events.Event.id.desc()).limit(1)).one()
    write_deliveries(event, {})
    assert len(deliveries()) == 1


def test_what_is_rolled_back_is_not_told(company):
    an_endpoint(company, URL)
    client_id = company.client_id
    jobs.hold_job(factories.a_job(client_id), company.recruiter)
    db.session.rollback()
    assert deliveries() == []


def test_a_candidate_who_acts_tells_as_much_as_staff_would(app):
    """Who acts sees less than the company that is told: the body does not depend on it."""
    examples = make_examples()
    with as_company(examples.company_id):
        endpoint, _ = an_endpoint(examples, URL)
    with as_person(examples.candidate):
        interview = db.session.scalars(select(Interview)).one()
        events.record(
            "interview.booked", interview, examples.candidate,
            client_id=interview.client_id, job_id=interview.job_id, candidate_id=interview.candidate_id,
            application_id=interview.application_id, interview_id=interview.id,
        )  # fmt: skip
        db.session.commit()
    with as_company(examples.company_id):
        [body] = told(endpoint)
        db.session.rollback()
    data = body["data"]
    assert data["interview"]["round_name"] == "Xylophone round"
    assert data["client"]["company_name"] == "Umbrella Client" and data["job"]["title"] == "Quokka Engineer"


@pytest.mark.parametrize("source", SOURCES)
def test_every_event_that_is_sent_can_be_told(app, source):
    """Recorded on the example rows: the body is JSON, names the type, and holds no secret of the portal."""
    examples = make_examples()
    kind = source.partition(".")[0]
    with as_company(examples.company_id):
        endpoint, _ = an_endpoint(examples, URL)
        interview = db.session.scalars(select(Interview)).one()
        rows = {
            "job": interview.job, "candidate": interview.candidate, "application": interview.application,
            "interview": interview, "hiring": interview,
            "conversation": the(Conversation), "message": the(Conversation), "automation": the(AutomationTask),
        }  # fmt: skip
        changed = {"old": {"status": "NEW"}, "new": {"status": "x"}, "about": {"message": the(Message).id}}
        events.record(source, rows[kind], SYSTEM(examples.company_id), **changed)
        db.session.commit()
        [body] = told(endpoint)
        db.session.rollback()
    assert body["type"] == SOURCES[source]
    named = {"hiring": "interview", "automation": "automation_task"}
    assert f"{named.get(kind, kind)}_id" in body["data"]
    assert "password" not in json.dumps(body) and "ics_uid" not in json.dumps(body)


def test_a_conversation_is_told_of_as_its_call_gives_it(app, call):
    examples = make_examples()
    with as_company(examples.company_id):
        endpoint, _ = an_endpoint(examples, URL, ["conversation.completed", "message.received"])
        talk, message = the(Conversation), the(Message)
        events.record("message.received", talk, SYSTEM(examples.company_id), about={"message": message.id})
        conversations.complete(talk, by=examples.admin)
        db.session.commit()
        received, completed = told(endpoint)
        number, message_id = talk.id, message.id
        db.session.rollback()
    shown = call(examples.admin).get(f"/api/conversations/{number}").json
    assert completed["data"]["conversation"] == shown and shown["status"] == "COMPLETED"
    assert (completed["data"]["previous_status"], completed["data"]["status"]) == ("ONGOING", "COMPLETED")
    assert completed["data"]["candidate"]["name"] == "Zebulon Quill"
    assert received["data"]["message_id"] == message_id and received["data"]["conversation_id"] == number
    assert received["data"]["message"]["content"] == "narwhal note"
    assert received["data"]["message"]["sender"] == "agent"


def test_a_later_features_event_is_told_by_what_it_carries(company, monkeypatch):
    """A conversation is not described here: its own id and its event's facts are told."""
    monkeypatch.setitem(events.EVENTS, "message.received", events.EventType("MESSAGE", "wrote"))
    monkeypatch.setitem(SOURCES, "message.received", "message.received")
    an_endpoint(company, URL, ["message.received"])
    user = accounts.get_user(company.recruiter.id)
    events.record("message.received", user, company.admin, about={"text": "Hello"})
    event = db.session.scalars(select(events.Event).order_by(events.Event.id.desc()).limit(1)).one()
    write_deliveries(event, {"text": "Hello"})
    [body] = told()
    assert body["data"] == {"user_id": user.id, "text": "Hello"}
    assert PUBLIC["message.received"].group == "Conversations"


def test_without_an_endpoint_an_event_costs_one_question(company):
    from tests.queries import count_queries

    job = factories.a_job(company.client_id)
    db.session.commit()
    with count_queries() as asked:
        jobs.hold_job(job, company.recruiter)
    mine = [sql for sql in asked if "webhook_" in sql]
    assert len(mine) == 1, mine
    assert db.session.scalar(select(WebhookDelivery.id)) is None
