"""On both databases, with several processes: the same delivery at once is one, and a killed worker loses nothing."""

import http.client
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from portal.accounts.permissions import Scope
from portal.candidates.models import Application, ApplicationStatus, Candidate
from portal.clients.models import Client
from portal.core.database import db, set_reading
from portal.core.outbox import Effect, EffectState, run_due
from portal.integrations import services
from portal.integrations.catalogue import IntegrationType
from portal.integrations.models import AtsRecord, DeliveryState, InboundDelivery
from portal.jobs.models import Job
from tests import factories
from tests.caller import key_of
from tests.core.engines import house, kill, until
from tests.integrations.ats.steps import SECRET, body, raw, signed, written
from tests.interviews.arena import arena, at_once
from tests.servers import make_database

MANY, SENT = 12, 120


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def servers(request, tmp_path_factory):
    address = None
    if request.param == "postgres":
        address = make_database(request.getfixturevalue("postgres_server"), "ats_races")
    with arena(tmp_path_factory.mktemp("ats"), address) as found:
        yield found


@pytest.fixture
def running(servers):
    """The same servers for every test, and a company of its own."""
    with servers.app.app_context():
        set_reading(False)
        world = factories.a_world()
    return replace(servers, world=world, keys={})


def post(running, path, content, headers):
    connection = http.client.HTTPConnection(urlsplit(running.url).netloc, timeout=60)
    try:
        connection.request("POST", path, content, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def handed_in(running, source):
    """Handed in by a call: the servers have a key of their own for what is stored encrypted."""
    wanted = {"Content-Type": "application/json"}
    who = {"email": running.world.recruiter.email, "password": factories.PASSWORD}
    token = post(running, "/api/auth/login", json.dumps(who), wanted)[1]["access_token"]
    values = {"integrationType": source, "data": {"webhookSecret": SECRET}}
    headers = {**wanted, "Authorization": f"Bearer {token}"}
    return post(running, "/api/integrations/submit", json.dumps(values), headers)[1]["id"]


def number_of(model):
    return db.session.scalar(select(func.count(model.id)))


def test_one_delivery_sent_many_times_at_once_is_kept_once(running):
    number = handed_in(running, "ashby")
    content = raw("ashby/applicationSubmit")
    headers, path = signed("ashby", content), f"/webhooks/ats/ashby/{number}"
    told = at_once([lambda: post(running, path, content, headers)] * MANY)
    assert Counter((status, said["repeated"]) for status, said in told) == {(200, False): 1, (200, True): MANY - 1}
    with running.rows():
        assert (number_of(InboundDelivery), db.session.scalar(select(InboundDelivery.times))) == (1, MANY)
        assert db.session.scalar(select(func.count(Effect.id)).where(Effect.kind == "integrations.ats_event")) == 1


def test_one_event_with_a_key_sent_many_times_at_once_makes_one_application(running):
    with running.rows():
        key = key_of(running.world.admin, Scope.CANDIDATES_WRITE)
    sent = {
        "event_id": "event-1", "event_type": "application.created",
        "job": {"external_id": "REQ-1", "title": "Engineer"},
        "candidate": {"firstName": "Asha", "emailAddress": "asha@example.com"},
    }  # fmt: skip
    headers = {"X-API-Key": key, "Content-Type": "application/json"}
    calls = [lambda: post(running, "/webhooks/ats/generic", json.dumps(sent), headers)] * MANY
    told = at_once(calls)
    assert Counter(status for status, _ in told) == {201: 1, 200: MANY - 1}
    assert all(said == told[0][1] for _, said in told) and told[0][1]["application_id"]
    with running.rows():
        assert number_of(Application) == number_of(Candidate) == number_of(Job) == 1


def test_different_jobs_at_once_are_all_opened_for_one_client(running):
    with running.rows():
        key = key_of(running.world.admin, Scope.CANDIDATES_WRITE)
    headers = {"X-API-Key": key, "Content-Type": "application/json"}

    def call(n):
        sent = {
            "event_id": f"event-{n}", "event_type": "application.created",
            "job": {"external_id": f"REQ-{n}", "title": "Engineer"},
            "candidate": {"firstName": "Person", "emailAddress": f"p{n % 4}@example.com"},
        }  # fmt: skip
        return lambda: post(running, "/webhooks/ats/generic", json.dumps(sent), headers)

    told = at_once([call(n) for n in range(MANY)])
    assert Counter(status for status, _ in told) == {201: MANY}
    with running.rows():
        imported = select(func.count(Client.id)).where(Client.imported)
        assert (number_of(Application), number_of(Job), number_of(Candidate)) == (MANY, MANY, 4)
        assert db.session.scalar(imported) == 1


def test_different_events_of_one_person_worked_on_at_once_make_one_person(running):
    number = handed_in(running, "ashby")
    names = ["applicationSubmit", "candidateStageChange", "hire_applicationUpdate", "hire_candidateHire"]
    contents = []
    for name in names:
        payload = body(f"ashby/{name}")
        # Nothing but the external id says that they are one person.
        payload["data"]["application"]["candidate"] |= {"primaryEmailAddress": None, "primaryPhoneNumber": None}
        contents.append(written(payload))
    for content in contents:
        assert post(running, f"/webhooks/ats/ashby/{number}", content, signed("ashby", content))[0] == 200

    def work(_):
        with running.app.app_context():
            run_due()
            db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    with running.rows():
        states = db.session.scalars(select(InboundDelivery.state)).all()
        assert Counter(states) == {DeliveryState.DONE: 4}
        assert number_of(Application) == number_of(Candidate) == number_of(Job) == 1
        assert number_of(AtsRecord) == 4
        assert db.session.scalar(select(Application.status)) is ApplicationStatus.SELECTED
        assert db.session.scalar(select(Job.openings)) == 0


@pytest.mark.slow
def test_workers_that_are_killed_lose_no_delivery_and_apply_none_twice(tmp_path, built, database):
    with house(tmp_path, built, database) as made:
        values = {"webhookSecret": SECRET}
        number = services.submit(IntegrationType.GREENHOUSE, values, made.world.recruiter).id
        db.session.commit()
        for n in range(SENT):
            payload = body("greenhouse/new_candidate_application")
            application = payload["payload"]["application"]
            application |= {"id": n}
            application["candidate"] |= {
                "id": n, "first_name": f"Person{n}", "email_addresses": [{"value": f"p{n}@example.com"}],
                "phone_numbers": [], "attachments": [],
            }  # fmt: skip
            content = written(payload)
            db.session.expunge_all()
            headers = signed("greenhouse", content, event_id=f"event-{n}")
            services.receive(services.prove("greenhouse", number, content, headers))
            db.session.commit()
        db.session.rollback()
        with made.worker() as first:
            until(lambda: counted(Application) >= 5)
            kill(first)
        assert counted(Application) < SENT
        made.end_leases()
        with made.worker():
            until(lambda: left() == 0)
        states = Counter(db.session.scalars(select(InboundDelivery.state)))
        assert states == {DeliveryState.DONE: SENT}
        assert (counted(Application), counted(Candidate), counted(Job)) == (SENT, SENT, 1)


def counted(model):
    found = number_of(model)
    db.session.rollback()
    return found


def left():
    wanted = select(func.count(Effect.id)).where(
        Effect.kind == "integrations.ats_event", Effect.state != EffectState.DONE
    )
    found = db.session.scalar(wanted)
    db.session.rollback()
    return found
