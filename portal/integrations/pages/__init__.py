"""`/integrations`: the gallery and one's own submissions; `/admin/integrations`: all of the company, and what came."""

from flask import Blueprint

pages = Blueprint("integrations", __name__)

from portal.integrations.pages import acting, connecting, deliveries, editing, listing, showing  # noqa: E402

__all__ = ["acting", "connecting", "deliveries", "editing", "listing", "pages", "showing"]
