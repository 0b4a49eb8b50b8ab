"""How a form of a record is answered that somebody else may have changed meanwhile."""

from collections.abc import Callable, Iterable
from typing import Any

from portal.core.errors import Conflict
from portal.web.answers import try_to
from portal.web.forms import human


def try_to_save(form: Any, row: Any, act: Callable[[], Any]) -> int | None:
    """As `try_to`, for a record that somebody else may have changed: 409 says what, and the next save overwrites it."""
    try:
        return try_to(form, act)
    except Conflict as refusal:
        form.form_errors.append(" ".join([refusal.message, *differences(form, row), "Save again to have it your way."]))
        form.version.data = row.version
        return 409


def differences(form: Any, row: Any) -> Iterable[str]:
    """`Name is now "Priya".` for every field of the form that stands otherwise in the record."""
    for field in form:
        stored = getattr(row, field.name, field.data)
        if field.name not in ("version", "csrf_token") and (stored or None) != (field.data or None):
            yield f"{field.label.text} is now “{human(stored) if stored else 'empty'}”."
