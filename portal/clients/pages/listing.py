"""The list of clients, and one client with its tabs."""

from typing import Any

from flask import Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.candidates.queries import board as applications
from portal.clients import queries
from portal.clients.forms import NoteForm
from portal.clients.models import Client, ClientStatus
from portal.clients.pages import pages
from portal.clients.queries import SORTS, Wanted
from portal.jobs import queries as jobs
from portal.jobs.queries import Wanted as WantedJobs
from portal.web.access import current_person, needs
from portal.web.filters import Filters, read_filters
from portal.web.fragments import back_to, page_or_block

SORT_WORDS = {"name": "Name A–Z", "-name": "Name Z–A", "-created": "Newest first", "created": "Oldest first"}


@pages.get("/clients")
@needs(Permission.CLIENTS_READ)
def index() -> AnyResponse:
    person = current_person()
    if person.client_id is not None:
        return back_to("clients.show", client_id=person.client_id)
    filters = read_filters("clients.index", texts=["q"], words={"status": list(ClientStatus)}, sorts=list(SORTS))
    status = filters.one("status")
    wanted = Wanted(filters.one("q"), ClientStatus(status) if status else None, filters.one("sort") or "name")
    page = queries.client_page(wanted, request.args.get("cursor"))
    ids = [row.id for row in page.items]
    return page_or_block(
        "clients/index.html",
        "results",
        page=page,
        open_jobs=jobs.open_jobs_by_client(ids),
        in_process=applications.people_in_process(ids),
        filters=filters,
        sort=wanted.sort,
        sorts=SORT_WORDS,
        statuses=_status_chips(filters),
        may_write=person.may(Permission.CLIENTS_WRITE),
    )


def _status_chips(filters: Filters) -> list[dict[str, Any]]:
    present = filters.one("status")
    every = [{"label": "All", "url": filters.url(status=None), "active": not present}]
    return every + [
        {"label": str(s).capitalize(), "url": filters.url(status=s), "active": s == present} for s in ClientStatus
    ]


@pages.get("/clients/<sid(client):client_id>")
@needs(Permission.CLIENTS_READ)
def show(client_id: int) -> Response:
    return shown(queries.get_client(client_id), request.args.get("tab", ""))


def shown(client: Client, tab: str, status: int = 200, **forms: Any) -> Response:
    """The page of a client with one of its tabs; `forms` carry what was refused. Notes are the company's own."""
    person = current_person()
    tabs = ["jobs", "people", "notes"] if person.is_staff else ["jobs", "people"]
    current = tab if tab in tabs else "jobs"
    labels = {"jobs": "Jobs", "people": "People", "notes": "Notes"}
    parts: dict[str, Any] = {}
    if current == "jobs":
        parts["jobs"] = jobs.job_page(WantedJobs(client_id=client.id), request.args.get("cursor"))
        parts["stages"] = applications.stages_by_job([row.id for row in parts["jobs"].items])
    elif current == "people":
        parts["users"] = queries.users_of(client.id)
    else:
        parts["notes"] = queries.notes_of(client.id)
        parts["note_form"] = forms.pop("note_form", None) or NoteForm(formdata=None)
    return page_or_block(
        "clients/show.html",
        "content",
        status,
        client=client,
        about=client.notes if person.is_staff else None,
        tab=current,
        tabs=[{"key": t, "label": labels[t], "url": _tab_url(client.id, t)} for t in tabs],
        may_write=person.may(Permission.CLIENTS_WRITE),
        may_delete=person.may(Permission.CLIENTS_ADMIN) and not jobs.count_jobs_of(client.id),
        may_add_jobs=person.may(Permission.JOBS_WRITE) and client.status is ClientStatus.ACTIVE,
        **parts,
    )


def _tab_url(client_id: int, tab: str) -> str:
    return url_for("clients.show", client_id=client_id, tab=None if tab == "jobs" else tab)
