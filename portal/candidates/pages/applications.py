"""What is done to an application: put forward, move, reject with a reason, show to the client."""

from flask import Response, make_response, render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.candidates import rules, services
from portal.candidates.forms import ApplyForm, MoveForm, RejectionForm
from portal.candidates.models import Application, ApplicationStatus
from portal.candidates.pages import pages
from portal.candidates.queries import applications as queries
from portal.candidates.queries import people
from portal.core.errors import BadInput, RuleBroken
from portal.core.ids import decode, encode
from portal.interviews.queries.board import board
from portal.jobs import queries as jobs
from portal.jobs.rules import TAKES_APPLICATIONS
from portal.web.access import current_person, needs, safe_next
from portal.web.forms import human
from portal.web.fragments import page, toast, wants_block


@pages.get("/applications/<sid(app):application_id>")
@needs(Permission.CANDIDATES_READ)
def application(application_id: int) -> AnyResponse:
    """The person's page with this application in front."""
    return redirect(_page_of(queries.get_application(application_id)))


@pages.post("/applications/<sid(app):application_id>/moves")
@needs(Permission.CANDIDATES_WRITE)
def move(application_id: int) -> AnyResponse:
    """Move it as the menu or the board says. A rejection without a reason is asked for one."""
    form, found = MoveForm(), queries.get_application(application_id)
    status = _status(form.status.data)
    if status is ApplicationStatus.REJECTED and not form.reason.data and found.status is not status:
        rules.check_move(found.status, status)
        return redirect(url_for("candidates.rejection", application_id=found.id, next=_back(found)), 303)
    before = found.status
    services.move(found, status, by=current_person(), reason=form.reason.data, version=_seen(form.version.data))
    return _moved(found, before)


@pages.route("/applications/<sid(app):application_id>/rejection", methods=["GET", "POST"])
@needs(Permission.CANDIDATES_WRITE)
def rejection(application_id: int) -> AnyResponse:
    """Ask for the reason, then reject."""
    found = queries.get_application(application_id)
    rules.check_move(found.status, ApplicationStatus.REJECTED)
    form = RejectionForm(data={"version": found.version})
    if form.validate_on_submit():
        before, seen = found.status, _seen(form.version.data)
        rejected = ApplicationStatus.REJECTED
        services.move(found, rejected, by=current_person(), reason=form.reason.data, version=seen)
        return _moved(found, before)
    status = 422 if form.is_submitted() else 200
    return page("candidates/reject.html", status, application=found, form=form, back=_back(found))


@pages.post("/applications/<sid(app):application_id>/sharing")
@needs(Permission.CANDIDATES_WRITE)
def sharing(application_id: int) -> AnyResponse:
    """Let the client see it."""
    found = services.share_with_client(queries.get_application(application_id), by=current_person())
    toast("The client sees this candidate now.", undo=url_for("candidates.unsharing", application_id=found.id))
    return redirect(_back(found), 303)


@pages.post("/applications/<sid(app):application_id>/unsharing")
@needs(Permission.CANDIDATES_WRITE)
def unsharing(application_id: int) -> AnyResponse:
    """Hide it from the client again."""
    found = services.unshare(queries.get_application(application_id), by=current_person())
    toast("The client does not see this candidate any more.")
    return redirect(_back(found), 303)


@pages.route("/candidates/<sid(cand):candidate_id>/applications/new", methods=["GET", "POST"])
@needs(Permission.CANDIDATES_WRITE)
def put_forward(candidate_id: int) -> AnyResponse:
    """Choose a job for the person."""
    candidate, form = people.get_candidate(candidate_id), ApplyForm(job=request.args.get("job"))
    taken = {a.job_id for a in queries.applications_of(candidate_id)}
    rows = [row for row in jobs.job_choices(sorted(TAKES_APPLICATIONS)) if row.id not in taken]
    choices = [(encode("job", row.id), f"{row.title} – {row.company_name}") for row in rows]
    form.job.choices = [("", "Choose a job"), *choices] if choices else []
    if form.validate_on_submit():
        try:
            job = jobs.get_job(decode("job", form.job.data) or 0)
            made = services.apply(candidate, job, by=current_person(), source="manual")
        except RuleBroken as refusal:
            form.put_errors(BadInput(fields={"job": refusal.message}))
        else:
            toast(f"{candidate.name} is put forward for {job.title}.")
            return redirect(_page_of(made), 303)
    status = 422 if form.is_submitted() else 200
    return page("candidates/put_forward.html", status, candidate=candidate, form=form)


def _status(word: str | None) -> ApplicationStatus:
    try:
        return ApplicationStatus(word or "")
    except ValueError:
        raise BadInput(fields={"status": "Choose where to move the application."}) from None


def _seen(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _moved(application: Application, before: ApplicationStatus) -> AnyResponse:
    back = rules.undo_of(before, application.status)
    undo = None
    if back is not None and back is not ApplicationStatus.REJECTED:
        undo = url_for("candidates.undo", application_id=application.id, status=back.value, version=application.version)
    toast(f"{application.candidate.name} has moved to {human(application.status)}.", undo=undo)
    return _board(application) if wants_block() else redirect(_back(application), 303)


def _board(application: Application) -> Response:
    """The board after a move, which takes its own place in the page whatever the request's target was."""
    person, job = current_person(), application.job
    columns = board(job.id, job.required_skills, person.time_zone)
    takes = job.status in TAKES_APPLICATIONS
    html = render_template("jobs/_board.html", job=job, board=columns, oob=True, may_upload=takes)
    answer = make_response(html)
    answer.vary.add("HX-Request")
    return answer


@pages.post("/applications/<sid(app):application_id>/moves/undo")
@needs(Permission.CANDIDATES_WRITE)
def undo(application_id: int) -> AnyResponse:
    """Take the last move back, unless somebody has moved the application since."""
    found = queries.get_application(application_id)
    status, seen = _status(request.args.get("status")), _seen(request.args.get("version"))
    services.move(found, status, by=current_person(), version=seen)
    toast(f"{found.candidate.name} has moved back to {human(found.status)}.")
    return redirect(_back(found), 303)


def _back(application: Application) -> str:
    here = request.form.get("next") or request.args.get("next") or _referrer()
    return safe_next(here, _page_of(application))


def _referrer() -> str | None:
    """The page of ours that a form without `next` was sent from."""
    host = request.host_url
    return "/" + request.referrer[len(host) :] if request.referrer and request.referrer.startswith(host) else None


def _page_of(application: Application) -> str:
    job = str(encode("job", application.job_id))
    return url_for("candidates.show", candidate_id=application.candidate_id, job=job)
