"""What is asked of people: one of them, who has an address, who changed what."""

from typing import Any

from sqlalchemy import Row, bindparam, or_, select

from portal.candidates.models import Candidate, CandidateText
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.events import Event, EventDetails

_LIVING = select(Candidate).where(Candidate.id == bindparam("candidate"), Candidate.deleted_at.is_(None))


def get_candidate(candidate_id: int) -> Candidate:
    """The person. Raises Missing, also for one that was deleted."""
    found = db.session.scalars(_LIVING, {"candidate": candidate_id}).one_or_none()
    if found is None:
        raise Missing
    return found


def lock_candidate(candidate_id: int) -> Candidate:
    """The person as stored now, the row held until the transaction ends. Raises Missing."""
    wanted = select(Candidate).where(Candidate.id == candidate_id, Candidate.deleted_at.is_(None)).with_for_update()
    found = db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise Missing
    return found


def owners_of(
    email: str | None, phone: str | None, linkedin: str | None, *, but: int | None = None
) -> dict[str, tuple[int, str]]:
    """Who else has the e-mail address, phone or LinkedIn profile: field → (id, name)."""
    wanted = {"email": email, "phone": phone, "linkedin": linkedin}
    given = {field: value for field, value in wanted.items() if value}
    if not given:
        return {}
    rows = db.session.scalars(
        select(Candidate).where(
            or_(*(getattr(Candidate, field) == value for field, value in given.items())), Candidate.id != (but or 0)
        )
    )
    return {
        field: (person.id, person.name)
        for person in rows
        for field, value in given.items()
        if getattr(person, field) == value
    }


def saves_since(candidate_id: int, version: int) -> list[Row[Any]]:
    """Who saved what of the person after that version, newest first: `actor_name`, `at`, `new` (field → value)."""
    rows = db.session.execute(
        select(Event.actor_name, Event.at, Event.about, EventDetails.new)
        .join(EventDetails, EventDetails.event_id == Event.id)
        .where(Event.candidate_id == candidate_id, Event.name == "candidate.updated")
        .order_by(Event.id.desc())
        .limit(20)
    ).all()
    return [row for row in rows if row.about.get("version", 0) > version]


def cv_text_of(candidate_id: int) -> str:
    """The whole text of the person's CV; empty when none was read."""
    return db.session.scalar(select(CandidateText.cv_text).where(CandidateText.candidate_id == candidate_id)) or ""
