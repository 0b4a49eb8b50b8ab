"""`/conversations`: the inbox, its threads, and what people do in them."""

from flask import Blueprint

pages = Blueprint("conversations", __name__, url_prefix="/conversations")

from portal.conversations.pages import beginning, canned, handing, inbox, settings, thread, writing  # noqa: E402

__all__ = ["beginning", "canned", "handing", "inbox", "pages", "settings", "thread", "writing"]
