"""How a form is answered: the verb's refusal goes back onto it, with the status that fits."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import g
from werkzeug.wrappers import Response

from portal.core.errors import BadInput, Conflict, TooMany
from portal.web.forms import PortalForm, human
from portal.web.fragments import page


def try_to(form: PortalForm, act: Callable[[], Any]) -> int | None:
    """Call a verb. A refusal goes onto the form and its status is the answer; None when it is done."""
    try:
        act()
    except BadInput as refusal:
        form.put_errors(refusal)
        return 422
    except TooMany as refusal:
        form.form_errors.append(refusal.message)
        g.retry_after = refusal.retry_after
        return 429
    return None


def try_to_save(form: Any, row: Any, act: Callable[[], Any]) -> int | None:
    """As `try_to`, for a record that somebody else may have changed: 409 says what, and the next save overwrites it."""
    try:
        return try_to(form, act)
    except Conflict as refusal:
        form.form_errors.append(
            " ".join([refusal.message, *_differences(form, row), "Save again to have it your way."])
        )
        form.version.data = row.version
        return 409


def _differences(form: Any, row: Any) -> Iterable[str]:
    """`Name is now "Priya".` for every field of the form that stands otherwise in the record."""
    for field in form:
        stored = getattr(row, field.name, field.data)
        if field.name not in ("version", "csrf_token") and (stored or None) != (field.data or None):
            words = ", ".join(stored) if isinstance(stored, list) else human(stored) if stored else "empty"
            yield f"{field.label.text} is now “{words}”."


def form_page(template: str, form: PortalForm, status: int | None, **context: Any) -> Response:
    """A page with its form: 200 to begin with, 422 for what has the wrong shape, else what the verb refused with."""
    if status is None:
        status = 422 if form.is_submitted() else 200
    answer = page(template, status, form=form, **context)
    if status == 429:
        answer.headers["Retry-After"] = str(g.pop("retry_after", 60))
    return answer
