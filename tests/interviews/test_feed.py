"""One's interviews at a secret address: whose, what of them, and how it ends."""

import re
from datetime import time, timedelta

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.models import CalendarFeed, CandidateAccount, Role, User
from portal.accounts.services import feeds
from portal.accounts.services.portal_accounts import deactivate_account
from portal.accounts.services.users import deactivate_user
from portal.candidates.models import Application, Candidate
from portal.core.database import db
from portal.core.events import Event
from portal.core.ids import encode
from portal.interviews import proposals, queries, services
from portal.interviews.models import Interview
from tests import factories
from tests.candidate_portal.steps import an_account_of
from tests.interviews import steps
from tests.interviews.importing import CALENDARS
from tests.interviews.steps import FIRST, NOW, S, slot, statements_of
from tests.interviews.test_calendar import CHANGES


@pytest.fixture(autouse=True)
def on_monday():
    with time_machine.travel(NOW, tick=True):
        yield


def feed(by):
    """A new address of the person: its path."""
    db.session.commit()
    db.session.expunge_all()
    token = feeds.make_feed(by)
    db.session.commit()
    db.session.expunge_all()
    return f"/calendar/{token}.ics"


def events(answer):
    assert answer.status_code == 200 and answer.mimetype == "text/calendar"
    return {str(e["UID"]): e for e in Calendar.from_ical(answer.data).walk("VEVENT")}


def read(browse, path):
    return events(browse().get(path).response)


def interviewer_person(**values):
    user = factories.a_user(Role.RECRUITER, **values)
    return accounts.person_of(user, accounts.get_company(user.company_id))


def test_an_interviewer_reads_what_they_hold_and_nothing_else(company, browse):
    hana = interviewer_person()
    mine = steps.an_interview(company, S.SCHEDULED, interviewer_ids=[hana.id])
    steps.an_interview(company, S.SCHEDULED)
    steps.an_interview(company, S.AWAITING, interviewer_ids=[hana.id])
    uid, name, link = mine.ics_uid, mine.candidate.name, f"/interviews/{encode('int', mine.id)}"
    found = read(browse, feed(hana))
    assert set(found) == {uid}
    entry = found[uid]
    assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == slot(0)
    assert name in entry["SUMMARY"] and f"http://portal.example{link}" in entry["DESCRIPTION"]
    assert (entry["STATUS"], entry["TRANSP"], "ATTENDEE" in entry) == ("CONFIRMED", "OPAQUE", False)


def test_what_one_planned_stands_there_without_taking_ones_time(company, browse):
    interview = steps.an_interview(company, S.CONFIRMED)
    uid = interview.ics_uid
    assert read(browse, feed(company.recruiter))[uid]["TRANSP"] == "TRANSPARENT"
    assert read(browse, feed(company.admin)) == {}


def test_a_candidate_reads_their_own(company, browse):
    interview = steps.an_interview(company, S.CONFIRMED)
    other = steps.an_interview(company, S.CONFIRMED)
    uid, link = interview.ics_uid, f"http://portal.example/portal/interviews/{encode('int', interview.id)}"
    candidate = an_account_of(interview)
    an_account_of(other)
    found = read(browse, feed(candidate))
    assert set(found) == {uid} and link in found[uid]["DESCRIPTION"].replace("\n", " ")


def test_an_account_whose_address_is_not_confirmed_reads_nothing(company, browse):
    interview = steps.an_interview(company, S.CONFIRMED)
    candidate = an_account_of(interview, email_confirmed_at=None)
    assert read(browse, feed(candidate)) == {}


def test_a_person_of_a_client_reads_only_what_the_client_sees(company, browse):
    interview = steps.an_interview(company, S.CONFIRMED, interviewer_ids=[company.client_user.id])
    number, uid = interview.application_id, interview.ics_uid
    path = feed(company.client_user)
    assert set(read(browse, path)) == {uid}
    db.session.get(Application, number).client_sees = False
    assert read(browse, path) == {}


@pytest.mark.parametrize("status", S)
def test_every_interview_with_a_time_is_there_the_cancelled_crossed_out(company, browse, status):
    hana = interviewer_person()
    agreed = S.SCHEDULED if status is S.CANCELLED else status
    interview = steps.an_interview(company, agreed, interviewer_ids=[hana.id])
    if status is S.CANCELLED:
        services.cancel(interview, company.recruiter)
    uid, sequence = interview.ics_uid, interview.ics_sequence
    found = read(browse, feed(hana))
    assert bool(found) is (status not in (S.DRAFT, S.AWAITING))
    if found:
        assert found[uid]["STATUS"] == ("CANCELLED" if status is S.CANCELLED else "CONFIRMED")
        assert found[uid]["SEQUENCE"] == sequence


def test_it_goes_back_thirty_days(company, browse):
    hana = interviewer_person()
    steps.an_interview(company, S.CONFIRMED, interviewer_ids=[hana.id])
    path = feed(hana)
    for days, count in [(30, 1), (31, 0)]:
        with time_machine.travel(FIRST + days * steps.DAY - steps.DAY / 24, tick=True):
            assert len(read(browse, path)) == count


def test_a_deleted_candidate_is_gone_from_it(company, browse):
    hana = interviewer_person()
    interview = steps.an_interview(company, S.CONFIRMED, interviewer_ids=[hana.id])
    db.session.get(Candidate, interview.candidate_id).deleted_at = NOW
    assert read(browse, feed(hana)) == {}


def test_it_says_how_often_to_look_and_answers_304_while_nothing_has_changed(company, browse):
    hana = interviewer_person()
    interview = steps.an_interview(company, S.CONFIRMED, interviewer_ids=[hana.id])
    number, path = interview.id, feed(hana)
    client = browse()
    first = client.get(path)
    text = first.text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT15M" in text and "METHOD:PUBLISH" in text
    same = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status, same.text) == (304, "")
    services.cancel(queries.get_interview(number), company.recruiter)
    db.session.commit()
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status == 200


@CALENDARS
def test_two_libraries_read_it(company, imported, browse):
    hana = interviewer_person()
    for number in range(3):
        steps.an_interview(company, S.CONFIRMED, interviewer_ids=[hana.id], slots=[slot(number)])
    text = browse().get(feed(hana)).text
    assert [entry["start"] for entry in imported([text])] == [
        f"{slot(number)[0]:%Y-%m-%dT%H:%M:%S}.000Z" for number in range(3)
    ]


def test_its_cost_does_not_grow_with_what_it_shows(company, browse):
    hana = interviewer_person()
    path, costs = feed(hana), []
    client = browse()
    for _ in range(2):
        for number in range(4):
            start = len(costs) * 10 + number
            steps.an_interview(company, S.CONFIRMED, interviewer_ids=[hana.id], slots=[slot(start)])
        db.session.commit()
        db.session.expunge_all()
        costs.append(len(statements_of(lambda: events(client.get(path).response))))
    assert costs[0] == costs[1] <= 3


@pytest.mark.parametrize("token", ["x", "x" * 43, "..", "%00"])
def test_an_address_that_is_none_opens_nothing(company, browse, token):
    answer = browse().get(f"/calendar/{token}.ics")
    assert answer.status == 404 and "BEGIN:VCALENDAR" not in answer.text


def test_a_new_address_ends_the_old_one_and_removing_it_ends_it(company, browse):
    first = feed(company.recruiter)
    second = feed(company.recruiter)
    client = browse()
    assert [client.get(path).status for path in (first, second)] == [404, 200]
    feeds.remove_feed(company.recruiter)
    feeds.remove_feed(company.recruiter)
    db.session.commit()
    assert client.get(second).status == 404
    names = db.session.scalars(select(Event.name).where(Event.name.like("calendar_feed.%")).order_by(Event.id)).all()
    assert names == ["calendar_feed.made", "calendar_feed.made", "calendar_feed.removed"]


def test_deactivation_ends_it_for_good(company, browse):
    interview = steps.an_interview(company, S.CONFIRMED)
    candidate = an_account_of(interview)
    paths = [feed(company.recruiter), feed(candidate)]
    deactivate_user(db.session.get(User, company.recruiter.id), company.admin)
    deactivate_account(db.session.get(CandidateAccount, candidate.id), company.admin)
    db.session.commit()
    client = browse()
    assert [client.get(path).status for path in paths] == [404, 404]
    assert db.session.scalars(select(CalendarFeed)).all() == []


def test_the_secret_is_shown_once_and_kept_nowhere(company, browse):
    browser = browse(company.recruiter)
    page = browser.submit(browser.get("/profile/calendar"), "form[action='/profile/calendar']")
    address = page.one("#address")["value"]
    token = re.fullmatch(r"http://portal\.example/calendar/([\w-]{43})\.ics", address).group(1)
    assert page.one("a[href^='webcal://portal.example/calendar/']") and page.one("[data-copy=address]")
    assert page.headers["Cache-Control"] == "no-store"
    again = browser.get("/profile/calendar")
    assert token not in again.text and "You have had an address since" in again.words("main")
    rows = db.session.execute(select(CalendarFeed.token_hash)).all()
    assert token not in str(rows) + str(db.session.execute(select(Event.about)).all())
    assert browse().get(f"/calendar/{token}.ics").status == 200
    assert browser.submit(again, "form[action$=removal]").status == 303
    assert browse().get(f"/calendar/{token}.ics").status == 404


def test_a_candidate_makes_one_on_their_profile(company, browse):
    candidate = an_account_of(steps.an_interview(company, S.CONFIRMED))
    browser = browse(candidate)
    assert browser.get("/portal/profile").one("a[href='/portal/profile/calendar']")
    page = browser.submit(browser.get("/portal/profile/calendar"), "form[action='/portal/profile/calendar']")
    path = page.one("#address")["value"].removeprefix("http://portal.example")
    assert len(read(browse, path)) == 1
    assert browser.submit(page, "form[action$=removal]").status == 303
    assert browse().get(path).status == 404


def test_whoever_is_signed_in_sees_with_the_eyes_of_the_owner_alone(company, browse):
    steps.an_interview(company, S.CONFIRMED)
    path = feed(company.client_user)
    assert events(browse(company.admin).get(path).response) == {}
    session = select(User.id).where(User.id == company.admin.id)
    assert db.session.scalar(session) == company.admin.id


@pytest.mark.parametrize("zone", sorted(CHANGES))
@pytest.mark.parametrize("which", [0, 1])
def test_peer_33_the_feed_shows_the_moment_that_was_booked_when_the_clocks_change(company, browse, zone, which):
    hana = interviewer_person()
    begins = proposals.at_wall(CHANGES[zone][which], time(2), zone)
    interview = steps.an_interview(company, S.CONFIRMED, interviewer_ids=[hana.id], zone=zone)
    uid, number = interview.ics_uid, interview.id
    row = db.session.get(Interview, number)
    row.scheduled_start_time, row.scheduled_end_time = begins, begins + timedelta(hours=3)
    entry = read(browse, feed(hana))[uid]
    assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (begins, begins + timedelta(hours=3))
