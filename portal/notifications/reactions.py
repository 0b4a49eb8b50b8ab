"""What sets notifications off: one effect per event, written in its transaction; the worker tells the people."""

from typing import Any

from portal.core.events import Event, reacts_to
from portal.core.outbox import later
from portal.notifications.rules import TRIGGERS


@reacts_to(*TRIGGERS)
def tell_later(event: Event, about: dict[str, Any]) -> None:
    """Whom it concerns is found out by the worker, so that the change itself stays quick."""
    later("notifications.tell", {"event_id": event.id}, key=f"notifications.tell:{event.id}")
