"""`/conversations`: the inbox, its threads, what people do in them, and what admins set up."""

from flask import Blueprint

pages = Blueprint("conversations", __name__, url_prefix="/conversations")

from portal.conversations.pages import (  # noqa: E402
    beginning,
    canned,
    channel_templates,
    channel_trials,
    channels,
    handing,
    inbox,
    settings,
    thread,
    writing,
)

__all__ = [
    "beginning",
    "canned",
    "channel_templates",
    "channel_trials",
    "channels",
    "handing",
    "inbox",
    "pages",
    "settings",
    "thread",
    "writing",
]
