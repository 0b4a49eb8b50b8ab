"""How a form is answered: the verb's refusal goes back onto it, with the status that fits."""

from collections.abc import Callable
from typing import Any

from flask import g
from werkzeug.wrappers import Response

from portal.core.errors import BadInput, TooMany
from portal.web.forms import PortalForm
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


def form_page(template: str, form: PortalForm, status: int | None, **context: Any) -> Response:
    """A page with its form: 200 to begin with, 422 for what has the wrong shape, else what the verb refused with."""
    if status is None:
        status = 422 if form.is_submitted() else 200
    answer = page(template, status, form=form, **context)
    if status == 429:
        answer.headers["Retry-After"] = str(g.pop("retry_after", 60))
    return answer
