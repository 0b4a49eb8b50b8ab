"""What calls about matches take and give (seed 002, "Matching Service")."""

from typing import Annotated, Any, Literal

from pydantic import Field

from portal.api.payloads import Answer, Id, InAddress, Payload
from portal.core.ids import Prefix, encode
from portal.jobs.models import EmploymentType
from portal.matching.rules import Match, reason

MOST_ASKED = 100
Words = Annotated[str, Field(min_length=1, max_length=120)]


class MatchesIn(Payload):
    """Which jobs the caller is compared with."""

    job_ids: list[Id(Prefix.JOB)] = Field(min_length=1, max_length=MOST_ASKED)  # type: ignore[valid-type]


class MatchesQuery(InAddress):
    """Which page of the caller's best jobs."""

    page: int = Field(1, ge=1, le=100)
    per_page: int = Field(20, ge=1, le=100)


class PeopleMatchesQuery(InAddress):
    """How many people."""

    limit: int = Field(20, ge=1, le=100)


class ProfileIn(Payload):
    """What the comparison should know; what is left out stays as it is."""

    skills: list[Words] | None = Field(None, max_length=200, examples=[["Python", "PostgreSQL", "AWS"]])
    experience_years: float | None = Field(None, ge=0, le=70, examples=[5])
    preferred_locations: list[Words] | None = Field(None, max_length=20, examples=[["Remote", "San Francisco"]])
    job_types: list[EmploymentType] | None = Field(None, max_length=len(EmploymentType))


class Proof(Answer):
    """What a statement rests on: words of the CV, or a field of the profile."""

    text: str
    label: str


class MatchPart(Answer):
    """One part of the sum. `share` 0..1 of its `weight`; null where the profile does not say."""

    part: str
    label: str
    weight: int
    share: float | None
    said: str
    evidence: list[Proof]


class JobMatch(Answer):
    """How well a job fits. `score` 0..1 over what could be judged, null if nothing could; `confidence` is how much of
    what the job asks for that was."""

    job_id: str
    title: str
    score: float | None
    confidence: float
    reason: str
    matched_skills: list[str]
    missing_skills: list[str]
    parts: list[MatchPart]


class Matches(Answer):
    """The jobs that were asked about, the best first."""

    matches: list[JobMatch]


class MatchesOut(Answer):
    """How well jobs fit."""

    success: Literal[True]
    data: Matches


class MatchPage(Matches):
    """One page of them."""

    page: int
    per_page: int
    total: int


class MatchPageOut(Answer):
    """The best jobs."""

    success: Literal[True]
    data: MatchPage


class PersonMatch(Answer):
    """How well somebody fits a job; as `JobMatch`."""

    candidate_id: str
    name: str
    score: float | None
    confidence: float
    reason: str
    matched_skills: list[str]
    missing_skills: list[str]
    parts: list[MatchPart]


class PeopleMatches(Answer):
    """People, the best first."""

    matches: list[PersonMatch]


class PeopleMatchesOut(Answer):
    """People whom the company knows and has not put forward for the job."""

    success: Literal[True]
    data: PeopleMatches


class Profile(Answer):
    """What the comparison knows of the caller besides their CV."""

    skills: list[str]
    experience_years: float | None
    preferred_locations: list[str]
    job_types: list[EmploymentType]


class ProfileOut(Answer):
    """The profile as it is now."""

    success: Literal[True]
    data: Profile


def job_match_json(row: Any, match: Match) -> dict[str, Any]:
    """`JobMatch` of a row with id and title."""
    return {"job_id": encode(Prefix.JOB, row.id), "title": row.title, **_match_json(match)}


def person_match_json(row: Any, match: Match) -> dict[str, Any]:
    """`PersonMatch` of a row with id and the names."""
    name = f"{row.first_name} {row.last_name}".strip()
    return {"candidate_id": encode(Prefix.CANDIDATE, row.id), "name": name, **_match_json(match)}


def profile_json(candidate: Any) -> dict[str, Any]:
    """`Profile` of a candidate."""
    return {name: getattr(candidate, name) for name in Profile.model_fields}


def _match_json(match: Match) -> dict[str, Any]:
    skills = [part for part in match.parts if part.key in ("required", "nice")]
    return {
        "score": None if match.score is None else match.score / 100,
        "confidence": match.confidence,
        "reason": reason(match),
        "matched_skills": [skill for part in skills for skill in part.met],
        "missing_skills": [skill for part in skills for skill in part.missing],
        "parts": [_part_json(part) for part in match.parts],
    }


def _part_json(part: Any) -> dict[str, Any]:
    evidence = [{"text": one.text, "label": one.label} for one in part.evidence]
    about = {"part": part.key, "label": part.label, "weight": part.weight, "share": part.share, "said": part.said}
    return {**about, "evidence": evidence}
