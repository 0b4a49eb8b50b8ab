"""`/admin/staff`: the company's admins and recruiters."""

from flask import request
from werkzeug.wrappers import Response

from portal.accounts import queries
from portal.accounts.forms import StaffForm
from portal.accounts.models import Role, User
from portal.accounts.pages import pages
from portal.accounts.pages.answers import try_to_save
from portal.accounts.permissions import Permission
from portal.accounts.rules import STAFF_ROLES
from portal.accounts.services import users
from portal.core.errors import Missing
from portal.web.access import current_person, needs
from portal.web.answers import form_page, try_to
from portal.web.filters import read_filters
from portal.web.fragments import back_to, page_or_block, toast


@pages.get("/admin/staff")
@needs(Permission.COMPANY_ADMIN)
def staff() -> Response:
    """Everybody who works for the company, by name."""
    filters = read_filters("accounts.staff", texts=["q"], words={})
    found = queries.staff_page(filters.one("q"), request.args.get("cursor"))
    return page_or_block("accounts/staff.html", "results", found=found, filters=filters)


@pages.route("/admin/staff/new", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def new_staff() -> Response:
    """Add somebody; they get a mail with the link to set a password."""
    form = StaffForm()
    status = None
    if form.validate_on_submit():
        values = {name: form[name].data for name in ("first_name", "last_name", "email", "phone")}
        role = Role(form.role.data)
        status = try_to(form, lambda: users.create_staff_user(**values, role=role, by=current_person()))
        if status is None:
            toast(f"{form.first_name.data} is added. A mail with the sign-in name is on its way.")
            return back_to("accounts.staff")
    return form_page("accounts/staff_edit.html", form, status, user=None)


@pages.route("/admin/staff/<sid(user):user_id>", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def edit_staff(user_id: int) -> Response:
    """Change somebody's name, address, phone or role."""
    user, person = _staff(user_id), current_person()
    form = StaffForm(obj=user)
    status = None
    if form.validate_on_submit():
        values = {name: form[name].data for name in ("first_name", "last_name", "email", "phone")}
        role, version = Role(form.role.data), form.version.data
        status = try_to_save(
            form, user, lambda: users.update_user(user, values, person, role=role, version=version or 0)
        )
        if status is None:
            toast(f"{user.name} is saved.")
            return back_to("accounts.staff")
    return form_page("accounts/staff_edit.html", form, status, user=user)


@pages.post("/admin/staff/<sid(user):user_id>/deactivation")
@needs(Permission.COMPANY_ADMIN)
def deactivate_staff(user_id: int) -> Response:
    """Nobody can sign in with this account from now on."""
    user = _staff(user_id)
    users.deactivate_user(user, current_person())
    toast(f"{user.name} can no longer sign in.")
    return back_to("accounts.edit_staff", user_id=user_id)


@pages.post("/admin/staff/<sid(user):user_id>/activation")
@needs(Permission.COMPANY_ADMIN)
def activate_staff(user_id: int) -> Response:
    """The account opens again."""
    user = _staff(user_id)
    users.activate_user(user, current_person())
    toast(f"{user.name} can sign in again.")
    return back_to("accounts.edit_staff", user_id=user_id)


@pages.post("/admin/staff/<sid(user):user_id>/password-reset")
@needs(Permission.COMPANY_ADMIN)
def reset_staff_password(user_id: int) -> Response:
    """Mail a link for a new password; the old one no longer opens."""
    user = _staff(user_id)
    users.reset_password(user, current_person())
    toast(f"{user.name} is signed out and gets a link for a new password by mail.")
    return back_to("accounts.edit_staff", user_id=user_id)


def _staff(user_id: int) -> User:
    user = queries.get_user(user_id)
    if user.role not in STAFF_ROLES:
        raise Missing
    return user
