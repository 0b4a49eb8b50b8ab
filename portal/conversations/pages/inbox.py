"""The inbox: the list of conversations, and what is new in it."""

from typing import Any

from flask import Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.conversations import queries, showing
from portal.conversations.pages import pages
from portal.conversations.pages._list import listing, present_minute
from portal.core.clock import now
from portal.web.access import current_person, needs
from portal.web.fragments import back_to, page, page_or_block, wants_block

# What of the page an htmx swap asks for, by the id of the place it swaps.
PARTS = {"list": ("conversations/index.html", "list"), "talks": ("conversations/_talks.html", "talks")}


def whole_or(part: tuple[str, str], **context: Any) -> Response:
    """The whole page, or for htmx the part that its swap asks for."""
    template, block = part
    return page_or_block(template, block, **context) if wants_block() else page("conversations/index.html", **context)


@pages.get("")
@needs(Permission.CONVERSATIONS)
def index() -> Response:
    """Conversations, the newest first; `?show=`, `?status=`, `?channel=`, `?job=`, `?candidate=` and `?q=` narrow."""
    person = current_person()
    part = PARTS.get(request.headers.get("HX-Target", ""), PARTS["list"])
    sign = showing.mark(queries.newest_changes(), present_minute())
    return whole_or(part, **listing(person), head=None, live_mark=sign)


@pages.get("/news")
@needs(Permission.CONVERSATIONS)
def news() -> AnyResponse:
    """The list as it is now, for a page that lies open; 204 when nothing in it is another than `?mark=` says."""
    if not wants_block():
        return back_to("conversations.index")
    # A page that lies open asks by itself; that must not keep the session alive.
    g.session_seen_at = now()
    sign = showing.mark(queries.newest_changes(), present_minute())
    if sign == request.args.get("mark"):
        return Response(status=204)
    person = current_person()
    return page_or_block(
        "conversations/_news.html", "news", **listing(person), head=None, live_mark=sign,
        inbox_unread=queries.unread_talks(person),
    )  # fmt: skip
