"""What a person has read."""

from typing import Any

from sqlalchemy import update

from portal.core.clock import now
from portal.core.database import db
from portal.core.people import Person
from portal.notifications import queries
from portal.notifications.models import NotificationReader


def _mine(by: Person) -> Any:
    return (NotificationReader.account_id if by.is_candidate else NotificationReader.user_id) == by.id


def mark_read(notification_id: int, by: Person) -> None:
    """The person has read it; again is harmless. Raises Missing for what they were not told."""
    queries.get_notification(notification_id, by)
    db.session.execute(
        update(NotificationReader)
        .where(NotificationReader.notification_id == notification_id, _mine(by), NotificationReader.read_at.is_(None))
        .values(read_at=now())
        .execution_options(synchronize_session=False)
    )


def mark_all_read(by: Person) -> None:
    """The person has read everything that waits for them now."""
    db.session.execute(
        update(NotificationReader)
        .where(_mine(by), NotificationReader.read_at.is_(None))
        .values(read_at=now())
        .execution_options(synchronize_session=False)
    )
