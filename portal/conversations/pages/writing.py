"""Writing in a conversation: messages, notes, templates, sending again, and the replies to choose from."""

from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_user
from portal.conversations import queries, services
from portal.conversations.forms import TemplateForm, WriteForm
from portal.conversations.models import Conversation
from portal.conversations.pages import _talk, pages
from portal.conversations.pages._list import back_to_thread, listing
from portal.conversations.pages.thread import sign_of
from portal.conversations.rules_canned import check_values, fill, templates_of
from portal.core.errors import BadInput, RuleBroken
from portal.web.access import current_person, needs
from portal.web.forms import PortalForm
from portal.web.fragments import page_or_block, wants_block


@pages.post("/<int:conversation_id>/messages")
@needs(Permission.CONVERSATIONS)
def write(conversation_id: int) -> AnyResponse:
    """Send a message, or add a note. The same form sent twice is one message."""
    form, person = WriteForm(), current_person()
    conversation = queries.lock_conversation(conversation_id)
    note = form.kind.data == "note"
    if not form.validate_on_submit():
        return refused(conversation, first_error(form), form.text.data or "", note)
    act = services.add_note if note else services.write
    try:
        made = act(conversation, form.text.data, get_user(person.id), by=person, send_key=form.send_key.data)
    except (BadInput, RuleBroken) as refusal:
        return refused(conversation, refusal.message, form.text.data, note)
    services.mark_read(conversation, made.id, person)
    return written(conversation, note)


@pages.post("/<int:conversation_id>/templates")
@needs(Permission.CONVERSATIONS)
def send_template(conversation_id: int) -> AnyResponse:
    """Send one of the channel's templates, with what was put into its places."""
    form, person = TemplateForm(), current_person()
    conversation = queries.lock_conversation(conversation_id)
    if not form.validate_on_submit():
        return refused(conversation, first_error(form), "", False)
    try:
        text, template = chosen_template(
            queries.get_channel(conversation.channel_id).settings, form.template.data, request.form.getlist("value")
        )
        author = get_user(person.id)
        made = services.write(conversation, text, author, by=person, send_key=form.send_key.data, template=template)
    except (BadInput, RuleBroken) as refusal:
        return refused(conversation, refusal.message, "", False)
    services.mark_read(conversation, made.id, person)
    return written(conversation, False)


def chosen_template(settings: dict[str, Any], name: str, values: list[str]) -> tuple[str, dict[str, Any]]:
    """The text of a template and what the channel needs of it. Raises BadInput."""
    found = next((t for t in templates_of(settings) if f"{t.name}/{t.language}" == name), None)
    if found is None:
        raise BadInput(fields={"template": "This template is not there any more. Choose another one."})
    clean = check_values(found, values)
    return found.with_values(clean), {"name": found.name, "language": found.language, "values": clean}


@pages.post("/<int:conversation_id>/messages/<int:message_id>/sending")
@needs(Permission.CONVERSATIONS)
def resend(conversation_id: int, message_id: int) -> AnyResponse:
    """Send a failed message again."""
    services.resend(queries.get_message(conversation_id, message_id), current_person())
    return back_to_thread(conversation_id)


@pages.get("/<int:conversation_id>/replies")
@needs(Permission.CONVERSATIONS)
def replies(conversation_id: int) -> Response:
    """The canned replies as they would read in this conversation, to choose one."""
    person = current_person()
    head = queries.head_of(conversation_id, person.id)
    values = _talk.values_for(head, person)
    choices = [(reply, fill(reply.text, values)) for reply in queries.canned_replies()]
    return page_or_block("conversations/choose.html", "choices", head=head, choices=choices)


def first_error(form: PortalForm) -> str:
    """What is wrong with a form, in one sentence."""
    return str(next((problem for problems in form.errors.values() for problem in problems), "Please try again."))


def written(conversation: Conversation, note: bool) -> AnyResponse:
    """It is sent: an empty compose area, and the thread looks at once what is new."""
    if not wants_block():
        return back_to_thread(conversation.id)
    person = current_person()
    head = queries.head_of(conversation.id, person.id)
    answer = page_or_block(
        "conversations/_compose.html", "compose", **_talk.compose(head, person, note=note), sent=True
    )
    answer.headers["HX-Trigger"] = "wake"
    return answer


def refused(conversation: Conversation, why: str, draft: str, note: bool) -> AnyResponse:
    """It is not sent: why not, and what was written is still there."""
    person = current_person()
    head = queries.head_of(conversation.id, person.id)
    said = _talk.compose(head, person, draft=draft, note=note, refusal=why)
    if wants_block():
        return page_or_block("conversations/_compose.html", "compose", 422, **said)
    found = _talk.talk(head, person) | said
    return page_or_block(
        "conversations/index.html", "talk", 422, **(listing(person, head.id) | found), live_mark=sign_of(found["mark"])
    )
