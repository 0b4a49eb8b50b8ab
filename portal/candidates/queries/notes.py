"""What is asked of notes and of the timeline of a person."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import AccountStatus, Role, User
from portal.candidates.models import Note
from portal.core.database import db
from portal.core.events import Event
from portal.core.paging import Page, page_of, read_cursor
from portal.jobs.models import Job

PAGE = 20


_NOTES = (
    select(Note)
    .options(joinedload(Note.author))
    .where(Note.candidate_id == bindparam("candidate"))
    .order_by(Note.id.desc())
    .limit(200)
)


def notes_of(candidate_id: int) -> Sequence[Note]:
    """The notes on a person that the reader may see, newest first, with their authors (at most 200)."""
    return db.session.scalars(_NOTES, {"candidate": candidate_id}).all()


_TIMELINE = (
    select(Event.id, Event.at, Event.name, Event.actor_name, Event.actor_kind, Event.about, Job.title)
    .outerjoin(Job, Job.id == Event.job_id)
    .where(Event.candidate_id == bindparam("candidate"))
    .order_by(Event.id.desc())
    .limit(PAGE + 1)
)


def timeline_of(candidate_id: int, cursor: str | None = None) -> Page[Row[Any]]:
    """What happened to a person, newest first, with the title of the job it was about. Raises BadInput."""
    after = read_cursor(cursor, int)
    wanted = _TIMELINE if after is None else _TIMELINE.where(Event.id < after[0])
    rows = db.session.execute(wanted, {"candidate": candidate_id}).all()
    return page_of(rows, PAGE, lambda row: (row.id,))


def colleagues() -> Sequence[Row[*tuple[Any, ...]]]:
    """Who can be mentioned in a note: `id`, `first_name`, `last_name`, `email` of the company's active staff."""
    wanted = select(User.id, User.first_name, User.last_name, User.email).where(
        User.status == AccountStatus.ACTIVE, User.role.in_((Role.ADMIN, Role.RECRUITER))
    )
    return db.session.execute(wanted.order_by(User.first_name, User.id).limit(500)).all()
