"""What is asked of notifications."""

from sqlalchemy import func, select

from portal.core.database import db
from portal.core.people import Person
from portal.notifications.models import NotificationReader


def unread_count(person: Person) -> int:
    """How many notifications wait for the person; counted up to 100."""
    mine = NotificationReader.account_id if person.is_candidate else NotificationReader.user_id
    waiting = (
        select(NotificationReader.id)
        .where(mine == person.id, NotificationReader.read_at.is_(None))
        .limit(100)
        .subquery()
    )
    return db.session.scalar(select(func.count()).select_from(waiting)) or 0
