"""What writes deliveries: every event that has a public name, in its own transaction."""

from typing import Any

from portal.core.events import Event, reacts_to
from portal.webhooks import services
from portal.webhooks.catalogue import SOURCES


@reacts_to(*SOURCES)
def write_deliveries(event: Event, about: dict[str, Any]) -> None:
    """One delivery for each endpoint that wants the event."""
    services.tell(event, about)
