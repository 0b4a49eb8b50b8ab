"""What changes an application: putting forward, moving, selecting, rejecting, showing it to the client."""

from typing import Any

from portal.candidates import rules
from portal.candidates.models import Application, ApplicationStatus, Candidate
from portal.candidates.queries import applications as queries
from portal.core.clock import now
from portal.core.database import db, insert_once
from portal.core.errors import Missing
from portal.core.events import Event, record
from portal.core.people import Person
from portal.jobs import rules as job_rules
from portal.jobs import services as jobs
from portal.jobs.models import Job

S = ApplicationStatus


def apply(
    candidate: Candidate, job: Job, *, by: Person, source: str | None = None, by_themselves: bool = False
) -> Application:
    """Put the person forward for the job; `by_themselves`: nobody of the company did, so its people are told.

    Raises AlreadyApplied, RuleBroken for a job that takes no applications, Missing for a deleted person.
    """
    if candidate.deleted_at is not None:
        raise Missing
    job_rules.check_takes_applications(job.status)
    moment = now()
    made = insert_once(
        Application,
        ["candidate_id", "job_id"],
        company_id=job.company_id,
        candidate_id=candidate.id,
        job_id=job.id,
        client_id=job.client_id,
        status=S.NEW,
        source=source,
        created_at=moment,
        created_by=by.email,
        moved_at=moment,
    )
    if made is None:
        raise rules.AlreadyApplied(candidate.name, job.title)
    application = queries.lock_application(made)
    about = {"job": job.title} | ({"by_themselves": True} if by_themselves else {})
    _note("application.created", application, by, new={"source": source}, about=about)
    return application


def move(
    application: Application,
    status: ApplicationStatus,
    *,
    by: Person,
    reason: str | None = None,
    version: int | None = None,
) -> Application:
    """Move it as the table allows; REJECTED needs a reason. SELECTED is left by giving the opening back.

    `version` is what the page showed: if somebody moved it since, ChangedMeanwhile says who and where to.
    Raises CannotMove, BadInput with field `reason`.
    """
    application = queries.lock_application(application.id)
    if version is not None and version != application.version:
        raise rules.ChangedMeanwhile(_what_happened(application))
    rules.check_move(application.status, status)
    text = rules.check_reason(reason) if status is S.REJECTED else None
    return _set(application, status, by, reason=text)


def start_progress(application: Application, by: Person) -> Application:
    """A round was passed: the application is in progress. Harmless when it is already, or when it is selected.

    Raises CannotMove for a rejected one.
    """
    application = queries.lock_application(application.id)
    if application.status in (S.IN_PROGRESS, S.SELECTED):
        return application
    rules.check_move(application.status, S.IN_PROGRESS)
    return _set(application, S.IN_PROGRESS, by)


def select_application(application: Application, by: Person, salary_offered: str | None = None) -> Application:
    """The hire: SELECTED, since now, for that pay; one opening of the job is used up.

    Raises InvalidState from SELECTED or REJECTED, and what the job refuses when it has no opening left.
    """
    application = queries.lock_application(application.id)
    rules.check_hire(application.status)
    jobs.use_opening(application.job, by=by)
    application.selected_at = now()
    application.salary_offered = (salary_offered or "").strip() or None
    return _set(application, S.SELECTED, by)


def reject_application(application: Application, by: Person, reason: str) -> Application:
    """Reject with a reason. Rejecting what is rejected changes nothing. Raises CannotMove, BadInput."""
    application = queries.lock_application(application.id)
    if application.status is S.REJECTED:
        return application
    return move(application, S.REJECTED, by=by, reason=reason)


def withdraw(application: Application, by: Person) -> Application:
    """The candidate takes the application back: rejected with the reason `withdrawn`. Raises CannotMove."""
    return reject_application(application, by, rules.WITHDRAWN)


def share_with_client(application: Application, *, by: Person) -> Application:
    """Let the client see it before it is shortlisted. Repeating it changes nothing."""
    return _share(application, True, by)


def unshare(application: Application, *, by: Person) -> Application:
    """Take the sharing back. Raises RuleBroken from SHORTLISTED on."""
    rules.check_unshare(application.status)
    return _share(application, False, by)


def _share(application: Application, seen: bool, by: Person) -> Application:
    application = queries.lock_application(application.id)
    if application.client_sees is seen:
        return application
    application.client_sees = seen
    db.session.flush()
    _note("application.shared", application, by, old={"client_sees": not seen}, new={"client_sees": seen})
    return application


def _set(application: Application, status: ApplicationStatus, by: Person, *, reason: str | None = None) -> Application:
    before = application.status
    if before is S.SELECTED:
        jobs.give_opening_back(application.job, by=by)
        application.selected_at = application.salary_offered = None
    application.status = status
    application.moved_at = now()
    application.rejection_reason = reason
    application.client_sees = application.client_sees or status in rules.SHOWN
    db.session.flush()
    old, new = {"status": before.value}, {"status": status.value}
    details = {**new, "reason": reason} if reason else new
    _note("application.status_changed", application, by, old=old, new=details, about={"from": before, "to": status})
    return application


def _note(name: str, application: Application, by: Person, **values: Any) -> Event:
    return record(
        name,
        application,
        by,
        candidate_id=application.candidate_id,
        client_id=application.client_id,
        job_id=application.job_id,
        **values,
    )


def _what_happened(application: Application) -> str:
    last = queries.last_move(application.id)
    word = rules.WORDS[application.status]
    if last is None:
        return f"Somebody changed this application meanwhile; it is {word} now."
    return f"{last.actor_name} was quicker: the application is {word} now."
