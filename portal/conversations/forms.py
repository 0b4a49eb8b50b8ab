"""The forms of conversations: writing, beginning one, and canned replies."""

from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

from portal.conversations.models import NAME_LENGTH, TEXT_LENGTH
from portal.web.forms import PortalForm

TOO_LONG = f"A message may have up to {TEXT_LENGTH:,} characters."
KEY = Regexp(r"^[\w-]{8,64}$", message="This form is too old. Reload the page and send it again.")


def whole_number(value: Any) -> int | None:
    """The number in a field, or None for anything else."""
    return int(value) if str(value or "").isascii() and str(value or "").isdigit() and len(str(value)) < 16 else None


class WriteForm(PortalForm):
    """A message or a note. `send_key` is made with the form: however often it is sent, it is one message."""

    kind = HiddenField(default="message")
    send_key = HiddenField(validators=[KEY])
    text = TextAreaField("Message", [DataRequired("Write something first."), Length(max=TEXT_LENGTH, message=TOO_LONG)])


class TemplateForm(PortalForm):
    """One of the channel's templates, with what stands in its places (`value`, as often as there are places)."""

    send_key = HiddenField(validators=[KEY])
    template = HiddenField(validators=[DataRequired("Choose a template.")])


class BeginForm(PortalForm):
    """The first message to a candidate."""

    send_key = HiddenField(validators=[KEY])
    channel = SelectField("By", validators=[DataRequired("Choose how to write.")], coerce=str)
    job = SelectField("About", coerce=str)
    text = TextAreaField("Message", [Length(max=TEXT_LENGTH, message=TOO_LONG)])


class CannedForm(PortalForm):
    """A reply that is sent often."""

    title = StringField(
        "Title",
        [DataRequired("Give it a title, by which it is found."), Length(max=NAME_LENGTH)],
    )
    text = TextAreaField("Text", [DataRequired("Write the reply."), Length(max=TEXT_LENGTH, message=TOO_LONG)])
    version = HiddenField(filters=[whole_number])
