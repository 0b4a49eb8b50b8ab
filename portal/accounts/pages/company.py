"""`/admin/company`: the company's settings."""

from flask import make_response, request
from werkzeug.wrappers import Response

from portal.accounts import queries
from portal.accounts.forms import CompanyForm
from portal.accounts.pages import pages
from portal.accounts.permissions import Permission
from portal.accounts.services import companies
from portal.core.colours import is_colour, stylesheet
from portal.core.errors import Missing
from portal.web.access import current_person, needs, public
from portal.web.answers import form_page, try_to_save
from portal.web.fragments import back_to, toast


@pages.route("/admin/company", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def company() -> Response:
    """Name, zone, notice time, address, what new jobs are, colour."""
    person = current_person()
    found = queries.get_company(person.company_id)
    form = CompanyForm(obj=found)
    status = None
    if form.validate_on_submit():
        version = form.version.data or 0
        status = try_to_save(form, found, lambda: companies.update_company(found, form.data, person, version=version))
        if status is None:
            toast("The settings are saved.")
            return back_to("accounts.company")
    return form_page("accounts/company.html", form, status, company=found)


@pages.get("/accent.css")
@public("a stylesheet made of the one colour in its address")
def accent() -> Response:
    """The shades of a company's accent: `?of=2f5bd7`."""
    colour = "#" + request.args.get("of", "")
    if not is_colour(colour):
        raise Missing
    answer = make_response(stylesheet(colour))
    answer.content_type = "text/css; charset=utf-8"
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
