"""Which of the free times a reply means: each sentence is read piece by piece, and the free times decide.

Only what fits every piece of a sentence is meant; a refusal takes away;
several that fit are asked back. Nothing that is
not free, and nothing that was not said, is ever chosen.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

from portal.assistant.local.atoms import atoms_of
from portal.assistant.local.picking_words import (
    ANY,
    ASKS_IF_FREE,
    ASSENTS,
    CORRECTS,
    ELSEWHERE,
    EXCEPT,
    HAS_ELSE,
    HEDGED,
    HOURS,
    JOINS,
    NEGATED,
    NONE_FIT,
    OCCUPIED,
    ONLY,
    OWN_DAY,
    OWN_TIME,
    PARTS,
    PENULTIMATE,
    QUESTION,
    REQUEST,
    STAYS,
    TAKES_BACK,
    TELLS_LATER,
    THAT_ONE,
    TIMED,
    UNDECIDED,
    UNTIL,
)
from portal.assistant.local.tokens import Atom, Today, tokens_of
from portal.assistant.local.tongues import plainer
from portal.assistant.situation import Time
from portal.assistant.text import fold, sentences
from portal.core.formats import zone

NOON = time(12)


class Pick(StrEnum):
    """What a reply says about the times."""

    NOTHING = "nothing"  # no time is spoken of
    ONE = "one"  # exactly one is asked for
    UNSURE = "unsure"  # exactly one fits, but it is not asked for in so many words
    SEVERAL = "several"
    NOT_FREE = "not_free"  # a time that is not among them
    NONE_FIT = "none_fit"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was understood; `times` are those that fit, in order of time."""

    pick: Pick
    times: tuple[Time, ...] = ()


@dataclass
class _Reading:
    chosen: list[set[int]] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    only_refused: bool = False
    unsure: bool = False
    spoke: bool = False
    strong: bool = False
    extremes: list[str] = field(default_factory=list)


def meaning_of(text: str, free: Sequence[Time], offered: Sequence[int], now: datetime, zone_name: str) -> Meaning:
    """What the text says about the free times. `offered`: their ids in the order in which they were numbered."""
    folded = plainer(fold(text))
    numbered = {slot: number for number, slot in enumerate(offered, 1)}
    today = Today(now.astimezone(zone(zone_name)).date(), len(offered), zone_name)
    reading = _Reading()
    for sentence in sentences(_plainer(folded, len(offered))):
        _read(sentence, free, numbered, today, reading)
    return _decide(folded, free, numbered, reading)


def _plainer(folded: str, listed: int) -> str:
    """Some ways of writing put into the usual one: "1630", "second to last", "no, I meant the third"."""
    parts = TAKES_BACK.split(folded)
    if len(parts) > 1 and re.search(r"\w", parts[-1]) and re.search(r"\w", parts[0]):
        folded = parts[-1].strip(" ,.") if TIMED.search(parts[-1]) else folded
    folded = THAT_ONE.sub(r"\1", HOURS.sub(r"\1:\2", folded))
    if listed > 1:
        folded = PENULTIMATE.sub(f"number {listed - 1}", folded)
    return "\n".join(CORRECTS.sub("", line.strip()) for line in sentences(folded))


def _read(sentence: str, free: Sequence[Time], numbered: dict[int, int], today: Today, reading: _Reading) -> None:
    others = EXCEPT.search(sentence)
    pieces: list[tuple[str, bool, set[int]]] = []
    alone = len(atoms_of(tokens_of(sentence), today)) == 1
    found_zone = next((a for a in atoms_of(tokens_of(sentence), today) if a.kind == "zone"), None)
    alternative, before = False, ""
    at = 0
    for end, joint in [*((m.start(), m) for m in PARTS.finditer(sentence)), (len(sentence), None)]:
        part = sentence[at:end]
        negated = (
            bool(NEGATED.search(part))
            or _goes_on(part, before, sentence[at:], pieces)
            or (_is_occupied(part) and not OWN_DAY.search(part))
            or bool(others and end > others.end() - 1)
            or _excepted(sentence, at)
        )
        atoms = _of_interview(part, today)
        if _is_occupied(part) and UNTIL.search(part) and any(_names_day(a, today) for a in atoms):
            reading.refused |= _up_to(atoms, free, today)
        if atoms:
            fits = _fitting(atoms, free, numbered, today, found_zone, alone)
            pieces.append((part, negated, fits))
            reading.spoke = True
            reading.extremes += [a.word for a in atoms if a.kind == "extreme" and not negated]
            reading.strong = reading.strong or any(a.kind in STRONG for a in atoms)
        before = joint.group().strip() if joint else ""
        at = joint.end() if joint else end
        alternative = alternative or bool(joint and JOINS.search(joint.group()))
    if found_zone is not None and found_zone.word == "unknown":
        reading.unsure = True
    if not pieces and UNDECIDED.search(sentence):
        reading.unsure = True
    wanted = [fits for _, negated, fits in pieces if not negated]
    for _, negated, fits in pieces:
        if negated:
            reading.refused |= fits
            reading.only_refused = True
    if wanted:
        reading.chosen.append(_joined(wanted, alternative))
        reading.unsure = reading.unsure or bool(HEDGED.search(sentence)) or _only_asks(sentence)
        reading.unsure = reading.unsure or bool(ELSEWHERE.search(sentence))
        reading.unsure = reading.unsure or bool(QUESTION.search(sentence) and not REQUEST.search(sentence))


def _of_interview(part: str, today: Today) -> list[Atom]:
    """The pieces of a part that may speak of the interview."""
    if TELLS_LATER.search(part) or (STAYS.search(part) and not OCCUPIED.search(part)):
        return []
    not_hours = bool(OWN_DAY.search(part))
    atoms = [a for a in atoms_of(tokens_of(part), today) if a.kind != "zone"]
    return [a for a in atoms if not (not_hours and a.kind in ("clock", "number", "range"))]


STRONG = frozenset({"weekday", "date", "clock", "index", "extreme", "range", "week", "part"})


def _goes_on(part: str, before: str, rest: str, pieces: list[tuple[str, bool, set[int]]]) -> bool:
    """ "I can't do Wednesday or Thursday" refuses both."""
    listed = before == "or" or (before == "," and bool(re.search(r"\b(?:or|nor)\b", rest)))
    return bool(pieces) and pieces[-1][1] and listed and not ASSENTS.search(part)


def _is_occupied(part: str) -> bool:
    if (OWN_TIME.search(part) or HAS_ELSE.search(part)) and not ASSENTS.search(part):
        return True
    return (
        bool(OCCUPIED.search(part))
        and bool(re.search(r"\b(?:till|until|til|from|between|on|at|all|in the|every)\b|\bi work \w+days?\b", part))
        and not ASSENTS.search(OCCUPIED.sub(" ", part))
    )


DAYS = frozenset({"date", "weekday"})


def _names_day(atom: Atom, today: Today) -> bool:
    return atom.kind in DAYS or (atom.kind == "index" and atom.value > today.listed)


def _up_to(atoms: list[Atom], free: Sequence[Time], today: Today) -> set[int]:
    """ "Away until the 20th" refuses every time up to that day."""
    named = [a for a in atoms if _names_day(a, today)]
    for days in range(60):
        start = datetime.combine(today.day + timedelta(days=days), NOON, zone(today.zone))
        if any(a.fits(start, 0) for a in named):
            return {t.slot_id for t in free if t.start.astimezone(zone(today.zone)).date() <= start.date()}
    return set()


def _excepted(sentence: str, at: int) -> bool:
    return bool(re.search(r"(?:except|instead of|rather than|better than|than)\s*$", sentence[:at]))


def _only_asks(sentence: str) -> bool:
    return bool(ASKS_IF_FREE.search(sentence)) and not re.search(
        r"\b(?:book|take|i'?ll|confirm|i choose|i pick)\b", sentence
    )


def _joined(wanted: list[set[int]], alternative: bool) -> set[int]:
    """All pieces at once ("Tuesday, at 10"); where they cannot be, each is another choice ("Tuesday, or Friday")."""
    both = set.intersection(*wanted)
    return both if both and not (alternative and any(both != one for one in wanted)) else set.union(*wanted)


def _fitting(
    atoms: list[Atom], free: Sequence[Time], numbered: dict[int, int], today: Today, zone_atom: Atom | None, alone: bool
) -> set[int]:
    place = zone_atom.zone if zone_atom is not None and zone_atom.zone is not None else zone(today.zone)
    kept = list(free)
    groups = _alternatives([a for a in atoms if a.kind != "extreme"])
    kept = [
        time
        for time in kept
        if all(any(_fits(a, time, numbered, place, alone, today) for a in group) for group in groups)
    ]
    for atom in atoms:
        if atom.kind == "extreme":
            kept = _extreme(atom.word, _listed(kept, numbered), numbered)
    return {time.slot_id for time in kept}


def _alternatives(atoms: list[Atom]) -> list[list[Atom]]:
    """Pieces of one kind are alternatives ("Monday and Tuesday"), pieces of several kinds narrow each other."""
    groups: dict[str, list[Atom]] = {}
    for atom in atoms:
        groups.setdefault({"week": "date", "clock": "hour", "range": "hour"}.get(atom.kind, atom.kind), []).append(atom)
    return list(groups.values())


def _fits(atom: Atom, time: Time, numbered: dict[int, int], place: object, alone: bool, today: Today) -> bool:
    start = time.start.astimezone(place)  # type: ignore[arg-type]
    number = numbered.get(time.slot_id, 0)
    if atom.kind != "number":
        return atom.fits(start, number)
    if alone and 1 <= atom.value <= today.listed:
        return number == atom.value
    at_hour = start.minute == 0 and atom.value <= 24 and start.hour in {atom.value % 24, (atom.value + 12) % 24}
    return at_hour or start.day == atom.value


def _listed(times: list[Time], numbered: dict[int, int]) -> list[Time]:
    """ "The last one" is the last of those that were shown."""
    return [time for time in times if time.slot_id in numbered] if numbered else times


def _extreme(word: str, times: list[Time], numbered: dict[int, int]) -> list[Time]:
    if not times:
        return []
    if word == "last":
        return [max(times, key=lambda time: (numbered.get(time.slot_id, 0), time.start))]
    if word in ("earlier", "later") and len(times) != 2:
        return times
    if word == "middle":
        return [times[len(times) // 2]] if len(times) % 2 else times
    return [times[0]] if word in ("earliest", "earlier") else [times[-1]]


def _decide(folded: str, free: Sequence[Time], numbered: dict[int, int], reading: _Reading) -> Meaning:
    none_fit = any(NONE_FIT.search(said) for said in sentences(folded))
    if reading.chosen:
        left = _left(free, numbered, reading)
        if left:
            return Meaning(_how_many(left, reading), left)
        if reading.strong:
            return Meaning(Pick.NONE_FIT if none_fit or ONLY.search(folded) else Pick.NOT_FREE)
    if none_fit and not reading.refused:
        return Meaning(Pick.NONE_FIT)
    if reading.only_refused:
        return _after_refusals(folded, free, reading)
    careless = re.sub(r"don't mind|do not mind|no preference", "", folded)
    if ANY.search(folded) and not NEGATED.search(careless):
        return Meaning(Pick.ANY, tuple(free[:1]))
    return Meaning(Pick.NOTHING)


def _left(free: Sequence[Time], numbered: dict[int, int], reading: _Reading) -> tuple[Time, ...]:
    meant = set.intersection(*reading.chosen) or set.union(*reading.chosen)
    left = list(_times(free, meant - reading.refused))
    for word in reading.extremes:
        left = _extreme(word, left, numbered)
    return tuple(left)


def _how_many(left: tuple[Time, ...], reading: _Reading) -> Pick:
    if len(left) > 1:
        return Pick.SEVERAL
    return Pick.UNSURE if reading.unsure else Pick.ONE


def _after_refusals(folded: str, free: Sequence[Time], reading: _Reading) -> Meaning:
    """What is left when the reply only refuses times."""
    left = _times(free, {time.slot_id for time in free} - reading.refused)
    if not left:
        return Meaning(Pick.NONE_FIT)
    if not reading.refused:
        return Meaning(Pick.SEVERAL, left) if reading.strong else Meaning(Pick.NOTHING)
    if len(left) == 1:
        return Meaning(Pick.ONE if re.search(r"\bthe other(?: one)?\b", folded) else Pick.UNSURE, left)
    return Meaning(Pick.SEVERAL, left)


def _times(free: Sequence[Time], ids: set[int]) -> tuple[Time, ...]:
    return tuple(time for time in free if time.slot_id in ids)
