"""What the worker does for notifications."""

from typing import Any

from portal.core.database import transaction
from portal.core.outbox import task
from portal.notifications import services


@task("notifications.tell")
def tell(payload: dict[str, Any]) -> None:
    """Write everybody's notification and mail of an event. All in one transaction, so a repeat finds it done."""
    with transaction():
        services.tell(payload["event_id"])
