"""Talks for tests of the assistant: a channel, a contact, what they write, and a maker that proposes what is wanted."""

import itertools
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from portal.accounts.queries import get_user
from portal.accounts.queries.people import assistant_id
from portal.assistant import Act, Memory, Proposal, Situation
from portal.candidates.models import Application
from portal.conversations import queries
from portal.conversations.models import (
    AssistantTurn,
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
from portal.conversations.services.heeding import heed
from portal.conversations.services.ownership import begin
from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db, transaction
from portal.core.events import Event
from portal.core.people import SYSTEM
from portal.jobs.models import QuestionKind, ScreeningQuestion
from tests.factories import World

_numbers = itertools.count(1)
NOTICE = "This is the automated assistant"


class FakeMaker:
    """Proposes what the test says, and keeps what it was shown. `meanwhile` happens while it thinks."""

    name = "fake"

    def __init__(self, *proposals: Proposal, meanwhile: Callable[[], Any] | None = None) -> None:
        self.proposals, self.shown, self.meanwhile = list(proposals), [], meanwhile

    def propose(self, situation: Situation) -> Proposal:
        self.shown.append(situation)
        if self.meanwhile is not None:
            act, self.meanwhile = self.meanwhile, None
            with transaction():
                act()
        return self.proposals.pop(0) if len(self.proposals) > 1 else self.proposals[0]


def says(text: str = "All right.", act: Act = Act.SAY, **values: Any) -> Proposal:
    """A proposal of an act with words."""
    return Proposal(act, text, values.pop("why", "because"), **values)


def remembering(**values: Any) -> Memory:
    """What the assistant remembers after a proposal."""
    return Memory(**values)


def a_channel(kind: ChannelType = ChannelType.SMS, **values: Any) -> Channel:
    """An active channel that carries nothing out of the house."""
    channel = Channel(
        **{
            "type": kind,
            "provider": Provider.TEST,
            "name": kind.value.title(),
            "created_at": now(),
            "settings": {},
            **values,
        }
    )
    db.session.add(channel)
    db.session.flush()
    return channel


def a_contact(candidate: Any = None, **values: Any) -> Contact:
    """A contact with a number, linked to the candidate if there is one."""
    number = next(_numbers)
    contact = Contact(
        **{
            "name": candidate.name if candidate else f"Stranger {number}",
            "phone": (candidate.phone if candidate else None) or f"+49151{number:08}",
            "candidate_id": candidate.id if candidate else None,
            "created_at": now(),
            **values,
        }
    )
    db.session.add(contact)
    db.session.flush()
    return contact


def a_talk(application: Application | None = None, **values: Any) -> Conversation:
    """A conversation that the assistant leads: about the application, or about nothing with a stranger."""
    contact = values.pop("contact", None) or a_contact(application.candidate if application else None)
    channel = values.pop("channel", None) or a_channel()
    conversation = Conversation(
        **{
            "channel_id": channel.id,
            "contact_id": contact.id,
            "candidate_id": contact.candidate_id,
            "job_id": application.job_id if application else None,
            "application_id": application.id if application else None,
            "owner_id": assistant_id(),
            "owned_by_ai": True,
            "status": ConversationStatus.ONGOING,
            "created_at": now(),
            "updated_at": now(),
            "last_message_at": now(),
            "memory": {},
            **values,
        }
    )
    db.session.add(conversation)
    db.session.flush()
    return conversation


def hears(conversation: Conversation, text: str) -> Message:
    """The contact writes: the message is stored and heeded, in one transaction that stays open."""
    found = queries.lock_conversation(conversation.id)
    message = Message(
        company_id=found.company_id,
        conversation_id=found.id,
        channel_id=found.channel_id,
        kind=MessageKind.MESSAGE,
        sender=Sender.CONTACT,
        text=text,
        state=MessageState.RECEIVED,
        channel_message_id=f"in-{next(_numbers)}",
        created_at=now(),
    )
    db.session.add(message)
    db.session.flush()
    found.last_message_id = found.last_inbound_id = message.id
    found.last_message_at = found.last_inbound_at = message.created_at
    found.last_sender, found.last_text = "contact", text[:160]
    begin(found, by=SYSTEM(found.company_id))
    contact = db.session.scalars(select(Contact).where(Contact.id == found.contact_id)).one()
    heed(found, contact, message)
    db.session.flush()
    return message


def carried_out() -> None:
    """Commit, let the worker run what is due, and begin anew in the company's scope."""
    db.session.commit()
    db.session.expunge_all()
    outbox.run_due()
    db.session.rollback()
    db.session.expunge_all()


def again(conversation: Conversation) -> Conversation:
    """The conversation as the database has it."""
    db.session.expire_all()
    return queries.get_conversation(conversation.id)


def said(conversation: Conversation) -> list[str]:
    """What the assistant said in it, in order."""
    return _texts(conversation, Message.kind == MessageKind.MESSAGE, Message.sender == Sender.AI)


def lines(conversation: Conversation) -> list[str]:
    """What the thread says of what happened."""
    return _texts(conversation, Message.kind == MessageKind.LINE)


def _texts(conversation: Conversation, *which: Any) -> list[str]:
    wanted = select(Message.text).where(Message.conversation_id == conversation.id, *which).order_by(Message.id)
    return list(db.session.scalars(wanted))


def turns_of(conversation: Conversation) -> list[tuple[str, str]]:
    """Act and outcome of each turn in it."""
    wanted = select(AssistantTurn.act, AssistantTurn.outcome).where(AssistantTurn.conversation_id == conversation.id)
    return [(act, outcome.value) for act, outcome in db.session.execute(wanted.order_by(AssistantTurn.id))]


def events(name: str) -> list[Event]:
    """The events of that name."""
    return list(db.session.scalars(select(Event).where(Event.name == name).order_by(Event.id)))


def a_question(job_id: int, text: str = "Are you allowed to work in Germany?", **values: Any) -> ScreeningQuestion:
    """A screening question of the job."""
    question = ScreeningQuestion(
        **{"job_id": job_id, "text": text, "kind": QuestionKind.TEXT, "options": [], "created_at": now(), **values}
    )
    db.session.add(question)
    db.session.flush()
    return question


def the_recruiter(world: World) -> Any:
    """The recruiter's row."""
    return get_user(world.recruiter.id)
