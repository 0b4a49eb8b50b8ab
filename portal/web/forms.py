"""What all forms share: CSRF, stripped text, and putting a refusal back on its field."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core import outbound
from portal.core.addresses import valid_address
from portal.core.errors import BadInput
from portal.core.formats import is_zone, zone_names
from portal.core.signing import LONGEST_OVERLAP_HOURS


def strip(value: Any) -> Any:
    """Text without the spaces around it and without control characters that no field needs."""
    if not isinstance(value, str):
        return value
    return "".join(c for c in value if c in "\n\t" or ord(c) >= 32).strip()


def none_if_empty(value: Any) -> Any:
    """An empty text as None, for columns that may be absent."""
    return value or None


def whole_number(value: Any) -> int | None:
    """The version in a hidden field, or None for anything else."""
    return int(value) if str(value or "").isdigit() and len(str(value)) < 10 else None


class PortalForm(FlaskForm):
    """A form whose text fields are stripped, and which can take a service's refusal."""

    class Meta(FlaskForm.Meta):
        """Every field strips what was typed."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            filters = unbound_field.kwargs.get("filters", ())
            if issubclass(unbound_field.field_class, StringField):
                unbound_field.kwargs["filters"] = [strip, *(f for f in filters if f is not strip)]
            return unbound_field.bind(form=form, **options)

    def put_errors(self, refusal: BadInput) -> None:
        """Show a refusal of the service at its fields; what names no field of the form stands at the top."""
        for name, sentence in refusal.fields.items():
            if name in self:
                field = self[name]
                field.errors = [*field.errors, sentence]
            else:
                self.form_errors.append(sentence)
        if not refusal.fields:
            self.form_errors.append(refusal.message)


class OverlapForm(PortalForm):
    """A new signing secret: for how long the old one holds beside it."""

    overlap_hours = IntegerField(
        "Hours in which the old secret holds too",
        [
            InputRequired("Enter a number of hours, 0 for none."),
            NumberRange(0, LONGEST_OVERLAP_HOURS, f"Between 0 and {LONGEST_OVERLAP_HOURS} hours."),
        ],
        default=24,
    )


class CheckboxListField(SelectMultipleField):
    """Several of a list, each with a box of its own."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class EmailAddress:
    """WTForms validator: an address that mail can reach; its normal form replaces what was typed."""

    def __call__(self, form: Any, field: Field) -> None:
        try:
            field.data = valid_address(field.data or "")
        except BadInput as refusal:
            raise ValidationError(refusal.message) from refusal


class CallableAddress:
    """WTForms validator: an address that the portal would call; puts the checked one into the form's `address`.

    Looks the name up, so the form is validated before the view's first question to the database.
    """

    def __call__(self, form: Any, field: Field) -> None:
        try:
            form.address = outbound.check_address(field.data or "")
        except BadInput as refusal:
            raise ValidationError(refusal.message) from refusal


class ZoneName:
    """WTForms validator: the name of a time zone."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.data and not is_zone(field.data):
            raise ValidationError("Choose a time zone from the list.")


def zone_choices() -> list[tuple[str, str]]:
    """Time zones for a select."""
    return [(name, name.replace("_", " ")) for name in zone_names()]


def choices(kinds: Iterable[Any], words: Callable[[Any], str] | None = None) -> list[tuple[str, str]]:
    """The values of an enum for a select, in words."""
    return [(str(k.value), words(k) if words else human(str(k.value))) for k in kinds]


def human(value: Any) -> str:
    """`IN_REVIEW` → `In review`, `on_hold` → `On hold`; words that have spaces stay as they are."""
    text = str(getattr(value, "value", value))
    if " " in text or (not text.isupper() and not text.islower()):
        return text
    return text.replace("_", " ").capitalize()


def differences(form: PortalForm, stored: Mapping[str, Any]) -> list[dict[str, str]]:
    """Where what was typed differs from what is stored by now: the field's id and label, and both values in words."""
    found = []
    for name, value in stored.items():
        if name in form and _words(form[name].data) != _words(value):
            field = form[name]
            found.append(
                {"id": field.id, "label": field.label.text, "stored": _words(value), "typed": _words(field.data)}
            )
    return found


def _words(value: Any) -> str:
    """A value of a form or of a row as a person would write it; nothing for what is empty."""
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, list):
        return ", ".join(str(v) for v in value)
    return str(value)
