"""The status of a job: each change is a POST to a noun, and each has its way back."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.jobs import queries, services
from portal.jobs.models import Job, JobStatus
from portal.jobs.pages import pages
from portal.jobs.rules import MOVES, WORDS
from portal.web.access import current_person, needs
from portal.web.fragments import back_to, toast

# Where a POST brings a job to this status.
ENDPOINTS = {
    JobStatus.OPEN: "jobs.reopen",
    JobStatus.ON_HOLD: "jobs.hold",
    JobStatus.CLOSED: "jobs.close",
    JobStatus.FILLED: "jobs.fill",
}


@pages.post("/jobs/<sid(job):job_id>/hold")
@needs(Permission.JOBS_WRITE)
def hold(job_id: int) -> AnyResponse:
    job = queries.get_job(job_id)
    before = job.status
    return _moved(services.hold_job(job, by=current_person()), before)


@pages.post("/jobs/<sid(job):job_id>/closure")
@needs(Permission.JOBS_WRITE)
def close(job_id: int) -> AnyResponse:
    job = queries.get_job(job_id)
    before = job.status
    return _moved(services.close_job(job, by=current_person()), before)


@pages.post("/jobs/<sid(job):job_id>/filling")
@needs(Permission.JOBS_WRITE)
def fill(job_id: int) -> AnyResponse:
    job = queries.get_job(job_id)
    before = job.status
    return _moved(services.fill_job(job, by=current_person()), before)


@pages.post("/jobs/<sid(job):job_id>/reopening")
@needs(Permission.JOBS_WRITE)
def reopen(job_id: int) -> AnyResponse:
    job = queries.get_job(job_id)
    before = job.status
    return _moved(services.reopen_job(job, by=current_person()), before)


def _moved(job: Job, before: JobStatus) -> AnyResponse:
    undo = url_for(ENDPOINTS[before], job_id=job.id) if before in MOVES[job.status] else None
    toast(f"{job.title} is {WORDS[job.status]}.", undo=undo)
    return back_to("jobs.show", job_id=job.id)
