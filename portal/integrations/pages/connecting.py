"""Signing in at another system for the portal: going there, and finishing when one comes back.

The callback itself is a JSON route, open to all; it leads here, where the person who began it is signed in and presses
the button: nobody can have another person's agreement land in a submission of their own.
"""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.integrations import queries, services
from portal.integrations.catalogue import SYSTEMS
from portal.integrations.forms import ConnectionForm
from portal.integrations.models import IntegrationSubmission
from portal.integrations.oauth import callback_address
from portal.integrations.pages import pages
from portal.integrations.rules import StateRefused
from portal.web.access import current_person, needs
from portal.web.fragments import back_to, page, toast


@pages.get("/integrations/<int:submission_id>/connection")
@needs(Permission.SUBMISSIONS_OWN)
def connection(submission_id: int) -> Response:
    """Where to go, or, after one came back with a code, the button that finishes it."""
    found = queries.get_submission(submission_id, current_person(), with_data=True)
    given = {name: request.args.get(name, "") for name in ("state", "code")}
    if all(given.values()):
        return page("integrations/connection.html", **_known(found), form=ConnectionForm(formdata=None, data=given))
    said = request.args.get("error", "")
    return page(
        "integrations/connection.html",
        **_known(found),
        form=None,
        url=services.address_to_agree(found, current_person()),
        callback_url=callback_address(found.integration_type),
        refused=said[:60] if said.replace("_", "").isalpha() else "no reason" if said else None,
    )


@pages.post("/integrations/<int:submission_id>/connection")
@needs(Permission.SUBMISSIONS_OWN)
def finish_connection(submission_id: int) -> Response:
    """Take the agreement in, once; the worker exchanges its code."""
    person, form = current_person(), ConnectionForm()
    found = queries.get_submission(submission_id, person, with_data=True)
    if not form.validate_on_submit():
        raise StateRefused("The other system gave no code. Begin the connection again.")
    services.take_in(found, form.code.data or "", form.state.data or "", person)
    toast("The portal is asking for access.")
    return back_to("integrations.show", submission_id=found.id)


def _known(found: IntegrationSubmission) -> dict[str, Any]:
    return {"submission": found, "system": SYSTEMS[found.integration_type]}
