"""Stored files and the signed addresses that take them."""

from sqlalchemy import delete, select

from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import Missing
from portal.core.tenancy import as_system
from portal.storage.models import SignedUpload, StoredFile


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


def uploaded(key: str) -> StoredFile:
    """The file that came to a signed address, for those who may see it. Raises Missing, also while none has come."""
    u = SignedUpload
    wanted = select(StoredFile).join(u, u.file_id == StoredFile.id).where(u.key == key)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise Missing
    return found


def forget_ended() -> int:
    """Delete addresses that ended without a file; how many there were. In every company: the caller says why."""
    unused = delete(SignedUpload).where(SignedUpload.file_id.is_(None), SignedUpload.expires_at < now())
    return int(getattr(db.session.execute(unused, execution_options={"synchronize_session": False}), "rowcount", 0))


def _known(company_id: int | None) -> int:
    if company_id is None:
        raise Missing
    return company_id
