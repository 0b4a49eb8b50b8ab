"""The conversation that belongs to an application: the one place where this feature asks conversations for it."""

from typing import Any

from portal.candidates.models import Application
from portal.conversations.services.starting import start_for_application
from portal.core.people import Person


def conversation_of(application: Application, by: Person) -> dict[str, Any] | None:
    """`{"id", "candidateId", "jobId", "status"}` of the conversation of its candidate and job (seed 000, integers).

    Made if there is none yet; None for somebody who can be written to on no channel.
    """
    found = start_for_application(application, by=by)
    if found is None:
        return None
    return {
        "id": found.id,
        "candidateId": application.candidate_id,
        "jobId": application.job_id,
        "status": found.status.value,
    }
