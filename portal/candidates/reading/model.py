"""What a reading of a CV is made of: values only, no parsing."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class FileType(StrEnum):
    """The kinds of file the reader opens, by their real content."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    RTF = "rtf"
    TXT = "txt"


class Unreadable(Exception):
    """A file that gave no reading. `code` is for machines, `message` is a sentence for the person who sent the file."""

    CODES = ("scanned", "encrypted", "broken", "too_long", "too_large", "unsupported")

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, str]]:
        return Unreadable, (self.code, self.message)


@dataclass(frozen=True)
class Evidence:
    """Where in `Reading.text` a value was found (offsets of characters) and how sure the reader is, 0 to 1."""

    confidence: float
    start: int
    end: int


@dataclass
class Work:
    """One post held. Dates are `YYYY-MM` or `YYYY`; `end` is None while `current`."""

    title: str | None = None
    company: str | None = None
    start: str | None = None
    end: str | None = None
    current: bool = False
    description: str = ""
    location: str | None = None


@dataclass
class Study:
    """One course of study. `degree` is the whole name of it, `field` the subject alone where it can be told."""

    degree: str | None = None
    field: str | None = None
    institution: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass
class Reading:
    """Everything the reader found in one CV; what is not in the text is None or empty, never invented.

    `ocr` says that the text was recognised in a picture, `remarks` are sentences for whoever reviews the reading.
    """

    full_name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    phone_printed: str | None = None
    location: str | None = None
    current_role: str | None = None
    current_company: str | None = None
    summary: str | None = None
    work_experience: list[Work] = field(default_factory=list)
    education: list[Study] = field(default_factory=list)
    skills: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    years_of_experience: float | None = None
    text: str = ""
    evidence: dict[str, Evidence] = field(default_factory=dict)
    parsing_confidence: float = 0.0
    ocr: bool = False
    remarks: list[str] = field(default_factory=list)

    @property
    def linkedin(self) -> str | None:
        """The LinkedIn profile among the links, if there is one."""
        return next((link for link in self.links if "linkedin." in link.lower()), None)

    def to_json(self) -> dict[str, Any]:
        """The shape of `extracted_data`, the rest beside it. `phone` is the E.164 form, or as printed without one."""
        shown = asdict(self)
        shown["phone_e164"] = self.phone
        shown["phone"] = self.phone or self.phone_printed
        shown["linkedin"] = self.linkedin
        return shown

    @classmethod
    def from_json(cls, shown: dict[str, Any]) -> Reading:
        """The reading that `to_json` wrote."""
        known = {name: shown[name] for name in cls.__dataclass_fields__ if name in shown}
        known["phone"] = shown.get("phone_e164")
        known["work_experience"] = [Work(**row) for row in shown.get("work_experience") or []]
        known["education"] = [Study(**row) for row in shown.get("education") or []]
        known["evidence"] = {path: Evidence(**found) for path, found in (shown.get("evidence") or {}).items()}
        return cls(**known)
