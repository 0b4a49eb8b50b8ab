"""Cursors come back from browsers, so anybody may have written them."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from portal.core.errors import BadInput
from portal.core.paging import read_cursor, write_cursor

MOMENT = datetime(2030, 1, 7, 10, 0, 0, 123456, tzinfo=UTC)


def cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def test_a_cursor_of_ours_says_what_was_written() -> None:
    assert read_cursor(write_cursor((MOMENT, "Zoë", 7)), datetime, str, int) == (MOMENT, "Zoë", 7)


@pytest.mark.parametrize(
    ("kinds", "written"),
    [
        ((int,), "[null]"),
        ((int,), "[true]"),
        ((int,), "[1.5]"),
        ((int,), "[NaN]"),
        ((int,), '["7"]'),
        ((int,), "[[7]]"),
        ((int,), '{"a": 1}'),
        ((int,), "7"),
        ((int,), "[1, 2]"),
        ((int,), "[]"),
        ((int,), f"[{2**63}]"),
        ((int,), f"[{-(2**64)}]"),
        ((int,), "[" * 2900),
        ((str,), '["\\u0000"]'),
        ((str,), '["\\ud800"]'),
        ((datetime,), '["2030-01-07T10:00:00+00:00"]'),
        ((datetime,), '[{"t": "2030-01-07T10:00:00"}]'),
        ((datetime,), '[{"t": "0001-01-01T00:00:00+14:00"}]'),
        ((datetime,), '[{"t": 7}]'),
        ((datetime,), '[{"u": "2030-01-07T10:00:00+00:00"}]'),
    ],
)
def test_a_value_that_no_list_sorts_by_is_refused(kinds: tuple[type, ...], written: str) -> None:
    with pytest.raises(BadInput):
        read_cursor(cursor(written), *kinds)


@pytest.mark.parametrize("text", ["zzz", "%", "é", "\x00", "=", json.dumps([1])])
def test_what_is_no_cursor_at_all_is_refused(text: Any) -> None:
    with pytest.raises(BadInput):
        read_cursor(text, int)
