"""The assistant: it reads a situation and proposes one act with its words. It sees no row and changes nothing itself.

`conversations` gathers the situation, checks what is proposed against the rules once more, and carries it out.
"""

from portal.assistant.asking import makers
from portal.assistant.situation import (
    Act,
    Asked,
    InterviewFacts,
    JobFacts,
    Maker,
    Memory,
    Proposal,
    Question,
    Situation,
    Time,
    Trigger,
    Turn,
)

__all__ = [
    "Act",
    "Asked",
    "InterviewFacts",
    "JobFacts",
    "Maker",
    "Memory",
    "Proposal",
    "Question",
    "Situation",
    "Time",
    "Trigger",
    "Turn",
    "makers",
]
