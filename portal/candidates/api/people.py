"""JSON calls about candidates (seed 003, "Candidates")."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request

from portal.accounts.permissions import Permission
from portal.api.access import allows, caller
from portal.api.calls import file_answer
from portal.api.door import read_json, validated
from portal.api.payloads import Listing, Paging, known_id, named_by
from portal.candidates import services
from portal.candidates.api import calls
from portal.candidates.models import Application, ApplicationStatus, Candidate
from portal.candidates.payloads import (
    CV_FORM,
    CandidateChange,
    CandidateIn,
    CandidateOut,
    CandidatesQuery,
    OfJobQuery,
    candidate_json,
)
from portal.candidates.queries import applications, documents, lists, people, screening
from portal.candidates.queries.lists import Wanted
from portal.candidates.rules import Taken
from portal.candidates.rules_uploads import MEDIA_TYPES, Incoming
from portal.candidates.services import arrivals
from portal.candidates.services.arrivals import ReadCv
from portal.core.errors import BadInput, Conflict, RuleBroken
from portal.core.ids import Prefix, encode
from portal.interviews import queries as interviews
from portal.interviews.payloads import InterviewOut, interviews_json
from portal.jobs import queries as jobs
from portal.jobs.models import Job
from portal.notifications.services import send_selection_notification
from portal.storage import services as storage
from portal.web.downloads import attachment

ONE = "/candidates/<sid(cand):candidate_id>"
OF_JOB = "/jobs/<sid(job):job_id>/candidates"
SORTS = {"-created": "newest", "name": "name"}


@calls.get("/candidates", Listing[CandidateOut])
@allows(Permission.CANDIDATES_READ)
def candidates(query: CandidatesQuery) -> Any:
    """People, the newest first unless asked otherwise."""
    return _listed(query, known_id(Prefix.JOB, "job_id", query.job_id))


@calls.get(OF_JOB, Listing[CandidateOut])
@allows(Permission.CANDIDATES_READ)
def job_candidates(job_id: int, query: OfJobQuery) -> Any:
    """Who is put forward for the job."""
    return _listed(query, jobs.get_job(job_id).id)


def _listed(query: OfJobQuery, job_id: int | None) -> dict[str, Any]:
    has_cv = None if query.has_cv is None else query.has_cv == "true"
    wanted = Wanted(query.q.strip(), query.skill.strip(), query.status, job_id, has_cv, SORTS[query.sort])
    found = lists.people(caller().company_id, wanted, query.cursor, query.limit, whole=True)
    known = lists.applications_by_person([row.id for row in found.items])
    staff = caller().client_id is None
    told = _answers(known)
    items = [candidate_json(row, known[row.id], told, staff=staff) for row in found.items]
    return {"items": items, "next": found.next}


def _answers(known: Mapping[int, Sequence[Any]]) -> Mapping[int, Sequence[Any]]:
    """The screening answers of all these applications, for the company's own people; nobody else is told them."""
    if caller().client_id is not None:
        return {}
    return screening.answers_by_application(row.id for rows in known.values() for row in rows)


def _sent() -> dict[str, Any]:
    """The body, or the CV in its place: read before the transaction begins, for that takes its time."""
    if request.mimetype != "multipart/form-data":
        return {"body": validated(CandidateIn, read_json()), "cv": None}
    file = request.files.get("file") or request.files.get("cv")
    if file is None:
        raise BadInput(fields={"file": "Send the CV as `file`, or the person as JSON."})
    unknown = {*request.form, *request.files} - {"candidate_id", "file", "cv"}
    if unknown:
        raise BadInput(fields={name[:60]: "There is no such field here." for name in sorted(unknown)})
    body = validated(CandidateIn, request.form.to_dict())
    return {"body": body, "cv": arrivals.read_cv(Incoming(file.filename or "", file.stream))}


@calls.post(OF_JOB, CandidateOut, status=201, or_form=CV_FORM)
@allows(Permission.CANDIDATES_WRITE, before=_sent)
def create_candidate(job_id: int, body: CandidateIn, cv: ReadCv | None) -> Any:
    """Put somebody forward for the job: a new person as JSON or by a CV, or a known one by `candidate_id`.

    Somebody with the e-mail address, phone number or profile is known already: 409 says who, and nothing is changed.
    Send the call again with that `candidate_id` to put this person forward.
    """
    job = jobs.get_job(job_id)
    try:
        application = _put_forward(job, body, cv)
    except Taken as taken:
        raise _known(taken) from taken
    return _shown(application.candidate_id), 201


def _put_forward(job: Job, body: CandidateIn, cv: ReadCv | None) -> Application:
    fields = body.columns()
    if body.candidate_id is not None:
        if fields:
            words = "Somebody known is changed by PUT /api/candidates/…, not here."
            raise BadInput(fields={name: words for name in sorted(fields)})
        with named_by("candidate_id"):
            known = people.get_candidate(body.candidate_id)
        return arrivals.put_forward_known(known, cv, job, by=caller())
    if cv is not None:
        return arrivals.put_forward_read(cv, job, by=caller())
    if not body.name and not body.first_name:
        raise BadInput(fields={"name": "This field is required."})
    return arrivals.put_forward_new(fields, job, by=caller())


def _known(taken: Taken) -> Conflict:
    refusal = Conflict(next(iter(taken.fields.values())))
    refusal.details = [
        {"field": field, "reason": taken.fields[field], "candidate_id": encode(Prefix.CANDIDATE, number)}
        for field, (number, _) in taken.owners.items()
    ]
    return refusal


@calls.get(ONE, CandidateOut)
@allows(Permission.CANDIDATES_READ)
def candidate(candidate_id: int) -> Any:
    """One person."""
    return _shown(candidate_id)


@calls.put(ONE, CandidateOut)
@allows(Permission.CANDIDATES_WRITE)
def update_candidate(candidate_id: int, body: CandidateChange) -> Any:
    """Change what is sent; `status` moves an application."""
    found, fields = people.get_candidate(candidate_id), body.columns()
    missing = sorted(name for name in ("name", "first_name") if name in fields and not fields[name])
    if missing:
        raise BadInput(fields={name: "This cannot be taken away." for name in missing})
    try:
        services.update_candidate(found, fields, by=caller(), version=body.version)
    except Taken as taken:
        raise _known(taken) from taken
    if body.status is not None:
        _move(found, body)
    return _shown(candidate_id)


def _move(found: Candidate, body: CandidateChange) -> None:
    wanted = [
        application
        for application in applications.applications_of(found.id)
        if body.application_id in (None, application.id)
    ]
    if not wanted:
        raise BadInput(fields={"application_id" if body.application_id else "status": "There is no such application."})
    if wanted[0].status is not body.status:
        services.move(wanted[0], ApplicationStatus(body.status or ""), by=caller(), reason=body.reason)


@calls.delete(ONE, CandidateOut)
@allows(Permission.CANDIDATES_WRITE)
def delete_candidate(candidate_id: int) -> Any:
    """Hide the person at once and cancel what is planned; wiped for good after 30 days. Answers what was deleted."""
    shown = _shown(candidate_id)
    services.delete_candidate(people.get_candidate(candidate_id), by=caller())
    return shown


@calls.get(f"{ONE}/interview-history", Listing[InterviewOut])
@allows(Permission.INTERVIEWS_READ)
def interview_history(candidate_id: int, query: Paging) -> Any:
    """Every round of the person's interviews, in the order in which they were planned."""
    people.get_candidate(candidate_id)
    wanted = interviews.Wanted(candidate_id=candidate_id, sort="created")
    found = interviews.interview_page(wanted, query.cursor, query.limit, whole=True)
    parts = interviews.parts_of(found.items)
    return {"items": interviews_json(found.items, parts, caller()), "next": found.next}


@calls.post(f"{ONE}/send-selection-notification", CandidateOut)
@allows(Permission.CANDIDATES_WRITE)
def send_selection(candidate_id: int) -> Any:
    """Write the good news to a selected candidate.

    Opens a portal account if there is none; the mail has the link to set its password.
    """
    known = applications.applications_of(people.get_candidate(candidate_id).id)
    if not known:
        raise RuleBroken("This person is not put forward for any job.")
    selected = [application for application in known if application.status is ApplicationStatus.SELECTED]
    send_selection_notification((selected or known)[0], caller())
    return _shown(candidate_id)


@calls.get(f"{ONE}/cv", file_answer(*MEDIA_TYPES.values()))
@allows(Permission.CANDIDATES_READ)
def cv(candidate_id: int) -> Response:
    """The CV in use, as a download."""
    file = documents.get_document(candidate_id).file
    source = storage.source_of(file)
    return attachment(source, name=file.name, media_type=file.media_type, digest=file.sha256, size=file.size)


def _shown(candidate_id: int) -> dict[str, Any]:
    found = lists.whole_person(candidate_id)
    known = lists.applications_by_person([candidate_id])
    return candidate_json(found, known[candidate_id], _answers(known), staff=caller().client_id is None)
