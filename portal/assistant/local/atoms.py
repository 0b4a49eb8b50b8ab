"""What a sentence says about times, piece by piece: a weekday, a date, a clock time, a number of the list.

Nothing here decides what is meant. Each piece is a test that a free time passes or not; a piece with several readings
("5/12", "at 3") passes with any of them, and the free times decide.
"""

import re
from collections.abc import Callable

from portal.assistant.local.calendar_words import ORDINALS, ZONES
from portal.assistant.local.clocks import read_clock, read_part, read_range
from portal.assistant.local.days import named_date, numeric_date, relative_day, weekday
from portal.assistant.local.tokens import EXTREMES, UNITS, Atom, Today, peek, small
from portal.core.formats import zone

NOT_AFTER_ORDINAL = frozenset(
    "interview interviews round rounds thought thoughts job language opinion name half class degree year place of-all "
    "person child shift email number question hand week month night minute wave person's party line".split()
)
INDEX_BEFORE = frozenset("number no nr num option opt choice slot # nummer numero opcion optie variant".split())


def atoms_of(tokens: list[str], today: Today) -> list[Atom]:
    """The pieces of a sentence, in order and without overlap."""
    found: list[Atom] = []
    at = 0
    while at < len(tokens):
        atom = next((atom for read in READERS if (atom := read(tokens, at, today))), None)
        if atom is None:
            at += 1
            continue
        found.append(atom)
        at = atom.end
    return found


def _ordinal(tokens: list[str], at: int, today: Today) -> Atom | None:
    found = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", tokens[at])
    number = int(found[1]) if found else ORDINALS.get(tokens[at], 0)
    before, after = peek(tokens, at - 1), peek(tokens, at + 1)
    if not number or _no_ordinal(tokens[at], before, after):
        return None
    # "El 2" is a day of the month, "el segundo" a place in the list.
    day = (
        peek(tokens, at - 2) == "on"
        and before == "the"
        or before in (("on", "am", "el", "le") if found else ("on", "am"))
    )
    listed = after in (
        "one",
        "option",
        "slot",
        "choice",
        "time",
        "available",
        "of",
        "listed",
        "date",
        "opcion",
        "creneau",
        "horario",
        "horaire",
        "termin",
        "cita",
        "opcao",
        "opzione",
        "orario",
        "wala",
        "wali",
        "offer",
    )
    if tokens[at] == "first" and after in ("thing", "available", "free", "possible"):
        return Atom("extreme", at, at + 2, word="earliest")
    if day and not listed:
        return Atom("date", at, at + 1, lambda start, _: start.day == number, value=number)
    if listed or number <= today.listed and not found and tokens[at] != "second":
        return Atom("index", at, at + 1 + listed, lambda _, n: n == number, value=number)
    # "The 2nd" is a day of the month or a place in the list.
    inside = number <= today.listed
    return Atom("index", at, at + 1, lambda s, n: s.day == number or (inside and n == number), value=number)


def _no_ordinal(token: str, before: str, after: str) -> bool:
    if after in NOT_AFTER_ORDINAL or (token == "second" and before in ("a", "one", "per", "every", "split", "just")):
        return True
    return token in ("first", "forth") and (
        before in ("at", "and", "so", "my", "your") or after in ("of", "i", "let", "time") and before != "the"
    )


def _extreme(tokens: list[str], at: int, today: Today) -> Atom | None:
    word = EXTREMES.get(tokens[at])
    before, after = peek(tokens, at - 1), peek(tokens, at + 1)
    if word is None or before in (
        "at",
        "see",
        "until",
        "talk",
        "you",
        "till",
        "been",
        "anything",
        "something",
        "any",
        "bit",
    ):
        return None
    if after in NOT_AFTER_ORDINAL | {"time", "year", "weekend", "than", "on", "today"} and tokens[at] in (
        "last",
        "later",
        "earlier",
    ):
        return None
    if (
        tokens[at] in ("later", "earlier", "sooner")
        and before not in ("the", "take", "prefer", "choose")
        and after not in ("one", "slot", "option")
    ):
        return None
    if tokens[at] in ("early", "late") and (
        before in ("too", "so", "very", "be", "running", "bit")
        or after not in ("", ",", ".", "!", "please", "pls", "one")
    ):
        return None
    end = at + 1 + (after in ("one", "option", "slot", "choice", "available", "possible"))
    return Atom("extreme", at, end, word=word)


def _number(tokens: list[str], at: int, today: Today) -> Atom | None:
    """A number without a word that says what it counts: a place in the list, an hour or a day."""
    number = small(tokens[at])
    before, after = peek(tokens, at - 1), peek(tokens, at + 1)
    if before in INDEX_BEFORE and 0 < number:
        return Atom("index", at, at + 1, lambda _, n: n == number, value=number)
    if before in ("option", "choice", "slot") and re.fullmatch("[a-e]", tokens[at]):
        letter = ord(tokens[at]) - ord("a") + 1
        return Atom("index", at, at + 1, lambda _, n: n == letter, value=letter)
    if tokens[at] == "one" and before in ("other", "this", "that", "the", "another", "which", "later", "earlier"):
        return None
    if (
        not 0 < number <= 31
        or after in UNITS
        or tokens[at] in ("one", "once", "due", "elf", "sept", "sei", "nove")
        and len(tokens) > 3
    ):
        return None
    return Atom("number", at, at + 1, value=number)


def _zone(tokens: list[str], at: int, today: Today) -> Atom | None:
    """`CET` after a clock time, `London time`, `UTC+2`, `my time`."""
    offset = re.fullmatch(r"(?:utc|gmt) ?([+-]) ?(\d{1,2})(?::?(\d{2}))?", tokens[at])
    if offset:
        hours = int(offset[2])
        if hours <= 14 and offset[3] in (None, "00"):
            # The names of the tz database count the other way round.
            return Atom("zone", at, at + 1, zone=zone(f"Etc/GMT{'-' if offset[1] == '+' else '+'}{hours}"))
        return Atom("zone", at, at + 1, word="unknown")
    if peek(tokens, at + 1) == "time" and tokens[at] in ("my", "local", "your"):
        return Atom("zone", at, at + 2, word="unknown" if tokens[at] == "your" else "own")
    for length in (3, 2, 1):
        name = ZONES.get("-".join(tokens[at : at + length]))
        if name and len(tokens) >= at + length:
            end = at + length + (peek(tokens, at + length) in ("standard", "daylight"))
            timed = peek(tokens, end) in ("time", "zeit")
            if timed or _after_clock(tokens, at):
                return Atom("zone", at, end + timed, zone=zone(name), word=tokens[at] if length == 1 else "")
    return None


def _after_clock(tokens: list[str], at: int) -> bool:
    before = peek(tokens, at - 1)
    before = peek(tokens, at - 2) if before in ("in", "(", "the") else before
    return (
        bool(re.match(r"\d", before))
        or small(before) > 0
        or before in ("am", "pm", "noon", "o'clock", "oclock", "midday")
    )


READERS: tuple[Callable[[list[str], int, Today], Atom | None], ...] = (
    _zone,
    read_range,
    named_date,
    relative_day,
    weekday,
    read_clock,
    numeric_date,
    read_part,
    _ordinal,
    _extreme,
    _number,
)
