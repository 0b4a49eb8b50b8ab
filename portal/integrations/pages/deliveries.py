"""What other systems sent: the log of the company and of one submission, one delivery, and running it again."""

import json
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.candidates.queries import applications
from portal.core.errors import Missing, PortalError
from portal.integrations import queries, rules_ats, services
from portal.integrations import queries_ats as log
from portal.integrations.ats import NAMES
from portal.integrations.ats.event import Kind
from portal.integrations.models import DeliveryState, InboundDelivery, IntegrationSubmission
from portal.integrations.pages import pages
from portal.integrations.queries_ats import WantedDeliveries
from portal.web.access import current_person, needs
from portal.web.filters import read_filters
from portal.web.fragments import back_to, page, page_or_block, toast

# So much of a body is shown; more than that nobody reads on a page.
SHOWN = 64 * 1024


@pages.get("/admin/integrations/deliveries")
@needs(Permission.SUBMISSIONS_ALL)
def deliveries() -> Response:
    """Everything that came for the company, the newest first."""
    return _listed(None)


@pages.get("/integrations/<int:submission_id>/deliveries")
@needs(Permission.SUBMISSIONS_ALL)
def deliveries_of(submission_id: int) -> Response:
    """What came for one submission."""
    return _listed(queries.get_submission(submission_id, current_person()))


def _listed(submission: IntegrationSubmission | None) -> Response:
    words = {"state": [s.value for s in DeliveryState], "source": list(NAMES), "kind": [k.value for k in Kind]}
    endpoint = "integrations.deliveries" if submission is None else "integrations.deliveries_of"
    filters = read_filters(endpoint, words=words)
    number = submission.id if submission is not None else None
    if number is not None:
        filters = filters.at(submission_id=number)
    wanted = WantedDeliveries(number, filters["state"], filters["source"], filters["kind"])
    return page_or_block(
        "integrations/deliveries.html",
        "results",
        found=log.deliveries_page(wanted, request.args.get("cursor")),
        counts=log.counts_by_state(number),
        filters=filters,
        words=words,
        submission=submission,
        names=NAMES,
        state_words=rules_ats.STATE_WORDS,
        here=filters.url(state=None, source=None, kind=None),
    )


@pages.get("/admin/integrations/deliveries/<sid(ind):delivery_id>")
@needs(Permission.SUBMISSIONS_ALL)
def delivery(delivery_id: int) -> Response:
    """One delivery as it came, and what became of it."""
    found = log.get_delivery(delivery_id, with_body=True)
    person = current_person()
    submission = queries.get_submission(found.submission_id, person) if found.submission_id else None
    return page(
        "integrations/delivery.html",
        delivery=found,
        submission=submission,
        body=shown_body(found.body) if found.body is not None else None,
        is_cut=found.body is not None and len(found.body) > SHOWN,
        about=_about(found),
        names=NAMES,
        state_words=rules_ats.STATE_WORDS,
        why_not_again=_why_not_again(found),
        body_days=rules_ats.BODY_DAYS,
    )


@pages.post("/admin/integrations/deliveries/<sid(ind):delivery_id>/replay")
@needs(Permission.SUBMISSIONS_ALL)
def replay_delivery(delivery_id: int) -> Response:
    """Have the worker work on it once more."""
    services.replay(log.get_delivery(delivery_id), current_person())
    toast("It is run again.")
    return back_to("integrations.delivery", delivery_id=delivery_id)


def shown_body(body: bytes) -> str:
    """The beginning of a body as text: set out in lines where it is JSON, control characters by their numbers."""
    text = body[:SHOWN].decode("utf-8", "replace")
    if len(body) <= SHOWN:
        try:
            text = json.dumps(json.loads(body), indent=2, ensure_ascii=False)[: 2 * SHOWN]
        except (ValueError, RecursionError):
            pass
    return "".join(c if c in "\n\t" or c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def _about(found: InboundDelivery) -> dict[str, Any]:
    """The rows of ours that it changed, with what they are called."""
    ids = found.changed
    about: dict[str, Any] = {}
    for name in ("candidate_id", "other_candidate_id"):
        if ids.get(name):
            about[name] = (ids[name], log.name_of(ids[name]))
    if ids.get("job_id"):
        about["job_id"] = (ids["job_id"], log.title_of(ids["job_id"]))
    if ids.get("application_id"):
        try:
            about["application_id"] = (
                ids["application_id"],
                applications.get_application(ids["application_id"]).status,
            )
        except Missing:
            about["application_id"] = (ids["application_id"], None)
    return about


def _why_not_again(found: InboundDelivery) -> str | None:
    try:
        rules_ats.check_replay(found.state, found.body is not None)
    except PortalError as refusal:
        return refusal.message
    return None
