"""WhatsApp's templates of a channel, and which of them the assistant uses for what."""

from flask import request
from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.conversations.forms_channels import USE_WORDS, TemplateForm, UseForm
from portal.conversations.models import Channel
from portal.conversations.pages import pages
from portal.conversations.pages.channels import ONE, whatsapp_channel
from portal.conversations.services import channels as services
from portal.conversations.services.uses import names_in, use_template, uses_of
from portal.conversations.templates import NAMES, Template, find_template, read_templates
from portal.web.access import current_person, needs
from portal.web.answers import try_to
from portal.web.fragments import back_to, page, toast


@pages.route(f"{ONE}/templates", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def channel_templates(channel_id: int) -> Response:
    """The templates; a new one, or another text for one of the same name and language."""
    found, form = whatsapp_channel(channel_id), TemplateForm()
    if not form.is_submitted():
        return _page(found, form=form)
    status: int | None = 422
    if form.validate():
        wanted = Template(form.name.data or "", form.language.data or "", form.text.data or "")
        status = try_to(form, lambda: services.put_template(found, wanted, current_person()))
    if status is not None:
        return _page(found, status, form=form)
    toast("The template is saved.")
    return back_to("conversations.channel_templates", channel_id=channel_id)


@pages.post(f"{ONE}/templates/removal")
@needs(Permission.COMPANY_ADMIN)
def remove_template(channel_id: int) -> Response:
    """Offer a template no more; where the assistant used it, it uses none."""
    found = whatsapp_channel(channel_id)
    services.remove_template(found, request.form.get("name", ""), request.form.get("language", ""), current_person())
    toast("The template is removed.")
    return back_to("conversations.channel_templates", channel_id=channel_id)


@pages.post(f"{ONE}/templates/use")
@needs(Permission.COMPANY_ADMIN)
def use_of_template(channel_id: int) -> Response:
    """Say which template the assistant uses for what."""
    found, form = whatsapp_channel(channel_id), UseForm()
    name, _, language = (form.template.data or "").partition("/")
    template = find_template(found.settings, name, language) if name else None
    status: int | None = 422
    if form.validate():
        status = try_to(
            form, lambda: use_template(found, form.use.data, template, form.chosen_names(), current_person())
        )
    if status is not None:
        return _page(found, status, refused=form)
    toast("Saved.")
    return back_to("conversations.channel_templates", channel_id=channel_id)


def _page(
    found: Channel, status: int = 200, *, form: TemplateForm | None = None, refused: UseForm | None = None
) -> Response:
    templates, held = read_templates(found.settings), uses_of(found.settings)
    uses = []
    for use, label in USE_WORDS.items():
        now = held.get(use)
        one = (
            refused
            if refused is not None and refused.use.data == use
            else UseForm(
                formdata=None,
                use=use,
                template=f"{now['name']}/{now['language']}" if now else "",
                names=", ".join(names_in(now["text"])) if now else "",
            )
        )
        one.template.choices = [
            ("", "None"),
            *((f"{t.name}/{t.language}", f"{t.name} ({t.language})") for t in templates),
        ]
        one.template.id, one.names.id = f"{use}-template", f"{use}-names"
        uses.append((use, label, one))
    return page(
        "conversations/channels/templates.html",
        status,
        channel=found,
        templates=templates,
        uses=uses,
        form=form or TemplateForm(formdata=None),
        names=NAMES,
        refused=refused,
    )
