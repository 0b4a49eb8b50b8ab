"""Pieces that name a day: dates in figures and words, weekdays, relative days, weeks."""

import re
from datetime import date, timedelta

from portal.assistant.local.calendar_words import MONTHS, ORDINALS, WEEKDAYS
from portal.assistant.local.clocks import clock_test, range_test
from portal.assistant.local.tokens import Atom, Today, peek, phrase, small


def _days(at: int, end: int, days: set[date], kind: str = "date") -> Atom:
    return Atom(kind, at, end, lambda start, _: start.date() in days)


def numeric_date(tokens: list[str], at: int, today: Today) -> Atom | None:
    parts = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", tokens[at])
    if parts:
        return _dates(at, at + 1, [(int(parts[2]), int(parts[3]))], today)
    both = re.fullmatch(r"(\d{1,2})([/.-])(\d{1,2})(?:[/.-]\d{2,4})?", tokens[at])
    if both is None:
        return None
    one, other = int(both[1]), int(both[3])
    readings = [(month, day) for month, day in ((other, one), (one, other)) if 1 <= month <= 12 and 1 <= day <= 31]
    asked = _dates(at, at + 1, readings, today)
    if both[2] == "." and tokens[at].count(".") == 1 and one < 24 and other < 60 and len(both[3]) == 2:
        clock = clock_test(one, other, "")
        return Atom("clock", at, at + 1, lambda s, n: clock(s, n) or asked.fits(s, n))
    if both[2] == "-" and one < other <= 24 and peek(tokens, at - 1) not in ("on", "date"):
        hours = range_test(one, other, "")
        return Atom("range", at, at + 1, lambda s, n: hours(s, n) or asked.fits(s, n))
    return asked


def _dates(at: int, end: int, readings: list[tuple[int, int]], today: Today) -> Atom:
    return Atom("date", at, end, lambda start, _: (start.month, start.day) in readings)


def named_date(tokens: list[str], at: int, today: Today) -> Atom | None:
    """`5 December`, `the 5th of December`, `December 5th`, `December the fifth`."""
    day = _day_number(tokens[at])
    if day:
        after = at + 1 + (peek(tokens, at + 1) == "of") + (peek(tokens, at + 1) == "de")
        month = MONTHS.get(peek(tokens, after))
        return _dates(at, after + 1, [(month, day)], today) if month else None
    month = MONTHS.get(tokens[at])
    if month is None:
        return None
    after = at + 1 + (peek(tokens, at + 1) == "the")
    day = _day_number(peek(tokens, after))
    if day:
        return _dates(at, after + 1, [(month, day)], today)
    if tokens[at] in ("may", "mar", "march", "mars", "mai", "sept", "jun", "mei", "jan", "dec") and peek(
        tokens, at - 1
    ) not in ("in", "during", "until", "next"):
        return None  # "I may …"
    return Atom("date", at, at + 1, lambda start, _: start.month == month)


def _day_number(token: str) -> int:
    found = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", token)
    day = int(found[1]) if found else ORDINALS.get(token, 0)
    return day if 1 <= day <= 31 else 0


def relative_day(tokens: list[str], at: int, today: Today) -> Atom | None:
    if tokens[at] == "morgen" and _is_tomorrow(tokens, at):
        return _days(at, at + 1, {today.day + timedelta(days=1)})
    for words, days in (
        ("the day after tomorrow", 2),
        ("day after tomorrow", 2),
        ("ubermorgen", 2),
        ("today", 0),
        ("heute", 0),
        ("hoy", 0),
        ("hoje", 0),
        ("aujourd'hui", 0),
        ("aaj", 0),
        ("pasado manana", 2),
        ("apres-demain", 2),
        ("depois de amanha", 2),
        ("parso", 2),
        ("tomorrow", 1),
        ("demain", 1),
        ("amanha", 1),
    ):
        end = phrase(tokens, at, words)
        if end:
            return _days(at, end, {today.day + timedelta(days=days)})
    if tokens[at] == "tonight":
        return Atom("date", at, at + 1, lambda start, _: start.date() == today.day and start.hour >= 17)
    for words in ("a week from", "one week from", "week from"):
        end = phrase(tokens, at, words)
        if end and peek(tokens, end) in ("today", "tomorrow", "now"):
            return _days(at, end + 1, {today.day + timedelta(days=7 + (tokens[end] == "tomorrow"))})
    if tokens[at] == "in" and peek(tokens, at + 2) in ("days", "day") and small(peek(tokens, at + 1)):
        return _days(at, at + 3, {today.day + timedelta(days=small(tokens[at + 1]))})
    return _weeks(tokens, at, today)


def _is_tomorrow(tokens: list[str], at: int) -> bool:
    """German "morgen" is tomorrow, and the morning of a day that is named before it; "guten Morgen" is neither."""
    before = peek(tokens, at - 1)
    return before not in ("guten", "am", "schonen", "heute") and before not in WEEKDAYS


def _weeks(tokens: list[str], at: int, today: Today) -> Atom | None:
    monday = today.day - timedelta(days=today.day.weekday())
    for words, weeks in (
        ("the week after next", 2),
        ("week after next", 2),
        ("next week", 1),
        ("nachste woche", 1),
        ("nachster woche", 1),
        ("kommende woche", 1),
        ("la semana que viene", 1),
        ("proxima semana", 1),
        ("semana que vem", 1),
        ("semaine prochaine", 1),
        ("agle hafte", 1),
        ("the following week", 1),
    ):
        end = phrase(tokens, at, words)
        if end:
            return _days(at, end, {monday + timedelta(days=7 * weeks + day) for day in range(7)}, "week")
    end = phrase(tokens, at, "this week") or phrase(tokens, at, "that week")
    if end:
        return _days(at, end, {monday + timedelta(days=day) for day in range(7)}, "week")
    if tokens[at] in ("weekend", "weekends"):
        return Atom("weekday", at, at + 1, lambda start, _: start.weekday() >= 5)
    if tokens[at] in ("weekday", "weekdays"):
        return Atom("weekday", at, at + 1, lambda start, _: start.weekday() < 5)
    return None


def weekday(tokens: list[str], at: int, today: Today) -> Atom | None:
    moved = tokens[at] in ("next", "this", "coming")
    day = WEEKDAYS.get(peek(tokens, at + 1) if moved else tokens[at])
    if day is None or tokens[at] in ("sun", "sat", "mon") and not _day_follows(tokens, at):
        return None
    end = at + 1 + moved
    coming = today.day + timedelta(days=(day - today.day.weekday()) % 7 or 7)
    if tokens[at] == "next":
        monday = today.day - timedelta(days=today.day.weekday())
        # "Next Tuesday" is the coming one to some and the one of next week to others.
        return Atom(
            "weekday",
            at,
            end,
            lambda s, _: s.date() in {coming, monday + timedelta(days=7 + day)},
            value=day,
            word="next",
        )
    if moved:
        return Atom(
            "weekday", at, end, lambda s, _: s.date() in {coming, today.day} and s.weekday() == day, word="this"
        )
    return Atom("weekday", at, end, lambda start, _: start.weekday() == day, value=day, word="day")


def _day_follows(tokens: list[str], at: int) -> bool:
    """Whether a short name of a day ("sat", "sun") stands as one here."""
    around = (peek(tokens, at - 1), peek(tokens, at + 1))
    return (
        len(tokens) <= 6
        or around[0] in {"on", "this", "next", "or", "and", "for"}
        or bool(re.match(r"\d|at|@", around[1]))
    )
