"""The story of a candidate for a job: headline, strengths, gaps, questions. Each statement names what it rests on.

Nothing is said that the CV, the profile or the job does not say, and nothing of pay, age, gender or school.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from portal.matching.rules import Evidence, JobFacts, Match, Part, PersonFacts, evidence_of_skill, skills_in

MOST_STRENGTHS = 6
MOST_GAPS = 6
MOST_QUESTIONS = 6


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence and what it rests on."""

    text: str
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Story:
    """What a reader should know before the talk, in four parts."""

    headline: Statement
    strengths: list[Statement]
    gaps: list[Statement]
    questions: list[Statement]

    def to_json(self) -> dict[str, Any]:
        """As it is stored with the application (seed 003, `ai_story`)."""
        return asdict(self)


def tell(person: PersonFacts, job: JobFacts, match: Match) -> Story:
    """The story of this person for this job, from their comparison."""
    return Story(
        _headline(person, match),
        _strengths(person, match)[:MOST_STRENGTHS],
        _gaps(person, job, match)[:MOST_GAPS],
        _questions(person, job, match)[:MOST_QUESTIONS],
    )


def _headline(person: PersonFacts, match: Match) -> Statement:
    said: list[str] = []
    evidence: list[Evidence] = []
    if person.current_role:
        said.append(person.current_role)
        evidence.append(Evidence(person.current_role, "current role"))
    if person.years is not None:
        years = f"{person.years:g} year{'' if person.years == 1 else 's'} of experience"
        said.append(years if not said else f"with {years}")
        evidence.append(Evidence(f"{person.years:g}", "years of experience"))
    required = match.part("required")
    text = " ".join(said)
    if required is not None and required.share is not None:
        number = f"{len(required.met)} of {len(required.met) + len(required.missing)} required skills"
        text = f"{text}; {number} seen." if text else f"{number} seen.".capitalize()
        evidence += required.evidence[:1] or [Evidence(", ".join(required.missing), "job requires")]
    elif text:
        text += "."
    if not text:
        return Statement("There is nothing to compare yet.", [Evidence("none", "CV text and skills")])
    return Statement(text[0].upper() + text[1:], evidence)


def _strengths(person: PersonFacts, match: Match) -> list[Statement]:
    told = [_skill_told(skill, person) for skill in _met(match.part("required"))]
    role, years, nice = match.part("role"), match.part("experience"), match.part("nice")
    if role is not None and role.met and (role.share or 0) >= 0.5:
        told.insert(0, Statement(f"Has done this kind of work: {role.met[0]}.", role.evidence))
    if years is not None and years.share == 1:
        told.append(Statement(f"Experience fits: {years.said}.", years.evidence))
    if nice is not None and nice.met:
        told.append(Statement(f"Also brings {_listed(nice.met)} (nice to have).", nice.evidence[:3]))
    # Room for what is no single skill, even where many skills are met.
    return told if len(told) <= MOST_STRENGTHS else [*told[: MOST_STRENGTHS - 2], *told[-2:]]


def _skill_told(skill: str, person: PersonFacts) -> Statement:
    seen = evidence_of_skill(skill, person, skills_in(person.text))
    evidence = [seen] if seen else []
    for row in person.experience:
        written = f"{row.get('title') or ''}\n{row.get('description') or ''}"
        used = evidence_of_skill(skill, PersonFacts(text=written), skills_in(written))
        if used is not None:
            post = " at ".join(str(row[key]) for key in ("title", "company") if row.get(key))
            if post:
                return Statement(
                    f"{skill}: used as {post.removesuffix('.')}.", [*evidence, Evidence(post, "work experience")]
                )
    return Statement(
        f"{skill}: required, and named in the {'CV' if seen and seen.label == 'CV' else 'profile'}.", evidence
    )


def _gaps(person: PersonFacts, job: JobFacts, match: Match) -> list[Statement]:
    told = []
    required, years, place = match.part("required"), match.part("experience"), match.part("place")
    if required is not None and required.share is not None:
        told += [
            Statement(f"{skill} is required and not seen in the CV or the profile.", [Evidence(skill, "job requires")])
            for skill in required.missing
        ]
    if years is not None and years.share is not None and years.share < 1:
        told.append(Statement(f"Less experience than asked: {years.said}.", years.evidence))
    role = match.part("role")
    if role is not None and role.share == 0:
        told.append(Statement(role.said, [Evidence(job.title, "job title")]))
    if place is not None and place.share == 0:
        told.append(Statement(f"Lives elsewhere: {place.said}.", place.evidence))
    unknown = [part for part in match.parts if part.share is None]
    told += [Statement(part.said, [Evidence("nothing found", part.label.lower())]) for part in unknown]
    return told


def _questions(person: PersonFacts, job: JobFacts, match: Match) -> list[Statement]:
    told = []
    required, years, place = match.part("required"), match.part("experience"), match.part("place")
    for skill in (required.missing if required is not None else [])[:3]:
        asked = f"Where have you worked with {skill}, or with something like it?"
        told.append(Statement(asked, [Evidence(skill, "job requires")]))
    for skill in _met(required)[:2]:
        strength = _skill_told(skill, person)
        told.append(
            Statement(f"What have you done with {skill} that you would do differently today?", strength.evidence)
        )
    if years is not None and years.share is None:
        told.append(Statement("How many years have you done this kind of work?", [Evidence(years.said, "job")]))
    elif years is not None and job.years_max is not None and (person.years or 0) > job.years_max:
        asked = "You bring more experience than the job asks for: what draws you to it?"
        told.append(Statement(asked, years.evidence))
    if place is not None and not place.share:
        asked = f"The job is in {job.location}: how would you get there, or would you move?"
        told.append(Statement(asked, place.evidence or [Evidence(job.location, "job location")]))
    return told


def _met(part: Part | None) -> Sequence[str]:
    return part.met if part is not None else ()


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + f" and {words[-1]}" if len(words) > 1 else words[0]
