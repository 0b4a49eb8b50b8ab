"""Reading a CV: its type, its layout, its sections, its fields. Pure; heavy things are imported when they are used."""

from __future__ import annotations

from portal.candidates.reading.model import Evidence, FileType, Reading, Study, Unreadable, Work
from portal.candidates.reading.running import grow_cold, read_in_child, stay_warm
from portal.candidates.reading.sniffing import sniff

__all__ = [
    "Evidence",
    "FileType",
    "Reading",
    "Study",
    "Unreadable",
    "Work",
    "grow_cold",
    "read_cv",
    "read_in_child",
    "sniff",
    "stay_warm",
]


def read_cv(data: bytes, file_type: FileType) -> Reading:
    """The reading of one CV, in this process. Raises Unreadable."""
    from portal.candidates.reading import reader

    return reader.read_cv(data, file_type)
