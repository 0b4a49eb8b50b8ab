"""The gallery with one's own submissions, and, for admins, all of the company."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.integrations import queries
from portal.integrations import queries_ats as log
from portal.integrations.addresses import webhook_address
from portal.integrations.catalogue import SYSTEMS, IntegrationType
from portal.integrations.forms import STATUS_WORDS
from portal.integrations.models import SubmissionStatus
from portal.integrations.pages import pages
from portal.integrations.queries import Wanted
from portal.web.access import current_person, needs
from portal.web.filters import read_filters
from portal.web.fragments import page, page_or_block


@pages.get("/integrations")
@needs(Permission.SUBMISSIONS_OWN)
def index() -> Response:
    """What can be connected, and what one has submitted."""
    person = current_person()
    found = queries.own_page(person, request.args.get("cursor"))
    return page(
        "integrations/index.html",
        systems=list(SYSTEMS.values()),
        found=found,
        connected=_connected(found.items),
        sees_all=person.may(Permission.SUBMISSIONS_ALL),
    )


def _connected(rows: Any) -> dict[IntegrationType, list[dict[str, Any]]]:
    """For the card of each system: one's own submissions with webhooks, their addresses and what came last."""
    rows = [row for row in rows if SYSTEMS[row.integration_type].has_webhooks]
    last = log.last_deliveries([row.id for row in rows])
    found: dict[IntegrationType, list[dict[str, Any]]] = {}
    for row in rows:
        address = webhook_address(row.integration_type, row.id)
        about = {"id": row.id, "name": row.integration_name, "address": address, "last": last.get(row.id)}
        found.setdefault(row.integration_type, []).append(about)
    return found


@pages.get("/admin/integrations")
@needs(Permission.SUBMISSIONS_ALL)
def company() -> Response:
    """All of the company, narrowed by system and status."""
    words = {"type": [t.value for t in IntegrationType], "status": [s.value for s in STATUS_WORDS]}
    filters = read_filters("integrations.company", words=words)
    wanted = Wanted(
        tuple(IntegrationType(t) for t in filters["type"]), tuple(SubmissionStatus(s) for s in filters["status"])
    )
    return page_or_block(
        "integrations/company.html",
        "results",
        found=queries.company_page(wanted, request.args.get("cursor")),
        counts=queries.counts_by_status(),
        filters=filters,
        systems=SYSTEMS,
        statuses=STATUS_WORDS,
    )
