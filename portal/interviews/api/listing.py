"""Reading interviews, and how many stand where."""

from collections import defaultdict
from typing import Any

from portal.accounts.permissions import Permission
from portal.analytics import queries as analytics
from portal.api.access import allows, caller
from portal.api.payloads import Listing, known_id
from portal.core.ids import Prefix, encode
from portal.interviews import queries
from portal.interviews.api import ONE, calls
from portal.interviews.models import InterviewStatus
from portal.interviews.payloads import InterviewOut, InterviewsQuery, PipelineOut, interview_json, interviews_json
from portal.interviews.queries import Wanted


@calls.get("/interviews", Listing[InterviewOut])
@allows(Permission.INTERVIEWS_READ, candidates=True)
def interviews(query: InterviewsQuery) -> Any:
    """Interviews, the newest first unless asked otherwise; a candidate's own for a candidate."""
    by = caller()
    wanted = Wanted(
        statuses=_asked(query.status or [], by.is_candidate),
        user_id=by.id if query.mine == "true" and not by.is_candidate else None,
        job_id=known_id(Prefix.JOB, "job_id", query.job_id),
        client_id=known_id(Prefix.CLIENT, "client_id", query.client_id),
        candidate_id=known_id(Prefix.CANDIDATE, "candidate_id", query.candidate_id),
        first=query.since,
        last=query.until,
        text=query.q,
        sort=query.sort,
        zone=by.time_zone,
    )
    found = queries.interview_page(wanted, query.cursor, query.limit, whole=True)
    return {"items": interviews_json(found.items, queries.parts_of(found.items), by), "next": found.next}


def _asked(statuses: list[InterviewStatus], by_candidate: bool) -> list[InterviewStatus]:
    """The statuses to look for: to a candidate a decided round is a completed one, so neither can be told apart."""
    if not by_candidate or not statuses:
        return statuses
    told = {InterviewStatus.COMPLETED, InterviewStatus.PASSED, InterviewStatus.FAILED}
    kept = [status for status in statuses if status not in told]
    return kept + sorted(told) if InterviewStatus.COMPLETED in statuses else kept or [InterviewStatus.DRAFT]


@calls.get(ONE, InterviewOut)
@allows(Permission.INTERVIEWS_READ, candidates=True)
def interview(interview_id: int) -> Any:
    """One interview, with the times that are free now."""
    return shown(interview_id)


def shown(interview_id: int) -> dict[str, Any]:
    """The interview as it is now, as the caller may see it."""
    row = queries.whole_interview(interview_id)
    return interview_json(row, queries.parts_of([row])[row.id], caller())


@calls.get("/interviews/stats/pipeline", PipelineOut)
@allows(Permission.INTERVIEWS_READ)
def pipeline() -> Any:
    """How many people and interviews stand where, also by round and by job."""
    found = queries.pipeline()
    rounds, applications, held = (_table(found[part]) for part in ("rounds", "job_applications", "job_interviews"))
    return {
        **analytics.stats(),
        "by_round": [{"interview_round": number, "interviews": rounds[number]} for number in sorted(rounds)],
        "by_job": [
            {
                "job_id": encode(Prefix.JOB, job.id),
                "title": job.title,
                "applications": applications.get(job.id, {}),
                "interviews": held.get(job.id, {}),
            }
            for job in found["jobs"]
        ],
    }


def _table(rows: list[Any]) -> dict[int, dict[str, int]]:
    """Rows of (key, status, number) as counts by status for each key."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for key, status, number in rows:
        found[key][status.value] = number
    return dict(found)
