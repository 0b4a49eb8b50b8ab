"""What calls about submissions take and give. The names are those of seed 001: camelCase, integer ids."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictStr, WithJsonSchema
from pydantic_core import PydanticCustomError

from portal.api.payloads import Answer, Email, Paging, Payload, moment
from portal.core import outbound
from portal.integrations.catalogue import SYSTEMS, IntegrationType
from portal.integrations.models import NAME_LENGTH, SOURCE_LENGTH, URL_LENGTH
from portal.integrations.rules import KEY, MOST_VALUES, VALUE_LENGTH, shown

Type = Literal["jobadder", "workday", "greenhouse", "lever", "ashby", "workable", "generic"]
Status = Literal["in_progress", "completed", "failed", "pending"]
Data = Annotated[
    dict[Annotated[str, Field(pattern=f"^{KEY.pattern}$")], Annotated[StrictStr, Field(max_length=VALUE_LENGTH)]],
    Field(
        max_length=MOST_VALUES,
        description="Credentials and other values by name. An empty value takes one away.",
        examples=[{"apiKey": "xxx", "companyId": "123"}],
    ),
]


def _address(text: str) -> str:
    try:
        return str(outbound.check_shape(text))
    except outbound.Refused as refusal:
        raise PydanticCustomError("url", "{why}", {"why": str(refusal)}) from refusal


Url = Annotated[
    str,
    Field(max_length=URL_LENGTH),
    AfterValidator(_address),
    WithJsonSchema({"type": "string", "format": "uri", "maxLength": URL_LENGTH}),
]


class SubmissionIn(Payload):
    """A new submission. Its owner is the caller, whatever `userId` says."""

    integrationType: Type
    integrationName: str | None = Field(None, min_length=1, max_length=NAME_LENGTH, examples=["JobAdder"])
    userId: str | int | None = Field(None, description="Ignored: the owner is the caller.")
    userEmail: Email | None = Field(None, description="A contact address; by default the caller's.")
    status: Status = "pending"
    data: Data
    callbackUrl: Url | None = Field(None, examples=["https://example.com/api/integrations/jobadder/callback"])
    source: str = Field("", max_length=SOURCE_LENGTH, examples=["integration_overview"])


class SubmissionChange(Payload):
    """What is sent is changed: keys left out of `data` are kept, and so is a masked value that is sent back."""

    integrationName: str | None = Field(None, min_length=1, max_length=NAME_LENGTH)
    userEmail: Email | None = None
    status: Status | None = None
    data: Data | None = None
    callbackUrl: Url | None = None
    version: int | None = Field(None, ge=1, le=2**31 - 1, description="With it, a save over another's is refused.")

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        names = {
            "integrationName": "integration_name", "userEmail": "user_email", "callbackUrl": "callback_url",
            "status": "status", "data": "data",
        }  # fmt: skip
        return {names[name]: value for name, value in self.sent().items() if name in names and value is not None}


class SubmissionsQuery(Paging):
    """Which submissions."""

    integrationType: Type | None = None
    status: Status | None = None


class Submitted(Answer):
    """A submission was made."""

    success: Literal[True]
    id: int
    message: str


class Done(Answer):
    """It was done."""

    success: Literal[True]
    message: str


class SubmissionOut(Answer):
    """A submission. Secrets in `data` are masked: dots, and the last four signs of a long one."""

    id: int
    userId: str = Field(description="The owner's e-mail address.")
    userEmail: str
    integrationType: str
    integrationName: str
    status: Status
    submittedAt: str
    updatedAt: str
    data: dict[str, str]
    savedToServer: Literal[True]


class SubmissionDetail(SubmissionOut):
    """One submission with everything that may be shown of it."""

    callbackUrl: str | None
    source: str
    webhookUrl: str | None = Field(description="Where the system's webhooks go, for systems that have some.")
    version: int


class OneSubmission(Answer):
    """One submission."""

    success: Literal[True]
    integration: SubmissionDetail


class SubmissionList(Answer):
    """A page of submissions; `count` is how many there are in all."""

    success: Literal[True]
    integrations: list[SubmissionOut]
    count: int
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last one.")


class NoticeOf(BaseModel):
    """What the notice is about; what else stands here is not read and goes nowhere."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    integrationName: str = Field(min_length=1, max_length=NAME_LENGTH)
    userEmail: Email


class NoticeIn(Payload):
    """A notice by mail, to a person of the company or an allowed address."""

    integrationData: NoticeOf
    recipientEmail: Email
    subject: str = Field("New Integration Request", min_length=1, max_length=200)
    template: Literal["integration_request"] = "integration_request"


class CallbackQuery(BaseModel):
    """What another system sends back with the browser (RFC 6749 §4.1.2)."""

    model_config = ConfigDict(extra="ignore")

    state: str = Field(min_length=1, max_length=2000)
    code: str | None = Field(None, max_length=2000)
    error: str | None = Field(None, max_length=200)


def submission_json(row: Any, owner: str, data: dict[str, str]) -> dict[str, Any]:
    """`SubmissionOut` of a row with its columns; `data` are the values as they are stored."""
    return {
        "id": row.id,
        "userId": owner,
        "userEmail": row.user_email,
        "integrationType": row.integration_type.value,
        "integrationName": row.integration_name,
        "status": row.status.value,
        "submittedAt": moment(row.submitted_at),
        "updatedAt": moment(row.updated_at),
        "data": shown(row.integration_type, data),
        "savedToServer": True,
    }


def detail_json(row: Any, owner: str, data: dict[str, str], webhook_url: str | None) -> dict[str, Any]:
    """`SubmissionDetail` of a submission."""
    return {
        **submission_json(row, owner, data),
        "callbackUrl": row.callback_url,
        "source": row.source,
        "webhookUrl": webhook_url if SYSTEMS[IntegrationType(row.integration_type)].has_webhooks else None,
        "version": row.version,
    }
