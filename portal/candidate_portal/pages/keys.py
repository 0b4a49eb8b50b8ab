"""Keys of the candidate's own: for a program that does in their name what they may do here."""

from werkzeug.wrappers import Response

from portal.candidate_portal import queries, services
from portal.candidate_portal.forms import KeyForm
from portal.candidate_portal.pages import pages
from portal.core.clock import now
from portal.core.formats import end_of_day
from portal.web.access import candidate_only, current_person
from portal.web.answers import form_page, try_to
from portal.web.fragments import back_to, page, toast


@pages.get("/keys")
@candidate_only
def keys() -> Response:
    """All of them, the newest first."""
    return page("candidate_portal/keys.html", keys=queries.my_keys(current_person()), present=now())


@pages.route("/keys/new", methods=["GET", "POST"])
@candidate_only
def new_key() -> Response:
    """Make one. The answer shows it, this once."""
    form, status, made, person = KeyForm(), None, "", current_person()
    if form.validate_on_submit():

        def create() -> None:
            nonlocal made
            made = services.create_key(
                form.name.data or "", person, expires_at=end_of_day(form.expires_on.data, person.time_zone)
            )

        status = try_to(form, create)
        if status is None:
            return page("candidate_portal/key_made.html", name=form.name.data, key=made)
    return form_page("candidate_portal/key_new.html", form, status)


@pages.post("/keys/<sid(key):key_id>/revocation")
@candidate_only
def revoke_key(key_id: int) -> Response:
    """It opens nothing from now on."""
    name = services.revoke_key(key_id, current_person())
    toast(f"The key {name} opens nothing any more.")
    return back_to("candidate_portal.keys")
