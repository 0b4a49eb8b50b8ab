"""Lists of the JSON calls: conversations by key, and the messages of one. Columns alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from portal.conversations.models import Conversation, ConversationStatus, Message
from portal.conversations.queries import search
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.keyset import Order, page_by_key
from portal.core.paging import Page

C, M = Conversation, Message
COLUMNS = (
    *(C.id, C.company_id, C.channel_id, C.contact_id, C.owner_id, C.candidate_id, C.job_id, C.status),
    *(C.created_at, C.updated_at),
)
MESSAGE_COLUMNS = (
    *(M.id, M.conversation_id, M.sender, M.text, M.kind, M.state, M.author_id, M.failure),
    *(M.created_at, M.sent_at, M.delivered_at, M.read_at),
)
Found = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of conversations is narrowed to. `owner` is a user's id, `ai`, or `none` for those offered to all."""

    owner: int | str | None = None
    status: ConversationStatus | None = None
    channel_id: int | None = None
    job_id: int | None = None
    candidate_id: int | None = None
    waiting: bool | None = None
    text: str = ""


def conversation_page(company_id: int, asked: Asked, cursor: str | None, limit: int) -> Page[Found]:
    """One page, the one last written in first. Raises BadInput for a cursor that is none."""
    wanted = _narrowed(select(*COLUMNS), asked)
    hits = search.found(company_id, asked.text) if asked.text.strip() else None
    if hits is not None:
        wanted = wanted.where(C.id.in_(hits))
    return page_by_key(wanted, Order(C.last_message_at.expression, datetime, downwards=True), C.id, cursor, limit)


def _narrowed(wanted: Select[*tuple[Any, ...]], asked: Asked) -> Select[*tuple[Any, ...]]:
    same = {
        C.status: asked.status,
        C.channel_id: asked.channel_id,
        C.job_id: asked.job_id,
        C.candidate_id: asked.candidate_id,
        C.owner_id: asked.owner if isinstance(asked.owner, int) else None,
    }
    wanted = wanted.where(*(column == value for column, value in same.items() if value is not None))
    if asked.owner == "ai":
        wanted = wanted.where(C.owned_by_ai.is_(True))
    elif asked.owner == "none":
        wanted = wanted.where(C.owner_id.is_(None))
    if asked.waiting is not None:
        wanted = wanted.where(C.waiting_since.is_not(None) if asked.waiting else C.waiting_since.is_(None))
    return wanted


def conversation_row(conversation_id: int) -> Found:
    """One conversation as the calls show it. Raises Missing."""
    row = db.session.execute(select(*COLUMNS).where(C.id == conversation_id)).one_or_none()
    if row is None:
        raise Missing
    return row


def messages_of(
    conversation_id: int, limit: int, *, before: int | None = None, after: int | None = None
) -> Sequence[Found]:
    """Messages, oldest first: the newest of all or of those before one, or those that follow one."""
    wanted = select(*MESSAGE_COLUMNS).where(M.conversation_id == conversation_id)
    if before is not None:
        wanted = wanted.where(M.id < before)
    if after is not None:
        return db.session.execute(wanted.where(M.id > after).order_by(M.id).limit(limit)).all()
    return db.session.execute(wanted.order_by(M.id.desc()).limit(limit)).all()[::-1]


def get_message(conversation_id: int, message_id: int) -> Message:
    """A message of that conversation. Raises Missing."""
    found = db.session.scalars(select(M).where(M.conversation_id == conversation_id, M.id == message_id)).one_or_none()
    if found is None:
        raise Missing
    return found
