"""What an admin does with endpoints. The secret is handed back where it is made, and never again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, update

from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import changes, record
from portal.core.outbound import CheckedUrl
from portal.core.people import Person, PersonKind
from portal.core.signing import check_overlap, new_secret
from portal.webhooks import queries, rules
from portal.webhooks.models import DeliveryState, EndpointState, WebhookDelivery, WebhookEndpoint
from portal.webhooks.services.sending import wake

S = EndpointState


def create_endpoint(
    address: CheckedUrl, events: Iterable[str], by: Person, *, secret: str | None = None, description: str = ""
) -> tuple[WebhookEndpoint, str]:
    """A new endpoint and the secret that signs for it: the given one, else a new one.

    `address` comes from `outbound.check_address`, which the door calls before the transaction; `events` are public
    names, or `*`. Raises BadInput by field (`events`, `secret`), RuleBroken when the company has its most.
    """
    chosen = rules.check_events(events)
    used = rules.check_secret(secret) if secret else new_secret()
    rules.check_count(queries.count_endpoints())
    endpoint = WebhookEndpoint(
        company_id=by.company_id,
        url=address.url,
        description=description.strip(),
        events=chosen,
        secret=used,
        state=S.ACTIVE,
        created_at=now(),
        created_by_id=by.id if by.kind is PersonKind.USER else None,
        created_by=by.email,
    )
    db.session.add(endpoint)
    db.session.flush()
    record("webhook.created", endpoint, by, new={"host": _host(endpoint.url), "events": chosen})
    return endpoint, used


def update_endpoint(
    endpoint: WebhookEndpoint,
    address: CheckedUrl,
    events: Iterable[str],
    by: Person,
    *,
    description: str = "",
    version: int,
) -> WebhookEndpoint:
    """Change where it is, what it is told of, and its name. `version` is the form's. Raises BadInput, Conflict."""
    if version != endpoint.version:
        raise rules.ChangedMeanwhile
    wanted = {"url": address.url, "events": rules.check_events(events), "description": description.strip()}
    old, new = changes(endpoint, wanted)
    if not new:
        return endpoint
    for name, value in new.items():
        setattr(endpoint, name, value)
    db.session.flush()
    record("webhook.updated", endpoint, by, old=_told(old), new=_told(new))
    return endpoint


def rotate_secret(endpoint: WebhookEndpoint, by: Person, *, overlap_hours: int = 24, secret: str | None = None) -> str:
    """A new secret, which is given back. The old one signs beside it for so many hours. Raises BadInput by field."""
    overlap = check_overlap(overlap_hours)
    used = rules.check_secret(secret) if secret else new_secret()
    endpoint.previous_secret = endpoint.secret if overlap else None
    endpoint.previous_until = now() + overlap if overlap else None
    endpoint.secret = used
    db.session.flush()
    record("webhook.secret_rotated", endpoint, by, about={"overlap_hours": overlap_hours})
    return used


def pause(endpoint: WebhookEndpoint, by: Person) -> None:
    """Send nothing for the time being; what happens meanwhile waits. Raises EndpointCannotMove."""
    _move(endpoint, S.PAUSED)
    record("webhook.paused", endpoint, by)


def resume(endpoint: WebhookEndpoint, by: Person) -> None:
    """Send again, beginning with what has waited. Raises EndpointCannotMove."""
    if endpoint.state is S.OFF:
        raise rules.EndpointCannotMove(endpoint.state, S.ACTIVE)
    _move(endpoint, S.ACTIVE)
    event = record("webhook.resumed", endpoint, by)
    wake(endpoint.id, f"resumed:{event.id}")


def switch_on(endpoint: WebhookEndpoint, by: Person) -> None:
    """After the portal switched it off: begin anew. What was given up stays so until it is sent by hand."""
    if endpoint.state is S.PAUSED:
        raise rules.EndpointCannotMove(endpoint.state, S.ACTIVE)
    _move(endpoint, S.ACTIVE)
    endpoint.off_reason = endpoint.failing_since = None
    db.session.flush()
    record("webhook.switched_on", endpoint, by)


def delete_endpoint(endpoint: WebhookEndpoint, by: Person) -> None:
    """The endpoint, its secret and its deliveries are gone."""
    record("webhook.deleted", endpoint, by, old={"host": _host(endpoint.url), "events": endpoint.events})
    db.session.execute(
        delete(WebhookDelivery)
        .where(WebhookDelivery.endpoint_id == endpoint.id)
        .execution_options(synchronize_session=False)
    )
    db.session.delete(endpoint)
    db.session.flush()


def resend(delivery: WebhookDelivery, by: Person) -> None:
    """Send a delivery (again) now, with all attempts before it and the same `webhook-id`.

    Raises InvalidState while it is being sent, NotCalled for an endpoint that is paused or off.
    """
    delivery = queries.lock_delivery(delivery.id)
    endpoint = queries.get_endpoint(delivery.endpoint_id)
    rules.check_called(endpoint.state)
    rules.check_resend(delivery.state)
    was = delivery.state
    delivery.state, delivery.attempts, delivery.next_attempt_at = DeliveryState.DUE, 0, now()
    delivery.done_at = None
    db.session.flush()
    event = record("webhook.resent", endpoint, by, about={"delivery": delivery.id, "was": was})
    key = f"webhooks.deliver:{delivery.id}:resent:{event.id}"
    outbox.later("webhooks.deliver", {"delivery_id": delivery.id}, key=key)


def resend_since(endpoint: WebhookEndpoint, since: datetime, by: Person, *, delivered_too: bool = False) -> int:
    """Send all that was given up since a moment again, with `delivered_too` also what arrived; how many they are.

    Raises NotCalled.
    """
    rules.check_called(endpoint.state)
    states = [DeliveryState.DEAD, *([DeliveryState.DONE] if delivered_too else [])]
    result: Any = db.session.execute(
        update(WebhookDelivery)
        .where(queries.resendable(endpoint.id, since, states))
        .values(state=DeliveryState.DUE, attempts=0, next_attempt_at=now(), done_at=None)
        .execution_options(synchronize_session=False)
    )
    if result.rowcount:
        about = {"since": since, "deliveries": result.rowcount, "delivered_too": delivered_too}
        event = record("webhook.resent", endpoint, by, about=about)
        wake(endpoint.id, f"resent:{event.id}")
    return int(result.rowcount)


def _move(endpoint: WebhookEndpoint, wanted: EndpointState) -> None:
    rules.check_move(endpoint.state, wanted)
    endpoint.state = wanted
    db.session.flush()


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Values as an event may tell them: of an address the host alone, for its path may be a secret."""
    return {("host" if name == "url" else name): _host(v) if name == "url" else v for name, v in values.items()}
