"""The company's channels, for admins: the list, one with its addresses, adding and changing one."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.conversations.channels.catalogue import PROVIDERS, TYPE_WORDS, About
from portal.conversations.doors import doors_of
from portal.conversations.forms_channels import ChannelForm, PlayForm, TestForm, form_for
from portal.conversations.models import Channel, ChannelType, Provider
from portal.conversations.pages import pages
from portal.conversations.queries import channels as queries
from portal.conversations.queries import get_channel
from portal.conversations.services import channels as services
from portal.conversations.templates import read_templates
from portal.core.clock import now
from portal.core.errors import Missing
from portal.web.access import current_person, needs
from portal.web.answers import form_page, try_to, try_to_save
from portal.web.forms import OverlapForm
from portal.web.fragments import back_to, page, page_or_block, toast
from portal.web.once import OnceShown

ONE = "/channels/<int:channel_id>"
once = OnceShown("/conversations/channels")
WORDS: dict[str, Any] = {"providers": PROVIDERS, "types": TYPE_WORDS}


@pages.get("/channels")
@needs(Permission.COMPANY_ADMIN)
def channels() -> Response:
    """Every channel with its state, when somebody last wrote each way, and what went wrong."""
    return page("conversations/channels/index.html", channels=queries.channels(), **WORDS)


@pages.get(ONE)
@needs(Permission.COMPANY_ADMIN)
def channel(channel_id: int) -> Response:
    """One channel: its addresses, its newest messages, its test; a secret that was just made, this once."""
    found = queries.get_with_secrets(channel_id)
    secret = once.carried(found.id)
    answer = show(found, secret=secret)
    return once.forget(answer) if secret else answer


def show(
    found: Channel,
    status: int = 200,
    *,
    secret: str | None = None,
    test: TestForm | None = None,
    play: PlayForm | None = None,
) -> Response:
    """The channel's page, with a form that was refused in its place."""
    templates = [(f"{t.name}/{t.language}", f"{t.name} ({t.language})") for t in read_templates(found.settings)]
    test = test or TestForm(formdata=None)
    test.template.choices = [("", "None: send the text"), *templates]
    return page_or_block(
        "conversations/channels/show.html",
        "tested",
        status,
        channel=found,
        about=PROVIDERS[found.provider],
        type_name=TYPE_WORDS[found.type],
        doors=doors_of(found),
        has_secret=found.secret is not None,
        overlap_until=found.previous_until if len(found.living_secrets(now())) > 1 else None,
        latest=queries.latest_out(found.id),
        secret=secret,
        test=test,
        play=play or PlayForm(formdata=None),
    )


@pages.route("/channels/new", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def add_channel() -> Response:
    """First which kind by which provider (`of`), then its fields."""
    kind, provider, about = _wanted()
    if about is None:
        return page("conversations/channels/choose.html", **WORDS)
    form = form_for(kind, about, is_new=True)(name=f"{TYPE_WORDS[kind]}, {about.name}")
    made: list[tuple[Channel, str | None]] = []
    status = None
    if form.validate_on_submit():
        status = try_to(
            form, lambda: made.append(services.create_channel(kind, provider, form.wanted(), current_person()))
        )
    if not made:
        return form_page("conversations/channels/edit.html", form, status, channel=None, about=about)
    new, secret = made[0]
    answer = back_to("conversations.channel", channel_id=new.id)
    return once.carry(answer, new.id, secret) if secret else answer


def _wanted() -> tuple[ChannelType, Provider, About | None]:
    kind, _, provider = request.args.get("of", "").partition(".")
    about = PROVIDERS.get(Provider(provider)) if provider in list(Provider) else None
    if about is None or kind not in about.types:
        return ChannelType.WEBCHAT, Provider.PORTAL, None
    return ChannelType(kind), Provider(provider), about


@pages.route(f"{ONE}/edit", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def edit_channel(channel_id: int) -> Response:
    """Change a channel. An address of a gateway is looked up before anything is written."""
    kind, provider, values = queries.entered_of(channel_id)
    about = PROVIDERS[provider]
    form: ChannelForm = form_for(kind, about, is_new=False)(data=values)
    fine = form.validate_on_submit()
    found, status = queries.get_with_secrets(channel_id), None
    if fine:
        wanted, version = form.wanted(), form.version.data or 0
        status = try_to_save(
            form, found, lambda: services.update_channel(found, wanted, current_person(), version=version)
        )
        if status is None:
            toast("The channel is saved.")
            return back_to("conversations.channel", channel_id=channel_id)
    return form_page("conversations/channels/edit.html", form, status, channel=found, about=about)


@pages.route(f"{ONE}/secret", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def rotate_secret(channel_id: int) -> Response:
    """A new secret, which the channel's page shows once; for some hours the old one holds beside it."""
    found, form = queries.get_with_secrets(channel_id), OverlapForm()
    made: list[str] = []
    status = None
    if form.validate_on_submit():
        hours = form.overlap_hours.data or 0
        status = try_to(form, lambda: made.append(services.rotate_secret(found, current_person(), overlap_hours=hours)))
    if made:
        return once.carry(back_to("conversations.channel", channel_id=channel_id), channel_id, made[0])
    return form_page("conversations/channels/secret.html", form, status, channel=found)


@pages.post(f"{ONE}/pause")
@needs(Permission.COMPANY_ADMIN)
def pause_channel(channel_id: int) -> Response:
    """Nothing is sent until it is resumed; what contacts write still comes in."""
    services.pause(get_channel(channel_id), current_person())
    toast("Paused. Nothing is sent on it; what contacts write still comes in.")
    return back_to("conversations.channel", channel_id=channel_id)


@pages.post(f"{ONE}/resumption")
@needs(Permission.COMPANY_ADMIN)
def resume_channel(channel_id: int) -> Response:
    """Send again."""
    services.resume(get_channel(channel_id), current_person())
    toast("Messages are sent on it again.")
    return back_to("conversations.channel", channel_id=channel_id)


def whatsapp_channel(channel_id: int) -> Channel:
    """A channel that has templates. Raises Missing for others."""
    found = get_channel(channel_id)
    if found.type is not ChannelType.WHATSAPP:
        raise Missing
    return found
