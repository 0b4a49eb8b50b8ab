"""What may be sent to a signed address, and how its signature is made and checked. Pure but for the key that is given.

Bound to a signature: what it is for, the key of the file, its name, kind and size, and when it ends.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import Signer

from portal.core.errors import BadInput, Conflict, NotAllowed

LARGEST_BYTES = 10 * 1024 * 1024
# Long enough for a slow phone, short enough that a leaked address is soon worth nothing.
UPLOAD_LASTS = timedelta(minutes=15)
DOWNLOAD_LASTS = timedelta(minutes=15)
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
# Each kind with how its files begin; text has no beginning of its own.
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    PDF: (b"%PDF-",),
    DOCX: (b"PK\x03\x04",),
    ODT: (b"PK\x03\x04",),
    "application/rtf": (b"{\\rtf",),
    "text/plain": (b"",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
}


class NotSigned(NotAllowed):
    """The address is forged, changed, or has ended."""

    def __init__(self, words: str = "This address is not one of ours, or it has been changed.") -> None:
        super().__init__(words)


class UploadedAlready(Conflict):
    """A signed address takes one file, once."""

    def __init__(self) -> None:
        super().__init__("The file of this address is here already. Ask for another address for another file.")


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature stands for. `size` 0: any up to the limit; `expires` in seconds since 1970."""

    operation: str
    key: str
    name: str
    media_type: str
    size: int
    expires: int

    def words(self) -> str:
        """The words that are signed; no part can run into the next."""
        parts = (self.operation, self.key, self.name, self.media_type, str(self.size), str(self.expires))
        return "\n".join(f"{len(part)}:{part}" for part in parts)


def expiry(now: datetime, lasts: timedelta) -> int:
    """When an address that is made now ends, in seconds since 1970."""
    return int((now + lasts).timestamp())


def sign(signed: Signed, key: str) -> str:
    """The signature for an address."""
    return _signer(key).get_signature(signed.words()).decode()


def check_signature(signed: Signed, signature: str, key: str, now: datetime) -> None:
    """Raises NotSigned for a signature of something else, and for one that has ended."""
    if not _signer(key).verify_signature(signed.words().encode(), signature.encode("utf-8", "replace")):
        raise NotSigned
    if now.timestamp() >= signed.expires:
        ended = datetime.fromtimestamp(signed.expires, UTC)
        raise NotSigned(f"This address ended at {ended:%Y-%m-%dT%H:%M:%SZ}. Ask for a new one.")


def check_kind(media_type: str) -> None:
    """Raises BadInput with field `content_type` for a kind of file that is not kept."""
    if media_type not in BEGINNINGS:
        raise BadInput(
            fields={"content_type": f"Files of this kind are not kept. Possible are: {', '.join(BEGINNINGS)}."}
        )


def check_size(size: int) -> None:
    """Raises BadInput with field `size`."""
    if not 0 < size <= LARGEST_BYTES:
        raise BadInput(fields={"size": f"A file may have up to {LARGEST_BYTES // 1024 // 1024} MB."})


def check_length(length: int, signed: Signed) -> None:
    """Whether a file of so many bytes is what the address was made for. Raises BadInput."""
    if length > LARGEST_BYTES:
        raise BadInput(fields={"body": f"A file may have up to {LARGEST_BYTES // 1024 // 1024} MB."})
    if signed.size and length != signed.size:
        raise BadInput(fields={"body": f"This address takes a file of {signed.size} bytes; these are {length}."})


def check_bytes(data: bytes, sent_type: str, signed: Signed) -> None:
    """Whether these bytes are the file that the address was made for. Raises BadInput with what is wrong."""
    if sent_type != signed.media_type:
        raise BadInput(fields={"Content-Type": f"This address takes {signed.media_type}."})
    if not data:
        raise BadInput(fields={"body": "Send the bytes of the file as the body."})
    check_length(len(data), signed)
    if not data.startswith(BEGINNINGS[signed.media_type]) or (signed.media_type == "text/plain" and b"\0" in data):
        raise BadInput(fields={"body": f"These bytes are no {signed.media_type}."})


def key_in(url: str, base: str) -> str | None:
    """The key in an address of ours, which begins with `base`; None for any other address."""
    found = re.fullmatch(re.escape(base) + r"([0-9a-f]{40})", url.strip())
    return found.group(1) if found else None


def _signer(key: str) -> Signer:
    return Signer(key, salt="signed file address", key_derivation="hmac")
