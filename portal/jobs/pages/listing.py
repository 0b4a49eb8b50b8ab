"""The list of jobs: what is looked for stands in the address."""

from typing import Any

from flask import Response, request

from portal.accounts.permissions import Permission
from portal.candidates.models import ApplicationStatus
from portal.candidates.queries import board as applications
from portal.clients import queries as clients
from portal.core.ids import decode
from portal.jobs import queries
from portal.jobs.models import JobStatus, Priority
from portal.jobs.pages import pages
from portal.jobs.queries import SORTS, Wanted
from portal.web.access import current_person, needs
from portal.web.filters import Filters, read_filters
from portal.web.forms import human
from portal.web.fragments import page_or_block

SORT_WORDS = {
    "-created": "Newest first",
    "created": "Oldest first",
    "title": "Title A–Z",
    "-title": "Title Z–A",
    "-priority": "Most urgent first",
    "priority": "Least urgent first",
    "client": "Client A–Z",
    "-client": "Client Z–A",
}


@pages.get("/jobs")
@needs(Permission.JOBS_READ)
def index() -> Response:
    person = current_person()
    words: dict[str, Any] = {"status": list(JobStatus), "priority": list(Priority)}
    filters = read_filters("jobs.index", texts=["q", "client", "source"], words=words, sorts=list(SORTS))
    wanted = _wanted(filters)
    page = queries.job_page(wanted, request.args.get("cursor"))
    names = clients.client_choices() if person.is_staff else []
    return page_or_block(
        "jobs/index.html",
        "results",
        page=page,
        stages=applications.stages_by_job([row.id for row in page.items]),
        columns=[(s.value, human(s)) for s in ApplicationStatus],
        filters=filters,
        client_id=wanted.client_id,
        clients=names,
        priorities=list(Priority),
        sort=wanted.sort,
        sorts=SORT_WORDS,
        statuses=_status_chips(filters),
        removable=_removable(filters, {row.id: row.company_name for row in names}, wanted.client_id),
        may_write=person.may(Permission.JOBS_WRITE),
    )


def _wanted(filters: Filters) -> Wanted:
    return Wanted(
        text=filters.one("q"),
        client_id=decode("client", filters.one("client")),
        statuses=[JobStatus(s) for s in filters["status"]],
        priorities=[Priority(p) for p in filters["priority"]],
        sort=filters.one("sort") or "-created",
        source=filters.one("source") if current_person().is_staff else "",
    )


def _status_chips(filters: Filters) -> list[dict[str, Any]]:
    present = filters["status"]
    every = [{"label": "All", "url": filters.url(status=None), "active": not present}]
    return every + [{"label": human(s), "url": filters.toggled("status", s), "active": s in present} for s in JobStatus]


def _removable(filters: Filters, names: dict[int, str], client_id: int | None) -> list[dict[str, str]]:
    """What narrows the list besides the status, each with the address of the list without it."""
    found = []
    if filters.one("q"):
        found.append({"label": f"“{filters.one('q')}”", "url": filters.url(q=None)})
    if client_id is not None:
        found.append({"label": f"Client: {names.get(client_id, 'another')}", "url": filters.url(client=None)})
    if filters.one("source"):
        found.append({"label": f"Source: {filters.one('source')}", "url": filters.url(source=None)})
    for priority in filters["priority"]:
        found.append({"label": f"Priority: {human(priority)}", "url": filters.toggled("priority", priority)})
    return found
