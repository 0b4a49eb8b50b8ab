"""The week that a recruiter chooses times from: who is busy when, which times are chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from portal.accounts.queries import active_users
from portal.core.clock import now
from portal.core.formats import zone as zone_of
from portal.interviews import proposals, queries
from portal.interviews.proposals import Cell, Diary
from portal.interviews.rules import Span

ALL_DAY: Mapping[str, Any] = {day: [["00:00", "24:00"]] for day in proposals.DAYS}
# The week's times stand this far apart, so that no two that can be clicked overlap.
QUARTER = 15
PROPOSE_DAYS, PROPOSE_AT_MOST = 14, 5


@dataclass(frozen=True, slots=True)
class Choosing:
    """Whose diaries count, and how long a slot is (minutes) in which zone. `besides` is the interview itself."""

    candidate_id: int
    candidate_name: str
    client_id: int
    interviewer_ids: Sequence[int]
    duration: int
    zone: str
    besides: int = 0

    @property
    def step(self) -> int:
        """Minutes from one start to the next: the duration in whole quarters of an hour."""
        return -(-self.duration // QUARTER) * QUARTER


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the zone, ready to be shown. `elsewhere` are chosen times outside it."""

    monday: date
    before: date | None
    after: date
    days: Sequence[tuple[date, Sequence[Cell]]]
    elsewhere: Sequence[Span]
    zone: str
    people: Sequence[Any]


def week_of(choosing: Choosing, monday: date | None, chosen: Sequence[Span]) -> Week:
    """The week of a Monday (any day of it; by default that of the next working day), and what is chosen already."""
    present = now()
    today = present.astimezone(zone_of(choosing.zone)).date()
    first = _monday(monday or _next_working_day(today))
    people = active_users(choosing.client_id)
    diaries = _diaries(choosing, people, first, first + timedelta(days=7))
    days = proposals.week_grid(
        diaries, duration=choosing.duration, zone=choosing.zone, monday=first, now=present, step=choosing.step
    )
    shown = {cell.start for _, cells in days for cell in cells if cell.free}
    return Week(
        monday=first,
        before=first - timedelta(days=7) if first > _monday(today) else None,
        after=first + timedelta(days=7),
        days=days,
        elsewhere=[span for span in chosen if span[0] not in shown],
        zone=choosing.zone,
        people=people,
    )


def proposed(choosing: Choosing) -> list[Span]:
    """Some free times of the next two weeks, spread over the days."""
    present = now()
    first = present.astimezone(zone_of(choosing.zone)).date() + timedelta(days=1)
    last = first + timedelta(days=PROPOSE_DAYS)
    diaries = _diaries(choosing, active_users(choosing.client_id), first, last)
    return proposals.propose(
        diaries,
        duration=choosing.duration,
        zone=choosing.zone,
        first=first,
        last=last,
        now=present,
        at_most=PROPOSE_AT_MOST,
        step=choosing.step,
    )


def read_day(text: str | None) -> date | None:
    """A day in an address or a form, within reach; None for anything else."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if abs((day - now().date()).days) < 400 else None


def _next_working_day(today: date) -> date:
    tomorrow = today + timedelta(days=1)
    return tomorrow if tomorrow.weekday() < 5 else tomorrow + timedelta(days=7 - tomorrow.weekday())


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _diaries(choosing: Choosing, people: Sequence[Any], first: date, last: date) -> list[Diary]:
    """The diaries of the chosen interviewers, and of the candidate, of whom we know the other interviews alone."""
    begins, ends = _moment(first - timedelta(days=1), choosing.zone), _moment(last + timedelta(days=2), choosing.zone)
    wanted = set(choosing.interviewer_ids)
    busy = queries.busy_times(wanted, begins, ends, choosing.besides) if wanted else {}
    diaries = [
        Diary(
            f"{user.first_name} {user.last_name}".strip(),
            user.time_zone or choosing.zone,
            user.working_hours or {},
            busy.get(user.id, ()),
        )
        for user in people
        if user.id in wanted
    ]
    taken = queries.candidate_busy(choosing.candidate_id, begins, ends, choosing.besides)
    if not diaries:
        diaries = [Diary("office hours", choosing.zone)]
    if taken:
        diaries.append(Diary(choosing.candidate_name, choosing.zone, ALL_DAY, taken))
    return diaries


def _moment(day: date, zone: str) -> datetime:
    return proposals.at_wall(day, proposals.MIDNIGHT, zone)
