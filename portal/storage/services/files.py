"""Bytes below `DATA_DIR/files`: written before the commit that names them, and gone again when it does not come."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import event

from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import Missing
from portal.storage.models import StoredFile
from portal.storage.rules import place_of, shown_name

# What a session remembers of its files until the transaction has ended.
WRITTEN = "files written"
DOOMED = "files doomed"


def put(data: bytes, *, name: str | None, media_type: str, owner_kind: str, owner_id: int | None = None) -> StoredFile:
    """Keep bytes under a random key of ours; `name` is what the person called them and never becomes a path.

    The bytes are on disk, whole and synced, when this returns; if the transaction is rolled back they go again.
    Raises OSError when the disk refuses.
    """
    key = secrets.token_hex(20)
    path = folder() / place_of(key)
    db.session().info.setdefault(WRITTEN, []).append(path)
    _write(path, data)
    file = StoredFile(
        key=key,
        name=shown_name(name),
        media_type=media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        owner_kind=owner_kind,
        owner_id=owner_id,
        created_at=now(),
    )
    db.session.add(file)
    db.session.flush()
    return file


def path_of(file: StoredFile) -> Path:
    """Where the bytes of a file lie. Raises Missing when they are not there."""
    path = folder() / place_of(file.key)
    if not path.is_file():
        raise Missing("This file is no longer kept.")
    return path


def read(file: StoredFile) -> bytes:
    """The bytes of a file. Raises Missing when they are not there."""
    return path_of(file).read_bytes()


def delete(file: StoredFile) -> None:
    """Forget a file: its row at once, its bytes and pictures with the commit."""
    doomed = db.session().info.setdefault(DOOMED, [])
    doomed += [folder() / place_of(file.key), pictures_folder() / place_of(file.key)]
    db.session.delete(file)
    db.session.flush()


def folder() -> Path:
    """The folder of all files; no route serves it."""
    return Path(current_app.config["DATA_DIR"]) / "files"


def pictures_folder() -> Path:
    """The folder of the pictures drawn of documents: a cache, which may be emptied at any time."""
    return Path(current_app.config["DATA_DIR"]) / "pictures"


def _write(path: Path, data: bytes) -> None:
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


def _remove(paths: list[Path]) -> None:
    for path in paths:
        if path.is_dir():
            for one in path.iterdir():
                one.unlink(missing_ok=True)
            path.rmdir()
        else:
            path.unlink(missing_ok=True)


@event.listens_for(db.session, "after_commit")
def _committed(session: Any) -> None:
    if session.in_nested_transaction():
        return
    session.info.pop(WRITTEN, None)
    _remove(session.info.pop(DOOMED, []))


@event.listens_for(db.session, "after_rollback")
def _rolled_back(session: Any) -> None:
    if session.in_nested_transaction():
        return
    session.info.pop(DOOMED, None)
    _remove(session.info.pop(WRITTEN, []))
