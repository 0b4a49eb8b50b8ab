"""`/admin/webhooks`: which systems of the company are told of what, and how that went."""

from flask import Blueprint

pages = Blueprint("webhooks", __name__, url_prefix="/admin/webhooks")

from portal.webhooks.pages import deliveries, endpoints, states  # noqa: E402

__all__ = ["deliveries", "endpoints", "pages", "states"]
