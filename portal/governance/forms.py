"""Forms of roles: labels, shape and words."""

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.accounts.models import ROLE_DESCRIPTION_LENGTH, ROLE_NAME_LENGTH
from portal.accounts.permissions import PERMISSION_WORDS, Permission, most_of
from portal.web.forms import CheckboxListField, PortalForm


class RoleForm(PortalForm):
    """A role of the company's own; the page says what it is made of."""

    role_name = StringField("Name", [DataRequired("Give the role a name."), Length(max=ROLE_NAME_LENGTH)])
    description = TextAreaField("What it is for", [Length(max=ROLE_DESCRIPTION_LENGTH)], render_kw={"rows": 2})
    client_id = SelectField("Which client's people may have it", choices=[("", "Any client's")])
    permissions = CheckboxListField("Who has it may")
    version = HiddenField()

    def offer(self, base_role: str) -> None:
        """Let the form choose among what a role of this base may have."""
        most = most_of(base_role)
        self.permissions.choices = [(p.value, PERMISSION_WORDS[p]) for p in Permission if p in most]


class DeletionForm(PortalForm):
    """What those who have a role get when it is deleted."""

    instead = SelectField("They get instead")
