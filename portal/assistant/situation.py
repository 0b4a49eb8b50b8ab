"""What the assistant is shown and what it may propose: plain values, so that a maker is tried without a database."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Trigger(StrEnum):
    """Why the assistant is asked."""

    OPEN = "open"  # nobody has written yet
    REPLY = "reply"  # the contact wrote
    OFFER = "offer"  # an interview has begun to wait for a time
    NUDGE = "nudge"  # the contact has been silent


class Act(StrEnum):
    """All that the assistant can do. It changes nothing but by these."""

    SAY = "say"  # answer from the data, greet, ask back; nothing changes
    ASK = "ask"  # ask the screening question `question_id`
    KEEP = "keep"  # keep `answer` for the question `question_id` (the words may go on with the next one)
    OFFER = "offer"  # show the free times, in the order of `memory.offered`
    BOOK = "book"  # book `slot_id` of the interview that waits for a time
    MOVE = "move"  # move the agreed interview to `slot_id`
    CANCEL = "cancel"  # give the agreed time back: the contact cannot come
    DECLINE = "decline"  # no offered time fits: ask the recruiter for others
    HAND_OVER = "hand_over"  # a person goes on
    STOP = "stop"  # the contact wants no automated messages any more
    COMPLETE = "complete"  # everything is asked and agreed: the talk is over
    WAIT = "wait"  # nothing needs saying ("ok", "thanks")


class Asked(StrEnum):
    """What the assistant's last message asked for, so that a bare "yes" can be understood."""

    NOTHING = "nothing"
    QUESTION = "question"  # the screening question `memory.question_id`
    TIME = "time"  # one of `memory.offered`
    CONFIRM_TIME = "confirm_time"  # "do you mean Tuesday at 10:00?", the only one in `memory.offered`
    CONFIRM_CANCEL = "confirm_cancel"  # "shall I give your time back?"


@dataclass(frozen=True, slots=True)
class Time:
    """A time of an interview, in UTC."""

    slot_id: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """A screening question of the job, as the recruiter wrote it. `kind`: text, yes_no, number or choice."""

    id: int
    text: str
    kind: str = "text"
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JobFacts:
    """What may be told about the job. Empty: it is not known, or not to be told."""

    title: str
    location: str = ""
    employment_type: str = ""  # full_time, part_time, contract, internship
    pay: str = ""  # as it is shown to candidates; empty when it is not shared
    experience: str = ""  # "3 to 5 years"
    skills: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class InterviewFacts:
    """The candidate's present interview for this job, if there is one.

        `free` are the times that can be taken now, in order of time;
    `agreed` is the booked one. `may_change` is false once
        the notice time has begun: then only a person moves or cancels it. `mode`: Video, Phone or In-Person.
    """

    round_name: str
    mode: str
    minutes: int
    free: tuple[Time, ...] = ()
    agreed: Time | None = None
    may_change: bool = True
    place: str = ""  # address, or "the link is in your invitation"
    instructions: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """What the assistant keeps of a talk between two turns. `offered`: slot ids in the order the contact saw them."""

    asked: Asked = Asked.NOTHING
    question_id: int | None = None
    offered: tuple[int, ...] = ()
    misunderstood: int = 0  # times in a row that a reply was not understood


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message. `sender`: contact, ai or agent."""

    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a maker knows: of one conversation, and of nobody else's."""

    trigger: Trigger
    now: datetime  # UTC
    zone: str  # of the candidate; times are said and understood in it
    company: str
    first_name: str = ""
    text: str = ""  # what the contact has just written (several messages are joined by newlines)
    job: JobFacts | None = None
    next_step: str = ""  # the application's, in words for the candidate
    interview: InterviewFacts | None = None
    questions: tuple[Question, ...] = ()  # all of the job's, in order
    answered: frozenset[int] = frozenset()  # ids of those that have an answer
    memory: Memory = Memory()
    history: tuple[Turn, ...] = ()  # oldest first, the present text not among them


@dataclass(frozen=True, slots=True)
class Proposal:
    """One act, its words for the contact (may be empty), and why, for the record."""

    act: Act
    text: str = ""
    why: str = ""
    slot_id: int | None = None
    question_id: int | None = None
    answer: str = ""
    memory: Memory = field(default_factory=Memory)


class Maker(Protocol):
    """Proposes what to do. Never raises for what a contact may write, and never takes longer than its time limit."""

    name: str

    def propose(self, situation: Situation) -> Proposal:
        """The act for the situation. Slots and questions are ones that the situation names."""
        ...
