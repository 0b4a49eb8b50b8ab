"""The calendar object: what RFC 5545 and 5546 ask of it, in six zones over both clock changes of the year."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from portal.interviews import calendar, proposals
from portal.interviews.calendar import Attendee, Meeting, Method
from portal.interviews.words import span

STAMP = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
CANDIDATE = Attendee("Priya Raman", "priya@example.org")

# Zone -> the two days of 2027 on which its clocks change; Kolkata has none, so any two days stand for it.
CHANGES = {
    "Europe/Berlin": (date(2027, 3, 28), date(2027, 10, 31)),
    "America/New_York": (date(2027, 3, 14), date(2027, 11, 7)),
    "Australia/Lord_Howe": (date(2027, 4, 4), date(2027, 10, 3)),
    "America/St_Johns": (date(2027, 3, 14), date(2027, 11, 7)),
    "Africa/Casablanca": (date(2027, 2, 7), date(2027, 3, 14)),
    "Asia/Kolkata": (date(2027, 3, 28), date(2027, 10, 31)),
}


def meeting(**changed):
    facts = {
        "uid": "interview-7@portal.example",
        "sequence": 0,
        "start": datetime(2026, 12, 14, 4, 30, tzinfo=UTC),
        "end": datetime(2026, 12, 14, 5, 15, tzinfo=UTC),
        "title": "Technical round: Backend Engineer",
        "description": "Bring a laptop.",
        "organizer": Attendee("Ravi Kumar", "ravi@example.org"),
        "attendees": [CANDIDATE, Attendee("Hana Mehta", "hana@example.org")],
        "location": "",
        "link": "https://meet.example.org/abc",
    }
    return Meeting(**{**facts, **changed})


def event_of(text):
    return Calendar.from_ical(text).walk("VEVENT")[0]


def written(method=Method.REQUEST, **changed):
    return calendar.write(meeting(**changed), method, STAMP)


def test_an_invitation_carries_what_a_calendar_needs():
    whole = Calendar.from_ical(written())
    event = whole.walk("VEVENT")[0]
    assert (whole["METHOD"], whole["VERSION"], event["STATUS"]) == ("REQUEST", "2.0", "CONFIRMED")
    assert (event["UID"], event["SEQUENCE"]) == ("interview-7@portal.example", 0)
    assert event["ORGANIZER"] == "mailto:ravi@example.org"
    assert event["ORGANIZER"].params["CN"] == "Ravi Kumar"
    assert event.decoded("DTSTAMP") == STAMP
    assert event["URL"] == "https://meet.example.org/abc"


def test_everybody_is_asked_to_answer():
    attendees = event_of(written())["ATTENDEE"]
    assert [str(a) for a in attendees] == ["mailto:priya@example.org", "mailto:hana@example.org"]
    for attendee in attendees:
        assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("NEEDS-ACTION", "TRUE")


def test_a_change_keeps_the_uid_and_raises_the_sequence():
    before, after = event_of(written()), event_of(written(sequence=1))
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)


def test_a_cancellation_says_so_to_everybody():
    whole = Calendar.from_ical(written(Method.CANCEL, sequence=3))
    event = whole.walk("VEVENT")[0]
    assert (whole["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 3)
    assert len(event["ATTENDEE"]) == 2


def test_lines_are_folded_at_75_octets_and_end_in_crlf():
    text = written(description="Zürich – " * 60, title="नमस्ते " * 30)
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    assert event_of(text)["DESCRIPTION"] == "Zürich – " * 60


@pytest.mark.parametrize(
    "evil",
    [
        "Round\r\nATTENDEE:mailto:evil@example.org",
        "Round\nEND:VEVENT",
        "a;b,c\\d: e",
        'quo"te',
        "nul\x00byte\x1b[31m",
        "Sun'><img src=x onerror=alert(1)>",
    ],
)
def test_peer_04_a_text_cannot_add_lines_of_its_own(evil):
    event = event_of(written(title=evil, description=evil, attendees=[Attendee(evil, "priya@example.org")]))
    whole = Calendar.from_ical(written(title=evil, description=evil, attendees=[Attendee(evil, "priya@example.org")]))
    assert len(whole.walk("VEVENT")) == 1
    attendees = event["ATTENDEE"]
    assert str(attendees) == "mailto:priya@example.org"
    assert "\x00" not in event["SUMMARY"]


printable = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=300)


@given(printable, printable)
def test_texts_come_back_as_they_went_in(title, description):
    event = event_of(written(title=title, description=description))
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (title, description)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        written(start=datetime(2026, 12, 14, 10, 0))


@given(st.sampled_from(sorted(CHANGES)), st.sampled_from([0, 1]), st.integers(0, 287), st.integers(1, 24))
def test_peer_33_shown_is_booked_is_mailed_over_both_clock_changes(zone, which, cell, length):
    """Any five minutes of a day on which the clocks change: the page, the booking and the calendar agree."""
    day = CHANGES[zone][which]
    begins = proposals.at_wall(day, time(0), zone) + timedelta(minutes=5 * cell)
    ends = begins + timedelta(minutes=5 * length)
    event = event_of(written(start=begins, end=ends))
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (begins, ends)
    local = event.decoded("DTSTART").astimezone(ZoneInfo(zone))
    until = event.decoded("DTEND").astimezone(ZoneInfo(zone))
    assert span(begins, ends, zone).startswith(f"{local:%a} {local.day} {local:%b %Y}, {local:%H:%M} – {until:%H:%M} ")


@pytest.mark.parametrize("zone", sorted(CHANGES))
@pytest.mark.parametrize("which", [0, 1])
def test_peer_33_every_proposed_time_is_on_the_clock_it_shows(zone, which):
    """Nine to six of the interviewer's wall clock, on both days, whatever the clocks do at night."""
    day = CHANGES[zone][which]
    hours = {name: [["09:00", "18:00"]] for name in proposals.DAYS}
    diary = proposals.Diary("Hana", zone, hours)
    spans = proposals.shared_free_time([diary], zone, day, day)
    ((start, end),) = spans
    here = ZoneInfo(zone)
    assert (start.astimezone(here).time(), end.astimezone(here).time()) == (time(9), time(18))
    for begins in proposals.starts_in(spans, 45, zone, 15):
        event = event_of(written(start=begins, end=begins + timedelta(minutes=45)))
        assert event.decoded("DTSTART").astimezone(here).minute % 15 == 0
