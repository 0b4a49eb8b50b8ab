"""`/admin/staff`: the company's admins and recruiters."""

from flask import request
from werkzeug.wrappers import Response

from portal.accounts import queries
from portal.accounts.forms import StaffForm
from portal.accounts.models import CustomRole, Role, User
from portal.accounts.pages import pages
from portal.accounts.permissions import Permission
from portal.accounts.rules import STAFF_ROLES
from portal.accounts.services import users
from portal.core.errors import Missing
from portal.web.access import current_person, needs
from portal.web.answers import form_page, try_to, try_to_save
from portal.web.filters import read_filters
from portal.web.forms import choices
from portal.web.fragments import back_to, page_or_block, toast

FIELDS = ("first_name", "last_name", "email", "phone")


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
    form, status = StaffForm(), None
    own = _offer_roles(form)
    if form.validate_on_submit():
        values = {name: form[name].data for name in FIELDS}
        role, custom = _chosen(form, own)
        status = try_to(form, lambda: users.create_staff_user(**values, role=role, custom=custom, by=current_person()))
        if status is None:
            toast(f"{form.first_name.data} is added. A mail with the sign-in name is on its way.")
            return back_to("accounts.staff")
    return form_page("accounts/staff_edit.html", form, status, user=None)


@pages.route("/admin/staff/<sid(user):user_id>", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def edit_staff(user_id: int) -> Response:
    """Change somebody's name, address, phone or role."""
    user, person = _staff(user_id), current_person()
    form, status = StaffForm(obj=user), None
    own = _offer_roles(form, user)
    if form.validate_on_submit():
        values = {name: form[name].data for name in FIELDS}
        (role, custom), version = _chosen(form, own), form.version.data or 0
        status = try_to_save(
            form, user, lambda: users.update_user(user, values, person, role=role, custom=custom, version=version)
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


def _offer_roles(form: StaffForm, user: User | None = None) -> list[CustomRole]:
    """Let the form choose among the base roles and the company's own; the own ones."""
    own = list(queries.roles_for(STAFF_ROLES))
    form.role.choices = [*choices(STAFF_ROLES), *((str(role.id), role.role_name) for role in own)]
    if user is not None and user.role_id is not None and not form.is_submitted():
        form.role.data = str(user.role_id)
    return own


def _chosen(form: StaffForm, own: list[CustomRole]) -> tuple[Role, CustomRole | None]:
    custom = next((role for role in own if str(role.id) == form.role.data), None)
    return (custom.base_role if custom else Role(form.role.data)), custom


def _staff(user_id: int) -> User:
    user = queries.get_user(user_id)
    if user.role not in STAFF_ROLES:
        raise Missing
    return user
