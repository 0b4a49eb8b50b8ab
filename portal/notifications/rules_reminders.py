"""When people are reminded of an interview, and whether a reminder still makes sense when its moment comes. Pure.

The day and the hour before the agreed time; twice after its end, of feedback that is missing; after two days, of times
that the candidate has not chosen from. A reminder belongs to one moment, its anchor: the start of the interview, or
when the candidate was asked. When that moves, it falls away.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.core.formats import local_to_utc
from portal.core.formats import zone as clocks_of
from portal.interviews.models import InterviewStatus as S
from portal.interviews.rules import BOOKED

HOUR = timedelta(hours=1)
FEEDBACK_AFTER, FEEDBACK_AGAIN_AFTER = timedelta(hours=2), timedelta(hours=26)
FEEDBACK_STALE = timedelta(days=7)
UNANSWERED_AFTER, UNANSWERED_STALE = timedelta(days=2), timedelta(days=9)


class Reminder(StrEnum):
    """What is reminded of."""

    DAY = "day"
    HOUR = "hour"
    FEEDBACK = "feedback"
    FEEDBACK_AGAIN = "feedback_again"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What reminders need of an interview. `asked_at`: when the candidate was last asked, unless they have answered."""

    status: S
    start: datetime | None
    end: datetime | None
    zone: str
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder to come: of which anchor, and when."""

    kind: Reminder
    anchor: datetime
    due: datetime


def planned(agreed: Agreed) -> list[Planned]:
    """Every reminder that the interview has as it stands, also those whose moment has passed."""
    if agreed.status is S.AWAITING and agreed.asked_at is not None:
        return [Planned(Reminder.UNANSWERED, agreed.asked_at, agreed.asked_at + UNANSWERED_AFTER)]
    if agreed.start is None or agreed.end is None:
        return []
    found = []
    if agreed.status in BOOKED:
        found = [
            Planned(Reminder.DAY, agreed.start, day_before(agreed.start, agreed.zone)),
            Planned(Reminder.HOUR, agreed.start, agreed.start - HOUR),
        ]
    if agreed.status in BOOKED or agreed.status is S.COMPLETED:
        found += [
            Planned(Reminder.FEEDBACK, agreed.start, agreed.end + FEEDBACK_AFTER),
            Planned(Reminder.FEEDBACK_AGAIN, agreed.start, agreed.end + FEEDBACK_AGAIN_AFTER),
        ]
    return found


def day_before(start: datetime, zone: str) -> datetime:
    """The same time of the clock on the day before, also when the clocks change in between."""
    local = start.astimezone(clocks_of(zone))
    return local_to_utc(local.replace(tzinfo=None) - timedelta(days=1), zone)


def makes_sense(kind: Reminder, anchor: datetime, agreed: Agreed, now: datetime) -> bool:
    """Whether to remind now: the interview still stands as it did, and the reminder has not come too late."""
    if (kind, anchor) not in {(one.kind, one.anchor) for one in planned(agreed)}:
        return False
    match kind:
        case Reminder.DAY:  # the one of the hour before says the same by then
            return now < anchor - HOUR
        case Reminder.HOUR:
            return now < anchor
        case Reminder.UNANSWERED:
            return now < anchor + UNANSWERED_STALE
    if agreed.end is None or now < agreed.end:
        return False
    return now < agreed.end + (FEEDBACK_AGAIN_AFTER if kind is Reminder.FEEDBACK else FEEDBACK_STALE)
