"""JSON calls about what candidates keep for their applications: résumés, cover letters, answers (seed 002)."""

import io
from typing import Any

from portal.api.access import allows_candidates, caller
from portal.api.door import read_json, validated
from portal.api.payloads import named_by, renamed
from portal.candidates.api import calls
from portal.candidates.payloads_own import (
    GoneOut,
    LetterChange,
    LetterIn,
    LettersOut,
    OneLetterOut,
    OneResumeOut,
    OneSavedAnswerOut,
    ResumeChange,
    ResumeIn,
    ResumesOut,
    SavedAnswerIn,
    SavedAnswersOut,
    letter_json,
    resume_json,
    saved_answer_json,
)
from portal.candidates.queries import documents, own
from portal.candidates.rules_uploads import Incoming
from portal.candidates.services import own as services
from portal.candidates.services.arrivals import ReadCv, read_cv
from portal.core.errors import BadInput
from portal.storage import services as storage
from portal.storage.services import signed

RESUME = "/v1/resumes/<sid(res):resume_id>"
LETTER = "/v1/cover-letter-templates/<sid(clt):template_id>"
GONE = {"success": True}


def _resume() -> dict[str, Any]:
    """The file that was uploaded, read before the transaction begins, for that takes its time."""
    body = validated(ResumeIn, read_json())
    key = storage.key_of(body.file_url)
    if key is None:
        raise BadInput(fields={"file_url": "Send the `file_url` of an upload's answer."})
    with named_by("file_url"):
        sent = signed.content(key)
    with renamed(file="file_url"):
        return {"cv": read_cv(Incoming(sent.name, io.BytesIO(sent.data))), "is_default": body.is_default}


@calls.get("/v1/resumes", ResumesOut)
@allows_candidates()
def resumes() -> Any:
    """The caller's résumés, the one in use first."""
    found = documents.documents_of(caller().candidate_id or 0)
    return {"success": True, "data": {"resumes": [resume_json(row) for row in found]}}


@calls.post("/v1/resumes", OneResumeOut, status=201, request_body=ResumeIn.as_body())
@allows_candidates(before=_resume)
def add_resume(cv: ReadCv, is_default: bool) -> Any:
    """Keep an uploaded file as a résumé."""
    return _shown(services.add_resume(cv, caller(), is_default=is_default)), 201


@calls.put(RESUME, OneResumeOut)
@allows_candidates()
def use_resume(resume_id: int, body: ResumeChange) -> Any:
    """Put a résumé in use."""
    services.use_resume(resume_id, caller())
    return _shown(resume_id)


@calls.delete(RESUME, GoneOut)
@allows_candidates()
def delete_resume(resume_id: int) -> Any:
    """Delete a résumé and its file."""
    services.delete_resume(resume_id, caller())
    return GONE


@calls.get("/v1/cover-letter-templates", LettersOut)
@allows_candidates()
def letters() -> Any:
    """The caller's cover letters, the default first."""
    found = own.letters_of(caller().candidate_id or 0)
    return {"success": True, "data": {"templates": [letter_json(row) for row in found]}}


@calls.post("/v1/cover-letter-templates", OneLetterOut, status=201)
@allows_candidates()
def add_letter(body: LetterIn) -> Any:
    """Keep a cover letter."""
    made = services.save_letter(body.name, body.body, caller(), is_default=body.is_default)
    return {"success": True, "data": letter_json(made)}, 201


@calls.put(LETTER, OneLetterOut)
@allows_candidates()
def update_letter(template_id: int, body: LetterChange) -> Any:
    """Change what is sent."""
    found = services.save_letter(body.name, body.body, caller(), letter_id=template_id, is_default=body.is_default)
    return {"success": True, "data": letter_json(found)}


@calls.delete(LETTER, GoneOut)
@allows_candidates()
def delete_letter(template_id: int) -> Any:
    """Delete a cover letter."""
    services.delete_letter(template_id, caller())
    return GONE


@calls.get("/v1/saved-answers", SavedAnswersOut)
@allows_candidates()
def saved_answers() -> Any:
    """What the caller answers when a question comes again, by question."""
    found = own.answers_of(caller().candidate_id or 0)
    return {"success": True, "data": {"answers": [saved_answer_json(row) for row in found]}}


@calls.post("/v1/saved-answers", OneSavedAnswerOut, status=201)
@allows_candidates()
def save_answer(body: SavedAnswerIn) -> Any:
    """Keep an answer; to a question that has one, the new takes its place."""
    return {"success": True, "data": saved_answer_json(services.save_answer(body.question, body.answer, caller()))}, 201


@calls.delete("/v1/saved-answers/<sid(ans):answer_id>", GoneOut)
@allows_candidates()
def delete_saved_answer(answer_id: int) -> Any:
    """Forget a saved answer."""
    services.delete_answer(answer_id, caller())
    return GONE


def _shown(resume_id: int) -> dict[str, Any]:
    return {"success": True, "data": resume_json(documents.get_document(caller().candidate_id or 0, resume_id))}
