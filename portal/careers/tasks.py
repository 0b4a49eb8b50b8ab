"""What the worker does for applications from outside: reading the CV that came with one."""

from typing import Any

from portal.candidates.models import Candidate, Document
from portal.candidates.reading import FileType, Unreadable
from portal.candidates.rules_uploads import FILE_TYPES
from portal.candidates.services import reading as readings
from portal.candidates.services.duplicates import fill_from
from portal.candidates.services.people import set_cv_text
from portal.core.database import db, transaction
from portal.core.errors import Missing
from portal.core.outbox import task
from portal.core.people import SYSTEM
from portal.storage import services as storage


@task("careers.read_cv", attempts=4, lease=120)
def read_cv(payload: dict[str, Any]) -> None:
    """Read the CV of a new applicant: what the form did not say is filled from it. Repeating is harmless."""
    document = db.session.get(Document, payload["document"])
    if document is None or document.reading is not None:
        return
    kind, file = FileType(FILE_TYPES[document.file.media_type]), document.file
    try:
        reading = readings.read(storage.read(file), kind).to_json()
    except (Unreadable, Missing):
        return  # a recruiter sees the file as it is
    db.session.expunge_all()
    with transaction():
        kept = db.session.get(Document, payload["document"])
        candidate = db.session.get(Candidate, kept.candidate_id) if kept is not None else None
        if kept is None or candidate is None or candidate.deleted_at is not None or kept.reading is not None:
            return
        kept.reading = reading
        if kept.is_default:
            set_cv_text(candidate, reading.get("text") or "")
        fill_from(candidate, reading, by=SYSTEM(candidate.company_id))
