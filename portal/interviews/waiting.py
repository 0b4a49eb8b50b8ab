"""Whom an application waits for, in a few words for its card: what stands next, and who has to move. Pure."""

from collections.abc import Mapping
from datetime import datetime

from portal.candidates.models import ApplicationStatus
from portal.interviews.models import InterviewStatus

S = InterviewStatus
A = ApplicationStatus

# Without a living interview: by the application's status.
WITHOUT: Mapping[ApplicationStatus, str | None] = {
    A.NEW: "a first look",
    A.IN_REVIEW: "a review",
    A.SHORTLISTED: "an interview",
    A.IN_PROGRESS: "the next round",
    A.SELECTED: None,
    A.REJECTED: None,
}
# With one: by the interview's status. What is agreed and still to come waits for nobody.
WITH: Mapping[InterviewStatus, str | None] = {
    S.DRAFT: "times to offer",
    S.AWAITING: "the candidate",
    S.CONFIRMED: "the invitation",
    S.SCHEDULED: None,
    S.COMPLETED: "the client",
    S.PASSED: "the next round",
    S.FAILED: None,
    S.NO_SHOW: "new times",
    S.CANCELLED: None,
}
ENDED = frozenset({A.SELECTED, A.REJECTED})


def waits_for(
    status: ApplicationStatus,
    interview: InterviewStatus | None,
    end: datetime | None,
    now: datetime,
    *,
    for_client: bool = False,
) -> str | None:
    """What an application waits for, given its newest interview that was not called off; None: for nobody.

    A booked interview whose time is over waits for somebody to say how it went.
    """
    if status in ENDED:
        return None
    if interview is None:
        return WITHOUT[status]
    if interview in (S.CONFIRMED, S.SCHEDULED) and end is not None and end <= now:
        return "word of how it went"
    if for_client and interview is S.COMPLETED:
        return "your decision"
    return WITH[interview]
