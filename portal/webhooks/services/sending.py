"""Around a call: who may make it, what is signed, how it went and when it comes again. Rows are the truth.

A delivery is claimed, sent outside any transaction, and written down by whoever still holds the claim. In the claim's
transaction an effect is left behind that takes the delivery up again if its worker is ended meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, or_, update

from portal.accounts.queries import get_company
from portal.core import mail, outbox
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import record
from portal.core.outbound import USER_AGENT
from portal.core.people import SYSTEM
from portal.core.signing import living_secrets
from portal.webhooks import queries, rules
from portal.webhooks.models import DeliveryState, EndpointState, WebhookDelivery, WebhookEndpoint
from portal.webhooks.queries import sending
from portal.webhooks.rules import Outcome
from portal.webhooks.services.telling import SWITCHED_OFF
from portal.webhooks.signing import headers_for

D = WebhookDelivery


@dataclass(frozen=True, slots=True)
class Held:
    """A claimed delivery: all that the call needs, so that no row is read while it runs. `claims` guards the end."""

    delivery_id: int
    endpoint_id: int
    company_id: int
    claims: int
    attempts: int
    event: str
    url: str
    headers: dict[str, str]
    body: bytes


def begin(endpoint_id: int, delivery_id: int | None) -> Held | None:
    """Claim the delivery, or the one of the endpoint that has waited longest.

    None when there is nothing to do: it is sent, or waits, or another one of the endpoint is being sent; whoever sends
    that one goes on with this. One at a time, so that a killed worker has at most one that is sent twice.
    """
    endpoint = sending.lock_endpoint(endpoint_id)
    return None if endpoint is None else _claim(endpoint, delivery_id, now())


def finish(held: Held, outcome: Outcome, *, go_on: bool) -> Held | None:
    """Write down how a call went. The next delivery of the endpoint, claimed, if there is one and `go_on`."""
    endpoint = sending.lock_endpoint(held.endpoint_id)
    moment = now()
    if endpoint is None:
        return None
    is_called = endpoint.state is EndpointState.ACTIVE
    tries = sending.tries_of_claim(held.delivery_id, held.claims)
    if tries is not None:
        is_called &= _write_down(held, outcome, endpoint, tries, moment)
        outbox.forget(_watch_key(held.delivery_id, held.claims))
    waiting = sending.next_due(held.endpoint_id, moment) if is_called else None
    if waiting is None:
        return None
    if go_on:
        return _claim(endpoint, waiting, moment)
    wake(held.endpoint_id, f"{held.delivery_id}:{held.claims}")
    return None


def wake(endpoint_id: int, occasion: str, company_id: int | None = None) -> None:
    """Have the worker send what is due of an endpoint, until nothing is."""
    key = f"webhooks.wake:{endpoint_id}:{occasion}"
    outbox.later("webhooks.deliver", {"endpoint_id": endpoint_id}, key=key, company_id=company_id)


def park(endpoint_id: int, reason: str) -> None:
    """Everything that still waits for the endpoint is given up; it can be sent by hand."""
    db.session.execute(
        update(D)
        .where(D.endpoint_id == endpoint_id, D.state == DeliveryState.DUE)
        .values(state=DeliveryState.DEAD, next_attempt_at=None, last_error=reason)
        .execution_options(synchronize_session=False)
    )


def sweep() -> None:
    """Forget what ended long ago, and wake endpoints with something due that nobody has looked at for minutes."""
    old = now() - timedelta(days=rules.KEPT_DAYS)
    db.session.execute(
        delete(D)
        .where(D.created_at < old, D.state != DeliveryState.RUNNING, or_(D.done_at.is_(None), D.done_at < old))
        .execution_options(synchronize_session=False)
    )
    for endpoint in sending.overdue(now() - timedelta(minutes=rules.OVERDUE_MINUTES)):
        wake(endpoint.id, f"sweep:{now():%Y-%m-%d %H:%M}", endpoint.company_id)


def _watch_key(delivery_id: int, claims: int) -> str:
    return f"webhooks.watch:{delivery_id}:{claims}"


def _claim(endpoint: Any, delivery_id: int | None, moment: datetime) -> Held | None:
    if endpoint.state is not EndpointState.ACTIVE or sending.is_running(endpoint.id, moment):
        return None
    wanted = delivery_id if delivery_id is not None else sending.next_due(endpoint.id, moment)
    lease_until = moment + timedelta(seconds=rules.LEASE_SECONDS)
    row = db.session.execute(
        update(D)
        .where(D.id == wanted, D.endpoint_id == endpoint.id, sending.may_be_claimed(moment))
        .values(
            state=DeliveryState.RUNNING,
            attempts=D.attempts + 1,
            claims=D.claims + 1,
            lease_until=lease_until,
            last_attempt_at=moment,
        )
        .returning(D.id, D.claims, D.attempts, D.event, D.message_id, D.body)
        .execution_options(synchronize_session=False)
    ).first()
    if row is None:
        return None
    body = row.body.encode()
    signed = headers_for(
        living_secrets(endpoint.secret, endpoint.previous_secret, endpoint.previous_until, moment),
        row.message_id,
        moment,
        body,
    )
    headers = {"User-Agent": USER_AGENT, **signed}
    db.session.execute(
        update(D).where(D.id == row.id).values(request_headers=headers).execution_options(synchronize_session=False)
    )
    outbox.later(
        "webhooks.deliver",
        {"delivery_id": row.id},
        key=_watch_key(row.id, row.claims),
        due_at=lease_until + timedelta(seconds=1),
    )
    return Held(
        row.id, endpoint.id, endpoint.company_id, row.claims, row.attempts, row.event, endpoint.url, headers, body
    )


def _write_down(held: Held, outcome: Outcome, endpoint: Any, tries: list[dict[str, Any]], moment: datetime) -> bool:
    """How the try went, and what follows; false when the endpoint was switched off by it."""
    status, sentence = outcome.status, outcome.sentence
    seen = {
        "at": moment.isoformat(),
        "status_code": status,
        "error": sentence,
        "seconds": round(outcome.seconds, 3),
    }
    values: dict[str, Any] = {
        "tries": [*tries, seen][-rules.KEPT_TRIES :],
        "last_status_code": status,
        "last_error": sentence,
        "lease_until": None,
    }
    told: dict[str, Any] = {"last_attempt_at": moment, "last_status_code": status, "last_error": sentence}
    again: datetime | None = None
    off: str | None = None
    if outcome.succeeded:
        values |= {"state": DeliveryState.DONE, "done_at": moment, "next_attempt_at": None}
        told |= {"succeeded_at": moment, "failing_since": None}
    else:
        told |= {"failing_since": endpoint.failing_since or moment}
        off = rules.why_off(outcome, endpoint.failing_since, moment)
        if off is None and endpoint.state is not EndpointState.OFF:
            again = rules.next_attempt(held.attempts, outcome, moment)
        values |= {"state": DeliveryState.DEAD if again is None else DeliveryState.DUE, "next_attempt_at": again}
    _update(D, held.delivery_id, values)
    _update(WebhookEndpoint, held.endpoint_id, told)
    if again is not None:
        key = f"webhooks.deliver:{held.delivery_id}:{held.claims}"
        outbox.later("webhooks.deliver", {"delivery_id": held.delivery_id}, key=key, due_at=again)
    if off is not None and endpoint.state is not EndpointState.OFF:
        _switch_off(held.endpoint_id, off)
    return off is None


def _update(model: Any, number: int, values: dict[str, Any]) -> None:
    # Not through the object: what the worker notes is no edit, and must not refuse somebody's open form.
    db.session.execute(
        update(model).where(model.id == number).values(**values).execution_options(synchronize_session=False)
    )


def _switch_off(endpoint_id: int, reason: str) -> None:
    endpoint = queries.get_endpoint(endpoint_id)
    endpoint.state, endpoint.off_reason = EndpointState.OFF, reason[:300]
    db.session.flush()
    park(endpoint_id, SWITCHED_OFF)
    host = urlsplit(endpoint.url).hostname or ""
    event = record("webhook.switched_off", endpoint, SYSTEM(endpoint.company_id), about={"host": host, "why": reason})
    company = get_company(endpoint.company_id)
    for owner in queries.owners_of(endpoint):
        mail.send(
            owner.email,
            f"Webhooks to {host} are switched off",
            "webhook_off",
            key=f"webhook_off:{event.id}:{owner.id}",
            context={
                "first_name": owner.first_name,
                "host": host,
                "description": endpoint.description,
                "reason": reason,
                "company_name": company.name,
            },
            links={"link": ("page", {"endpoint": "webhooks.show", "values": {"endpoint_id": endpoint_id}})},
            to_name=owner.name,
            from_name=company.name,
        )
