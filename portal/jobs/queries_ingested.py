"""What is asked of jobs by the ids that their sources have for them."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.core.database import db
from portal.jobs.models import Job


def known_postings(source: str, external_ids: Sequence[str]) -> dict[str, tuple[int, str | None]]:
    """The number of each job of the source that is here, and the digest of what the source said last, by its id."""
    wanted = select(Job.external_id, Job.id, Job.source_digest).where(
        Job.source == source, Job.external_id.in_(external_ids)
    )
    return {external_id or "": (number, digest) for external_id, number, digest in db.session.execute(wanted)}


def jobs_held(job_ids: Sequence[int]) -> dict[int, Job]:
    """Jobs by number, which nobody else changes until the transaction ends."""
    wanted = select(Job).where(Job.id.in_(job_ids)).order_by(Job.id).with_for_update(key_share=True)
    return {job.id: job for job in db.session.scalars(wanted, execution_options={"populate_existing": True})}
