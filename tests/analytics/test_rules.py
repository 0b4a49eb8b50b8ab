"""Days and months by a reader's clocks, and figures in words."""

from datetime import UTC, date, datetime

import pytest

from portal.analytics import rules
from portal.core.errors import BadInput


def test_a_day_begins_and_ends_by_the_readers_clocks():
    day = rules.day_of(datetime(2026, 12, 13, 20, 0, tzinfo=UTC), "Asia/Kolkata")
    assert day.date == date(2026, 12, 14)
    assert (day.begins, day.ends) == (
        datetime(2026, 12, 13, 18, 30, tzinfo=UTC),
        datetime(2026, 12, 14, 18, 30, tzinfo=UTC),
    )
    assert day.month == datetime(2026, 11, 30, 18, 30, tzinfo=UTC)
    assert day.month_ends == datetime(2026, 12, 31, 18, 30, tzinfo=UTC)
    assert day.month_before == datetime(2026, 10, 31, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [(29, 23), (25, 24)])
def test_a_day_of_a_clock_change_has_its_own_length(day, hours):
    found = rules.day_of(datetime(2026, 3, day, 12, tzinfo=UTC), "Europe/Berlin")
    assert (found.ends - found.begins).total_seconds() == hours * 3600


def test_a_month_is_read_from_an_address():
    assert rules.month_of("2026-02", date(2026, 11, 21)) == date(2026, 2, 1)
    assert rules.month_of("", date(2026, 11, 21)) == date(2026, 11, 1)


@pytest.mark.parametrize("text", ["2026", "2026-13", "1999-01", "2026-1", "２０２６-01", "2026-01-01", "x"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(BadInput):
        rules.month_of(text, date(2026, 11, 21))


@pytest.mark.parametrize(
    ("month", "beside"),
    [
        (date(2026, 1, 1), (date(2025, 12, 1), date(2026, 2, 1))),
        (date(2026, 11, 1), (date(2026, 10, 1), None)),
        (date(2025, 12, 1), (date(2025, 11, 1), date(2026, 1, 1))),
    ],
)
def test_months_lie_side_by_side_and_none_in_the_future(month, beside):
    assert rules.months_beside(month, date(2026, 11, 21)) == beside


@pytest.mark.parametrize(("number", "words"), [(0, "0"), (1000, "1,000"), (1001, "1,000+")])
def test_counting_stops_at_a_thousand(number, words):
    assert rules.counted(number) == words


@pytest.mark.parametrize(
    ("these", "those", "words"),
    [(3, 1, "2 more than in October"), (1, 3, "2 fewer than in October"), (2, 2, "as many as in October")],
)
def test_a_trend_is_a_sentence(these, those, words):
    assert rules.trend(these, those, date(2026, 10, 1)) == words
