"""Whose rows a query may touch: the one place that narrows queries and checks writes.

Every owned row carries its company; a class says besides what a client user and a candidate may see of it, and a class
that says nothing shows them nothing. With no scope set, a query on anything but the few unowned tables raises: a view
cannot forget to ask. Statements that the hook cannot narrow are refused, unless a module named in the house test says
`execution_options(unscoped=True)`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    Result,
    Select,
    TextClause,
    UniqueConstraint,
    and_,
    bindparam,
    event,
    literal,
)
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, declared_attr, mapped_column, with_loader_criteria

from portal.core.database import WroteWhileReading, db, is_reading
from portal.core.people import Person, PersonKind


class Unscoped(RuntimeError):
    """A query without a scope, or one that cannot be narrowed to it."""


class CrossTenantWrite(RuntimeError):
    """A row was about to be written into another company."""


class ScopeNotEmpty(RuntimeError):
    """A scope must begin with nothing loaded, so that nothing foreign can be in the session."""


class Owned:
    """A row of one company. Override the two rules where client users or candidates may see rows."""

    @declared_attr
    def company_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("companies.id"), index=True)

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        """Which rows a user of the client (its id) may see. None, unless a class says so."""
        return literal(0) == client

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        """Which rows a candidate (the person's id) may see. None, unless a class says so."""
        return literal(0) == person


def own_key() -> UniqueConstraint:
    """What lets other rows point at (company, id), so that none can point into another company."""
    return UniqueConstraint("company_id", "id")


def within_company(column: str, target: str) -> ForeignKeyConstraint:
    """A foreign key to a row of the same company; the target table has `own_key()`."""
    return ForeignKeyConstraint(["company_id", column], [f"{target}.company_id", f"{target}.id"])


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose eyes a session sees with. `company` None is the portal itself (`as_system`)."""

    company: int | None
    client: int | None = None
    person: int | None = None


# Whose eyes a statement is run with: named values, so that one narrowed statement serves every company and person.
# A statement that comes without them raises.
_COMPANY = bindparam("scope_company", type_=Integer)
_CLIENT: Any = bindparam("scope_client", type_=Integer)
_PERSON: Any = bindparam("scope_person", type_=Integer)


# One function per audience, without an `if` inside: SQLAlchemy caches the SQL by code object.
def _of_company(cls: type[Owned]) -> ColumnElement[bool]:
    return cls.company_id == _COMPANY


def _of_client(cls: type[Owned]) -> ColumnElement[bool]:
    return and_(cls.company_id == _COMPANY, cls.seen_by_client(_CLIENT))


def _of_person(cls: type[Owned]) -> ColumnElement[bool]:
    return and_(cls.company_id == _COMPANY, cls.seen_by_person(_PERSON))


class _Narrowed:
    """Statements narrowed for one audience. What is built once is narrowed once, and keeps the key of its SQL."""

    def __init__(self, rule: Callable[[type[Owned]], ColumnElement[bool]]) -> None:
        self.option = with_loader_criteria(Owned, rule, include_aliases=True)
        self.known: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()

    def of(self, statement: Any) -> Any:
        """The statement with the rule on every owned class in it."""
        found = self.known.get(statement)
        if found is None:
            found = self.known[statement] = statement.options(self.option)
        return found


_FOR_COMPANY, _FOR_CLIENT, _FOR_PERSON = _Narrowed(_of_company), _Narrowed(_of_client), _Narrowed(_of_person)


def _eyes(scope: Scope) -> tuple[_Narrowed, dict[str, int]]:
    """How statements are narrowed for a scope of one company, and the values that go with them."""
    values = {"scope_company": scope.company or 0}
    if scope.client is not None:
        return _FOR_CLIENT, {**values, "scope_client": scope.client}
    if scope.person is not None:
        return _FOR_PERSON, {**values, "scope_person": scope.person}
    return _FOR_COMPANY, values


def current_scope() -> Scope | None:
    """The scope of the present session, if one is set."""
    scope: Scope | None = db.session().info.get("scope")
    return scope


def scope_of(person: Person) -> Scope:
    """What a person sees: a client user one client, a candidate their own things, staff the company."""
    if person.kind is PersonKind.CANDIDATE:
        return Scope(person.company_id, person=person.candidate_id or 0)
    return Scope(person.company_id, client=person.client_id)


def enter(scope: Scope | None) -> None:
    """Set the scope of the session for what follows. Raises ScopeNotEmpty if rows of another scope are loaded."""
    session = db.session()
    if scope == session.info.get("scope"):
        return
    if len(session.identity_map) or session.new:
        raise ScopeNotEmpty("Leave the other scope first: its rows are still loaded.")
    if scope is None:
        session.info.pop("scope", None)
        session.info.pop("narrowing", None)
        return
    session.info["scope"] = scope
    session.info["narrowing"] = None if scope.company is None else _eyes(scope)


@contextmanager
def _scoped(scope: Scope) -> Iterator[None]:
    session = db.session()
    before = session.info.get("scope")
    if scope == before:
        yield
        return
    enter(scope)
    try:
        yield
        session = db.session()
        if session.new or session.dirty or session.deleted:
            session.flush()
    finally:
        session = db.session()
        session.expunge_all()
        enter(before)


@contextmanager
def as_company(company_id: int) -> Iterator[None]:
    """See and write all of one company. Objects loaded inside are detached at the end."""
    with _scoped(Scope(company_id)):
        yield


@contextmanager
def as_person(person: Person) -> Iterator[None]:
    """See what the person may see."""
    with _scoped(scope_of(person)):
        yield


@contextmanager
def as_system(reason: str) -> Iterator[None]:
    """See every company: sign-in, look-ups by secret, the worker's claim, commands. A house test lists the callers."""
    if not reason:
        raise ValueError("Say why no company is known here.")
    with _scoped(Scope(None)):
        yield


def _narrow(state: ORMExecuteState) -> Result[Any] | None:
    info = state.session.info
    if not state.execution_options.get("unscoped"):
        scope = info.get("scope")
        if scope is None:
            raise Unscoped("No scope is set: enter one with as_company, as_person or as_system.")
        if scope.company is not None:
            _check_it_can_be_narrowed(state)
            narrowed, values = info["narrowing"]
            given: Any = state.parameters or {}
            # Also when columns of an object are loaded again: what was joined to it then is narrowed now.
            state.parameters = {**given, **values}
            if not state.is_column_load:
                state.statement = narrowed.of(state.statement)
    return _rows(state)


def _check_it_can_be_narrowed(state: ORMExecuteState) -> None:
    if not state.is_orm_statement or state.is_insert:
        raise Unscoped("This statement cannot be narrowed to a company: select through mapped classes.")
    if state.is_from_statement and isinstance(getattr(state.statement, "element", None), TextClause):
        raise Unscoped("Text cannot be narrowed to a company.")
    if (state.is_update or state.is_delete) and isinstance(state.parameters, list):
        raise Unscoped("A bulk change by key cannot be narrowed to a company.")


def _rows(state: ORMExecuteState) -> Result[Any] | None:
    """What a statement finds, where a request that only reads selects nothing but columns; else None.

    No objects are made of columns, and there is nothing to flush: the connection's own rows cost half as much.
    """
    session, statement = state.session, state.statement
    if not is_reading() or not state.is_orm_statement or not isinstance(statement, Select):
        return None
    if not _is_of_columns(statement) or session.new or session.dirty or session.deleted:
        return None
    connection = session.connection(bind_arguments=state.bind_arguments)
    return connection.execute(statement, state.parameters, execution_options=state.local_execution_options)


_of_columns: WeakKeyDictionary[Any, bool] = WeakKeyDictionary()


def _is_of_columns(statement: Any) -> bool:
    """Whether nothing but columns is selected, each under the name that its attribute has."""
    found = _of_columns.get(statement)
    if found is None:
        # The statement's `column_descriptions` say the same, and cost as much as the query.
        found = _of_columns[statement] = all(
            isinstance(column, ColumnElement) and column._annotations.get("proxy_key") in (None, column.key)
            for column in statement._raw_columns
        )
    return found


def _check_writes(session: Session, _context: Any, _instances: Any) -> None:
    if is_reading():
        raise WroteWhileReading(
            f"A flush in a reading request: {[*session.new, *session.dirty, *session.deleted]!r:.300}"
        )
    scope: Scope | None = session.info.get("scope")
    if scope is None:
        raise Unscoped("Nothing may be written before a scope is set.")
    for row in session.new:
        if isinstance(row, Owned):
            if row.company_id is None and scope.company is not None:
                row.company_id = scope.company
            if row.company_id is None or (scope.company is not None and row.company_id != scope.company):
                raise CrossTenantWrite(f"{type(row).__name__} for company {row.company_id} in the scope of {scope}")
    for row in [*session.dirty, *session.deleted]:
        if isinstance(row, Owned) and scope.company is not None and row.company_id != scope.company:
            raise CrossTenantWrite(f"{row!r} does not belong to company {scope.company}")


def guard(session: Any) -> None:
    """Put the hooks on a session (`db.session`); called once by `create_app`."""
    if not event.contains(session, "do_orm_execute", _narrow):
        event.listen(session, "do_orm_execute", _narrow)
        event.listen(session, "before_flush", _check_writes)
