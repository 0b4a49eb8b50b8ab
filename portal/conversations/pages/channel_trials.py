"""Trying a channel: a test message out, and an invented contact in."""

import secrets

from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.conversations.forms_channels import PlayForm, TestForm
from portal.conversations.incoming import Incoming, Sender
from portal.conversations.models import Channel, Provider
from portal.conversations.pages import pages
from portal.conversations.pages.channels import ONE, show
from portal.conversations.queries import channels as queries
from portal.conversations.services import channels as services
from portal.conversations.services.inbound import receive
from portal.conversations.templates import find_template
from portal.core.errors import BadInput, Missing
from portal.core.people import Person
from portal.web.access import current_person, needs
from portal.web.answers import try_to
from portal.web.fragments import back_to, toast


@pages.post(f"{ONE}/test")
@needs(Permission.COMPANY_ADMIN)
def test_channel(channel_id: int) -> Response:
    """Have the worker send a message that belongs to no conversation; the channel's page says how it went."""
    found, form = queries.get_with_secrets(channel_id), TestForm()
    status: int | None = 422
    if form.validate():
        status = try_to(form, lambda: _ask_for_test(found, form, current_person()))
    if status is not None:
        return show(found, status, test=form)
    toast("A test message is on its way.")
    return back_to("conversations.channel", channel_id=channel_id, _anchor="tested")


def _ask_for_test(found: Channel, form: TestForm, by: Person) -> None:
    name, _, language = (form.template.data or "").partition("/")
    template = find_template(found.settings, name, language) if name else None
    services.ask_for_test(found, form.to.data or "", by, text=form.text.data or "", template=template)


@pages.post(f"{ONE}/playing")
@needs(Permission.COMPANY_ADMIN)
def play_contact(channel_id: int) -> Response:
    """Take in what an invented contact writes, on a channel for trying out."""
    found, form = queries.get_with_secrets(channel_id), PlayForm()
    if found.provider is not Provider.TEST:
        raise Missing
    status: int | None = 422
    if form.validate():
        status = try_to(form, lambda: _play(found, form))
    if status is not None:
        return show(found, status, play=form)
    toast("It has come in, as if it were real.")
    return back_to("conversations.channel", channel_id=channel_id)


def _play(found: Channel, form: PlayForm) -> None:
    try:
        sender = Sender.read(form.sender.data or "")
    except BadInput as refusal:
        raise BadInput(fields={"sender": refusal.fields.get("from", refusal.message)}) from refusal
    if sender is None:
        raise BadInput(fields={"sender": "Enter a number with its country code, or an e-mail address."})
    number, words, name = f"played-{secrets.token_hex(8)}", form.words.data or "", form.name.data or ""
    receive(found, Incoming(number, words, sender.phone, sender.email, name))
