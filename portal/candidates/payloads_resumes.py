"""What the call that reads a résumé takes and gives (seed 002, "Resume Parser Service")."""

from typing import Any

from pydantic import Field

from portal.api.payloads import Answer, Payload
from portal.core.outbound import URL_LENGTH

WORK = ("title", "company", "start", "end", "current", "description", "location")
STUDY = ("degree", "field", "institution", "start", "end")


class ParseIn(Payload):
    """Where the résumé lies: a public http(s) address, or the `file_url` of a file that was uploaded here."""

    resume_url: str = Field(min_length=1, max_length=URL_LENGTH, examples=["https://files.example.com/resume.pdf"])

    @classmethod
    def as_body(cls) -> dict[str, Any]:
        """The body for the document: the call reads it itself, before its transaction begins."""
        return {"required": True, "content": {"application/json": {"schema": cls.model_json_schema()}}}


class WorkRead(Answer):
    """One post held. Dates are `YYYY-MM` or `YYYY`; `end` is null while `current`."""

    title: str | None
    company: str | None
    start: str | None
    end: str | None
    current: bool
    description: str
    location: str | None


class StudyRead(Answer):
    """One course of study."""

    degree: str | None
    field: str | None
    institution: str | None
    start: str | None
    end: str | None


class Extracted(Answer):
    """What was found in the résumé; what is not in it is null or empty. `phone` is E.164 if it can be."""

    full_name: str | None
    email: str | None
    phone: str | None
    location: str | None
    work_experience: list[WorkRead]
    education: list[StudyRead]
    skills: list[str]
    summary: str | None


class ParsedData(Answer):
    """`parsed` is false for a file that is no résumé or cannot be read; the confidence is 0 then, else up to 1."""

    parsed: bool
    extracted_data: Extracted
    parsing_confidence: float
    parsed_at: str


class ParsedOut(Answer):
    """The answer with what was read."""

    success: bool
    data: ParsedData


def extracted_json(reading: dict[str, Any]) -> dict[str, Any]:
    """The fields of the source document, of a reading as JSON or of none."""
    return {
        **{name: reading.get(name) for name in ("full_name", "email", "phone", "location")},
        "work_experience": [{name: row[name] for name in WORK} for row in reading.get("work_experience") or []],
        "education": [{name: row[name] for name in STUDY} for row in reading.get("education") or []],
        "skills": reading.get("skills") or [],
        "summary": reading.get("summary"),
    }
