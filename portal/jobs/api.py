"""JSON calls about jobs (seed 003, "Jobs")."""

from collections.abc import Sequence
from typing import Any

from portal.accounts.permissions import Permission
from portal.api.access import allows, caller
from portal.api.calls import Calls
from portal.api.payloads import Listing, known_id
from portal.core.errors import BadInput
from portal.core.ids import Prefix, decode
from portal.jobs import queries, queries_listed, queries_questions, services, services_questions
from portal.jobs.payloads import (
    JobChange,
    JobIn,
    JobOut,
    JobsQuery,
    ListedOut,
    ListedQuery,
    QuestionIn,
    job_json,
    listed_json,
)
from portal.jobs.queries import Wanted
from portal.jobs.queries_listed import Listed

calls = Calls("jobs_api", __name__, "Jobs")
ONE = "/jobs/<sid(job):job_id>"


@calls.get("/jobs", Listing[JobOut])
@allows(Permission.JOBS_READ)
def jobs(query: JobsQuery) -> Any:
    """Jobs, the newest first unless asked otherwise."""
    client_id = decode("client", query.client_id) if query.client_id else None
    if query.client_id and client_id is None:
        raise BadInput(fields={"client_id": "There is nothing with this id."})
    wanted = Wanted(query.q, client_id, query.status or (), query.priority or (), query.sort)
    found = queries.job_page(wanted, query.cursor, query.limit, whole=True)
    asked = queries_questions.asked_by([row.id for row in found.items])
    return {"items": [job_json(row, asked.get(row.id, ())) for row in found.items], "next": found.next}


@calls.get("/v1/jobs", ListedOut)
@allows(Permission.JOBS_READ, candidates=True)
def listed_jobs(query: ListedQuery) -> Any:
    """Jobs by numbered pages, the newest first: the company's, or, for a candidate, those that stand in public."""
    candidate = caller().is_candidate
    client_id = known_id(Prefix.CLIENT, "client_id", query.client_id)
    wanted = Listed(query.q, query.location, query.type or (), client_id, query.status or (), public=candidate)
    found, total = queries_listed.jobs_listed(wanted, query.page, query.per_page)
    asked = queries_questions.asked_by([row.id for row in found])
    agency = caller().company_name
    jobs = [listed_json(row, asked.get(row.id, ()), agency, candidate=candidate) for row in found]
    return {"success": True, "data": {"jobs": jobs, "page": query.page, "per_page": query.per_page, "total": total}}


@calls.post("/jobs", JobOut, status=201)
@allows(Permission.JOBS_WRITE)
def create_job(body: JobIn) -> Any:
    """Open a job for an active client."""
    job = services.create_job(body.client_id, body.model_dump(exclude={"client_id", "screening_questions"}), caller())
    if body.screening_questions:
        services_questions.replace_questions(job, _wanted(body.screening_questions), caller())
    return _shown(job.id), 201


@calls.get(ONE, JobOut)
@allows(Permission.JOBS_READ)
def job(job_id: int) -> Any:
    """One job."""
    return _shown(job_id)


@calls.put(ONE, JobOut)
@allows(Permission.JOBS_WRITE)
def update_job(job_id: int, body: JobChange) -> Any:
    """Change what is sent. `status` moves the job as its table allows."""
    found, values = queries.get_job(job_id), body.sent()
    status, version = values.pop("status", None), values.pop("version", None) or found.version
    missing = {name for name, value in values.items() if value is None} - services.MAY_BE_NONE
    if missing:
        raise BadInput(fields={name: "This cannot be taken away." for name in sorted(missing)})
    questions = values.pop("screening_questions", None)
    if values:
        stored = {name: getattr(found, name) for name in services.FIELDS}
        version = services.update_job(found, {**stored, **values}, caller(), version=version).version
    if questions is not None:
        services_questions.replace_questions(found, _wanted(questions), caller(), version=version)
    if status is not None:
        services.move_job(found, status, caller())
    return _shown(found.id)


def _wanted(questions: Sequence[QuestionIn]) -> list[dict[str, Any]]:
    return [{"id": one.question_id, "text": one.text, "kind": one.kind, "options": one.options} for one in questions]


def _shown(job_id: int) -> dict[str, Any]:
    return job_json(queries.whole_job(job_id), queries_questions.asked_by([job_id]).get(job_id, ()))
