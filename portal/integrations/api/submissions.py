"""JSON calls about submissions (seed 001)."""

import json
from typing import Any

from flask import jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.api.access import allows, caller, open_to_all
from portal.api.payloads import Paging, Refusal
from portal.integrations import queries, services, states
from portal.integrations.addresses import webhook_address
from portal.integrations.api import calls
from portal.integrations.catalogue import IntegrationType
from portal.integrations.models import SubmissionStatus
from portal.integrations.payloads import (
    CallbackQuery,
    Done,
    NoticeIn,
    OneSubmission,
    SubmissionChange,
    SubmissionIn,
    SubmissionList,
    SubmissionsQuery,
    Submitted,
    detail_json,
    submission_json,
)
from portal.integrations.queries import Wanted
from portal.integrations.rules import StateRefused
from portal.web.fragments import toast


@calls.post("/integrations/submit", Submitted, status=201)
@allows(Permission.SUBMISSIONS_OWN)
def submit(body: SubmissionIn) -> Any:
    """Submit an integration."""
    made = services.submit(
        IntegrationType(body.integrationType),
        body.data,
        caller(),
        name=body.integrationName or "",
        email=body.userEmail or "",
        status=SubmissionStatus(body.status),
        callback_url=body.callbackUrl,
        source=body.source,
    )
    words = f"{made.integration_name} integration submitted successfully"
    return {"success": True, "id": made.id, "message": words}, 201


@calls.get("/integrations/all", SubmissionList)
@allows(Permission.SUBMISSIONS_ALL)
def all_submissions(query: SubmissionsQuery) -> Any:
    """All of the company, the newest first."""
    wanted = Wanted(
        (IntegrationType(query.integrationType),) if query.integrationType else (),
        (SubmissionStatus(query.status),) if query.status else (),
    )
    page = queries.company_page(wanted, query.cursor, query.limit, with_data=True)
    return _listed(page, queries.count_submissions(wanted))


@calls.get("/integrations", SubmissionList)
@allows(Permission.SUBMISSIONS_OWN)
def own_submissions(query: Paging) -> Any:
    """One's own, the newest first."""
    page = queries.own_page(caller(), query.cursor, query.limit, with_data=True)
    return _listed(page, queries.count_own(caller()))


@calls.get("/integrations/<int:submission_id>", OneSubmission)
@allows(Permission.SUBMISSIONS_OWN)
def submission(submission_id: int) -> Any:
    """One submission: one's own, or, for admins, any of the company."""
    found = queries.get_submission(submission_id, caller(), with_data=True)
    owner, address = queries.owner_of(found).email, webhook_address(found.integration_type, found.id)
    return {"success": True, "integration": detail_json(found, owner, services.data_of(found), address)}


@calls.put("/integrations/<int:submission_id>/update", Done)
@allows(Permission.SUBMISSIONS_OWN)
def update(submission_id: int, body: SubmissionChange) -> Any:
    """Change what is sent: one's own, or, for admins, any of the company."""
    found, values = queries.get_submission(submission_id, caller(), with_data=True), body.values()
    if "status" in values:
        values["status"] = SubmissionStatus(values["status"])
    services.update(found, caller(), values, version=body.version)
    return {"success": True, "message": "Integration updated successfully"}


@calls.post("/integrations/send-email", Done)
@allows(Permission.SUBMISSIONS_OWN)
def send_email(body: NoticeIn) -> Any:
    """Have a notice of an integration written to a person of the company or an allowed address."""
    services.send_notice(
        body.recipientEmail,
        body.subject,
        caller(),
        integration_name=body.integrationData.integrationName,
        contact=body.integrationData.userEmail,
        field="recipientEmail",
    )
    return {"success": True, "message": "Email sent successfully"}


@calls.get("/integrations/<string:integration_type>/callback", Done, status=302, answers={403: Refusal})
@open_to_all("a browser comes back here from another system; its signed state says whose connection it is")
def callback(integration_type: str, query: CallbackQuery) -> Any:
    """Where a system sends the browser back to after a person has agreed there.

    Nothing is written here: the page that follows asks its person, signed in, to finish.
    """
    try:
        said = states.read(query.state)
        if said.kind != integration_type:
            raise StateRefused("This answer is for another system.")
    except StateRefused as refusal:
        return _shown_to_people(refusal)
    given = {"error": query.error} if query.error or not query.code else {"state": query.state, "code": query.code}
    answer = jsonify({"success": True, "message": "Go on at the address in Location."})
    answer.status_code = 302
    answer.headers["Location"] = url_for("integrations.connection", submission_id=said.submission_id, **given)
    return answer


def _shown_to_people(refusal: StateRefused) -> Response:
    """A refusal on a page for a browser, which names HTML in its `Accept`; in JSON for everybody else."""
    if "text/html" not in request.headers.get("Accept", ""):
        raise refusal
    toast(refusal.message, kind="error")
    return redirect(url_for("integrations.index"))


def _listed(page: Any, count: int) -> dict[str, Any]:
    rows = [submission_json(row, row.email, json.loads(row.data)) for row in page.items]
    return {"success": True, "integrations": rows, "count": count, "next": page.next}
