"""What every notification is written with: its row, its readers, its mails, as far as each person wants them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.accounts.models import Company
from portal.core import mail
from portal.core.database import db, insert_once
from portal.core.ids import encode
from portal.notifications import queries
from portal.notifications.models import (
    MESSAGE_LENGTH,
    TITLE_LENGTH,
    Channel,
    Notification,
    NotificationReader,
    NotificationType,
)
from portal.notifications.queries import Reader, Wishes
from portal.notifications.services.push import push_later

PREFIXES = {"user": "user", "candidate": "cp"}
SETTINGS = {"user": "notifications.settings", "candidate": "candidate_portal.notification_settings"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A notification before it is written. It comes of an event or has a key; `entity` is (type, id)."""

    company_id: int
    type: NotificationType
    title: str
    created_at: datetime
    message: str = ""
    event_id: int | None = None
    key: str | None = None
    entity: tuple[str, int | None] | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    channels: Iterable[Channel] = (Channel.IN_APP, Channel.EMAIL, Channel.PUSH)
    recipients: Iterable[str] = ()


def write(draft: Draft) -> int | None:
    """The id of the new row; None when the event or the key has one already."""
    return insert_once(
        Notification,
        ["event_id"] if draft.event_id is not None else ["company_id", "key"],
        company_id=draft.company_id,
        event_id=draft.event_id,
        key=draft.key,
        type=draft.type,
        title=draft.title[:TITLE_LENGTH],
        message=draft.message[:MESSAGE_LENGTH],
        entity_type=draft.entity[0] if draft.entity else None,
        entity_id=draft.entity[1] if draft.entity else None,
        facts=dict(draft.facts),
        channels=[channel.value for channel in draft.channels],
        recipients=list(draft.recipients),
        created_at=draft.created_at,
    )


def give(
    notification_id: int,
    draft: Draft,
    readers: Sequence[Reader],
    wishes: Wishes,
    *,
    read_by: int | None = None,
    by_push: bool = True,
) -> None:
    """Put the notification into the list of everybody who wants its type there, and onto the devices of those who want
    it there; read already, and shown on no device, for the user `read_by`."""
    for reader in readers:
        if wishes.wants(reader, draft.type, Channel.IN_APP):
            is_user = reader.kind == "user"
            db.session.add(
                NotificationReader(
                    company_id=draft.company_id,
                    notification_id=notification_id,
                    user_id=reader.id if is_user else None,
                    account_id=None if is_user else reader.id,
                    client_id=reader.client_id,
                    candidate_id=reader.candidate_id,
                    read_at=draft.created_at if is_user and reader.id == read_by else None,
                )
            )
    db.session.flush()
    if by_push:
        push_later(notification_id, draft.type, readers, wishes, read_by=read_by)


def mail_to(
    reader: Reader,
    company: Company,
    *,
    subject: str,
    template: str,
    key: str,
    context: Mapping[str, Any],
    link: tuple[str, dict[str, Any]],
    good_until: datetime | None = None,
) -> None:
    """Mail a notification to a person, with the way to their settings in it. `link` is the page that it opens."""
    mail.send(
        reader.email,
        subject,
        template,
        key=key,
        context={**context, "title": subject, "first_name": reader.first_name, "company_name": company.name},
        links={
            "link": ("page", {"endpoint": link[0], "values": link[1]}),
            mail.SETTINGS_LINK: ("page", {"endpoint": SETTINGS[reader.kind]}),
        },
        to_name=reader.name,
        from_name=company.name,
        company_id=company.id,
        good_until=good_until,
    )


def named(reader: Reader) -> str:
    """A single person among the `recipients` of a notification: their public id."""
    return str(encode(PREFIXES[reader.kind], reader.id))


def wishes_of(readers: Iterable[Reader], kind: NotificationType) -> Wishes:
    """What these people have said about a type."""
    return queries.wishes(list(readers), kind)
