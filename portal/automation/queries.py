"""What is asked of applications that are being made."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.automation.models import AutomationTask, ConfirmedSite, TaskState
from portal.automation.rules import LIVING
from portal.candidates.models import Application
from portal.core.database import db
from portal.core.errors import Missing
from portal.jobs.models import Job, JobStatus

T = AutomationTask
SHOWN = 50


def get_task(task_id: int) -> AutomationTask:
    """A task of the present scope. Raises Missing."""
    found = db.session.scalars(select(T).where(T.id == task_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def lock_task(task_id: int) -> AutomationTask | None:
    """The task as stored now, held until the transaction ends."""
    wanted = select(T).where(T.id == task_id).with_for_update()
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()


def tasks_of(candidate_id: int) -> Sequence[AutomationTask]:
    """The newest tasks of a candidate."""
    return db.session.scalars(select(T).where(T.candidate_id == candidate_id).order_by(T.id.desc()).limit(SHOWN)).all()


def living_task(candidate_id: int, job_id: int) -> AutomationTask | None:
    """The task for that job that has not ended, or has made the application."""
    states = (*LIVING, TaskState.COMPLETED)
    wanted = select(T).where(T.candidate_id == candidate_id, T.job_id == job_id, T.state.in_(states))
    return db.session.scalars(wanted.order_by(T.id.desc()).limit(1)).one_or_none()


def open_job(job_id: int) -> Job | None:
    """The job if it stands open in public."""
    wanted = select(Job).where(Job.id == job_id, Job.status == JobStatus.OPEN, Job.is_public)
    return db.session.scalars(wanted).one_or_none()


def has_applied(candidate_id: int, job_id: int) -> bool:
    """Whether the candidate has an application for the job."""
    wanted = select(Application.id).where(Application.candidate_id == candidate_id, Application.job_id == job_id)
    return db.session.scalar(wanted) is not None


def is_confirmed(candidate_id: int, host: str) -> bool:
    """Whether the candidate lets the portal send to the host."""
    wanted = select(ConfirmedSite.id).where(ConfirmedSite.candidate_id == candidate_id, ConfirmedSite.host == host)
    return db.session.scalar(wanted) is not None
