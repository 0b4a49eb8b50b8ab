"""The forms of clients: a client, one of its people, a note."""

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from portal.clients.rules import NOTE_LENGTH
from portal.web.forms import EmailAddress, PortalForm, none_if_empty


class ClientForm(PortalForm):
    """Every field of a client that a person writes."""

    company_name = StringField("Name", validators=[DataRequired("Enter the client's name."), Length(max=200)])
    industry = StringField("Industry", filters=[none_if_empty], validators=[Optional(), Length(max=120)])
    website = StringField("Website", filters=[none_if_empty], validators=[Optional(), Length(max=290)])
    phone = StringField("Phone", filters=[none_if_empty], validators=[Optional(), Length(max=40)])
    address = StringField("Street address", filters=[none_if_empty], validators=[Optional(), Length(max=300)])
    city = StringField("City", filters=[none_if_empty], validators=[Optional(), Length(max=120)])
    state = StringField("State or province", filters=[none_if_empty], validators=[Optional(), Length(max=120)])
    country = StringField("Country", filters=[none_if_empty], validators=[Optional(), Length(max=120)])
    postal_code = StringField("Postal code", filters=[none_if_empty], validators=[Optional(), Length(max=20)])
    notes = TextAreaField("About the client", filters=[none_if_empty], validators=[Optional(), Length(max=NOTE_LENGTH)])


class ClientEditForm(ClientForm):
    """The same, with the version that was read."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class ClientUserForm(PortalForm):
    """One of the client's own people."""

    name = StringField("Name", validators=[DataRequired("Enter the person's name."), Length(max=200)])
    email = StringField("E-mail", validators=[DataRequired("Enter an e-mail address."), EmailAddress()])
    phone = StringField("Phone", filters=[none_if_empty], validators=[Optional(), Length(max=40)])


class RoleOfClientUserForm(PortalForm):
    """Which of the company's roles a person of the client has; empty for that of every client user."""

    role_id = SelectField("Role", choices=[("", "Client user")])


class ClientUserEditForm(ClientUserForm):
    """The same, with the version that was read."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class NoteForm(PortalForm):
    """A note about the client."""

    text = TextAreaField("Note", validators=[DataRequired("Write something first."), Length(max=NOTE_LENGTH)])
