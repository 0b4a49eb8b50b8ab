"""The list that somebody came from: `?in=job_…` a column of a board, `?in=search&q=…` the list of people."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from portal.candidates.models import Application, ApplicationStatus, Candidate
from portal.candidates.queries import applications, lists
from portal.core.ids import decode, encode
from portal.core.people import Person
from portal.web.filters import Filters, read_filters
from portal.web.forms import human

SORTS = ("newest", "name")
HAS_CV = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Walk:
    """Where one came from, and the addresses of the people before and after; `place` as `3 of 12` where it is known."""

    label: str
    back: str
    before: str | None = None
    after: str | None = None
    place: str = ""
    suffix: str = ""


def filters() -> Filters:
    """The filters of the list of people in the address."""
    words: dict[str, Any] = {"status": [s.value for s in ApplicationStatus], "cv": HAS_CV}
    return read_filters("candidates.index", texts=("q", "skill", "job"), words=words, sorts=SORTS)


def wanted_of(chosen: Filters) -> lists.Wanted:
    """The filters as the query takes them; a job that is none narrows to nothing."""
    status, cv, job = chosen.one("status"), chosen.one("cv"), chosen.one("job")
    return lists.Wanted(
        q=chosen.one("q"),
        skill=chosen.one("skill"),
        status=ApplicationStatus(status) if status else None,
        job_id=(decode("job", job) or 0) if job else None,
        has_cv=HAS_CV.get(cv),
        sort=chosen.one("sort") or "newest",
    )


def suffix_of(chosen: Filters) -> str:
    """What the links of the list add, so that a person's page knows the way back and on."""
    pairs = [("in", "search"), *((name, value) for name, values in chosen.values.items() for value in values)]
    return "?" + urlencode(pairs)


def walk(candidate: Candidate, chosen: Application | None, person: Person) -> Walk:
    """The way through the list that the address names; without one, the way back to all people."""
    source = request.args.get("in", "")
    if source.startswith("job_") and chosen is not None and encode("job", chosen.job_id) == source:
        return _on_board(chosen, source)
    if source == "search":
        return _in_search(candidate, person)
    return Walk("Candidates", url_for("candidates.index"))


def _on_board(chosen: Application, source: str) -> Walk:
    row, suffix = applications.beside_on_board(chosen), f"?in={source}"
    return Walk(
        label=chosen.job.title,
        back=url_for("jobs.show", job_id=chosen.job_id),
        before=_link(row.above, suffix),
        after=_link(row.below, suffix),
        place=f"{human(chosen.status)}: {row.place} of {row.total}",
        suffix=suffix,
    )


def _in_search(candidate: Candidate, person: Person) -> Walk:
    chosen = filters()
    suffix = suffix_of(chosen)
    before, after = lists.neighbours(person.company_id, wanted_of(chosen), candidate)
    label = f"“{chosen.one('q')}”" if chosen.one("q") else "Candidates"
    return Walk(label, chosen.url(), _link(before, suffix), _link(after, suffix), suffix=suffix)


def _link(candidate_id: int | None, suffix: str) -> str | None:
    return url_for("candidates.show", candidate_id=candidate_id) + suffix if candidate_id else None
