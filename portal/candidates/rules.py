"""What may happen to an application and to a person's record. Values in, a refusal or nothing out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.candidates.models import ApplicationStatus
from portal.core.errors import BadInput, Conflict, InvalidState, RuleBroken

S = ApplicationStatus

# DESIGN.md §3b. SELECTED is reached by initiating the hire alone, so it stands apart from what a menu may choose.
MOVES: dict[ApplicationStatus, frozenset[ApplicationStatus]] = {
    S.NEW: frozenset({S.IN_REVIEW, S.SHORTLISTED, S.IN_PROGRESS, S.REJECTED}),
    S.IN_REVIEW: frozenset({S.SHORTLISTED, S.IN_PROGRESS, S.REJECTED}),
    S.SHORTLISTED: frozenset({S.IN_PROGRESS, S.REJECTED}),
    S.IN_PROGRESS: frozenset({S.SHORTLISTED, S.REJECTED}),
    S.SELECTED: frozenset({S.IN_PROGRESS}),
    S.REJECTED: frozenset({S.IN_REVIEW}),
}
HIREABLE = frozenset({S.NEW, S.IN_REVIEW, S.SHORTLISTED, S.IN_PROGRESS})
# From here on the client sees the application without being asked.
SHOWN = frozenset({S.SHORTLISTED, S.IN_PROGRESS, S.SELECTED})
WITHDRAWN = "withdrawn"
REASON_LENGTH = 500
ANSWER_LENGTH = 4000
WORDS = {status: status.value.replace("_", " ").capitalize() for status in ApplicationStatus}


class CannotMove(InvalidState):
    """The table has no such move."""

    def __init__(self, current: ApplicationStatus, wanted: ApplicationStatus) -> None:
        allowed = MOVES[current]
        if wanted is S.SELECTED and current in HIREABLE:
            sentence = "A candidate is selected by starting the hire in an interview, not by moving the card."
        elif wanted is current:
            sentence = f"This application is {WORDS[current]} already."
        else:
            ways = " or ".join(WORDS[s] for s in ApplicationStatus if s in allowed)
            sentence = f"From {WORDS[current]} an application can go to {ways}, not to {WORDS[wanted]}."
        super().__init__(sentence, allowed=allowed)


class AlreadyApplied(Conflict):
    """The person is put forward for that job already."""

    def __init__(self, name: str, job: str) -> None:
        super().__init__(f"{name} is already put forward for {job}.")


class ChangedMeanwhile(Conflict):
    """Somebody saved the record after the page was opened. `changes` says who changed which fields, newest first."""

    def __init__(self, message: str, changes: list["Change"] | None = None) -> None:
        super().__init__(message)
        self.changes = changes or []


class Taken(BadInput):
    """E-mail, phone or LinkedIn belong to another person of the company: `owners` maps field to (id, name)."""

    def __init__(self, owners: Mapping[str, tuple[int, str]]) -> None:
        self.owners = dict(owners)
        super().__init__(fields={f: f"{name} already has this {FIELD_WORDS[f]}." for f, (_, name) in owners.items()})


@dataclass(frozen=True, slots=True)
class Change:
    """One earlier save: who, when, and the names of the fields in words."""

    who: str
    at: datetime
    fields: list[str]


FIELD_WORDS = {
    "first_name": "first name",
    "last_name": "last name",
    "email": "e-mail address",
    "phone": "phone number",
    "phone_printed": "phone number",
    "linkedin": "LinkedIn profile",
    "location": "location",
    "current_role": "current role",
    "current_company": "current company",
    "experience_years": "years of experience",
    "skills": "skills",
    "experience": "work experience",
    "education": "education",
    "languages": "languages",
    "links": "links",
    "summary": "summary",
    "expected_salary": "expected pay",
    "parsing_confidence": "confidence of the reading",
    "source": "source",
}


def moves_from(current: ApplicationStatus) -> list[ApplicationStatus]:
    """Where a menu may move it, in the order of the pipeline."""
    return [status for status in ApplicationStatus if status in MOVES[current]]


def check_move(current: ApplicationStatus, wanted: ApplicationStatus) -> None:
    """Raises CannotMove for a pair that the table does not have."""
    if wanted not in MOVES[current]:
        raise CannotMove(current, wanted)


def check_hire(current: ApplicationStatus) -> None:
    """Whether the hire may begin. Raises InvalidState."""
    if current not in HIREABLE:
        word = "selected already" if current is S.SELECTED else "rejected; take the rejection back first"
        raise InvalidState(f"This candidate is {word}.", allowed=MOVES[current])


def check_reason(reason: str | None) -> str:
    """The reason of a rejection, without spaces around it. Raises BadInput with field `reason`."""
    text = (reason or "").strip()
    if not text:
        raise BadInput(fields={"reason": "Say why, in a word or a sentence."})
    if len(text) > REASON_LENGTH:
        raise BadInput(fields={"reason": f"Please keep the reason under {REASON_LENGTH} characters."})
    return text


def check_unshare(current: ApplicationStatus) -> None:
    """The client sees everybody from Shortlisted on; before that a recruiter may take the sharing back."""
    if current in SHOWN:
        raise RuleBroken(f"The client sees everybody who is {WORDS[current]}. Reject the application to take it away.")


def undo_of(before: ApplicationStatus, after: ApplicationStatus) -> ApplicationStatus | None:
    """The move that takes a move back, if the table has one: where it stood, or at least into review again."""
    if before in MOVES[after]:
        return before
    return S.IN_REVIEW if after is S.REJECTED else None


def check_version(stored: int, seen: int | None, changes: list[Change]) -> None:
    """Whether nobody saved since the page was opened (`seen` None: nobody looked). Raises ChangedMeanwhile."""
    if seen is None or stored == seen:
        return
    if changes:
        last = changes[0]
        what = ", ".join(last.fields)
        message = f"{last.who} changed {what} while you were writing. Nothing of yours was saved yet."
    else:
        message = "Somebody else changed this while you were writing. Nothing of yours was saved yet."
    raise ChangedMeanwhile(message, changes)


_LINKEDIN = re.compile(r"^(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/((?:in|pub)/[^/?#\s]+)", re.IGNORECASE)


def linkedin_key(text: str) -> str | None:
    """`linkedin.com/in/name` in one writing, so that the same profile is recognised; None for any other address."""
    found = _LINKEDIN.match(text.strip())
    return f"linkedin.com/{found.group(1).rstrip('.,;)').lower()}" if found else None


def tidy_list(values: Any, length: int = 120) -> list[str]:
    """Texts without repeats (whatever their capitals), in their order, each at most `length` characters."""
    seen: dict[str, str] = {}
    for value in values or []:
        text = re.sub(r"\s+", " ", str(value)).strip()[:length]
        if text:
            seen.setdefault(text.casefold(), text)
    return list(seen.values())
