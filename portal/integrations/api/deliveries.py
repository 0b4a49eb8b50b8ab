"""JSON calls about what came for a submission, for admins."""

from typing import Any

from portal.accounts.permissions import Permission
from portal.api.access import allows, caller
from portal.api.payloads import Listing
from portal.core.errors import Missing
from portal.integrations import queries, services
from portal.integrations import queries_ats as log
from portal.integrations.api import calls
from portal.integrations.payloads_ats import DeliveriesQuery, DeliveryOut, Replayed, delivery_json
from portal.integrations.queries_ats import WantedDeliveries

OF = "/integrations/<int:submission_id>/deliveries"


@calls.get(OF, Listing[DeliveryOut])
@allows(Permission.SUBMISSIONS_ALL)
def deliveries(submission_id: int, query: DeliveriesQuery) -> Any:
    """What came for the submission, the newest first."""
    found = queries.get_submission(submission_id, caller())
    states = (query.state.value,) if query.state else ()
    page = log.deliveries_page(WantedDeliveries(found.id, states), query.cursor, query.limit)
    return {"items": [delivery_json(row) for row in page.items], "next": page.next}


@calls.post(f"{OF}/<sid(ind):delivery_id>/replay", Replayed)
@allows(Permission.SUBMISSIONS_ALL)
def replay(submission_id: int, delivery_id: int) -> Any:
    """Have the worker work on a delivery once more, as it came."""
    found = log.get_delivery(delivery_id)
    if found.submission_id != queries.get_submission(submission_id, caller()).id:
        raise Missing
    services.replay(found, caller())
    return {"success": True, "message": "It is worked on once more."}
