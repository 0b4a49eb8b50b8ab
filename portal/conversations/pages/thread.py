"""One conversation: its page, what came before, what is new, and that somebody has read it."""

from flask import Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.conversations import queries, services, showing
from portal.conversations.forms import whole_number
from portal.conversations.pages import _talk, pages
from portal.conversations.pages._list import back_to_thread, listing, present_minute
from portal.conversations.pages.inbox import PARTS, whole_or
from portal.conversations.queries import Stretch
from portal.conversations.rules_canned import fill
from portal.core.clock import now
from portal.web.access import current_person, needs
from portal.web.fragments import back_to, page_or_block, wants_block


def sign_of(head_mark: str) -> str:
    """What the page shows of this conversation and of the list, as one sign."""
    return showing.mark(head_mark, queries.newest_changes(), present_minute())


@pages.get("/<int:conversation_id>")
@needs(Permission.CONVERSATIONS)
def show(conversation_id: int) -> Response:
    """The thread between the list and the panel. `?reply=` fills a canned reply in; `?pane=person` is for phones."""
    person = current_person()
    head = queries.head_of(conversation_id, person.id)
    part = PARTS.get(request.headers.get("HX-Target", ""), ("conversations/index.html", "talk"))
    found = _talk.talk(head, person)
    reply = whole_number(request.args.get("reply"))
    if reply is not None:
        filled = fill(queries.get_canned(reply).text, _talk.values_for(head, person))
        found |= {"draft": filled.text, "refusal": filled.refusal}
    return whole_or(
        part, **(listing(person, head.id) | found),
        live_mark=sign_of(found["mark"]), pane=request.args.get("pane"), swapped=wants_block(),
    )  # fmt: skip


@pages.get("/<int:conversation_id>/earlier")
@needs(Permission.CONVERSATIONS)
def earlier(conversation_id: int) -> AnyResponse:
    """The messages before `?before=`."""
    person = current_person()
    head = queries.head_of(conversation_id, person.id)
    before = whole_number(request.args.get("before"))
    stretch = queries.newest_messages(conversation_id, before)
    found = _talk.thread(head, stretch, person)
    if wants_block():
        return page_or_block(
            "conversations/_earlier.html", "earlier", **found, first_day=request.args.get("day", ""), before=before
        )
    return page_or_block(
        "conversations/index.html", "talk", **(listing(person, head.id) | _talk.talk(head, person) | found),
        live_mark="", earlier=True,
    )  # fmt: skip


@pages.get("/<int:conversation_id>/news")
@needs(Permission.CONVERSATIONS)
def thread_news(conversation_id: int) -> AnyResponse:
    """What is new since the message `?after=`, in the thread and in the list; 204 when nothing is (`?mark=`)."""
    person = current_person()
    head = queries.head_of(conversation_id, person.id)
    if not wants_block():
        return back_to("conversations.show", conversation_id=conversation_id)
    g.session_seen_at = now()
    states = queries.states_of(conversation_id)
    sign = sign_of(_talk.mark(head, states))
    if sign == request.args.get("mark"):
        return Response(status=204)
    after = whole_number(request.args.get("after")) or 0
    rows = queries.messages_after(conversation_id, after)
    if len(rows) > len(states):  # so much has come that the thread is better made anew
        answer = Response(status=204)
        answer.headers["HX-Refresh"] = "true"
        return answer
    found = _talk.thread(head, Stretch(rows), person) | _talk.beside(head)
    found["lines"] = [line for line in found["lines"] if line.id > after]
    fresh = {line.id for line in found["lines"]}
    opened = _talk.is_free(head) and request.args.get("free") == "0"
    return page_or_block(
        "conversations/_news.html", "news",
        **(listing(person, head.id) | _talk.compose(head, person) | found),
        states=states, fresh=fresh, live_mark=sign, opened_again=opened, inbox_unread=queries.unread_talks(person),
        newest_shown=max([after, *(row.id for row in rows)]),
    )  # fmt: skip


@pages.post("/<int:conversation_id>/reading")
@needs(Permission.CONVERSATIONS)
def reading(conversation_id: int) -> AnyResponse:
    """I have read as far as `upto`; the page says so by itself once it is seen."""
    person = current_person()
    conversation = queries.get_conversation(conversation_id)
    services.mark_read(conversation, whole_number(request.form.get("upto")) or 0, person)
    if not wants_block():
        return back_to_thread(conversation_id)
    return page_or_block("conversations/_count.html", "count", inbox_unread=queries.unread_talks(person), oob=True)
