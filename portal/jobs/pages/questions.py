"""What a job asks everybody who applies: added, changed, put in order, removed."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.core.errors import BadInput, Conflict
from portal.jobs import queries, queries_questions, services_questions
from portal.jobs.forms import QuestionEditForm, QuestionForm
from portal.jobs.models import Job, ScreeningQuestion
from portal.jobs.pages import pages
from portal.jobs.rules_questions import KIND_WORDS, MOST_QUESTIONS, EnoughQuestions
from portal.web.access import current_person, needs
from portal.web.forms import differences
from portal.web.fragments import back_to, page, toast

ONE = "/jobs/<sid(job):job_id>/questions/<sid(que):question_id>"


@pages.route("/jobs/<sid(job):job_id>/questions", methods=["GET", "POST"])
@needs(Permission.JOBS_WRITE)
def questions(job_id: int) -> AnyResponse:
    """All of them, and one more."""
    job, form = queries.get_job(job_id), QuestionForm()
    if form.validate_on_submit():
        try:
            services_questions.add_question(job, form.data, current_person())
        except BadInput as refusal:
            form.put_errors(refusal)
        except EnoughQuestions as refusal:
            form.form_errors.append(refusal.message)
        else:
            toast("Everybody who applies is asked this.")
            return back_to("jobs.questions", job_id=job.id)
    return _list(job, form, 422 if form.is_submitted() else 200)


def _list(job: Job, form: QuestionForm, status: int) -> Response:
    return page(
        "jobs/questions.html",
        status,
        job=job,
        form=form,
        questions=queries_questions.questions_of(job.id),
        kinds=KIND_WORDS,
        most=MOST_QUESTIONS,
    )


@pages.route(ONE, methods=["GET", "POST"])
@needs(Permission.JOBS_WRITE)
def question(job_id: int, question_id: int) -> AnyResponse:
    """Change one."""
    job = queries.get_job(job_id)
    found = queries_questions.get_question(job.id, question_id)
    form = QuestionEditForm(obj=found, version=job.version)
    if form.validate_on_submit():
        version = form.version.data
        try:
            services_questions.update_question(job, found, form.data, current_person(), version=version)
        except BadInput as refusal:
            form.put_errors(refusal)
        except Conflict as refusal:
            return _changed_meanwhile(form, job, found, refusal)
        else:
            toast("The question is saved.")
            return back_to("jobs.questions", job_id=job.id)
    return page("jobs/question.html", 422 if form.is_submitted() else 200, job=job, form=form)


def _changed_meanwhile(form: QuestionEditForm, job: Job, found: ScreeningQuestion, refusal: Conflict) -> Response:
    changed = differences(form, {name: getattr(found, name) for name in ("text", "kind", "options")})
    form.version.raw_data = None
    form.version.process_data(job.version)
    return page("jobs/question.html", 409, job=job, form=form, conflict=refusal.message, changed=changed)


@pages.post(f"{ONE}/earlier")
@needs(Permission.JOBS_WRITE)
def question_earlier(job_id: int, question_id: int) -> AnyResponse:
    return _moved(job_id, question_id, up=True)


@pages.post(f"{ONE}/later")
@needs(Permission.JOBS_WRITE)
def question_later(job_id: int, question_id: int) -> AnyResponse:
    return _moved(job_id, question_id, up=False)


def _moved(job_id: int, question_id: int, *, up: bool) -> AnyResponse:
    job = queries.get_job(job_id)
    found = queries_questions.get_question(job.id, question_id)
    services_questions.move_question(job, found, up=up, by=current_person())
    return back_to("jobs.questions", job_id=job.id, moved=question_id, _anchor=f"question-{question_id}")


@pages.post(f"{ONE}/removal")
@needs(Permission.JOBS_WRITE)
def question_removal(job_id: int, question_id: int) -> AnyResponse:
    job = queries.get_job(job_id)
    found = queries_questions.get_question(job.id, question_id)
    services_questions.remove_question(job, found, current_person())
    toast("Nobody is asked this any more. The answers stay with their applications.")
    return back_to("jobs.questions", job_id=job.id)
