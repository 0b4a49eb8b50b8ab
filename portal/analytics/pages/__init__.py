"""Dashboards: what waits for me today, a few lists that no other page has, and figures."""

from flask import Blueprint

pages = Blueprint("analytics", __name__)

from portal.analytics.pages import figures, today  # noqa: E402

__all__ = ["figures", "pages", "today"]
