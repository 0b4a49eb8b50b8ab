"""`/conversations`: the inbox, its threads, and what people do in them."""

from flask import Blueprint

pages = Blueprint("conversations", __name__, url_prefix="/conversations")

from portal.conversations.pages import settings  # noqa: E402

__all__ = ["pages", "settings"]
