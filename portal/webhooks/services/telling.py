"""From an event to its deliveries: the body is written now, in the event's own transaction.

A worker that wrote it later would tell of the rows as they are by then: of two changes in a row, the first would look
like the second.
"""

from typing import Any

from portal.core import outbox
from portal.core.clock import now
from portal.core.database import insert_once
from portal.core.events import Event, record
from portal.core.ids import Prefix, encode
from portal.core.people import Person
from portal.webhooks import rules
from portal.webhooks.bodies import body_of, difference, told_of
from portal.webhooks.catalogue import PING, SOURCES
from portal.webhooks.models import DeliveryState, EndpointState, WebhookDelivery, WebhookEndpoint
from portal.webhooks.queries import snapshots

SWITCHED_OFF = "The endpoint was switched off."


def tell(event: Event, about: dict[str, Any]) -> None:
    """Write the deliveries of an event: one for each endpoint that wants it. Nothing when nobody does."""
    name = SOURCES[event.name]
    listening = [e for e in snapshots.subscribed(event.company_id) if rules.wants(e.events, name)]
    if not listening:
        return
    data = _data(event, name, about)
    for endpoint in listening:
        _write(event, name, data, endpoint.id, endpoint.state)


def ping(endpoint: WebhookEndpoint, by: Person) -> int:
    """Send a test event to the endpoint, whatever it has chosen; the delivery's id. Raises NotCalled."""
    rules.check_called(endpoint.state)
    event = record("webhook.pinged", endpoint, by)
    data = {"webhook_id": encode(Prefix.WEBHOOK_ENDPOINT, endpoint.id), "message": "This is a test."}
    found = _write(event, PING, data, endpoint.id, endpoint.state)
    if found is None:
        raise RuntimeError("An event that has just been written has no delivery yet.")
    return found


def _write(event: Event, name: str, data: dict[str, Any], endpoint_id: int, state: EndpointState) -> int | None:
    """One delivery, due now; to an endpoint that is off it can only be sent by hand. None if it is there already."""
    off = state is EndpointState.OFF
    message_id = encode(Prefix.EVENT, event.id)
    webhook_id = encode(Prefix.WEBHOOK_ENDPOINT, endpoint_id)
    delivery_id = insert_once(
        WebhookDelivery,
        ["endpoint_id", "event_id"],
        company_id=event.company_id,
        endpoint_id=endpoint_id,
        event_id=event.id,
        event=name,
        message_id=str(message_id),
        body=body_of(
            message_id=message_id,
            name=name,
            at=event.at,
            webhook_id=webhook_id,
            company_id=event.company_id,
            data=data,
        ),
        state=DeliveryState.DEAD if off else DeliveryState.DUE,
        last_error=SWITCHED_OFF if off else None,
        next_attempt_at=None if off else now(),
        created_at=event.at,
    )
    if delivery_id is not None and state is EndpointState.ACTIVE:
        key = f"webhooks.deliver:{delivery_id}:0"
        outbox.later("webhooks.deliver", {"delivery_id": delivery_id}, key=key, company_id=event.company_id)
    return delivery_id


def _data(event: Event, name: str, about: dict[str, Any]) -> dict[str, Any]:
    old, new = snapshots.details_of(event.id, event.company_id)
    ids: dict[str, Any] = {}
    rows: dict[str, Any] = {}
    for kind, prefix in snapshots.PREFIXES.items():
        number = getattr(event, f"{kind}_id")
        if number is None:
            continue
        public_id = encode(prefix, number)
        ids[f"{kind}_id"] = public_id
        columns = snapshots.snapshot(kind, event.company_id, number)
        if columns is not None:
            rows[kind] = told_of(kind, public_id, columns)
    for kind, number in _talk(event, about).items():
        ids[f"{kind}_id"] = number
        rows[kind] = snapshots.snapshot(kind, event.company_id, number) or {}
    known = event.entity_type in (*snapshots.PREFIXES, *snapshots.TALKS)
    # Of a kind that is not described here, the event itself tells: its own id and the facts that it carries.
    own = {} if known else {f"{event.entity_type}_id": event.entity_id, **about}
    return {**ids, **own, **difference(name, old, new), **rows}


def _talk(event: Event, about: dict[str, Any]) -> dict[str, int]:
    """The conversation that an event is about, and the message in it, if one is."""
    if event.entity_type != "conversation":
        return {}
    said = {"message": int(about["message"])} if event.name.startswith("message.") and "message" in about else {}
    return {"conversation": event.entity_id, **said}
