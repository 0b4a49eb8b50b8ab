"""`/jobs/<job>/people`: people whom the company knows already, and how well each fits the job."""

from flask import Blueprint
from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.candidates.queries.people import get_candidate
from portal.candidates.services import apply
from portal.core.errors import Missing, RuleBroken
from portal.jobs.queries import get_job_with_client
from portal.jobs.rules import TAKES_APPLICATIONS
from portal.matching import services
from portal.matching.rules import reason
from portal.web.access import current_person, needs
from portal.web.fragments import back_to, page_or_block, toast

pages = Blueprint("matching", __name__)
SHOWN = 50
SOURCE = "known"


@pages.get("/jobs/<sid(job):job_id>/people")
@needs(Permission.CANDIDATES_WRITE)
def people(job_id: int) -> Response:
    """The fifty who fit best and are not put forward for it yet."""
    person = current_person()
    if not person.is_staff:
        raise Missing
    job, client_name = get_job_with_client(job_id)
    return page_or_block(
        "matching/people.html",
        "fits",
        job=job,
        client_name=client_name,
        fits=services.people_for(job.id, person.company_id, SHOWN),
        reason=reason,
        open=job.status in TAKES_APPLICATIONS,
    )


@pages.post("/jobs/<sid(job):job_id>/people/<sid(cand):candidate_id>")
@needs(Permission.CANDIDATES_WRITE)
def put_forward(job_id: int, candidate_id: int) -> Response:
    """Put somebody known forward for the job; the list is shown again without them."""
    job, candidate = get_job_with_client(job_id)[0], get_candidate(candidate_id)
    try:
        apply(candidate, job, by=current_person(), source=SOURCE)
    except RuleBroken as refusal:
        toast(refusal.message, kind="info")
    else:
        toast(f"{candidate.name} is put forward for {job.title}.")
    return back_to("matching.people", job_id=job_id)
