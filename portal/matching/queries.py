"""What a comparison needs of the database: the facts of people and jobs, and which applications are concerned."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, select

from portal.accounts.models import AccountStatus, CandidateAccount
from portal.candidates.models import Application, ApplicationStatus, Candidate, CandidateText, Document
from portal.candidates.queries import search
from portal.core.database import db
from portal.core.errors import Missing
from portal.jobs.models import Job, JobStatus
from portal.matching.rules import JobFacts, PersonFacts

# A candidate is compared with so many of the newest public jobs, a job with so many of the likeliest people.
MOST_JOBS, LIKELY = 2000, 300


_PERSON = (
    Candidate.id,
    Candidate.skills,
    Candidate.experience_years,
    Candidate.experience,
    Candidate.current_role,
    Candidate.location,
    Candidate.preferred_locations,
    Candidate.job_types,
)
_JOB = (
    Job.title,
    Job.required_skills,
    Job.nice_to_have_skills,
    Job.experience_min,
    Job.experience_max,
    Job.location.label("job_location"),
    Job.employment_type,
)


def facts_of(application_id: int) -> tuple[PersonFacts, JobFacts] | None:
    """The person and the job of an application; None when either is gone."""
    row = db.session.execute(
        select(*_PERSON, CandidateText.cv_text, *_JOB)
        .select_from(Application)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Job, Job.id == Application.job_id)
        .outerjoin(CandidateText, CandidateText.candidate_id == Candidate.id)
        .where(Application.id == application_id, Candidate.deleted_at.is_(None))
    ).one_or_none()
    return None if row is None else (_person(row, _text_shown(row.id) or row.cv_text or ""), _job(row))


def person_facts(candidate_id: int) -> PersonFacts:
    """What counts of a person, with the text of their CV; nothing of one who is not there."""
    row = db.session.execute(
        select(*_PERSON, CandidateText.cv_text)
        .outerjoin(CandidateText, CandidateText.candidate_id == Candidate.id)
        .where(Candidate.id == candidate_id, Candidate.deleted_at.is_(None))
    ).one_or_none()
    return PersonFacts() if row is None else _person(row, _text_shown(row.id) or row.cv_text or "")


def job_facts(job_id: int) -> JobFacts:
    """What counts of a job. Raises Missing."""
    row = db.session.execute(select(*_JOB).where(Job.id == job_id)).one_or_none()
    if row is None:
        raise Missing
    return _job(row)


def public_jobs(ids: Sequence[int] | None = None, limit: int = MOST_JOBS) -> list[tuple[Any, JobFacts]]:
    """Open jobs that stand in public, the newest first, all or those of `ids`: the row (id, title, location) and what
    counts of it."""
    wanted = select(Job.id, *_JOB).where(Job.status == JobStatus.OPEN, Job.is_public)
    if ids is not None:
        wanted = wanted.where(Job.id.in_(ids))
    rows = db.session.execute(wanted.order_by(Job.created_at.desc(), Job.id.desc()).limit(limit)).all()
    return [(row, _job(row)) for row in rows]


def likely_people(
    company_id: int, job_id: int, job: JobFacts, *, with_account: bool = False
) -> list[tuple[Any, PersonFacts]]:
    """The 300 people who are not put forward for the job and have most of its skills by the search's index, each (id,
    names, employer …) with what counts of their profile. Of a job that names no skills those who were added last.

    `with_account`: of those alone who can sign in to the candidates' portal.
    """
    here = select(Application.id).where(Application.job_id == job_id, Application.candidate_id == Candidate.id)
    wanted: Any = select(*_PERSON, Candidate.first_name, Candidate.last_name, Candidate.current_company).where(
        Candidate.deleted_at.is_(None), ~exists(here)
    )
    weighed = [(skill, 10.0 / len(job.required)) for skill in job.required]
    weighed += [(skill, 3.0 / len(job.nice)) for skill in job.nice]
    if with_account:
        A = CandidateAccount
        wanted = wanted.where(exists().where(A.candidate_id == Candidate.id, A.status == AccountStatus.ACTIVE))
    if weighed:
        hits = search.weighed(company_id, weighed).subquery("hits")
        wanted = wanted.join(hits, hits.c.candidate_id == Candidate.id).order_by(hits.c.weight.desc())
    rows = db.session.execute(wanted.order_by(Candidate.id.desc()).limit(LIKELY)).all()
    return [(row, _person(row, "")) for row in rows]


def _person(row: Any, text: str) -> PersonFacts:
    return PersonFacts(
        skills=row.skills,
        years=row.experience_years,
        experience=row.experience,
        current_role=row.current_role or "",
        location=row.location or "",
        text=text,
        places=row.preferred_locations,
        types=row.job_types,
    )


def _job(row: Any) -> JobFacts:
    return JobFacts(
        title=row.title,
        required=row.required_skills,
        nice=row.nice_to_have_skills,
        years_min=row.experience_min,
        years_max=row.experience_max,
        location=row.job_location,
        type=row.employment_type.value,
    )


def _text_shown(candidate_id: int) -> str | None:
    """The text of the CV that the page shows, so that places in it are places on the page."""
    wanted = select(Document.reading).where(Document.candidate_id == candidate_id)
    reading = db.session.scalars(wanted.order_by(Document.is_default.desc(), Document.id.desc()).limit(1)).first()
    return (reading or {}).get("text")


def applications_of_candidate(candidate_id: int) -> Sequence[int]:
    """The ids of a person's applications."""
    return db.session.scalars(select(Application.id).where(Application.candidate_id == candidate_id)).all()


def open_applications_of_job(job_id: int) -> Sequence[int]:
    """The ids of a job's applications that are still undecided."""
    decided = (ApplicationStatus.SELECTED, ApplicationStatus.REJECTED)
    return db.session.scalars(
        select(Application.id).where(Application.job_id == job_id, Application.status.not_in(decided))
    ).all()
