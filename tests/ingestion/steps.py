"""What the tests of ingestion do: jobs as a feed sends them, a run of them, and what the portal has then."""

from sqlalchemy import func, select

from portal.core import outbox
from portal.core.database import db
from portal.core.events import Event
from portal.ingestion import services
from portal.ingestion.models import IngestionReject, IngestionRun
from portal.jobs.models import Job

PATH = "/api/v1/ingestion/jobs"


def a_posting(number=1, **values):
    """A job as the seed's example has it."""
    return {
        "external_id": f"custom-{number}",
        "title": f"Software Engineer {number}",
        "company": "Example Corp",
        "location": "Remote",
        "description": "What one does there.",
        "apply_url": "https://example.com/apply",
        "salary_range": "$100k - $150k",
        "type": "full_time",
        **values,
    }


def ingest(world, *jobs, source="custom"):
    """A run of these jobs, worked on by the worker; its row."""
    run_id = services.take_in(source, list(jobs), world.recruiter).id
    work()
    return run_now(run_id)


def work():
    """The worker does what is due now."""
    db.session.commit()
    db.session.expunge_all()
    outbox.run_due()
    db.session.expire_all()


def run_now(run_id):
    db.session.commit()
    db.session.expire_all()
    return db.session.scalars(select(IngestionRun).where(IngestionRun.id == run_id)).one()


def counts(run):
    """What became of a run's jobs: created, updated, unchanged, rejected."""
    return run.created, run.updated, run.unchanged, run.rejected


def jobs():
    """The jobs that came from somewhere, by their ids there."""
    found = db.session.scalars(select(Job).where(Job.external_id.is_not(None)).order_by(Job.id))
    return {job.external_id: job for job in found}


def rejects(run):
    """What was refused of a run, by place."""
    found = db.session.scalars(select(IngestionReject).where(IngestionReject.run_id == run.id))
    return {row.place: {one["field"]: one["reason"] for one in row.problems} for row in found}


def events(name):
    """How many events of a name there are."""
    return db.session.scalar(select(func.count(Event.id)).where(Event.name == name))
