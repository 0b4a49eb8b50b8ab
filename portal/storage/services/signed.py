"""Addresses that take or give one file for a while, without a sign-in: who has the address has the file (seed 002)."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app

from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import Missing, NotAllowed
from portal.core.links import address
from portal.core.people import Person
from portal.core.stores import store
from portal.storage import queries, rules_signed
from portal.storage.models import SignedUpload, StoredFile
from portal.storage.rules import incoming_place, place_of, shown_name
from portal.storage.rules_signed import DOWNLOAD_LASTS, UPLOAD_LASTS, Signed
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


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that came to a signed address: what it is called, its kind, its bytes."""

    name: str
    media_type: str
    data: bytes


def begin_upload(name: str, media_type: str, size: int | None, by: Person) -> tuple[SignedUpload, Address]:
    """An address that takes this one file once. It will be the candidate's own, or the company's.

    Raises BadInput (`content_type`, `size`), NotAllowed for an account without a confirmed e-mail address.
    """
    rules_signed.check_kind(media_type)
    if size is not None:
        rules_signed.check_size(size)
    if by.is_candidate and by.candidate_id is None:
        raise NotAllowed("Confirm your e-mail address first, then files can be kept for you.")
    expires = rules_signed.expiry(now(), UPLOAD_LASTS)
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
    return upload, _keep(upload, data)


def upload_address(upload: SignedUpload) -> str | None:
    """The store's own address that takes the file; None where the store has none and ours takes it."""
    presigned = store().presigned
    if presigned is None:
        return None
    return presigned.upload(incoming_place(upload.key), upload.media_type, upload.size or None, UPLOAD_LASTS)


def download_address(file: StoredFile, disposition: str) -> str | None:
    """The store's own address that gives the file as an attachment; None where ours gives it."""
    presigned = store().presigned
    if presigned is None:
        return None
    return presigned.download(place_of(file.key), file.media_type, disposition, DOWNLOAD_LASTS)


def content(key: str) -> Sent:
    """The file that came to a signed address, for those who may see it; nothing is written.

    Raises Missing, also while none has come; BadInput for bytes that are not what the address was made for.
    """
    upload = queries.upload_by_key(key)
    if upload.file_id is not None:
        file = queries.uploaded(key)
        return Sent(file.name, file.media_type, files.read(file))
    return Sent(upload.name, upload.media_type, _arrived(upload))


def claim(key: str) -> StoredFile:
    """The file of a signed address, for those who may see it; one that the store took by itself becomes ours first.

    From then on it is another place that the address does not reach: what is sent there later counts no more.
    Raises Missing, BadInput as `content`.
    """
    upload = queries.lock_upload(key)
    if upload.file_id is not None:
        return queries.uploaded(key)
    file = _keep(upload, _arrived(upload))
    files.doom(incoming_place(upload.key))
    return file


def _arrived(upload: SignedUpload) -> bytes:
    """The bytes that the store took for an address. Raises Missing, BadInput."""
    presigned = store().presigned
    found = presigned.found(incoming_place(upload.key)) if presigned is not None else None
    if found is None:
        raise Missing("No file has come to this address yet.")
    size, media_type = found
    signed = _of_upload(upload)
    rules_signed.check_length(size, signed)
    data = store().read(incoming_place(upload.key))
    rules_signed.check_bytes(data, media_type, signed)
    return data


def _keep(upload: SignedUpload, data: bytes) -> StoredFile:
    file = files.put(
        data, name=upload.name, media_type=upload.media_type, owner_kind=upload.owner_kind, owner_id=upload.owner_id
    )
    upload.file_id, upload.uploaded_at = file.id, now()
    db.session.flush()
    return file


def lend(file: StoredFile) -> Address:
    """An address that gives this file to whoever has it, for a while."""
    expires = rules_signed.expiry(now(), DOWNLOAD_LASTS)
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
