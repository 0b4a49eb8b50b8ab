"""Times as candidates read them: six zones, both changes of the clock, and none that lies; no app, no rows."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.candidate_portal import times
from portal.candidate_portal.times import common_letters, in_words, known_zone, place_of

CHANGES = {
    "Europe/Berlin": (date(2027, 3, 28), date(2027, 10, 31)),
    "America/New_York": (date(2027, 3, 14), date(2027, 11, 7)),
    "Australia/Lord_Howe": (date(2027, 4, 4), date(2027, 10, 3)),
    "America/St_Johns": (date(2027, 3, 14), date(2027, 11, 7)),
    "Africa/Casablanca": (date(2027, 2, 7), date(2027, 3, 14)),
    "Asia/Kolkata": (date(2027, 3, 28), date(2027, 10, 31)),
}


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_a_time_is_told_with_its_day_its_hours_and_its_zone():
    words = in_words(at(2026, 12, 16, 5), at(2026, 12, 16, 5, 45), "Asia/Kolkata", 2026, "Europe/Berlin")
    assert (words.day, words.date) == ("Wed 16 Dec", "Wednesday 16 December 2026")
    assert (words.hours, words.letters) == ("10:30 – 11:15", "IST")
    assert words.elsewhere == "06:00 – 06:45 in Berlin (CET)"


def test_the_year_is_told_when_it_is_another_one():
    assert in_words(at(2027, 1, 4, 5), at(2027, 1, 4, 6), "UTC", 2026).day == "Mon 4 Jan 2027"


def test_the_other_clock_is_left_out_where_it_shows_the_same():
    words = in_words(at(2026, 12, 16, 5), at(2026, 12, 16, 6), "Europe/Berlin", 2026, "Europe/Paris")
    assert words.elsewhere == ""


def test_the_other_clock_names_the_day_where_it_is_another_one():
    words = in_words(at(2026, 12, 16, 5), at(2026, 12, 16, 6), "Asia/Kolkata", 2026, "America/New_York")
    assert words.elsewhere == "00:00 – 01:00 in New York (EST)"
    words = in_words(at(2026, 12, 16, 4), at(2026, 12, 16, 5), "Asia/Kolkata", 2026, "America/New_York")
    assert words.elsewhere.startswith("Tue 15 Dec, 23:00 – 00:00 (Wed 16 Dec)")


def test_a_time_over_midnight_names_the_day_it_ends_on():
    words = in_words(at(2026, 12, 16, 18), at(2026, 12, 16, 19), "Asia/Kolkata", 2026)
    assert words.hours == "23:30 – 00:30 (Thu 17 Dec)"


def test_a_time_over_the_change_of_the_clock_cannot_seem_to_end_before_it_begins():
    words = in_words(at(2027, 10, 31, 0, 45), at(2027, 10, 31, 1, 30), "Europe/Berlin", 2027)
    assert words.hours == "02:45 CEST – 02:30 CET"


def test_letters_are_told_once_where_all_times_have_the_same():
    summer = in_words(at(2027, 10, 30, 8), at(2027, 10, 30, 9), "Europe/Berlin", 2027)
    winter = in_words(at(2027, 11, 1, 8), at(2027, 11, 1, 9), "Europe/Berlin", 2027)
    assert common_letters([summer, summer]) == "CEST"
    assert common_letters([summer, winter]) == ""


@pytest.mark.parametrize("name", CHANGES)
@given(minutes=st.integers(0, 3 * 24 * 12 - 1), length=st.sampled_from([15, 30, 45, 60, 90]), second=st.booleans())
def test_peer_33_what_is_shown_is_the_moment_itself_around_both_changes_of_the_clock(name, minutes, length, second):
    changes = CHANGES[name][second]
    start = datetime(changes.year, changes.month, changes.day, tzinfo=UTC) + timedelta(minutes=5 * minutes - 1440)
    end = start + timedelta(minutes=length)
    words = in_words(start, end, name, 2027)
    assert start in _moments(words.date, words.hours.partition(" – ")[0], name, words.letters.partition("/")[0])
    day = re.search(r"\((\w+ \d+ \w+)\)", words.hours)
    until = words.hours.partition(" – ")[2]
    end_date = words.date if day is None else f"{end.astimezone(ZoneInfo(name)):%A %-d %B %Y}"
    assert end in _moments(end_date, until, name, words.letters.rpartition("/")[2])


def _moments(day: str, hours: str, name: str, letters: str) -> set[datetime]:
    """The moments that a reader could mean by these words: one, for the letters tell the two of an hour apart."""
    clock = datetime.strptime(f"{day} {hours[:5]}", "%A %d %B %Y %H:%M")
    both = [clock.replace(tzinfo=ZoneInfo(name), fold=fold) for fold in (0, 1)]
    # Where a zone has no letters its label is the offset, so this holds for it too.
    found = {moment.astimezone(UTC) for moment in both if times.zone_label(moment) == letters}
    assert len(found) == 1
    return found


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("Etc/UTC", "UTC"),
        ("", None),
        (None, None),
        ("../../etc/passwd", None),
        ("<script>", None),
        ("Asia/" + "x" * 100, None),
        ("europe/berlin\x00", None),
    ],
)
def test_a_zone_from_outside_is_a_known_one_by_its_present_name_or_none(given_name, name):
    assert known_zone(given_name) == name


def test_every_renamed_zone_leads_to_one_that_exists():
    assert all(times.is_zone(name) for name in times.RENAMED.values())


def test_the_first_zone_that_is_one_wins():
    assert times.first_zone("nowhere", None, "Asia/Calcutta", "Europe/Berlin") == "Asia/Kolkata"
    assert times.first_zone(None) == "UTC"


def test_places_are_read_without_their_continent():
    assert place_of("America/Argentina/Buenos_Aires") == "Buenos Aires"
