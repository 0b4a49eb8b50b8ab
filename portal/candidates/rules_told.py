"""What candidates are told of their applications, on pages and in talks: nothing internal. Values in, words out."""

from collections.abc import Mapping

from portal.candidates.models import ApplicationStatus
from portal.candidates.rules import WITHDRAWN

A = ApplicationStatus

# An application in the candidate's words: its state, a sentence, and the tone of its badge. Nothing internal.
APPLICATION_WORDS: Mapping[A, tuple[str, str, str]] = {
    A.NEW: ("Received", "Your application has arrived. A recruiter will read it.", "info"),
    A.IN_REVIEW: ("Being read", "A recruiter is reading your application.", "info"),
    A.SHORTLISTED: ("Shortlisted", "You are on the shortlist. You will hear from us about the next step.", "info"),
    A.IN_PROGRESS: ("In interviews", "You are in the round of interviews.", "accent"),
    A.SELECTED: ("Selected", "You have been selected. Your recruiter will talk to you about the offer.", "good"),
    A.REJECTED: (
        "Not going ahead",
        "Thank you for your time. We are not going ahead with this application; we wish you all the best.",
        "quiet",
    ),
}
WITHDRAWN_WORDS = ("Withdrawn", "You have withdrawn this application.", "quiet")


def application_words(status: A, reason: str | None, *, interviewed: bool = False) -> tuple[str, str, str]:
    """State, sentence and tone for the candidate. Of a rejection's reason only one's own withdrawal is told.

    Whoever has been asked to an interview is in the round of interviews, though a planned one moves no application.
    """
    if status is A.REJECTED and reason == WITHDRAWN:
        return WITHDRAWN_WORDS
    if interviewed and status in (A.NEW, A.IN_REVIEW, A.SHORTLISTED):
        status = A.IN_PROGRESS
    return APPLICATION_WORDS[status]
