"""Which times are proposed: in everybody's hours, in nobody's other interview, on the clock of the interview's zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.interviews import rules
from portal.interviews.proposals import (
    DAYS,
    Diary,
    at_wall,
    common,
    joined,
    propose,
    shared_free_time,
    starts_in,
    week_grid,
    without,
    working_spans,
)

MONDAY = date(2026, 12, 14)
NOW = datetime(2026, 12, 11, 12, 0, tzinfo=UTC)
KOLKATA, BERLIN = "Asia/Kolkata", "Europe/Berlin"


def utc(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


def hours(begins="09:00", ends="17:00", days=DAYS[:5]):
    return {day: [[begins, ends]] for day in days}


def test_working_hours_are_wall_clock_times_in_their_own_zone():
    assert working_spans(Diary("Hana", KOLKATA, hours()), MONDAY, MONDAY) == [(utc(14, 3, 30), utc(14, 11, 30))]


def test_somebody_who_gave_no_hours_works_office_hours():
    spans = working_spans(Diary("Hana", "UTC"), MONDAY, MONDAY + timedelta(days=6))
    assert spans == [(utc(14 + n, 9), utc(14 + n, 18)) for n in range(5)]


def test_somebody_who_cleared_every_day_works_never():
    assert working_spans(Diary("Hana", "UTC", {day: [] for day in DAYS}), MONDAY, MONDAY + timedelta(days=6)) == []


def test_hours_may_run_to_midnight_and_in_pieces():
    diary = Diary("Hana", "UTC", {"mon": [["20:00", "24:00"], ["09:00", "10:00"]]})
    assert working_spans(diary, MONDAY, MONDAY) == [(utc(14, 9), utc(14, 10)), (utc(14, 20), utc(15, 0))]


@pytest.mark.parametrize(
    ("zone", "day", "length"),
    [
        (BERLIN, date(2027, 3, 28), 23),
        (BERLIN, date(2027, 10, 31), 25),
        ("Australia/Lord_Howe", date(2027, 10, 3), 23.5),
        (KOLKATA, date(2027, 3, 28), 24),
    ],
)
def test_a_day_is_as_long_as_its_clocks_make_it(zone, day, length):
    diary = Diary("Hana", zone, {name: [["00:00", "24:00"]] for name in DAYS})
    ((start, end),) = shared_free_time([diary], zone, day, day)
    assert end - start == timedelta(hours=length)


def test_a_time_that_the_clocks_skip_becomes_the_moment_after():
    assert at_wall(date(2027, 3, 28), time(2, 30), BERLIN) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_only_the_time_that_all_share_is_proposed():
    ravi = Diary("Ravi", KOLKATA, hours("09:00", "17:00"))
    hana = Diary("Hana", BERLIN, hours("09:00", "17:00"))
    assert shared_free_time([ravi, hana], KOLKATA, MONDAY, MONDAY) == [(utc(14, 8), utc(14, 11, 30))]


def test_busy_time_is_left_out():
    diary = Diary("Hana", "UTC", hours(), busy=[(utc(14, 9), utc(14, 10)), (utc(14, 12), utc(14, 13))])
    assert shared_free_time([diary], "UTC", MONDAY, MONDAY) == [(utc(14, 10), utc(14, 12)), (utc(14, 13), utc(14, 17))]


def test_without_interviewers_office_hours_of_the_interview_are_proposed():
    assert shared_free_time([], KOLKATA, MONDAY, MONDAY) == [(utc(14, 3, 30), utc(14, 12, 30))]


def test_proposals_are_spread_over_the_days():
    slots = propose(
        [Diary("Hana", KOLKATA, hours())], duration=45, zone=KOLKATA, first=MONDAY, last=MONDAY + timedelta(days=6),
        now=NOW, at_most=5,
    )  # fmt: skip
    days = [start.astimezone(ZoneInfo(KOLKATA)).date() for start, _ in slots]
    assert days == [MONDAY + timedelta(days=n) for n in range(5)]
    assert len({start.astimezone(ZoneInfo(KOLKATA)).time() for start, _ in slots}) > 1


def test_proposals_of_one_day_are_spread_over_the_day():
    slots = propose(
        [Diary("Hana", "UTC", hours())], duration=60, zone="UTC", first=MONDAY, last=MONDAY, now=NOW, at_most=3
    )
    assert slots[0][0] == utc(14, 9)
    assert slots[-1][1] == utc(14, 17)
    assert utc(14, 11) < slots[1][0] < utc(14, 15)


def test_times_that_have_passed_are_not_proposed():
    slots = propose([], duration=30, zone="UTC", first=MONDAY, last=MONDAY, now=utc(14, 16, 45), at_most=9)
    assert slots == [(utc(14, 17), utc(14, 17, 30)), (utc(14, 17, 30), utc(14, 18))]


def test_nothing_is_proposed_where_nobody_is_free():
    busy = [(utc(14, 0), utc(15, 0))]
    assert (
        propose([Diary("H", "UTC", hours(), busy)], duration=30, zone="UTC", first=MONDAY, last=MONDAY, now=NOW) == []
    )


moments = st.integers(0, 12 * 24 * 8).map(lambda cell: utc(13, 0) + timedelta(minutes=5 * cell))
spans = st.tuples(moments, moments).filter(lambda pair: pair[0] < pair[1])
diaries = st.builds(
    Diary,
    st.just("Hana"),
    st.sampled_from([KOLKATA, BERLIN, "America/St_Johns", "Australia/Lord_Howe"]),
    st.dictionaries(st.sampled_from(DAYS), st.just([["08:15", "12:00"], ["13:05", "19:40"]])),
    st.lists(spans, max_size=6),
)


@given(
    st.lists(diaries, max_size=3),
    st.sampled_from([15, 45, 60, 90]),
    st.sampled_from([KOLKATA, BERLIN, "America/St_Johns"]),
    st.integers(1, 12),
)
def test_every_proposal_could_be_offered_and_booked(people, duration, zone, at_most):
    slots = propose(
        people, duration=duration, zone=zone, first=MONDAY, last=MONDAY + timedelta(days=6), now=NOW, at_most=at_most
    )
    rules.check_slots(slots, NOW)
    assert len(slots) <= at_most
    for start, end in slots:
        assert end - start == timedelta(minutes=duration)
        for person in people:
            works = working_spans(person, MONDAY - timedelta(days=1), MONDAY + timedelta(days=7))
            assert any(a <= start and end <= b for a, b in works)
            assert not any(a < end and start < b for a, b in person.busy)


@given(st.lists(spans, max_size=8), st.lists(spans, max_size=8))
def test_common_and_without_divide_the_time(left, right):
    a, b = joined(left), joined(right)

    def size(some):
        return sum((end - start for start, end in some), timedelta())

    assert size(common(a, b)) + size(without(a, b)) == size(a)
    assert all(start < end for start, end in [*common(a, b), *without(a, b)])


def test_starts_sit_on_the_wall_clock_of_the_zone():
    starts = starts_in([(utc(14, 3, 40), utc(14, 6))], 30, KOLKATA, 30)
    assert [f"{s.astimezone(ZoneInfo(KOLKATA)):%H:%M}" for s in starts] == ["09:30", "10:00", "10:30", "11:00"]


def test_the_week_shows_shared_hours_and_says_who_is_busy():
    hana = Diary("Hana", "UTC", hours("09:00", "11:00"), busy=[(utc(14, 9, 30), utc(14, 10))])
    ravi = Diary("Ravi", "UTC", hours("09:30", "12:00"))
    grid = week_grid([hana, ravi], duration=30, zone="UTC", monday=MONDAY, now=NOW)
    cells = {f"{c.start:%H:%M}": (c.free, c.why) for c in grid[0][1]}
    assert cells == {"09:30": (False, "Hana busy"), "10:00": (True, ""), "10:30": (True, "")}
    assert len(grid) == 7
    assert grid[5][1] == grid[6][1] == []


def test_the_week_shows_what_has_passed_as_past():
    grid = week_grid([], duration=30, zone="UTC", monday=MONDAY, now=utc(14, 9, 10))
    assert [c.why for c in grid[0][1][:2]] == ["past", ""]


@given(st.lists(diaries, min_size=1, max_size=2), st.sampled_from([30, 45]))
def test_what_the_week_calls_free_is_shared_free_time(people, duration):
    grid = week_grid(people, duration=duration, zone=KOLKATA, monday=MONDAY, now=NOW)
    week_ends = at_wall(MONDAY + timedelta(days=7), time(0), KOLKATA)
    shown = {cell.start for _, day in grid for cell in day if cell.free and cell.end <= week_ends}
    shared = shared_free_time(people, KOLKATA, MONDAY, MONDAY + timedelta(days=6))
    inside = {s for s in starts_in(shared, duration, KOLKATA, 30)}
    assert inside == shown
