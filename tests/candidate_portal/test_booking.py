"""An interview's page by both doors, signed in and by the link of a mail: book, move, cancel, ask."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import select

from portal.accounts.models import Role
from portal.core.database import db
from portal.core.events import Event, EventDetails
from portal.core.ids import encode
from portal.interviews import queries, services
from portal.interviews.models import Interview
from tests import factories
from tests.candidate_portal.steps import a_link_to, actions_on, an_account_of, book_first, path_of, send, slots_on
from tests.interviews.steps import FIRST, NOW, S, an_interview, book, chosen, mails, slot


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(params=["signed in", "by link"])
def enter(request, browse):
    """`enter(interview)` gives a browser and the address of the interview's page, by each of the two doors."""

    def open_door(interview, **values):
        if request.param == "by link":
            return browse(), a_link_to(interview)
        return browse(an_account_of(interview, **values)), path_of(interview)

    return open_door


def status_of(interview):
    return db.session.scalars(select(Interview.interview_status).where(Interview.id == interview.id)).one()


PHASE_ACTIONS = {
    S.AWAITING: ("Interview: Technical round", {"book", "ask"}),
    S.CONFIRMED: ("Your interview is booked", set()),
    S.SCHEDULED: ("Your interview is booked", set()),
    S.COMPLETED: ("This interview is over", set()),
    S.PASSED: ("This interview is over", set()),
    S.FAILED: ("This interview is over", set()),
    S.NO_SHOW: ("We missed you", {"ask"}),
    S.CANCELLED: ("This interview is cancelled", set()),
}


@pytest.mark.parametrize("status", set(S) - {S.DRAFT})
def test_the_page_says_how_the_interview_stands_and_offers_what_may_be_done(company, enter, status):
    browser, path = enter(an_interview(company, status))
    page = browser.get(path)
    assert (page.words("h1"), actions_on(page)) == PHASE_ACTIONS[status]


@pytest.mark.parametrize("status", set(S) - {S.DRAFT})
def test_the_page_tells_no_decision_feedback_or_status_of_ours(company, enter, status):
    browser, path = enter(an_interview(company, status))
    words = browser.get(path).words("main")
    for secret in ("Passed", "Failed", "Not enough SQL", "No Show", "Awaiting", "Completed"):
        assert secret not in words


def test_a_draft_opens_by_no_door(company, browse):
    interview = an_interview(company, S.DRAFT)
    assert browse(an_account_of(interview)).get(path_of(interview)).status == 404
    assert browse().get(a_link_to(interview)).status == 404


def test_from_the_mail_to_a_booked_time_in_three_taps(company, browse):
    interview = an_interview(company)
    browser = browse()
    page = browser.get(a_link_to(interview))  # the first tap
    assert page.one("form[data-action=book] button").get_text(strip=True) == "Book this time"
    answer = book_first(browser, page)  # the second chooses, the third sends
    assert browser.follow(answer).words("h1") == "Your interview is booked"
    assert status_of(interview) is S.CONFIRMED


def test_booking_says_when_where_how_and_whom_to_ask(company, enter):
    interview = an_interview(company, interviewer_ids=[factories.a_user(Role.RECRUITER, first_name="Hana").id])
    browser, path = enter(interview)
    page = browser.follow(book_first(browser, browser.get(path)))
    words = page.words("main")
    assert "Wednesday 16 December 2026 10:30 – 11:15 Kolkata (IST)" in words
    assert "Video call, 45 minutes" in words and "Hana" in words and company.recruiter.email in words
    assert "until Wed 16 Dec, 06:30 IST" in words
    assert page.one("a.long-link")["href"] == "https://meet.example.org/abc"
    assert "noreferrer" in page.one("a.long-link")["rel"]


def test_no_time_chosen_is_said_at_the_times_and_nothing_is_booked(company, enter):
    interview = an_interview(company)
    browser, path = enter(interview)
    answer = send(browser, path, "booking", {})
    assert answer.status == 422
    assert answer.one("#times-error").get_text(strip=True) == "Choose one of the times."
    assert len(slots_on(answer)) == 3 and status_of(interview) is S.AWAITING


def test_a_time_that_was_just_taken_is_said_with_those_that_are_left(company, enter):
    user = factories.a_user(Role.RECRUITER).id
    interview = an_interview(company, interviewer_ids=[user])
    other = an_interview(company, interviewer_ids=[user])
    browser, path = enter(interview)
    page = browser.get(path)
    book(other, company)
    answer = book_first(browser, page)
    assert answer.status == 409
    assert "That time was just taken. Here are 2 more." in answer.words("#notices")
    assert len(slots_on(answer)) == 2 and status_of(interview) is S.AWAITING
    assert browser.follow(book_first(browser, answer)).words("h1") == "Your interview is booked"


def test_when_the_last_time_is_taken_other_times_can_be_asked_for(company, enter):
    user = factories.a_user(Role.RECRUITER).id
    interview = an_interview(company, interviewer_ids=[user], slots=[slot(0)])
    other = an_interview(company, interviewer_ids=[user], slots=[slot(0)])
    browser, path = enter(interview)
    page = browser.get(path)
    book(other, company)
    answer = book_first(browser, page)
    assert answer.status == 409 and "no other is free at the moment" in answer.words("#notices")
    assert actions_on(answer) == {"ask"} and answer.one("details#other-times").has_attr("open")


def test_a_time_that_was_withdrawn_meanwhile_is_no_dead_end(company, enter):
    interview = an_interview(company)
    browser, path = enter(interview)
    page = browser.get(path)
    services.withdraw_slot(interview, queries.slots_of(interview.id)[0], company.recruiter)
    answer = book_first(browser, page)
    assert answer.status == 409
    assert "That time is no longer offered. Here are 2 more." in answer.words("#notices")


def test_sending_a_booking_twice_books_once_and_says_that_it_is_yours(company, enter):
    interview = an_interview(company)
    browser, path = enter(interview)
    page = browser.get(path)
    assert book_first(browser, page).status == 303
    again = book_first(browser, page)
    assert again.status == 409
    assert "This time is yours already" in again.words("#notices")
    assert again.words("h1") == "Your interview is booked" and len(chosen(interview)) == 1


def test_a_slot_of_another_interview_cannot_be_booked(company, enter):
    interview, other = an_interview(company), an_interview(company)
    browser, path = enter(interview)
    foreign = encode("slot", queries.slots_of(other.id)[0].id)
    assert send(browser, path, "booking", {"slot": foreign}).status == 409
    assert not chosen(interview) and not chosen(other)


def test_a_slot_that_is_none_ends_in_words(company, enter):
    interview = an_interview(company)
    browser, path = enter(interview)
    for value in ("", "x", "-1", "99999999999999999999", "slot_", "<b>"):
        assert send(browser, path, "booking", {"slot": value}).status in (409, 422), value
    assert status_of(interview) is S.AWAITING


def test_moving_takes_another_time_and_frees_the_first(company, enter):
    interview = an_interview(company, S.SCHEDULED)
    browser, path = enter(interview)
    change = browser.get(f"{path}/change")
    assert len(slots_on(change)) == 2
    answer = browser.submit(change, "form[data-action=move]", slot=list(slots_on(change))[1])
    page = browser.follow(answer)
    assert "12:30 – 13:15 Kolkata (IST)" in page.words("main") and "has moved" in page.words("#toasts")
    assert [s.start for s in chosen(interview)] == [FIRST + timedelta(hours=2)]
    assert status_of(interview) is S.CONFIRMED


def test_cancelling_gives_the_time_back_and_offers_the_others(company, enter):
    interview = an_interview(company, S.SCHEDULED)
    browser, path = enter(interview)
    answer = browser.submit(browser.get(f"{path}/change"), "form[data-action=cancel]")
    page = browser.follow(answer)
    assert status_of(interview) is S.AWAITING and not chosen(interview)
    assert actions_on(page) == {"book", "ask"} and len(slots_on(page)) == 3


def test_cancelling_twice_is_harmless(company, enter):
    interview = an_interview(company, S.CONFIRMED)
    browser, path = enter(interview)
    answers = [send(browser, path, "cancellation") for _ in range(2)]
    assert [a.status for a in answers] == [303, 303]
    given_back = select(Event.id).where(Event.interview_id == interview.id, Event.name == "interview.given_back")
    assert len(db.session.scalars(given_back).all()) == 1


@pytest.mark.parametrize(("before", "may"), [(timedelta(hours=4, minutes=1), True), (timedelta(hours=4), False)])
def test_the_notice_time_of_the_company_ends_changes_and_says_whom_to_ask(company, enter, before, may):
    interview = an_interview(company, S.SCHEDULED)
    with time_machine.travel(FIRST - before, tick=False):
        browser, path = enter(interview)
        change = browser.get(f"{path}/change")
        answer = send(browser, path, "cancellation")
    assert actions_on(change) == ({"move", "cancel", "ask"} if may else {"ask"})
    assert answer.status == (303 if may else 409)
    if not may:
        assert "until 4 hours before it begins" in answer.words("#notices")
        assert company.recruiter.email in answer.words("main")
        assert status_of(interview) is S.SCHEDULED


def test_nothing_is_changed_once_it_is_over(company, enter):
    interview = an_interview(company, S.COMPLETED)
    browser, path = enter(interview)
    offered = encode("slot", queries.slots_of(interview.id)[1].id)
    for rest, data in (("booking", {"slot": offered}), ("move", {"slot": offered}), ("cancellation", {})):
        answer = send(browser, path, rest, data)
        assert answer.status == 409
        assert "changed meanwhile" in answer.words("#notices") and answer.words("h1") == "This interview is over"
    assert status_of(interview) is S.COMPLETED


def test_other_times_are_asked_for_in_words_that_reach_the_recruiter(company, enter):
    interview = an_interview(company)
    browser, path = enter(interview)
    words = "Mornings <b>after</b> 20 December, please"
    answer = browser.submit(browser.get(path), "form[data-action=ask]", message=words)
    assert "on its way" in browser.follow(answer).words("#toasts")
    told = select(EventDetails.new).join(Event, Event.id == EventDetails.event_id)
    found = db.session.scalars(told.where(Event.name == "interview.times_declined")).all()
    assert found == [{"reason": words}] and status_of(interview) is S.AWAITING


@pytest.mark.parametrize("words", ["", "   ", "x" * 1001])
def test_an_empty_or_endless_message_comes_back_with_what_was_typed(company, enter, words):
    interview = an_interview(company)
    browser, path = enter(interview)
    answer = send(browser, path, "message", {"message": words})
    assert answer.status == 422 and answer.one("#message")["aria-invalid"] == "true"
    assert answer.one("details#other-times").has_attr("open")
    assert answer.one("#message").get_text().strip() == words.strip()


def test_the_sixth_message_of_a_day_has_to_wait(company, enter):
    interview = an_interview(company)
    browser, path = enter(interview)
    answers = [send(browser, path, "message", {"message": f"Day {n}?"}).status for n in range(6)]
    assert answers == [303] * 5 + [429]


def shown_moment(page, zone):
    """The moment that the booked page means by its words, read as a person would."""
    from zoneinfo import ZoneInfo

    day, hours = (strong.get_text() for strong in page.soup.select("dl.facts strong")[:2])
    clock = datetime.strptime(f"{day} {hours[:5]}", "%A %d %B %Y %H:%M")
    return clock.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Asia/Kolkata",
    "Europe/London",
]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", [datetime(2027, 3, 14, 9, tzinfo=UTC), datetime(2027, 10, 31, 8, tzinfo=UTC)])
def test_peer_33_what_is_shown_is_booked_and_stands_in_the_calendar(company, browse, zone, day):
    with time_machine.travel(day - timedelta(days=7), tick=False):
        slots = [(day + timedelta(hours=6 * n), day + timedelta(hours=6 * n, minutes=30)) for n in range(-4, 5)]
        interview = an_interview(company, slots=slots)
        browser, path = browse(), a_link_to(interview)
        page = browser.get(f"{path}?zone={zone}")
        value = list(slots_on(page))[5]
        clock = slots_on(page)[value]
        booked = browser.follow(browser.submit(page, "form[data-action=book]", slot=value))
        stored = chosen(interview)[0].start
        assert stored == slots[5][0]
        assert shown_moment(booked, zone) == stored
        assert booked.soup.select("dl.facts strong")[1].get_text() in clock
        entry = Calendar.from_ical(browser.get(f"{path}/interview.ics").response.get_data()).walk("VEVENT")[0]
        assert entry.decoded("dtstart") == stored and entry.decoded("dtend") == stored + timedelta(minutes=30)


def test_the_calendar_entry_is_that_of_the_invitation_and_names_the_candidate_alone(company, enter):
    interview = an_interview(company, S.SCHEDULED, interviewer_ids=[factories.a_user(Role.RECRUITER).id])
    browser, path = enter(interview)
    answer = browser.get(f"{path}/interview.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="interview.ics"'
    mine = Calendar.from_ical(answer.response.get_data()).walk("VEVENT")[0]
    sent = Calendar.from_ical(next(m.ics for m in mails(interview) if m.ics)).walk("VEVENT")[0]
    for name in ("uid", "sequence", "dtstart", "dtend", "summary"):
        assert mine.decoded(name) == sent.decoded(name)
    assert not isinstance(mine["attendee"], list)


def test_without_a_booking_the_calendar_leads_back_to_the_page(company, enter):
    interview = an_interview(company)
    browser, path = enter(interview)
    answer = browser.get(f"{path}/interview.ics")
    assert answer.status == 302 and answer.location == path


def test_the_times_stand_in_the_browsers_zone_and_beside_it_in_the_interviews(company, enter):
    interview = an_interview(company)
    browser, path = enter(interview)
    browser.client.set_cookie("tz", "America%2FNew_York")
    page = browser.get(path)
    assert "Times are in New York (EST)" in page.words("#zone")
    assert next(iter(slots_on(page).values())) == "Wed 16 Dec 00:00 – 00:45 10:30 – 11:15 in Kolkata (IST)"


def test_a_zone_chosen_on_the_page_is_kept_and_wins(company, enter):
    interview = an_interview(company)
    browser, path = enter(interview, time_zone="Asia/Tokyo")
    browser.client.set_cookie("tz", "America%2FNew_York")
    browser.get(f"{path}?zone=Europe/Berlin")
    assert "Times are in Berlin (CET)" in browser.get(path).words("#zone")


def test_the_zone_of_the_account_comes_before_the_browsers(company, browse):
    interview = an_interview(company)
    browser = browse(an_account_of(interview, time_zone="Asia/Tokyo"))
    browser.client.set_cookie("tz", "America%2FNew_York")
    page = browser.get(path_of(interview))
    assert "Times are in Tokyo (JST)" in page.words("#zone")
    assert not page.soup.select("[data-tz-shown]")


@pytest.mark.parametrize("zone", ["Mars/Base", "<script>alert(1)</script>", "../../etc/passwd", "", "Asia/Calcutta"])
def test_a_zone_that_is_none_changes_nothing(company, enter, zone):
    interview = an_interview(company)
    browser, path = enter(interview)
    page = browser.get(path, query_string={"zone": zone})
    assert page.status == 200 and "Times are in Kolkata (IST)" in page.words("#zone")


def test_all_zones_are_offered_without_javascript(company, enter):
    interview = an_interview(company)
    browser, path = enter(interview)
    form = browser.get(browser.get(path).one("a.zone-link")["href"].partition("#")[0]).one("form.zone-form")
    assert form["method"] == "get" and len(form.select("option")) > 300


def test_the_letters_of_the_zone_stand_at_each_time_where_they_differ(company, enter):
    with time_machine.travel(datetime(2027, 10, 25, 9, tzinfo=UTC), tick=False):
        interview = an_interview(company, slots=[_at(30), _at(31)])
        browser, path = enter(interview)
        page = browser.get(f"{path}?zone=Europe/Berlin")
    assert "Times are in Berlin ·" in page.words("#zone")
    assert [words[:27] for words in slots_on(page).values()] == [
        "Sat 30 Oct 12:00 – 12:45 CE",
        "Sun 31 Oct 11:00 – 11:45 CE",
    ]


def _at(day):
    start = datetime(2027, 10, day, 10, tzinfo=UTC)
    return start, start + timedelta(minutes=45)
