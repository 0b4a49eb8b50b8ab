"""An answer to a screening question, written down or corrected by hand."""

from flask import url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.candidates.forms import AnswerForm, answer_form
from portal.candidates.models import Application, ScreeningAnswer
from portal.candidates.pages import pages
from portal.candidates.queries import applications, screening
from portal.candidates.services.screening import keep_answer
from portal.core.errors import BadInput, Missing
from portal.core.ids import encode
from portal.jobs.queries_questions import get_question
from portal.web.access import current_person, needs
from portal.web.fragments import page, toast

SOURCE_LENGTH = 40


@pages.route("/applications/<sid(app):application_id>/answers/<sid(que):question_id>", methods=["GET", "POST"])
@needs(Permission.CANDIDATES_WRITE)
def answer(application_id: int, question_id: int) -> AnyResponse:
    """Write down what a candidate answers. Of two who do it at once the second sees the first's before it goes."""
    person, found = current_person(), applications.get_application(application_id)
    if not person.is_staff:
        raise Missing
    question, known = get_question(found.job_id, question_id), screening.find_answer(application_id, question_id)
    form = answer_form(question.kind, question.options, known.answer if known else None)
    if form.validate_on_submit() and not _changed_meanwhile(form, known):
        try:
            keep_answer(found, question, form.answer.data or "", source=person.name[:SOURCE_LENGTH], by=person)
        except BadInput as refusal:
            form.put_errors(refusal)
        else:
            toast("The answer is kept.")
            return redirect(f"{_page_of(found)}#answers", 303)
    form.seen.raw_data, form.seen.data = None, _moment_of(known)
    status = 422 if form.is_submitted() else 200
    return page("candidates/answer.html", status, form=form, application=found, question=question, back=_page_of(found))


def _changed_meanwhile(form: AnswerForm, known: ScreeningAnswer | None) -> bool:
    if (form.seen.data or "") == _moment_of(known):
        return False
    words = known.answer if known else ""
    form.put_errors(BadInput(fields={"answer": f"Meanwhile it is “{words}”. Save again to have it your way."}))
    return True


def _moment_of(known: ScreeningAnswer | None) -> str:
    return known.answered_at.isoformat() if known else ""


def _page_of(found: Application) -> str:
    return url_for("candidates.show", candidate_id=found.candidate_id, job=str(encode("job", found.job_id)))
