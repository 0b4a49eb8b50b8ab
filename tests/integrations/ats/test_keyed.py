"""Systems of one's own and Popp: with an API key, worked on within the request, and a repeat gives the first answer."""

import pytest
from sqlalchemy import select

from portal.accounts.permissions import Scope
from portal.candidates.models import ApplicationStatus as S
from portal.conversations.models import (
    Channel,
    ChannelType,
    Contact,
    Conversation,
    ConversationStatus,
    Provider,
)
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import Event
from portal.core.ids import encode
from portal.core.people import PersonKind
from portal.core.tenancy import as_company
from portal.integrations.catalogue import IntegrationType
from portal.integrations.models import DeliveryState
from portal.jobs import services as jobs_of
from portal.jobs.models import JobStatus
from tests import factories
from tests.caller import Caller, key_of
from tests.integrations.ats.steps import applications, body, deliveries, jobs, last, people
from tests.integrations.steps import a_submission

GENERIC, POPP = "/webhooks/ats/generic", "/api/webhook/application"


@pytest.fixture
def call(app, company):
    """A caller with a key that may write candidates and nothing else."""
    return Caller(app, key=key_of(company.admin, Scope.CANDIDATES_WRITE))


def event(number=1, kind="application.created", **values):
    return {
        "event_id": f"event-{number}",
        "event_type": kind,
        "company_id": 1,
        "job": {"external_id": "REQ-1", "title": "Backend Engineer"},
        "candidate": {
            "phoneNumber": "+919840012345", "firstName": "Asha", "lastName": "Verma",
            "emailAddress": "asha@example.com",
        },
        **values,
    }  # fmt: skip


def test_an_event_is_worked_on_at_once_and_answered_with_what_came_of_it(call):
    reply = call.post(GENERIC, event())
    [person], [job], [application] = people(), jobs(), applications()
    assert reply.status == 201
    assert reply.json == {"conversation": reply.json["conversation"], "application_id": encode("app", application.id)}
    assert (person.name, person.email, person.phone) == ("Asha Verma", "asha@example.com", "+919840012345")
    assert (job.title, job.source, job.external_id) == ("Backend Engineer", "generic", "REQ-1")
    assert (application.status, application.source) == (S.NEW, "generic")
    made = db.session.scalars(select(Event).where(Event.name == "application.created")).one()
    assert (made.actor_kind, made.actor_name) == (PersonKind.API_KEY, "For a test")


def test_the_conversation_of_candidate_and_job_is_named_in_the_answer(call, company):
    job, person = factories.a_job(company.client_id), factories.a_candidate(email="asha@example.com")
    channel = db.session.scalars(select(Channel)).first() or Channel(
        type=ChannelType.WEBCHAT, provider=Provider.PORTAL, name="Portal", created_at=now()
    )
    contact = Contact(name="Asha", candidate_id=person.id, created_at=now())
    db.session.add_all([channel, contact])
    db.session.flush()
    talk = Conversation(
        channel_id=channel.id, contact_id=contact.id, candidate_id=person.id, job_id=job.id,
        status=ConversationStatus.CREATED, created_at=now(), updated_at=now(), last_message_at=now(),
    )  # fmt: skip
    db.session.add(talk)
    db.session.flush()
    wanted = {
        "id": talk.id, "candidateId": person.id, "jobId": job.id, "status": "CREATED",
    }  # fmt: skip
    reply = call.post(GENERIC, event(job={"job_id": str(encode("job", job.id))}))
    assert reply.status == 201 and reply.json["conversation"] == wanted


def test_popps_own_call_is_taken(call):
    reply = call.post(POPP, body("popp/application"))
    [person], [job], [application] = people(), jobs(), applications()
    assert reply.status == 201 and reply.json["application_id"] == encode("app", application.id)
    assert (person.name, person.phone) == ("Ines Carvalho", "+919840012099")
    assert (job.title, job.external_id, application.source) == ("Job their-job-9", "their-job-9", "popp")


@pytest.mark.parametrize(("path", "sent"), [(GENERIC, event()), (POPP, body("popp/application"))])
def test_a_repeat_gives_the_first_answer_with_200_whatever_else_it_says(call, path, sent):
    first = call.post(path, sent)
    for other in (sent, {**sent, "candidate": {**sent["candidate"], "firstName": "Mallory", "first_name": "Mallory"}}):
        reply = call.post(path, other)
        assert (reply.status, reply.json) == (200, first.json)
    assert len(people()) == len(applications()) == 1 and last().times == 3


def test_the_same_person_for_the_same_job_in_another_event_is_the_same_application_and_never_409(call):
    first = call.post(GENERIC, event(1))
    second = call.post(GENERIC, event(2))
    assert (second.status, second.json) == (201, first.json) and len(applications()) == 1


def test_one_of_our_own_jobs_can_be_named(call, company):
    job = factories.a_job(company.client_id)
    number, name = job.id, str(encode("job", job.id))
    for n, said in enumerate((name, number)):
        person = {"firstName": "Person", "lastName": str(n), "emailAddress": f"p{n}@example.com"}
        assert call.post(GENERIC, event(n, job={"job_id": said}, candidate=person)).status == 201
    assert call.post(POPP, {**body("popp/application"), "job_id": name}).status == 201
    assert {a.job_id for a in applications()} == {number} and len(applications()) == 3 and len(jobs()) == 1


def test_a_job_of_another_company_cannot_be_named(call, company):
    other = factories.a_world("Other Talent")
    db.session.expunge_all()
    with as_company(other.company_id):
        foreign = factories.a_job(other.client_id).id
        db.session.commit()
    reply = call.post(GENERIC, event(job={"job_id": str(encode("job", foreign))}))
    assert (reply.status, reply.fields()) == (422, {"job.job_id"})
    reply = call.post(POPP, {**body("popp/application"), "job_id": str(encode("job", foreign))})
    assert (reply.status, reply.fields()) == (422, {"job.job_id"})
    assert deliveries() == [] and people() == [], "what was refused may be sent again with the same id"


def test_the_events_of_another_company_are_not_there(call, company):
    other = factories.a_world("Other Talent")
    assert call.post(GENERIC, event(company_id=other.company_id)).status == 404
    assert deliveries() == []


def test_a_job_that_takes_nobody_is_no_refusal_for_the_sender(call, company):
    call.post(GENERIC, event(1))
    jobs_of.close_job(jobs()[0], company.recruiter)
    person = {"firstName": "Noor", "emailAddress": "noor@example.com"}
    reply = call.post(GENERIC, event(2, candidate=person))
    assert (reply.status, reply.json) == (201, {"conversation": None, "application_id": None})
    assert "takes no new applications" in last().words and len(people()) == 2


def test_a_system_of_ones_own_tells_the_whole_life(call):
    call.post(GENERIC, event(1))
    for number, (kind, values, wanted) in enumerate(
        [
            ("application.moved", {"stage": "Phone screen"}, S.IN_PROGRESS),
            ("application.hired", {}, S.SELECTED),
            ("application.unhired", {}, S.IN_PROGRESS),
            ("application.rejected", {"reason": "Too far"}, S.REJECTED),
            ("application.unrejected", {}, S.IN_REVIEW),
            ("application.withdrawn", {}, S.REJECTED),
        ]
    ):
        reply = call.post(GENERIC, event(number + 2, kind, application=values))
        assert reply.status == 201 and [a.status for a in applications()] == [wanted], kind
    call.post(GENERIC, event(20, "job.closed", candidate=None))
    assert [j.status for j in jobs()] == [JobStatus.CLOSED]
    call.post(
        GENERIC, event(21, "candidate.updated", candidate={"external_id": "p-1", "emailAddress": "asha@example.com"})
    )
    call.post(GENERIC, event(22, "candidate.deleted", candidate={"external_id": "p-1"}))
    assert people() == []


def test_an_unknown_event_is_kept_and_answered(call):
    for _ in range(2):
        reply = call.post(GENERIC, event(1, "interview.something"))
        assert (reply.status, reply.json) == (200, {"conversation": None, "application_id": None})
    assert last().state is DeliveryState.KEPT and people() == []


def test_a_submission_of_ones_own_system_has_ids_of_its_own(app, call, company):
    numbers = [a_submission(company.admin, IntegrationType.GENERIC, {"system": f"System {n}"}) for n in range(2)]
    for n, number in enumerate(numbers):
        person = {"firstName": "Person", "emailAddress": f"p{n}@example.com"}
        assert call.post(f"{GENERIC}/{number}", event(1, candidate=person)).status == 201
    assert len(applications()) == len(jobs()) == 2
    assert {d.submission_id for d in deliveries()} == set(numbers)


def test_a_submission_of_another_company_or_system_is_not_there(call, company):
    ours = a_submission(company.admin, IntegrationType.GREENHOUSE, {"webhookSecret": "x" * 20})
    other = factories.a_world("Other Talent")
    db.session.expunge_all()
    with as_company(other.company_id):
        foreign = a_submission(other.admin, IntegrationType.GENERIC, {"system": "Theirs"})
    for number in (ours, foreign, 999_999):
        assert call.post(f"{GENERIC}/{number}", event()).status == 404
    assert deliveries() == []


@pytest.mark.parametrize("path", [GENERIC, POPP])
def test_without_a_key_with_a_bad_key_and_without_the_scope_nobody_gets_in(app, company, path):
    sent = event() if path == GENERIC else body("popp/application")
    assert Caller(app).post(path, sent).status == 401
    bad = Caller(app, key="tp_nobody").post(path, sent)
    assert (bad.status, bad.error["code"]) == (401, "INVALID_API_KEY")
    narrow = Caller(app, key=key_of(company.admin, Scope.CANDIDATES_READ, Scope.JOBS_WRITE)).post(path, sent)
    assert (narrow.status, narrow.error["code"]) == (403, "PERMISSION_DENIED")
    assert deliveries() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"event_id": ""}, "event_id"),
        ({"event_id": None}, "event_id"),
        ({"event_type": 5}, "event_type"),
        ({"company_id": "1"}, "company_id"),
        ({"candidate": "Asha"}, "candidate"),
        ({"job": {}}, "job.external_id"),
    ],
)
def test_a_body_of_the_wrong_shape_is_refused_by_field(call, change, field):
    reply = call.post(GENERIC, event(**change))
    assert reply.status == 422 and field in reply.fields()
    assert deliveries() == []
