"""What the worker asks before and after a call: what is due of an endpoint, and whether a call runs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, or_, select

from portal.core.database import db
from portal.webhooks.models import DeliveryState, EndpointState, WebhookDelivery, WebhookEndpoint

D, E = WebhookDelivery, WebhookEndpoint


def endpoint_of(delivery_id: int) -> int | None:
    """The endpoint of a delivery, if both are still there."""
    return db.session.scalar(select(D.endpoint_id).where(D.id == delivery_id))


def is_trusted(endpoint_id: int) -> bool:
    """Whether the endpoint took what was sent to it last time."""
    wanted = select(E.id).where(E.id == endpoint_id, E.succeeded_at.is_not(None), E.failing_since.is_(None))
    return db.session.scalar(wanted) is not None


def lock_endpoint(endpoint_id: int) -> Row[*tuple[Any, ...]] | None:
    """What a call needs of its endpoint, whose row is held: who asks whether one is being sent must not be overtaken.

    A new delivery only points at the row, so it is not held up by this (FOR NO KEY UPDATE).
    """
    wanted: Any = select(
        *(E.id, E.company_id, E.url, E.state, E.failing_since),
        *(E.secret, E.previous_secret, E.previous_until),
    )
    found: Row[*tuple[Any, ...]] | None = db.session.execute(
        wanted.where(E.id == endpoint_id).with_for_update(key_share=True)
    ).one_or_none()
    return found


def is_running(endpoint_id: int, moment: datetime) -> bool:
    """Whether a delivery to the endpoint is being sent; one whose worker was ended does not count."""
    living = (D.endpoint_id == endpoint_id, D.state == DeliveryState.RUNNING, D.lease_until > moment)
    return db.session.scalar(select(D.id).where(*living).limit(1)) is not None


def may_be_claimed(moment: datetime) -> ColumnElement[bool]:
    """The condition of what may be sent now: due, or left behind by a worker that was ended."""
    return or_(
        (D.state == DeliveryState.DUE) & (D.next_attempt_at <= moment),
        (D.state == DeliveryState.RUNNING) & (D.lease_until <= moment),
    )


def next_due(endpoint_id: int, moment: datetime) -> int | None:
    """The delivery of the endpoint that has waited longest."""
    wanted = select(D.id).where(D.endpoint_id == endpoint_id, may_be_claimed(moment))
    return db.session.scalar(wanted.order_by(D.next_attempt_at, D.id).limit(1))


def tries_of_claim(delivery_id: int, claims: int) -> list[dict[str, Any]] | None:
    """The tries of a delivery while this claim holds it; None when it does not any more."""
    mine = (D.id == delivery_id, D.claims == claims, D.state == DeliveryState.RUNNING)
    return db.session.scalar(select(D.tries).where(*mine))


def overdue(moment: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """Active endpoints with something due before the moment: `id`, `company_id`."""
    waiting = exists().where(D.company_id == E.company_id, D.endpoint_id == E.id, may_be_claimed(moment))
    wanted: Any = select(E.id, E.company_id).where(E.state == EndpointState.ACTIVE, waiting)
    found: Sequence[Row[*tuple[Any, ...]]] = db.session.execute(wanted).all()
    return found
