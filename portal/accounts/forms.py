"""Forms about accounts: labels, shape and words. What is allowed is the services' to say."""

import re
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.validators import URL, DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import ColorInput

from portal.accounts.models import KEY_NAME_LENGTH, Role
from portal.accounts.permissions import Scope, scopes_by_resource
from portal.accounts.rules import DAYS, LONGEST_ABOUT, STAFF_ROLES, read_hours
from portal.core.errors import BadInput
from portal.web.forms import EmailAddress, PortalForm, ZoneName, choices, none_if_empty, zone_choices
from portal.web.sign_in_forms import email, first_name, last_name, new_password, phone, repeated

DAY_NAMES = dict(zip(DAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))


class WeeklyTimes:
    """WTForms validator: times of one day; what they mean replaces nothing, the page asks again."""

    def __call__(self, form: Any, field: Field) -> None:
        try:
            read_hours(field.data or "")
        except BadInput as refusal:
            raise ValidationError(refusal.message) from refusal


def whole_number(value: Any) -> int | None:
    """The version in a hidden field, or None for anything else."""
    return int(value) if str(value or "").isdigit() else None


class SetupForm(PortalForm):
    """The first company and its admin."""

    company_name = StringField("Company", [DataRequired("Enter the company's name."), Length(max=200)])
    time_zone = SelectField("Time zone", [ZoneName()], choices=zone_choices, default="Asia/Kolkata")
    first_name = first_name()
    last_name = last_name()
    email = email("Your e-mail address")
    password = new_password()
    repeat = repeated()


class StaffForm(PortalForm):
    """An admin or recruiter."""

    first_name = first_name()
    last_name = last_name()
    email = email()
    phone = phone()
    role = SelectField("Role", choices=choices(STAFF_ROLES), default=Role.RECRUITER.value)
    version = HiddenField(filters=[whole_number])


class PortalUserForm(PortalForm):
    """A candidate's account."""

    first_name = first_name()
    last_name = last_name()
    email = email()
    phone = phone()
    linkedin_url = URLField(
        "LinkedIn", [Optional(), Length(max=300), URL(message="Enter a whole address, with https://.")]
    )
    current_company = StringField("Present employer", [Length(max=200)], filters=[none_if_empty])
    experience_years = IntegerField("Years of experience", [Optional(), NumberRange(0, 70, "Between 0 and 70.")])
    version = HiddenField(filters=[whole_number])


class LinkForm(PortalForm):
    """Which candidate an account belongs to."""

    candidate_email = EmailField("The candidate's e-mail address", [Optional(), EmailAddress()])


class WordsField(TextAreaField):
    """A list of words, shown one a line; commas and spaces part them too."""

    def _value(self) -> str:
        return "\n".join(self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """What was typed, as a list."""
        if valuelist:
            self.data: list[str] | None = [word for word in re.split(r"[\s,;]+", valuelist[0]) if word]


class CompanyForm(PortalForm):
    """The company's settings."""

    name = StringField("Name", [DataRequired("Enter the company's name."), Length(max=200)])
    slug = StringField("Name in addresses", [DataRequired("Enter a short name."), Length(max=60)])
    time_zone = SelectField("Time zone", [ZoneName()], choices=zone_choices)
    notice_hours = IntegerField("Notice time in hours", [InputRequired("Enter a number of hours.")])
    jobs_public_default = BooleanField("New jobs are public")
    accent = StringField("Accent colour", [DataRequired("Choose a colour.")], widget=ColorInput())
    about = TextAreaField("About you", [Length(max=LONGEST_ABOUT)])
    mail_allow_list = WordsField("Who else may get notices of integrations")
    version = HiddenField(filters=[whole_number])


class ProfileForm(PortalForm):
    """One's own name, phone, zone and working hours."""

    first_name = first_name()
    last_name = last_name()
    phone = phone()
    time_zone = SelectField("Time zone", [ZoneName()], filters=[none_if_empty], validate_choice=False)
    mon = StringField("Monday", [WeeklyTimes()])
    tue = StringField("Tuesday", [WeeklyTimes()])
    wed = StringField("Wednesday", [WeeklyTimes()])
    thu = StringField("Thursday", [WeeklyTimes()])
    fri = StringField("Friday", [WeeklyTimes()])
    sat = StringField("Saturday", [WeeklyTimes()])
    sun = StringField("Sunday", [WeeklyTimes()])


def _words_of(kind: str, kinds: dict[str, Scope]) -> str:
    return {"read": "Read", "write": "Read and change" if "read" in kinds else "Use"}.get(kind, kind.capitalize())


class ApiKeyForm(PortalForm):
    """A key of the company: for each resource nothing, reading, or changing too."""

    name = StringField("Name", [DataRequired("Say what uses it."), Length(max=KEY_NAME_LENGTH)])
    expires_on = DateField("Last day", [Optional()])

    def scopes(self) -> list[str]:
        """The scopes that were chosen."""
        return [self[resource].data for resource in scopes_by_resource() if self[resource].data]


for _resource, _kinds in scopes_by_resource().items():
    _offered = [("", "Nothing"), *((scope.value, _words_of(kind, _kinds)) for kind, scope in _kinds.items())]
    setattr(ApiKeyForm, _resource, SelectField(_resource.capitalize(), choices=_offered))
