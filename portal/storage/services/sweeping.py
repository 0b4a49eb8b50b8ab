"""Bytes that no row names, found and removed; and all bytes copied from one store to another."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from portal.core.clock import now
from portal.core.errors import Missing
from portal.core.stores import Store, store
from portal.core.tenancy import as_system
from portal.storage import queries
from portal.storage.rules import INCOMING, key_at, place_of
from portal.storage.services.files import forget_bytes

# Older than any transaction, and than a backup of the night before that somebody restores.
AGE = timedelta(days=2)
MANY = 500
# More than this, and more than a tenth of all, is no leftovers: this is the wrong database or an old one.
FEW = 100
log = logging.getLogger(__name__)


def sweep() -> int:
    """Remove what no row names and is older than two days; how many there were.

    Nothing is removed where the orphans are suspiciously many (a database that does not belong to these files).
    """
    orphans = list(_orphans())
    with as_system("bytes of every company lie in one store"):
        rows = queries.count_files()
    if len(orphans) > max(FEW, rows // 10):
        log.error("%s files are named by no row of the %s here: none is removed", len(orphans), rows)
        return 0
    forget_bytes(orphans)
    if orphans:
        log.info("%s orphaned files removed", len(orphans))
    return len(orphans)


def _orphans() -> Iterator[str]:
    end = now() - AGE
    old = (kept.place for kept in store().kept() if kept.since < end and kept.place != "ready")
    while places := list(islice(old, MANY)):
        keys = {place: key_at(place) for place in places}
        with as_system("bytes of every company lie in one store"):
            known = queries.keys_among({key for key in keys.values() if key is not None})
        yield from (place for place, key in keys.items() if _is_ours(place, key) and key not in known)


def _is_ours(place: str, key: str | None) -> bool:
    """A file's place, the half of one, or one that a bucket took: nothing else in the bucket is touched."""
    return key is not None or place.startswith(INCOMING) or place.endswith(".part")


def copy_files(source: Store, target: Store) -> tuple[int, list[str]]:
    """Copy the bytes of every file; how many there are, and the keys whose bytes are not in the source.

    What is in the target already is written again, so that it can be repeated after a fault. Rows do not change.
    """
    with as_system("files of every company move"):
        kinds = queries.kinds_by_key()
    missing = []
    for key, media_type in kinds.items():
        try:
            target.put(place_of(key), source.read(place_of(key)), media_type)
        except Missing:
            missing.append(key)
    return len(kinds), missing
