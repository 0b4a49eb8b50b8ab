"""Verbs that change jobs. Each records its event, flushes, and never commits."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from portal.clients import queries as clients
from portal.clients import rules as client_rules
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput, Conflict, Missing
from portal.core.events import changes, record
from portal.core.people import Person
from portal.jobs import rules
from portal.jobs.models import Job, JobStatus

FIELDS = (
    "title",
    "description",
    "department",
    "location",
    "employment_type",
    "experience_min",
    "experience_max",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_period",
    "required_skills",
    "nice_to_have_skills",
    "priority",
    "openings",
    "is_public",
)
SALARY = ("salary_min", "salary_max", "salary_currency", "salary_period")
MAY_BE_NONE = frozenset({"department", "experience_min", "experience_max", "salary_min", "salary_max"})


def create_job(client_id: int, values: Mapping[str, Any], by: Person) -> Job:
    """Open a job for an active client that `by` sees; `values` may hold FIELDS, anything else is not looked at.

    Raises BadInput.
    """
    clean = _clean(values)
    found = rules.problems_of(clean, JobStatus.OPEN)
    try:
        client = clients.get_client(client_id)
        client_rules.check_serves(client.status)
    except Missing:
        found["client_id"] = "Choose a client from the list."
    except BadInput as refusal:
        found |= refusal.fields
    if found:
        raise BadInput(fields=found)
    job = Job(
        company_id=by.company_id,
        client_id=client_id,
        **clean,
        status=JobStatus.OPEN,
        created_at=now(),
        created_by=by.email,
    )
    db.session.add(job)
    db.session.flush()
    about = {"title": job.title, "client": client.company_name}
    record("job.created", job, by, new=clean, about=about, client_id=client_id, job_id=job.id)
    return job


def update_job(job: Job, values: Mapping[str, Any], by: Person, *, version: int) -> Job:
    """Change the job that was read at `version`; its client and its status stay.

    Raises BadInput, and Conflict when it has changed since.
    """
    if version != job.version:
        raise Conflict("Somebody else changed this job while you were editing it.")
    clean = _clean(values)
    rules.check_values(clean, job.status)
    old, new = changes(job, clean)
    if not new:
        return job
    if job.salary_text is not None and not new.keys().isdisjoint(SALARY):
        # The numbers are a person's now, so the source's words do not describe them any more.
        old["salary_text"], new["salary_text"] = job.salary_text, None
    for name, value in new.items():
        setattr(job, name, value)
    db.session.flush()
    record("job.updated", job, by, old=old, new=new, about={"title": job.title}, job_id=job.id)
    return job


def hold_job(job: Job, by: Person) -> Job:
    """Pause an open job: its applications stay, new ones are still taken. Raises JobCannotMove."""
    return _move(job, JobStatus.ON_HOLD, by)


def close_job(job: Job, by: Person) -> Job:
    """End a job without filling it: it takes no new applications. Raises JobCannotMove."""
    return _move(job, JobStatus.CLOSED, by)


def fill_job(job: Job, by: Person) -> Job:
    """Say that every place is taken, whatever is left of them. Raises JobCannotMove."""
    return _move(job, JobStatus.FILLED, by)


def reopen_job(job: Job, by: Person) -> Job:
    """Open a job again; one without an opening left gets one, for an open job offers something.

    Raises JobCannotMove.
    """
    return _move(job, JobStatus.OPEN, by)


def move_job(job: Job, wanted: JobStatus, by: Person) -> Job:
    """Bring the job to a status by its own verb; to where it stands already changes nothing. Raises JobCannotMove."""
    verbs = {
        JobStatus.OPEN: reopen_job,
        JobStatus.ON_HOLD: hold_job,
        JobStatus.CLOSED: close_job,
        JobStatus.FILLED: fill_job,
    }
    return job if job.status is wanted else verbs[wanted](job, by)


def use_opening(job: Job, by: Person) -> Job:
    """A hire takes one opening; a live job whose last one it was becomes filled. Raises NoOpening.

    Of two hires for the last place one wins: the database counts, not what was read before.
    """
    taken = update(Job).where(Job.id == job.id, Job.openings > 0).values(_changed_by(-1))
    if not _count(job, taken):
        raise rules.NoOpening
    if job.openings == 0 and job.status in rules.LIVE:
        _move(job, JobStatus.FILLED, by)
    return job


def give_opening_back(job: Job, by: Person) -> Job:
    """A hire was taken back: its opening is free again, and a filled job is open again."""
    _count(job, update(Job).where(Job.id == job.id).values(_changed_by(1)))
    if job.status is JobStatus.FILLED:
        _move(job, JobStatus.OPEN, by)
    return job


def _changed_by(number: int) -> dict[Any, Any]:
    return {Job.openings: Job.openings + number, Job.version: Job.version + 1}


def _count(job: Job, statement: Any) -> bool:
    """Run a conditional update of a job, and read the row again. Whether it changed a row."""
    db.session.flush()
    result: Any = db.session.execute(statement, execution_options={"synchronize_session": False})
    db.session.refresh(job)
    return bool(result.rowcount)


def _move(job: Job, wanted: JobStatus, by: Person) -> Job:
    rules.check_move(job.status, wanted)
    old: dict[str, Any] = {"status": job.status}
    new: dict[str, Any] = {"status": wanted}
    job.status = wanted
    if wanted is JobStatus.OPEN and job.openings == 0:
        old["openings"], new["openings"] = 0, 1
        job.openings = 1
    db.session.flush()
    about = {"title": job.title, "from": old["status"], "to": wanted}
    record("job.status_changed", job, by, old=old, new=new, about=about, job_id=job.id)
    return job


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    clean = {name: values.get(name) for name in FIELDS}
    for name in ("required_skills", "nice_to_have_skills"):
        clean[name] = rules.tidy_skills(clean[name])
    for name in ("title", "description", "location"):
        clean[name] = str(clean[name] or "").strip()
    for name in MAY_BE_NONE:
        clean[name] = None if clean[name] == "" else clean[name]
    clean["is_public"] = bool(clean["is_public"])
    return clean
