"""The list beside every thread: its filters as the address has them, its rows, and what tells that it has changed."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.conversations import queries, showing
from portal.conversations.models import ConversationStatus
from portal.conversations.queries import View, Wanted
from portal.core.clock import now
from portal.core.ids import decode
from portal.core.people import Person
from portal.web.filters import Filters, read_filters
from portal.web.fragments import back_to, wants_block

VIEWS = (
    (View.ALL, "All"),
    (View.MINE, "Mine"),
    (View.WAITING, "Waiting for me"),
    (View.UNASSIGNED, "Unassigned"),
    (View.ASSISTANT, "Assistant"),
)
STATUSES = (
    (ConversationStatus.ONGOING, "Open"),
    (ConversationStatus.CREATED, "Not begun"),
    (ConversationStatus.COMPLETED, "Completed"),
)
KEPT = ("show", "status", "channel", "job", "candidate", "q", "cursor", "filters")


def filters() -> Filters:
    """What the address narrows the list to."""
    words = {
        "show": [view.value for view in View if view is not View.ALL],
        "status": [status.value for status in ConversationStatus],
        "filters": ["1"],
    }
    return read_filters("conversations.index", texts=("q", "channel", "job", "candidate"), words=words)


def kept() -> list[tuple[str, str]]:
    """The list's part of the present address."""
    return [(name, value) for name in KEPT if (value := request.args.get(name, "")[:300])]


def suffix() -> str:
    """The same, to be put behind the address of a thread."""
    return f"?{urlencode(found)}" if (found := kept()) else ""


def listing(person: Person, current: int | None = None) -> dict[str, Any]:
    """Everything the list shows. `current` is the conversation that is open beside it."""
    chosen = filters()
    if current is not None:  # the list is another, the conversation beside it stays open
        chosen = replace(chosen, endpoint="conversations.show", place={"conversation_id": current})
    wanted = Wanted(
        view=View(chosen.one("show") or View.ALL),
        status=ConversationStatus(chosen.one("status")) if chosen["status"] else None,
        channel_id=_number(chosen.one("channel")),
        job_id=decode("job", chosen.one("job")),
        candidate_id=decode("cand", chosen.one("candidate")),
        q=chosen.one("q"),
    )
    opened = any(chosen[name] for name in ("filters", "status", "channel", "job"))
    found = queries.inbox_page(person, wanted, request.args.get("cursor"))
    return {
        "filters": chosen,
        "wanted": wanted,
        "found": found,
        "current": current,
        "suffix": suffix(),
        "kept": kept(),
        "views": _views(chosen, wanted.view, queries.view_counts(person)),
        "statuses": STATUSES,
        "opened": opened,
        "channels": queries.channel_choices() if opened else [],
        "jobs": queries.job_choices() if opened else [],
        "around": _around([row.id for row in found.items], current),
        "showing": showing,
        "me": person.id,
    }


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _views(chosen: Filters, current: View, counts: Any) -> list[dict[str, Any]]:
    found = []
    for view, label in VIEWS:
        number = getattr(counts, view.value, None)
        shown = None if number is None else "99+" if number >= queries.COUNTED else number
        url = chosen.url(show="" if view is View.ALL else view.value, filters="")
        found.append({"label": label, "url": url, "active": view is current, "count": shown})
    return found


def _around(ids: list[int], current: int | None) -> dict[int, str]:
    """Which rows the keys J and K lead to: those after and before the open conversation; J to the first without one."""
    if current not in ids:
        return {ids[0]: "j ArrowDown"} if ids else {}
    place = ids.index(current)
    keys = {ids[place + 1]: "j ArrowDown"} if place + 1 < len(ids) else {}
    return keys | ({ids[place - 1]: "k ArrowUp"} if place else {})


def present_minute() -> int:
    """The minute of now: what says how long ago something was is made anew each minute."""
    return int(now().timestamp()) // 60


def back_to_thread(conversation_id: int, anchor: str | None = None) -> AnyResponse:
    """After a change: htmx is told to look what is new at once, a browser is led back to the thread."""
    if wants_block():
        answer = Response(status=204)
        answer.headers["HX-Trigger"] = "wake"
        return answer
    return back_to("conversations.show", conversation_id=conversation_id, _anchor=anchor, **dict(kept()))
