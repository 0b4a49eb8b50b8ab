"""The pages about interviews: the list and one of them; planning; what happens to one; feedback and decision."""

from flask import Blueprint

pages = Blueprint("interviews", __name__)

from portal.interviews.pages import acting, deciding, feed, listing, planning, slots  # noqa: E402

__all__ = ["acting", "deciding", "feed", "listing", "pages", "planning", "slots"]
