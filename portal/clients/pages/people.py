"""The client's own people: who may sign in for the client. Removing one deactivates the account."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts import queries as accounts
from portal.accounts.models import Role, User
from portal.accounts.permissions import Permission
from portal.accounts.services import roles, users
from portal.clients import queries
from portal.clients.forms import ClientUserEditForm, ClientUserForm, RoleOfClientUserForm
from portal.clients.pages import pages
from portal.core.errors import BadInput, Conflict
from portal.core.names import split_name
from portal.web.access import current_person, needs
from portal.web.fragments import back_to, page, toast


@pages.route("/clients/<sid(client):client_id>/people/new", methods=["GET", "POST"])
@needs(Permission.CLIENTS_WRITE)
def add_user(client_id: int) -> AnyResponse:
    client = queries.get_client(client_id)
    form = ClientUserForm()
    if form.validate_on_submit():
        first, last = split_name(form.name.data)
        try:
            user = users.create_client_user(
                client.id,
                first_name=first,
                last_name=last,
                email=form.email.data,
                phone=form.phone.data,
                by=current_person(),
            )
        except BadInput as refusal:
            form.put_errors(refusal)
        else:
            toast(f"{user.name} is added; a mail with the way in goes to {user.email}.")
            return back_to("clients.show", client_id=client.id, tab="people")
    return page("clients/user.html", 422 if form.is_submitted() else 200, form=form, client=client, user=None)


@pages.route("/clients/<sid(client):client_id>/people/<sid(user):user_id>/edit", methods=["GET", "POST"])
@needs(Permission.CLIENTS_WRITE)
def edit_user(client_id: int, user_id: int) -> AnyResponse:
    client, user = queries.get_client(client_id), queries.get_client_user(client_id, user_id)
    form, status = ClientUserEditForm(obj=user), 200
    if form.is_submitted():
        status = 422
    if form.validate_on_submit():
        first, last = split_name(form.name.data)
        values = {"first_name": first, "last_name": last, "email": form.email.data, "phone": form.phone.data}
        try:
            users.update_user(user, values, by=current_person(), version=form.version.data)
        except BadInput as refusal:
            form.put_errors(refusal)
        except Conflict as refusal:
            # What was typed stays; saving again is then meant, and over the newer version.
            form.form_errors.append(refusal.message)
            form.version.raw_data, form.version.data, status = None, user.version, 409
        else:
            toast(f"{user.name} is saved.")
            return back_to("clients.show", client_id=client.id, tab="people")
    return page("clients/user.html", status, form=form, client=client, user=user, role_form=_role_form(user))


def _role_form(user: User) -> RoleOfClientUserForm | None:
    """The choice among the company's roles for client users, for those who keep the company, if there is any."""
    if not current_person().may(Permission.COMPANY_ADMIN):
        return None
    own = accounts.roles_for([Role.CLIENT_USER], user.client_id)
    form = RoleOfClientUserForm(role_id=str(user.role_id or ""))
    form.role_id.choices = [("", "Client user"), *((str(role.id), role.role_name) for role in own)]
    return form if own else None


@pages.post("/clients/<sid(client):client_id>/people/<sid(user):user_id>/role")
@needs(Permission.COMPANY_ADMIN)
def give_role(client_id: int, user_id: int) -> AnyResponse:
    """Give a person of the client one of the company's roles, or that of every client user."""
    user = queries.get_client_user(client_id, user_id)
    form = _role_form(user)
    if form is not None and form.validate_on_submit():
        chosen = form.role_id.data
        roles.give_role(user, accounts.get_role(int(chosen)) if chosen else None, current_person())
        toast(f"{user.name} has the role now, and signs in anew.")
        return back_to("clients.show", client_id=client_id, tab="people")
    raise BadInput(fields={"role_id": "Choose one of the roles for this client's people."})


@pages.post("/clients/<sid(client):client_id>/people/<sid(user):user_id>/deactivation")
@needs(Permission.CLIENTS_WRITE)
def deactivate_user(client_id: int, user_id: int) -> AnyResponse:
    user = queries.get_client_user(client_id, user_id)
    users.deactivate_user(user, by=current_person())
    undo = url_for("clients.activate_user", client_id=client_id, user_id=user.id)
    toast(f"{user.name} can no longer sign in.", undo=undo)
    return back_to("clients.show", client_id=client_id, tab="people")


@pages.post("/clients/<sid(client):client_id>/people/<sid(user):user_id>/activation")
@needs(Permission.CLIENTS_WRITE)
def activate_user(client_id: int, user_id: int) -> AnyResponse:
    user = queries.get_client_user(client_id, user_id)
    users.activate_user(user, by=current_person())
    undo = url_for("clients.deactivate_user", client_id=client_id, user_id=user.id)
    toast(f"{user.name} can sign in again.", undo=undo)
    return back_to("clients.show", client_id=client_id, tab="people")


@pages.post("/clients/<sid(client):client_id>/people/<sid(user):user_id>/welcome")
@needs(Permission.CLIENTS_WRITE)
def welcome_user(client_id: int, user_id: int) -> AnyResponse:
    user = queries.get_client_user(client_id, user_id)
    users.send_welcome(user, by=current_person())
    toast(f"A mail with the way in goes to {user.email}.")
    return back_to("clients.show", client_id=client_id, tab="people")
