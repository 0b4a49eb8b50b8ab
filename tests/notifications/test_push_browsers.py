"""Push: whose a browser is, where it ends, and what its screen is told."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.core.database import db
from portal.core.events import Event
from portal.core.ids import encode
from portal.notifications import rules_push, services
from portal.notifications.queries.devices import own_devices
from tests import factories
from tests.candidate_portal.steps import a_link_to
from tests.examples import candidate_person
from tests.interviews import steps
from tests.notifications.pushing import Browser, T, devices, tell, work
from tests.notifications.test_services import on_monday


@pytest.mark.parametrize("who", ["recruiter", "candidate"])
def test_signing_out_ends_it_in_this_browser_without_a_script_and_in_no_other(company, service, browse, who):
    person = (
        candidate_person(factories.an_account(factories.a_candidate())) if who == "candidate" else getattr(company, who)
    )
    root, end = ("/portal/notifications", "/portal/sign-out") if who == "candidate" else ("/notifications", "/logout")
    here, there = browse(person), browse(person)
    for mine, name in ((here, "here"), (there, "there")):
        browser = Browser(service, name)
        assert mine.post(f"{root}/devices", {"endpoint": browser.endpoint, **browser.keys}, htmx=True).status == 204
    page = here.get(f"{root}/settings")
    assert page.words("#devices ul").count("This device") == 1 and page.soup.select("[data-push-known]")
    here.post(end)
    assert devices() == 1 and there.get(f"{root}/settings").soup.select("[data-push-known]")


def test_one_that_was_removed_in_the_list_is_known_no_more_so_that_its_page_does_not_bring_it_back(
    company, service, browse
):
    mine, browser = browse(company.admin), Browser(service)
    mine.post("/notifications/devices", {"endpoint": browser.endpoint, **browser.keys}, htmx=True)
    mine.submit(mine.get("/notifications/settings"), "#devices form")
    assert not mine.get("/notifications/settings").soup.select("[data-push-known]")


def test_nobody_is_reminded_on_a_screen_of_an_interview_that_has_begun(company, service):
    with on_monday():
        interview = steps.an_interview(company, steps.S.SCHEDULED, interviewer_ids=[company.recruiter.id])
        start = interview.scheduled_start_time
        Browser(service).allow(company.recruiter)
        work()
    with time_machine.travel(start - timedelta(minutes=50), tick=False):
        work()
        [got] = [got for got in service.requests if got.headers["topic"] == T.INTERVIEW_REMINDER.value]
        assert got.headers["ttl"] == "3000"
    assert rules_push.until(T.INTERVIEW_REMINDER, start - timedelta(hours=1), start) == start
    assert rules_push.until(T.INTERVIEW_BOOKED, start - timedelta(hours=1), start) == start + timedelta(hours=23)


def test_the_app_of_a_candidate_begins_in_their_portal(company, browse):
    visitor = browse().client
    for page, start in (("/login", "/"), ("/portal/login", "/portal/")):
        [link] = re.findall(r'rel="manifest" href="([^"]+)"', visitor.get(page).text)
        assert visitor.get(link).get_json(force=True)["start_url"] == start


def test_a_browser_that_is_kept_again_is_the_same_device_and_loses_nothing_that_waits(company, service):
    browser = Browser(service).allow(company.recruiter)
    before = own_devices(company.recruiter)
    tell(company.recruiter)
    browser.allow(company.recruiter)
    assert [(one.id, one.created_at) for one in own_devices(company.recruiter)] == [
        (one.id, one.created_at) for one in before
    ]
    work()
    assert len(service.requests) == 1


def test_the_audit_log_tells_who_turned_a_device_on_and_who_lost_one(company, service):
    browser = Browser(service).allow(company.recruiter)
    browser.allow(company.recruiter)
    browser.allow(company.admin)
    services.forget_browser(services.digest_of(browser.endpoint), company.recruiter)
    services.forget_browser(services.digest_of(browser.endpoint), company.admin)
    events = db.session.execute(
        select(Event.name, Event.actor_name, Event.about).where(Event.entity_type == "device").order_by(Event.id)
    ).all()
    told = {"device": "Chrome on Android"}
    assert events == [
        ("device.added", company.recruiter.name, told), ("device.removed", "Talent Portal", told),
        ("device.added", company.admin.name, told), ("device.removed", company.admin.name, told),
    ]  # fmt: skip


def test_who_has_booked_a_time_is_offered_reminders_on_this_device_but_nobody_who_came_by_a_link(company, browse):
    interview = steps.an_interview(company, steps.S.SCHEDULED)
    account = factories.an_account(interview.candidate)
    path = f"/portal/interviews/{encode('int', interview.id)}"
    offer = browse(candidate_person(account)).get(path).one("[data-push-offer]")
    assert offer.has_attr("hidden") and offer["data-push-keep"] == "/portal/notifications/devices"
    by_link = browse().get(a_link_to(interview))
    assert by_link.status == 200 and not by_link.soup.select("[data-push-offer]")
