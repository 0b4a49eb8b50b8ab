"""The database: base class, column types, and one way to read and to write on SQLite and PostgreSQL.

A GET reads in autocommit: every statement sees its own snapshot and nothing can be written. Everything else is one
transaction that begins as a writer (`BEGIN IMMEDIATE` on SQLite, one writer a process at a time).
"""

import enum
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Engine,
    Enum,
    MetaData,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.sql.selectable import _OffsetLimitParam as OffsetLimitParam
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC. Refuses a naive one, for nobody knows when that is."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is UTC:
            return value
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def words(kind: type[enum.Enum], name: str | None = None) -> Enum:
    """An enum stored by its values, with a check that the database holds. Give `name` to the second of one table."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda k: [m.value for m in k],
        name=name or kind.__name__.lower(),
    )


WORDS = Enum(
    enum.Enum, native_enum=False, create_constraint=True, length=40, values_callable=lambda k: [m.value for m in k]
)
Json = JSON().with_variant(postgresql.JSONB(), "postgresql")
BigId = BigInteger().with_variant(sqlite.INTEGER(), "sqlite")


class Base(DeclarativeBase):
    """What every table inherits. An enum becomes its words, a datetime an aware one, lists and dicts JSON."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            datetime: UtcDateTime,
            enum.Enum: WORDS,
            dict[str, Any]: Json,
            list[str]: Json,
            list[dict[str, Any]]: Json,
        },
    )


_reading: ContextVar[bool] = ContextVar("reading", default=False)
_one_writer = threading.Lock()
WRITER_WAIT_SECONDS = 20
# Half of the time after which SQLite looks again whether its writer is free.
PAUSE_SECONDS = 0.05


class WroteWhileReading(RuntimeError):
    """A flush in a reading request or task: a GET writes nothing; a task writes inside `transaction()`."""


def is_reading() -> bool:
    """Whether the present request or task may only read."""
    return _reading.get()


def set_reading(value: bool) -> None:
    """Say, before the first statement, whether what follows only reads."""
    _reading.set(value)


class PortalSession(FlaskSession):
    """A session that reads in autocommit, and whose `get` always asks the database (so that tenancy narrows it)."""

    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **kwargs: Any) -> Any:
        engine = super().get_bind(mapper, clause=clause, bind=bind, **kwargs)
        if is_reading() and isinstance(engine, Engine) and engine.dialect.name == "postgresql":
            return _autocommit(engine)
        return engine

    def get(self, entity: Any, ident: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("populate_existing", False)
        from sqlalchemy import inspect, select

        keys = inspect(entity).primary_key
        values = ident if isinstance(ident, tuple) else (ident,)
        wanted = select(entity).where(*(k == v for k, v in zip(keys, values, strict=True)))
        return self.execute(wanted).scalar_one_or_none()


def _autocommit(engine: Engine) -> Engine:
    cached: Engine | None = getattr(engine, "_portal_autocommit", None)
    if cached is None:
        cached = engine.execution_options(isolation_level="AUTOCOMMIT")
        engine._portal_autocommit = cached  # type: ignore[attr-defined]
    return cached


db = SQLAlchemy(
    model_class=Base,
    session_options={"class_": PortalSession, "expire_on_commit": False},
    engine_options={"json_deserializer": orjson.loads},
)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model  # every table's base class


@contextmanager
def transaction() -> Iterator[None]:
    """One write transaction for tasks and commands: commits at the end, rolls back on any error.

    Must not enclose a call to another system: on SQLite it holds the only writer's place.
    """
    before = _reading.get()
    if db.session().in_transaction():
        db.session.rollback()
    _reading.set(False)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _reading.set(before)


def let_others_write() -> None:
    """To be called between two transactions of long work, outside both. On PostgreSQL it does nothing.

    SQLite has one writer, and another process that waits for its place looks again ten times a second: a place that is
    given up and taken again at once is nobody else's, and people were refused after fifteen seconds.
    """
    if db.engine.dialect.name == "sqlite":
        time.sleep(PAUSE_SECONDS)


@contextmanager
def reading() -> Iterator[None]:
    """Only read inside (tasks and commands); what was written before must be committed."""
    before = _reading.get()
    _reading.set(True)
    try:
        yield
    finally:
        if db.session().in_transaction():
            db.session.rollback()
        _reading.set(before)


def insert_once(model: Any, unique: list[str], /, **values: Any) -> int | None:
    """Insert a row unless one with the same `unique` columns is there; its id, or None when somebody else has it.

    Passes the tenancy hook by, so `values` must carry the company.
    """
    db.session.flush()
    statement = _insert_once(db.engine.dialect.name, model, tuple(unique))
    columns = model.__mapper__.columns
    row = {columns[name].key: value for name, value in values.items()}
    found: int | None = db.session.execute(statement, row, execution_options={"unscoped": True}).scalar()
    return found


@lru_cache(64)
def _insert_once(dialect: str, model: Any, unique: tuple[str, ...]) -> Any:
    """The statement, made once for all rows of a kind: to build it costs more than to run it."""
    make: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect]
    table = model.__table__
    return make(table).on_conflict_do_nothing(index_elements=list(unique)).returning(table.c.id)


@compiles(OffsetLimitParam, "postgresql")
def _limit(element: Any, compiler: Any, **words: Any) -> str:
    """Write how many rows are wanted into the statement itself.

    PostgreSQL plans a prepared statement once for all values only where that plan is as good as one for these: it takes
    an unknown LIMIT for a tenth of the table, so it would plan a list anew each time, which costs more than to run it.
    """
    written: str = compiler.visit_bindparam(element, literal_execute=True, **words)
    return written


def prepare_engine(engine: Engine) -> None:
    """Teach an engine of SQLite our transactions; PostgreSQL needs nothing."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _settings)
        event.listen(engine, "begin", _begin)
        event.listen(engine, "checkin", _end)


def _settings(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    if is_reading():
        return
    if connection.info.get("writer"):  # a second transaction on one connection (migrations)
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    # Threads that wait for SQLite's own lock sleep and starve each other; a lock in the process does not.
    if not _one_writer.acquire(timeout=WRITER_WAIT_SECONDS):
        raise TimeoutError("The only writer of this process did not come to an end.")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        _one_writer.release()
        raise
    connection.info["writer"] = True


def _end(_connection: Any, record: Any) -> None:
    if record is not None and record.info.pop("writer", None):
        _one_writer.release()


def name_of_constraint(error: Exception) -> str:
    """What the database says of a broken constraint: its name on PostgreSQL, the columns on SQLite."""
    original = getattr(error, "orig", None)
    diagnosis = getattr(original, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or str(original)
