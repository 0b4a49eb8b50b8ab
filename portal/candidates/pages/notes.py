"""Notes on a person."""

from flask import request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.candidates.forms import NoteForm
from portal.candidates.pages import pages
from portal.candidates.pages._profile import profile
from portal.candidates.queries import people
from portal.candidates.services.notes import add_note
from portal.core.errors import BadInput, RuleBroken
from portal.web.access import current_person, needs
from portal.web.fragments import page, toast


@pages.post("/candidates/<sid(cand):candidate_id>/notes")
@needs(Permission.CANDIDATES_WRITE)
def add(candidate_id: int) -> AnyResponse:
    """Write a note; with the box ticked, the client of the application in front may read it."""
    candidate, form = people.get_candidate(candidate_id), NoteForm()
    context = profile(candidate, current_person(), form)
    if form.validate_on_submit():
        shown = bool(form.for_client.data)
        try:
            add_note(candidate, form.text.data, by=current_person(), application=context["chosen"], for_client=shown)
        except (BadInput, RuleBroken) as refusal:
            form.put_errors(BadInput(fields={"for_client" if shown else "text": refusal.message}))
        else:
            toast("Noted.")
            query = request.query_string.decode("ascii", "ignore")
            return redirect(f"{url_for('candidates.show', candidate_id=candidate_id)}?{query}#notes", 303)
    return page("candidates/show.html", 422, **context)
