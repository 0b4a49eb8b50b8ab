"""What is done to an interview until it took place: booking, inviting, ending."""

from typing import Any

from portal.accounts.permissions import Permission
from portal.api.access import allows, caller
from portal.core.errors import BadInput, Missing
from portal.interviews import queries, services
from portal.interviews.api import ONE, calls
from portal.interviews.api.listing import shown
from portal.interviews.models import Interview, InterviewStatus
from portal.interviews.payloads import BookIn, CancelIn, CompletedIn, InterviewOut, slot_json
from portal.interviews.rules import SlotTaken


@calls.post(f"{ONE}/book-slot", InterviewOut)
@allows(Permission.INTERVIEWS_BOOK, candidates=True)
def book_slot(interview_id: int, body: BookIn) -> Any:
    """Agree on an offered time, or move the booking to it.

    When it is gone, 409 `SLOT_TAKEN` has the times that are free now in `details`.
    """
    interview = queries.get_interview(interview_id)
    try:
        _choose(interview, body.slot_id)
    except SlotTaken as refusal:
        refusal.details = [
            slot_json(offer.slot.id, offer.slot.start, offer.slot.end, True)
            for offer in queries.offers(interview)
            if offer.is_available
        ]
        raise
    return shown(interview_id)


def _choose(interview: Interview, slot_id: int) -> None:
    try:
        slot = queries.get_slot(interview, slot_id)
    except Missing as gone:
        raise SlotTaken("That time is not offered, or no longer. Please choose another one.") from gone
    services.choose_slot(interview, slot, caller())


@calls.post(f"{ONE}/send-invite", InterviewOut)
@allows(Permission.INTERVIEWS_WRITE)
def send_invite(interview_id: int) -> Any:
    """Send everybody the calendar invitation to the agreed time."""
    services.send_invite(queries.get_interview(interview_id), caller())
    return shown(interview_id)


@calls.post(f"{ONE}/mark-completed", InterviewOut)
@allows(Permission.INTERVIEWS_WRITE)
def mark_completed(interview_id: int, body: CompletedIn) -> Any:
    """It took place; `feedback` and `rating` are the caller's own, and only a user gives them."""
    interview = services.mark_completed(queries.get_interview(interview_id), caller())
    if body.feedback or body.rating is not None:
        services.give_feedback(interview, body.rating, body.feedback or "", caller())
    return shown(interview_id)


@calls.post(f"{ONE}/mark-no-show", InterviewOut)
@allows(Permission.INTERVIEWS_WRITE)
def mark_no_show(interview_id: int) -> Any:
    """The candidate did not come."""
    services.mark_no_show(queries.get_interview(interview_id), caller())
    return shown(interview_id)


@calls.post(f"{ONE}/cancel", InterviewOut)
@allows(Permission.INTERVIEWS_WRITE, candidates=True)
def cancel(interview_id: int, body: CancelIn) -> Any:
    """Call the interview off. A candidate gives the agreed time back: the other times stand open again.

    For a candidate whose interview has no agreed time there is nothing to give back, and nothing changes.
    """
    interview, by = queries.get_interview(interview_id), caller()
    if not by.is_candidate:
        services.cancel(interview, by, body.reason or "")
    elif body.reason:
        raise BadInput(fields={"reason": "Only the company says why an interview is off."})
    elif interview.interview_status is not InterviewStatus.AWAITING:
        services.give_back(interview, by)
    return shown(interview_id)
