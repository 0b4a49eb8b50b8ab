"""Where a system's webhooks go."""

from flask import current_app

from portal.integrations.catalogue import IntegrationType


def webhook_address(kind: IntegrationType, submission_id: int) -> str:
    """`/webhooks/ats/greenhouse/7` of the portal; a system of your own names itself by its key, not by a number."""
    public: str = current_app.config["PUBLIC_URL"].rstrip("/")
    place = f"{public}/webhooks/ats/{kind.value}"
    return place if kind is IntegrationType.GENERIC else f"{place}/{submission_id}"
