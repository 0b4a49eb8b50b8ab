"""The whole audit log for a file, piece by piece: a million events need no more memory than five hundred."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import current_app
from sqlalchemy import Row

from portal.core.database import reading
from portal.core.people import Person
from portal.core.tenancy import as_person
from portal.governance import queries

AT_ONCE = 500


def pieces(wanted: queries.Wanted, by: Person) -> Iterator[Sequence[Row[Any]]]:
    """What the filter leaves of what the person may see, the newest first.

    The request that asked is over while its answer is being sent, so each look has a session of its own.
    """
    app: Any = current_app._get_current_object()  # type: ignore[attr-defined]

    def look() -> Iterator[Sequence[Row[Any]]]:
        cursor: str | None = None
        while True:
            with app.app_context(), reading(), as_person(by):
                found = queries.audit_page(wanted, cursor, AT_ONCE)
            yield found.items
            if found.next is None:
                return
            cursor = found.next

    return look()
