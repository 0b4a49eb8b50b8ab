"""Writing a comparison to its application; jobs for a person and people for a job; what a candidate wishes for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from portal.candidates.models import Application, Candidate
from portal.candidates.queries.people import get_candidate
from portal.candidates.services import update_candidate
from portal.core.database import db
from portal.core.people import Person
from portal.core.tenancy import as_company
from portal.matching import queries
from portal.matching.rules import Match, NoProfile, PersonFacts, compare, is_worth_telling
from portal.matching.rules_story import Story


def keep(application_id: int, match: Match, story: Story) -> None:
    """Store score, parts and story. The application's version stays: nobody's page is out of date by it."""
    db.session.execute(
        update(Application)
        .where(Application.id == application_id)
        .values(match_score=match.score, match=match.to_json(), ai_story=story.to_json())
        .execution_options(synchronize_session=False)
    )


@dataclass(frozen=True, slots=True)
class Fit:
    """Something or somebody (a row of `queries`) with how well it fits."""

    row: Any
    match: Match


def jobs_for(by: Person, ids: Sequence[int] | None = None) -> list[Fit]:
    """Open public jobs for a candidate, the best first: all (the newest 2,000), or those of `ids`.

    Of equal scores the one that more is known about, then the newer. What their CV says counts, though the company
    alone reads its text. To be called before anything is loaded.
    """
    person = PersonFacts()
    if by.candidate_id is not None:
        with as_company(by.company_id):
            person = queries.person_facts(by.candidate_id)
    return _best(Fit(row, compare(person, job)) for row, job in queries.public_jobs(ids))


def people_for(job_id: int, company_id: int, limit: int) -> list[Fit]:
    """People whom the company knows and has not put forward for the job, the best first. Raises Missing.

    The search's index names the likeliest by their skills; those are compared as everybody is, by their profile alone:
    the text of the CV counts once they are put forward.
    """
    job = queries.job_facts(job_id)
    fits = _best(Fit(row, compare(person, job)) for row, person in queries.likely_people(company_id, job_id, job))
    return [fit for fit in fits if fit.match.score][:limit]


def worth_telling(job_id: int, company_id: int) -> list[Fit]:
    """Candidates with an account whom a public, open job fits so well that they should hear of it, the best first.

    Nobody who is put forward for it; nobody of whom too little is known; none for a job that is not in public.
    """
    if not queries.public_jobs([job_id]):
        return []
    job = queries.job_facts(job_id)
    fits = _best(
        Fit(row, compare(person, job))
        for row, person in queries.likely_people(company_id, job_id, job, with_account=True)
    )
    return [fit for fit in fits if is_worth_telling(fit.match)]


def set_profile(values: Mapping[str, Any], by: Person) -> Candidate:
    """What a candidate says of themselves for the comparison: skills, years, places, types. What is left out stays.

    To be called before anything is loaded. Raises NoProfile before their address is confirmed, BadInput.
    """
    if by.candidate_id is None:
        raise NoProfile
    with as_company(by.company_id):
        return update_candidate(get_candidate(by.candidate_id), dict(values), by=by)


def _best(fits: Iterable[Fit]) -> list[Fit]:
    return sorted(fits, key=lambda fit: (-(fit.match.score or 0), -fit.match.confidence, -fit.row.id))
