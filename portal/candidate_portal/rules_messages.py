"""What a candidate may tap instead of typing, where the assistant has asked for one of a few answers. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.assistant import Asked
from portal.candidate_portal import times
from portal.jobs.models import QuestionKind

NONE_SUITS = "None of these suits me"


@dataclass(frozen=True, slots=True)
class Answer:
    """A ready answer: what is sent, and what the button says."""

    text: str
    label: str


def time_answers(offered: Sequence[int], slots: Mapping[int, Any], zone: str, now: datetime) -> list[Answer]:
    """The offered times by their number in the assistant's message, without those that are over or withdrawn."""
    found = []
    for number, slot_id in enumerate(offered, 1):
        slot = slots.get(slot_id)
        if slot is not None and slot.start > now:
            words = times.in_words(slot.start, slot.end, zone, now.year)
            found.append(Answer(str(number), f"{number}. {words.day}, {words.hours} {words.letters}"))
    return [*found, Answer(NONE_SUITS, NONE_SUITS)] if found else []


def plain_answers(asked: str, kind: QuestionKind | None, options: Sequence[str]) -> list[Answer]:
    """Yes and no, or the options of the screening question; nothing where words of one's own are wanted."""
    if asked in (Asked.CONFIRM_TIME, Asked.CONFIRM_CANCEL) or (asked == Asked.QUESTION and kind is QuestionKind.YES_NO):
        return [Answer("Yes", "Yes"), Answer("No", "No")]
    if asked == Asked.QUESTION and kind is QuestionKind.CHOICE:
        return [Answer(option, option) for option in options]
    return []
