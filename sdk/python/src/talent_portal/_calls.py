"""A call, described: what is asked of the portal, and how its answer is read. Nothing here sends anything."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Generic, Literal, TypedDict, TypeVar
from urllib.parse import quote
from uuid import UUID

Answer = TypeVar("Answer")
Reads = Literal["json", "data", "file", "location", "nothing"]
FileContent = str | os.PathLike[str] | bytes | BinaryIO
REPEATABLE = frozenset({"GET", "HEAD", "PUT", "DELETE"})


class Options(TypedDict, total=False):
    """What one call may do differently."""

    timeout: float
    """Seconds for each attempt, in the place of the client's."""
    max_retries: int
    """How often it is tried again, in the place of the client's."""
    idempotency_key: str
    """A key of your own for a call that makes something. Keep it to repeat the call after a restart of your program."""
    headers: Mapping[str, str]
    """Further headers."""
    query: Mapping[str, Any]
    """Further words of the address's query."""
    sign_with: str
    """The secret of a channel or integration that signs what is sent in its name (Standard Webhooks)."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that came as an answer."""

    content: bytes = field(repr=False)
    filename: str | None
    content_type: str | None


@dataclass(frozen=True, slots=True)
class Call(Generic[Answer]):
    """One call. `path` is below the portal's address; a whole address goes out without the key or token.

    With `keyed` the portal does nothing more when the call comes again with the same `Idempotency-Key`. What it sends
    stands in no `repr`: there are passwords among it.
    """

    method: str
    path: str = field(repr=False)
    query: Mapping[str, Any] = field(default_factory=dict, repr=False)
    json: Any = field(default=None, repr=False)
    content: bytes | None = field(default=None, repr=False)
    content_type: str | None = None
    form: Mapping[str, str] = field(default_factory=dict, repr=False)
    files: Mapping[str, tuple[str, bytes, str]] = field(default_factory=dict, repr=False)
    keyed: bool = False
    reads: Reads = "json"
    options: Options | None = field(default=None, repr=False)

    @property
    def is_for_the_portal(self) -> bool:
        """Whether it goes to the portal itself, and not to an address that was made for this one file."""
        return self.path.startswith("/")

    @property
    def is_repeatable(self) -> bool:
        """Whether it may be sent again although nobody knows if it was carried out."""
        return self.keyed or self.method in REPEATABLE

    def __str__(self) -> str:
        """As it stands in messages and logs: without what is behind `?`."""
        return f"{self.method} {self.path.partition('?')[0]}"


def part(value: str | int) -> str:
    """An id as one part of a path. Raises ValueError for what would lead to another call."""
    text = str(value)
    if text in ("", ".", ".."):
        raise ValueError(f"{text!r} is no id.")
    return quote(text, safe="@")


def pairs(query: Mapping[str, Any]) -> list[tuple[str, str | int | float | bool | None]]:
    """The words of a query: None is left out, a list says its name several times."""
    found: list[tuple[str, str | int | float | bool | None]] = []
    for name, value in query.items():
        for one in value if isinstance(value, Sequence | set) and not isinstance(value, str) else [value]:
            if one is not None:
                found.append((name, ("true" if one else "false") if isinstance(one, bool) else _plain(one)))
    return found


def to_json(body: Any) -> bytes:
    """A body as it is sent. A name that Python keeps for itself is given as `from_`."""
    if isinstance(body, Mapping):
        body = {name.removesuffix("_"): value for name, value in body.items()}
    return json.dumps(body, default=_plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str | int | float | Decimal | UUID):
        return str(value)
    raise TypeError(f"A {type(value).__name__} cannot be sent as JSON.")


def contents(file: FileContent, filename: str | None) -> tuple[str, bytes]:
    """The name and the bytes of a file. Raises ValueError for bytes without a name."""
    if isinstance(file, str | os.PathLike):
        path = Path(file)
        return filename or path.name, path.read_bytes()
    if isinstance(file, bytes):
        name, data = filename, file
    else:
        name, data = filename or getattr(file, "name", None), file.read()
    if not isinstance(name, str) or not name:
        raise ValueError("Say the file's name: filename=….")
    return Path(name).name, data


def next_page(call: Call[Any], answer: Mapping[str, Any], items: str) -> Call[Any] | None:
    """The call for the page after this one; None after the last."""
    if "next" in answer:
        cursor = answer["next"]
        return replace(call, query={**call.query, "cursor": cursor}) if cursor else None
    if not answer[items] or answer["page"] * answer["per_page"] >= answer["total"]:
        return None
    return replace(call, query={**call.query, "page": answer["page"] + 1})
