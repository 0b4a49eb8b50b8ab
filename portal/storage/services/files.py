"""Bytes in the store: written before the commit that names them, and gone again when it does not come."""

import hashlib
import logging
import secrets
import shutil
from pathlib import Path
from typing import Any, BinaryIO

from flask import current_app
from sqlalchemy import event

from portal.core.clock import now
from portal.core.database import db
from portal.core.stores import StoreDown, store
from portal.storage.models import StoredFile
from portal.storage.rules import place_of, shown_name

# What a session remembers of its files until the transaction has ended: places in the store.
WRITTEN = "files written"
DOOMED = "files doomed"
log = logging.getLogger(__name__)


def put(data: bytes, *, name: str | None, media_type: str, owner_kind: str, owner_id: int | None = None) -> StoredFile:
    """Keep bytes under a random key of ours; `name` is what the person called them and never becomes a path.

    The bytes are in the store, whole and safe, when this returns; if the transaction is rolled back they go again.
    Raises OSError when the disk refuses, StoreDown when the bucket does.
    """
    key = secrets.token_hex(20)
    db.session().info.setdefault(WRITTEN, []).append(place_of(key))
    store().put(place_of(key), data, media_type)
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


def source_of(file: StoredFile) -> Path | BinaryIO:
    """The bytes of a file, to be sent: a path, or a stream. Raises Missing when they are not there, StoreDown."""
    return store().source(place_of(file.key), file.size)


def read(file: StoredFile) -> bytes:
    """The bytes of a file. Raises Missing when they are not there, StoreDown."""
    return store().read(place_of(file.key))


def delete(file: StoredFile) -> None:
    """Forget a file: its row at once, its bytes and pictures with the commit."""
    doom(place_of(file.key))
    db.session.delete(file)
    db.session.flush()


def doom(*places: str) -> None:
    """Have bytes and their pictures gone with the commit."""
    db.session().info.setdefault(DOOMED, []).extend(places)


def pictures_folder() -> Path:
    """The folder of the pictures drawn of documents: a cache, which may be emptied at any time."""
    return Path(current_app.config["DATA_DIR"]) / "pictures"


def forget_bytes(places: list[str]) -> None:
    """Remove bytes and their pictures. A store that does not answer keeps them until the sweep."""
    if not places:
        return
    for place in places:
        shutil.rmtree(pictures_folder() / place, ignore_errors=True)
    try:
        store().remove(places)
    except StoreDown:
        log.warning("%s files stay in the store until the next sweep", len(places))


@event.listens_for(db.session, "after_commit")
def _committed(session: Any) -> None:
    if session.in_nested_transaction():
        return
    session.info.pop(WRITTEN, None)
    forget_bytes(session.info.pop(DOOMED, []))


@event.listens_for(db.session, "after_rollback")
def _rolled_back(session: Any) -> None:
    if session.in_nested_transaction():
        return
    session.info.pop(DOOMED, None)
    forget_bytes(session.info.pop(WRITTEN, []))
