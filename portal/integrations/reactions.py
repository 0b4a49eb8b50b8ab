"""What integrations do when something happens to a candidate: what other systems sent of them is forgotten."""

from typing import Any

from portal.core.events import Event, reacts_to
from portal.core.outbox import later


@reacts_to("candidate.deleted")
def candidate_is_gone(event: Event, about: dict[str, Any]) -> None:
    """The worker forgets the bodies of deliveries about this person."""
    payload = {"candidate_id": event.candidate_id}
    later("integrations.forget_person", payload, key=f"integrations.forget_person:{event.id}")
