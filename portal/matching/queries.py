"""What a comparison needs of the database: the facts of an application, and which applications are concerned."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.candidates.models import Application, ApplicationStatus, Candidate, CandidateText, Document
from portal.core.database import db
from portal.jobs.models import Job
from portal.matching.rules import JobFacts, PersonFacts


def facts_of(application_id: int) -> tuple[PersonFacts, JobFacts] | None:
    """The person and the job of an application; None when either is gone."""
    row = db.session.execute(
        select(
            Candidate.id,
            Candidate.skills,
            Candidate.experience_years,
            Candidate.experience,
            Candidate.current_role,
            Candidate.location,
            CandidateText.cv_text,
            Job.title,
            Job.required_skills,
            Job.nice_to_have_skills,
            Job.experience_min,
            Job.experience_max,
            Job.location.label("job_location"),
        )
        .select_from(Application)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Job, Job.id == Application.job_id)
        .outerjoin(CandidateText, CandidateText.candidate_id == Candidate.id)
        .where(Application.id == application_id, Candidate.deleted_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    person = PersonFacts(
        skills=row.skills,
        years=row.experience_years,
        experience=row.experience,
        current_role=row.current_role or "",
        location=row.location or "",
        text=_text_shown(row.id) or row.cv_text or "",
    )
    job = JobFacts(
        title=row.title,
        required=row.required_skills,
        nice=row.nice_to_have_skills,
        years_min=row.experience_min,
        years_max=row.experience_max,
        location=row.job_location,
    )
    return person, job


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
