"""What a store of bytes can do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

from portal.core.errors import Busy

RETRY_AFTER = 10


class StoreDown(Busy):
    """The store does not answer, or refuses us. What was asked for may be asked again."""

    def __init__(self) -> None:
        super().__init__("Files cannot be reached just now. Please try again in a moment.", retry_after=RETRY_AFTER)


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes as a store lists them: where, how many, since when (UTC)."""

    place: str
    size: int
    since: datetime


class Store(Protocol):
    """Bytes by place. Every method but `find` and `presigned` raises StoreDown when the store does not answer."""

    @property
    def presigned(self) -> "Presigned | None":
        """How it takes and gives bytes by addresses of its own; None where it has none."""

    def put(self, place: str, data: bytes, media_type: str) -> None:
        """Keep bytes: whole, and safe from a crash, when this returns."""

    def read(self, place: str) -> bytes:
        """All bytes of a place. Raises Missing."""

    def source(self, place: str, size: int) -> Path | BinaryIO:
        """The bytes to be sent: a path, or a stream that can seek and fetches what is read alone. Raises Missing."""

    def remove(self, places: Iterable[str]) -> None:
        """Forget bytes; those that are not there too."""

    def kept(self, below: str = "") -> Iterator[Kept]:
        """All that is kept whose place begins so, in no order."""

    def probe(self) -> None:
        """Write something small, to know that it can be done."""


class Presigned(Protocol):
    """Addresses of the store itself, signed with the portal's credentials: bytes go past the portal."""

    def upload(self, place: str, media_type: str, size: int | None, lasts: timedelta) -> str:
        """An address that takes bytes of this kind (and size) by PUT."""

    def download(self, place: str, media_type: str, disposition: str, lasts: timedelta) -> str:
        """An address that gives the bytes as an attachment by GET."""

    def found(self, place: str) -> tuple[int, str] | None:
        """How many bytes lie there and the kind that was said with them; None for nothing."""
