"""One job: its board of applications and its details."""

from typing import Any

from flask import Response, request, url_for

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_company
from portal.candidates.models import ApplicationStatus
from portal.candidates.queries import board as applications
from portal.candidates.rules import SHOWN, WITHDRAWN
from portal.core.links import address
from portal.core.people import Person
from portal.interviews.queries import board as boards
from portal.interviews.queries.board import Column
from portal.jobs import queries, queries_questions, rules
from portal.jobs.models import Job, JobStatus
from portal.jobs.pages import pages
from portal.jobs.pages.states import ENDPOINTS
from portal.jobs.rules import MOVES, TAKES_APPLICATIONS
from portal.web.access import current_person, needs
from portal.web.fragments import page_or_block, wants_block

VERBS = {
    JobStatus.OPEN: ("Open again", "play-circle"),
    JobStatus.ON_HOLD: ("Put on hold", "pause-circle"),
    JobStatus.CLOSED: ("Close", "lock"),
    JobStatus.FILLED: ("Mark as filled", "trophy"),
}
# Reasons that recruiters give most, as they are stored and as they are shown; any other is typed.
REASONS = {
    "Not enough experience": "Not enough experience",
    "Skills do not match": "Skills do not match",
    "Pay does not match": "Pay does not match",
    "Location does not fit": "Location does not fit",
    "Another candidate was chosen": "Another candidate was chosen",
    WITHDRAWN: "The candidate withdrew",
}


@pages.get("/jobs/<sid(job):job_id>")
@needs(Permission.JOBS_READ)
def show(job_id: int) -> Response:
    person = current_person()
    job, client_name = queries.get_job_with_client(job_id)
    sees_people = person.may(Permission.CANDIDATES_READ)
    tab = "details" if request.args.get("tab") == "details" or not sees_people else "board"
    asked = request.args.get("column")
    if tab == "board" and asked in list(ApplicationStatus):
        return _more(job, client_name, person, ApplicationStatus(asked))
    columns = _columns(job, person) if tab == "board" else []
    reading, undecided = applications.open_uploads(job.id) if tab == "board" and person.is_staff else (0, 0)
    # A move leads back here: an htmx swap then gets the board alone, which takes the old one's place by itself.
    return page_or_block(
        "jobs/show.html",
        "board",
        tab=tab,
        board=columns,
        oob=wants_block(),
        questions=queries_questions.questions_of(job.id) if tab == "details" else [],
        careers_url=_public_address(job) if tab == "details" else "",
        reading=reading,
        undecided=undecided,
        **_frame(job, client_name, person),
    )


def _public_address(job: Job) -> str:
    """Where everybody reads the job, while it is open and public."""
    if not job.is_public or job.status is not JobStatus.OPEN:
        return ""
    return address("careers.job", slug=get_company(job.company_id).slug, job_id=job.id)


def _columns(job: Job, person: Person) -> list[Column]:
    """The board; a client user gets the columns in which they see people, not those that are the company's own."""
    columns = boards.board(job.id, job.required_skills, person.time_zone)
    return [c for c in columns if person.is_staff or c.cards or c.status in SHOWN]


def _more(job: Job, client_name: str, person: Person, status: ApplicationStatus) -> Response:
    """The next cards of one column: alone to an htmx swap, else as a page with this column only."""
    column = boards.more_cards(job.id, status, request.args.get("after"), job.required_skills, person.time_zone)
    return page_or_block(
        "jobs/column.html",
        "more",
        column=column,
        plain=not wants_block(),
        tab="board",
        **_frame(job, client_name, person),
    )


def _frame(job: Job, client_name: str, person: Person) -> dict[str, Any]:
    may_write = person.may(Permission.JOBS_WRITE)
    return {
        "job": job,
        "client_name": client_name,
        "may_write": may_write,
        "may_move": person.may(Permission.CANDIDATES_WRITE),
        "may_upload": person.may(Permission.CANDIDATES_WRITE) and job.status in TAKES_APPLICATIONS,
        "moves": [
            {"url": url_for(ENDPOINTS[s], job_id=job.id), "label": VERBS[s][0], "icon": VERBS[s][1]}
            for s in JobStatus
            if may_write and s in MOVES[job.status]
        ],
        "reasons": REASONS,
        "experience": rules.experience_words(job.experience_min, job.experience_max),
    }
