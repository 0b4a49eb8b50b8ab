"""A new company can be written to at once: by e-mail, and in the portal."""

from typing import Any

from portal.conversations.services.channels import give_default_channels
from portal.core.events import Event, reacts_to


@reacts_to("company.created")
def give_channels(event: Event, about: dict[str, Any]) -> None:
    """Its two channels that need nothing set up."""
    give_default_channels(event.company_id)
