"""Which states follow which, what a failure is called, and when a site has taken an application."""

from collections.abc import Mapping
from datetime import timedelta

from portal.automation.models import Reason, TaskState
from portal.core.errors import InvalidState

S, R = TaskState, Reason
MOVES: Mapping[TaskState, frozenset[TaskState]] = {
    S.QUEUED: frozenset({S.RUNNING, S.FAILED}),
    S.RUNNING: frozenset({S.QUEUED, S.NEEDS_CONFIRMATION, S.COMPLETED, S.FAILED}),
    S.NEEDS_CONFIRMATION: frozenset({S.QUEUED, S.FAILED}),
    S.COMPLETED: frozenset(),
    S.FAILED: frozenset(),
}
LIVING = (S.QUEUED, S.RUNNING, S.NEEDS_CONFIRMATION)
# A task that has run for so long has lost its worker. Longer than all its requests together may take.
LOST_AFTER = timedelta(minutes=5)
ANSWERS, QUESTION_LENGTH, ANSWER_LENGTH = 50, 500, 4_000
PAGE_TEXT_LENGTH = 20_000
# For the candidate, in words.
REASON_WORDS: Mapping[Reason, str] = {
    R.CAPTCHA_DETECTED: "The site asks whether a person is there, so you must apply there yourself.",
    R.ROBOTS_REFUSED: "The site does not want programs to read its form.",
    R.ADDRESS_REFUSED: "The address of the form is not one that the portal calls.",
    R.SITE_UNREACHABLE: "The site did not answer.",
    R.JOB_GONE: "The job is not on the site any more.",
    R.NO_FORM: "There is no form to apply on the page that the portal can read.",
    R.LOGIN_REQUIRED: "The site asks for an account first.",
    R.MISSING_ANSWER: "The form asks for something that the portal does not know.",
    R.MISSING_RESUME: "The form asks for a résumé, and you keep none here.",
    R.NOT_ACCEPTED: "The site did not accept what was sent.",
    R.UNKNOWN_OUTCOME: "The connection ended while the form was being sent: ask there whether it has arrived.",
    R.ALREADY_APPLIED: "You have applied for this job already.",
    R.JOB_CLOSED: "The job takes no applications any more.",
    R.DECLINED: "You did not let the portal send it.",
}


def check_move(state: TaskState, wanted: TaskState) -> None:
    """Raises InvalidState for a move that the table does not have."""
    if wanted not in MOVES[state]:
        raise InvalidState(f"This application is {state.value.replace('_', ' ')}, so that cannot be done now.")
