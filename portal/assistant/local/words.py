"""What the assistant says: short, warm, plain sentences that a phone shows at once."""

from collections.abc import Sequence
from datetime import datetime

from portal.assistant.situation import InterviewFacts, Question, Situation, Time
from portal.core.formats import zone, zone_label

MODES = {"video": "a video call", "phone": "a phone call", "in-person": "in person"}
TYPES = {
    "full_time": "a full-time job",
    "part_time": "a part-time job",
    "contract": "a contract",
    "internship": "an internship",
}


def at(moment: datetime, zone_name: str) -> str:
    """`Tuesday 1 December, 10:00`: a moment on the reader's clock."""
    local = moment.astimezone(zone(zone_name))
    return f"{local:%A} {local.day} {local:%B}, {local:%H:%M}"


def label(moment: datetime, zone_name: str) -> str:
    """`IST (Asia/Kolkata)`: which clock it is."""
    letters = zone_label(moment.astimezone(zone(zone_name)))
    return letters if letters == zone_name else f"{letters} ({zone_name})"


def when(time: Time, zone_name: str) -> str:
    """One time with its zone."""
    return f"{at(time.start, zone_name)} {label(time.start, zone_name)}"


def numbered(times: Sequence[Time], zone_name: str) -> str:
    """The times as a numbered list; their zone said once, or each with its own where the clocks change between."""
    labels = [label(time.start, zone_name) for time in times]
    if len(set(labels)) == 1:
        lines = [f"{n}. {at(time.start, zone_name)}" for n, time in enumerate(times, 1)]
        return "\n".join([*lines, f"All times are {labels[0]}."])
    return "\n".join(f"{n}. {when(time, zone_name)}" for n, time in enumerate(times, 1))


def offer(times: Sequence[Time], situation: Situation) -> str:
    """The times and how to answer."""
    if len(times) == 1:
        return f"The time we can offer is {when(times[0], situation.zone)}. Does it suit you?"
    return f"{numbered(times, situation.zone)}\nReply with the number that suits you, or say if none does."


def question(asked: Question) -> str:
    """A screening question, with its choices."""
    if asked.kind == "choice" and asked.options:
        return "\n".join([asked.text, *(f"{n}. {option}" for n, option in enumerate(asked.options, 1))])
    if asked.kind == "yes_no":
        return f"{asked.text} (yes or no)"
    return asked.text


def interview(facts: InterviewFacts) -> str:
    """`the interview “Technical round” (a video call, 45 minutes)`."""
    return f"the interview “{facts.round_name}” ({mode(facts)}, {facts.minutes} minutes)"


def mode(facts: InterviewFacts) -> str:
    """How it is held."""
    return MODES.get(facts.mode.casefold(), facts.mode)


def hello(situation: Situation) -> str:
    """The greeting of the first message, which says what writes."""
    name = f" {situation.first_name}" if situation.first_name else ""
    about = f" about the job “{situation.job.title}”" if situation.job else ""
    return f"Hello{name}, I am the automated assistant of {situation.company}, writing{about}."


PERSON = "I am passing this on to a colleague, who will write to you here."
STOPPED = "You will get no more automated messages from us. If you change your mind, write START."
DECLINED = "I can only help with your own application here."
CAN_DO = "I can answer questions about the job, and arrange your interview. Or say “person” to reach a colleague."
