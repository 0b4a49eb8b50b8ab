"""The board of a job: a column for each status of its applications, each card with its next interview."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Row, select

from portal.candidates import rules as applications
from portal.candidates.models import ApplicationStatus
from portal.candidates.queries import board as cards
from portal.core import formats
from portal.core.clock import now
from portal.core.columns import among
from portal.core.database import db
from portal.core.ids import encode
from portal.core.tenancy import current_scope
from portal.interviews.models import Interview, InterviewStatus
from portal.interviews.waiting import waits_for

SKILLS_SHOWN = 2
GOOD, FAIR = 75, 50
WEEK = timedelta(days=6)
PAST = {
    InterviewStatus.COMPLETED: "done",
    InterviewStatus.PASSED: "passed",
    InterviewStatus.NO_SHOW: "missed",
}


class Card(NamedTuple):
    """One application on the board, in words. `since` says when it came into its column, `age` how long ago.

    `fit` is how good the match is: high, middle or low. A tuple, which the template takes apart once.
    """

    id: str
    candidate: str
    name: str
    version: int
    match: int | None
    fit: str
    years: str
    skills: str
    round: str
    waits: str | None
    reason: str | None
    shared: bool
    since: str
    age: str


@dataclass(frozen=True, slots=True)
class Column:
    """One status: its cards so far, the cursor of the next ones, how many there are, and where a card may go."""

    status: ApplicationStatus
    cards: Sequence[Card]
    next: str | None
    count: str
    moves: Sequence[ApplicationStatus]


def board(job_id: int, required_skills: Iterable[str], zone: str, per_column: int = cards.PER_COLUMN) -> list[Column]:
    """All columns of a job's board in three queries. Times are said in `zone`; what the job requires comes first
    among a person's skills. It shows what the present scope sees, in the cards and in the counts."""
    counts = cards.counts_of_job(job_id)
    found = cards.cards_by_status(job_id, per_column)
    interviews = newest_interviews(row.id for page in found.values() for row in page.items)
    dress = _Dresser(required_skills, zone, interviews)
    return [
        Column(
            status,
            [dress.card(row) for row in page.items],
            page.next,
            _capped(counts[status]),
            applications.moves_from(status),
        )
        for status, page in found.items()
    ]


def more_cards(
    job_id: int, status: ApplicationStatus, cursor: str | None, required_skills: Iterable[str], zone: str
) -> Column:
    """The next cards of one column, after a cursor, in two queries. Raises BadInput for a cursor that is none."""
    page = cards.column_page(job_id, status, cursor)
    dress = _Dresser(required_skills, zone, newest_interviews(row.id for row in page.items))
    return Column(status, [dress.card(row) for row in page.items], page.next, "", applications.moves_from(status))


_NEWEST = (
    select(
        Interview.application_id,
        Interview.interview_round,
        Interview.interview_status,
        Interview.scheduled_start_time,
        Interview.scheduled_end_time,
    )
    .where(
        among(Interview.application_id, "applications"),
        Interview.interview_status.not_in([InterviewStatus.CANCELLED, InterviewStatus.FAILED]),
    )
    .order_by(Interview.interview_round)
)


def newest_interviews(application_ids: Iterable[int]) -> dict[int, Row[*tuple[Any, ...]]]:
    """The interview of the highest round of each application, leaving out those that were cancelled or failed."""
    ids = list(application_ids)
    if not ids:
        return {}
    rows = db.session.execute(_NEWEST, {"applications": ids}).all()
    return {row.application_id: row for row in rows}


def _capped(number: int) -> str:
    return f"{cards.MOST_COUNTED:,}+" if number > cards.MOST_COUNTED else str(number)


class _Dresser:
    """Makes cards of rows; what is the same for all of a board is worked out once."""

    def __init__(self, required: Iterable[str], zone: str, interviews: dict[int, Row[*tuple[Any, ...]]]) -> None:
        self.required = frozenset(skill.casefold() for skill in required)
        self.zone = zone
        self.interviews = interviews
        self.now = now()
        scope = current_scope()
        self.for_client = scope is not None and scope.client is not None

    def card(self, row: cards.CardRow) -> Card:
        interview = self.interviews.get(row.id)
        match = None if row.match_score is None else round(row.match_score)
        status, end = (interview.interview_status, interview.scheduled_end_time) if interview else (None, None)
        return Card(
            encode("app", row.id),
            encode("cand", row.candidate_id),
            f"{row.first_name} {row.last_name}".strip(),
            row.version,
            match,
            "high" if match and match >= GOOD else "middle" if match and match >= FAIR else "low",
            _years(row.experience_years),
            self._skills(row.skills or []),
            self._round(interview) if interview else "",
            waits_for(row.status, status, end, self.now, for_client=self.for_client),
            None if self.for_client or row.status is not ApplicationStatus.REJECTED else row.rejection_reason,
            row.client_sees,
            formats.when(row.moved_at, self.zone),
            formats.ago(row.moved_at, self.now).removesuffix(" ago"),
        )

    def _skills(self, skills: Sequence[str]) -> str:
        asked = [skill for skill in skills if skill.casefold() in self.required]
        first = (asked + [skill for skill in skills if skill not in asked])[:SKILLS_SHOWN]
        more = len(skills) - len(first)
        return ", ".join(first) + (f" +{more}" if more > 0 else "")

    def _round(self, interview: Row[*tuple[Any, ...]]) -> str:
        text, start = f"Round {interview.interview_round}", interview.scheduled_start_time
        if interview.interview_status in PAST:
            return f"{text} {PAST[interview.interview_status]}"
        if start is None:
            return text
        return f"{text} · {_short(start, self.zone, timedelta(0) <= start - self.now < WEEK)}"


@lru_cache(4096)
def _short(moment: datetime, zone: str, within_a_week: bool) -> str:
    """`Thu 10:00`, or `14 Dec, 10:00` when it is further away, in a zone that the page names elsewhere."""
    local = moment.astimezone(formats.zone(zone))
    return f"{local:%a %H:%M}" if within_a_week else f"{local.day} {local:%b, %H:%M}"


@lru_cache(512)
def _years(years: float | None) -> str:
    if years is None:
        return ""
    number = f"{years:.1f}".removesuffix(".0")
    return f"{number} yr" if number == "1" else f"{number} yrs"
