"""Lists page by key: the cursor names the last row seen, so that page 1,000 costs what page 1 costs."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from portal.core.errors import BadInput

Row = TypeVar("Row")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of rows, and the cursor of the next one (None at the end)."""

    items: Sequence[Row]
    next: str | None

    def __bool__(self) -> bool:
        return bool(self.items)


def write_cursor(values: Sequence[Any]) -> str:
    """An opaque text for the sort key of a row; datetimes keep their microseconds."""
    plain = [{"t": v.isoformat()} if isinstance(v, datetime) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def read_cursor(text: str | None, length: int) -> list[Any] | None:
    """The sort key in a cursor of ours, or None without one. Raises BadInput for anything else."""
    if not text:
        return None
    try:
        plain = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        values = [datetime.fromisoformat(v["t"]) if isinstance(v, dict) else v for v in plain]
        if len(values) != length:
            raise ValueError(text)
        if any(isinstance(v, datetime) and v.tzinfo is None for v in values):
            raise ValueError(text)
        if not all(isinstance(v, str | int | float | datetime | None) for v in values):
            raise ValueError(text)
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(fields={"cursor": "This page address is not one of ours. Start from the first page."}) from error
    return values


def page_of(rows: Sequence[Row], limit: int, key: Callable[[Row], Sequence[Any]]) -> Page[Row]:
    """A page from `limit + 1` rows that were asked for: the one too many tells that there is a next page."""
    if len(rows) <= limit:
        return Page(rows, None)
    items = rows[:limit]
    return Page(items, write_cursor(key(items[-1])))
