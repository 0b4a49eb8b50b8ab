"""What changes a person's CVs."""

from typing import Any

from sqlalchemy import update

from portal.candidates.models import Candidate, Document
from portal.candidates.services.people import set_cv_text
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import record
from portal.core.outbox import later
from portal.core.people import Person
from portal.storage.models import StoredFile


def add_document(candidate: Candidate, file: StoredFile, reading: dict[str, Any] | None, *, by: Person) -> Document:
    """Give the person a CV, which is now the one in use; its text becomes searchable in place of the earlier one's.

    `reading` is what was read in it (Reading.to_json), None if nothing could be.
    """
    db.session.execute(
        update(Document)
        .where(Document.candidate_id == candidate.id, Document.is_default)
        .values(is_default=False)
        .execution_options(synchronize_session="fetch")
    )
    document = Document(candidate_id=candidate.id, file_id=file.id, reading=reading, is_default=True, uploaded_at=now())
    file.owner_kind, file.owner_id = "candidate", candidate.id
    db.session.add(document)
    db.session.flush()
    if reading is not None:
        set_cv_text(candidate, reading.get("text") or "")
    record("candidate.cv_added", document, by, new={"file": file.name}, about={"file_type": file.media_type})
    later("candidates.draw_cv", {"document": document.id}, key=f"draw-cv:{document.id}")
    return document
