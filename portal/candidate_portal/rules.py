"""What a candidate is told of an interview or an application, and what they may ask for. Values in, words out."""

from datetime import datetime
from enum import StrEnum

from portal.candidates.models import ApplicationStatus
from portal.candidates.rules import MOVES
from portal.core.errors import BadInput, RuleBroken, TooMany
from portal.interviews.models import InterviewStatus

S = InterviewStatus
A = ApplicationStatus
MESSAGE_LENGTH = 1000
MESSAGES_A_DAY = 5


class Phase(StrEnum):
    """What an interview is to its candidate now; each has its part of the page."""

    CHOOSE = "choose"
    WAIT = "wait"
    BOOKED = "booked"
    NOW = "now"
    OVER = "over"
    MISSED = "missed"
    CANCELLED = "cancelled"


# Where the candidate may still say that other times would suit better.
MAY_ASK = frozenset({Phase.CHOOSE, Phase.WAIT, Phase.BOOKED, Phase.MISSED})


def phase_of(status: S, start: datetime | None, end: datetime | None, *, times: int, now: datetime) -> Phase:
    """The phase of an interview of which `times` may be booked at this moment.

    Whether a round was passed or failed is not told here: the application says how it goes on.
    """
    if status in (S.DRAFT, S.AWAITING):
        return Phase.CHOOSE if times else Phase.WAIT
    if status is S.NO_SHOW:
        return Phase.MISSED
    if status is S.CANCELLED:
        return Phase.CANCELLED
    if status in (S.CONFIRMED, S.SCHEDULED) and start is not None and end is not None and now < end:
        return Phase.BOOKED if now < start else Phase.NOW
    return Phase.OVER


def check_message(text: str) -> str:
    """What is sent to the recruiter, trimmed. Raises BadInput (`message`)."""
    words = text.strip()
    if not words:
        raise BadInput(fields={"message": "Say which days or times would suit you."})
    if len(words) > MESSAGE_LENGTH:
        raise BadInput(fields={"message": f"Keep it under {MESSAGE_LENGTH:,} characters."})
    return words


def check_may_ask(phase: Phase, sent_today: int) -> None:
    """Refuse a message about an interview that is over or called off, and the sixth of a day.

    Raises RuleBroken, TooMany.
    """
    if phase not in MAY_ASK:
        raise RuleBroken("This interview is over, so there is no other time to ask for.")
    if sent_today >= MESSAGES_A_DAY:
        raise TooMany("Your recruiter has your messages of today and will answer them.", retry_after=3600)


def may_withdraw(status: A) -> bool:
    """Whether the candidate may still take the application back."""
    return A.REJECTED in MOVES[status]
