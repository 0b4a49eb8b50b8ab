"""The audit log: events by time, the newest first, by who, what, on what and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, literal, or_, select, tuple_

from portal.accounts.models import AccountStatus, CandidateAccount, Role, User
from portal.core.database import db
from portal.core.events import Event, EventDetails
from portal.core.paging import PAGE, Page, page_of, read_cursor
from portal.core.people import PersonKind
from portal.governance.models import EventSeal

MANY_PEOPLE = 300


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events. `actors` are kinds and numbers of people, any of whom did it; `since` ≤ time < `until`."""

    actors: tuple[tuple[str, int], ...] | None = None
    action_type: str | None = None
    entity_type: str | None = None
    entity_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


_COLUMNS: Any = (
    select(
        Event.id,
        Event.at,
        Event.name,
        Event.action_type,
        Event.actor_kind,
        Event.actor_id,
        Event.actor_name,
        Event.actor_email,
        Event.actor_role,
        Event.entity_type,
        Event.entity_id,
        Event.client_id,
        Event.job_id,
        Event.candidate_id,
        Event.application_id,
        Event.interview_id,
        Event.about,
        Event.details_digest,
        EventDetails.old,
        EventDetails.new,
        EventDetails.salt,
        EventSeal.position,
    )
    .outerjoin(EventDetails, EventDetails.event_id == Event.id)
    .outerjoin(EventSeal, EventSeal.event_id == Event.id)
)


def audit_page(wanted: Wanted, cursor: str | None, limit: int = PAGE) -> Page[Row[Any]]:
    """One page of events. Each filter alone has an index that begins with it and goes on by time."""
    statement = _COLUMNS.where(*_conditions(wanted))
    after = read_cursor(cursor, datetime, int)
    if after is not None:
        # As one comparison of pairs, which both databases look up in the index.
        moment, number = literal(after[0], Event.at.type), literal(after[1], Event.id.type)
        statement = statement.where(tuple_(Event.at, Event.id) < tuple_(moment, number))
    ordered = statement.order_by(Event.at.desc(), Event.id.desc()).limit(limit + 1)
    return page_of(db.session.execute(ordered).all(), limit, lambda row: (row.at, row.id))


def _conditions(wanted: Wanted) -> list[Any]:
    found: list[Any] = []
    if wanted.actors is not None:
        these = [and_(Event.actor_kind == kind, Event.actor_id == number) for kind, number in wanted.actors]
        found.append(or_(literal(1) == 0, *these) if len(these) != 1 else these[0])
    if wanted.action_type is not None:
        found.append(Event.action_type == wanted.action_type)
    if wanted.entity_type is not None:
        found.append(Event.entity_type == wanted.entity_type)
    if wanted.entity_id is not None:
        found.append(Event.entity_id == wanted.entity_id)
    if wanted.since is not None:
        found.append(Event.at >= wanted.since)
    if wanted.until is not None:
        found.append(Event.at < wanted.until)
    return found


def actors_with_address(email: str) -> tuple[tuple[str, int], ...]:
    """Who has this e-mail address now: a user, a candidate account, both or nobody."""
    address = email.strip().lower()
    users = db.session.scalars(select(User.id).where(User.email == address)).all()
    accounts = db.session.scalars(select(CandidateAccount.id).where(CandidateAccount.email == address)).all()
    return (
        *((PersonKind.USER.value, number) for number in users),
        *((PersonKind.CANDIDATE.value, number) for number in accounts),
    )


def known_people() -> Sequence[Row[Any]]:
    """Users who can sign in, at most `MANY_PEOPLE`, to choose among. Columns first_name, last_name, email."""
    wanted: Any = select(User.first_name, User.last_name, User.email).where(
        User.status == AccountStatus.ACTIVE, User.role != Role.AI
    )
    return db.session.execute(wanted.order_by(func.lower(User.first_name), User.id).limit(MANY_PEOPLE)).all()
