"""What goes into calls and comes out: the base of every payload, ids, moments, lists, and the shape of a refusal."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from portal.core.errors import BadInput
from portal.core.ids import Prefix, decode, encode
from portal.core.paging import LARGEST

Item = TypeVar("Item")
MOST_ITEMS = 200


@lru_cache(512)
def _schema_of(model: type[BaseModel], words: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    return BaseModel.model_json_schema.__func__(model, **dict(words))  # type: ignore[attr-defined,no-any-return]


class Payload(BaseModel):
    """What a call takes. A field that it does not know is refused by name."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @classmethod
    def model_json_schema(cls, *args: Any, **words: Any) -> dict[str, Any]:
        """As pydantic's, but made once: it is asked for in every call that has a query."""
        if args:
            return super().model_json_schema(*args, **words)
        return _schema_of(cls, tuple(sorted(words.items(), key=lambda pair: pair[0])))

    def sent(self) -> dict[str, Any]:
        """The fields that the caller gave, and no defaults."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class Answer(BaseModel):
    """What a call gives. The calls build plain values for speed; the tests check each against its model."""

    model_config = ConfigDict(extra="forbid")


class Listing(Answer, Generic[Item]):
    """One page of a list; `next` is the cursor of the next one."""

    items: list[Item]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last one.")


class Paging(Payload):
    """How a list is paged. What else stands in the address does not narrow it."""

    model_config = ConfigDict(extra="ignore")

    limit: int = Field(50, ge=1, le=MOST_ITEMS, description="How many items at the most.")
    cursor: str | None = Field(None, max_length=1000, description="The `next` of the page before.")


class Detail(Answer):
    """One problem: the field, and a sentence about it."""

    field: str
    reason: str


class ErrorBody(Answer):
    """What was refused and why: `code` for machines, `message` for people."""

    code: str = Field(examples=["VALIDATION_ERROR"])
    message: str
    details: list[Detail] | None = None
    retry_after: int | None = Field(None, description="Seconds.")


class Refusal(Answer):
    """Every refusal has this shape (seed 002, "Error Handling")."""

    success: bool = Field(False, json_schema_extra={"const": False})
    error: ErrorBody


def id_of(prefix: Prefix, value: Any) -> int:
    """The integer behind a public id or an integer in a body. Raises what pydantic makes a refusal of."""
    number = decode(prefix, str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    if number is None or number > LARGEST:
        raise PydanticCustomError("id", "There is nothing with this id.")
    return number


def Id(prefix: Prefix) -> Any:
    """The type of an id in a body or an address: `job_…` or the integer itself."""
    return Annotated[
        int,
        BeforeValidator(lambda value: id_of(prefix, value)),
        WithJsonSchema(
            {
                "anyOf": [{"type": "string"}, {"type": "integer"}],
                "description": f"`{prefix}_…`, or the integer.",
                "examples": [str(encode(prefix, 1))],
            }
        ),
    ]


def _address(text: str) -> str:
    from portal.core.addresses import valid_address

    try:
        return valid_address(text)
    except BadInput as refusal:
        raise PydanticCustomError("email", refusal.message) from refusal


Email = Annotated[
    str, Field(max_length=254), AfterValidator(_address), WithJsonSchema({"type": "string", "format": "email"})
]


def moment(value: datetime | None) -> str | None:
    """RFC 3339 in UTC, with `Z`."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value is not None else None
