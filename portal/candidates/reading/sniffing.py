"""Which kind of file this is, told from its bytes alone; its name is only used to word the refusal."""

from __future__ import annotations

import codecs
import re

from portal.candidates.reading.archive import members_of
from portal.candidates.reading.model import FileType, Unreadable

MAX_BYTES = 10 * 1024 * 1024
PDF_HEADER_WITHIN = 1024  # ISO 32000-1, annex H.3.4.1: readers accept the header anywhere in the first 1024 bytes
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
ACCEPTED = "Send a PDF, Word (DOCX), OpenDocument (ODT), RTF or plain text file."
RULES = re.compile(rb"([!-/:-@\[-`{-~])\1+")
TEXT_CONTROLS = frozenset(b"\t\n\r\f\v\x1b\x85\x00")


def sniff(data: bytes, filename: str = "") -> FileType:
    """The type of `data`. Raises Unreadable: unsupported, encrypted, broken, too_large."""
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large", f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    if not data.strip():
        raise Unreadable("broken", "The file is empty.")
    if b"%PDF-" in data[:PDF_HEADER_WITHIN]:
        return FileType.PDF
    if data[:5] == b"{\\rtf":
        return FileType.RTF
    if data[:4] == b"PK\x03\x04":
        return _kind_of_archive(data)
    if data[:8] == OLE_MAGIC:
        raise _refused_container(data)
    if looks_like_text(data):
        return FileType.TXT
    raise Unreadable("unsupported", f"This kind of file cannot be read. {ACCEPTED}")


def _kind_of_archive(data: bytes) -> FileType:
    members = members_of(data)
    if "word/document.xml" in members and "[Content_Types].xml" in members:
        return FileType.DOCX
    if "content.xml" in members and "mimetype" in members:
        kind = members["mimetype"][:100]
        if kind.strip().startswith(b"application/vnd.oasis.opendocument.text"):
            return FileType.ODT
    raise Unreadable("unsupported", f"This archive is not a Word or OpenDocument text. {ACCEPTED}")


def _refused_container(data: bytes) -> Unreadable:
    # Office wraps an encrypted DOCX in the old container format; its stream is named in UTF-16.
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Unreadable("encrypted", "The document is protected by a password. Send it without one.")
    return Unreadable("unsupported", f"Old Word files (.doc) cannot be read. {ACCEPTED}")


def looks_like_text(data: bytes) -> bool:
    """Whether the bytes are text in some encoding: a byte order mark, UTF-8, or an 8-bit code without control bytes."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    start = data[:65536]
    controls = sum(1 for byte in start if byte < 32 and byte not in TEXT_CONTROLS)
    zeros = start.count(0)
    if controls or (zeros and not 0.2 < zeros / len(start) < 0.6):
        return False
    # A rule drawn with dashes is one sign, however long it is.
    start = RULES.sub(rb"\1", start)
    letters = sum(1 for byte in start if chr(byte).isalnum() or byte in b" \t\r\n" or byte >= 0x80)
    return (letters + zeros) / len(start) > 0.6
