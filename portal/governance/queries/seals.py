"""What sealing and verifying ask, of one company."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

from portal.core.database import db
from portal.core.events import Event, EventDetails
from portal.governance.models import EventChain, EventSeal
from portal.governance.rules import SEALED

_EVENT = [getattr(Event, name) for name in SEALED]


def chain_of_company(*, locked: bool = False) -> EventChain | None:
    """The end of the company's chain; `locked` lets nobody else seal until the transaction ends."""
    wanted = select(EventChain).execution_options(populate_existing=True)
    return db.session.scalars(wanted.with_for_update() if locked else wanted).one_or_none()


def unsealed(after: int, limit: int) -> Sequence[Row[Any]]:
    """The next events without a seal whose numbers are greater than `after`, by number; all that a seal covers."""
    wanted: Any = select(*_EVENT).where(Event.id > after, ~_sealed())
    return db.session.execute(wanted.order_by(Event.id).limit(limit)).all()


def unsealed_ids(after: int, up_to: int | None, limit: int) -> Sequence[int]:
    """The numbers of events without a seal between two numbers (`after` < id ≤ `up_to`; None: to the end)."""
    wanted = select(Event.id).where(Event.id > after, ~_sealed())
    if up_to is not None:
        wanted = wanted.where(Event.id <= up_to)
    return db.session.scalars(wanted.order_by(Event.id).limit(limit)).all()


def _sealed() -> Any:
    return select(EventSeal.event_id).where(EventSeal.event_id == Event.id).exists()


def greatest_sealed() -> int:
    """The greatest number of an event that has a seal."""
    return db.session.scalar(select(func.max(EventSeal.event_id))) or 0


def links_after(position: int, limit: int) -> Sequence[Row[Any]]:
    """The next links of the chain with their events and details, as far as these are there.

    Columns `link_position`, `link_event`, `previous_hash`, `hash`, `details_event`, `old`, `new`, `salt`, and those of
    the event (all None when it is gone).
    """
    wanted: Any = (
        select(
            EventSeal.position.label("link_position"),
            EventSeal.event_id.label("link_event"),
            EventSeal.previous_hash,
            EventSeal.hash,
            EventDetails.event_id.label("details_event"),
            EventDetails.old,
            EventDetails.new,
            EventDetails.salt,
            *_EVENT,
        )
        .outerjoin(Event, Event.id == EventSeal.event_id)
        .outerjoin(EventDetails, EventDetails.event_id == EventSeal.event_id)
        .where(EventSeal.position > position)
    )
    return db.session.execute(wanted.order_by(EventSeal.position).limit(limit)).all()
