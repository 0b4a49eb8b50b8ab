"""Pieces that name a time of the day: clock times in figures and words, spans, parts of the day."""

import re
from datetime import time

from portal.assistant.local.calendar_words import NUMBERS, PARTS
from portal.assistant.local.tokens import UNITS, Atom, Fits, Today, peek, phrase, small

CLOCK_BEFORE = frozenset("at @ around about approximately circa by um a las les gegen alle ore om o".split())
RANGES = {
    **dict.fromkeys(("after", "from", "past", "since"), "after"),
    **dict.fromkeys(("before", "until", "till", "til"), "before"),
}


def clock_test(hour: int, minute: int, half: str) -> Fits:
    hours = {hour}
    if half:
        hours = {hour % 12 + (12 if half.startswith("p") else 0)}
    elif hour <= 12:
        hours = {hour % 24, (hour + 12) % 24}
    return lambda start, _: start.hour in hours and start.minute == minute


def read_clock(tokens: list[str], at: int, today: Today) -> Atom | None:
    found = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2}))? ?(am|pm|a|p|h|uhr)?", tokens[at])
    if found and (found[2] or found[3]):
        hour, minute, half, end = int(found[1]), int(found[2] or 0), (found[3] or "").strip("hur"), at + 1
        if not half and peek(tokens, at + 1) in ("am", "pm"):
            half, end = tokens[at + 1], at + 2
        if hour > 24 or minute > 59:
            return None
        if len(found[1]) == 2 and found[1][0] == "0" and not half:
            return Atom("clock", at, end, lambda s, _: (s.hour, s.minute) == (hour, minute))
        return Atom("clock", at, end, clock_test(hour, minute, half if hour <= 12 else ""))
    return _spoken_clock(tokens, at)


def _spoken_clock(tokens: list[str], at: int) -> Atom | None:
    if tokens[at] in ("noon", "midday", "mediodia", "midi", "mittag") and peek(tokens, at - 1) != "after":
        return Atom("clock", at, at + 1, lambda s, _: (s.hour, s.minute) == (12, 0), word="noon")
    if tokens[at] == "midnight":
        return Atom("clock", at, at + 1, lambda s, _: (s.hour, s.minute) == (0, 0), word="noon")
    read = _minutes_words(tokens, at) or _hour_words(tokens, at)
    if read is None:
        return None
    hour, minute, end = read
    half = peek(tokens, end) if peek(tokens, end) in ("am", "pm") else ""
    end += bool(half) or peek(tokens, end) in ("o'clock", "oclock", "sharp", "uhr")
    return Atom("clock", at, end, clock_test(hour, minute, half))


def _minutes_words(tokens: list[str], at: int) -> tuple[int, int, int] | None:
    """`half past ten`, `quarter to three`, `ten past two`, `half ten`."""
    if tokens[at] == "halb" and 1 <= small(peek(tokens, at + 1)) <= 12:
        return (small(tokens[at + 1]) - 1 or 12, 30, at + 2)
    amount = {"half": 30, "quarter": 15}.get(tokens[at]) or (small(tokens[at]) if peek(tokens, at + 1) == "past" else 0)
    if not amount or amount > 59:
        return None
    link = at + 1 + (peek(tokens, at + 1) in ("minutes", "an"))
    if peek(tokens, link) in ("past", "after", "to", "before", "of"):
        hour, end = small(peek(tokens, link + 1)), link + 2
        if tokens[link] in ("to", "before", "of"):
            return (hour - 1 or 12, 60 - amount, end) if 1 <= hour <= 24 else None
        return (hour, amount, end) if 1 <= hour <= 24 else None
    hour = small(peek(tokens, at + 1))
    return (hour, 30, at + 2) if tokens[at] == "half" and 1 <= hour <= 12 else None


def _hour_words(tokens: list[str], at: int) -> tuple[int, int, int] | None:
    """`ten thirty`, `ten am`, `ten o'clock`, `at ten`, `3 o'clock`, `at 3`."""
    hour = small(tokens[at])
    if not 1 <= hour <= 24 or peek(tokens, at + 1) in UNITS:
        return None
    more = peek(tokens, at + 1)
    if hour <= 12 and NUMBERS.get(more, 0) in (10, 15, 20, 30, 45) and tokens[at].isalpha():
        return hour, NUMBERS[more], at + 2
    if more in ("am", "pm", "o'clock", "oclock", "sharp", "uhr"):
        return hour, 0, at + 1
    before = peek(tokens, at - 1)
    if before in CLOCK_BEFORE and not (before in ("a", "o") and tokens[at].isalpha()):
        return hour, 0, at + 1
    return None


def range_test(low: int, high: int, half: str) -> Fits:
    """Starts from `low` up to before `high`, in hours; afternoon hours where the words leave it open."""
    if half.startswith("p"):
        low, high = low % 12 + 12, high % 12 + 12
    elif half.startswith("a"):
        low, high = low % 12 if low < high else low, high
    elif high <= 8 or low > high:
        low, high = (low + 12 if low <= 8 or low > high else low), high + 12
    return lambda start, _: time(low % 24) <= start.time() and start.hour + start.minute / 60 < high


def read_range(tokens: list[str], at: int, today: Today) -> Atom | None:
    """`between 2 and 4`, `3-4pm`, `after 3`, `before noon`, `after lunch`."""
    if tokens[at] in ("between", "from") and peek(tokens, at + 2) in ("and", "to", "until", "till"):
        low, high = _hour(peek(tokens, at + 1)), _hour(peek(tokens, at + 3))
        if low and high:
            end = at + 4 + (peek(tokens, at + 4) in ("am", "pm"))
            return Atom(
                "range", at, end, range_test(low[0], high[0], high[1] or (tokens[end - 1] if end > at + 4 else ""))
            )
    both = re.fullmatch(r"(\d{1,2})-(\d{1,2}) ?(am|pm)", tokens[at])
    if both:
        return Atom("range", at, at + 1, range_test(int(both[1]), int(both[2]), both[3]))
    way = RANGES.get(tokens[at]) or ("after" if phrase(tokens, at, "later than") else "")
    way = way or ("before" if phrase(tokens, at, "earlier than") else "")
    if not way:
        return None
    after = at + (2 if tokens[at] in ("later", "earlier") else 1)
    after += peek(tokens, after) in ("about", "around", "at")
    return _open_range(tokens, at, after, way)


def _open_range(tokens: list[str], at: int, after: int, way: str) -> Atom | None:
    word = peek(tokens, after)
    read = {
        "noon": (12, "x"),
        "midday": (12, "x"),
        "lunch": (13 if way == "after" else 12, "x"),
        "work": (17, "x"),
    }.get(word)
    read = read or _hour(word)
    if read is None or peek(tokens, after + 1) in UNITS:
        return None
    hour, half = read
    end = after + 1
    if not half and peek(tokens, end) in ("am", "pm"):
        half, end = tokens[end], end + 1
    end += peek(tokens, end) in ("o'clock", "oclock", "onwards", "onward")
    if half in ("am", "pm"):
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif not half and hour <= 7:
        hour += 12
    if way == "after":
        return Atom("range", at, end, lambda start, _: start.hour >= hour)
    return Atom("range", at, end, lambda start, _: start.hour < hour)


def _hour(token: str) -> tuple[int, str] | None:
    found = re.fullmatch(r"(\d{1,2})(?:[:.h]00)? ?(am|pm)?", token)
    if found:
        return (int(found[1]), found[2] or "") if 0 < int(found[1]) <= 24 else None
    return (NUMBERS[token], "") if NUMBERS.get(token, 99) <= 12 else None


def read_part(tokens: list[str], at: int, today: Today) -> Atom | None:
    hours = PARTS.get(tokens[at])
    if hours is None or peek(tokens, at - 1) in ("good", "buona", "last"):
        return None
    low, high = hours
    if peek(tokens, at - 1) == "late" and tokens[at] == "morning":
        low = 10
    if peek(tokens, at - 1) == "late" and tokens[at] == "afternoon":
        low = 15
    return Atom("part", at, at + 1, lambda start, _: low <= start.hour < high)
