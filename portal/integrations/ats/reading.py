"""Taking values out of strangers' JSON: whatever stands there, a clean value of the right type comes out, or none."""

import hashlib
import html
import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from portal.integrations.ats.adapter import NotReadable

ID_LENGTH = 200
YEARS = range(1970, 9000)
# DEL and C1; embeddings, overrides and isolates of the bidirectional algorithm (UAX 9).
UNSEEN = frozenset((*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_TAG = re.compile(r"<[^<>]{0,2000}>")
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/h\d)[^<>]{0,200}>", re.IGNORECASE)
_US_DAY = re.compile(r"(\d{2})/\d{2}/(\d{4})")


def parse(raw: bytes) -> dict[str, Any]:
    """The body as an object. Raises NotReadable, also for what Python reads although it is no JSON (NaN)."""

    def refuse(_word: str) -> None:
        raise NotReadable

    try:
        found = json.loads(raw, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise NotReadable from error
    if not isinstance(found, dict):
        raise NotReadable
    return found


def at(value: Any, *path: str) -> Any:
    """What stands at a path of keys, or None."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def rows(value: Any, most: int = 60) -> list[dict[str, Any]]:
    """The objects of a list; of anything else, none."""
    return [row for row in value[:most] if isinstance(row, dict)] if isinstance(value, list) else []


def text(value: Any, length: int = 200) -> str:
    """Words on one line without control characters, cut to a length; nothing for what is no text or number."""
    return " ".join(lines(value, length * 4).split())[:length].strip()


def lines(value: Any, length: int = 20_000) -> str:
    """Words that may have several lines, cut to a length; without control characters, halves of pairs, and the signs
    that would turn the direction of what stands beside them on a page."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    clean = "".join(c for c in str(value)[: length * 2] if c in "\n\t" or (ord(c) >= 32 and ord(c) not in UNSEEN))
    return clean.encode("utf-8", "ignore").decode()[:length].strip()


def plain(value: Any, length: int = 20_000) -> str:
    """The words of a piece of HTML. It is shown as text, so this is for reading, not for safety."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", lines(value, length))))[:length].strip()


def identity(value: Any) -> str | None:
    """An id of theirs as text; a very long one by its digest. None for what is no id."""
    found = text(value, ID_LENGTH * 4) if isinstance(value, str | int) else ""
    if len(found) > ID_LENGTH:
        return "sha256:" + hashlib.sha256(found.encode()).hexdigest()
    return found or None


def moment(value: Any) -> datetime | None:
    """A moment written as RFC 3339, or in milliseconds since 1970; without a zone it is UTC. None for anything else."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            found = datetime.fromtimestamp(value / 1000, UTC)
        elif isinstance(value, str) and len(value) < 60:
            found = datetime.fromisoformat(value)
        else:
            return None
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.year in YEARS else None


def latest(*values: Any) -> datetime | None:
    """The latest of the moments that can be read."""
    found = [read for value in values if (read := moment(value)) is not None]
    return max(found, default=None)


def month(value: Any) -> str:
    """`2012-01` of `01/15/2012` or `2012-01-15`; other words as they are."""
    said = text(value, 20)
    us = _US_DAY.fullmatch(said)
    if us is not None:
        return f"{us[2]}-{us[1]}"
    return said[:7] if re.fullmatch(r"\d{4}-\d\d-\d\d.*", said) else said


def first_value(value: Any) -> str:
    """The first `value` of a list of `{"value": …, "type": …}`."""
    return next((said for row in rows(value) if (said := text(row.get("value"), 254))), "")


def given(**values: Any) -> dict[str, Any]:
    """Those that hold something."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def link_of(values: Iterable[Any]) -> list[str]:
    """Web addresses among texts."""
    found = [text(value, 400) for value in values]
    return [link for link in found if link.lower().startswith(("http://", "https://")) or "linkedin.com/" in link]
