"""`/setup`: the first company and admin of an empty portal. Closed for ever after that."""

from flask import redirect
from werkzeug.wrappers import Response

from portal.accounts.forms import SetupForm
from portal.accounts.pages import pages
from portal.accounts.services import companies
from portal.core.errors import Missing
from portal.web.access import public
from portal.web.answers import form_page, try_to
from portal.web.fragments import toast
from portal.web.sessions import begin_session, new_browser


@pages.route("/setup", methods=["GET", "POST"])
@public("nobody can sign in before it")
def setup() -> Response:
    """Found the company, make its admin, sign in."""
    form = SetupForm()
    if not companies.is_open_for_setup():
        raise Missing
    status = None
    if form.validate_on_submit():
        token, browser = new_browser()
        values = {name: field.data for name, field in form._fields.items() if name not in ("repeat", "csrf_token")}
        status = try_to(form, lambda: companies.set_up(**values, browser=browser))
        if status is None:
            begin_session("user", token)
            toast("Your portal is ready. Invite the people you work with.")
            return redirect("/admin/staff", 303)
    return form_page("accounts/setup.html", form, status)
