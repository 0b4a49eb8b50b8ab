"""What calls about webhooks take and give (seed 002, "Setting Up Webhooks")."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from portal.api.payloads import Answer, Paging, Payload, moment
from portal.core import outbound
from portal.core.errors import BadInput
from portal.core.ids import Prefix, encode
from portal.webhooks.catalogue import EVERYTHING, PUBLIC
from portal.webhooks.models import DeliveryState, EndpointState, WebhookDelivery
from portal.webhooks.rules import SECRET_LENGTHS

Event = Annotated[str, Field(json_schema_extra={"enum": [EVERYTHING, *PUBLIC]})]


def _callable(text: str) -> outbound.CheckedUrl:
    # Looks the name up: bodies are validated before the transaction of a call begins.
    try:
        return outbound.check_address(text)
    except BadInput as refusal:
        raise PydanticCustomError("url", "{why}", {"why": refusal.message}) from refusal


Address = Annotated[
    str,
    Field(max_length=outbound.URL_LENGTH),
    AfterValidator(_callable),
    WithJsonSchema({"type": "string", "format": "uri", "maxLength": outbound.URL_LENGTH}),
]


class WebhookIn(Payload):
    """A new endpoint. Without a `secret` one is made, and shown in this answer alone."""

    url: Address = Field(examples=["https://your-server.example/webhook"])
    events: list[Event] = Field(min_length=1, max_length=100, examples=[["application.submitted"]])
    secret: str | None = Field(None, min_length=SECRET_LENGTHS[0], max_length=SECRET_LENGTHS[1])
    description: str = Field("", max_length=200)


class WebhookOut(Answer):
    """An endpoint."""

    webhook_id: str
    url: str
    description: str
    events: list[str]
    state: EndpointState


class NewWebhook(WebhookOut):
    """The same; `secret` signs every request, and is shown this once."""

    secret: str | None = None


class MadeOut(Answer):
    """What was made."""

    success: Literal[True]
    data: NewWebhook


class Webhooks(Answer):
    """All endpoints of a company: there are few."""

    webhooks: list[WebhookOut]


class AllOut(Answer):
    """The endpoints."""

    success: Literal[True]
    data: Webhooks


class OneOut(Answer):
    """One endpoint."""

    success: Literal[True]
    data: WebhookOut


class EndpointDeliveriesQuery(Paging):
    """Deliveries, the newest first."""

    state: list[DeliveryState] | None = Field(None, max_length=len(DeliveryState))
    event: list[Event] | None = Field(None, max_length=100)


class ListedEndpointDelivery(Answer):
    """One event on its way to the endpoint. `last_status_code` is of the newest answer, `last_error` of the newest
    try without one."""

    delivery_id: str
    event: str
    state: DeliveryState
    attempts: int
    last_status_code: int | None
    last_error: str | None
    created_at: str
    next_attempt_at: str | None


class DeliveryTry(Answer):
    """One try: its answer's status, or why there was none, and how long it took."""

    at: str
    status_code: int | None
    error: str | None
    seconds: float


class EndpointDelivery(ListedEndpointDelivery):
    """The same with the body, byte for byte, and its latest tries. `message_id` is sent as `webhook-id`."""

    message_id: str
    body: str
    tries: list[DeliveryTry]


class EndpointDeliveries(Answer):
    """One page of deliveries; `next` is the cursor of the next one."""

    deliveries: list[ListedEndpointDelivery]
    next: str | None


class EndpointDeliveriesOut(Answer):
    """What was sent."""

    success: Literal[True]
    data: EndpointDeliveries


class EndpointDeliveryOut(Answer):
    """One delivery."""

    success: Literal[True]
    data: EndpointDelivery


class StartedDelivery(Answer):
    """A delivery that is due now."""

    delivery_id: str
    state: DeliveryState


class StartedDeliveryOut(Answer):
    """It is on its way."""

    success: Literal[True]
    data: StartedDelivery


def listed_delivery_json(row: Any) -> dict[str, Any]:
    """`ListedEndpointDelivery` of a delivery, or of a row of `deliveries_page`."""
    return {
        "delivery_id": encode(Prefix.WEBHOOK_DELIVERY, row.id),
        "event": row.event,
        "state": row.state.value,
        "attempts": row.attempts,
        "last_status_code": row.last_status_code,
        "last_error": row.last_error,
        "created_at": moment(row.created_at),
        "next_attempt_at": moment(row.next_attempt_at),
    }


def delivery_json(delivery: WebhookDelivery) -> dict[str, Any]:
    """`EndpointDelivery` of a delivery."""
    tries = [{name: one.get(name) for name in ("at", "status_code", "error", "seconds")} for one in delivery.tries]
    return {
        **listed_delivery_json(delivery), "message_id": delivery.message_id, "body": delivery.body, "tries": tries,
    }  # fmt: skip


def webhook_json(endpoint: Any) -> dict[str, Any]:
    """`WebhookOut` of an endpoint, or of a row with its columns."""
    return {
        "webhook_id": encode(Prefix.WEBHOOK_ENDPOINT, endpoint.id),
        "url": endpoint.url,
        "description": endpoint.description,
        "events": endpoint.events,
        "state": endpoint.state.value,
    }
