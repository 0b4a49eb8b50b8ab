"""What a gateway reports of a message, and what the doors of channels answer."""

from typing import Literal

from pydantic import Field

from portal.api.payloads import Answer, InAddress, Payload
from portal.conversations.models import FAILURE_LENGTH

LARGEST_ID = 2**63 - 1


class ReportIn(Payload):
    """How far a message has come. Reports may repeat and overtake each other."""

    message_id: int = Field(
        ge=0, le=LARGEST_ID, description="As it was given to the gateway. 0 is an admin's test message."
    )
    status: Literal["sent", "delivered", "read", "failed"]
    reason: str | None = Field(None, max_length=FAILURE_LENGTH, description="Of a failed one: why, for people to read.")


class StatusOut(Answer):
    """How far the message has come by all reports. A test message has no state."""

    success: bool
    message_id: int
    state: str | None


class MailOut(Answer):
    """What became of an e-mail: a message, an automatic answer that is kept as a line, a bounce, or nothing of use."""

    result: Literal["received", "repeated", "automatic", "bounced", "ignored"]
    conversation_id: int | None
    message_id: int | None


class MetaOut(Answer):
    """How many messages and reports of this number were new to the portal, or known already."""

    messages: int
    reports: int


class TwilioQuery(InAddress):
    """Which message a status callback is about: our reference of it."""

    message: str | None = Field(None, max_length=40)
