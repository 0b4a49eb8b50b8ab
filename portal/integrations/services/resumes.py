"""The CV of an application that another system sent: fetched by the worker, read as any other, given to its person."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from portal.candidates.services import arrivals
from portal.candidates.services.arrivals import ReadCv
from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db
from portal.integrations import queries_ats as queries
from portal.integrations.ats import ADAPTERS
from portal.integrations.ats.event import Resume
from portal.integrations.ats.reading import parse
from portal.integrations.models import WORDS_LENGTH
from portal.integrations.services.ats_work import actor

# Should the worker be ended, or the other side not answer, it is tried again after this, and so often in all.
AGAIN = timedelta(minutes=3)
MOST_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to be fetched, for whom."""

    delivery_id: int
    company_id: int
    run: int
    attempt: int
    source: str
    submission_id: int | None
    file: Resume


def begin_fetching(delivery_id: int, attempt: int) -> Wanted | None:
    """What is to be fetched for a delivery, with an effect left behind that tries again; None: nothing (any more)."""
    found = queries.lock_delivery(delivery_id)
    if found is None or found.body is None or found.candidate_id is None or "document_id" in found.changed:
        return None
    person = ADAPTERS[found.source].normalise(parse(found.body)).person
    if person is None or person.resume is None or queries.find_person(found.candidate_id) is None:
        return None
    if found.client_id is not None and queries.applies_elsewhere(found.candidate_id, found.client_id):
        return None
    wanted = Wanted(found.id, found.company_id, found.runs, attempt, found.source, found.submission_id, person.resume)
    if attempt + 1 < MOST_ATTEMPTS:
        payload = {"delivery_id": found.id, "attempt": attempt + 1}
        outbox.later("integrations.ats_resume", payload, key=_key(wanted, attempt + 1), due_at=now() + AGAIN)
    return wanted


def name_of(url: str, name: str) -> str:
    """What the file is called: as the vendor says, else as its address ends."""
    return name or PurePosixPath(unquote(urlsplit(url).path)).name or "cv"


def keep_resume(wanted: Wanted, cv: ReadCv) -> None:
    """The file becomes the person's newest CV. Harmless when it did already."""
    found = queries.lock_delivery(wanted.delivery_id)
    outbox.forget(_key(wanted, wanted.attempt + 1))
    person = queries.find_person(found.candidate_id) if found is not None and found.candidate_id else None
    if found is None or person is None or "document_id" in found.changed:
        return
    document = arrivals.add_cv(person, cv, by=actor(found.source, found.company_id))
    found.changed = {**found.changed, "document_id": document.id}
    found.resume_words = "The CV was fetched and read."
    db.session.flush()


def say_of_resume(wanted: Wanted, words: str, *, is_final: bool) -> None:
    """Write down why there is no CV; the application stays as it is."""
    found = queries.lock_delivery(wanted.delivery_id)
    if found is not None:
        found.resume_words = words[:WORDS_LENGTH]
        db.session.flush()
    if is_final:
        outbox.forget(_key(wanted, wanted.attempt + 1))


def _key(wanted: Wanted, attempt: int) -> str:
    return f"integrations.ats_resume:{wanted.delivery_id}:{wanted.run}:{attempt}"
