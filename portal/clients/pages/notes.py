"""Notes about a client, written by the company's own people for themselves."""

from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.clients import queries, services
from portal.clients.forms import NoteForm
from portal.clients.pages import pages
from portal.clients.pages.listing import shown
from portal.core.errors import BadInput
from portal.web.access import current_person, needs
from portal.web.fragments import back_to, toast


@pages.post("/clients/<sid(client):client_id>/notes")
@needs(Permission.CLIENTS_WRITE)
def add_note(client_id: int) -> AnyResponse:
    client = queries.get_client(client_id)
    form = NoteForm()
    if form.validate_on_submit():
        try:
            services.add_note(client, form.text.data, by=current_person())
        except BadInput as refusal:
            form.put_errors(refusal)
        else:
            toast("Your note is added.")
            return back_to("clients.show", client_id=client.id, tab="notes")
    return shown(client, "notes", 422, note_form=form)
