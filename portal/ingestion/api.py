"""JSON calls of ingestion (seed 002, "Job Ingestion Service")."""

from typing import Any

from portal.accounts.permissions import Permission
from portal.api.access import allows, caller
from portal.api.calls import Calls
from portal.ingestion import queries, services
from portal.ingestion.payloads import AcceptedOut, IngestionIn, ProgressOut, accepted_json, progress_json
from portal.ingestion.rules import MOST_BYTES, MOST_REJECTS

calls = Calls("ingestion_api", __name__, "Ingestion")


@calls.post("/v1/ingestion/jobs", AcceptedOut, status=202)
@allows(Permission.JOBS_WRITE, most_bytes=MOST_BYTES)
def ingest_jobs(body: IngestionIn) -> Any:
    """Take in up to 1,000 jobs; the worker makes or changes them."""
    run = services.take_in(body.source, body.jobs, caller())
    return {"success": True, "data": accepted_json(run)}, 202


@calls.get("/v1/ingestion/<sid(ing):ingestion_id>", ProgressOut)
@allows(Permission.JOBS_READ)
def ingestion(ingestion_id: int) -> Any:
    """How far a run is, and which of its jobs could not be taken and why (at most 200 of them)."""
    run = queries.get_run(ingestion_id)
    rejects = queries.rejects_of(run.id, MOST_REJECTS) if run.rejected else ()
    return {"success": True, "data": progress_json(run, rejects)}
