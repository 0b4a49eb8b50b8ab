"""JSON calls about matches (seed 002, "Matching Service")."""

from typing import Any

from portal.accounts.permissions import Permission
from portal.api.access import allows, allows_candidates, caller
from portal.api.calls import Calls
from portal.core.errors import BadInput, NotAllowed
from portal.matching import services
from portal.matching.payloads import (
    MatchesIn,
    MatchesOut,
    MatchesQuery,
    MatchPageOut,
    PeopleMatchesOut,
    PeopleMatchesQuery,
    ProfileIn,
    ProfileOut,
    job_match_json,
    person_match_json,
    profile_json,
)

calls = Calls("matching_api", __name__, "Matching")


@calls.post("/v1/matching/jobs", MatchesOut)
@allows_candidates()
def match_jobs(body: MatchesIn) -> Any:
    """How well some open public jobs fit the caller, the best first."""
    fits = services.jobs_for(caller(), body.job_ids)
    known = {fit.row.id for fit in fits}
    unknown = [n for n, job_id in enumerate(body.job_ids) if job_id not in known]
    if unknown:
        raise BadInput(fields={f"job_ids.{n}": "There is no such open job." for n in unknown})
    return {"success": True, "data": {"matches": [job_match_json(fit.row, fit.match) for fit in fits]}}


@calls.get("/v1/matching/jobs", MatchPageOut)
@allows_candidates()
def best_jobs(query: MatchesQuery) -> Any:
    """The open public jobs that fit the caller best."""
    fits, first = services.jobs_for(caller()), (query.page - 1) * query.per_page
    shown = [job_match_json(fit.row, fit.match) for fit in fits[first : first + query.per_page]]
    place = {"page": query.page, "per_page": query.per_page, "total": len(fits)}
    return {"success": True, "data": {"matches": shown, **place}}


@calls.put("/v1/matching/profile", ProfileOut)
@allows_candidates()
def update_profile(body: ProfileIn) -> Any:
    """Say what the comparison should know."""
    values = {name: value for name, value in body.sent().items() if value is not None}
    return {"success": True, "data": profile_json(services.set_profile(values, caller()))}


@calls.get("/jobs/<sid(job):job_id>/matches", PeopleMatchesOut)
@allows(Permission.CANDIDATES_WRITE)
def people_for_job(job_id: int, query: PeopleMatchesQuery) -> Any:
    """People whom the company knows and has not put forward for the job, the best first."""
    by = caller()
    if by.client_id is not None:
        raise NotAllowed("People whom nobody has shown to the client are the company's alone.")
    fits = services.people_for(job_id, by.company_id, query.limit)
    return {"success": True, "data": {"matches": [person_match_json(fit.row, fit.match) for fit in fits]}}
