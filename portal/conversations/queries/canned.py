"""The company's canned replies."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from portal.conversations.models import CannedReply
from portal.core.database import db
from portal.core.errors import Missing

# As many as a menu can hold; more are not made.
MOST_REPLIES = 200


def canned_replies() -> Sequence[Row[*tuple[Any, ...]]]:
    """All of them by title: id, title, text, and who made each."""
    r = CannedReply
    wanted = select(r.id, r.title, r.text, r.created_by, r.created_at).order_by(r.title, r.id)
    return db.session.execute(wanted.limit(MOST_REPLIES)).all()


def get_canned(reply_id: int) -> CannedReply:
    """One of them. Raises Missing."""
    found = db.session.scalars(select(CannedReply).where(CannedReply.id == reply_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def reply_titled(title: str) -> int | None:
    """The number of the reply with that title."""
    return db.session.scalar(select(CannedReply.id).where(CannedReply.title == title))
