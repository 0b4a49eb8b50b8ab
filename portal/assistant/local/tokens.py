"""The words of a sentence about times, and what a piece of it is: a test that a free time passes or not."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from portal.assistant.local.calendar_words import CORRECTED, MONTHS, NUMBERS, ORDINALS, ORDINARY, WEEKDAYS
from portal.assistant.text import nearest

Fits = Callable[[datetime, int], bool]  # a start on the contact's clock, and its number in the list (0: not in it)


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece that was read. `kind`: weekday, date, clock, range, part, index, number, extreme, zone."""

    kind: str
    start: int  # of its tokens
    end: int
    fits: Fits = lambda start, number: True
    zone: ZoneInfo | None = None
    value: int = 0
    word: str = ""


@dataclass(frozen=True, slots=True)
class Today:
    """The day on which the words were written, and how long the list was."""

    day: date
    listed: int
    zone: str


TOKEN = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?!\d)"
    r"|(?<![\d.])\d{1,2}(?::|\.|h)\d{2}(?!\d)(?: ?(?:am|pm)\b)?|(?<!\d)\d{1,2}[/-]\d{1,2}(?![\d/])(?: ?(?:am|pm)\b)?"
    r"|(?<![\d.,])\d{1,2} ?(?:am|pm|a|p)\b|(?<![\d.,])\d{1,2}(?:st|nd|rd|th)\b|(?<![\d.,])\d{1,2} ?(?:h|uhr)\b"
    r"|(?:utc|gmt) ?[+-] ?\d{1,2}(?::?\d{2})?"
    r"|[^\W\d_]+(?:['-][^\W\d_]+)*|(?<![\d.,])\d{1,2}(?![\d%]|[.,]\d)|\d[\d.,]*|[#@,;/?!.()]"
)
UNITS = frozenset(
    "min mins minute minutes hour hours hr hrs day days week weeks month months year years yrs "
    "people person persons k lakh "
    "lpa percent times kids children percent % months' years' weeks' euros dollars pounds miles "
    "km more other others".split()
)
EXTREMES = {
    **dict.fromkeys(("earliest", "soonest", "asap", "earliest-possible"), "earliest"),
    "latest": "latest",
    **dict.fromkeys(("last", "final", "ultimo", "ultima", "dernier", "derniere", "letzte", "letzten"), "last"),
    **dict.fromkeys(("earlier", "sooner", "early"), "earlier"),
    **dict.fromkeys(("later", "latter", "late"), "later"),
    **dict.fromkeys(("middle",), "middle"),
}


def tokens_of(sentence: str) -> list[str]:
    """The tokens of a folded sentence, slips in the words of times put right."""
    return [_corrected(token) for token in TOKEN.findall(sentence.replace("in't", "in not"))]


def _corrected(token: str) -> str:
    known = token in WEEKDAYS or token in MONTHS or token in NUMBERS or token in ORDINALS or token in EXTREMES
    if known or not token.isalpha() or len(token) < 4 or token in ORDINARY:
        return token
    return {"tmrw": "tomorrow", "tomoz": "tomorrow", "2moro": "tomorrow", "morn": "morning", "lst": "last"}.get(
        token, nearest(token, CORRECTED) or token
    )


def peek(tokens: list[str], at: int) -> str:
    return tokens[at] if 0 <= at < len(tokens) else ""


def phrase(tokens: list[str], at: int, text: str) -> int:
    """Where the words end if they stand here; 0 otherwise."""
    words = text.split()
    return at + len(words) if tokens[at : at + len(words)] == words else 0


def small(token: str) -> int:
    return int(token) if re.fullmatch(r"\d{1,2}", token) else NUMBERS.get(token, 0)
