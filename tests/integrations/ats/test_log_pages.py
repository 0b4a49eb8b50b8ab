"""The log on its pages and in JSON, running again, and forgetting."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.candidates import services as candidates
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import Event
from portal.integrations import services
from portal.integrations.models import DeliveryState
from portal.integrations.rules_ats import CannotReplay
from portal.integrations.services import ats_applications
from portal.integrations.tasks import sweep_deliveries
from portal.jobs import services as jobs_of
from tests.caller import Caller
from tests.integrations.ats.steps import (
    SECRET,
    address,
    applications,
    body,
    connected,
    deliver,
    deliveries,
    jobs,
    last,
    people,
    raw,
    send,
    written,
)
from tests.integrations.steps import a_submission, work

NEW = "greenhouse/new_candidate_application"


@pytest.fixture
def number(company):
    return connected(company.recruiter, "greenhouse")


def sweep():
    """The schedule, as the worker runs it: beginning with nothing."""
    db.session.commit()
    db.session.expunge_all()
    sweep_deliveries()


@pytest.fixture
def came(app, number):
    """Three deliveries: an application, a ping, something unknown."""
    deliver(app, "greenhouse", number, raw(NEW))
    send(app, "greenhouse", number, raw("greenhouse/ping"))
    return deliver(app, "greenhouse", number, raw("greenhouse/office_deleted"))


def test_the_log_lists_what_came_and_is_narrowed_by_state_system_and_event(came, number, admin):
    page = admin.get(address("integrations.deliveries"))
    assert [row.get_text() for row in page.soup.select("td.main a")] == [
        "office_deleted",
        "ping",
        "new_candidate_application",
    ]
    for filters, wanted in (
        ({"state": "kept"}, ["office_deleted"]),
        ({"kind": "application.created"}, ["new_candidate_application"]),
        ({"source": "ashby"}, []),
    ):
        page = admin.get(address("integrations.deliveries", **filters))
        assert [row.get_text() for row in page.soup.select("td.main a")] == wanted
    page = admin.get(address("integrations.deliveries_of", submission_id=number, state="done"))
    assert [row.get_text() for row in page.soup.select("td.main a")] == ["ping", "new_candidate_application"]


def test_one_delivery_shows_its_body_and_leads_to_what_it_changed(came, admin):
    first = deliveries()[0]
    page = admin.get(address("integrations.delivery", delivery_id=first.id))
    words = page.words("main")
    assert "Elin Sundqvist was added." in words and "Statistician" in words
    links = {a.get("href") for a in page.soup.select("main a")}
    assert any("/candidates/" in href for href in links) and any("/jobs/" in href for href in links)
    assert "elin.sundqvist.448@example.com" in page.soup.select_one("pre").get_text()
    assert SECRET not in str(page.soup)


@pytest.mark.parametrize("who", ["recruiter", "client_user"])
def test_the_log_is_the_admins(came, number, company, browse, who):
    browser = browse(getattr(company, who))
    for endpoint, values in (
        ("integrations.deliveries", {}),
        ("integrations.deliveries_of", {"submission_id": number}),
        ("integrations.delivery", {"delivery_id": last().id}),
    ):
        assert browser.get(address(endpoint, **values)).status == 403


def test_the_submission_and_the_gallery_show_the_address_and_the_last_delivery(app, company, number, recruiter):
    page = recruiter.get(address("integrations.show", submission_id=number))
    assert page.soup.select_one("#webhook-url")["value"] == f"http://portal.example/webhooks/ats/greenhouse/{number}"
    assert "No delivery yet." in page.words("main")
    assert "No delivery yet" in recruiter.get(address("integrations.index")).words("main")
    deliver(app, "greenhouse", number, raw(NEW))
    words = recruiter.get(address("integrations.show", submission_id=number)).words("main")
    assert "Last delivery" in words and "new_candidate_application" in words and ", done." in words
    words = recruiter.get(address("integrations.index")).words("main")
    assert f"/webhooks/ats/greenhouse/{number}" in words and "Last delivery" in words
    assert "not received" not in words and "does not" not in words


def test_a_client_user_sees_when_something_came_for_their_own_submission(app, company, client_user):
    number = connected(company.client_user, "greenhouse")
    deliver(app, "greenhouse", number, raw(NEW))
    assert "Last delivery" in client_user.get(address("integrations.show", submission_id=number)).words("main")


def test_a_submission_without_a_webhook_secret_says_that_nothing_can_be_proven(company, recruiter):
    number = a_submission(company.recruiter)
    assert "Enter the webhook secret too" in recruiter.get(address("integrations.show", submission_id=number)).words(
        "main"
    )


def test_what_a_rule_refused_is_run_again_when_the_rule_allows_it(app, company, number, admin):
    deliver(app, "greenhouse", number, raw(NEW))
    jobs_of.close_job(jobs()[0], company.recruiter)
    payload = body(NEW)
    payload["payload"]["application"] |= {"id": 5}
    payload["payload"]["application"]["candidate"] |= {
        "id": 6,
        "first_name": "Noor",
        "email_addresses": [],
        "phone_numbers": [],
    }
    found = deliver(app, "greenhouse", number, written(payload))
    assert len(applications()) == 1 and "takes no new applications" in found.words
    number = found.id
    jobs_of.reopen_job(jobs()[0], company.recruiter)
    admin.post(address("integrations.replay_delivery", delivery_id=number))
    work()
    assert len(applications()) == 2 and last().state is DeliveryState.DONE
    told = db.session.scalars(select(Event).where(Event.name == "integration.delivery_replayed")).one()
    assert (told.actor_id, told.entity_id, told.candidate_id) == (company.admin.id, number, None)


def test_running_again_what_was_applied_changes_nothing(app, company, number):
    found = deliver(app, "greenhouse", number, raw(NEW))
    services.replay(found, company.admin)
    with pytest.raises(CannotReplay):
        services.replay(last(), company.admin)
    work()
    assert len(applications()) == len(people()) == len(jobs()) == 1
    assert last().words == "The application was known already."


def test_json_lists_what_came_and_runs_it_again(app, came, number, company):
    call = Caller(app, company.admin)
    listed = call.get(f"/api/integrations/{number}/deliveries?limit=2")
    assert [item["event"] for item in listed.json["items"]] == ["office_deleted", "ping"]
    rest = call.get(f"/api/integrations/{number}/deliveries?limit=2&cursor={listed.json['next']}").json
    [item] = rest["items"]
    assert item["state"] == "done" and set(item["changed"]) == {"candidate_id", "job_id", "application_id"}
    assert "body" not in item and rest["next"] is None
    assert call.post(f"/api/integrations/{number}/deliveries/{item['id']}/replay").status == 200
    work()
    other = connected(company.admin, "greenhouse")
    assert call.post(f"/api/integrations/{other}/deliveries/{item['id']}/replay").status == 404


def test_bodies_are_forgotten_after_ninety_days_and_the_log_after_a_year(app, company, number, admin):
    deliver(app, "greenhouse", number, raw(NEW))
    with time_machine.travel(now() + timedelta(days=89)):
        sweep()
        assert last().body == raw(NEW)
    with time_machine.travel(now() + timedelta(days=91)):
        sweep()
        found = last()
        assert found.body is None and found.words
        with pytest.raises(CannotReplay):
            services.replay(found, company.admin)
    page = admin.get(address("integrations.delivery", delivery_id=last().id))
    assert page.status == 200 and "It is gone" in page.words("main") and page.soup.select_one("main form") is None
    with time_machine.travel(now() + timedelta(days=366)):
        sweep()
        assert deliveries() == []


def test_what_came_of_somebody_is_forgotten_when_they_are_deleted(app, company, number):
    deliver(app, "greenhouse", number, raw(NEW))
    send(app, "greenhouse", number, raw("greenhouse/ping"))
    candidates.delete_candidate(people()[0], by=company.recruiter)
    work()
    assert [d.body is None for d in deliveries()] == [True, False]


def test_a_fault_of_ours_is_told_tried_again_and_never_lost(app, company, number, monkeypatch):
    def fault(*_):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(ats_applications, "job_for", fault)
    with time_machine.travel(now(), tick=False) as clock:
        found = deliver(app, "greenhouse", number, raw(NEW))
        assert found.state is DeliveryState.FAILED and "fault of the portal's own" in found.words
        monkeypatch.undo()
        clock.shift(timedelta(seconds=5))
        work()
        assert last().state is DeliveryState.DONE and len(applications()) == 1
