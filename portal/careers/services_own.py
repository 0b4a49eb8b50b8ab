"""What a signed-in candidate changes: applying at once, with the CV that is on record."""

from collections.abc import Mapping

from portal.candidates.queries.people import get_candidate
from portal.candidates.rules import AlreadyApplied
from portal.candidates.services.applications import apply
from portal.careers import queries
from portal.careers.services import keep_answers
from portal.core.errors import Missing
from portal.core.people import Person
from portal.core.tenancy import as_company

SOURCE = "portal"


def apply_at_once(job_id: int, answers: Mapping[int, str], by: Person) -> None:
    """Apply for a public job. Done twice, it is one application. To be called before anything is loaded.

    Raises Missing for a job that is not in public or an account without a record, BadInput (`answer_<id>`).
    """
    if by.candidate_id is None:
        raise Missing
    with as_company(by.company_id):
        job = queries.public_job(job_id)
        try:
            application = apply(get_candidate(by.candidate_id), job, by=by, source=SOURCE, by_themselves=True)
        except AlreadyApplied:
            return
        keep_answers(application, answers, by)
