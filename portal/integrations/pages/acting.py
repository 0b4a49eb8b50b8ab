"""A status, a note, a test: one press each."""

from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.integrations import queries, services
from portal.integrations.forms import STATUS_WORDS, NoteForm, status_form
from portal.integrations.models import SubmissionStatus
from portal.integrations.pages import pages
from portal.integrations.pages.showing import shown
from portal.web.access import current_person, needs
from portal.web.answers import try_to
from portal.web.fragments import back_to, toast


@pages.post("/integrations/<int:submission_id>/status")
@needs(Permission.SUBMISSIONS_OWN)
def change_status(submission_id: int) -> Response:
    """Put it into another status, with a word about it."""
    person = current_person()
    found = queries.get_submission(submission_id, person, with_data=True)
    form = status_form(found.status)
    if form.validate_on_submit():
        wanted, text = SubmissionStatus(form.status.data), form.text.data or ""
        if try_to(form, lambda: services.change_status(found, wanted, person, text)) is None:
            toast(f"It is {STATUS_WORDS[wanted].lower()} now.")
            return back_to("integrations.show", submission_id=found.id)
    return shown(found, 422, status_form=form)


@pages.post("/integrations/<int:submission_id>/notes")
@needs(Permission.SUBMISSIONS_ALL)
def add_note(submission_id: int) -> Response:
    """A note that the owner reads."""
    person, form = current_person(), NoteForm()
    found = queries.get_submission(submission_id, person, with_data=True)
    if form.validate_on_submit() and try_to(form, lambda: services.add_note(found, form.text.data, person)) is None:
        toast("Your note is added.")
        return back_to("integrations.show", submission_id=found.id)
    return shown(found, 422, note_form=form)


@pages.post("/integrations/<int:submission_id>/test")
@needs(Permission.SUBMISSIONS_OWN)
def test(submission_id: int) -> Response:
    """Have the worker ask the system whether the key is good; the page says what came of it."""
    person = current_person()
    services.ask_for_test(queries.get_submission(submission_id, person, with_data=True), person)
    toast("The test is under way.")
    return back_to("integrations.show", submission_id=submission_id)
