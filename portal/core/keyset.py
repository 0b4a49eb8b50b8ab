"""One page of a list by key: where it goes on after a cursor, in which order, and how many rows."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, and_, or_

from portal.core.database import db
from portal.core.paging import PAGE, Page, page_of, read_cursor


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
) -> Page[Row[*tuple[Any, ...]]]:
    """Run the statement for one page in this order; rows with equal keys stand by `number`, the primary key.

    The statement must not select `sort_key` itself and must select `id`. Raises BadInput for a cursor that is none.
    """
    key = order.key
    after = read_cursor(cursor, order.kind, int)
    if after is not None:
        value, last = after
        further = (
            or_(key < value, and_(key == value, number < last))
            if order.downwards
            else or_(key > value, and_(key == value, number > last))
        )
        statement = statement.where(further)
    ordered = (key.desc(), number.desc()) if order.downwards else (key, number)
    rows = db.session.execute(statement.add_columns(key.label("sort_key")).order_by(*ordered).limit(limit + 1)).all()
    return page_of(rows, limit, lambda row: (row.sort_key, row.id))


def contains(text: str) -> str:
    """A pattern for `ilike(…, escape="\\")` that finds the text anywhere, whatever signs it has."""
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
