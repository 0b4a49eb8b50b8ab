"""The company's people who can answer in conversations."""

from sqlalchemy import ColumnElement, select

from portal.accounts.models import AccountStatus, Role, User
from portal.conversations.models import Message, Sender
from portal.core.database import db

STAFF = (Role.ADMIN, Role.RECRUITER)


def _can_answer() -> ColumnElement[bool]:
    return User.role.in_(STAFF) & (User.status == AccountStatus.ACTIVE)


def find_last_author(conversation_id: int) -> User | None:
    """Who of the company's active people wrote last in the conversation."""
    wanted = (
        select(User)
        .join(Message, Message.author_id == User.id)
        .where(Message.conversation_id == conversation_id, Message.sender == Sender.AGENT, _can_answer())
    )
    return db.session.scalars(wanted.order_by(Message.id.desc()).limit(1)).one_or_none()


def find_first_agent() -> User | None:
    """A recruiter, else an admin; the one who was there first."""
    wanted = select(User).where(_can_answer()).order_by(User.role.desc(), User.id)
    return db.session.scalars(wanted.limit(1)).one_or_none()


def user_with(email: str) -> User | None:
    """The company's user with that address."""
    return db.session.scalars(select(User).where(User.email == email)).one_or_none()
