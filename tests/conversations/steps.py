"""Rows of conversations for tests."""

import itertools
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from portal.accounts.models import Role, User
from portal.conversations.models import (
    Channel,
    ChannelType,
    Contact,
    Conversation,
    ConversationStatus,
    Message,
    MessageKind,
    MessageState,
    Provider,
    Sender,
)
from portal.core.clock import now
from portal.core.database import db
from tests import factories

_numbers = itertools.count(1)


def a_channel(kind: ChannelType = ChannelType.WHATSAPP, **values: Any) -> Channel:
    """A channel that sends nothing."""
    channel = Channel(type=kind, provider=Provider.TEST, name=kind.value.title(), settings={}, created_at=now())
    for name, value in values.items():
        setattr(channel, name, value)
    db.session.add(channel)
    db.session.flush()
    return channel


def a_contact(**values: Any) -> Contact:
    """Somebody with a number of their own."""
    number = next(_numbers)
    contact = Contact(**{"name": f"Contact {number}", "phone": f"+91984{number:07d}", "created_at": now(), **values})
    db.session.add(contact)
    db.session.flush()
    return contact


def a_talk(owner_id: int | None = None, **values: Any) -> Conversation:
    """An open conversation of somebody new on a channel of its own, unless `channel_id` and `contact_id` are given."""
    values.setdefault("channel_id", None)
    values["channel_id"] = values["channel_id"] or a_channel().id
    values["contact_id"] = values.get("contact_id") or a_contact().id
    owner = db.session.get(User, owner_id) if owner_id else None
    talk = Conversation(
        **{
            "owner_id": owner_id,
            "owned_by_ai": owner is not None and owner.role is Role.AI,
            "status": ConversationStatus.ONGOING,
            "created_at": now(),
            "updated_at": now(),
            "last_message_at": now(),
            **values,
        }
    )
    db.session.add(talk)
    db.session.flush()
    return talk


def contact_writes(talk: Conversation, text: str, *, minutes_ago: float = 0, **values: Any) -> Message:
    """A message of the contact, as the door for inbound messages leaves it."""
    at = now() - timedelta(minutes=minutes_ago)
    row = Message(
        company_id=talk.company_id,
        conversation_id=talk.id,
        channel_id=talk.channel_id,
        kind=MessageKind.MESSAGE,
        sender=Sender.CONTACT,
        text=text,
        state=MessageState.RECEIVED,
        created_at=at,
        channel_message_id=f"in-{secrets.token_hex(8)}",
        **values,
    )
    db.session.add(row)
    db.session.flush()
    talk.last_message_id, talk.last_message_at, talk.updated_at = row.id, at, at
    talk.last_sender, talk.last_text = "contact", text[:160]
    talk.last_inbound_id, talk.last_inbound_at = row.id, at
    if not talk.owned_by_ai:
        talk.waiting_since = talk.waiting_since or at
    db.session.flush()
    return row


def many_messages(talk: Conversation, number: int) -> None:
    """A long past, quickly: contact and assistant in turns."""
    start = now() - timedelta(days=30)
    rows = [
        {
            "company_id": talk.company_id,
            "conversation_id": talk.id,
            "channel_id": talk.channel_id,
            "kind": MessageKind.MESSAGE,
            "sender": Sender.CONTACT if n % 2 else Sender.AI,
            "text": f"Message {n}",
            "state": MessageState.RECEIVED if n % 2 else MessageState.SENT,
            "sends": 0,
            "created_at": start + timedelta(minutes=n),
        }
        for n in range(number)
    ]
    db.session.execute(insert(Message), rows, execution_options={"unscoped": True})


def a_talk_of_a_candidate(world: factories.World, owner_id: int | None = None, **person: Any) -> Conversation:
    """A conversation with a candidate about their application."""
    candidate = factories.a_candidate(phone=f"+91974{next(_numbers):07d}", **person)
    job = factories.a_job(world.client_id, title="Backend Engineer")
    application = factories.an_application(candidate, job)
    contact = a_contact(name=candidate.name, phone=candidate.phone, candidate_id=candidate.id)
    return a_talk(
        owner_id, contact_id=contact.id, candidate_id=candidate.id, job_id=job.id, application_id=application.id
    )
