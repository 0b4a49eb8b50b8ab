"""What notification calls take and give (seed 003, `notifications`)."""

from typing import Any

from pydantic import Field

from portal.api.payloads import Answer, Paging, Payload, Yes, moment
from portal.core.ids import Prefix, encode
from portal.notifications.models import MESSAGE_LENGTH, TITLE_LENGTH, Channel, NotificationType
from portal.notifications.rules_preferences import SENT

PREFIXES = {"candidate": Prefix.CANDIDATE, "interview": Prefix.INTERVIEW, "job": Prefix.JOB}


class NotificationsQuery(Paging):
    """What the caller was told, the newest first."""

    unread: Yes | None = Field(None, description="`true`: what is not read yet.")


class NotificationOut(Answer):
    """Something that the caller was told. `read` is the caller's own, `recipients` are roles and clients."""

    notification_id: str
    type: NotificationType
    title: str
    message: str
    entity_type: str | None
    entity_id: str | None
    metadata: dict[str, Any]
    created_at: str
    read: bool
    recipients: list[str]


class ReadOut(Answer):
    """It is read; so many wait still (counted up to 100)."""

    success: bool
    unread: int


class SendIn(Payload):
    """Something to tell one person. `metadata` is the sender's own and comes back with the notification."""

    user_id: str = Field(min_length=1, max_length=60, description="`user_…`, or `cp_…` for a candidate's account.")
    type: NotificationType = Field(NotificationType.CUSTOM, json_schema_extra={"enum": [kind.value for kind in SENT]})
    title: str = Field(min_length=1, max_length=TITLE_LENGTH, examples=["New Job Match"])
    message: str = Field("", max_length=MESSAGE_LENGTH)
    channels: list[Channel] = Field(min_length=1, max_length=len(Channel), examples=[["push", "email"]])
    metadata: dict[str, Any] = Field(default_factory=dict)


class SentNotification(Answer):
    """The notification, and the channels by which it goes: those that were asked for and are wanted."""

    notification_id: str
    channels: list[Channel]


class NotificationSentOut(Answer):
    """It is on its way."""

    success: bool
    data: SentNotification


def notification_json(row: Any) -> dict[str, Any]:
    """`NotificationOut` of a row of `notification_page`."""
    prefix = PREFIXES.get(row.entity_type or "")
    return {
        "notification_id": encode(Prefix.NOTIFICATION, row.id),
        "type": row.type.value,
        "title": row.title,
        "message": row.message,
        "entity_type": row.entity_type,
        "entity_id": _entity(prefix, row.entity_id),
        "metadata": row.facts,
        "created_at": moment(row.created_at),
        "read": row.read_at is not None,
        "recipients": row.recipients,
    }


def _entity(prefix: Prefix | None, number: int | None) -> str | None:
    if number is None:
        return None
    return str(encode(prefix, number) if prefix else number)
