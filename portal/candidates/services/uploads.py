"""What changes a dropped file: receiving it, what reading it led to, and entering it by hand."""

import secrets
from collections.abc import Sequence
from typing import Any, NamedTuple

from portal.candidates import rules
from portal.candidates import rules_uploads as uploads
from portal.candidates.models import Candidate, CvUpload, UploadState
from portal.candidates.queries import applications as applications_known
from portal.candidates.queries import people
from portal.candidates.queries import uploads as queries
from portal.candidates.reading import Unreadable, sniff
from portal.candidates.rules_uploads import Incoming, UploadMove
from portal.candidates.services.applications import apply
from portal.candidates.services.documents import add_document
from portal.candidates.services.people import create_candidate
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput, Missing, RuleBroken
from portal.core.outbox import later
from portal.core.people import Person
from portal.jobs import rules as job_rules
from portal.jobs.models import Job
from portal.storage import services as storage
from portal.storage.models import StoredFile
from portal.storage.rules import shown_name

SOURCE = "cv_upload"
NOT_A_CV = "There is text in it, but neither a name nor an address, so nobody was added. Is this a CV?"
GONE = "The file is no longer here. Please send it again."


class Batch(NamedTuple):
    """What was dropped together: its name in addresses, and how many files were kept and refused."""

    key: str
    kept: int
    refused: int


def receive(files: Sequence[Incoming], *, job: Job | None, by: Person, expected: Candidate | None = None) -> Batch:
    """Keep what was dropped, to be read by the worker. A file that cannot be one of ours is refused with its reason.

    `expected` is whose it is by a stranger's word: a recruiter decides, whatever address stands in it.
    Raises BadInput with field `files`, and what the job refuses when it takes no applications.
    """
    uploads.check_batch(len(files))
    if job is not None:
        job_rules.check_takes_applications(job.status)
    batch = secrets.token_hex(8)
    kept = sum(_receive_one(file, batch, job, by, expected) for file in files)
    return Batch(batch, kept, len(files) - kept)


def _receive_one(incoming: Incoming, batch: str, job: Job | None, by: Person, expected: Candidate | None) -> bool:
    upload = CvUpload(
        batch=batch,
        job_id=job.id if job is not None else None,
        name=shown_name(incoming.name),
        state=UploadState.WAITING,
        expected_id=expected.id if expected is not None else None,
        uploaded_by_id=by.id or None,
        created_at=now(),
    )
    data = incoming.stream.read(uploads.MAX_BYTES + 1)
    try:
        kind = sniff(data, upload.name)
    except Unreadable as refusal:
        upload.state, upload.message = UploadState.REFUSED, refusal.message
        db.session.add(upload)
        return False
    media_type = uploads.MEDIA_TYPES[kind.value]
    upload.file_id = storage.put(data, name=upload.name, media_type=media_type, owner_kind="upload").id
    db.session.add(upload)
    db.session.flush()
    later("candidates.read_cv", {"upload": upload.id}, key=f"read-cv:{upload.id}")
    return True


def begin_reading(upload_id: int) -> bool:
    """Say that the worker has the file in hand; false when somebody settled it already."""
    upload = queries.lock_upload(upload_id)
    if upload.state not in uploads.BEING_READ:
        return False
    upload.state = UploadState.READING
    db.session.flush()
    return True


def settle_unreadable(upload_id: int, sentence: str) -> None:
    """Nothing could be read: say why and invent nothing. Harmless when it was settled already."""
    upload = queries.lock_upload(upload_id)
    if upload.state in uploads.BEING_READ:
        upload.state, upload.message = UploadState.UNREADABLE, sentence[:500]
        db.session.flush()


def settle(upload_id: int, reading: dict[str, Any], *, by: Person) -> None:
    """Make of a reading a person with this CV and an application, or find who it is already.

    Harmless when the upload was settled already. Two workers with the same address: the constraint lets one add the
    person, and the other finds a duplicate.
    """
    upload = queries.lock_upload(upload_id)
    if upload.state not in uploads.BEING_READ:
        return
    upload.reading = reading
    fields = uploads.fields_of(reading)
    if not uploads.says_who(fields):
        upload.state, upload.message = UploadState.UNREADABLE, NOT_A_CV
        db.session.flush()
        return
    if upload.expected_id is not None and _hold_for(upload, upload.expected_id):
        return
    try:
        candidate = create_read(fields, reading, by=by)
    except rules.Taken as taken:
        upload.state = UploadState.DUPLICATE
        upload.duplicate_of_id, name = owner_of(taken)
        same = " and ".join(rules.FIELD_WORDS[field] for field in taken.owners)
        upload.message = f"{name} has the same {same}."[:500]
        db.session.flush()
        return
    give(upload, candidate, UploadState.ADDED, by=by)


def _hold_for(upload: CvUpload, candidate_id: int) -> bool:
    """Let a recruiter decide whether it is this person's; false when there is no such person any more."""
    try:
        expected = people.get_candidate(candidate_id)
    except Missing:
        return False
    upload.state, upload.duplicate_of_id = UploadState.DUPLICATE, expected.id
    upload.message = f"Sent from outside with {expected.name}'s address. Look whether it is theirs."[:500]
    db.session.flush()
    return True


def create_read(fields: dict[str, Any], reading: dict[str, Any], *, by: Person) -> Candidate:
    """Add the person of a reading. A value that is none (an address that cannot be one) is left out. Raises Taken."""
    values = {"first_name": uploads.NO_NAME, **fields}
    # Printed without a country code: the company's own country may tell.
    if "phone" not in values and values.get("phone_printed"):
        values["phone"] = values["phone_printed"]
    try:
        return create_candidate(values, by=by, source=SOURCE, cv_text=reading.get("text"))
    except rules.Taken:
        raise
    except BadInput as refusal:
        usable = {name: value for name, value in values.items() if name not in refusal.fields}
        return create_candidate(usable, by=by, source=SOURCE, cv_text=reading.get("text"))


def owner_of(taken: rules.Taken) -> tuple[int, str]:
    """Whom the addresses belong to; where they differ, the e-mail address says more than the phone."""
    return next(taken.owners[field] for field in ("email", "phone", "linkedin") if field in taken.owners)


def give(upload: CvUpload, candidate: Candidate, state: UploadState, *, by: Person) -> None:
    """The file becomes this person's CV, and they are put forward for the job it was dropped on."""
    file = db.session.get(StoredFile, upload.file_id)
    if file is not None:
        add_document(candidate, file, upload.reading, by=by)
    upload.candidate_id, upload.state, upload.message = candidate.id, state, ""
    job = db.session.get(Job, upload.job_id) if upload.job_id else None
    if job is not None:
        known = applications_known.find_application(candidate.id, job.id)
        try:
            upload.application_id = (known or apply(candidate, job, by=by, source=SOURCE)).id
        except RuleBroken as refusal:  # closed since the file was dropped: the person is kept all the same
            upload.message = refusal.message[:500]
    db.session.flush()


def enter_by_hand(upload: CvUpload, fields: dict[str, Any], *, by: Person) -> Candidate:
    """Add the person of an unreadable file as somebody typed them. Raises BadInput, Taken, UploadCannotMove."""
    upload = queries.lock_upload(upload.id)
    state = uploads.after(upload.state, UploadMove.ENTER)
    candidate = create_candidate(fields, by=by, source=SOURCE)
    give(upload, candidate, state, by=by)
    return candidate


def read_again(upload: CvUpload, *, by: Person) -> CvUpload:
    """Let the worker try once more. Raises UploadCannotMove."""
    upload = queries.lock_upload(upload.id)
    upload.state, upload.message = uploads.after(upload.state, UploadMove.READ), ""
    upload.created_at = now()
    later("candidates.read_cv", {"upload": upload.id}, key=f"read-cv:{upload.id}:{secrets.token_hex(8)}")
    return upload


def dismiss(upload: CvUpload, *, by: Person) -> None:
    """Make nothing of the file and keep nothing of it. Raises UploadCannotMove."""
    upload = queries.lock_upload(upload.id)
    upload.state = uploads.after(upload.state, UploadMove.DISMISS)
    file = db.session.get(StoredFile, upload.file_id) if upload.file_id else None
    upload.file_id, upload.reading = None, None
    db.session.flush()
    if file is not None:
        storage.delete(file)
