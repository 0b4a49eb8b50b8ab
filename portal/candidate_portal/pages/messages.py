"""The candidate's messages: one's own talks, one of them live, and a new one."""

import secrets
from collections.abc import Callable
from typing import Any

from flask import Response, g, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from portal.candidate_portal import queries, queries_messages, services_messages
from portal.candidate_portal.forms import BeginForm, WriteForm
from portal.candidate_portal.pages import _talk, pages
from portal.candidate_portal.pages._door import reader_zone
from portal.conversations.showing import CHANNELS, short_time
from portal.core.clock import now
from portal.core.errors import BadInput, RuleBroken
from portal.core.ids import Prefix, decode, encode
from portal.core.people import Person
from portal.web.access import candidate_only, current_person, to_page
from portal.web.answers import form_page
from portal.web.fragments import back_to, page, page_or_block, toast, wants_block

GENERAL = "general"


@pages.get("/messages")
@candidate_only
def messages() -> Response:
    """One's own talks, the newest first."""
    person = current_person()
    zone, moment = reader_zone(queries.zone_of(person), person.time_zone), now()
    talks = [
        {"row": row, "heading": _talk.heading(row, person), "when": short_time(row.at, zone, moment)}
        for row in queries_messages.my_talks()
    ]
    return page("candidate_portal/messages.html", talks=talks, ways=CHANNELS, known=person.candidate_id is not None)


@pages.route("/messages/new", methods=["GET", "POST"])
@candidate_only
def message_new() -> AnyResponse:
    """Write to the company, about `?about=` or in general; where there is a talk already, there."""
    person, form = current_person(), BeginForm(about=request.args.get("about", ""))
    form.about.choices = _subjects()
    known = _known_talk(request.args.get("about", "")) if request.method == "GET" else None
    if known is not None:
        return redirect(url_for("candidate_portal.message_talk", conversation_id=known))
    if form.validate_on_submit():
        about = decode(Prefix.APPLICATION, form.about.data or "")
        try:
            made = services_messages.begin(about, form.text.data or "", person, send_key=form.send_key.data or "")
        except (BadInput, RuleBroken) as refusal:
            form.form_errors.append(refusal.message)
        else:
            return back_to("candidate_portal.message_talk", conversation_id=made)
    form.send_key.raw_data, form.send_key.data = None, secrets.token_urlsafe(18)
    return form_page("candidate_portal/message_new.html", form, None, known=person.candidate_id is not None)


def _subjects() -> list[tuple[str, str]]:
    rows = [(str(encode(Prefix.APPLICATION, row.id)), row.title) for row in queries.my_applications()]
    return [*rows, (GENERAL, "Something else")]


def _known_talk(about: str) -> int | None:
    application_id = decode(Prefix.APPLICATION, about)
    return queries_messages.talk_about(application_id) if application_id is not None else None


@pages.get("/messages/<int:conversation_id>")
@candidate_only
def message_talk(conversation_id: int) -> Response:
    """One talk, its newest messages, or those before one of them."""
    head, before = queries_messages.get_talk(conversation_id), request.args.get("before", "")
    older = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    return page("candidate_portal/talk.html", **_talk.talk(head, current_person(), older))


@pages.get("/messages/<int:conversation_id>/news")
@candidate_only
def message_news(conversation_id: int) -> AnyResponse:
    """What has changed on the page that bears the mark; 204 when nothing has. A page that lies open asks by itself."""
    g.session_seen_at = now()  # that must not keep the session alive
    head = queries_messages.get_talk(conversation_id)
    if not wants_block():
        return back_to("candidate_portal.message_talk", conversation_id=conversation_id)
    ids = list(queries_messages.newest_ids(conversation_id))[: queries_messages.PAGE]
    if _talk.mark(head, ids) == request.args.get("mark"):
        return Response(status=204)
    return page_or_block("candidate_portal/_talk_news.html", "news", oob=True, **_talk.talk(head, current_person()))


@pages.post("/messages/<int:conversation_id>")
@candidate_only
def message_write(conversation_id: int) -> AnyResponse:
    """Write, or tap a ready answer. The same form sent twice is one message."""
    person, form = current_person(), WriteForm()
    if not form.validate_on_submit():
        problem = next((str(p) for problems in form.errors.values() for p in problems), "Please try again.")
        return _refused(conversation_id, problem, form.text.data or "")
    text = form.text.data or ""
    try:
        here = services_messages.say(conversation_id, text, person, send_key=form.send_key.data or "")
    except (BadInput, RuleBroken) as refusal:
        return _refused(conversation_id, refusal.message, text)
    if not wants_block():
        return back_to("candidate_portal.message_talk", conversation_id=here, _anchor="write")
    if here != conversation_id:
        return to_page(url_for("candidate_portal.message_talk", conversation_id=here))
    head = queries_messages.get_talk(here)
    answer = page_or_block("candidate_portal/_talk_write.html", "write", **_talk.box(head), sent=True)
    answer.headers["HX-Trigger"] = "wake"
    return answer


def _refused(conversation_id: int, why: str, draft: str) -> AnyResponse:
    """It is not sent: why not, and what was written is still there."""
    head, said = queries_messages.get_talk(conversation_id), {"draft": draft, "refusal": why}
    if wants_block():
        return page_or_block("candidate_portal/_talk_write.html", "write", 422, **_talk.box(head, **said))
    return page("candidate_portal/talk.html", 422, **{**_talk.talk(head, current_person()), **said})


@pages.post("/messages/<int:conversation_id>/reading")
@candidate_only
def message_reading(conversation_id: int) -> AnyResponse:
    """Everything up to the message `upto` has been read."""
    upto = request.form.get("upto", "")
    number = int(upto) if upto.isascii() and upto.isdigit() and len(upto) < 16 else 0
    services_messages.read(conversation_id, number, current_person())
    return Response(status=204) if wants_block() else back_to("candidate_portal.messages")


@pages.post("/messages/<int:conversation_id>/person")
@candidate_only
def message_person(conversation_id: int) -> AnyResponse:
    """Talk to a person."""
    return _done(conversation_id, services_messages.ask_for_person, "A person will answer you here.")


@pages.post("/messages/<int:conversation_id>/stopping")
@candidate_only
def message_stop(conversation_id: int) -> AnyResponse:
    """No automated messages any more."""
    return _done(conversation_id, services_messages.stop_automated, "You get no more automated messages.")


@pages.post("/messages/<int:conversation_id>/starting")
@candidate_only
def message_start(conversation_id: int) -> AnyResponse:
    """Automated messages again."""
    return _done(conversation_id, services_messages.allow_automated, "You get automated messages again.")


def _done(conversation_id: int, verb: Callable[[int, Person], Any], words: str) -> AnyResponse:
    """Do it. An open page looks at once what has changed, so that nothing that is being typed is lost."""
    verb(conversation_id, current_person())
    if wants_block():
        answer = Response(status=204)
        answer.headers["HX-Trigger"] = "wake"
        return answer
    toast(words)
    return back_to("candidate_portal.message_talk", conversation_id=conversation_id)
