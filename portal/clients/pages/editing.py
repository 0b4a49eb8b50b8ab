"""Adding, changing, activating, deactivating and deleting a client."""

from typing import Any

from flask import Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.clients import queries, services
from portal.clients.forms import ClientEditForm, ClientForm
from portal.clients.models import Client
from portal.clients.pages import pages
from portal.core.errors import BadInput, Conflict
from portal.jobs import queries as jobs
from portal.web.access import current_person, needs
from portal.web.forms import differences
from portal.web.fragments import back_to, page, toast


@pages.route("/clients/new", methods=["GET", "POST"])
@needs(Permission.CLIENTS_WRITE)
def create() -> AnyResponse:
    form = ClientForm()
    if form.validate_on_submit():
        try:
            client = services.create_client(form.data, by=current_person())
        except BadInput as refusal:
            form.put_errors(refusal)
        else:
            toast(f"{client.company_name} is added.")
            return back_to("clients.show", client_id=client.id)
    return page("clients/edit.html", 422 if form.is_submitted() else 200, form=form, client=None)


@pages.route("/clients/<sid(client):client_id>/edit", methods=["GET", "POST"])
@needs(Permission.CLIENTS_WRITE)
def edit(client_id: int) -> AnyResponse:
    client = queries.get_client(client_id)
    form = ClientEditForm(obj=client)
    if form.validate_on_submit():
        try:
            services.update_client(client, form.data, by=current_person(), version=form.version.data)
        except BadInput as refusal:
            form.put_errors(refusal)
        except Conflict as refusal:
            return _changed_meanwhile(form, client, refusal)
        else:
            toast(f"{client.company_name} is saved.")
            return back_to("clients.show", client_id=client.id)
    return page("clients/edit.html", 422 if form.is_submitted() else 200, form=form, client=client)


def _changed_meanwhile(form: ClientEditForm, client: Client, refusal: Conflict) -> Response:
    changed = differences(form, {name: getattr(client, name) for name in services.FIELDS})
    form.version.raw_data = None
    form.version.process_data(client.version)
    return page("clients/edit.html", 409, form=form, client=client, conflict=refusal.message, changed=changed)


@pages.post("/clients/<sid(client):client_id>/activation")
@needs(Permission.CLIENTS_WRITE)
def activate(client_id: int) -> AnyResponse:
    client = services.activate_client(queries.get_client(client_id), by=current_person())
    toast(f"{client.company_name} is active.", undo=url_for("clients.deactivate", client_id=client.id))
    return back_to("clients.show", client_id=client.id)


@pages.post("/clients/<sid(client):client_id>/deactivation")
@needs(Permission.CLIENTS_WRITE)
def deactivate(client_id: int) -> AnyResponse:
    client = services.deactivate_client(queries.get_client(client_id), by=current_person())
    toast(f"{client.company_name} is inactive.", undo=url_for("clients.activate", client_id=client.id))
    return back_to("clients.show", client_id=client.id)


@pages.post("/clients/<sid(client):client_id>/deletion")
@needs(Permission.CLIENTS_ADMIN)
def delete(client_id: int) -> AnyResponse:
    client = queries.get_client(client_id)
    name: Any = client.company_name
    services.delete_client(client, jobs.count_jobs_of(client.id), by=current_person())
    toast(f"{name} is deleted.")
    return back_to("clients.index")
