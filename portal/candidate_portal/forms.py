"""What a candidate fills in: labels, shape and words."""

from typing import Any

from wtforms import (
    DateField,
    DecimalField,
    Field,
    HiddenField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional, Regexp, ValidationError

from portal.accounts.models import KEY_NAME_LENGTH
from portal.candidate_portal.rules import MESSAGE_LENGTH
from portal.candidates.rules import linkedin_key
from portal.conversations.models import TEXT_LENGTH
from portal.core.names import NAME_LENGTH
from portal.jobs.models import EmploymentType
from portal.web.forms import CheckboxListField, PortalForm, ZoneName, none_if_empty, zone_choices


class MessageForm(PortalForm):
    """None of the times suits: what would."""

    message = TextAreaField(
        "Which days or times would suit you?",
        [
            DataRequired("Say which days or times would suit you."),
            Length(max=MESSAGE_LENGTH, message=f"Keep it under {MESSAGE_LENGTH:,} characters."),
        ],
    )


class PhoneNumber:
    """WTForms validator: something that can be dialled."""

    def __call__(self, form: Any, field: Field) -> None:
        text = field.data or ""
        digits = sum(c.isdigit() for c in text)
        if text and (not 5 <= digits <= 20 or any(not c.isdigit() and c not in "+-()./ x" for c in text)):
            raise ValidationError("Enter a phone number, like +91 98400 12345.")


class LinkedInProfile:
    """WTForms validator: the address of a profile; its plain form replaces what was pasted."""

    def __call__(self, form: Any, field: Field) -> None:
        if not field.data:
            return
        key = linkedin_key(field.data)
        if key is None:
            raise ValidationError("Enter the address of your profile, like linkedin.com/in/your-name.")
        field.data = f"https://{key}"


class AccountForm(PortalForm):
    """A candidate's own account, without its address, which is the sign-in name."""

    first_name = StringField("First name", [DataRequired("Enter your first name."), Length(max=NAME_LENGTH)])
    last_name = StringField("Last name", [Length(max=NAME_LENGTH)])
    phone = TelField("Phone", [Length(max=40), PhoneNumber()], filters=[none_if_empty])
    linkedin_url = StringField("LinkedIn", [Length(max=300), LinkedInProfile()], filters=[none_if_empty])
    time_zone = SelectField("Time zone", [ZoneName()], choices=lambda: [("", "As my browser says"), *zone_choices()])
    version = HiddenField(filters=[lambda value: int(value) if str(value or "").isdigit() else None])


class KeyForm(PortalForm):
    """An API key of the candidate's own."""

    name = StringField("Name", [DataRequired("Say what uses it."), Length(max=KEY_NAME_LENGTH)])
    expires_on = DateField("Last day", [Optional()])


class WriteForm(PortalForm):
    """A message. `send_key` is made with the form: however often it is sent, it is one message."""

    send_key = HiddenField(
        validators=[Regexp(r"^[\w-]{8,64}$", message="This page is too old. Load it again and send your message.")]
    )
    text = TextAreaField(
        "Your message",
        [
            DataRequired("Write something first."),
            Length(max=TEXT_LENGTH, message=f"Keep a message under {TEXT_LENGTH:,} characters."),
        ],
    )


class BeginForm(WriteForm):
    """The first message of a talk."""

    about = SelectField("About")


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class WishesForm(PortalForm):
    """What a candidate is looking for, and what they bring."""

    skills = TextAreaField("Your skills", [Length(max=8_000)])
    experience_years = DecimalField(
        "Years of experience", [Optional(), NumberRange(0, 70, "Enter years between 0 and 70.")]
    )
    preferred_locations = TextAreaField("Where you would like to work", [Length(max=2_000)])
    job_types = CheckboxListField(
        "How you would like to be employed",
        choices=[(kind.value, kind.value.replace("_", " ").capitalize()) for kind in EmploymentType],
    )

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        years = self.experience_years.data
        return {
            "skills": _lines(self.skills.data),
            "experience_years": None if years is None else float(years),
            "preferred_locations": _lines(self.preferred_locations.data),
            "job_types": list(self.job_types.data or ()),
        }
