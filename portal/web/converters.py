"""`<sid(job):job_id>` in a route takes the public id or the integer and gives the integer, which `url_for` takes."""

from typing import Any

from werkzeug.routing import BaseConverter, IntegerConverter, Map

from portal.core.ids import Prefix, decode, encode
from portal.core.paging import LARGEST


class ShortId(BaseConverter):
    """A public id of one kind of row.

    What is none becomes 0, which no row has, so that the answer is "not found": refused here, werkzeug would take it
    for the wrong method wherever the address has another one (405).
    """

    regex = r"[A-Za-z0-9_]{1,40}"

    def __init__(self, url_map: Map, prefix: str) -> None:
        super().__init__(url_map)
        self.prefix = Prefix(prefix)

    def to_python(self, value: str) -> int:
        number = decode(self.prefix, value)
        return number if number is not None and number < 2**63 else 0

    def to_url(self, value: Any) -> str:
        return str(encode(self.prefix, int(value)))


class WholeNumber(IntegerConverter):
    """`<int:number>`: a whole number that every database takes; what is larger names nothing."""

    def to_python(self, value: str) -> int:
        """The number; one that is too large for a database becomes 0, which no row has, as above."""
        number = int(value) if len(value) < 20 else 0
        return number if number <= LARGEST else 0
