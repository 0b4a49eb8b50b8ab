"""That a text says it comes from a machine. The first automated message of a conversation must."""

import re

from portal.assistant.text import fold

_SAYS = re.compile(
    r"\b(?:i am|i'm|this is|you are (?:talking|writing) (?:to|with))(?: \w+){0,3} "
    r"(?:automated|automatic|virtual|ai|digital) (?:\w+ )?(?:assistant|message|agent|system)\b"
    r"|\b(?:automated|automatic) (?:assistant|message)\b"
)


def says_automated(text: str) -> bool:
    """Whether the text says plainly that it is automated."""
    folded = fold(text)
    return bool(_SAYS.search(folded)) and not re.search(r"\b(?:not|no) (?:an? )?(?:automated|automatic|bot)", folded)


def with_notice(text: str, company: str) -> str:
    """The text, with the sentence that it is automated before it unless it says so itself."""
    if says_automated(text):
        return text
    # A company's name comes from outside; the sentence must be the same whatever it holds.
    whose = f" of {company.strip()}" if company.strip() else ""
    return f"This is the automated assistant{whose}. {text}".strip()
