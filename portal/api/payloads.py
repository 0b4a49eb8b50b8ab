"""What goes into calls and comes out: the base of every payload, ids, moments, lists, and the shape of a refusal."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, Generic, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError, to_json

from portal.core.columns import moment_text
from portal.core.errors import BadInput, Missing
from portal.core.ids import Prefix, decode, encode
from portal.core.paging import LARGEST

Item = TypeVar("Item")
# A yes or no in an address; a body has true and false.
Yes = Literal["true", "false"]
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

    @classmethod
    def model_validate(cls, obj: Any, **words: Any) -> Self:
        """As pydantic's for JSON: a word is no number, a number no yes or no; nothing goes in that the schema
        forbids. No body at all is an empty one; the door lets it in only where every field may be left out."""
        return cls.model_validate_json(to_json({} if obj is None else obj), strict=True)

    def sent(self) -> dict[str, Any]:
        """The fields that the caller gave, and no defaults."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def one_of_these(*names: str) -> ConfigDict:
    """For a payload that needs one of some fields, so that the document says so; the call refuses what has none."""
    return ConfigDict(json_schema_extra={"anyOf": [{"required": [name]} for name in names]})


class Answer(BaseModel):
    """What a call gives. The calls build plain values for speed; the tests check each against its model."""

    model_config = ConfigDict(extra="forbid")


class Listing(Answer, Generic[Item]):
    """One page of a list; `next` is the cursor of the next one."""

    items: list[Item]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last one.")


class InAddress(Payload):
    """Words of an address's query. What else stands in it is passed over."""

    model_config = ConfigDict(extra="ignore")

    @classmethod
    def model_validate(cls, obj: Any, **words: Any) -> Self:
        """As pydantic's for words: in an address everything is one."""
        return BaseModel.model_validate.__func__(cls, obj, **words)  # type: ignore[attr-defined,no-any-return]


class Paging(InAddress):
    """How a list is paged. What else stands in the address does not narrow it."""

    limit: int = Field(50, ge=1, le=MOST_ITEMS, description="How many items at the most.")
    cursor: str | None = Field(None, max_length=1000, description="The `next` of the page before.")


class Detail(Answer):
    """One problem: the field, and a sentence about it."""

    field: str
    reason: str


class KnownPerson(Detail):
    """Who has the e-mail address, phone number or profile already (409 `CONFLICT`)."""

    candidate_id: str


class OfferedSlot(Answer):
    """A time of an interview, in UTC; also what is still free when one is gone (409 `SLOT_TAKEN`)."""

    slot_id: str
    start: str
    end: str
    is_available: bool


class ErrorBody(Answer):
    """What was refused and why: `code` for machines, `message` for people."""

    code: str = Field(examples=["VALIDATION_ERROR"])
    message: str
    details: list[Detail | KnownPerson | OfferedSlot] | None = None
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


@contextmanager
def named_by(field: str) -> Iterator[None]:
    """What a field of the body names must be there for the caller: Missing becomes BadInput with the field's name."""
    try:
        yield
    except Missing as gone:
        raise BadInput(fields={field: "There is nothing with this id."}) from gone


@contextmanager
def renamed(**names: str) -> Iterator[None]:
    """Refusals name fields as the body has them: `renamed(role="role_id")`."""
    try:
        yield
    except BadInput as refusal:
        raise BadInput(fields={names.get(name, name): words for name, words in refusal.fields.items()}) from refusal


def known_id(prefix: Prefix, field: str, text: str | None) -> int | None:
    """The integer behind an id in an address, None without one. Raises BadInput with the field's name."""
    if not text:
        return None
    number = decode(prefix, text)
    if number is None or number > LARGEST:
        raise BadInput(fields={field: "There is nothing with this id."})
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


_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# The first and last years of the calendar have no moment in every zone.
YEARS = range(1970, 9000)


def _when(value: Any) -> datetime:
    try:
        if not isinstance(value, str) or not _MOMENT.fullmatch(value):
            raise ValueError(value)
        found = datetime.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("moment", "Write a moment as 2026-12-14T10:00:00Z.") from None
    if found.year not in YEARS:
        raise PydanticCustomError("moment", "Choose a moment of this age.")
    return found


def _day(value: Any) -> date:
    try:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValueError(value)
        found = date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("day", "Write a day as 2026-12-14.") from None
    if found.year not in YEARS:
        raise PydanticCustomError("day", "Choose a day of this age.")
    return found


# RFC 3339; without a zone it is one of the row's own, so it may come without.
When = Annotated[datetime, PlainValidator(_when), WithJsonSchema({"type": "string", "format": "date-time"})]
Day = Annotated[date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]


Email = Annotated[
    str, Field(max_length=254), AfterValidator(_address), WithJsonSchema({"type": "string", "format": "email"})
]


def moment(value: datetime | None) -> str | None:
    """RFC 3339 in UTC, with `Z`."""
    if value is None:
        return None
    return moment_text(value)
