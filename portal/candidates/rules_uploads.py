"""What may become of a dropped file, and what of a reading may be taken over. Values in, values or a refusal out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import IO, Any

from portal.candidates.models import UploadState
from portal.candidates.rules import linkedin_key
from portal.core.errors import BadInput, InvalidState

U = UploadState
MAX_FILES = 50
MAX_BYTES = 10 * 1024 * 1024
# Longer than the worker needs for a batch of fifty; after that somebody may ask for a second try.
STUCK_AFTER = timedelta(minutes=10)
NO_NAME = "Name not read"

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "txt": "text/plain",
}
FILE_TYPES = {media: kind for kind, media in MEDIA_TYPES.items()}


class UploadMove(StrEnum):
    """What may be done with an upload; each is a noun in an address."""

    READ = "reading"
    JOIN = "joining"
    SEPARATE = "separation"
    ENTER = "person"
    DISMISS = "dismissal"


# What may be done in which state, and what the state is then. Reading ends where the worker's findings say.
MOVES: dict[UploadMove, dict[UploadState, UploadState]] = {
    UploadMove.READ: {U.WAITING: U.WAITING, U.READING: U.WAITING, U.UNREADABLE: U.WAITING},
    UploadMove.JOIN: {U.DUPLICATE: U.JOINED},
    UploadMove.SEPARATE: {U.DUPLICATE: U.ADDED},
    UploadMove.ENTER: {U.UNREADABLE: U.ADDED},
    UploadMove.DISMISS: {U.DUPLICATE: U.DISMISSED, U.UNREADABLE: U.DISMISSED, U.REFUSED: U.DISMISSED},
}
BEING_READ = frozenset({U.WAITING, U.READING})
NEEDS_PERSON = frozenset({U.DUPLICATE, U.UNREADABLE, U.REFUSED})
WORDS = {
    U.WAITING: "waiting to be read",
    U.READING: "being read",
    U.ADDED: "added",
    U.DUPLICATE: "known already",
    U.UNREADABLE: "unreadable",
    U.REFUSED: "refused",
    U.JOINED: "joined",
    U.DISMISSED: "dismissed",
}


class UploadCannotMove(InvalidState):
    """The table has no such move: usually somebody else decided about the file a moment ago."""

    def __init__(self, state: UploadState, move: UploadMove) -> None:
        allowed = [m.value for m, table in MOVES.items() if state in table]
        super().__init__(f"This file is {WORDS[state]}; there is nothing left to decide that way.", allowed=allowed)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file as it comes: what its sender called it, and its bytes, not yet read."""

    name: str
    stream: IO[bytes]


def after(state: UploadState, move: UploadMove) -> UploadState:
    """The state that follows. Raises UploadCannotMove."""
    if state not in MOVES[move]:
        raise UploadCannotMove(state, move)
    return MOVES[move][state]


def is_stuck(state: UploadState, created_at: datetime, now: datetime) -> bool:
    """Whether nobody will read the file any more unless asked again."""
    return state in BEING_READ and now - created_at > STUCK_AFTER


def check_batch(count: int) -> None:
    """Raises BadInput with field `files` for no file, or too many at once."""
    if count == 0:
        raise BadInput(fields={"files": "Choose at least one file."})
    if count > MAX_FILES:
        raise BadInput(fields={"files": f"At most {MAX_FILES} files at once; you sent {count}. Nothing was kept."})


def fields_of(reading: dict[str, Any]) -> dict[str, Any]:
    """The columns of a candidate that a reading fills: only what was read, nothing made up.

    A number that no country can be told of stays as printed; it becomes `phone` when the company's country fits.
    """
    found = {
        "first_name": reading.get("first_name"),
        "last_name": reading.get("last_name"),
        "email": reading.get("email"),
        "phone": reading.get("phone"),
        "phone_printed": reading.get("phone_printed"),
        "linkedin": linkedin_of([reading.get("linkedin") or "", *(reading.get("links") or [])]),
        "location": reading.get("location"),
        "current_role": reading.get("current_role"),
        "current_company": reading.get("current_company"),
        "experience_years": reading.get("years_of_experience"),
        "skills": reading.get("skills"),
        "experience": reading.get("work_experience"),
        "education": reading.get("education"),
        "languages": reading.get("languages"),
        "links": reading.get("links"),
        "summary": reading.get("summary"),
        "parsing_confidence": reading.get("parsing_confidence"),
    }
    return {name: _cut(name, value) for name, value in found.items() if value not in (None, "", [])}


# Longer than any value that is one; a reading that is longer took more than the value.
_LENGTHS = {"first_name": 120, "last_name": 120, "phone_printed": 60, "summary": 20_000}


def _cut(name: str, value: Any) -> Any:
    return value[: _LENGTHS.get(name, 200)].strip() if isinstance(value, str) else value


def linkedin_of(links: Iterable[str]) -> str | None:
    """The first profile among links, as the candidate's record keeps it."""
    return next((key for link in links if (key := linkedin_key(link))), None)


def says_who(fields: dict[str, Any]) -> bool:
    """Whether a person can be told from what was read: a name, or a way to reach them."""
    return any(fields.get(name) for name in ("first_name", "email", "phone", "linkedin"))


def only_missing(stored: dict[str, Any], read: dict[str, Any]) -> dict[str, Any]:
    """What was read of fields that are still empty; what people entered stays as it is."""
    return {name: value for name, value in read.items() if not stored.get(name)}
