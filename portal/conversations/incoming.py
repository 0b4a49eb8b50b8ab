"""A message as a channel brings it, whichever provider carried it. Pure."""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from portal.core.addresses import phone_e164, valid_address
from portal.core.errors import BadInput

NAME_LENGTH = 200


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
class Sender:
    """Who writes, as the world knows them: a telephone number (E.164) or an e-mail address (small letters)."""

    phone: str | None = None
    email: str | None = None

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Of an address or a number with its country code; None for a number without one. Raises BadInput (`from`)."""
        if "@" in text:
            try:
                return cls(email=valid_address(text))
            except BadInput as error:
                raise BadInput(fields={"from": error.message}) from error
        phone = phone_e164(text)
        return cls(phone=phone) if phone is not None else None

    @classmethod
    def read_within(cls, text: str, country: str | None) -> Self:
        """Of a number as it is dialled in the country (ISO 3166). Raises BadInput (`from`)."""
        phone = phone_e164(text, country) if country else None
        if phone is None:
            raise BadInput(fields={"from": "Give a telephone number with its country code (+…), or an e-mail address."})
        return cls(phone=phone)


@dataclass(frozen=True, slots=True)
class Received:
    """What became of it. `duplicate`: the channel had brought it before, and these are the ids of then."""

    conversation_id: int
    message_id: int
    contact_id: int
    duplicate: bool = False


def clean(text: str) -> str:
    """The text without what is no text: control characters and halves of pairs. Line ends and tabs stay, and so do all
    scripts, their directions, and emoji with what joins them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def clean_name(text: str) -> str:
    """A name as a channel gives it, in one line and of bearable length."""
    return " ".join(clean(text).split())[:NAME_LENGTH].strip()
