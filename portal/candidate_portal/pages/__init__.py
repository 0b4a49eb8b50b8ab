"""The candidates' portal: the way in, interviews, applications."""

from flask import Blueprint

pages = Blueprint("candidate_portal", __name__, url_prefix="/portal")

from portal.candidate_portal.pages import (  # noqa: E402
    access,
    applications,
    automation,
    calendar,
    documents,
    home,
    interviews,
    keys,
    links,
    matches,
    messages,
    notifications,
    profile,
)

__all__ = [
    "access",
    "applications",
    "automation",
    "calendar",
    "documents",
    "home",
    "interviews",
    "keys",
    "links",
    "matches",
    "messages",
    "notifications",
    "pages",
    "profile",
]
