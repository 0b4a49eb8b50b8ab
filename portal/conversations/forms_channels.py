"""The forms of channels: each provider has its own fields, which `catalogue` names."""

from typing import Any

from wtforms import HiddenField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.conversations.channels.catalogue import About, Setting, Wanted
from portal.conversations.models import NAME_LENGTH, TEXT_LENGTH, ChannelType
from portal.conversations.templates import USES
from portal.web.forms import CallableAddress, PortalForm, whole_number

USE_WORDS = dict(zip(USES, ("Open a talk", "Offer times", "Ask again"), strict=True))
ADDRESS_LABELS = {
    ChannelType.WHATSAPP: "Your number",
    ChannelType.SMS: "Your number",
    ChannelType.EMAIL: "Address for answers",
}
ADDRESS_HINTS = {
    ChannelType.WHATSAPP: "As contacts see it, with its country code.",
    ChannelType.SMS: "As contacts see it, with its country code.",
    ChannelType.EMAIL: "Contacts answer to it. Have the mails that arrive there posted to this channel.",
}


class ChannelForm(PortalForm):
    """What every channel has; `form_for` adds the provider's own fields."""

    name = StringField("Name", [DataRequired("Give it a name."), Length(max=NAME_LENGTH)])
    version = HiddenField(filters=[whole_number])

    def wanted(self) -> Wanted:
        """What was entered, as the service takes it."""
        values = {f.name: f.data or "" for f in self if f.name not in ("name", "address", "version", "csrf_token")}
        return Wanted(self.name.data or "", self.data.get("address") or "", values)

    def own_fields(self) -> list[Any]:
        """The provider's fields, in its order."""
        return [f for f in self if f.name not in ("name", "version", "csrf_token")]


def form_for(kind: ChannelType, about: About, *, is_new: bool) -> type[ChannelForm]:
    """The form of a channel of this type by this provider. A stored secret is never put into it."""
    fields: dict[str, Any] = {}
    if kind in ADDRESS_LABELS:
        fields["address"] = StringField(
            ADDRESS_LABELS[kind], [Length(max=254)], description=ADDRESS_HINTS[kind], render_kw={"autocomplete": "off"}
        )
    for one in about.settings:
        fields[one.key] = _field(one, is_new=is_new)
    return type("ProviderForm", (ChannelForm,), fields)


def _field(one: Setting, *, is_new: bool) -> Any:
    checks: list[Any] = [Length(max=2000)]
    if one.required and (is_new or not one.is_secret):
        checks.insert(0, DataRequired(f"Enter the {one.label[:1].lower()}{one.label[1:]}."))
    if one.key.endswith("_url"):
        checks.append(CallableAddress())
    if one.is_secret:
        told = one.help if is_new else f"{one.help} Leave it empty to keep the one that is stored."
        return PasswordField(one.label, checks, description=told.strip(), render_kw={"autocomplete": "new-password"})
    return StringField(one.label, checks, description=one.help, render_kw={"autocomplete": "off"})


class TestForm(PortalForm):
    """A message that belongs to no conversation; on WhatsApp usually by a template."""

    __test__ = False  # no class of tests

    to = StringField("To", [DataRequired("Say where to send it."), Length(max=254)])
    text = TextAreaField("Text", [Length(max=TEXT_LENGTH)], default="This is a test message of our recruitment portal.")
    template = SelectField("Template", validate_choice=False)


class PlayForm(PortalForm):
    """What an invented contact writes on a channel for trying out."""

    sender = StringField("From", [DataRequired("Say who writes."), Length(max=254)])
    name = StringField("Name", [Length(max=200)])
    words = TextAreaField("What they write", [DataRequired("Write something first."), Length(max=TEXT_LENGTH)])


class TemplateForm(PortalForm):
    """A template as it was approved at WhatsApp."""

    name = StringField("Name", [DataRequired("Enter its name."), Length(max=512)])
    language = StringField("Language", [DataRequired("Enter its language.")], default="en")
    text = TextAreaField("Text", [DataRequired("Enter its text."), Length(max=1024)])


class UseForm(PortalForm):
    """Which template the assistant uses for what, and what fills its places."""

    use = SelectField("Use", choices=list(USE_WORDS.items()))
    template = SelectField("Template", validate_choice=False)
    names = StringField("Its places are filled with", [Length(max=400)])

    def chosen_names(self) -> list[str]:
        """The names in their order."""
        return [word.strip().strip("{}") for word in (self.names.data or "").split(",") if word.strip()]
