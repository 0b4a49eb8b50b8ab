"""How a company's assistant and its people share the work."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.conversations import rules
from portal.conversations.models import ConversationSettings, Opens
from portal.core.database import db


@dataclass(frozen=True, slots=True)
class Ways:
    """The settings as they hold: those of the row, or the defaults."""

    assistant_on: bool = True
    opens: Opens = Opens.ATS
    nudge_after_hours: int = rules.NUDGE_AFTER_HOURS
    offer_after_minutes: int = rules.OFFER_AFTER_MINUTES
    version: int = 0


def find_settings() -> ConversationSettings | None:
    """The company's row, if it has changed anything."""
    return db.session.scalars(select(ConversationSettings)).one_or_none()


def ways() -> Ways:
    """What holds for the company."""
    row = find_settings()
    if row is None:
        return Ways()
    return Ways(row.assistant_on, row.opens, row.nudge_after_hours, row.offer_after_minutes, row.version)
