"""What happens in a candidate's talk, for tests."""

from typing import Any

from sqlalchemy import select

from portal.conversations.models import Conversation, Message, MessageState, Sender
from portal.core.clock import now
from portal.core.database import db, set_reading
from tests.browser import Answer, Browser

M = MessageState
KEY = "a-key-of-mine"


def path(talk: Conversation, rest: str = "") -> str:
    """The talk's page in the portal."""
    return f"/portal/messages/{talk.id}{rest}"


def arrives(
    talk: Conversation, text: str, sender: Sender = Sender.AI, state: MessageState = M.DELIVERED, **values: Any
) -> Message:
    """A message of the company, as the task that sends leaves it."""
    set_reading(False)
    message = Message(
        conversation_id=talk.id, channel_id=talk.channel_id, sender=sender, text=text, state=state, created_at=now(),
        **values,
    )  # fmt: skip
    db.session.add(message)
    db.session.flush()
    talk.last_message_id, talk.last_message_at = message.id, message.created_at
    talk.last_sender, talk.last_text = sender.value, text
    db.session.flush()
    return message


def writes(browser: Browser, talk: Conversation, text: str, key: str = KEY, **options: Any) -> Answer:
    """The candidate sends the form of the page."""
    return browser.post(path(talk), {"text": text, "send_key": key}, **options)


def again(talk: Conversation) -> Conversation:
    """The talk as the database has it."""
    db.session.expire_all()
    return db.session.get(Conversation, talk.id)


def texts(talk: Conversation, sender: Sender = Sender.CONTACT) -> list[str]:
    """What somebody wrote in it, in order."""
    wanted = select(Message.text).where(Message.conversation_id == talk.id, Message.sender == sender)
    return list(db.session.scalars(wanted.order_by(Message.id)))


def forms_on(page: Answer) -> set[str]:
    """What can be asked of the talk."""
    return {form["data-action"] for form in page.soup.select("form[data-action]")}
