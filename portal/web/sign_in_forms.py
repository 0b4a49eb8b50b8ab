"""Fields and forms of both sign-ins, staff's and candidates'."""

from typing import Any

from wtforms import EmailField, Field, HiddenField, StringField, TelField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, ValidationError
from wtforms.widgets import PasswordInput

from portal.core.names import NAME_LENGTH
from portal.web.forms import EmailAddress, PortalForm, none_if_empty

LONGEST_INPUT = 300


class SecretField(Field):
    """A password, taken as it was typed (spaces count) and never shown again."""

    widget = PasswordInput(hide_value=True)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""

    def _value(self) -> str:
        return ""


class PhoneNumber:
    """WTForms validator: something that can be dialled."""

    def __call__(self, form: Any, field: Field) -> None:
        digits = sum(c.isdigit() for c in field.data or "")
        if field.data and (not 5 <= digits <= 20 or any(not (c.isdigit() or c in "+-()./ x") for c in field.data)):
            raise ValidationError("Enter a phone number, such as +91 98400 12345.")


def first_name() -> StringField:
    """The first name of a person, which everybody has."""
    return StringField("First name", [DataRequired("Enter the first name."), Length(max=NAME_LENGTH)])


def last_name() -> StringField:
    """The last name of a person, which may be missing."""
    return StringField("Last name", [Length(max=NAME_LENGTH)])


def email(label: str = "E-mail") -> EmailField:
    """An address that mail can reach, in its normal form."""
    return EmailField(label, [DataRequired("Enter the e-mail address."), EmailAddress()])


def phone() -> TelField:
    """A phone number, or None."""
    return TelField("Phone", [Length(max=40), PhoneNumber()], filters=[none_if_empty])


def new_password() -> SecretField:
    """A password to be chosen."""
    return SecretField("New password", [InputRequired("Choose a password."), Length(max=LONGEST_INPUT)])


def repeated() -> SecretField:
    """The chosen password once more."""
    return SecretField(
        "The same once more", [InputRequired("Repeat the password."), EqualTo("password", "These two differ.")]
    )


class SignInForm(PortalForm):
    """Address and password. An address of any shape is compared, so that nothing is told."""

    email = EmailField("E-mail", [DataRequired("Enter your e-mail address."), Length(max=LONGEST_INPUT)])
    password = SecretField("Password", [InputRequired("Enter your password."), Length(max=LONGEST_INPUT)])
    next = HiddenField()


class AddressForm(PortalForm):
    """Whom to write to."""

    email = email("Your e-mail address")


class NewPasswordForm(PortalForm):
    """A password, twice."""

    password = new_password()
    repeat = repeated()


class ChangePasswordForm(PortalForm):
    """The present password and a new one."""

    current = SecretField("Present password", [Length(max=LONGEST_INPUT)])
    password = new_password()
    repeat = repeated()


class RegisterForm(PortalForm):
    """A candidate who wants an account. The password is chosen on the page that the mail opens."""

    first_name = first_name()
    last_name = last_name()
    email = email("Your e-mail address")
    phone = phone()
