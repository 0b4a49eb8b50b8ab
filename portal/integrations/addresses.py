"""Where a system's webhooks go."""

from flask import current_app

from portal.integrations.catalogue import IntegrationType


def webhook_address(kind: IntegrationType, submission_id: int) -> str:
    """`/webhooks/ats/greenhouse/7` of the portal. A system of your own may leave the number away: its key says whose it
    is, and with the number it is told from others."""
    public: str = current_app.config["PUBLIC_URL"].rstrip("/")
    return f"{public}/webhooks/ats/{kind.value}/{submission_id}"
