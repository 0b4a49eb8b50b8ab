"""How lists read: columns as the answer writes them, without objects made of them first; rows by many numbers."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Boolean, ColumnElement, Float, Integer, Text, any_, bindparam, cast, type_coerce
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator


class _Sent(TypeDecorator[Any]):
    """A column whose value goes from the driver into the answer by one function."""

    impl = Text
    cache_ok = True
    read: Callable[[Any], Any]

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        return type(self).read


def moment_text(value: datetime) -> str:
    """RFC 3339 in UTC, with `Z`."""
    return (value if value.tzinfo is UTC else value.astimezone(UTC)).isoformat()[:-6] + "Z"


def _moment(value: Any) -> str | None:
    if isinstance(value, str):  # SQLite keeps moments as text in UTC, always with six places
        return f"{value[:10]}T{value[11:19]}Z" if value.endswith(".000000") else f"{value[:10]}T{value[11:]}Z"
    return None if value is None else moment_text(value)


def _json(value: Any) -> Any:
    return orjson.Fragment(value) if isinstance(value, str) else value


class _Moment(_Sent):
    cache_ok = True
    read = staticmethod(_moment)


class _RawJson(_Sent):
    cache_ok = True
    read = staticmethod(_json)


def raw_moment(column: Any) -> ColumnElement[Any]:
    """A moment as `2026-12-14T10:00:00Z`, which `datetime.fromisoformat` reads."""
    return type_coerce(column, _Moment).label(column.key)


def raw_words(column: Any) -> ColumnElement[Any]:
    """An enum as its word."""
    return type_coerce(column, Text).label(column.key)


def raw_number(column: Any) -> ColumnElement[Any]:
    """An amount as a number of JSON."""
    return type_coerce(column, Float).label(column.key)


def raw_json(column: Any) -> ColumnElement[Any]:
    """A JSON column: its text goes into the answer without being parsed and written again."""
    return type_coerce(cast(column, Text), _RawJson).label(column.key)


class among(FunctionElement[bool]):
    """`among(Note.candidate_id, "people")`: the column is one of the numbers that are given under this name.

    On PostgreSQL they are one value, so that the statement is the same however many there are, and is prepared once.
    SQLite gets a list, by whose length it chooses the index.
    """

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: Any, name: str) -> None:
        super().__init__(column, bindparam(name, expanding=True, type_=Integer))

    def self_group(self, against: Any = None) -> Any:
        # What compares already is not compared with true again, which would keep SQLite from its indexes.
        return self


@compiles(among)
def _in(element: Any, compiler: Any, **words: Any) -> str:
    column, numbers = element.clauses
    written: str = compiler.process(column.in_(numbers), **words)
    return written


@compiles(among, "postgresql")
def _any(element: Any, compiler: Any, **words: Any) -> str:
    column, numbers = element.clauses
    together: Any = bindparam(numbers.key, type_=postgresql.ARRAY(Integer))
    written: str = compiler.process(column == any_(together), **words)
    return written
