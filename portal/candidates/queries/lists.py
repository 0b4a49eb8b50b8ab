"""The list of people, page by page, and who stands before and after one of them in a list that somebody came from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, exists, func, select, tuple_
from sqlalchemy.orm import aliased

from portal.accounts.models import CandidateAccount
from portal.candidates.models import Application, ApplicationStatus, Candidate, Document
from portal.candidates.queries.search import Hits, find
from portal.core.columns import among, raw_json, raw_moment, raw_words
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.paging import PAGE, Page, page_of, read_cursor
from portal.jobs.models import Job

# Sorted by name, a search looks at the newest so many that have the words.
MOST_SORTED = 1000

_any = aliased(Application)
_shown = aliased(Application)
_COLUMNS = (
    Candidate.id,
    Candidate.first_name,
    Candidate.last_name,
    Candidate.current_role,
    Candidate.current_company,
    Candidate.skills,
    Candidate.location,
    Candidate.created_at,
    _shown.status,
    _shown.match_score,
    _shown.job_id,
    Job.title,
)

# In the order in which `candidate_json` takes them. What is JSON goes out as it lies there.
_WHOLE = (
    *_COLUMNS[:5],
    raw_json(Candidate.skills),
    Candidate.location,
    raw_moment(Candidate.created_at),
    raw_words(_shown.status),
    *_COLUMNS[9:],
    Candidate.email,
    Candidate.phone,
    Candidate.phone_printed,
    Candidate.linkedin,
    Candidate.experience_years,
    raw_json(Candidate.experience),
    raw_json(Candidate.education),
    raw_json(Candidate.languages),
    raw_json(Candidate.links),
    Candidate.summary,
    Candidate.expected_salary,
    Candidate.source,
    Candidate.created_by,
    raw_moment(Candidate.updated_at),
    Candidate.version,
    _shown.current_round,
    raw_json(_shown.ai_story),
    raw_moment(_shown.selected_at),
    _shown.salary_offered,
    exists(select(Document.id).where(Document.candidate_id == Candidate.id)).label("has_cv"),
    select(func.min(CandidateAccount.id))
    .where(CandidateAccount.candidate_id == Candidate.id)
    .correlate(Candidate)
    .scalar_subquery()
    .label("account_id"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of people is narrowed to and how it is sorted (`newest` or `name`)."""

    q: str = ""
    skill: str = ""
    status: ApplicationStatus | None = None
    job_id: int | None = None
    has_cv: bool | None = None
    sort: str = "newest"


# The list as it opens, by far the most asked for: its statement is made once.
PLAIN = (Wanted(), Wanted(sort="name"))


def people(
    company_id: int, wanted: Wanted, cursor: str | None = None, limit: int = PAGE, *, whole: bool = False
) -> Page[Row[Any]]:
    """One page of people with the newest of their applications that fit the filters; `whole` with all their columns.

    `q` without a single letter or digit finds nobody. Raises BadInput for a cursor that is none.
    """
    if cursor is None and wanted in PLAIN:
        return page_of(db.session.execute(_first_page(wanted, limit, whole)).all(), limit, _ORDERS[wanted.sort].key)
    order = _order(company_id, wanted)
    if order is None:
        return Page([], None)
    fitting = _fitting(wanted)
    statement = _narrowed(_list(*fitting, whole=whole), wanted, order)
    after = read_cursor(cursor, *order.kinds)
    if after is not None:
        statement = statement.where(order.beyond(after))
    rows = db.session.execute(statement.order_by(*order.sorted()).limit(limit + 1)).all()
    return page_of(rows, limit, order.key)


def neighbours(company_id: int, wanted: Wanted, person: Candidate) -> tuple[int | None, int | None]:
    """The ids of the people before and after this one in the list; None at its ends, or where it is not in it."""
    order = _order(company_id, wanted)
    if order is None:
        return None, None
    here = order.key(person)
    ids = _narrowed(select(Candidate.id), wanted, order)
    before, after = (
        ids.where(order.beyond(here, back)).order_by(*order.sorted(back)).limit(1) for back in (True, False)
    )
    return db.session.scalar(before), db.session.scalar(after)


@dataclass(frozen=True, slots=True)
class _Order:
    keys: tuple[Any, ...]
    names: tuple[str, ...]
    kinds: tuple[type, ...]
    down: bool
    hits: Hits | None = None

    def key(self, row: Any) -> tuple[Any, ...]:
        """The row's place in the order. A whole row has its moments as they are sent."""
        found = [getattr(row, name) for name in self.names]
        return tuple(
            datetime.fromisoformat(value) if kind is datetime and isinstance(value, str) else value
            for kind, value in zip(self.kinds, found, strict=True)
        )

    def sorted(self, back: bool = False) -> list[Any]:
        return [key.desc() if self.down is not back else key.asc() for key in self.keys]

    def beyond(self, values: tuple[Any, ...], back: bool = False) -> ColumnElement[bool]:
        left: Any = tuple_(*self.keys) if len(self.keys) > 1 else self.keys[0]
        right: Any = tuple_(*values) if len(self.keys) > 1 else values[0]
        smaller: ColumnElement[bool] = left < right
        larger: ColumnElement[bool] = left > right
        return smaller if self.down is not back else larger


_ORDERS = {
    "newest": _Order((Candidate.created_at, Candidate.id), ("created_at", "id"), (datetime, int), True),
    "name": _Order(
        (Candidate.last_name, Candidate.first_name, Candidate.id),
        ("last_name", "first_name", "id"),
        (str, str, int),
        False,
    ),
}


def _order(company_id: int, wanted: Wanted) -> _Order | None:
    hits = None
    if wanted.q or wanted.skill:
        hits = find(company_id, wanted.q, wanted.skill)
        if hits is None:
            return None
    if hits is not None and wanted.sort != "name":
        # The index gives its hits by number, newest first: no sorting, however common the word.
        return _Order((hits.number,), ("id",), (int,), True, hits)
    return replace(_ORDERS[wanted.sort], hits=hits)


def whole_person(candidate_id: int) -> Row[Any]:
    """One person as `people(…, whole=True)` has them. Raises Missing."""
    found = db.session.execute(_ONE, {"candidate": candidate_id}).one_or_none()
    if found is None:
        raise Missing
    return found


def applications_by_person(candidate_ids: Sequence[int]) -> dict[int, list[Any]]:
    """All applications of some people that the reader may see, the newest first, as columns with the job's title."""
    found: dict[int, list[Any]] = {number: [] for number in candidate_ids}
    if found:
        rows = db.session.execute(_OF_PEOPLE, {"candidates": list(candidate_ids)}).all()
        for row in sorted(rows, key=itemgetter(0), reverse=True):
            found[row[1]].append(row)
    return found


def _list(*fitting: ColumnElement[bool], whole: bool = False) -> Select[*tuple[Any, ...]]:
    newest = select(func.max(_any.id)).where(_any.candidate_id == Candidate.id, *fitting)
    return (
        select(*(_WHOLE if whole else _COLUMNS))
        .select_from(Candidate)
        .outerjoin(_shown, _shown.id == newest.correlate(Candidate).scalar_subquery())
        .outerjoin(Job, Job.id == _shown.job_id)
    )


_ONE = _list(whole=True).where(Candidate.id == bindparam("candidate"), Candidate.deleted_at.is_(None))
_OF_PEOPLE = (
    select(
        Application.id,
        Application.candidate_id,
        Application.job_id,
        Application.client_id,
        raw_words(Application.status),
        Application.current_round,
        Application.client_sees,
        Application.source,
        Application.rejection_reason,
        Application.match_score,
        raw_moment(Application.selected_at),
        Application.salary_offered,
        raw_moment(Application.created_at),
        Application.created_by,
        raw_moment(Application.moved_at),
        Application.version,
        Job.title,
    )
    .join(Job, Job.id == Application.job_id)
    # Not sorted here: SQLite would read all of the company's by id to spare itself the sorting of a few.
    .where(among(Application.candidate_id, "candidates"))
)


@lru_cache(32)
def _first_page(wanted: Wanted, limit: int, whole: bool) -> Select[*tuple[Any, ...]]:
    order = _ORDERS[wanted.sort]
    return _narrowed(_list(whole=whole), wanted, order).order_by(*order.sorted()).limit(limit + 1)


def _fitting(wanted: Wanted) -> list[ColumnElement[bool]]:
    fitting = [_any.status == wanted.status] if wanted.status is not None else []
    return fitting + ([_any.job_id == wanted.job_id] if wanted.job_id is not None else [])


def _narrowed(statement: Select[*tuple[Any, ...]], wanted: Wanted, order: _Order) -> Select[*tuple[Any, ...]]:
    statement = statement.where(Candidate.deleted_at.is_(None))
    hits, fitting = order.hits, _fitting(wanted)
    if hits is not None and wanted.sort == "name":
        statement = statement.where(Candidate.id.in_(hits.newest(MOST_SORTED)))
    elif hits is not None:
        statement = statement.join_from(Candidate, hits.source, hits.same).where(hits.matching)
    if fitting:
        statement = statement.where(exists(select(_any.id).where(_any.candidate_id == Candidate.id, *fitting)))
    if wanted.has_cv is not None:
        has = exists(select(Document.id).where(Document.candidate_id == Candidate.id))
        statement = statement.where(has if wanted.has_cv else ~has)
    return statement
