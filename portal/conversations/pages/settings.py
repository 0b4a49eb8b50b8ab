"""How the assistant and the people of the company share the work; for admins."""

from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.conversations.forms_settings import SettingsForm
from portal.conversations.models import Opens
from portal.conversations.pages import pages
from portal.conversations.queries.settings import ways
from portal.conversations.services.settings import save_settings
from portal.web.access import current_person, needs
from portal.web.answers import form_page, try_to_save
from portal.web.fragments import back_to, toast


@pages.route("/settings", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def settings() -> Response:
    """Whether the assistant works, which talks it opens, when it asks again, when a talk is offered to all."""
    held = ways()
    form = SettingsForm(obj=held)
    status = None
    if form.validate_on_submit():
        values = {**form.data, "opens": Opens(form.opens.data)}
        version = form.version.data or 0
        status = try_to_save(form, held, lambda: save_settings(values, current_person(), version=version))
        if status is None:
            toast("The settings are saved.")
            return back_to("conversations.settings")
    return form_page("conversations/settings.html", form, status)
