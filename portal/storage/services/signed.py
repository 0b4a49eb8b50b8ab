"""Addresses that take or give one file for a while, without a sign-in: who has the address has the file (seed 002)."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app

from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import NotAllowed
from portal.core.links import address
from portal.core.people import Person
from portal.storage import queries, rules_signed
from portal.storage.models import SignedUpload, StoredFile
from portal.storage.rules import shown_name
from portal.storage.rules_signed import Signed
from portal.storage.services import files

UPLOAD, DOWNLOAD = "upload", "download"
KIND = "upload"


@dataclass(frozen=True, slots=True)
class Address:
    """What an address needs: the key in its path, and the two words of its query."""

    key: str
    expires: int
    signature: str

    @property
    def expires_at(self) -> datetime:
        """When it ends, in UTC."""
        return datetime.fromtimestamp(self.expires, UTC)


def begin_upload(name: str, media_type: str, size: int | None, by: Person) -> tuple[SignedUpload, Address]:
    """An address that takes this one file once. It will be the candidate's own, or the company's.

    Raises BadInput (`content_type`, `size`), NotAllowed for an account without a confirmed e-mail address.
    """
    rules_signed.check_kind(media_type)
    if size is not None:
        rules_signed.check_size(size)
    if by.is_candidate and by.candidate_id is None:
        raise NotAllowed("Confirm your e-mail address first, then files can be kept for you.")
    expires = rules_signed.expiry(now(), rules_signed.UPLOAD_LASTS)
    upload = SignedUpload(
        key=secrets.token_hex(20),
        name=shown_name(name),
        media_type=media_type,
        size=size or 0,
        owner_kind="candidate" if by.is_candidate else KIND,
        owner_id=by.candidate_id if by.is_candidate else None,
        maker=f"{by.kind}:{by.id}",
        created_at=now(),
        expires_at=datetime.fromtimestamp(expires, UTC),
    )
    db.session.add(upload)
    db.session.flush()
    return upload, Address(upload.key, expires, rules_signed.sign(_of_upload(upload), _key()))


def take(key: str, expires: int, signature: str, sent_type: str, data: bytes) -> tuple[SignedUpload, StoredFile]:
    """Keep the bytes that came to a signed address. Of two at once one wins.

    Raises NotSigned, UploadedAlready, BadInput for other bytes than the address was made for, Missing.
    """
    upload = queries.lock_upload(key)
    signed = _of_upload(upload)
    if expires != signed.expires:
        raise rules_signed.NotSigned
    rules_signed.check_signature(signed, signature, _key(), now())
    if upload.file_id is not None:
        raise rules_signed.UploadedAlready
    rules_signed.check_bytes(data, sent_type, signed)
    file = files.put(
        data, name=upload.name, media_type=upload.media_type, owner_kind=upload.owner_kind, owner_id=upload.owner_id
    )
    upload.file_id, upload.uploaded_at = file.id, now()
    db.session.flush()
    return upload, file


def lend(file: StoredFile) -> Address:
    """An address that gives this file to whoever has it, for a while."""
    expires = rules_signed.expiry(now(), rules_signed.DOWNLOAD_LASTS)
    return Address(file.key, expires, rules_signed.sign(_of_file(file, expires), _key()))


def lent(key: str, expires: int, signature: str) -> StoredFile:
    """The file that such an address gives. Raises NotSigned, Missing."""
    file = queries.file_by_key(key)
    rules_signed.check_signature(_of_file(file, expires), signature, _key(), now())
    return file


def key_of(url: str) -> str | None:
    """The key in the `file_url` of a file of this portal; None for any other address."""
    return rules_signed.key_in(url, address("storage_api.uploaded_file", upload_key="-")[:-1])


def _of_upload(upload: SignedUpload) -> Signed:
    ends = int(upload.expires_at.timestamp())
    return Signed(UPLOAD, upload.key, upload.name, upload.media_type, upload.size, ends)


def _of_file(file: StoredFile, expires: int) -> Signed:
    return Signed(DOWNLOAD, file.key, file.name, file.media_type, file.size, expires)


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])
