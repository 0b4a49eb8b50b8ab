"""JSON calls about one's own notifications (seed 003, "Dashboard")."""

from typing import Any

from portal.accounts.permissions import Permission
from portal.api.access import allows, caller
from portal.api.calls import Calls
from portal.api.payloads import Listing
from portal.notifications import queries, services
from portal.notifications.payloads import NotificationOut, NotificationsQuery, ReadOut, notification_json

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
