"""`/jobs/ingestion`: what other systems sent, and what became of it."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.core.errors import NotAllowed
from portal.ingestion import queries
from portal.ingestion.models import RunState
from portal.ingestion.rules import STATE_WORDS
from portal.web.access import current_person, needs
from portal.web.filters import read_filters
from portal.web.fragments import page, page_or_block

pages = Blueprint("ingestion", __name__, url_prefix="/jobs/ingestion")


@pages.get("")
@needs(Permission.JOBS_READ)
def index() -> Response:
    """The runs, the newest first."""
    _only_staff()
    filters = read_filters("ingestion.index", words={"state": [s.value for s in RunState]})
    state = RunState(filters.one("state")) if filters["state"] else None
    return page_or_block(
        "ingestion/index.html",
        "results",
        found=queries.run_page(state, request.args.get("cursor")),
        filters=filters,
        words=STATE_WORDS,
    )


@pages.get("/<sid(ing):run_id>")
@needs(Permission.JOBS_READ)
def show(run_id: int) -> Response:
    """One run with the jobs that could not be taken."""
    _only_staff()
    run = queries.get_run(run_id)
    rejects = queries.reject_page(run.id, request.args.get("cursor"))
    return page("ingestion/show.html", run=run, rejects=rejects, words=STATE_WORDS)


def _only_staff() -> None:
    """A run names many clients' jobs. Raises NotAllowed for a client's people."""
    if not current_person().is_staff:
        raise NotAllowed("What other systems sent is for the company's own people.")
