"""Bytes below `DATA_DIR/files`; no route serves the folder."""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from portal.core.errors import Missing
from portal.core.stores.kinds import Kept, Presigned


class FolderStore:
    """A folder of this machine. Raises OSError when the disk refuses to write."""

    presigned: Presigned | None = None

    def __init__(self, data_dir: str) -> None:
        self.data_dir = Path(data_dir)
        self.folder = self.data_dir / "files"

    def put(self, place: str, data: bytes, media_type: str) -> None:
        """Written beside its place, synced, and moved there: never half a file."""
        path = self.folder / place
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            part.rename(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise

    def read(self, place: str) -> bytes:
        """All bytes of a place. Raises Missing."""
        return self.source(place, 0).read_bytes()

    def source(self, place: str, size: int) -> Path:
        """The path, for the server sends files itself. Raises Missing."""
        path = self.folder / place
        if not path.is_file():
            raise Missing("This file is no longer kept.")
        return path

    def remove(self, places: Iterable[str]) -> None:
        """Forget bytes; those that are not there too."""
        for place in places:
            (self.folder / place).unlink(missing_ok=True)

    def kept(self, below: str = "") -> Iterator[Kept]:
        """All files, and the halves that a killed process left."""
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = Path(folder) / name
                place = path.relative_to(self.folder).as_posix()
                try:
                    about = path.stat()
                except FileNotFoundError:
                    continue
                if place.startswith(below):
                    yield Kept(place, about.st_size, datetime.fromtimestamp(about.st_mtime, UTC))

    def probe(self) -> None:
        """A file can be written into the data folder."""
        (self.data_dir / ".ready").write_bytes(b"ok")
