"""What calls about webhooks take and give (seed 002, "Setting Up Webhooks")."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from portal.api.payloads import Answer, Payload
from portal.core import outbound
from portal.core.errors import BadInput
from portal.core.ids import Prefix, encode
from portal.webhooks.catalogue import EVERYTHING, PUBLIC
from portal.webhooks.models import EndpointState
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


def webhook_json(endpoint: Any) -> dict[str, Any]:
    """`WebhookOut` of an endpoint, or of a row with its columns."""
    return {
        "webhook_id": encode(Prefix.WEBHOOK_ENDPOINT, endpoint.id),
        "url": endpoint.url,
        "description": endpoint.description,
        "events": endpoint.events,
        "state": endpoint.state.value,
    }
