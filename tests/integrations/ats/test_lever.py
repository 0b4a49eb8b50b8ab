"""Lever sends ids alone: what they mean is read from its API with the submission's key, here from a double of it."""

import base64
import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.candidates.models import ApplicationStatus as S
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import Event
from portal.core.outbox import Effect, EffectState
from portal.integrations import services, tasks
from portal.integrations.catalogue import IntegrationType
from portal.integrations.models import DeliveryState
from tests.core.receiver import receiver
from tests.integrations.ats.steps import (
    KEY,
    applications,
    body,
    connected,
    deliver,
    deliveries,
    jobs,
    last,
    of_lever,
    people,
    send,
)
from tests.integrations.steps import now_is, work

CREATED = "lever/applicationCreated"


class Lever:
    """What the double knows by path; everything else is not there."""

    def __init__(self, listening):
        self.listening, self.known, self.status = listening, {}, 0
        for path, name in (
            ("/v1/opportunities/0bb0-1", "opportunity"), ("/v1/postings/9057-1", "posting"),
            ("/v1/archive_reasons/r-1", "archive_reason"),
        ):  # fmt: skip
            self.known[path] = body(f"lever/{name}")

    def act(self, handler):
        found = self.known.get(handler.path.partition("?")[0])
        content = json.dumps(found or {"code": "ResourceNotFound"}).encode()
        handler.send_response(self.status or (200 if found else 404))
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)
        return True

    def change(self, **values):
        self.known["/v1/opportunities/0bb0-1"]["data"] |= values


@pytest.fixture
def lever(app, monkeypatch):
    with receiver() as listening:
        double = Lever(listening)
        listening.act = double.act
        address = {IntegrationType.LEVER.value: f"http://127.0.0.1:{listening.port}"}
        monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "127.0.0.0/8")
        monkeypatch.setitem(app.config, "INTEGRATION_ADDRESSES", address)
        yield double


@pytest.fixture
def number(company, lever):
    return connected(company.recruiter, "lever", apiKey=KEY)


def event(name, number, **data):
    return of_lever({**body(CREATED), "id": f"ev-{number}", "event": name, "data": {**body(CREATED)["data"], **data}})


def test_an_application_is_completed_by_the_api_with_the_key_of_the_submission(app, lever, number):
    found = deliver(app, "lever", number, of_lever(body(CREATED)))
    assert found.state is DeliveryState.DONE
    basic = "Basic " + base64.b64encode(f"{KEY}:".encode()).decode()
    assert [got.path for got in lever.listening.requests] == [
        "/v1/opportunities/0bb0-1?expand=applications&expand=stage", "/v1/postings/9057-1",
        "/v1/opportunities/0bb0-1/resumes",
    ]  # fmt: skip
    assert {got.headers["authorization"] for got in lever.listening.requests} == {basic}
    [person], [job], [application] = people(), jobs(), applications()
    assert (person.name, person.email, person.phone) == ("Kofi Mensah", "kofi.mensah@example.com", "+919840012055")
    assert (job.title, job.location, job.department) == ("Data Engineer", "Chennai", "Platform")
    assert application.status is S.NEW
    assert KEY not in repr([(e.payload, e.last_error) for e in db.session.scalars(select(Effect))])
    waiting = db.session.scalars(select(Effect.key).where(Effect.state != EffectState.DONE, Effect.key.contains("ats")))
    assert list(waiting) == [], "nothing is left that would take it up again"


def test_without_a_key_an_event_waits_for_one_and_then_goes_on_by_itself(app, company, lever):
    number = connected(company.recruiter, "lever")
    found = deliver(app, "lever", number, of_lever(body(CREATED)))
    assert found.state is DeliveryState.NEEDS_DETAILS and "no API key" in found.words
    assert people() == [] and lever.listening.requests == []
    services.update(now_is(number), company.recruiter, {"data": {"apiKey": KEY}})
    work()
    assert last().state is DeliveryState.DONE and len(applications()) == 1


def test_a_key_that_is_refused_needs_a_person(app, lever, number):
    lever.status = 403
    found = deliver(app, "lever", number, of_lever(body(CREATED)))
    assert found.state is DeliveryState.NEEDS_DETAILS and "refused the key" in found.words


def test_lever_that_does_not_answer_is_asked_again_later(app, lever, number):
    lever.status = 500
    with time_machine.travel(now(), tick=False) as clock:
        found = deliver(app, "lever", number, of_lever(body(CREATED)))
        assert found.state is DeliveryState.FAILED and "answered 500" in found.words
        lever.status = 0
        work()
        assert last().state is DeliveryState.FAILED, "not at once"
        clock.shift(timedelta(seconds=11))
        work()
        assert last().state is DeliveryState.DONE and len(applications()) == 1


def test_lever_that_never_answers_is_left_to_a_person(app, company, lever, number):
    lever.status = 503
    with time_machine.travel(now(), tick=False) as clock:
        deliver(app, "lever", number, of_lever(body(CREATED)))
        for _ in range(12):
            clock.shift(timedelta(hours=7))
            work()
        asked = len(lever.listening.requests)
        assert asked == 7 and last().state is DeliveryState.FAILED
        lever.status = 0
        services.replay(last(), company.admin)
        work()
        assert last().state is DeliveryState.DONE


def test_a_stage_a_rejection_and_its_end_are_read_from_the_opportunity(app, lever, number):
    deliver(app, "lever", number, of_lever(body(CREATED)))
    deliver(app, "lever", number, event("candidateStageChange", 2))
    assert [a.status for a in applications()] == [S.IN_PROGRESS]
    noted = db.session.scalars(select(Event).where(Event.name == "application.noted")).one()
    assert noted.about["what"] == "the stage is “Phone screen”"
    lever.change(archived={"reason": "r-1", "archivedAt": 1793000000000})
    deliver(app, "lever", number, event("candidateArchiveChange", 3))
    assert [(a.status, a.rejection_reason) for a in applications()] == [(S.REJECTED, "Underqualified")]
    del lever.known["/v1/opportunities/0bb0-1"]["data"]["archived"]
    deliver(app, "lever", number, event("candidateArchiveChange", 4))
    assert [a.status for a in applications()] == [S.IN_REVIEW]


@pytest.mark.parametrize("name", ["candidateHired", "candidateArchiveChange"])
def test_a_hire_is_a_hire_also_where_it_is_told_as_an_archiving(app, lever, number, name):
    lever.change(archived={"reason": "r-1", "archivedAt": 1793000000000})
    lever.known["/v1/archive_reasons/r-1"]["data"] |= {"text": "Hired", "type": "hired"}
    deliver(app, "lever", number, event(name, 2))
    assert [a.status for a in applications()] == [S.SELECTED]


def test_a_deletion_counts_when_the_api_has_it_no_more(app, lever, number):
    deliver(app, "lever", number, of_lever(body(CREATED)))
    found = deliver(app, "lever", number, event("candidateDeleted", 2))
    assert found.state is DeliveryState.KEPT and len(people()) == 1, "Lever still has it: the delivery was not its own"
    del lever.known["/v1/opportunities/0bb0-1"]
    deliver(app, "lever", number, event("candidateDeleted", 3))
    assert people() == []


def test_somebody_with_another_application_there_stays(app, lever, number):
    deliver(app, "lever", number, of_lever(body(CREATED)))
    lever.known["/v1/opportunities/0bb0-2"] = json.loads(json.dumps(lever.known["/v1/opportunities/0bb0-1"]))
    lever.known["/v1/opportunities/0bb0-2"]["data"] |= {"id": "0bb0-2", "applications": [{"posting": "9057-2"}]}
    lever.known["/v1/postings/9057-2"] = {"data": {"id": "9057-2", "text": "Analyst"}}
    deliver(app, "lever", number, event("applicationCreated", 2, opportunityId="0bb0-2"))
    assert len(people()) == 1 and len(applications()) == 2
    del lever.known["/v1/opportunities/0bb0-1"]
    assert "stays" in deliver(app, "lever", number, event("candidateDeleted", 3)).words and len(people()) == 1
    del lever.known["/v1/opportunities/0bb0-2"]
    deliver(app, "lever", number, event("candidateDeleted", 4, opportunityId="0bb0-2"))
    assert people() == []


def test_a_contact_that_changed_is_read_and_corrected(app, lever, number):
    deliver(app, "lever", number, of_lever(body(CREATED)))
    lever.known["/v1/contacts/c0c0-1"] = {
        "data": {
            "id": "c0c0-1",
            "name": "Kofi A. Mensah",
            "emails": ["kofi@example.com"],
            "location": {"name": "Accra"},
        }
    }
    deliver(app, "lever", number, event("contactUpdated", 2))
    assert [(p.name, p.email, p.location) for p in people()] == [("Kofi A. Mensah", "kofi@example.com", "Accra")]


def test_what_the_delivery_itself_says_of_a_person_is_not_believed(app, lever, number):
    payload = body(CREATED)
    payload["data"] |= {"name": "Mallory", "emails": ["mallory@example.com"]}
    deliver(app, "lever", number, of_lever(payload))
    assert [p.name for p in people()] == ["Kofi Mensah"]


def test_an_id_that_would_lead_elsewhere_stays_one_piece_of_the_path(app, lever, number):
    deliver(app, "lever", number, event("applicationCreated", 2, opportunityId="../../v1/users?x=#y"))
    assert [got.path for got in lever.listening.requests] == [
        "/v1/opportunities/..%2F..%2Fv1%2Fusers%3Fx%3D%23y?expand=applications&expand=stage"
    ]
    assert last().state is DeliveryState.KEPT and people() == []


def test_a_worker_that_dies_while_it_asks_leaves_behind_what_takes_it_up_again(app, lever, number, monkeypatch):
    send(app, "lever", number, of_lever(body(CREATED)))
    with time_machine.travel(now(), tick=False) as clock:
        with monkeypatch.context() as dying:
            # The thread is gone, and nothing that it would have written is there.
            dying.setattr(tasks, "_complete", lambda begun, api: None)
            work()
        assert last().state is DeliveryState.RUNNING
        clock.shift(timedelta(minutes=3))
        work()
        assert last().state is DeliveryState.DONE and len(deliveries()) == len(applications()) == 1
