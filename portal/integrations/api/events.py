"""The doors of other systems: the four vendors with their signatures, a system of one's own and Popp with a key."""

from typing import Any

from flask import request

from portal.accounts.permissions import Permission
from portal.api import door
from portal.api.access import allows, caller, open_to_all
from portal.core.errors import BadInput, Missing
from portal.integrations import queries_ats as queries
from portal.integrations import services
from portal.integrations.api import calls, inbound
from portal.integrations.ats.adapter import BadSignature
from portal.integrations.catalogue import IntegrationType
from portal.integrations.models import DeliveryState
from portal.integrations.payloads_ats import GenericEvent, PoppApplication, Received, Taken

SIGNED = "each delivery is proven by the signature of its vendor, with the secret of the submission in its address"


AS_IT_COMES = {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}


@inbound.post("/ats/<string:source>/<int:submission_id>", Received, request_body=AS_IT_COMES)
@open_to_all(SIGNED, integration="submission_id")
def receive(source: str, submission_id: int) -> Any:
    """Take in a signed delivery of Greenhouse, Lever, Ashby or Workable; the worker does the rest."""
    raw = request.get_data()
    try:
        proven = services.prove(source, submission_id, raw, dict(request.headers))
        door.count_integration(submission_id)
        _number, is_new = services.receive(proven)
    except (BadSignature, Missing):
        door.count_stranger()
        raise
    return {"success": True, "repeated": not is_new}


@inbound.post("/ats/generic", Taken, status=201, answers={200: Taken})
@allows(Permission.CANDIDATES_WRITE, integration="")
def generic(body: GenericEvent) -> Any:
    """Take in an event of a system of one's own, and work on it at once."""
    return _generic(body, None)


@inbound.post("/ats/generic/<int:submission_id>", Taken, status=201, answers={200: Taken})
@allows(Permission.CANDIDATES_WRITE, integration="submission_id")
def generic_of(submission_id: int, body: GenericEvent) -> Any:
    """The same for one submission of several, whose ids are then its own."""
    known = queries.submission_of(IntegrationType.GENERIC, submission_id)
    if known is None:
        raise Missing
    return _generic(body, (known.id, known.client_id))


def _generic(body: GenericEvent, submission: tuple[int, int | None] | None) -> Any:
    if body.company_id not in (None, caller().company_id):
        raise Missing
    if body.job is not None and body.job.job_id is None and body.job.external_id is None:
        raise BadInput(fields={"job.external_id": "Name the job by `external_id`, or by the portal's `job_id`."})
    return _taken("generic", submission)


@calls.post("/webhook/application", Taken, status=201, answers={200: Taken})
@allows(Permission.CANDIDATES_WRITE)
def popp(body: PoppApplication) -> Any:
    """Take in an application as the Popp service sends it, and work on it at once."""
    return _taken("popp", None)


def _taken(source: str, submission: tuple[int, int | None] | None) -> Any:
    """201 with what came of it; 200 with the same when it had come before, or is kept without an effect."""
    by = caller()
    delivery, event, is_new = services.take(
        source, by.company_id, request.get_data(), dict(request.headers), submission
    )
    if not is_new:
        return delivery.answer or {"conversation": None, "application_id": None}, 200
    answer = services.answer_now(delivery, event, by)
    return answer, 200 if delivery.state is DeliveryState.KEPT else 201
