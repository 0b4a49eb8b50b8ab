"""What people said of an interview, and what was decided: pass, fail, hire."""

from typing import Any

from portal.candidates import services as candidates
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import NotAllowed
from portal.core.people import Person, PersonKind
from portal.interviews import queries, rules
from portal.interviews.models import Feedback, Interview, InterviewStatus
from portal.interviews.rules import Action
from portal.interviews.services.asking import ask, move, note


def give_feedback(interview: Interview, rating: int | None, text: str, by: Person) -> Interview:
    """What this person says of the interview, 1 to 5 and why; said again, it replaces what they said before.

    Words alone leave the rating as it was, or open. The interview shows the newest text and the rounded mean.
    Raises BadInput, RuleBroken before the interview is over.
    """
    if rating is not None or not text.strip():
        rules.check_rating(rating)
    interview = ask(Action.FEEDBACK, interview, by)
    if by.kind is not PersonKind.USER:
        raise NotAllowed("Feedback is given by a person.")
    mine = queries.find_feedback(interview, by.id)
    moment = now()
    if mine is None:
        mine = Feedback(company_id=interview.company_id, interview_id=interview.id, user_id=by.id, created_at=moment)
        db.session.add(mine)
    mine.rating = mine.rating if rating is None else rating
    mine.text, mine.updated_at = text.strip(), moment
    db.session.flush()
    everything = queries.feedback_of(interview.id)
    interview.feedback = mine.text or next((said.text for said in everything if said.text), None)
    interview.rating = rules.mean_rating(said.rating for said in everything if said.rating is not None)
    interview.updated_at = moment
    db.session.flush()
    note("interview.feedback_given", interview, by, new={"rating": rating})
    return interview


def pass_round(interview: Interview, by: Person) -> Interview:
    """Passed: the application is in progress, the next round may be planned. Raises InvalidState, NotAllowed."""
    interview = ask(Action.PASS, interview, by)
    move(interview, InterviewStatus.PASSED)
    db.session.flush()
    application = queries.get_application(interview.application_id)
    candidates.start_progress(application, by)
    note("interview.passed", interview, by, about=_about(interview))
    return interview


def fail(interview: Interview, by: Person, reason: str) -> Interview:
    """Not passed: the application is rejected with the reason. Raises BadInput, InvalidState, NotAllowed."""
    reason = rules.check_reason(reason)
    interview = ask(Action.FAIL, interview, by)
    move(interview, InterviewStatus.FAILED)
    db.session.flush()
    note("interview.failed", interview, by, new={"reason": reason}, about=_about(interview))
    candidates.reject_application(queries.get_application(interview.application_id), by, reason)
    return interview


def initiate_hiring(interview: Interview, by: Person, salary_offered: str | None = None) -> Interview:
    """Hire: the round is passed, the application selected, one opening of the job used up.

    A hire that was taken back on the application may begin here once more. Raises InvalidState, NotAllowed.
    """
    interview = ask(Action.HIRE, interview, by)
    if interview.interview_status is InterviewStatus.COMPLETED:
        move(interview, InterviewStatus.PASSED)
    interview.hiring_initiated = True
    interview.updated_at = now()
    db.session.flush()
    candidates.select_application(queries.get_application(interview.application_id), by, salary_offered)
    note("hiring.initiated", interview, by, about=_about(interview))
    return interview


def _about(interview: Interview) -> dict[str, Any]:
    return {"round": interview.interview_round, "round_name": interview.round_name, "rating": interview.rating}
