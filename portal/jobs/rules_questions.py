"""What a screening question may hold. Values in, the clean ones or a refusal out."""

from collections.abc import Iterable, Mapping
from typing import Any

from portal.core.errors import BadInput, RuleBroken
from portal.jobs.models import QuestionKind

MOST_QUESTIONS = 15
QUESTION_LENGTH = 500
FEWEST_OPTIONS, MOST_OPTIONS, OPTION_LENGTH = 2, 20, 200
KIND_WORDS: Mapping[QuestionKind, str] = {
    QuestionKind.TEXT: "A few words",
    QuestionKind.YES_NO: "Yes or no",
    QuestionKind.NUMBER: "A number",
    QuestionKind.CHOICE: "One of several",
}


class EnoughQuestions(RuleBroken):
    """A job asks no more than that."""

    def __init__(self) -> None:
        super().__init__(f"A job asks at most {MOST_QUESTIONS} questions. Remove one before you add another.")


def check_room(number: int) -> None:
    """Whether a job that asks so many questions may ask one more. Raises EnoughQuestions."""
    if number >= MOST_QUESTIONS:
        raise EnoughQuestions


def tidy_options(text: str | Iterable[str] | None) -> list[str]:
    """The options from a text with one on each line (or a list): each once, in their order."""
    parts = text.splitlines() if isinstance(text, str) else list(text or [])
    seen: dict[str, str] = {}
    for part in parts:
        option = " ".join(str(part).split())
        if option:
            seen.setdefault(option.casefold(), option)
    return list(seen.values())


def clean_question(values: Mapping[str, Any]) -> dict[str, Any]:
    """`text`, `kind` and `options` as they are stored. Only a choice has options. Raises BadInput for each field."""
    kind = QuestionKind(values.get("kind") or QuestionKind.TEXT)
    text = " ".join(str(values.get("text") or "").split())
    options = tidy_options(values.get("options")) if kind is QuestionKind.CHOICE else []
    found: dict[str, str] = {}
    if not text:
        found["text"] = "Write the question."
    elif len(text) > QUESTION_LENGTH:
        found["text"] = f"Keep a question under {QUESTION_LENGTH} characters."
    if kind is QuestionKind.CHOICE:
        if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
            found["options"] = f"Give {FEWEST_OPTIONS} to {MOST_OPTIONS} answers to choose from, one on each line."
        elif any(len(option) > OPTION_LENGTH for option in options):
            found["options"] = f"Keep each answer under {OPTION_LENGTH} characters."
    if found:
        raise BadInput(fields=found)
    return {"text": text, "kind": kind, "options": options}
