"""One page of a list by key: where it goes on after a cursor, in which order, and how many rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, and_, or_

from portal.core.database import db
from portal.core.paging import PAGE, Page, page_of, read_cursor

_first_pages: WeakKeyDictionary[Any, dict[Any, Any]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Order:
    """What a list may be sorted by: an expression that is never null, its Python type, and the direction."""

    key: ColumnElement[Any]
    kind: type
    downwards: bool = False


def page_by_key(
    statement: Select[*tuple[Any, ...]],
    order: Order,
    number: SQLColumnExpression[int],
    cursor: str | None,
    limit: int = PAGE,
    values: Mapping[str, Any] | None = None,
) -> Page[Row[*tuple[Any, ...]]]:
    """Run the statement for one page in this order; rows with equal keys stand by `number`, the primary key. `values`
    are those that the statement leaves open.

    The statement must not select `sort_key` itself and must select `id`. Raises BadInput for a cursor that is none.
    """
    after = read_cursor(cursor, order.kind, int)
    if after is None:
        wanted = _first_page(statement, order, number, limit)
    else:
        value, last, key = *after, order.key
        further = (
            or_(key < value, and_(key == value, number < last))
            if order.downwards
            else or_(key > value, and_(key == value, number > last))
        )
        wanted = _sorted(statement.where(further), order, number, limit)
    return page_of(db.session.execute(wanted, values or {}).all(), limit, lambda row: (row.sort_key, row.id))


def _first_page(statement: Any, order: Order, number: Any, limit: int) -> Any:
    """The first page is what is asked for most: of a statement that is kept, it is put together once."""
    known = _first_pages.setdefault(statement, {})
    found = known.get((order, limit))
    if found is None:
        found = known[order, limit] = _sorted(statement, order, number, limit)
    return found


def _sorted(statement: Any, order: Order, number: Any, limit: int) -> Any:
    ordered = (order.key.desc(), number.desc()) if order.downwards else (order.key, number)
    return statement.add_columns(order.key.label("sort_key")).order_by(*ordered).limit(limit + 1)


def contains(text: str) -> str:
    """A pattern for `ilike(…, escape="\\")` that finds the text anywhere, whatever signs it has."""
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
