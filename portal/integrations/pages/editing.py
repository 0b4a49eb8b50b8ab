"""Submitting and changing."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.core.errors import BadInput, Conflict
from portal.integrations import queries, rules, services
from portal.integrations.catalogue import SYSTEMS, IntegrationType
from portal.integrations.forms import BEFORE, form_for
from portal.integrations.models import IntegrationSubmission
from portal.integrations.pages import pages
from portal.web.access import current_person, needs
from portal.web.answers import form_page, try_to
from portal.web.fragments import back_to, toast


@pages.route("/integrations/new", methods=["GET", "POST"])
@needs(Permission.SUBMISSIONS_OWN)
def create() -> Response:
    """The form of a system: `?type=greenhouse`."""
    wanted = request.args.get("type", "")
    if wanted not in set(IntegrationType):
        return back_to("integrations.index")
    kind, person = IntegrationType(wanted), current_person()
    form = form_for(kind, integration_name=SYSTEMS[kind].name, user_email=person.email)
    made: list[IntegrationSubmission] = []
    status = None
    if form.validate_on_submit():
        about = {"name": form.integration_name.data, "email": form.user_email.data, "source": "portal"}
        status = try_to(form, lambda: made.append(services.submit(kind, form.values(), person, **about)))
    if made:
        toast(f"{made[0].integration_name} is submitted.")
        return back_to("integrations.show", submission_id=made[0].id)
    return form_page("integrations/edit.html", form, status, submission=None, **_about(kind))


@pages.route("/integrations/<int:submission_id>/edit", methods=["GET", "POST"])
@needs(Permission.SUBMISSIONS_OWN)
def edit(submission_id: int) -> Response:
    """The same form; a secret stands there masked, and stays what it is unless another is entered."""
    person = current_person()
    found = queries.get_submission(submission_id, person, with_data=True)
    kind, version = found.integration_type, found.version
    about = {"integration_name": found.integration_name, "user_email": found.user_email, "version": version}
    form, status = form_for(kind, rules.shown(kind, services.data_of(found)), **about), None
    if form.validate_on_submit():
        values = {"integration_name": form.integration_name.data, "user_email": form.user_email.data}
        try:
            services.update(found, person, {**values, "data": form.values()}, version=form.version.data or 0)
        except BadInput as refusal:
            form.put_errors(refusal)
        except Conflict as refusal:
            # What was typed stays; saving again is then meant, and over the newer version.
            form.form_errors.append(refusal.message)
            form.version.raw_data, form.version.data, status = None, version, 409
        else:
            toast(f"{found.integration_name} is saved.")
            return back_to("integrations.show", submission_id=found.id)
    return form_page("integrations/edit.html", form, status, submission=found, **_about(kind))


def _about(kind: IntegrationType) -> dict[str, Any]:
    """What the form's page says of the system; `needed` are the fields of which some must be filled in."""
    system = SYSTEMS[kind]
    needed = {BEFORE + key for keys in system.needs for key in keys}
    return {"system": system, "needed": needed, "needs_words": rules.needs_in_words(system)}
