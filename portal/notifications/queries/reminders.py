"""What reminders must know of an interview."""

from datetime import datetime

from sqlalchemy import select

from portal.core.database import db
from portal.core.events import Event, EventDetails
from portal.core.outbox import Effect, EffectState

ASKED = ("interview.slots_sent", "interview.given_back", "interview.updated", "interview.times_declined")


def asked_at(interview_id: int) -> datetime | None:
    """When the candidate was last offered times; None if they have answered since that none of them suits."""
    wanted = (
        select(Event.name, Event.at, EventDetails.new)
        .outerjoin(EventDetails, EventDetails.event_id == Event.id)
        .where(Event.entity_type == "interview", Event.entity_id == interview_id, Event.name.in_(ASKED))
        .order_by(Event.id.desc())
    )
    at: datetime
    for name, at, new in db.session.execute(wanted):
        if name == "interview.times_declined":
            return None
        if name != "interview.updated" or "slots" in (new or {}):
            return at
    return None


def waiting_reminders(prefix: str) -> list[str]:
    """The keys of reminders that begin so and have not been carried out."""
    wanted = select(Effect.key).where(
        Effect.state == EffectState.DUE, Effect.kind == "notifications.remind", Effect.key.startswith(prefix)
    )
    return list(db.session.scalars(wanted))
