"""What the worker does with CVs: reads them, and draws their pages. No file is opened inside a transaction."""

import logging
from typing import Any

from portal.candidates import rules_uploads as rules
from portal.candidates.models import Document
from portal.candidates.queries import uploads as queries
from portal.candidates.reading import FileType, Unreadable
from portal.candidates.rules_marks import sought_of
from portal.candidates.services import reading as readings
from portal.candidates.services import uploads
from portal.core.database import db, transaction
from portal.core.errors import Missing
from portal.core.outbox import task
from portal.core.people import Person
from portal.storage import services as storage
from portal.storage.models import StoredFile
from portal.storage.services import pictures

log = logging.getLogger(__name__)


@task("candidates.read_cv", attempts=4, lease=120)
def read_cv(payload: dict[str, Any]) -> None:
    """Read one dropped file: it becomes a person, a duplicate, or a sentence saying why not. Repeating is harmless."""
    try:
        upload = queries.get_upload(payload["upload"])
    except Missing:
        return
    if upload.state not in rules.BEING_READ or upload.file is None:
        return
    file, by = upload.file, queries.sender_of(upload)
    with transaction():
        if not uploads.begin_reading(upload.id):
            return
    _read(upload.id, file, by)


def _read(upload_id: int, file: StoredFile, by: Person) -> None:
    try:
        reading = readings.read(storage.read(file), FileType(rules.FILE_TYPES[file.media_type])).to_json()
    except Unreadable as refusal:
        with transaction():
            uploads.settle_unreadable(upload_id, refusal.message)
        return
    except Missing:
        with transaction():
            uploads.settle_unreadable(upload_id, uploads.GONE)
        return
    with transaction():
        uploads.settle(upload_id, reading, by=by)


@task("candidates.draw_cv", attempts=2, lease=60)
def draw_cv(payload: dict[str, Any]) -> None:
    """Draw the pages of a PDF ahead of the person who will look at them. Repeating is harmless."""
    document = db.session.get(Document, payload["document"])
    if document is None or document.file.media_type != rules.MEDIA_TYPES["pdf"]:
        return
    try:
        pictures.pages_of(document.file, sought_of(document.reading or {}))
    except (Missing, pictures.NoPictures) as reason:
        log.info("no pictures of document %s: %s", document.id, reason)
