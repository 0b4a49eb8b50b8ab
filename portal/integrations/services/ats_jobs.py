"""Events about jobs: found or made, changed, moved, by the verbs of the pages."""

from decimal import Decimal, InvalidOperation
from typing import Any

from portal.clients import services as clients
from portal.core.database import db
from portal.core.errors import BadInput, Missing
from portal.core.ids import Prefix, decode
from portal.core.paging import LARGEST
from portal.integrations import queries_ats as queries
from portal.integrations.ats.event import AtsEvent, JobFacts, Kind
from portal.integrations.models import RecordKind
from portal.integrations.services.ats_work import NothingToDo, Work, find, hold, is_older, note_time, point
from portal.jobs import queries as jobs
from portal.jobs import rules as job_rules
from portal.jobs import services
from portal.jobs.models import EmploymentType, Job, JobStatus, PayPeriod, Priority

JOB = "job"
MOST_DESCRIPTION = 20_000


def job_for(work: Work, facts: JobFacts | None) -> Job | None:
    """The job that is meant, made if it is not known; None when the event names none.

    Raises NothingToDo for a job of another client than the submission's, BadInput (`job.job_id`) for one of our own
    ids that names nothing.
    """
    if facts is None or not (facts.external_id or facts.our_id):
        return None
    if facts.our_id:
        return _remember(work, _ours(work, facts.our_id))
    record = hold(work, RecordKind.JOB, facts.external_id or "")
    if record.our_id is not None:
        return _remember(work, jobs.get_job(record.our_id))
    known = queries.find_job(work.source, record.external_id)
    job = known or _make(work, facts)
    point(record, job.id, made=known is None)
    return _remember(work, job)


def _remember(work: Work, job: Job) -> Job:
    if work.client_id not in (None, job.client_id):
        raise NothingToDo("This job belongs to another client than the submission.")
    work.changed["job_id"] = job.id
    return job


def _ours(work: Work, text: str) -> Job:
    number = decode(Prefix.JOB, text)
    try:
        job = jobs.get_job(number if number is not None and number <= LARGEST else 0)
    except Missing:
        raise BadInput(fields={"job.job_id": "There is nothing with this id."}) from None
    return job


def _make(work: Work, facts: JobFacts) -> Job:
    title = facts.title or f"Job {facts.external_id}"[:200]
    values = {**DEFAULTS, **_values(facts), "title": title}
    client = _client(work, facts)
    try:
        job = services.create_job(client, values, work.by)
    except BadInput as refusal:
        usable = {name: DEFAULTS.get(name) if name in refusal.fields else value for name, value in values.items()}
        job = services.create_job(client, {**usable, "title": title}, work.by)
    # Of two accounts at one vendor the same number is not the same job.
    job.source = f"{work.source}:{work.place}" if work.place else work.source
    job.external_id = (facts.external_id or "")[:200]
    db.session.flush()
    work.say(f"The job “{job.title}” was opened.")
    return job


DEFAULTS: dict[str, Any] = {
    "employment_type": EmploymentType.FULL_TIME,
    "salary_currency": "INR",
    "salary_period": PayPeriod.YEAR,
    "priority": Priority.MEDIUM,
    "openings": 1,
    "is_public": False,
}


def _client(work: Work, facts: JobFacts) -> int:
    """Whose job it is: the submission's client, else who is named, else one that stands for the other system."""
    if work.client_id is not None:
        return work.client_id
    name = facts.client or f"Imported from {work.system}"
    record = hold(work, RecordKind.CLIENT, name.casefold()[:200], of_all=True)
    found = queries.find_client(name)
    if found is not None:
        return found
    try:
        client = clients.create_client({"company_name": name}, work.by)
    except BadInput as refusal:
        raise NothingToDo(f"{refusal.message} Activate the client “{name}”, then run this again.") from refusal
    client.imported = True
    point(record, client.id, made=True)
    return client.id


def _values(facts: JobFacts) -> dict[str, Any]:
    """What they say of the job, as columns of ours."""
    found: dict[str, Any] = {}
    for name, value in facts.fields.items():
        if name == "employment_type":
            found[name] = EmploymentType(value) if value in set(EmploymentType) else EmploymentType.FULL_TIME
        elif name in ("salary_min", "salary_max"):
            found[name] = _amount(value)
        elif name == "description":
            found[name] = value[:MOST_DESCRIPTION]
        else:
            found[name] = value
    if found.get("salary_currency") not in job_rules.CURRENCIES:
        for name in ("salary_currency", "salary_min", "salary_max"):
            found.pop(name, None)
    return found


def _amount(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return round(found, 2) if found.is_finite() and 0 <= found <= job_rules.MOST_PAY else None


def keep(work: Work, event: AtsEvent) -> None:
    """The job as they say it: made, changed, moved. An advertisement changes the job that it is for, and makes none."""
    facts = event.job or JobFacts()
    record = find(work, RecordKind.JOB, facts.external_id)
    if facts.is_posting and (record is None or record.our_id is None):
        raise NothingToDo("The job of this posting is not known here.")
    if is_older(record, JOB, event.occurred_at):
        raise NothingToDo("It is older than what was applied already.")
    known = record is not None and record.our_id is not None
    job = job_for(work, facts)
    if job is None:
        raise NothingToDo("It names no job.")
    if known:
        _update(work, job, facts)
    if facts.status in set(JobStatus):
        bring_to(work, job, JobStatus(facts.status))
    note_time(find(work, RecordKind.JOB, facts.external_id), JOB, event.occurred_at)


def _update(work: Work, job: Job, facts: JobFacts) -> None:
    said = _values(facts)
    # `openings` counts what is still free here, and hires have used some of theirs.
    said.pop("openings", None)
    if facts.title and not facts.is_posting:
        said["title"] = facts.title
    values = {**{name: getattr(job, name) for name in services.FIELDS}, **said}
    if work.attempt(lambda: services.update_job(job, values, work.by, version=job.version)):
        work.say(f"The job “{job.title}” is as they say it.")


def bring_to(work: Work, job: Job, wanted: JobStatus) -> None:
    """Move the job, or write down why it cannot move."""
    if job.status is not wanted and work.attempt(lambda: services.move_job(job, wanted, work.by)):
        work.say(f"The job “{job.title}” is {job_rules.WORDS[wanted]} now.")


def close(work: Work, event: AtsEvent) -> None:
    """Theirs is closed or deleted: ours is closed. Jobs are never deleted here, for people applied for them."""
    facts = event.job or JobFacts()
    record = find(work, RecordKind.JOB, facts.external_id)
    number = record.our_id if record is not None else None
    if number is None and event.kind is not Kind.JOB_DELETED and facts.our_id:
        number = _ours(work, facts.our_id).id
    if number is None:
        raise NothingToDo("This job is not known here.")
    if is_older(record, JOB, event.occurred_at):
        raise NothingToDo("It is older than what was applied already.")
    job = _remember(work, jobs.get_job(number))
    if job.status in (JobStatus.CLOSED, JobStatus.FILLED):
        work.say(f"The job “{job.title}” was {job_rules.WORDS[job.status]} already.")
    bring_to(work, job, JobStatus.CLOSED) if job.status in job_rules.LIVE else None
    note_time(record, JOB, event.occurred_at)
