"""The list of conversations, page by page, and how many wait for somebody. Read as columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Role, User
from portal.candidates.models import Candidate
from portal.conversations.models import (
    Channel,
    Contact,
    Conversation,
    ConversationRead,
    ConversationStatus,
    Message,
    Sender,
)
from portal.conversations.queries.search import found
from portal.core.database import db
from portal.core.events import Event
from portal.core.keyset import Order, page_by_key
from portal.core.paging import Page
from portal.core.people import Person
from portal.jobs.models import Job

C = Conversation
PAGE = 30
COUNTED = 100
# So many of the company's newest changes say whether the list is still the one that somebody sees: transactions may
# end in another order than they began.
CHANGES = 20
# What the list may be narrowed to by a number.
NARROWING = ("channel_id", "job_id", "candidate_id")
NEWEST = Order(C.last_message_at.expression, datetime, downwards=True)
LONGEST_WAITING = Order(C.waiting_since.expression, datetime)
ME: ColumnElement[int] = bindparam("me")
_owner = aliased(User)


class View(StrEnum):
    """Whose conversations the list shows."""

    MINE = "mine"
    WAITING = "waiting"
    UNASSIGNED = "unassigned"
    ASSISTANT = "assistant"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to. Without a status it is open conversations, and with a search or a candidate all."""

    view: View = View.ALL
    status: ConversationStatus | None = None
    channel_id: int | None = None
    job_id: int | None = None
    candidate_id: int | None = None
    q: str = ""

    @property
    def shown_status(self) -> ConversationStatus | None:
        """The status that the list is narrowed to; None: any."""
        if self.status is None and not self.q and self.candidate_id is None:
            return ConversationStatus.ONGOING
        return self.status


def inbox_page(
    person: Person, wanted: Wanted, cursor: str | None = None, limit: int = PAGE
) -> Page[Row[*tuple[Any, ...]]]:
    """One page of conversations, the newest first; those that wait for the person: who has waited longest first.

    Raises BadInput for a cursor that is none.
    """
    of = {name: value for name in NARROWING if (value := getattr(wanted, name)) is not None}
    statement = _list(wanted.view, wanted.shown_status, tuple(of))
    if wanted.q:
        ids = found(person.company_id, wanted.q)
        if not ids:
            return Page([], None)
        statement = statement.where(C.id.in_(ids))
    order = LONGEST_WAITING if wanted.view is View.WAITING else NEWEST
    return page_by_key(statement, order, C.id, cursor, limit, {**of, "me": person.id})


@cache
def _list(view: View, status: ConversationStatus | None, of: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """The list as a view shows it, with the numbers that it is narrowed by left open: made once for each way."""
    # The newest of the contact, then those not read: with a lower bound SQLite walks all of the company's messages.
    newest = (
        select(Message.id)
        .where(Message.conversation_id == C.id, Message.sender == Sender.CONTACT)
        .order_by(Message.id.desc())
        .limit(COUNTED)
        .correlate(C)
        .subquery()
    )
    unread = newest.c.id > func.coalesce(ConversationRead.message_id, 0)
    number = select(func.count()).select_from(newest).where(unread).correlate(C, ConversationRead).scalar_subquery()
    rows = (
        select(
            C.id,
            C.status,
            C.owner_id,
            C.owned_by_ai,
            C.waiting_since,
            C.offered_at,
            C.last_message_at,
            C.last_sender,
            C.last_text,
            C.subject,
            Contact.name.label("contact_name"),
            Contact.phone,
            Contact.email,
            Channel.type.label("channel_type"),
            Candidate.first_name,
            Candidate.last_name,
            Job.title.label("job_title"),
            _owner.first_name.label("owner_first"),
            _owner.last_name.label("owner_last"),
            case((and_(_concerns(), _unread()), number), else_=0).label("unread"),
        )
        .join(Contact, Contact.id == C.contact_id)
        .join(Channel, Channel.id == C.channel_id)
        .outerjoin(Candidate, Candidate.id == C.candidate_id)
        .outerjoin(Job, Job.id == C.job_id)
        .outerjoin(_owner, _owner.id == C.owner_id)
        .outerjoin(ConversationRead, and_(ConversationRead.conversation_id == C.id, ConversationRead.user_id == ME))
        .where(*_of_view(view), *(getattr(C, name) == bindparam(name) for name in of))
    )
    return rows if status is None else rows.where(C.status == status)


def _unread() -> ColumnElement[bool]:
    return C.last_inbound_id > func.coalesce(ConversationRead.message_id, 0)


def _concerns() -> ColumnElement[bool]:
    """Whether somebody should answer: it is theirs, nobody's, or its owner has let it wait."""
    return or_(C.owner_id == ME, C.owner_id.is_(None), C.offered_at.is_not(None))


def _assistant() -> ColumnElement[int]:
    return select(User.id).where(User.role == Role.AI).order_by(User.id).limit(1).scalar_subquery()


def _of_view(view: View) -> list[ColumnElement[bool]]:
    match view:
        case View.MINE:
            return [C.owner_id == ME]
        case View.ASSISTANT:
            return [C.owner_id == _assistant()]
        case View.UNASSIGNED:
            return [or_(C.owner_id.is_(None), C.offered_at.is_not(None))]
        case View.WAITING:
            return [C.waiting_since.is_not(None), _concerns()]
    return []


def view_counts(person: Person) -> Row[*tuple[Any, ...]]:
    """How many open conversations each view has, in its own name; counted up to 100."""
    return db.session.execute(_VIEW_COUNTS, {"me": person.id}).one()


def _capped(view: View) -> Any:
    rows = select(C.id).where(C.status == ConversationStatus.ONGOING, *_of_view(view)).limit(COUNTED).subquery()
    return select(func.count()).select_from(rows).scalar_subquery()


_VIEW_COUNTS = select(*(_capped(view).label(view.value) for view in View if view is not View.ALL))
_UNREAD_TALKS = select(func.count()).select_from(
    select(C.id)
    .outerjoin(ConversationRead, and_(ConversationRead.conversation_id == C.id, ConversationRead.user_id == ME))
    .where(C.waiting_since.is_not(None), _concerns(), _unread())
    .limit(COUNTED)
    .subquery()
)
_CHANGES = (
    select(Event.id)
    .where(Event.entity_type == "conversation")
    .order_by(Event.at.desc(), Event.id.desc())
    .limit(CHANGES)
)


def unread_talks(person: Person) -> int:
    """How many conversations wait for the person with something that they have not read; counted up to 100.

    Whoever waits stands in an index of their own, so every page can afford the question.
    """
    return db.session.scalar(_UNREAD_TALKS, {"me": person.id}) or 0


def newest_changes() -> tuple[int, ...]:
    """The numbers of the newest changes to conversations of the company: as long as they are the same, nothing in a
    list of conversations is another."""
    return tuple(db.session.scalars(_CHANGES))


def channel_choices() -> list[Row[*tuple[Any, ...]]]:
    """The company's channels: id, type, name, status, by type and name."""
    wanted = select(Channel.id, Channel.type, Channel.name, Channel.status).order_by(Channel.type, Channel.name)
    return list(db.session.execute(wanted.limit(100)).all())


def job_choices() -> Sequence[Row[*tuple[Any, ...]]]:
    """Jobs that are talked about, for the filter: id and title, at most 200."""
    wanted = select(Job.id, Job.title).where(exists(select(C.id).where(C.job_id == Job.id)))
    return db.session.execute(wanted.order_by(Job.title, Job.id).limit(200)).all()
