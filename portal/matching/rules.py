"""How well a person fits a job: a sum of parts, each with what it rests on.

    required skills 50 · nice-to-have skills 15 · experience 20 · kind of work 10 · place 5 · type of employment 5

A part that the job does not ask for does not count, and the type of employment only for who has said what they want.
A part that the person's data cannot answer lowers the confidence, never the score.
Name, age, gender, picture and school do not come in: they are not among the values taken here.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

from portal.core.errors import RuleBroken
from portal.core.skills import canonical, find_in, same

WEIGHTS = {"required": 50, "nice": 15, "experience": 20, "role": 10, "place": 5, "type": 5}
LABELS = {
    "required": "Required skills",
    "nice": "Nice-to-have skills",
    "experience": "Experience",
    "role": "Kind of work",
    "place": "Place",
    "type": "Type of employment",
}
TOLD_SCORE, TOLD_CONFIDENCE = 70, 0.6
SHORT_FORM = re.compile(r"\b[A-Za-z]+\d+[A-Za-z]+\b")
REMOTE = frozenset({"remote", "anywhere", "worldwide", "wfh"})
# Words of a title that say how high, not what.
RANKS = frozenset(
    "senior junior lead principal staff chief head mid level sr jr i ii iii iv trainee intern associate of the and in "
    "for a an m f d w x".split()
)
NO_PLACE = frozenset("the of and area greater city district state region metropolitan".split())


class NoProfile(RuleBroken):
    """Nobody is known yet by the account's address."""

    def __init__(self) -> None:
        super().__init__("Confirm your e-mail address first: until then nobody knows which profile is yours.")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a statement rests on: a place in the text of the CV (`start`, `end`), or a field named by `label`."""

    text: str
    label: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What counts of a person. `text` is the whole text of the CV."""

    skills: Sequence[str] = ()
    years: float | None = None
    experience: Sequence[dict[str, Any]] = ()
    current_role: str = ""
    location: str = ""
    text: str = ""
    places: Sequence[str] = ()  # where they would like to work besides
    types: Sequence[str] = ()  # how they would like to be employed


@dataclass(frozen=True, slots=True)
class JobFacts:
    """What counts of a job."""

    title: str
    required: Sequence[str] = ()
    nice: Sequence[str] = ()
    years_min: int | None = None
    years_max: int | None = None
    location: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the comparison: `share` of its `weight` (0..1), or None where the data does not say."""

    key: str
    label: str
    weight: int
    share: float | None
    said: str
    met: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Match:
    """`score` 0..100 over the parts that could be judged, None if none could; `confidence` is their share, 0..1."""

    score: int | None
    confidence: float
    parts: list[Part]

    def part(self, key: str) -> Part | None:
        """The part of that key, if the job asks for it."""
        return next((p for p in self.parts if p.key == key), None)

    def to_json(self) -> dict[str, Any]:
        """As it is stored with the application."""
        return asdict(self)


def compare(person: PersonFacts, job: JobFacts) -> Match:
    """Compare a person with a job. The same values always give the same answer."""
    found = [
        _skills("required", job.required, person),
        _skills("nice", job.nice, person),
        _experience(person, job),
        _role(person, job),
        _place(person, job),
        _type(person, job),
    ]
    parts = [part for part in found if part is not None]
    asked = sum(part.weight for part in parts)
    judged = [(part.weight, part.share) for part in parts if part.share is not None]
    weight = sum(w for w, _ in judged)
    score = round(100 * sum(w * share for w, share in judged) / weight) if weight else None
    return Match(score, round(weight / asked, 2) if asked else 0.0, parts)


def is_worth_telling(match: Match) -> bool:
    """Whether somebody who did not ask should hear of it: it fits well, and that is known and not guessed."""
    return match.score is not None and match.score >= TOLD_SCORE and match.confidence >= TOLD_CONFIDENCE


def reason(match: Match) -> str:
    """Why it fits, in a line: the skills that are there, else the best of the other parts."""
    met = [*(skill for key in ("required", "nice") if (part := match.part(key)) for skill in part.met)]
    if met:
        return f"Skills match: {', '.join(met)}"
    best = max((p for p in match.parts if p.share), key=lambda p: p.weight * (p.share or 0), default=None)
    return f"{best.label}: {best.said}" if best else "Nothing of what the job asks for is known to be there."


def evidence_of_skill(skill: str, person: PersonFacts, found: dict[str, tuple[int, int]]) -> Evidence | None:
    """Where the skill is seen: in the text of the CV first, else among the skills of the profile."""
    place = found.get(canonical(skill).casefold()) or _written(skill, person.text)
    if place is not None:
        start, end = place
        return Evidence(person.text[start:end], "CV", start, end)
    listed = next((s for s in person.skills if same(s, skill)), None)
    return Evidence(listed, "skills") if listed else None


@lru_cache(8)
def skills_in(text: str) -> dict[str, tuple[int, int]]:
    """The known skills of a text, folded, each with its first place."""
    places: dict[str, tuple[int, int]] = {}
    for name, start, end in find_in(text):
        places.setdefault(name.casefold(), (start, end))
    return places


def _written(skill: str, text: str) -> tuple[int, int] | None:
    name = skill.strip()
    if len(name) < 2:
        return None
    found = re.search(rf"(?<![\w+#]){re.escape(name)}(?![\w+#])", text, re.IGNORECASE)
    if found is None:
        # Short forms with a figure (k8s), which the vocabulary takes for no name when they are written small.
        found = next((m for m in SHORT_FORM.finditer(text) if same(m.group(), name)), None)
    return found.span() if found else None


def _skills(key: str, wanted: Sequence[str], person: PersonFacts) -> Part | None:
    asked = _once(wanted)
    if not asked:
        return None
    if not person.skills and not person.text.strip():
        return _unknown(key, "The profile names no skills, and there is no CV text to look in.", asked)
    places = skills_in(person.text)
    seen = {skill: evidence_of_skill(skill, person, places) for skill in asked}
    met = [skill for skill, evidence in seen.items() if evidence]
    missing = [skill for skill, evidence in seen.items() if not evidence]
    said = f"{len(met)} of {len(asked)}: {', '.join(met)}" if met else f"None of {', '.join(asked)}"
    if met and missing:
        said += f"; not seen: {', '.join(missing)}"
    evidence = [e for e in seen.values() if e]
    return Part(key, LABELS[key], WEIGHTS[key], len(met) / len(asked), said, met, missing, evidence)


def _experience(person: PersonFacts, job: JobFacts) -> Part | None:
    least, most = job.years_min, job.years_max
    if not least and most is None:
        return None
    wanted = _range(least, most)
    if person.years is None:
        return _unknown("experience", f"The job asks for {wanted}; the profile does not say how many there are.")
    years = f"{person.years:g}"
    evidence = [Evidence(f"{years} years", "years of experience")]
    share = 1.0 if not least or person.years >= least else round(person.years / least, 3)
    return Part(
        "experience", LABELS["experience"], WEIGHTS["experience"], share, f"{years} years, {wanted} asked",
        evidence=evidence,
    )  # fmt: skip


def _role(person: PersonFacts, job: JobFacts) -> Part | None:
    wanted = _title_words(job.title)
    if not wanted:
        return None
    titles = [person.current_role, *(str(row.get("title") or "") for row in person.experience)]
    titles = [title for title in titles if title.strip()]
    if not titles:
        return _unknown("role", "The profile names no posts.")
    shares = [(len(wanted & _title_words(title)) / len(wanted), title) for title in titles]
    share, best = max(shares, key=lambda pair: pair[0])
    if share == 0:
        return Part("role", LABELS["role"], WEIGHTS["role"], 0.0, f"No post like {job.title} among {len(titles)}.")
    place = _written(best, person.text)
    evidence = Evidence(person.text[slice(*place)], "CV", *place) if place else Evidence(best, "work experience")
    return Part("role", LABELS["role"], WEIGHTS["role"], round(share, 3), f"Worked as {best}", [best], [], [evidence])


def _place(person: PersonFacts, job: JobFacts) -> Part | None:
    wanted = _words(job.location) - NO_PLACE
    if not wanted or wanted & REMOTE:
        return None
    named = [place for place in (person.location, *person.places) if _words(place) - NO_PLACE]
    if not named:
        return _unknown("place", f"The job is in {job.location}; the profile names no place.")
    near = next((place for place in named if wanted & _words(place)), None)
    evidence = [Evidence(near or named[0], "location" if (near or named[0]) == person.location else "preferred places")]
    said = f"{near or named[0]}; the job is in {job.location}"
    return Part("place", LABELS["place"], WEIGHTS["place"], 1.0 if near else 0.0, said, evidence=evidence)


def _type(person: PersonFacts, job: JobFacts) -> Part | None:
    if not person.types or not job.type:
        return None
    asked, wishes = job.type.replace("_", " "), ", ".join(person.types).replace("_", " ")
    share = 1.0 if job.type in person.types else 0.0
    said = f"The job is {asked}; wished for: {wishes}"
    return Part("type", LABELS["type"], WEIGHTS["type"], share, said, evidence=[Evidence(wishes, "job types")])


def _unknown(key: str, said: str, missing: Iterable[str] = ()) -> Part:
    return Part(key, LABELS[key], WEIGHTS[key], None, said, [], list(missing))


def _range(least: int | None, most: int | None) -> str:
    if least and most is not None:
        return f"{least} to {most} years" if least != most else f"{least} years"
    return f"{least} years or more" if least else f"up to {most} years"


def _once(skills: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for skill in skills:
        if skill.strip():
            found.setdefault(canonical(skill).casefold(), skill.strip())
    return list(found.values())


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.casefold()))


def _title_words(title: str) -> set[str]:
    return {word for word in _words(title) if word not in RANKS}
