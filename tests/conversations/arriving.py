"""Channels, and messages that come in on them, for the tests of what contacts write."""

import itertools
from typing import Any

from sqlalchemy import func, select

from portal.conversations.models import Channel, Contact, Conversation, Message
from portal.core.database import db
from portal.core.tenancy import current_scope, enter
from tests import factories
from tests.conversations import steps
from tests.conversations.steps import a_channel, a_contact

__all__ = ["PHONE", "a_channel", "a_contact", "a_talk", "another_company", "body_for", "count", "texts", "the_only"]
PHONE = "+15550009999"
_numbers = itertools.count(1)


def a_talk(channel: Channel, contact: Contact, **values: Any) -> Conversation:
    """A conversation of a contact on a channel, as it stands."""
    owner_id = values.pop("owner_id", None)
    return steps.a_talk(owner_id, channel_id=channel.id, contact_id=contact.id, **values)


def another_company() -> factories.World:
    """A second company with its people; what the test has loaded of its own stays."""
    scope = current_scope()
    db.session.commit()
    kept = list(db.session)
    db.session.expunge_all()
    enter(None)
    other = factories.a_world("Rival")
    db.session.expunge_all()
    enter(scope)
    db.session.add_all(kept)
    return other


def body_for(channel: Channel, **values: Any) -> dict[str, Any]:
    """What a gateway posts."""
    return {
        "company_id": channel.company_id, "channel_id": channel.id, "from": PHONE, "text": "hello from curl",
        "channel_message_id": f"m-{next(_numbers)}", **values,
    }  # fmt: skip


def count(model: Any) -> int:
    """How many rows there are of a kind in the company."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def the_only(model: Any) -> Any:
    """The one row of a kind in the company."""
    return db.session.scalars(select(model)).one()


def texts(conversation_id: int) -> list[str]:
    """What the contact wrote in a conversation, in order."""
    wanted = select(Message.text).where(Message.conversation_id == conversation_id).order_by(Message.id)
    return list(db.session.scalars(wanted))
