"""The list of people, one person, and their record."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from flask import Response, current_app, request, url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.candidates import services
from portal.candidates.forms import CandidateForm, NewCandidateForm
from portal.candidates.models import ApplicationStatus, Candidate
from portal.candidates.pages import pages
from portal.candidates.pages._profile import profile
from portal.candidates.pages._timeline import lines
from portal.candidates.pages._walk import filters, suffix_of, wanted_of
from portal.candidates.queries import lists, notes
from portal.candidates.queries import people as queries
from portal.candidates.rules import ChangedMeanwhile, Taken
from portal.core import formats
from portal.core.errors import BadInput
from portal.core.ids import decode, encode
from portal.jobs import queries as jobs
from portal.jobs.rules import TAKES_APPLICATIONS
from portal.web.access import current_person, needs
from portal.web.filters import Filters
from portal.web.fragments import back_to, page, page_or_block, toast, wants_block


@pages.get("/candidates")
@needs(Permission.CANDIDATES_READ)
def index() -> Response:
    """The people of the company that this person may see."""
    person, chosen = current_person(), filters()
    bar: dict[str, Any] = {} if wants_block() else _filter_bar(chosen)
    found = lists.people(person.company_id, wanted_of(chosen), request.args.get("cursor"))
    return page_or_block(
        "candidates/index.html",
        "results",
        people=found,
        rows=_rows(found.items, person.time_zone),
        filters=chosen,
        address=chosen.url(),
        base=escape(url_for("candidates.index") + "/"),
        suffix=escape(suffix_of(chosen)),
        narrowed=any(name != "sort" for name in chosen.values),
        **bar,
    )


def _filter_bar(chosen: Filters) -> dict[str, Any]:
    job_id = decode("job", chosen.one("job"))
    return {
        "statuses": list(ApplicationStatus),
        "job_title": jobs.get_job(job_id).title if job_id else None,
    }


def _rows(found: Iterable[Any], zone: str) -> list[tuple[Any, ...]]:
    """The cells of the list. Put together here, for a template spends more on an expression than we on a tuple."""
    badges, nothing = _badges(), Markup("")
    return [
        (
            encode("cand", number),
            f"{first} {last}",
            f"{role}, {employer}" if role and employer else role or employer or "",
            badges[status] if status else nothing,
            job or "",
            f"{score:.0f}%" if score is not None else "",
            ", ".join(skills[:3]),
            len(skills) - 3,
            location or "",
            formats.day(added, zone),
        )
        for number, first, last, role, employer, skills, location, added, status, score, _job, job in found
    ]


@lru_cache(1)
def _badges() -> dict[ApplicationStatus, Markup]:
    """The badge of each status, made once: fifty macros a page cost more than the query."""
    module: Any = current_app.jinja_env.get_template("components/ui.html").module
    return {status: Markup(module.status(status.value)) for status in ApplicationStatus}


@pages.get("/candidates/<sid(cand):candidate_id>")
@needs(Permission.CANDIDATES_READ)
def show(candidate_id: int) -> Response:
    """One person: story, interviews, timeline, notes, and the CV beside them."""
    return page("candidates/show.html", **profile(queries.get_candidate(candidate_id), current_person()))


@pages.get("/candidates/<sid(cand):candidate_id>/timeline")
@needs(Permission.CANDIDATES_WRITE)
def timeline(candidate_id: int) -> Response:
    """What happened to the person, from a cursor on."""
    candidate = queries.get_candidate(candidate_id)
    happened = notes.timeline_of(candidate_id, request.args.get("cursor"))
    context: dict[str, Any] = {"candidate": candidate, "timeline": lines(happened.items), "older": happened.next}
    return page_or_block("candidates/timeline.html", "lines", **context)


@pages.route("/candidates/new", methods=["GET", "POST"])
@needs(Permission.CANDIDATES_WRITE)
def new() -> AnyResponse:
    """Type in a person, perhaps for a job at once."""
    form, owners = NewCandidateForm(job=request.args.get("job")), {}
    choices = [(encode("job", row.id), f"{row.title} – {row.company_name}") for row in _open_jobs()]
    form.job.choices = [("", "No job yet"), *choices]
    if form.validate_on_submit():
        try:
            made = _add(form)
        except BadInput as refusal:
            owners = _put_errors(form, refusal)
        else:
            toast(f"{made.name} is in.")
            return back_to("candidates.show", candidate_id=made.id)
    return _form_page("candidates/new.html", form, owners=owners)


def _open_jobs() -> Any:
    return jobs.job_choices(sorted(TAKES_APPLICATIONS))


def _add(form: NewCandidateForm) -> Candidate:
    job_id = decode("job", form.job.data or "")
    job = jobs.get_job(job_id) if job_id else None
    made = services.create_candidate(form.values(), by=current_person(), source="manual")
    if job is not None:
        services.apply(made, job, by=current_person(), source="manual")
    return made


@pages.route("/candidates/<sid(cand):candidate_id>/edit", methods=["GET", "POST"])
@needs(Permission.CANDIDATES_WRITE)
def edit(candidate_id: int) -> AnyResponse:
    """Correct a person's record. A save on top of somebody else's is refused, with what was typed kept."""
    candidate = queries.get_candidate(candidate_id)
    form, owners = CandidateForm.of(candidate), {}
    if not form.validate_on_submit():
        return _form_page("candidates/edit.html", form, candidate=candidate)
    try:
        services.update_candidate(candidate, form.values(), by=current_person(), version=_version(form))
    except ChangedMeanwhile as refusal:
        form.version.raw_data, form.version.data = None, str(candidate.version)
        return _form_page("candidates/edit.html", form, 409, candidate=candidate, refusal=refusal)
    except BadInput as refusal:
        owners = _put_errors(form, refusal)
        return _form_page("candidates/edit.html", form, candidate=candidate, owners=owners)
    toast("Saved.")
    return back_to("candidates.show", candidate_id=candidate_id)


def _version(form: CandidateForm) -> int:
    text = str(form.version.data or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _put_errors(form: CandidateForm, refusal: BadInput) -> dict[str, tuple[int, str]]:
    form.put_errors(refusal)
    return refusal.owners if isinstance(refusal, Taken) else {}


def _form_page(template: str, form: CandidateForm, status: int | None = None, **context: Any) -> Response:
    form.one_more_row()
    return page(template, status or (422 if form.is_submitted() else 200), form=form, **context)


@pages.route("/candidates/<sid(cand):candidate_id>/deletion", methods=["GET", "POST"])
@needs(Permission.CANDIDATES_WRITE)
def deletion(candidate_id: int) -> AnyResponse:
    """Ask, in words that name the person; then hide them at once."""
    candidate = queries.get_candidate(candidate_id)
    if request.method != "POST":
        return page("candidates/delete.html", candidate=candidate)
    services.delete_candidate(candidate, by=current_person())
    toast(f"{candidate.name} is deleted.")
    return back_to("candidates.index")
