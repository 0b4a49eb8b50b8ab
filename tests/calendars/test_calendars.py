"""Google Calendar: connected by an agreement, brought up to date by the worker, against a server that can fail."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from sqlalchemy import select

from portal.calendars import queries, services, tasks
from portal.calendars.models import CalendarConnection, CalendarEvent, ConnectionState, Purpose
from portal.candidates.models import Candidate
from portal.candidates.services import delete_candidate
from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db, set_reading
from portal.core.mail import Mail
from portal.core.outbox import Effect, EffectState
from portal.core.tenancy import as_company, as_system
from portal.interviews import queries as interviews
from portal.interviews import services as verbs
from portal.interviews.models import BusyCell, Interview
from portal.interviews.rules import SlotTaken
from portal.notifications.models import Notification
from tests import factories
from tests.calendars.google import google
from tests.interviews import steps

S = steps.S


@pytest.fixture
def there(app, monkeypatch):
    """Google, which the portal is registered with; its clock stands on the day of the interviews."""
    with google() as running, time_machine.travel(steps.NOW, tick=True):
        monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "127.0.0.0/8")
        monkeypatch.setitem(app.config, "GOOGLE_CLIENT_ID", "client-1")
        monkeypatch.setitem(app.config, "GOOGLE_CLIENT_SECRET", "secret-1")
        monkeypatch.setitem(app.config, "GOOGLE_URLS", running.urls)
        yield running


def work():
    """Commit, and let the worker carry out what is due."""
    db.session.commit()
    db.session.expunge_all()
    outbox.run_due()
    db.session.rollback()
    db.session.expunge_all()


def connect(by, purpose=Purpose.COMPANY, code="code-1"):
    services.connect(purpose, code, "verifier", "http://portal.example/google-calendar/back", by)
    work()


def connection():
    return db.session.scalars(select(CalendarConnection)).one_or_none()


def entry():
    return db.session.scalars(select(CalendarEvent)).one()


def the(interview_id):
    return db.session.get(Interview, interview_id)


def test_an_entry_comes_moves_and_goes_with_its_interview_under_the_uid_of_our_mails(company, there):
    connect(company.admin)
    assert connection().state is ConnectionState.CONNECTED and connection().account == "interviews@acme.example"
    interview = steps.book(steps.an_interview(company), company)
    number, uid, start = interview.id, interview.ics_uid, interview.scheduled_start_time
    work()
    (event,) = there.living()
    assert event["iCalUID"] == uid and event["start"]["dateTime"] == start.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert "attendees" not in event and entry().link == event["htmlLink"]
    moved = verbs.choose_slot(the(number), interviews.slots_of(number)[1], company.recruiter)
    start = moved.scheduled_start_time
    work()
    (event,) = there.living()
    assert event["start"]["dateTime"] == start.strftime("%Y-%m-%dT%H:%M:%SZ") and len(there.events) == 1
    verbs.give_back(the(number), company.recruiter)
    work()
    assert there.living() == [] and entry().google_id is None
    steps.book(the(number), company, 2)
    work()
    assert len(there.living()) == 1 and len(there.events) == 1, "the same entry stands again"
    verbs.cancel(the(number), company.recruiter, "Nobody can come")
    work()
    assert there.living() == []
    uids = set(db.session.scalars(select(Mail.ics)).all()) - {None}
    assert all(uid in text for text in uids)


@pytest.mark.parametrize("at", [S.SCHEDULED, S.COMPLETED])
def test_with_a_deleted_candidate_their_entries_go_also_those_of_the_past(company, there, at):
    connect(company.admin)
    interview = steps.an_interview(company, S.SCHEDULED)
    number, person = interview.id, interview.candidate_id
    work()
    if at is S.COMPLETED:
        with time_machine.travel(the(number).scheduled_end_time + timedelta(hours=1)):
            verbs.mark_completed(the(number), company.recruiter)
            work()
    assert len(there.living()) == 1, "what is over keeps its entry"
    delete_candidate(db.session.get(Candidate, person), by=company.recruiter)
    work()
    assert there.living() == []


def test_a_worker_that_is_killed_between_the_call_and_the_commit_makes_no_second_entry(company, there, monkeypatch):
    connect(company.admin)
    interview = steps.book(steps.an_interview(company), company)
    number = interview.id
    real, killed = services.keep_event, []

    def die(*about):
        if not killed.append(about) and len(killed) == 1:
            raise KeyboardInterrupt
        return real(*about)

    monkeypatch.setattr(services, "keep_event", die)
    db.session.commit()
    db.session.expunge_all()
    with pytest.raises(KeyboardInterrupt):
        tasks.sync({"interview_id": number})
    db.session.rollback()
    db.session.expunge_all()
    work()
    assert len(there.events) == 1 and entry().google_id == "event0"


def test_a_video_interview_without_a_link_gets_the_call_that_google_makes(company, there):
    connect(company.admin)
    services.set_meet(connection(), True)
    db.session.commit()
    there.meet_pending = True
    interview = steps.an_interview(company, S.SCHEDULED)
    number = interview.id
    interview.meeting_link = None
    work()
    assert the(number).meeting_link is None
    (event,) = there.living()
    event["hangoutLink"] = there.meet
    event["conferenceData"] = {"createRequest": {"status": {"statusCode": "success"}}}
    sent = db.session.scalar(select(db.func.count()).select_from(Mail))
    with time_machine.travel(now() + timedelta(minutes=1)):
        work()
    assert the(number).meeting_link == there.meet and entry().meet_link == there.meet
    assert db.session.scalar(select(db.func.count()).select_from(Mail)) > sent, "who was invited gets the change"
    assert sum("conferenceData" in body for body in there.sent) == 1, "one call is asked for, once"


@pytest.mark.parametrize("purpose", Purpose)
def test_an_agreement_that_was_revoked_is_told_once_and_asked_no_more(company, there, purpose):
    who = company.admin if purpose is Purpose.COMPANY else company.recruiter
    connect(who, purpose)
    there.revoked.add("refresh-1")
    there.access.clear()
    if purpose is Purpose.COMPANY:
        steps.book(steps.an_interview(company), company)
    else:
        there.busy = []
        services.ask_for_busy(connection().id)
    work()
    assert connection().state is ConnectionState.BROKEN and "Connect again" in connection().fault
    told = db.session.scalars(select(Notification.title).where(Notification.title == services.LOST)).all()
    assert len(told) == 1
    calls = len(there.calls)
    tasks.sweep()
    work()
    assert len(there.calls) == calls
    there.revoked.clear()
    connect(who, purpose, "code-2")
    assert connection().state is ConnectionState.CONNECTED


def test_an_access_that_ended_is_renewed_and_the_call_goes_again(company, there):
    connect(company.admin)
    grants = there.grants
    steps.book(steps.an_interview(company), company)
    there.access.clear()
    work()
    assert there.grants == grants + 1 and len(there.living()) == 1
    with time_machine.travel(now() + timedelta(hours=2)):
        steps.book(steps.an_interview(company, slots=[steps.slot(30)]), company)
        work()
    assert there.grants == grants + 2


@pytest.mark.parametrize(
    ("refusal", "seconds"),
    [
        ((403, "rateLimitExceeded", {}), 60), ((403, "userRateLimitExceeded", {}), 60),
        ((429, "rateLimitExceeded", {"Retry-After": "200"}), 200), ((500, "backendError", {}), 60),
        ((503, "backendError", {"Retry-After": "99999"}), 3600),
    ],
)  # fmt: skip
def test_a_pause_that_google_asks_for_is_made_and_nothing_is_lost(company, there, refusal, seconds):
    connect(company.admin)
    steps.book(steps.an_interview(company), company)
    there.refusals = [refusal]
    work()
    with as_system("a look at the effects"):
        wanted = select(Effect.due_at, Effect.attempts).where(
            Effect.kind == "calendars.sync", Effect.state == EffectState.DUE
        )
        waits = db.session.execute(wanted).all()
    assert [one.attempts for one in waits] == [0]
    assert abs((waits[0].due_at - now()).total_seconds() - seconds) < 15
    with time_machine.travel(now() + timedelta(seconds=seconds + 20)):
        work()
    assert len(there.living()) == 1


def test_what_google_refuses_is_shown_on_the_interviews_page(company, there, browse):
    connect(company.admin)
    interview = steps.book(steps.an_interview(company), company)
    path = steps.path_of(interview)
    there.refusals = [(403, "forbidden", {})]
    work()
    assert "Google refused it (403, forbidden)" in browse(company.recruiter).get(path).words()
    assert "Google refused it" not in browse(company.client_user).get(path).text


def test_busy_times_are_not_offered_not_booked_and_not_proposed_and_our_own_entry_is_no_hindrance(company, there):
    user_id = company.recruiter.id
    interview = steps.an_interview(company, interviewer_ids=[user_id])
    number, (first, second, _) = interview.id, interviews.slots_of(interview.id)
    there.busy = [(first.start.isoformat(), (first.start + timedelta(minutes=20)).isoformat())]
    ids = (first.id, second.id)
    connect(company.recruiter, Purpose.BUSY)
    offers = {offer.slot.id: offer.is_available for offer in interviews.offers(the(number))}
    assert offers[ids[0]] is False and offers[ids[1]] is True
    with pytest.raises(SlotTaken, match="busy"):
        verbs.book_slot(the(number), interviews.get_slot(the(number), ids[0]), company.recruiter)
    db.session.rollback()
    moment = steps.NOW
    spans = interviews.busy_times([user_id], moment, moment + timedelta(days=60))[user_id]
    assert [(end - start) for start, end in spans] == [timedelta(minutes=20)]
    verbs.book_slot(the(number), interviews.get_slot(the(number), ids[1]), company.recruiter)
    booked = the(number)
    there.busy = [(booked.scheduled_start_time.isoformat(), booked.scheduled_end_time.isoformat())]
    work()
    tasks.sweep()
    work()
    assert db.session.scalars(select(BusyCell.cell)).all() == [], "the mail's entry in their calendar is ours"
    connection_id = connection().id
    there.busy = [("2030-01-01T00:00:00Z", "2030-01-02T00:00:00Z")]
    services.disconnect(connection(), company.recruiter)
    work()
    assert connection() is None and there.revoked == {"refresh-1"} and connection_id


def state_of(answer):
    return {name: value[0] for name, value in parse_qs(urlsplit(answer.location).query).items()}


def test_a_person_agrees_at_google_comes_back_and_is_connected_and_a_strangers_answer_is_not(company, there, browse):
    admin = browse(company.admin)
    assert "Connect Google Calendar" in admin.get("/admin/google-calendar").words()
    gone = admin.get("/admin/google-calendar/agreement")
    asked = state_of(gone)
    assert gone.location.startswith(there.urls["agree"]) and asked["access_type"] == "offline"
    assert asked["code_challenge_method"] == "S256" and asked["redirect_uri"].endswith("/google-calendar/back")
    assert asked["scope"].endswith("calendar.events") and "secret-1" not in gone.location
    back = f"/google-calendar/back?code=code-1&state={asked['state']}"
    assert browse(company.recruiter).get(back).status == 422
    assert admin.get("/google-calendar/back?code=code-1&state=forged").status == 422
    page = admin.get(back)
    set_reading(False)
    assert connection() is None, "an address alone connects nothing"
    assert admin.submit(page, "form.form").status == 303
    assert admin.submit(page, "form.form").status == 422, "an agreement is taken once"
    with as_company(company.company_id):
        set_reading(False)
        work()
        assert connection().state is ConnectionState.CONNECTED
    (form,) = there.forms
    assert form["code"] == "code-1" and form["client_secret"] == "secret-1" and len(form["code_verifier"]) >= 43
    words = admin.get("/admin/google-calendar").text
    assert "interviews@acme.example" in words and "access-1" not in words and "refresh-1" not in words
    assert admin.get("/google-calendar/back?error=access_denied&state=x").status == 422


@pytest.mark.parametrize("who", ["recruiter", "client_user"])
def test_only_admins_connect_the_company_and_everybody_themselves(company, there, browse, who):
    mine = browse(getattr(company, who))
    for path in ("/admin/google-calendar", "/admin/google-calendar/agreement"):
        assert mine.get(path).status == 403
    assert "Connect Google Calendar" in mine.get("/profile/google-calendar").words()
    asked = state_of(mine.get("/profile/google-calendar/agreement"))
    assert asked["scope"].endswith("calendar.freebusy")


def test_another_companys_connection_is_not_seen(company, there, browse):
    connect(company.admin)
    other = factories.a_world("Other")
    assert "Connect Google Calendar" in browse(other.admin).get("/admin/google-calendar").words()
    with as_company(other.company_id):
        assert queries.connection_of_company() is None


def test_without_a_registration_nothing_is_offered_and_nothing_goes(company, browse):
    with time_machine.travel(steps.NOW, tick=True):
        admin = browse(company.admin)
        assert "not set up" in admin.get("/admin/google-calendar").words()
        assert admin.get("/admin/google-calendar/agreement").status == 409
        steps.book(steps.an_interview(company), company)
        db.session.commit()
        with as_system("a look at the effects"):
            assert not db.session.scalar(select(Effect.id).where(Effect.kind == "calendars.sync"))
