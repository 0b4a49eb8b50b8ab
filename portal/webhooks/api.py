"""JSON calls about webhook endpoints (seed 002, "Webhooks")."""

from typing import Any

from portal.accounts.permissions import Permission
from portal.api.access import allows, caller, shown_once
from portal.api.calls import Calls
from portal.core.ids import Prefix, encode
from portal.webhooks import queries, services
from portal.webhooks.payloads import (
    AllOut,
    EndpointDeliveriesOut,
    EndpointDeliveriesQuery,
    EndpointDeliveryOut,
    MadeOut,
    OneOut,
    StartedDeliveryOut,
    WebhookIn,
    delivery_json,
    listed_delivery_json,
    webhook_json,
)

calls = Calls("webhooks_api", __name__, "Webhooks")
ONE = "/v1/webhooks/<sid(wh):endpoint_id>"
DELIVERY = f"{ONE}/deliveries/<sid(whd):delivery_id>"


@calls.post("/v1/webhooks", MadeOut, status=201)
@allows(Permission.COMPANY_ADMIN)
def create_webhook(body: WebhookIn) -> Any:
    """Add an endpoint that is told of events. Its secret is in this answer and in no other."""
    # The validator has put the checked address in the place of the text.
    address: Any = body.url
    endpoint, secret = services.create_endpoint(
        address, body.events, caller(), secret=body.secret, description=body.description
    )
    shown_once("secret")
    return {"success": True, "data": {**webhook_json(endpoint), "secret": secret}}, 201


@calls.get("/v1/webhooks", AllOut)
@allows(Permission.COMPANY_ADMIN)
def webhooks() -> Any:
    """The company's endpoints, the oldest first."""
    return {"success": True, "data": {"webhooks": [webhook_json(row) for row in queries.endpoints()]}}


@calls.get(ONE, OneOut)
@allows(Permission.COMPANY_ADMIN)
def webhook(endpoint_id: int) -> Any:
    """One endpoint."""
    return {"success": True, "data": webhook_json(queries.get_endpoint(endpoint_id))}


@calls.delete(ONE, OneOut)
@allows(Permission.COMPANY_ADMIN)
def delete_webhook(endpoint_id: int) -> Any:
    """Delete an endpoint with its secret and its deliveries."""
    endpoint = queries.get_endpoint(endpoint_id)
    shown = webhook_json(endpoint)
    services.delete_endpoint(endpoint, caller())
    return {"success": True, "data": shown}


@calls.post(f"{ONE}/test", StartedDeliveryOut, status=202)
@allows(Permission.COMPANY_ADMIN)
def try_webhook(endpoint_id: int) -> Any:
    """Send the endpoint a test event, whatever it has chosen. How it went is at the delivery."""
    delivery_id = services.ping(queries.get_endpoint(endpoint_id), caller())
    return _started(delivery_id)


@calls.get(f"{ONE}/deliveries", EndpointDeliveriesOut)
@allows(Permission.COMPANY_ADMIN)
def deliveries(endpoint_id: int, query: EndpointDeliveriesQuery) -> Any:
    """What was sent to the endpoint, the newest first."""
    endpoint = queries.get_endpoint(endpoint_id)
    found = queries.deliveries_page(endpoint.id, query.state or (), query.event or (), query.cursor, query.limit)
    shown = [listed_delivery_json(row) for row in found.items]
    return {"success": True, "data": {"deliveries": shown, "next": found.next}}


@calls.get(DELIVERY, EndpointDeliveryOut)
@allows(Permission.COMPANY_ADMIN)
def delivery(endpoint_id: int, delivery_id: int) -> Any:
    """One delivery: the body as it was sent, and how each of the latest tries went."""
    return {"success": True, "data": delivery_json(queries.get_delivery(delivery_id, endpoint_id))}


@calls.post(f"{DELIVERY}/resend", StartedDeliveryOut, status=202)
@allows(Permission.COMPANY_ADMIN)
def resend_delivery(endpoint_id: int, delivery_id: int) -> Any:
    """Send it again now, with the same `webhook-id` and all attempts before it."""
    services.resend(queries.get_delivery(delivery_id, endpoint_id), caller())
    return _started(delivery_id)


def _started(delivery_id: int) -> Any:
    data = {"delivery_id": encode(Prefix.WEBHOOK_DELIVERY, delivery_id), "state": "due"}
    return {"success": True, "data": data}, 202
