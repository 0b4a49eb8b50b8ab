"""The forms of submissions. What a system needs to know becomes fields of its form."""

from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.core.errors import BadInput
from portal.integrations.catalogue import SYSTEMS, DataField, IntegrationType
from portal.integrations.models import NAME_LENGTH, NOTE_LENGTH, SubmissionStatus
from portal.integrations.rules import VALUE_LENGTH
from portal.web.forms import EmailAddress, PortalForm

# Before the name of a value, so that none is called as something else of a form.
BEFORE = "value_"
STATUS_WORDS = {
    SubmissionStatus.PENDING: "Pending",
    SubmissionStatus.IN_PROGRESS: "In progress",
    SubmissionStatus.COMPLETED: "Completed",
    SubmissionStatus.FAILED: "Failed",
}


def whole_number(value: Any) -> int | None:
    """The version in a hidden field, or None for anything else."""
    return int(value) if str(value or "").isdigit() and len(str(value)) < 10 else None


class SubmissionForm(PortalForm):
    """What every submission has; `form_for` adds the values of its system."""

    integration_name = StringField("What you call it", [DataRequired("Enter a name."), Length(max=NAME_LENGTH)])
    user_email = StringField("Contact address", [DataRequired("Enter an e-mail address."), EmailAddress()])
    version = HiddenField(filters=[whole_number])

    def values(self) -> dict[str, str]:
        """The values of the system as they were entered."""
        return {f.name.removeprefix(BEFORE): f.data or "" for f in self if f.name.startswith(BEFORE)}

    def value_fields(self) -> list[Any]:
        """Their fields, in the order of the catalogue."""
        return [f for f in self if f.name.startswith(BEFORE)]

    def put_errors(self, refusal: BadInput) -> None:
        """As every form's; `data.apiKey` stands at the field of that value."""
        named = {name.replace("data.", BEFORE, 1): words for name, words in refusal.fields.items()}
        super().put_errors(BadInput(refusal.message, fields=named))


def form_for(kind: IntegrationType, shown: dict[str, str] | None = None, **values: Any) -> SubmissionForm:
    """The form of a system; `shown` are the stored values, masked, of which each has a field too."""
    system, stored = SYSTEMS[kind], shown or {}
    others = tuple(DataField(key, key, is_secret=True) for key in stored if system.field(key) is None)
    made: Any = type("FormOfSystem", (SubmissionForm,), {})
    for field in (*system.fields, *others):
        checks = [Length(max=VALUE_LENGTH)]
        if field.required:
            checks.insert(0, DataRequired(f"Enter the {field.label[:1].lower()}{field.label[1:]}."))
        setattr(made, BEFORE + field.key, StringField(field.label, checks, description=field.help))
    given = {BEFORE + key: value for key, value in stored.items()}
    found: SubmissionForm = made(data={**given, **values})
    return found


class StatusForm(PortalForm):
    """Another status, and a word about it."""

    # Not marked as required, which asks for an empty first choice: what is chosen from is checked anyway.
    status = SelectField("Status")
    text = TextAreaField("Why, or what comes next", [Length(max=NOTE_LENGTH)])


def status_form(now: SubmissionStatus) -> StatusForm:
    """The form with the statuses that it can be put into."""
    form = StatusForm()
    form.status.choices = [(s.value, words) for s, words in STATUS_WORDS.items() if s is not now]
    return form


class NoteForm(PortalForm):
    """A note that the owner reads."""

    text = TextAreaField("Note", [DataRequired("Write something first."), Length(max=NOTE_LENGTH)])


class ConnectionForm(PortalForm):
    """What another system sent back with the browser."""

    state = HiddenField(validators=[InputRequired()])
    code = HiddenField(validators=[InputRequired()])
