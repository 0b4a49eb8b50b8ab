"""A message as a channel brings it, whichever provider carried it. Pure."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message from outside, checked for shape by its door.

    Exactly one of `phone` (E.164) and `email` (small letters) says who wrote. `name` is what the channel calls them.
    `references` are the Message-IDs that an e-mail answers, the nearest first.
    """

    channel_message_id: str
    text: str
    phone: str | None = None
    email: str | None = None
    name: str = ""
    subject: str = ""
    references: tuple[str, ...] = ()
    sent_at: datetime | None = None
    attachments: tuple[str, ...] = field(default=())  # names alone; the bytes stay with the provider


@dataclass(frozen=True, slots=True)
class Received:
    """What became of it. `duplicate`: the channel had brought it before, and these are the ids of then."""

    conversation_id: int
    message_id: int
    contact_id: int
    duplicate: bool = False
