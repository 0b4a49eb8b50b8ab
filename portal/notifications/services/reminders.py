"""Reminders: planned in one place from what an interview says, asked once more when their moment comes.

Each is an effect that is due in the future. Its key names the interview, what it is about and the moment that it
belongs to, so that planning again changes nothing, and a moved interview has others.
"""

from datetime import datetime

from portal.accounts.queries import get_company
from portal.core import outbox
from portal.core.clock import now
from portal.core.errors import Missing
from portal.interviews import queries as interviews
from portal.interviews.models import Interview, InterviewStatus
from portal.notifications import queries, rules_reminders
from portal.notifications.rules_reminders import Agreed, Reminder
from portal.notifications.services import reminding


def plan_reminders(interview_id: int, since: datetime) -> None:
    """Bring the waiting reminders of an interview to what it says now. Again is harmless.

    `since` is when it came to say so: what would have been due before that (booked half an hour before it begins) is
    not made up for.
    """
    interview = _find(interview_id)
    planned = rules_reminders.planned(_agreed(interview)) if interview else []
    wanted = {_key(interview_id, one.kind, one.anchor): one for one in planned}
    for key in queries.waiting_reminders(_key(interview_id)):
        if key not in wanted:
            outbox.forget(key)
    for key, one in wanted.items():
        if one.due > since:
            payload = {"interview_id": interview_id, "kind": one.kind.value, "anchor": one.anchor.isoformat()}
            outbox.later("notifications.remind", payload, key=key, due_at=one.due)


def remind(interview_id: int, kind: Reminder, anchor: datetime) -> None:
    """Remind those whom it concerns, if the interview still stands so and it is not too late. Again is harmless."""
    interview = _find(interview_id)
    if interview is None or not rules_reminders.makes_sense(kind, anchor, _agreed(interview), now()):
        return
    key, company = _key(interview_id, kind, anchor), get_company(interview.company_id)
    match kind:
        case Reminder.DAY | Reminder.HOUR:
            reminding.of_time(interview, company, key)
        case Reminder.FEEDBACK | Reminder.FEEDBACK_AGAIN:
            reminding.of_feedback(interview, company, key)
        case Reminder.UNANSWERED:
            reminding.of_times_to_choose(interview, company, key)


def _key(interview_id: int, kind: Reminder | None = None, anchor: datetime | None = None) -> str:
    """A reminder's key; without a kind, what all of an interview begin with."""
    rest = f"{kind.value}:{anchor.isoformat()}" if kind and anchor else ""
    return f"remind:{interview_id}:{rest}"


def _find(interview_id: int) -> Interview | None:
    """The interview; None when its candidate is gone."""
    try:
        return interviews.get_interview(interview_id)
    except Missing:
        return None


def _agreed(interview: Interview) -> Agreed:
    waits = interview.interview_status is InterviewStatus.AWAITING
    return Agreed(
        interview.interview_status,
        interview.scheduled_start_time,
        interview.scheduled_end_time,
        interview.time_zone,
        queries.asked_at(interview.id) if waits else None,
    )
