"""Adding and changing a job."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts import queries as accounts
from portal.accounts.permissions import Permission
from portal.clients import queries as clients
from portal.core.errors import BadInput, Conflict
from portal.core.ids import decode
from portal.jobs import queries, services
from portal.jobs.forms import JobEditForm, NewJobForm
from portal.jobs.models import Job
from portal.jobs.pages import pages
from portal.web.access import current_person, needs
from portal.web.forms import differences
from portal.web.fragments import back_to, page, toast


@pages.route("/jobs/new", methods=["GET", "POST"])
@needs(Permission.JOBS_WRITE)
def create() -> AnyResponse:
    form = _new_form()
    if form.validate_on_submit():
        try:
            job = services.create_job(form.client_id.data, form.data, by=current_person())
        except BadInput as refusal:
            form.put_errors(refusal)
        else:
            toast(f"{job.title} is open.")
            return back_to("jobs.show", job_id=job.id)
    status = 422 if form.is_submitted() else 200
    return page("jobs/edit.html", status, form=form, job=None, no_client=not form.client_id.choices)


def _new_form() -> NewJobForm:
    """An empty form with the company's default and the client of the address, or what was sent."""
    person = current_person()
    company = accounts.get_company(person.company_id)
    form = NewJobForm(
        data={
            "client_id": decode("client", request.args.get("client", "")),
            "is_public": company.jobs_public_default,
        }
    )
    names = [(row.id, row.company_name) for row in clients.client_choices(active=True)]
    form.client_id.choices = [("", "Choose a client"), *names] if names else []
    return form


@pages.route("/jobs/<sid(job):job_id>/edit", methods=["GET", "POST"])
@needs(Permission.JOBS_WRITE)
def edit(job_id: int) -> AnyResponse:
    job = queries.get_job(job_id)
    form = JobEditForm(obj=job)
    form.job_status = job.status
    if form.validate_on_submit():
        try:
            services.update_job(job, form.data, by=current_person(), version=form.version.data)
        except BadInput as refusal:
            form.put_errors(refusal)
        except Conflict as refusal:
            return _changed_meanwhile(form, job, refusal)
        else:
            toast(f"{job.title} is saved.")
            return back_to("jobs.show", job_id=job.id, tab="details")
    return page("jobs/edit.html", 422 if form.is_submitted() else 200, form=form, job=job)


def _changed_meanwhile(form: JobEditForm, job: Job, refusal: Conflict) -> Response:
    changed = differences(form, {name: getattr(job, name) for name in services.FIELDS})
    form.version.raw_data = None
    form.version.process_data(job.version)
    return page("jobs/edit.html", 409, form=form, job=job, conflict=refusal.message, changed=changed)
