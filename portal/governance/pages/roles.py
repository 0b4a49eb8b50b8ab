"""`/admin/roles`: the roles that every company has, and the company's own."""

from flask import request
from werkzeug.wrappers import Response

from portal.accounts import queries as accounts
from portal.accounts.models import CustomRole, Role
from portal.accounts.permissions import ROLE_PERMISSIONS, SYSTEM_ROLES, Permission
from portal.accounts.services import roles as service
from portal.clients import queries as clients
from portal.governance.forms import DeletionForm, RoleForm
from portal.governance.pages import pages
from portal.governance.shapes import SYSTEM_WORDS
from portal.web.access import current_person, needs
from portal.web.answers import form_page, try_to, try_to_save
from portal.web.fragments import back_to, page, toast


@pages.get("/admin/roles")
@needs(Permission.COMPANY_ADMIN)
def roles() -> Response:
    """All roles."""
    system = [(role, SYSTEM_WORDS[role], len(ROLE_PERMISSIONS[role])) for role in SYSTEM_ROLES]
    return page("governance/roles.html", system=system, own=accounts.roles_of_company())


@pages.route("/admin/roles/new", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def new_role() -> Response:
    """Make a role of a base role (`?base=recruiter`), which stands ready with what that has."""
    base = request.args.get("base", "")
    base = base if base in SYSTEM_ROLES else Role.RECRUITER.value
    form, status = RoleForm(permissions=sorted(ROLE_PERMISSIONS[base])), None
    _offer(form, base)
    if form.validate_on_submit():
        status = try_to(form, lambda: _create(form, base))
        if status is None:
            toast(f"The role {form.role_name.data} is made. Give it to people under Staff, or among a client’s people.")
            return back_to("governance.roles")
    return form_page("governance/role.html", form, status, role=None, base=base, bases=SYSTEM_ROLES)


def _create(form: RoleForm, base: str) -> CustomRole:
    chosen = form.client_id.data if form.client_id else None
    return service.create_role(
        role_name=form.role_name.data or "",
        description=form.description.data or "",
        base_role=base,
        permissions=form.permissions.data or [],
        client_id=int(chosen) if chosen else None,
        by=current_person(),
    )


def _offer(form: RoleForm, base: str, *, new: bool = True) -> None:
    form.offer(base)
    if new and base == Role.CLIENT_USER:
        form.client_id.choices = [
            ("", "Any client’s"),
            *((str(c.id), c.company_name) for c in clients.client_choices()),
        ]
    else:
        del form.client_id


@pages.route("/admin/roles/<sid(role):role_id>", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def edit_role(role_id: int) -> Response:
    """Change a role's name, description or permissions."""
    role, person = accounts.get_role(role_id), current_person()
    form, status = RoleForm(obj=role), None
    _offer(form, role.base_role.value, new=False)
    if form.validate_on_submit():
        values = {name: form[name].data for name in ("role_name", "description", "permissions")}
        version = int(form.version.data) if str(form.version.data).isdigit() else 0
        status = try_to_save(form, role, lambda: service.update_role(role, values, person, version=version))
        if status is None:
            toast(f"The role {role.role_name} is saved. It holds from the next click of everybody who has it.")
            return back_to("governance.roles")
    return _edit_page(role, form, status, DeletionForm(formdata=None))


def _edit_page(role: CustomRole, form: RoleForm, status: int | None, deletion: DeletionForm) -> Response:
    people = accounts.users_with_role(role.id)
    _offer_instead(deletion, role)
    client = clients.get_client(role.client_id) if role.client_id else None
    return form_page(
        "governance/role.html",
        form,
        status,
        role=role,
        base=role.base_role.value,
        people=people,
        client=client,
        deletion=deletion,
    )


def _offer_instead(form: DeletionForm, role: CustomRole) -> None:
    others = [r for r in accounts.roles_for([role.base_role], role.client_id) if r.id != role.id]
    base = str(role.base_role.value).replace("_", " ").capitalize()
    form.instead.choices = [("", base), *((str(other.id), other.role_name) for other in others)]


@pages.post("/admin/roles/<sid(role):role_id>/deletion")
@needs(Permission.COMPANY_ADMIN)
def delete_role(role_id: int) -> Response:
    """Delete the role; those who have it get another one or their base role."""
    role, form = accounts.get_role(role_id), DeletionForm()
    _offer_instead(form, role)
    if not form.validate_on_submit():
        again = RoleForm(formdata=None, obj=role)
        _offer(again, role.base_role.value, new=False)
        return _edit_page(role, again, 422, form)
    chosen, name = form.instead.data, role.role_name
    instead = accounts.get_role(int(chosen)) if chosen else None
    service.delete_role(role, current_person(), instead=instead, reassign=True)
    toast(f"The role {name} is deleted.")
    return back_to("governance.roles")
