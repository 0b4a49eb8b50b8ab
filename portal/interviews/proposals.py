"""Which times to offer: free time that all interviewers share, from their working hours and their other interviews.

Pure. Weekly hours are wall-clock times in a person's own zone, `{"mon": [["09:00", "17:00"]], …}`; everything that
comes out is an aware moment in UTC, so that a change of the clock moves the moments and not the hours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import zip_longest
from typing import Any

from portal.core.formats import zone as zone_of
from portal.interviews.rules import GRAIN, Span, on_grain

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFFICE_HOURS: Mapping[str, Any] = {day: [["09:00", "18:00"]] for day in DAYS[:5]}
MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Diary:
    """One person's weekly hours in their zone, and when they are busy. No hours at all means office hours."""

    name: str
    zone: str
    hours: Mapping[str, Any] = field(default_factory=dict)
    busy: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One place in the week's grid: a time that may be offered, or why it may not."""

    start: datetime
    end: datetime
    free: bool
    why: str = ""


def at_wall(day: date, clock: time, zone: str) -> datetime:
    """The moment (UTC) at which clocks in the zone show this time of this day.

    A time that is skipped becomes the moment as many minutes after the skip began; of one that comes twice, the first.
    """
    return datetime.combine(day, clock, tzinfo=zone_of(zone)).astimezone(UTC)


def moment_at(day: date, clock: time, zone: str) -> datetime | None:
    """As `at_wall`, but None for a time that the zone's clocks skip on that day."""
    moment = at_wall(day, clock, zone)
    shown = moment.astimezone(zone_of(zone))
    return moment if (shown.date(), shown.time()) == (day, clock) else None


def working_spans(diary: Diary, first: date, last: date) -> list[Span]:
    """When the person works, from the first to the last day (their zone, both included), in order."""
    hours = diary.hours or OFFICE_HOURS
    found: list[Span] = []
    day = first
    while day <= last:
        for begins, ends in hours.get(DAYS[day.weekday()], ()):
            until = time.fromisoformat(ends) if ends != "24:00" else MIDNIGHT
            end_day = day if until > MIDNIGHT else day + timedelta(days=1)
            start, end = at_wall(day, time.fromisoformat(begins), diary.zone), at_wall(end_day, until, diary.zone)
            if start < end:
                found.append((start, end))
        day += timedelta(days=1)
    return joined(found)


def joined(spans: Sequence[Span]) -> list[Span]:
    """The same time as few spans as possible, in order."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def common(left: Sequence[Span], right: Sequence[Span]) -> list[Span]:
    """The time that lies in both; each given in order and without overlaps."""
    found: list[Span] = []
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if start < end:
            found.append((start, end))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return found


def without(spans: Sequence[Span], busy: Sequence[Span]) -> list[Span]:
    """The time of `spans` that no busy span covers."""
    found = list(spans)
    for taken_from, taken_to in busy:
        pieces: list[Span] = []
        for start, end in found:
            if taken_to <= start or end <= taken_from:
                pieces.append((start, end))
                continue
            if start < taken_from:
                pieces.append((start, taken_from))
            if taken_to < end:
                pieces.append((taken_to, end))
        found = pieces
    return found


def shared_free_time(diaries: Sequence[Diary], zone: str, first: date, last: date) -> list[Span]:
    """The time in which everybody works and nobody is busy, between two days of the interview's zone (both included).

    Without interviewers it is office hours in the interview's zone.
    """
    people = list(diaries) or [Diary("", zone)]
    whole: list[Span] = [(at_wall(first, MIDNIGHT, zone), at_wall(last + timedelta(days=1), MIDNIGHT, zone))]
    for diary in people:
        # A day more on either side: the interviewer's Monday may begin on the candidate's Sunday.
        works = working_spans(diary, first - timedelta(days=1), last + timedelta(days=1))
        whole = without(common(whole, works), diary.busy)
    return whole


def starts_in(spans: Sequence[Span], duration: int, zone: str, step: int) -> list[datetime]:
    """Every start at which `duration` minutes fit and clocks in the zone show a multiple of `step` minutes."""
    here, length = zone_of(zone), timedelta(minutes=duration)
    found: list[datetime] = []
    for start, end in spans:
        moment = on_grain(start) if on_grain(start) == start else on_grain(start) + GRAIN
        while moment + length <= end:
            local = moment.astimezone(here)
            if (local.hour * 60 + local.minute) % step == 0:
                found.append(moment)
            moment += GRAIN
    return found


def propose(
    diaries: Sequence[Diary],
    *,
    duration: int,
    zone: str,
    first: date,
    last: date,
    now: datetime,
    at_most: int = 6,
    step: int = 30,
) -> list[Span]:
    """At most `at_most` times of `duration` minutes, none overlapping, spread over the days and over each day.

    Days and the multiples of `step` minutes are those of `zone`. Fewer times, or none, when there are no more.
    """
    length = timedelta(minutes=duration)
    free = starts_in(shared_free_time(diaries, zone, first, last), duration, zone, step)
    by_day: dict[date, list[datetime]] = {}
    for start in free:
        if start > now:
            by_day.setdefault(start.astimezone(zone_of(zone)).date(), []).append(start)
    chosen: list[Span] = []
    for turn in zip_longest(*(_spread(starts, length, at_most, place) for place, starts in enumerate(by_day.values()))):
        for start in turn:
            # One that runs past midnight may meet the first of the next day.
            if start is None or len(chosen) == at_most or any(abs(start - other) < length for other, _ in chosen):
                continue
            chosen.append((start, start + length))
    return sorted(chosen)


def _spread(starts: Sequence[datetime], length: timedelta, at_most: int, place: int) -> list[datetime]:
    """Starts of one day that do not overlap, far from each other first; days take turns at beginning late."""
    kept: list[datetime] = []
    order = [starts[0], starts[-1], *starts] if place % 2 == 0 else [starts[-1], starts[0], *starts]
    middle = starts[len(starts) // 2]
    for start in [*order[:2], middle, *order[2:]]:
        if all(abs(start - other) >= length for other in kept):
            kept.append(start)
        if len(kept) == at_most:
            break
    return kept


def week_grid(
    diaries: Sequence[Diary], *, duration: int, zone: str, monday: date, now: datetime, step: int = 30
) -> list[tuple[date, list[Cell]]]:
    """Seven days of the zone with every start on a multiple of `step` minutes at which everybody works.

    A cell that is not free says why: past, or who is busy. A day without shared hours is empty.
    """
    length = timedelta(minutes=duration)
    people = list(diaries) or [Diary("", zone)]
    days = [monday + timedelta(days=n) for n in range(7)]
    shared = working_spans(people[0], monday - timedelta(days=1), days[-1] + timedelta(days=1))
    for diary in people[1:]:
        shared = common(shared, working_spans(diary, monday - timedelta(days=1), days[-1] + timedelta(days=1)))
    grid: list[tuple[date, list[Cell]]] = []
    for day in days:
        # What begins on this day may end on the next.
        last_end = at_wall(day + timedelta(days=1), MIDNIGHT, zone) + length - GRAIN
        starts = starts_in(common([(at_wall(day, MIDNIGHT, zone), last_end)], shared), duration, zone, step)
        grid.append((day, [_cell(start, start + length, people, now) for start in starts]))
    return grid


def _cell(start: datetime, end: datetime, people: Sequence[Diary], now: datetime) -> Cell:
    if start <= now:
        return Cell(start, end, False, "past")
    busy = [d.name for d in people if any(b_start < end and start < b_end for b_start, b_end in d.busy)]
    return Cell(start, end, not busy, f"{', '.join(busy)} busy" if busy else "")
