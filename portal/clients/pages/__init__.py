"""The pages about clients: the list and one of them; its people; notes about it."""

from flask import Blueprint

pages = Blueprint("clients", __name__)

from portal.clients.pages import editing, listing, notes, people  # noqa: E402

__all__ = ["editing", "listing", "notes", "pages", "people"]
