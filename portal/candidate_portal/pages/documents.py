"""What the candidate keeps for applications: résumés, cover letters, answers to questions that come again."""

from collections.abc import Callable

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from portal.candidate_portal.forms_documents import LetterForm, ResumeForm, SavedAnswerForm
from portal.candidate_portal.pages import pages
from portal.candidates.queries import documents as resumes
from portal.candidates.queries import own
from portal.candidates.rules_letters import VARIABLES
from portal.candidates.services import own as services
from portal.core.errors import Missing, NotAllowed, RuleBroken
from portal.storage.services import source_of
from portal.web.access import candidate_only, current_person
from portal.web.answers import form_page, try_to
from portal.web.downloads import attachment
from portal.web.fragments import back_to, page, toast


@pages.get("/documents")
@candidate_only
def documents() -> Response:
    """All of it."""
    mine = current_person().candidate_id or 0
    return page(
        "candidate_portal/documents.html", resumes=resumes.documents_of(mine), letters=own.letters_of(mine),
        answers=own.answers_of(mine), known=bool(mine),
    )  # fmt: skip


@pages.route("/documents/resumes/new", methods=["GET", "POST"])
@candidate_only
def documents_resume() -> AnyResponse:
    """Keep a résumé. It is read with the form, before the first question to the database."""
    form = ResumeForm()
    status = None
    if form.validate_on_submit() and form.cv is not None:
        cv = form.cv
        status = try_to(form, lambda: _done(services.add_resume(cv, current_person()), "Your résumé is kept."))
        if status is None:
            return back_to("candidate_portal.documents")
    return form_page("candidate_portal/resume_new.html", form, status)


@pages.get("/documents/resumes/<sid(res):resume_id>")
@candidate_only
def documents_file(resume_id: int) -> Response:
    """The file, as it was sent."""
    file = resumes.get_document(current_person().candidate_id or 0, resume_id).file
    return attachment(source_of(file), name=file.name, media_type=file.media_type, digest=file.sha256, size=file.size)


@pages.post("/documents/resumes/<sid(res):resume_id>/use")
@candidate_only
def documents_use(resume_id: int) -> AnyResponse:
    """Put it in use."""
    return _act(lambda: services.use_resume(resume_id, current_person()), "This résumé is in use now.")


@pages.post("/documents/resumes/<sid(res):resume_id>/deletion")
@candidate_only
def documents_delete(resume_id: int) -> AnyResponse:
    """Delete it with its file."""
    return _act(lambda: services.delete_resume(resume_id, current_person()), "The résumé is deleted.")


@pages.route("/documents/letters/new", methods=["GET", "POST"])
@pages.route("/documents/letters/<sid(clt):letter_id>", methods=["GET", "POST"])
@candidate_only
def documents_letter(letter_id: int | None = None) -> AnyResponse:
    """Write a letter, or over one."""
    person, form = current_person(), LetterForm()
    if letter_id is not None and not own.has_letter(person.candidate_id or 0, letter_id):
        raise Missing
    status = None
    if form.validate_on_submit():
        status = try_to(
            form,
            lambda: _done(
                services.save_letter(
                    form.name.data, form.body.data, person, letter_id=letter_id, is_default=form.is_default.data or None
                ),
                "The letter is kept.",
            ),
        )
        if status is None:
            return back_to("candidate_portal.documents")
    elif not form.is_submitted() and letter_id is not None:
        form = LetterForm(obj=own.get_letter(person.candidate_id or 0, letter_id))
    return form_page("candidate_portal/letter.html", form, status, letter_id=letter_id, variables=VARIABLES)


@pages.post("/documents/letters/<sid(clt):letter_id>/deletion")
@candidate_only
def documents_letter_delete(letter_id: int) -> AnyResponse:
    """Delete it."""
    return _act(lambda: services.delete_letter(letter_id, current_person()), "The letter is deleted.")


@pages.route("/documents/answers/new", methods=["GET", "POST"])
@candidate_only
def documents_answer() -> AnyResponse:
    """Keep an answer; to a question that has one, the new takes its place."""
    form = SavedAnswerForm()
    status = None
    if form.validate_on_submit():
        question, answer = form.question.data or "", form.answer.data or ""
        status = try_to(
            form, lambda: _done(services.save_answer(question, answer, current_person()), "The answer is kept.")
        )
        if status is None:
            return back_to("candidate_portal.documents")
    return form_page("candidate_portal/saved_answer.html", form, status)


@pages.post("/documents/answers/<sid(ans):answer_id>/deletion")
@candidate_only
def documents_answer_delete(answer_id: int) -> AnyResponse:
    """Forget it."""
    return _act(lambda: services.delete_answer(answer_id, current_person()), "The answer is deleted.")


def _act(do: Callable[[], object], words: str) -> AnyResponse:
    try:
        do()
    except (RuleBroken, NotAllowed) as refusal:
        toast(refusal.message, kind="info")
    else:
        toast(words)
    return back_to("candidate_portal.documents")


def _done(_made: object, words: str) -> None:
    toast(words)
