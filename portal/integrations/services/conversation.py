"""The conversation that belongs to an application: the one place where this feature asks conversations for it."""

from typing import Any

from portal.candidates.models import Application
from portal.core.ids import Prefix, encode
from portal.integrations import queries_ats as queries


def conversation_of(application: Application) -> dict[str, Any] | None:
    """`{"id", "candidateId", "jobId", "status"}` of the conversation of its candidate and job; None without one."""
    found = queries.find_conversation(application.candidate_id, application.job_id)
    if found is None:
        return None
    return {
        "id": found.id,
        "candidateId": str(encode(Prefix.CANDIDATE, application.candidate_id)),
        "jobId": str(encode(Prefix.JOB, application.job_id)),
        "status": found.status.value,
    }
