"""What is asked of applications: one, those of a person, and what happened to one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, select, tuple_
from sqlalchemy.orm import aliased, joinedload

from portal.candidates.models import Application, Candidate
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.events import Event
from portal.jobs.models import Job

MOST_COUNTED = 1000
other = aliased(Application)
_WHOLE = select(Application).options(
    joinedload(Application.candidate), joinedload(Application.job).joinedload(Job.client)
)


_OF_PERSON = _WHOLE.where(Application.candidate_id == bindparam("candidate")).order_by(Application.id.desc())


def get_application(application_id: int) -> Application:
    """The application with its candidate, job and client. Raises Missing, also when the person was deleted."""
    found = db.session.scalars(_WHOLE.where(Application.id == application_id)).one_or_none()
    if found is None or found.candidate is None or found.candidate.deleted_at is not None:
        raise Missing
    return found


def lock_application(application_id: int) -> Application:
    """The application as stored now, its row held until the transaction ends. Raises Missing.

    Of two people who move one candidate, the second finds what the first has done.
    """
    wanted = select(Application).where(Application.id == application_id).with_for_update()
    found = db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise Missing
    return found


def find_application(candidate_id: int, job_id: int) -> Application | None:
    """The person's application for the job, if there is one."""
    return db.session.scalars(
        select(Application).where(Application.candidate_id == candidate_id, Application.job_id == job_id)
    ).one_or_none()


def applications_of(candidate_id: int) -> Sequence[Application]:
    """All applications of a person that the reader may see, newest first, with their jobs and clients."""
    return db.session.scalars(_OF_PERSON, {"candidate": candidate_id}).all()


def last_move(application_id: int) -> Row[Any] | None:
    """Who moved the application last, when and where to."""
    return db.session.execute(
        select(Event.actor_name, Event.at, Event.about)
        .where(Event.application_id == application_id, Event.name == "application.status_changed")
        .order_by(Event.id.desc())
        .limit(1)
    ).first()


def beside_on_board(application: Application) -> Row[Any]:
    """In its column of the job's board: who stands `above` and `below` (ids of candidates), `place` and `total`."""
    column = (other.job_id == application.job_id, other.status == application.status)
    here = tuple_(application.moved_at, application.id)
    there = tuple_(other.moved_at, other.id)
    living = select(other.candidate_id).join(Candidate, Candidate.id == other.candidate_id)
    living = living.where(*column, Candidate.deleted_at.is_(None))
    above = living.where(there > here).order_by(other.moved_at, other.id).limit(1)
    below = living.where(there < here).order_by(other.moved_at.desc(), other.id.desc()).limit(1)
    ahead = living.where(there > here).limit(MOST_COUNTED).subquery()
    everybody = living.limit(MOST_COUNTED).subquery()
    return db.session.execute(
        select(
            Application.id,
            above.scalar_subquery().label("above"),
            below.scalar_subquery().label("below"),
            (select(func.count()).select_from(ahead).scalar_subquery() + 1).label("place"),
            select(func.count()).select_from(everybody).scalar_subquery().label("total"),
        ).where(Application.id == application.id)
    ).one()
