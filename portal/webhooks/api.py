"""JSON calls about webhook endpoints (seed 002, "Webhooks")."""

from typing import Any

from portal.accounts.permissions import Permission
from portal.api.access import allows, caller, shown_once
from portal.api.calls import Calls
from portal.webhooks import queries, services
from portal.webhooks.payloads import AllOut, MadeOut, OneOut, WebhookIn, webhook_json

calls = Calls("webhooks_api", __name__, "Webhooks")
ONE = "/v1/webhooks/<sid(wh):endpoint_id>"


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
