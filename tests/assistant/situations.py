"""Situations that the tests of the assistant share."""

from datetime import UTC, datetime, timedelta

from portal.assistant.situation import InterviewFacts, JobFacts, Memory, Question, Situation, Time, Trigger

NOW = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)


def a_time(slot_id: int, day: int, hour: int) -> Time:
    """A time on a day of December, by the clock of Kolkata."""
    start = datetime(2026, 12, day, hour, 0, tzinfo=UTC) - timedelta(hours=5, minutes=30)
    return Time(slot_id, start, start + timedelta(minutes=45))


FREE = (a_time(11, 7, 10), a_time(12, 8, 15), a_time(13, 10, 11))  # Monday, Tuesday, Thursday
JOB = JobFacts(
    "Nurse", "Chennai", "full_time", "₹6 L–8 L a year", "2 to 4 years", ("ICU", "Triage"), "Care for six beds at night."
)
QUESTIONS = (
    Question(1, "How many years have you nursed?", "number"),
    Question(2, "Are you registered?", "yes_no"),
    Question(3, "Which shift?", "choice", ("Day", "Night")),
    Question(4, "Why this ward?", "text"),
)


def an_interview(**values: object) -> InterviewFacts:
    """An interview that waits for one of three times."""
    return InterviewFacts(**{"round_name": "First", "mode": "Video", "minutes": 45, "free": FREE, **values})  # type: ignore[arg-type]


def a_situation(text: str = "", **values: object) -> Situation:
    """A reply in a talk about the job, with an interview that waits."""
    given = {
        "trigger": Trigger.REPLY,
        "now": NOW,
        "zone": "Asia/Kolkata",
        "company": "Acme Talent",
        "first_name": "Priya",
        "text": text,
        "job": JOB,
        "interview": an_interview(),
        "memory": Memory(),
        **values,
    }
    return Situation(**given)  # type: ignore[arg-type]
