"""The way in for staff and client users, one's own profile, and what admins keep."""

from flask import Blueprint

pages = Blueprint("accounts", __name__)

from portal.accounts.pages import (  # noqa: E402
    admin,
    api_keys,
    calendar,
    company,
    operations,
    passwords,
    portal_users,
    profile,
    setup,
    sign_in,
    staff,
)

__all__ = [
    "admin",
    "calendar",
    "api_keys",
    "company",
    "operations",
    "pages",
    "passwords",
    "portal_users",
    "profile",
    "setup",
    "sign_in",
    "staff",
]
