"""JSON calls about one's own notifications (seed 003, "Dashboard"), and those that other systems send (seed 002)."""

from typing import Any

from portal.accounts.permissions import Permission
from portal.api.access import allows, caller
from portal.api.calls import Calls
from portal.api.payloads import Listing
from portal.core.errors import BadInput
from portal.core.ids import Prefix, decode, encode
from portal.core.people import PersonKind
from portal.notifications import queries, services
from portal.notifications.payloads import (
    NotificationOut,
    NotificationSentOut,
    NotificationsQuery,
    ReadOut,
    SendIn,
    notification_json,
)
from portal.notifications.services.custom import Recipient

calls = Calls("notifications_api", __name__, "Notifications")


@calls.get("/notifications", Listing[NotificationOut])
@allows(Permission.NOTIFICATIONS_OWN, candidates=True)
def notifications(query: NotificationsQuery) -> Any:
    """What the caller was told, the newest first."""
    found = queries.notification_page(
        caller(), unread_only=query.unread == "true", cursor=query.cursor, limit=query.limit
    )
    return {"items": [notification_json(row) for row in found.items], "next": found.next}


@calls.post("/notifications/<sid(notif):notification_id>/read", ReadOut)
@allows(Permission.NOTIFICATIONS_OWN, candidates=True)
def read(notification_id: int) -> Any:
    """Read one; again is harmless."""
    services.mark_read(notification_id, caller())
    return _done()


@calls.post("/notifications/read-all", ReadOut)
@allows(Permission.NOTIFICATIONS_OWN, candidates=True)
def read_all() -> Any:
    """Read everything that waits now."""
    services.mark_all_read(caller())
    return _done()


def _done() -> dict[str, Any]:
    return {"success": True, "unread": queries.unread_count(caller())}


@calls.post("/v1/notifications/send", NotificationSentOut, status=202)
@allows(Permission.NOTIFICATIONS_SEND)
def send(body: SendIn) -> Any:
    """Tell somebody something, by those of the channels that they want for the type."""
    sent = services.send_custom(
        [_recipient(body.user_id)],
        body.type,
        body.title,
        body.message,
        body.channels,
        body.metadata,
        company_id=caller().company_id,
    )
    data = {"notification_id": encode(Prefix.NOTIFICATION, sent.notification_id), "channels": list(sent.channels)}
    return {"success": True, "data": data}, 202


def _recipient(user_id: str) -> Recipient:
    """`user_…` is one of the company's people, `cp_…` a candidate's account. Raises BadInput (`user_id`)."""
    for prefix, kind in ((Prefix.USER, PersonKind.USER), (Prefix.CANDIDATE_ACCOUNT, PersonKind.CANDIDATE)):
        number = decode(prefix, user_id) if user_id.startswith(f"{prefix}_") else None
        if number is not None:
            return Recipient(kind, number)
    raise BadInput(fields={"user_id": "There is no such person here who can sign in."})
