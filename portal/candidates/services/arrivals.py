"""A person who comes by a call: put forward at once, typed in or by a CV that is read before anything is written.

A dropped file of the pages is read by the worker, for whoever drops forty watches a tray. Whoever calls wants the
person in the answer, so the file is read within the request, by the same child process under the same limits, before
the transaction begins; each web process reads one file at a time, so that callers cannot fill the memory.
"""

import threading
from dataclasses import dataclass
from typing import Any

from portal.candidates import rules
from portal.candidates import rules_uploads as uploads
from portal.candidates.models import Application, Candidate, Document
from portal.candidates.queries import applications as queries
from portal.candidates.reading import Unreadable, read_in_child, sniff
from portal.candidates.rules_uploads import Incoming
from portal.candidates.services.applications import apply
from portal.candidates.services.documents import add_document
from portal.candidates.services.duplicates import fill_from
from portal.candidates.services.people import create_candidate
from portal.candidates.services.uploads import NOT_A_CV, SOURCE, create_read
from portal.core.errors import BadInput, Busy
from portal.core.people import Person
from portal.jobs import rules as job_rules
from portal.jobs.models import Job
from portal.storage import services as storage
from portal.storage.rules import shown_name

BY_CALL = "api"
PATIENCE_SECONDS = 20
_one_reading = threading.BoundedSemaphore(1)


@dataclass(frozen=True, slots=True)
class ReadCv:
    """A CV that was sent and read: its name, its bytes, its kind, and the reading as JSON."""

    name: str
    data: bytes
    media_type: str
    reading: dict[str, Any]


def read_cv(sent: Incoming) -> ReadCv:
    """Read a file that was sent; no database is asked. Raises BadInput with field `file`, and Busy."""
    name, data = shown_name(sent.name), sent.stream.read(uploads.MAX_BYTES + 1)
    if not _one_reading.acquire(timeout=PATIENCE_SECONDS):
        raise Busy("Many CVs are being read just now. Please send this one again.", retry_after=10)
    try:
        kind = sniff(data, name)
        reading = read_in_child(data, kind).to_json()
    except Unreadable as refusal:
        raise BadInput(fields={"file": refusal.message}) from refusal
    finally:
        _one_reading.release()
    if not uploads.says_who(uploads.fields_of(reading)):
        raise BadInput(fields={"file": NOT_A_CV})
    return ReadCv(name, data, uploads.MEDIA_TYPES[kind.value], reading)


def put_forward_new(fields: dict[str, Any], job: Job, *, by: Person) -> Application:
    """Add the person and put them forward for the job.

    Raises BadInput by field, Taken when somebody has the address or number, and what the job refuses.
    """
    job_rules.check_takes_applications(job.status)
    return apply(create_candidate(fields, by=by, source=BY_CALL), job, by=by, source=BY_CALL)


def put_forward_read(cv: ReadCv, job: Job, *, by: Person) -> Application:
    """Add the person of a CV, with the CV, and put them forward for the job. Raises Taken, and what the job refuses."""
    job_rules.check_takes_applications(job.status)
    candidate = create_read(uploads.fields_of(cv.reading), cv.reading, by=by)
    _keep(cv, candidate, by)
    return apply(candidate, job, by=by, source=SOURCE)


def put_forward_known(candidate: Candidate, cv: ReadCv | None, job: Job, *, by: Person) -> Application:
    """Put somebody forward who is known; a CV becomes their newest, and fills what was empty.

    Raises AlreadyApplied (but not for a new CV, which they may bring to an application that there is), Missing, and
    what the job refuses.
    """
    known = queries.find_application(candidate.id, job.id)
    if known is not None and cv is None:
        raise rules.AlreadyApplied(candidate.name, job.title)
    application = known or apply(candidate, job, by=by, source=SOURCE if cv else BY_CALL)
    if cv is not None:
        add_cv(candidate, cv, by=by)
    return application


def add_cv(candidate: Candidate, cv: ReadCv, *, by: Person) -> Document:
    """A CV becomes the newest of somebody who is known, and fills what was empty."""
    fill_from(candidate, cv.reading, by=by)
    return _keep(cv, candidate, by)


def _keep(cv: ReadCv, candidate: Candidate, by: Person) -> Document:
    file = storage.put(cv.data, name=cv.name, media_type=cv.media_type, owner_kind="candidate", owner_id=candidate.id)
    return add_document(candidate, file, cv.reading, by=by)
