"""What a person's page shows, put together for a page, a refused note and a fragment alike."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request

from portal.candidates import rules
from portal.candidates import rules_marks as marks
from portal.candidates.forms import NoteForm
from portal.candidates.models import Application, Candidate, Document
from portal.candidates.pages import documents as papers
from portal.candidates.pages._timeline import lines
from portal.candidates.pages._walk import walk
from portal.candidates.queries import applications, documents, notes, screening
from portal.core.ids import decode
from portal.core.people import Person
from portal.interviews import queries as interviews
from portal.storage.models import StoredFile


def profile(candidate: Candidate, person: Person, note_form: NoteForm | None = None) -> dict[str, Any]:
    """Everything on the page that this person may see; what they may not is not in it."""
    all_of_them = applications.applications_of(candidate.id)
    chosen = _chosen(list(all_of_them))
    happened = notes.timeline_of(candidate.id) if person.is_staff else None
    return {
        "candidate": candidate,
        "applications": all_of_them,
        "chosen": chosen,
        "moves": rules.moves_from(chosen.status) if chosen and person.may("candidates.write") else [],
        "walk": walk(candidate, chosen, person),
        "timeline": lines(happened.items) if happened else [],
        "older": happened.next if happened else None,
        "notes": notes.notes_of(candidate.id),
        "note_form": note_form or NoteForm(formdata=None),
        "rounds": interviews.interview_page(interviews.Wanted(candidate_id=candidate.id), None).items,
        "may_write": person.may("candidates.write"),
        "answers": screening.answers_to(chosen.job_id, chosen.id) if chosen and person.is_staff else [],
        **_paper(candidate, chosen),
    }


def _chosen(all_of_them: list[Application]) -> Application | None:
    """The application that the address names by its job, else the newest."""
    job_id = decode("job", request.args.get("job") or request.args.get("in", ""))
    named = [a for a in all_of_them if a.job_id == job_id]
    return next(iter(named or all_of_them), None)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A document as the viewer takes it, with the places that the story points at among its marks."""

    id: int
    candidate_id: int
    file: StoredFile
    uploaded_at: datetime
    reading: dict[str, Any]


def _paper(candidate: Candidate, chosen: Application | None) -> dict[str, Any]:
    """The CV in the page, and `seen`: start of a place that the story names → the id of its mark."""
    document = documents.newest_document(candidate.id)
    lit = request.args.get("field")
    if document is None or not document.reading:
        return {**papers.viewer(document, lit), "seen": {}}
    evidence, seen = _with_story(document, chosen)
    shown: Any = _Shown(
        document.id, candidate.id, document.file, document.uploaded_at, {**document.reading, "evidence": evidence}
    )
    return {**papers.viewer(shown, lit), "document": document, "seen": seen}


def _with_story(document: Document, chosen: Application | None) -> tuple[dict[str, Any], dict[int, str]]:
    reading = document.reading or {}
    evidence = dict(reading.get("evidence") or {})
    paths = {(e["start"], e["end"]): path for path, e in evidence.items()}
    seen: dict[int, str] = {}
    for start, end in _places((chosen.ai_story or {}) if chosen else {}, reading.get("text") or ""):
        path = paths.get((start, end))
        if path is None:
            path = f"story.{len(seen)}"
            evidence[path] = {"start": start, "end": end, "confidence": 1.0}
        seen[start] = marks.anchor_of(path)
    return evidence, seen


def _places(story: dict[str, Any], text: str) -> list[tuple[int, int]]:
    """The places in this very text that the story names; one made from an earlier CV names none."""
    said = [story.get("headline") or {}]
    said += [statement for part in ("strengths", "gaps", "questions") for statement in story.get(part) or []]
    found = [e for statement in said for e in statement.get("evidence") or [] if e.get("start") is not None]
    return [(e["start"], e["end"]) for e in found if text[e["start"] : e["end"]] == e.get("text")]
