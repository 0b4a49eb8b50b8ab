"""Pages of governance: roles, the access matrix, the audit log."""

from flask import Blueprint

pages = Blueprint("governance", __name__)

from portal.governance.pages import audit, export, matrix, roles  # noqa: E402

__all__ = ["audit", "export", "matrix", "pages", "roles"]
