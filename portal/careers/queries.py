"""What is asked of the jobs that everybody may see. Each says so itself, whatever the present scope sees."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.candidates.models import Application
from portal.careers.rules import ENDED
from portal.core.database import db
from portal.core.errors import Missing
from portal.jobs.models import Job, JobStatus
from portal.jobs.queries_listed import Listed, jobs_listed

PER_PAGE = 20
# What one sitemap may hold (sitemaps.org), and what a reader of feeds wants.
MOST_IN_SITEMAP, MOST_IN_FEED = 50_000, 100


def page_of_jobs(wanted: Listed, page: int) -> tuple[Sequence[Job], int]:
    """A numbered page of public jobs, the newest first, and how many there are in all."""
    rows, total = jobs_listed(wanted, page, PER_PAGE)
    found = select(Job).where(Job.id.in_([row.id for row in rows])).order_by(Job.created_at.desc(), Job.id.desc())
    return db.session.scalars(found).all(), total


def public_job(job_id: int) -> Job:
    """An open, public job. Raises Missing."""
    wanted = select(Job).where(Job.id == job_id, Job.status == JobStatus.OPEN, Job.is_public)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise Missing
    return found


def has_ended(job_id: int) -> bool:
    """Whether the job was in public, and is filled or closed by now."""
    wanted = select(Job.id).where(Job.id == job_id, Job.status.in_(ENDED), Job.is_public)
    return db.session.scalar(wanted) is not None


def newest_jobs(limit: int) -> Sequence[Job]:
    """The public jobs, the newest first."""
    wanted = select(Job).where(Job.status == JobStatus.OPEN, Job.is_public)
    return db.session.scalars(wanted.order_by(Job.created_at.desc(), Job.id.desc()).limit(limit)).all()


def applied_for(candidate_id: int, job_ids: Sequence[int]) -> set[int]:
    """For which of some jobs the candidate has applied."""
    wanted = select(Application.job_id).where(Application.candidate_id == candidate_id, Application.job_id.in_(job_ids))
    return set(db.session.scalars(wanted))
