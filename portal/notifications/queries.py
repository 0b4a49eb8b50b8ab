"""What is asked of notifications."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select

from portal.accounts.models import AccountStatus, CandidateAccount, Role, User
from portal.candidates.models import Application, Candidate
from portal.clients.models import Client
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.events import Event, EventDetails
from portal.core.formats import when
from portal.core.paging import PAGE, Page, page_of, read_cursor
from portal.core.people import Person
from portal.interviews.models import Interview
from portal.jobs.models import Job
from portal.notifications.models import Facts, Notification, NotificationReader

COUNTED = 100


def _of(person: Person) -> Any:
    mine = NotificationReader.account_id if person.is_candidate else NotificationReader.user_id
    return mine == person.id


def _unread(reader: Any) -> Select[int]:
    mine = (reader == bindparam("me"), NotificationReader.read_at.is_(None))
    return select(func.count()).select_from(select(NotificationReader.id).where(*mine).limit(COUNTED).subquery())


# Every page asks for one of them, so they are built once.
_UNREAD_OF_USER = _unread(NotificationReader.user_id)
_UNREAD_OF_ACCOUNT = _unread(NotificationReader.account_id)


def unread_count(person: Person) -> int:
    """How many notifications wait for the person; counted up to 100."""
    wanted = _UNREAD_OF_ACCOUNT if person.is_candidate else _UNREAD_OF_USER
    return db.session.scalar(wanted, {"me": person.id}) or 0


def notification_page(
    person: Person, *, unread_only: bool = False, cursor: str | None = None, limit: int = PAGE
) -> Page[Row[*tuple[Any, ...]]]:
    """What the person was told, the newest first, as columns. Raises BadInput for a cursor that is none."""
    wanted = (
        select(
            NotificationReader.id.label("reader_id"),
            NotificationReader.read_at,
            Notification.id,
            Notification.type,
            Notification.title,
            Notification.message,
            Notification.entity_type,
            Notification.entity_id,
            Notification.created_at,
        )
        .join(Notification, Notification.id == NotificationReader.notification_id)
        .where(_of(person))
    )
    if unread_only:
        wanted = wanted.where(NotificationReader.read_at.is_(None))
    after = read_cursor(cursor, int)
    if after is not None:
        wanted = wanted.where(NotificationReader.id < after[0])
    rows = db.session.execute(wanted.order_by(NotificationReader.id.desc()).limit(limit + 1)).all()
    return page_of(rows, limit, lambda row: (row.reader_id,))


def get_notification(notification_id: int, person: Person) -> Row[*tuple[Any, ...]]:
    """One notification that the person was told: `id`, `entity_type`, `entity_id`. Raises Missing."""
    wanted = (
        select(Notification.id, Notification.entity_type, Notification.entity_id)
        .join(NotificationReader, NotificationReader.notification_id == Notification.id)
        .where(Notification.id == notification_id, _of(person))
    )
    found = db.session.execute(wanted).one_or_none()
    if found is None:
        raise Missing
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """An event, its names, and whether the client may hear of it."""

    event: Event
    facts: Facts
    client_sees: bool
    interview: Interview | None

    def facts_in(self, zone: str) -> Facts:
        """The same facts with the agreed time as the zone's clocks show it."""
        return _with_time(self.facts, self.event.about.get("start"), zone)


def told_of(event_id: int) -> Told:
    """What an event was about, read anew by the worker. Raises Missing."""
    wanted = (
        select(
            Event,
            EventDetails.old,
            EventDetails.new,
            Candidate.first_name,
            Candidate.last_name,
            Job.title,
            Job.location,
            Job.openings,
            Client.company_name,
            Application.client_sees,
            Interview,
        )
        .outerjoin(EventDetails, EventDetails.event_id == Event.id)
        .outerjoin(Candidate, Candidate.id == Event.candidate_id)
        .outerjoin(Job, Job.id == Event.job_id)
        .outerjoin(Client, Client.id == func.coalesce(Event.client_id, Job.client_id))
        .outerjoin(Application, Application.id == Event.application_id)
        .outerjoin(Interview, Interview.id == Event.interview_id)
    )
    row = db.session.execute(wanted.where(Event.id == event_id)).one_or_none()
    if row is None:
        raise Missing
    event, interview, new = row.Event, row.Interview, row.new or {}
    facts = Facts(
        candidate=" ".join(part for part in (row.first_name, row.last_name) if part),
        job=row.title or "",
        client=row.company_name or "",
        location=row.location or "",
        openings=row.openings or 0,
        round=_round(interview),
        status=new.get("status", ""),
        before=(row.old or {}).get("status", ""),
        reason=new.get("rejection_reason") or new.get("reason") or "",
        actor=event.actor_name,
    )
    return Told(event, facts, bool(row.client_sees), interview)


def _round(interview: Interview | None) -> str:
    return (interview.round_name or f"Round {interview.interview_round}") if interview else ""


def _with_time(facts: Facts, start: str | None, zone: str) -> Facts:
    return replace(facts, time=when(datetime.fromisoformat(start), zone)) if start else facts


def users_in_roles(roles: Iterable[Role], client_id: int | None) -> Sequence[Row[*tuple[Any, ...]]]:
    """Active users of the roles; client users only those of the client. Columns id, names, email, zone, client."""
    mine = User.client_id.is_(None) if client_id is None else User.client_id.is_(None) | (User.client_id == client_id)
    wanted = select(User.id, User.first_name, User.last_name, User.email, User.time_zone, User.client_id).where(
        User.status == AccountStatus.ACTIVE, User.role.in_(list(roles)), mine
    )
    return db.session.execute(wanted.order_by(User.id)).all()


def accounts_of(candidate_id: int) -> Sequence[int]:
    """The candidate's active portal accounts."""
    wanted = select(CandidateAccount.id).where(
        CandidateAccount.candidate_id == candidate_id, CandidateAccount.status == AccountStatus.ACTIVE
    )
    return db.session.scalars(wanted).all()
