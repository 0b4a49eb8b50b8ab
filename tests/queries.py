"""How many statements something sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from portal.core.database import db

MOST_PER_PAGE = 12


class Counted(list[str]):
    """The statements that were sent, in order."""

    def __str__(self) -> str:
        return f"{len(self)} statements:\n" + "\n".join(" ".join(s.split())[:300] for s in self)


@contextmanager
def count_queries() -> Iterator[Counted]:
    """`with count_queries() as sent:` — afterwards `len(sent)` is the number of statements, `str(sent)` shows them."""
    sent = Counted()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
