"""How every verb begins: the interview as it is now, held, and whether this person may do that to it."""

from typing import Any

from portal.core.clock import now
from portal.core.events import record
from portal.core.people import Person
from portal.interviews import queries, rules
from portal.interviews.models import Interview, InterviewStatus
from portal.interviews.rules import Action


def ask(action: Action, interview: Interview, by: Person) -> Interview:
    """Hold the interview's row and check the action against what it says now. Raises what `check_action` raises."""
    held = queries.lock_interview(interview.id)
    rules.check_action(action, queries.situation_of(held), by, now())
    return held


def move(interview: Interview, wanted: InterviewStatus) -> None:
    """Set the status by the table. Raises InvalidState."""
    rules.check_move(interview.interview_status, wanted)
    interview.interview_status = wanted
    interview.updated_at = now()


def note(
    name: str,
    interview: Interview,
    by: Person,
    *,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    about: dict[str, Any] | None = None,
) -> None:
    """Record an event of the interview with everything that it belongs to."""
    record(
        name,
        interview,
        by,
        old=old,
        new=new,
        about=about,
        client_id=interview.client_id,
        job_id=interview.job_id,
        candidate_id=interview.candidate_id,
        application_id=interview.application_id,
        interview_id=interview.id,
    )


def when_of(interview: Interview) -> dict[str, Any]:
    """The agreed time, as an event tells it."""
    return {
        "round": interview.interview_round,
        "round_name": interview.round_name,
        "start": interview.scheduled_start_time,
        "end": interview.scheduled_end_time,
        "time_zone": interview.time_zone,
    }
