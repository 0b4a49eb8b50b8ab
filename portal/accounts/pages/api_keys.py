"""`/admin/api-keys`: what lets other systems make calls for the company."""

from werkzeug.wrappers import Response

from portal.accounts import queries
from portal.accounts.forms import ApiKeyForm
from portal.accounts.pages import pages
from portal.accounts.permissions import Permission, scopes_by_resource
from portal.accounts.services import api_keys as service
from portal.core.clock import now
from portal.core.formats import end_of_day
from portal.web.access import current_person, needs
from portal.web.answers import form_page, try_to
from portal.web.fragments import back_to, page, toast


@pages.get("/admin/api-keys")
@needs(Permission.COMPANY_ADMIN)
def api_keys() -> Response:
    """The company's keys, the newest first."""
    return page("accounts/api_keys.html", keys=queries.keys_of_company(), present=now())


@pages.route("/admin/api-keys/new", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def new_api_key() -> Response:
    """Make a key. The answer shows it, this once."""
    form, status, made = ApiKeyForm(), None, ""
    if form.validate_on_submit():

        def create() -> None:
            nonlocal made
            ends = end_of_day(form.expires_on.data, current_person().time_zone)
            made = service.create_api_key(form.name.data or "", form.scopes(), current_person(), expires_at=ends)[1]

        status = try_to(form, create)
        if status is None:
            return page("accounts/api_key_made.html", name=form.name.data, key=made)
    return form_page("accounts/api_key_new.html", form, status, resources=list(scopes_by_resource()))


@pages.post("/admin/api-keys/<sid(key):key_id>/revocation")
@needs(Permission.COMPANY_ADMIN)
def revoke_api_key(key_id: int) -> Response:
    """The key opens nothing from now on."""
    key = queries.get_api_key(key_id)
    service.revoke_api_key(key, current_person())
    toast(f"The key {key.name} opens nothing any more.")
    return back_to("accounts.api_keys")
