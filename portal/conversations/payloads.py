"""What calls about conversations take and give. The names are those of seeds 004 and 000; ids are integers."""

from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import Field, RootModel

from portal.api.payloads import MOST_ITEMS, Answer, Id, InAddress, Paging, Payload, When, Yes, moment, one_of_these
from portal.conversations.models import ConversationStatus, MessageKind, MessageState, Sender
from portal.core.clock import now
from portal.core.ids import Prefix
from portal.core.paging import LARGEST

MESSAGES = 200


class InboundIn(Payload):
    """A message of a contact, as a channel's gateway brings it. The same `channel_message_id` again changes nothing."""

    company_id: int = Field(ge=1, le=LARGEST, examples=[1])
    channel_id: int = Field(ge=1, le=LARGEST, examples=[1])
    sender: str = Field(
        alias="from", min_length=1, max_length=254, examples=["+15550009999"],
        description="Who writes: a telephone number with its country code, or an e-mail address.",
    )  # fmt: skip
    text: str = Field(examples=["hello from curl"])
    channel_message_id: str = Field(min_length=1, max_length=255, examples=["demo-123"])
    name: str = Field("", max_length=1000, description="What the channel calls the contact; kept if we know no name.")
    sent_at: When | None = Field(None, description="When it was written; without a zone in UTC.")

    def moment(self) -> datetime | None:
        """When it was written; a clock that runs ahead is not believed."""
        if self.sent_at is None:
            return None
        said = self.sent_at if self.sent_at.tzinfo else self.sent_at.replace(tzinfo=UTC)
        return min(said, now())


class InboundOut(Answer):
    """Where the message is. `duplicate`: it had come before, and these are the ids of then."""

    conversation_id: int
    message_id: int
    contact_id: int
    duplicate: bool


class ConversationOut(Answer):
    """A conversation: who owns it, on which channel, with which contact (seed 004), about what, and where it stands
    (seed 000)."""

    id: int
    company_id: int
    channel_id: int
    contact_id: int
    owner_id: int | None
    candidateId: int | None
    jobId: int | None
    status: ConversationStatus
    createdAt: str
    updatedAt: str


class MessageOut(Answer):
    """A message, a note for colleagues, or a line that says what happened. `content` is plain text."""

    id: int
    conversation_id: int
    sender: Sender
    content: str
    kind: MessageKind
    state: MessageState
    author_id: int | None
    failure: str | None
    created_at: str
    sent_at: str | None
    delivered_at: str | None
    read_at: str | None


class MessagesOut(RootModel[list[MessageOut]]):
    """The messages, oldest first."""


class DetailOut(Answer):
    """What was done, in words."""

    detail: str = Field(examples=["switched ownership to human"])


class ConversationsQuery(Paging):
    """Which conversations."""

    owner: str | None = Field(
        None, pattern=r"^(me|ai|none|[0-9]{1,18}|user_[A-Za-z0-9]{1,40})$",
        description="`me`, `ai` (the assistant), `none` (offered to all), or a user's id.",
    )  # fmt: skip
    status: ConversationStatus | None = None
    channel_id: int | None = Field(None, ge=1, le=LARGEST)
    job_id: str | None = Field(None, max_length=60)
    candidate_id: str | None = Field(None, max_length=60)
    waiting: Yes | None = Field(None, description="Whether the contact waits for a person's answer.")
    q: str = Field(
        "", max_length=200, description="Words of the contact's name, number or address, or of what was written."
    )


class MessagesQuery(InAddress):
    """Which messages: the newest, those before one, or those that follow one."""

    limit: int = Field(MESSAGES, ge=1, le=MOST_ITEMS)
    before: int | None = Field(None, ge=1, le=LARGEST)
    after: int | None = Field(None, ge=0, le=LARGEST)


class ConversationIn(Payload):
    """A conversation with a candidate or a known contact. With `text` it begins at once."""

    model_config = one_of_these("candidate_id", "contact_id")

    channel_id: int = Field(ge=1, le=LARGEST)
    candidate_id: Id(Prefix.CANDIDATE) | None = None  # type: ignore[valid-type]
    contact_id: int | None = Field(None, ge=1, le=LARGEST)
    job_id: Id(Prefix.JOB) | None = None  # type: ignore[valid-type]
    text: str | None = Field(None, description="The first message.")
    author_id: Id(Prefix.USER) | None = None  # type: ignore[valid-type]


class StatusIn(Payload):
    """Where the conversation goes: CREATED → ONGOING → COMPLETED."""

    status: Literal["CREATED", "ONGOING", "COMPLETED"]


class MessageIn(Payload):
    """A message to the contact; from a candidate, one to the company."""

    text: str = Field(examples=["Hello, I am taking over"])
    author_id: Id(Prefix.USER) | None = Field(  # type: ignore[valid-type]
        None, description="Who writes: an active person of the company. By default the caller; a key must say it."
    )


class TransferIn(Payload):
    """Who answers from now on: a person of the company, or its assistant."""

    new_owner_id: Id(Prefix.USER)  # type: ignore[valid-type]


def conversation_json(row: Any) -> dict[str, Any]:
    """A conversation (its columns, or the row itself) as the calls give it."""
    return {
        "id": row.id,
        "company_id": row.company_id,
        "channel_id": row.channel_id,
        "contact_id": row.contact_id,
        "owner_id": row.owner_id,
        "candidateId": row.candidate_id,
        "jobId": row.job_id,
        "status": row.status,
        "createdAt": moment(row.created_at),
        "updatedAt": moment(row.updated_at),
    }


def message_json(row: Any, *, for_candidate: bool = False) -> dict[str, Any]:
    """A message; why one could not be sent is the company's to know."""
    return {
        "id": row.id,
        "conversation_id": row.conversation_id,
        "sender": row.sender,
        "content": row.text,
        "kind": row.kind,
        "state": row.state,
        "author_id": row.author_id,
        "failure": None if for_candidate else row.failure,
        "created_at": moment(row.created_at),
        "sent_at": moment(row.sent_at),
        "delivered_at": moment(row.delivered_at),
        "read_at": moment(row.read_at),
    }
