"""What the worker does for interviews."""

from typing import Any

from portal.core.database import transaction
from portal.core.outbox import task
from portal.core.people import SYSTEM
from portal.interviews import queries, services


@task("interviews.call_off")
def call_off(payload: dict[str, Any]) -> None:
    """Cancel what is still to happen of an application or of a candidate. A repeat finds nothing left."""
    with transaction():
        found = queries.open_interviews_of(
            application_id=payload.get("application_id"), candidate_id=payload.get("candidate_id")
        )
        for interview in found:
            services.cancel(interview, SYSTEM(interview.company_id), payload.get("reason", ""))
