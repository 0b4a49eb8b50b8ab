"""What a person was told, and how much of it waits to be read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select

from portal.core.database import db
from portal.core.errors import Missing
from portal.core.paging import PAGE, Page, page_of, read_cursor
from portal.core.people import Person
from portal.notifications.models import Notification, NotificationReader, NotificationType

COUNTED = 100


def _of(person: Person) -> Any:
    mine = NotificationReader.account_id if person.is_candidate else NotificationReader.user_id
    return mine == person.id


def _unread(reader: Any) -> Select[int]:
    mine = (reader == bindparam("me"), NotificationReader.read_at.is_(None))
    return select(func.count()).select_from(select(NotificationReader.id).where(*mine).limit(COUNTED).subquery())


# Every page asks for one of them, so they are built once.
_UNREAD_OF_USER = _unread(NotificationReader.user_id)
_UNREAD_OF_ACCOUNT = _unread(NotificationReader.account_id)


def unread_count(person: Person) -> int:
    """How many notifications wait for the person; counted up to 100."""
    wanted = _UNREAD_OF_ACCOUNT if person.is_candidate else _UNREAD_OF_USER
    return db.session.scalar(wanted, {"me": person.id}) or 0


def notification_page(
    person: Person,
    *,
    unread_only: bool = False,
    kinds: Sequence[NotificationType] = (),
    cursor: str | None = None,
    limit: int = PAGE,
) -> Page[Row[*tuple[Any, ...]]]:
    """What the person was told, the newest first, as columns; of some types alone if they are named.

    Raises BadInput for a cursor that is none.
    """
    wanted = (
        select(
            NotificationReader.id.label("reader_id"),
            NotificationReader.read_at,
            Notification.id,
            Notification.type,
            Notification.title,
            Notification.message,
            Notification.entity_type,
            Notification.entity_id,
            Notification.facts,
            Notification.recipients,
            Notification.created_at,
        )
        .join(Notification, Notification.id == NotificationReader.notification_id)
        .where(_of(person))
    )
    if unread_only:
        wanted = wanted.where(NotificationReader.read_at.is_(None))
    if kinds:
        wanted = wanted.where(Notification.type.in_(kinds))
    after = read_cursor(cursor, int)
    if after is not None:
        wanted = wanted.where(NotificationReader.id < after[0])
    rows = db.session.execute(wanted.order_by(NotificationReader.id.desc()).limit(limit + 1)).all()
    return page_of(rows, limit, lambda row: (row.reader_id,))


def get_notification(notification_id: int, person: Person) -> Row[*tuple[Any, ...]]:
    """One notification that the person was told: `id`, `entity_type`, `entity_id`. Raises Missing."""
    wanted = (
        select(Notification.id, Notification.entity_type, Notification.entity_id)
        .join(NotificationReader, NotificationReader.notification_id == Notification.id)
        .where(Notification.id == notification_id, _of(person))
    )
    found = db.session.execute(wanted).one_or_none()
    if found is None:
        raise Missing
    return found


def find_by_key(key: str) -> Row[*tuple[Any, ...]]:
    """The notification that was written with the key. Columns id, channels. Raises Missing."""
    found = db.session.execute(select(Notification.id, Notification.channels).where(Notification.key == key)).first()
    if found is None:
        raise Missing
    return found
