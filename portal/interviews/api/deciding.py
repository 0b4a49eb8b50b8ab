"""What is decided after an interview: on to the next round, the end, or the hire."""

from typing import Any

from portal.accounts.permissions import Permission
from portal.api.access import allows, caller
from portal.interviews import queries, services
from portal.interviews.api import ONE, calls
from portal.interviews.api.listing import shown
from portal.interviews.payloads import HireIn, InterviewOut, RejectIn


@calls.post(f"{ONE}/move-to-next-round", InterviewOut)
@allows(Permission.INTERVIEWS_DECIDE)
def move_to_next_round(interview_id: int) -> Any:
    """Passed: the application is in progress, and the next round may be planned."""
    services.pass_round(queries.get_interview(interview_id), caller())
    return shown(interview_id)


@calls.post(f"{ONE}/reject", InterviewOut)
@allows(Permission.INTERVIEWS_DECIDE)
def reject(interview_id: int, body: RejectIn) -> Any:
    """Failed: the application is rejected. Without a `reason` the feedback is it, or that the round was not passed."""
    interview = queries.get_interview(interview_id)
    reason = (body.reason or body.feedback or "").strip()[:500]
    if body.feedback:
        interview = services.give_feedback(interview, None, body.feedback, caller())
    name = interview.round_name or f"round {interview.interview_round}"
    services.fail(interview, caller(), reason or f"Did not pass: {name}")
    return shown(interview_id)


@calls.post(f"{ONE}/initiate-hiring", InterviewOut)
@allows(Permission.INTERVIEWS_DECIDE)
def initiate_hiring(interview_id: int, body: HireIn) -> Any:
    """Hire: the round is passed, the application selected, one opening of the job used up."""
    services.initiate_hiring(queries.get_interview(interview_id), caller(), body.salary_offered)
    return shown(interview_id)
