"""Whose rows a query may touch: the one place that narrows queries and checks writes.

Every owned row carries its company; a class says besides what a client user and a candidate may see of it, and a class
that says nothing shows them nothing. With no scope set, a query on anything but the few unowned tables raises: a view
cannot forget to ask. Statements that the hook cannot narrow are refused, unless a module named in the house test says
`execution_options(unscoped=True)`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    TextClause,
    UniqueConstraint,
    and_,
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


@lru_cache(1024)
def _narrowing(scope: Scope) -> Any:
    """The option that narrows every owned class of a statement; it holds three numbers, so one serves every session."""
    company, client, person = scope.company, scope.client, scope.person

    # One function per audience, without an `if` inside: SQLAlchemy caches the SQL by code object.
    def of_client(cls: type[Owned]) -> ColumnElement[bool]:
        return and_(cls.company_id == company, cls.seen_by_client(client))  # type: ignore[arg-type]

    def of_person(cls: type[Owned]) -> ColumnElement[bool]:
        return and_(cls.company_id == company, cls.seen_by_person(person))  # type: ignore[arg-type]

    def of_company(cls: type[Owned]) -> ColumnElement[bool]:
        return cls.company_id == company

    rule = of_client if client is not None else of_person if person is not None else of_company
    return with_loader_criteria(Owned, rule, include_aliases=True)


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
    session.info["narrowing"] = None if scope.company is None else _narrowing(scope)


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


def _narrow(state: ORMExecuteState) -> None:
    if state.execution_options.get("unscoped"):
        return
    info = state.session.info
    scope = info.get("scope")
    if scope is None:
        raise Unscoped("No scope is set: enter one with as_company, as_person or as_system.")
    if scope.company is None:
        return
    if not state.is_orm_statement or state.is_insert:
        raise Unscoped("This statement cannot be narrowed to a company: select through mapped classes.")
    if state.is_from_statement and isinstance(getattr(state.statement, "element", None), TextClause):
        raise Unscoped("Text cannot be narrowed to a company.")
    if (state.is_update or state.is_delete) and isinstance(state.parameters, list):
        raise Unscoped("A bulk change by key cannot be narrowed to a company.")
    if not state.is_column_load:
        state.statement = state.statement.options(info["narrowing"])


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
