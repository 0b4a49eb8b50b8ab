"""What a recruiter decides when a dropped CV belongs to somebody who is known, or seems to."""

from typing import Any

from portal.candidates import rules
from portal.candidates import rules_uploads as uploads
from portal.candidates.models import Candidate, CvUpload
from portal.candidates.queries import people
from portal.candidates.queries import uploads as queries
from portal.candidates.rules_uploads import UploadMove
from portal.candidates.services.people import update_candidate
from portal.candidates.services.uploads import create_read, give
from portal.core.errors import BadInput
from portal.core.events import record
from portal.core.people import Person


def join(upload: CvUpload, *, by: Person) -> Candidate:
    """The CV becomes the newest of the person who is known; only what was empty is filled from it.

    Raises UploadCannotMove, Missing when the person was deleted meanwhile.
    """
    upload = queries.lock_upload(upload.id)
    state = uploads.after(upload.state, UploadMove.JOIN)
    candidate = people.lock_candidate(upload.duplicate_of_id or 0)
    fill_from(candidate, upload.reading or {}, by=by)
    give(upload, candidate, state, by=by)
    record("candidate.joined", candidate, by, about={"upload": upload.id})
    return candidate


def separate(upload: CvUpload, *, by: Person) -> Candidate:
    """Two people who share an address (a family's phone, an agency's e-mail): a new person without what is taken.

    Raises UploadCannotMove.
    """
    upload = queries.lock_upload(upload.id)
    state = uploads.after(upload.state, UploadMove.SEPARATE)
    reading = upload.reading or {}
    fields = uploads.fields_of(reading)
    try:
        candidate = create_read(fields, reading, by=by)
    except rules.Taken as taken:
        free = {name: value for name, value in fields.items() if name not in taken.owners}
        if "phone" in taken.owners:  # or the same number would be read once more from how it is printed
            free.pop("phone_printed", None)
        candidate = create_read(free, reading, by=by)
    give(upload, candidate, state, by=by)
    return candidate


def fill_from(candidate: Candidate, reading: dict[str, Any], *, by: Person) -> None:
    """Fill from a reading what is still empty in the person's record; an address of somebody else is left out."""
    fields = uploads.fields_of(reading)
    fields.pop("parsing_confidence", None)
    missing = uploads.only_missing({name: getattr(candidate, name) for name in fields}, fields)
    if candidate.phone:
        missing.pop("phone_printed", None)
    try:
        update_candidate(candidate, missing, by=by)
    except BadInput as refusal:  # no address at all, or one of a third person
        usable = {name: value for name, value in missing.items() if name not in refusal.fields}
        update_candidate(candidate, usable, by=by)
