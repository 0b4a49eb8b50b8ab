"""Stored files and the signed addresses that take them."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, func, select

from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.tenancy import as_system
from portal.storage.models import SignedUpload, StoredFile

# A file that came at the last moment is looked for so long after its address has ended.
GRACE = timedelta(hours=1)


def company_of_upload(key: str) -> int:
    """Whose the signed address with this key is. Raises Missing for none."""
    with as_system("who calls a signed address says no more than its key"):
        return _known(db.session.scalar(select(SignedUpload.company_id).where(SignedUpload.key == key)))


def company_of_file(key: str) -> int:
    """Whose the file with this key is. Raises Missing for none."""
    with as_system("who calls a signed address says no more than its key"):
        return _known(db.session.scalar(select(StoredFile.company_id).where(StoredFile.key == key)))


def lock_upload(key: str) -> SignedUpload:
    """The signed address as it is now, held until the transaction ends. Raises Missing."""
    wanted = select(SignedUpload).where(SignedUpload.key == key).with_for_update()
    found = db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()
    if found is None:
        raise Missing
    return found


def file_by_key(key: str) -> StoredFile:
    """The file with this key. Raises Missing."""
    found = db.session.scalars(select(StoredFile).where(StoredFile.key == key)).one_or_none()
    if found is None:
        raise Missing
    return found


def upload_by_key(key: str) -> SignedUpload:
    """A signed address, for those who may see what comes to it. Raises Missing."""
    found = db.session.scalars(select(SignedUpload).where(SignedUpload.key == key)).one_or_none()
    if found is None:
        raise Missing
    return found


def uploaded_or_none(key: str) -> StoredFile | None:
    """The file that came to a signed address, for those who may see it; None while it is not ours."""
    u = SignedUpload
    return db.session.scalars(select(StoredFile).join(u, u.file_id == StoredFile.id).where(u.key == key)).one_or_none()


def uploaded(key: str) -> StoredFile:
    """The file that came to a signed address, for those who may see it. Raises Missing, also while none has come."""
    found = uploaded_or_none(key)
    if found is None:
        raise Missing
    return found


def awaited() -> list[tuple[int, str]]:
    """(company, key) of addresses that have no file yet and have not long ended. In every company."""
    wanted = select(SignedUpload.company_id, SignedUpload.key).where(
        SignedUpload.file_id.is_(None), SignedUpload.expires_at > now() - GRACE
    )
    return [(row.company_id, row.key) for row in db.session.execute(wanted)]


def keys_among(keys: Collection[str]) -> set[str]:
    """Which of these keys have a row of a file. In every company."""
    return set(db.session.scalars(select(StoredFile.key).where(StoredFile.key.in_(keys))))


def kinds_by_key() -> dict[str, str]:
    """The kind of every file by its key. In every company."""
    return {row.key: row.media_type for row in db.session.execute(select(StoredFile.key, StoredFile.media_type))}


def count_files() -> int:
    """How many files there are. In every company."""
    return db.session.scalar(select(func.count()).select_from(StoredFile)) or 0


def forget_ended() -> int:
    """Delete addresses that ended without a file; how many there were. In every company: the caller says why."""
    unused = delete(SignedUpload).where(SignedUpload.file_id.is_(None), SignedUpload.expires_at < now() - GRACE)
    return int(getattr(db.session.execute(unused, execution_options={"synchronize_session": False}), "rowcount", 0))


def _known(company_id: int | None) -> int:
    if company_id is None:
        raise Missing
    return company_id
