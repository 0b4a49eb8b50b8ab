"""How an interview ends: it took place, the candidate did not come, or it is off."""

from portal.core.database import db
from portal.core.people import Person
from portal.interviews.models import Interview, InterviewStatus
from portal.interviews.rules import Action
from portal.interviews.services import inviting
from portal.interviews.services.asking import ask, move, note, when_of
from portal.interviews.services.holding import release

REASON_LENGTH = 500


def mark_completed(interview: Interview, by: Person) -> Interview:
    """It took place; a decision is owed. Raises InvalidState, NotAllowed."""
    interview = ask(Action.COMPLETE, interview, by)
    release(interview)
    move(interview, InterviewStatus.COMPLETED)
    db.session.flush()
    note("interview.completed", interview, by, about=when_of(interview))
    return interview


def mark_no_show(interview: Interview, by: Person) -> Interview:
    """The candidate did not come; counted for good. Raises InvalidState, NotAllowed."""
    interview = ask(Action.NO_SHOW, interview, by)
    before = when_of(interview)
    release(interview)
    interview.no_show_flag = True
    interview.no_show_count += 1
    interview.invite_sent = False
    move(interview, InterviewStatus.NO_SHOW)
    db.session.flush()
    note("interview.no_show", interview, by, old=before, about=before)
    return interview


def cancel(interview: Interview, by: Person, reason: str = "") -> Interview:
    """It is off: everybody's time is free, and who was asked or invited is told. Raises InvalidState, NotAllowed."""
    interview = ask(Action.CANCEL, interview, by)
    before = {"status": interview.interview_status, **when_of(interview)}
    asked = interview.interview_status is not InterviewStatus.DRAFT and not interview.invite_sent
    interview.cancelled_reason = reason.strip()[:REASON_LENGTH] or None
    inviting.send_cancellation(interview)
    release(interview)
    move(interview, InterviewStatus.CANCELLED)
    db.session.flush()
    if asked:
        inviting.send_off_mail(interview)
    note("interview.cancelled", interview, by, old=before, new={"reason": reason}, about=before)
    return interview
