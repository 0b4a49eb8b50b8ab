"""Opening a ZIP that a stranger sent: what it claims is checked, and what it really gives is counted."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from portal.candidates.reading.model import Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_MEMBERS = 2000
MAX_MEMBER_BYTES = 24 * 1024 * 1024
MAX_TOTAL_BYTES = 120 * 1024 * 1024
MAX_RATIO = 200
RATIO_COUNTS_FROM = 1024 * 1024  # small members of one repeated byte pack well and harm nobody
MAX_XML_DEPTH = 256


class Members(Mapping[str, bytes]):
    """The members of an archive, unpacked one by one, in memory only and never to a path of their own."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._sizes = {info.filename: info for info in archive.infolist()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._sizes)

    def __len__(self) -> int:
        return len(self._sizes)

    def __getitem__(self, name: str) -> bytes:
        info = self._sizes[name]
        try:
            with self._archive.open(info) as member:
                # The header's size may lie, so one byte more than allowed is asked for.
                unpacked = member.read(MAX_MEMBER_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise Unreadable("broken", "The document is damaged and cannot be opened.") from error
        if len(unpacked) > MAX_MEMBER_BYTES:
            raise Unreadable("too_large", "The document unpacks to more than can be read.")
        return unpacked


def members_of(data: bytes) -> Members:
    """The members of the ZIP archive in `data`. Raises Unreadable for bombs, foreign paths, encryption and damage."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable("broken", "The document is damaged and cannot be opened.") from error
    entries = archive.infolist()
    if len(entries) > MAX_MEMBERS:
        raise Unreadable("too_large", f"The document holds more than {MAX_MEMBERS:,} parts.")
    for info in entries:
        if info.flag_bits & 0x1:
            raise Unreadable("encrypted", "The document is protected by a password. Send it without one.")
        if info.filename.startswith(("/", "\\")) or ".." in info.filename.replace("\\", "/").split("/"):
            raise Unreadable("broken", "The document holds a part with a path that leads out of it.")
        if info.file_size > RATIO_COUNTS_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise Unreadable("too_large", "The document unpacks to far more than its size; it is not read.")
    if sum(info.file_size for info in entries) > MAX_TOTAL_BYTES:
        raise Unreadable("too_large", "The document unpacks to more than can be read.")
    return Members(archive)


def xml_of(data: bytes) -> _Element:
    """The root of an XML part. No entity is resolved, no DTD loaded, nothing fetched; a document type is refused."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("broken", "The document is damaged and cannot be opened.") from error
    # Neither Word nor OpenDocument writes a document type; it is there only to declare entities.
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("broken", "The document declares entities of its own and is not read.")
    return root
