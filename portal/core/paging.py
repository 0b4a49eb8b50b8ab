"""Lists page by key: the cursor names the last row seen, so that page 1,000 costs what page 1 costs."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from portal.core.errors import BadInput

Row = TypeVar("Row")
PAGE = 50
# What fits into a whole number of every database.
LARGEST = 2**63 - 1


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


def read_cursor(text: str | None, *kinds: type) -> tuple[Any, ...] | None:
    """The sort key in a cursor of ours, one value of each kind (int, str, datetime), or None without a cursor.

    Raises BadInput for anything else, also for values that no database takes: anybody can write a cursor.
    """
    if not text:
        return None
    try:
        plain = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return tuple(_value(found, kind) for found, kind in zip(plain, kinds, strict=True))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise BadInput(fields={"cursor": "This page address is not one of ours. Start from the first page."}) from error


def _value(found: Any, kind: type) -> Any:
    """A value of a cursor, when it is of the kind. Raises ValueError, KeyError, TypeError, OverflowError."""
    if kind is datetime:
        moment = datetime.fromisoformat(found["t"])
        if moment.tzinfo is None:
            raise ValueError(found)
        return moment.astimezone(UTC)
    if isinstance(found, bool) or not isinstance(found, kind):
        raise TypeError(found)
    if isinstance(found, int) and abs(found) > LARGEST:
        raise OverflowError(found)
    if isinstance(found, str) and b"\x00" in found.encode():
        raise ValueError(found)
    return found


def page_of(rows: Sequence[Row], limit: int, key: Callable[[Row], Sequence[Any]]) -> Page[Row]:
    """A page from `limit + 1` rows that were asked for: the one too many tells that there is a next page."""
    if len(rows) <= limit:
        return Page(rows, None)
    items = rows[:limit]
    return Page(items, write_cursor(key(items[-1])))
