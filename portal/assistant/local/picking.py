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
from portal.assistant.local.calendar_words import PARTS as DAY_PARTS
from portal.assistant.local.calendar_words import WEEKDAYS
from portal.assistant.local.tokens import Atom, Today, tokens_of
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


DAY_WORDS = (
    {word for word in WEEKDAYS if word.isascii()}
    | {word for word in DAY_PARTS if word.isascii()}
    | {"tomorrow", "today"}
)
NEGATED = re.compile(
    r"\b(?:not|no|never|except|but not|neither|nor|unless|besides|other than|apart from|anything but|any but|all but|"
    r"cannot|cant|can't|don't|dont|doesn't|doesnt|won't|wont|isn't|isnt|not free|unavailable|busy|booked|impossible|"
    r"bad for me|tough|out of|too early|too late|no good|not good|on (?:holiday|leave"
    r"|vacation)|aren't|wouldn't|unable|away|occupied|out for me|is out|are out|nicht"
    r"|ne |pas|nao)\b"
)
NONE_FIT = re.compile(
    r"\b(?:none|neither|no(?:ne)? one|not (?:any|one)) (?:of )?(?:them|these|those|the"
    r"|it|times?|slots?|works?|suits?|fits?|options?|is|are|will|would|can)\b"
    r"|^(?:sorry,? |unfortunately,? |no,? |nope,? |nah,? |hi,? )*none\b|\b(?:both|all)(?: are"
    r"| r)? (?:bad|no good|not good|wrong|impossible|out|taken|busy|too (?:early|late))\b"
    r"|\bnone\b.{0,30}\b(?:work|fit|suit|good|possible)\w*"
    r"|\b(?:can't|cannot|cant|can not|couldn't|won't|unable to|not able to) (?:do|make"
    r"|manage|attend|come (?:to|at)|take|be there (?:at|on|for)) (?:any|either|all|these"
    r"|those|them)\b"
    r"|\b(?:don't|do not|doesn't|dont|doesnt|won't|wont) (?:work|suit|fit|any|like|want|have time (?:for|on) any)"
    r"(?: (?:for|with|me|any|of|them|these|those|the|times|slots|options|either))*$"
    r"|^(?:sorry,? |unfortunately,? |no,? |hi,? )*neither\b(?! .{0,20}\b(?:yes|but)\b)"
    r"|\b(?:not|isn't|aren't|nothing|n't) (?:\w+ )?(?:possible|available|free|suitable|convenient|good|feasible|work\w*"
    r"|suit\w*|fit\w*) (?:\w+ ){0,3}(?:on |for |at |in )?(?:any of )?(?:these|those|the|all|given|listed|offered|above)"
    r" (?:given |listed |offered |above )?(?:dates?|days?|times?|timings?|slots?|options?)\b"
    r"|\b(?:busy|work|working|away|occupied|engaged|booked|tied up|have (?:work|class\w*|exams?|college|school|duty))"
    r" (?:on |for |at |in |through |throughout )?(?:all|every one)(?: (?:of )?(?:these|those|the|them))?"
    r"(?: (?:dates?|days?|times?|timings?|slots?|options?))?\b"
    r"|\b(?:all|every one) of (?:them|these|those).{0,25}\b(?:bad|not|don't|clash|conflict|busy|impossible)\b"
    r"|\b(?:other|different|alternative|more|another|new) (?:times?|slots?|dates?|days?"
    r"|options?|timings?|week)\b|\banything else\b(?! (?:you|i|about|to))"
    r"|\b(?:all|they)(?: are)?(?: all)? (?:during|while i|when i|in my|clash|conflict"
    r"|at a bad|at bad)\b|\bnot (?:available|free)(?: on| at| for| in)? (?:any|either"
    r"|all) of\b"
    r"|\b(?:ninguno|ninguna|aucun|aucune|keiner|keine (?:der|davon|zeit)|nenhum|nessuno|nessuna|geen van)\b"
    r"|\bi(?:'m| am) (?:busy|away|not (?:free|available)|travelling|traveling|on (?:leave"
    r"|holiday|vacation)) (?:all|the whole|that whole|on all|for all|at all|during all"
    r"|those|these|then)\b"
)
ONLY = re.compile(
    r"\bonly (?:\w+ ){0,4}(?:free|available|time|on|after|before|at|in|possible|weekends?"
    r"|evenings?|mornings?)\b|\bi can only\b"
)
ANY = re.compile(
    r"\b(?:any|anyone|any one|either|whichever|all)(?: (?:of|time|slot|one|day|them|these"
    r"|those|the))* (?:is|are|works?|will|would|suits?|fits?|ok|okay|fine|good|possible"
    r"|you|times?)\b"
    r"|\b(?:any ?time|whenever|whichever|either|any of (?:them|these|those)|any one|all of (?:them"
    r"|these))\b.{0,24}\b(?:fine|ok|okay|works?|good|suits?|great|do|does|you|pick|choose)\b"
    r"|\b(?:you|u) (?:can |may |please |just )*(?:choose|pick|decide|select)\b|\b(?:don't mind"
    r"|do not mind|no preference|up to you|i'm easy|flexible|as you (?:like|wish|prefer))\b"
    r"|^(?:any|anytime|any time|whenever|either|whichever|any one|any of them)(?: (?:please|ok|okay|is fine))*$"
)
HEDGED = re.compile(
    r"\b(?:maybe|perhaps|possibly|probably|might|not sure|unsure|let me (?:check|see"
    r"|think|ask|look|confirm)|i'?ll (?:check|see|think|ask|let you know|confirm|get back)"
    r"|"
    r"i (?:will|need to|have to|must|should|'ll|'d have to|would have to) (?:check|see"
    r"|think|ask|confirm|look)|need to check|if i can|if possible i|depends|"
    r"get back to you|thinking|tentative\w*|i guess|provided|unless|if i (?:was|were"
    r"|wasn|weren|had|could|did)\w*|would (?:have|be able) .*\bif)\b"
)
ASKS_IF_FREE = re.compile(
    r"\b(?:still|already) (?:free|available|open|there|possible|taken|gone|booked)\b"
    r"|\b(?:is|are) there (?:any|a|still|something|anything)\b|\bdo you (?:still )?have\b"
    r"|\b(?:what|which) (?:about|times?|slots?|days?|dates?)\b|\bwhat do you have\b|\bhow about\b"
    r"|^(?:is|are|was|will|does) (?:it|the|this|that|they) .*\?$|\bany(?:thing)? (?:on"
    r"|at|after|before|in|earlier|later)\b"
    r"|\bhave you (?:got )?(?:any|some)|\b(?:can|could) (?:you|u) (?:do|offer|make)\b"
)
PARTS = re.compile(
    r"\s*(?:[;!]|\.(?=\s|$)|,|\bbut\b|\bhowever\b|\bthough\b|\bso\b|\bor\b|\bbecause\b"
    r"|\bexcept\b|\binstead of\b|\brather than\b|\bthen\b|\bperhaps\b|(?<=\w )(?=i'm )"
    r"|(?<=better )than\b|(?<=me )than\b|(?<=easier )than\b)\s*"
)
JOINS = re.compile(r"\bor\b")
EXCEPT = re.compile(
    r"\b(?:anything|any|all|everything|any time|anytime|any day|every day|each)(?: \w+){0,3} (?:but"
    r"|except|besides|other than|apart from)\b"
)


def meaning_of(text: str, free: Sequence[Time], offered: Sequence[int], now: datetime, zone_name: str) -> Meaning:
    """What the text says about the free times. `offered`: their ids in the order in which they were numbered."""
    folded = fold(text)
    numbered = {slot: number for number, slot in enumerate(offered, 1)}
    today = Today(now.astimezone(zone(zone_name)).date(), len(offered), zone_name)
    reading = _Reading()
    for sentence in sentences(_plainer(folded, len(offered))):
        _read(sentence, free, numbered, today, reading)
    return _decide(folded, free, numbered, reading)


# What comes after takes back what came before.
TAKES_BACK = re.compile(
    r"\b(?:no wait|wait,? no|oh wait|wait|scratch that|actually|i mean|i meant|correction"
    r"|my mistake|sorry,? (?:no|not that)|ignore that)\b|\?\s+(?:no|nope|nah),? (?=\w)"
)
# "I am at work till 5" says when somebody is not free.
OCCUPIED = re.compile(
    r"\b(?:at work|working|work|busy|in class|class|school|on shift|shift|in a meeting"
    r"|meetings?|occupied|away|travelling|traveling)\b"
)
# Words of assent: a part that has one stands for itself, one that has none goes on with the refusal before it.
ASSENTS = re.compile(
    r"\b(?:works?|fine|ok|okay|good|great|suits?|can|possible|yes|please|pls|better|free"
    r"|available|instead|perfect|would|will|prefer|take|book|then)\b"
)
CORRECTS = re.compile(
    r"^(?:no|nope|nah)\b(?=[ ,.-]+(?:i meant?|i said|sorry|actually|rather|please|it's"
    r"|make it))|^(?:no|nope|nah),(?= )"
)
PENULTIMATE = re.compile(r"\b(?:the )?(?:second (?:to|from) (?:the )?last|next to last|last but one|penultimate)\b")
HOURS = re.compile(
    r"(?:(?<=at )|(?<=around )|(?<=by )|^)([01]?\d|2[0-3])([0-5][05])(?= ?(?:hrs?|hours|h)?\b(?:[ ,.!]|$))"
)


# "The Wednesday one", "Tuesday's fine": what is named is the day.
THAT_ONE = re.compile(
    rf"\b({'|'.join(sorted(DAY_WORDS, key=len, reverse=True))})(?:(?: one)\b|'s(?! (?:interview|slot|time|meeting)))"
)


TIMED = re.compile(
    r"\d|day\b|\b(?:first|second|third|last|noon|morning|afternoon|evening|tomorrow|mon"
    r"|tue|wed|thu|fri)\b"
)


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
            or _is_occupied(part)
            or bool(others and end > others.end() - 1)
            or _excepted(sentence, at)
        )
        atoms = [a for a in atoms_of(tokens_of(part), today) if a.kind != "zone"]
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
    wanted = [fits for _, negated, fits in pieces if not negated]
    for _, negated, fits in pieces:
        if negated:
            reading.refused |= fits
            reading.only_refused = True
    if wanted:
        reading.chosen.append(_joined(wanted, alternative))
        reading.unsure = reading.unsure or bool(HEDGED.search(sentence)) or _only_asks(sentence)
        reading.unsure = reading.unsure or bool(ELSEWHERE.search(sentence))


STRONG = frozenset({"weekday", "date", "clock", "index", "extreme", "range", "week", "part"})


def _goes_on(part: str, before: str, rest: str, pieces: list[tuple[str, bool, set[int]]]) -> bool:
    """ "I can't do Wednesday or Thursday" refuses both."""
    listed = before == "or" or (before == "," and bool(re.search(r"\b(?:or|nor)\b", rest)))
    return bool(pieces) and pieces[-1][1] and listed and not ASSENTS.search(part)


def _is_occupied(part: str) -> bool:
    return (
        bool(OCCUPIED.search(part))
        and bool(re.search(r"\b(?:till|until|til|from|between|on|at|all|in the|every)\b|\bi work \w+days?\b", part))
        and not ASSENTS.search(OCCUPIED.sub(" ", part))
    )


UNTIL = re.compile(r"\b(?:till|until|til|through|bis|hasta|jusqu'au|ate)\b")
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


# A day that is named beside one's own job says nothing of the interview.
ELSEWHERE = re.compile(
    r"\b(?:my (?:current |present |old )?(?:job|work|employer|boss|notice)|last (?:working )?day"
    r"|i (?:will |'ll )?(?:start|finish|quit|leave|resign|join|stop)(?:ed|s|ing)?|joining|salary|payday)\b"
)


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
