"""What other systems' events are in JSON, and what they are answered."""

from typing import Any, Literal

from pydantic import ConfigDict, Field

from portal.api.payloads import Answer, Paging, Payload, moment
from portal.core.ids import Prefix, encode
from portal.integrations.models import DeliveryState

ID_LENGTH = 200
NAME = 1000
# Names come as long as their systems let them be; the portal cuts them to what it keeps.
Ids = int | str


class _Loose(Payload):
    """Fields that the portal does not know are let pass: other systems say more than we ask."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


class GenericJob(_Loose):
    """The job: `job_id` is one of the portal's, `external_id` one of the other system's, made when it is new."""

    external_id: str | None = Field(None, min_length=1, max_length=ID_LENGTH, examples=["REQ-77"])
    job_id: Ids | None = Field(None, description="`job_…`, or the integer.")
    title: str | None = Field(None, max_length=NAME, examples=["Backend Engineer"])
    location: str | None = Field(None, max_length=NAME)
    description: str | None = Field(None, max_length=40_000)
    client: str | None = Field(None, max_length=NAME, description="Whose job it is; for a job that is new.")
    status: Literal["open", "on_hold", "closed", "filled"] | None = None


class GenericCandidate(_Loose):
    """The person: known by `external_id`, else by e-mail address, else by telephone; else added."""

    external_id: str | None = Field(None, min_length=1, max_length=ID_LENGTH)
    phoneNumber: str | None = Field(None, max_length=NAME, examples=["+919840012345"])
    firstName: str | None = Field(None, max_length=70_000, examples=["Asha"])
    lastName: str | None = Field(None, max_length=70_000, examples=["Verma"])
    emailAddress: str | None = Field(None, max_length=NAME, examples=["asha.verma@example.com"])
    resumeUrl: str | None = Field(None, max_length=2000, description="Fetched once, within a minute or so.")
    merged_into: str | None = Field(None, max_length=ID_LENGTH, description="For `candidate.merged`: who remains.")


class GenericApplication(_Loose):
    """The application, where the event is about what became of it."""

    external_id: str | None = Field(None, min_length=1, max_length=ID_LENGTH)
    stage: str | None = Field(None, max_length=NAME)
    reason: str | None = Field(None, max_length=NAME, description="For `application.rejected`.")
    note: str | None = Field(None, max_length=NAME, description="For `application.noted`.")


class GenericEvent(_Loose):
    """An event of a system of one's own. One that the portal does not know is kept, and changes nothing."""

    event_id: str = Field(min_length=1, max_length=ID_LENGTH, examples=["evt-1"])
    event_type: str = Field(min_length=1, max_length=80, examples=["application.created"])
    company_id: int | None = Field(None, ge=1, le=2**31 - 1, description="The key's own company; any other is 404.")
    occurred_at: str | None = Field(None, max_length=60, description="RFC 3339; what is older changes nothing.")
    job: GenericJob | None = None
    candidate: GenericCandidate | None = None
    application: GenericApplication | None = None


class PoppCandidate(_Loose):
    """The person, in the words of the Popp service."""

    phone_number: str | None = Field(None, max_length=NAME, examples=["+919840012345"])
    first_name: str | None = Field(None, max_length=70_000, examples=["Asha"])
    last_name: str | None = Field(None, max_length=70_000, examples=["Verma"])
    email_address: str | None = Field(None, max_length=NAME, examples=["asha.verma@example.com"])


class PoppApplication(_Loose):
    """An application, in the words of the Popp service (seed 000). A repeated `id` gives the first answer again."""

    id: str = Field(min_length=1, max_length=ID_LENGTH, examples=["application-1"])
    job_id: str = Field(min_length=1, max_length=ID_LENGTH, description="`job_…` of the portal, or theirs.")
    candidate_id: str | None = Field(None, min_length=1, max_length=ID_LENGTH)
    candidate: PoppCandidate


class ConversationMade(Answer):
    """The conversation of the application's candidate and job."""

    id: int | str
    candidateId: int | str
    jobId: int | str
    status: str


class Taken(Answer):
    """What came of the event; nulls where it was about nothing of the kind, or a rule of ours stood against it."""

    conversation: ConversationMade | None
    application_id: str | None


class Received(Answer):
    """The delivery is stored; the portal works on it now."""

    success: Literal[True]
    repeated: bool = Field(description="Whether it had come before.")


class DeliveriesQuery(Paging):
    """Which deliveries."""

    state: DeliveryState | None = None


class DeliveryOut(Answer):
    """What another system sent, and what became of it. The body stands on the page alone."""

    id: str
    source: str
    delivery_id: str
    event: str
    state: DeliveryState
    words: str
    changed: dict[str, str]
    times: int
    occurredAt: str | None
    receivedAt: str
    doneAt: str | None


class Replayed(Answer):
    """It is worked on once more."""

    success: Literal[True]
    message: str

    model_config = ConfigDict(extra="forbid")


PREFIXES = {
    "candidate_id": Prefix.CANDIDATE,
    "other_candidate_id": Prefix.CANDIDATE,
    "job_id": Prefix.JOB,
    "application_id": Prefix.APPLICATION,
}


def delivery_json(row: Any) -> dict[str, Any]:
    """`DeliveryOut` of a row of the list."""
    return {
        "id": str(encode(Prefix.INBOUND_DELIVERY, row.id)),
        "source": row.source,
        "delivery_id": row.delivery_id,
        "event": row.event,
        "state": row.state.value,
        "words": row.words,
        "changed": {name: str(encode(PREFIXES[name], n)) for name, n in row.changed.items() if name in PREFIXES},
        "times": row.times,
        "occurredAt": moment(row.occurred_at),
        "receivedAt": moment(row.received_at),
        "doneAt": moment(row.done_at),
    }
