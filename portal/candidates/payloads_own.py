"""What calls about a candidate's own things take and give: résumés, cover letters, saved answers (seed 002)."""

from typing import Any, Literal

from pydantic import Field

from portal.api.payloads import Answer, Payload, moment
from portal.candidates.models import LETTER_NAME_LENGTH, QUESTION_LENGTH
from portal.candidates.rules import ANSWER_LENGTH
from portal.candidates.rules_letters import BODY_LENGTH, VARIABLES
from portal.core.ids import Prefix, encode
from portal.core.outbound import URL_LENGTH


class ResumeIn(Payload):
    """A file that was uploaded by a signed address; it is read, and becomes the one in use unless told otherwise."""

    file_url: str = Field(min_length=1, max_length=URL_LENGTH, description="The `file_url` of the upload's answer.")
    is_default: bool = True

    @classmethod
    def as_body(cls) -> dict[str, Any]:
        """The body for the document: the call reads it itself, before its transaction begins."""
        return {"required": True, "content": {"application/json": {"schema": cls.model_json_schema()}}}


class ResumeChange(Payload):
    """Put a résumé in use."""

    is_default: Literal[True]


class ResumeOut(Answer):
    """A résumé. The default is the one in use."""

    resume_id: str
    filename: str
    uploaded_at: str
    is_default: bool


class Resumes(Answer):
    """A candidate's résumés, the one in use first."""

    resumes: list[ResumeOut]


class ResumesOut(Answer):
    """A candidate's résumés."""

    success: Literal[True]
    data: Resumes


class OneResumeOut(Answer):
    """One résumé."""

    success: Literal[True]
    data: ResumeOut


class LetterIn(Payload):
    """A cover letter."""

    name: str = Field(min_length=1, max_length=LETTER_NAME_LENGTH, examples=["For engineers"])
    body: str = Field(
        min_length=1,
        max_length=BODY_LENGTH,
        examples=["Dear team, I am writing about {{job_title}}. Kind regards, {{name}}"],
        description="Filled in for each application: " + ", ".join(f"`{{{{{name}}}}}`" for name in VARIABLES) + ".",
    )
    is_default: bool | None = None


class LetterChange(Payload):
    """What is sent is changed."""

    name: str | None = Field(None, min_length=1, max_length=LETTER_NAME_LENGTH)
    body: str | None = Field(None, min_length=1, max_length=BODY_LENGTH)
    is_default: bool | None = None


class LetterOut(Answer):
    """A cover letter as it was written, its variables in braces."""

    template_id: str
    name: str
    body: str
    is_default: bool
    updated_at: str


class Letters(Answer):
    """A candidate's cover letters, the default first."""

    templates: list[LetterOut]


class LettersOut(Answer):
    """A candidate's cover letters."""

    success: Literal[True]
    data: Letters


class OneLetterOut(Answer):
    """One cover letter."""

    success: Literal[True]
    data: LetterOut


class SavedAnswerIn(Payload):
    """What one answers when a question comes again, in whatever spelling."""

    question: str = Field(min_length=1, max_length=QUESTION_LENGTH, examples=["Years of experience?"])
    answer: str = Field(min_length=1, max_length=ANSWER_LENGTH, examples=["5"])


class SavedAnswerOut(SavedAnswerIn):
    """A saved answer."""

    answer_id: str
    updated_at: str


class SavedAnswers(Answer):
    """A candidate's saved answers, by question."""

    answers: list[SavedAnswerOut]


class SavedAnswersOut(Answer):
    """A candidate's saved answers."""

    success: Literal[True]
    data: SavedAnswers


class OneSavedAnswerOut(Answer):
    """One saved answer."""

    success: Literal[True]
    data: SavedAnswerOut


class GoneOut(Answer):
    """It is deleted."""

    success: Literal[True]


def resume_json(document: Any) -> dict[str, Any]:
    """`ResumeOut` of a document with its file."""
    return {
        "resume_id": encode(Prefix.RESUME, document.id),
        "filename": document.file.name,
        "uploaded_at": moment(document.uploaded_at),
        "is_default": document.is_default,
    }


def letter_json(letter: Any) -> dict[str, Any]:
    """`LetterOut` of a letter."""
    return {
        "template_id": encode(Prefix.COVER_LETTER_TEMPLATE, letter.id),
        "name": letter.name,
        "body": letter.body,
        "is_default": letter.is_default,
        "updated_at": moment(letter.updated_at),
    }


def saved_answer_json(row: Any) -> dict[str, Any]:
    """`SavedAnswerOut` of a saved answer."""
    return {
        "answer_id": encode(Prefix.SAVED_ANSWER, row.id),
        "question": row.question,
        "answer": row.answer,
        "updated_at": moment(row.updated_at),
    }
