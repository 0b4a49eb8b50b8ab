"""Canned replies: the list, adding, changing and deleting one."""

from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.conversations import queries, services
from portal.conversations.forms import CannedForm
from portal.conversations.pages import pages
from portal.conversations.rules_canned import VARIABLES
from portal.core.errors import Conflict
from portal.web.access import current_person, needs
from portal.web.answers import form_page, try_to
from portal.web.forms import differences
from portal.web.fragments import back_to, page, toast


@pages.get("/replies")
@needs(Permission.CONVERSATIONS)
def canned() -> Response:
    """All of the company's canned replies."""
    return page("conversations/replies.html", replies=queries.canned_replies())


@pages.route("/replies/new", methods=["GET", "POST"])
@needs(Permission.CONVERSATIONS)
def add_canned() -> Response:
    """Add one."""
    form, status = CannedForm(), None
    if form.validate_on_submit():
        status = try_to(form, lambda: services.create_canned(form.title.data, form.text.data, current_person()))
        if status is None:
            toast("The reply is saved. Everybody finds it beside the message they write.")
            return back_to("conversations.canned")
    return form_page("conversations/reply.html", form, status, reply=None, variables=VARIABLES)


@pages.route("/replies/<int:reply_id>", methods=["GET", "POST"])
@needs(Permission.CONVERSATIONS)
def edit_canned(reply_id: int) -> Response:
    """Change one."""
    reply, status = queries.get_canned(reply_id), None
    form = CannedForm(obj=reply)
    if form.validate_on_submit():
        values, version = (form.title.data, form.text.data), form.version.data or 0
        try:
            status = try_to(form, lambda: services.update_canned(reply, *values, current_person(), version=version))
        except Conflict as refusal:
            changed = differences(form, {"title": reply.title, "text": reply.text})
            form.version.data = reply.version
            told = {"conflict": refusal.message, "changed": changed}
            return page("conversations/reply.html", 409, form=form, reply=reply, variables=VARIABLES, **told)
        if status is None:
            toast("The reply is saved.")
            return back_to("conversations.canned")
    return form_page("conversations/reply.html", form, status, reply=reply, variables=VARIABLES)


@pages.post("/replies/<int:reply_id>/deletion")
@needs(Permission.CONVERSATIONS)
def delete_canned(reply_id: int) -> Response:
    """Delete one."""
    services.delete_canned(queries.get_canned(reply_id), current_person())
    toast("The reply is deleted.")
    return back_to("conversations.canned")
