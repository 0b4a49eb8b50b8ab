"""One's own profile."""

from typing import Any

from werkzeug.wrappers import Response

from portal.accounts import queries
from portal.accounts.forms import DAY_NAMES, ProfileForm
from portal.accounts.models import User
from portal.accounts.pages import pages
from portal.accounts.rules import DAYS, OFFICE_HOURS, hours_text, read_hours
from portal.accounts.services import users
from portal.web.access import current_person, signed_in
from portal.web.answers import form_page, try_to
from portal.web.forms import zone_choices
from portal.web.fragments import back_to, toast


@pages.route("/profile", methods=["GET", "POST"])
@signed_in
def profile() -> Response:
    """Name, phone, zone, and when one can be asked for interviews."""
    person = current_person()
    user = queries.get_user(person.id)
    form = ProfileForm(obj=user, data=_shown_hours(user))
    zone = queries.get_company(user.company_id).time_zone.replace("_", " ")
    form.time_zone.choices = [("", f"As the company: {zone}"), *zone_choices()]
    status = None
    if form.validate_on_submit():
        values = {name: form[name].data for name in ("first_name", "last_name", "phone", "time_zone")}
        hours = {day: read_hours(form[day].data or "") for day in DAYS}
        status = try_to(form, lambda: users.update_profile(user, values, hours, person))
        if status is None:
            toast("Your profile is saved.")
            return back_to("accounts.profile")
    return form_page("accounts/profile.html", form, status, user=user, days=DAY_NAMES)


def _shown_hours(user: User) -> dict[str, Any]:
    hours = user.working_hours or OFFICE_HOURS
    return {day: hours_text(hours.get(day, ())) for day in DAYS}
