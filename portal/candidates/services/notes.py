"""What changes notes: writing one."""

import re

from portal.candidates.models import Application, Candidate, Note
from portal.candidates.queries import notes as queries
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput, RuleBroken
from portal.core.events import record
from portal.core.people import Person

NOTE_LENGTH = 10_000


def add_note(
    candidate: Candidate,
    text: str,
    *,
    by: Person,
    application: Application | None = None,
    for_client: bool = False,
) -> Note:
    """Write a note on a person; internal, unless it is for the client of the application it is written on.

    `@` with the name or e-mail address of a colleague mentions them. Raises BadInput with field `text`, and RuleBroken
    for a note to a client who does not see the person.
    """
    text = text.strip()
    if not text:
        raise BadInput(fields={"text": "Write something first."})
    if len(text) > NOTE_LENGTH:
        raise BadInput(fields={"text": f"Please keep a note under {NOTE_LENGTH:,} characters."})
    if for_client and (application is None or not application.client_sees):
        raise RuleBroken("The client does not see this candidate yet. Share the application first.")
    note = Note(
        company_id=candidate.company_id,
        candidate_id=candidate.id,
        application_id=application.id if application else None,
        author_id=by.id or None,
        client_id=application.client_id if application and for_client else None,
        text=text,
        created_at=now(),
    )
    db.session.add(note)
    db.session.flush()
    record(
        "candidate.note_added",
        note,
        by,
        client_id=note.client_id,
        job_id=application.job_id if application else None,
        about={"mentions": mentioned(text), "for_client": for_client},
    )
    return note


def mentioned(text: str) -> list[int]:
    """The ids of the colleagues whose first name, whole name or e-mail address stands after an `@`."""
    if "@" not in text:
        return []
    folded = text.casefold()
    found = []
    for user in queries.colleagues():
        names = {user.first_name, f"{user.first_name} {user.last_name}", user.email}
        if any(re.search(rf"(?<!\w)@{re.escape(name.casefold())}(?!\w)", folded) for name in names if name):
            found.append(user.id)
    return found
