"""What the admins' pages ask of endpoints and deliveries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from portal.accounts.models import AccountStatus, Role, User
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.paging import PAGE, Page, page_of, read_cursor
from portal.webhooks.models import DeliveryState, EndpointState, WebhookDelivery, WebhookEndpoint


def endpoints() -> Sequence[Row[*tuple[Any, ...]]]:
    """All endpoints of the company, the oldest first; without their secrets."""
    e = WebhookEndpoint
    wanted: Any = select(
        *(e.id, e.url, e.description, e.events, e.state, e.off_reason, e.failing_since),
        *(e.last_attempt_at, e.last_status_code, e.last_error),
    )
    found: Sequence[Row[*tuple[Any, ...]]] = db.session.execute(wanted.order_by(e.id)).all()
    return found


def count_endpoints() -> int:
    """How many endpoints the company has."""
    return db.session.scalar(select(func.count(WebhookEndpoint.id))) or 0


def counts() -> tuple[int, int]:
    """How many endpoints the company has, and how many of them the portal has switched off."""
    by_state = select(WebhookEndpoint.state, func.count(WebhookEndpoint.id)).group_by(WebhookEndpoint.state)
    numbers = {row[0]: row[1] for row in db.session.execute(by_state)}
    return sum(numbers.values()), numbers.get(EndpointState.OFF, 0)


def get_endpoint(endpoint_id: int) -> WebhookEndpoint:
    """An endpoint of the company. Raises Missing."""
    found = db.session.scalars(select(WebhookEndpoint).where(WebhookEndpoint.id == endpoint_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def counts_of(endpoint_id: int) -> dict[str, int]:
    """How many deliveries of the endpoint are in each state; a state that none is in is left out."""
    wanted = (
        select(WebhookDelivery.state, func.count(WebhookDelivery.id))
        .where(WebhookDelivery.endpoint_id == endpoint_id)
        .group_by(WebhookDelivery.state)
    )
    return {state.value: number for state, number in db.session.execute(wanted)}


def deliveries_page(
    endpoint_id: int, states: Sequence[str], events: Sequence[str], cursor: str | None, limit: int = PAGE
) -> Page[Row[*tuple[Any, ...]]]:
    """Deliveries of the endpoint, the newest first. Raises BadInput for a cursor that is none."""
    d = WebhookDelivery
    wanted: Any = select(
        *(d.id, d.event, d.state, d.attempts, d.last_status_code, d.last_error, d.created_at, d.next_attempt_at)
    ).where(d.endpoint_id == endpoint_id)
    if states:
        wanted = wanted.where(d.state.in_([DeliveryState(state) for state in states]))
    if events:
        wanted = wanted.where(d.event.in_(list(events)))
    after = read_cursor(cursor, int)
    if after is not None:
        wanted = wanted.where(d.id < after[0])
    rows = db.session.execute(wanted.order_by(d.id.desc()).limit(limit + 1)).all()
    return page_of(rows, limit, lambda row: (row.id,))


def get_delivery(delivery_id: int, endpoint_id: int | None = None) -> WebhookDelivery:
    """A delivery of the company, or of one of its endpoints. Raises Missing."""
    found = db.session.scalars(select(WebhookDelivery).where(WebhookDelivery.id == delivery_id)).one_or_none()
    if found is None or found.endpoint_id != (endpoint_id or found.endpoint_id):
        raise Missing
    return found


def lock_delivery(delivery_id: int) -> WebhookDelivery:
    """The delivery as it is now, held until the transaction ends. Raises Missing."""
    wanted = select(WebhookDelivery).where(WebhookDelivery.id == delivery_id).with_for_update()
    found = db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise Missing
    return found


def owners_of(endpoint: WebhookEndpoint) -> Sequence[User]:
    """Whom to tell of the endpoint: who made it, while they are an admin here; else all admins."""
    admins = db.session.scalars(
        select(User).where(User.role == Role.ADMIN, User.status == AccountStatus.ACTIVE).order_by(User.id)
    ).all()
    return [user for user in admins if user.id == endpoint.created_by_id] or admins


def resendable(endpoint_id: int, since: datetime, states: Sequence[DeliveryState]) -> Any:
    """The condition of the deliveries of an endpoint since a moment that are in one of the states."""
    d = WebhookDelivery
    return (d.endpoint_id == endpoint_id) & (d.created_at >= since) & d.state.in_(list(states))
