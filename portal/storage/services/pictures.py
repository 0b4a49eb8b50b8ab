"""Pictures of a PDF's pages, drawn once by a process with limits and kept beside the files.

A stranger's PDF is never opened in a process that serves people or holds the database, nor by the reader's browser.
"""

import json
import logging
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.core.errors import Missing
from portal.storage.models import StoredFile
from portal.storage.rules import place_of
from portal.storage.services.files import pictures_folder, read

CHILD = Path(__file__).with_name("drawing.py")
MAX_PAGES = 12
WIDTH = 1000
SECONDS = 20
MEMORY_MB = 768
MAX_WANTED = 300
log = logging.getLogger(__name__)


class NoPictures(Exception):
    """The pages of this file could not be drawn within the limits."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands on a page, in points from its upper left corner. Pages count from 1."""

    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages drawn: (width, height) of each in points, how many the document has, and where what was sought is."""

    sizes: list[tuple[float, float]]
    total: int
    places: dict[str, Place] = field(default_factory=dict)


def pages_of(file: StoredFile, wanted: Mapping[str, tuple[str, int]] | None = None) -> Pages:
    """The pages of a PDF, drawn now if they were not before.

    `wanted` names texts whose places are sought: name → (text, how many times it comes before). What was sought once is
    remembered. Raises NoPictures, and Missing when the bytes are gone.
    """
    sought = {name: _wish(*what) for name, what in list((wanted or {}).items())[:MAX_WANTED]}
    folder = pictures_folder() / place_of(file.key)
    known = _known(folder)
    if known is None:
        known = _draw(folder, read(file), sorted(set(sought.values())))
    elif missing := sorted(set(sought.values()) - known["found"].keys()):
        known = _seek(folder, read(file), missing, known)
    if known["failed"]:
        raise NoPictures("The pages could not be drawn.")
    places = {name: Place(*place) for name, wish in sought.items() if (place := known["found"].get(wish))}
    return Pages([(page["width"], page["height"]) for page in known["pages"]], known["total"], places)


def _wish(text: str, nth: int) -> str:
    return f"{nth}:{text}"


def picture_of(file: StoredFile, number: int) -> Path:
    """The picture of a page (from 1). Raises Missing where there is none."""
    path = pictures_folder() / place_of(file.key) / f"{number}.png"
    if not path.is_file():
        try:
            pages_of(file)
        except NoPictures as error:
            raise Missing from error
    if not path.is_file():
        raise Missing
    return path


def _known(folder: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads((folder / "pages.json").read_text())
    except (OSError, ValueError):
        return None
    return found


def _draw(folder: Path, data: bytes, wishes: list[str]) -> dict[str, Any]:
    head, _, pictures = _child({"draw": MAX_PAGES, "width": WIDTH, "wanted": wishes}, data).partition(b"\n")
    told: dict[str, Any] = json.loads(head) if head else {"pages": [], "found": {}, "total": 0}
    told["failed"] = not head
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    offset = 0
    for number, page in enumerate(told["pages"], 1):
        _put(folder / f"{number}.png", pictures[offset : offset + page["length"]])
        offset += page["length"]
    # Written last: what it names is there. Two who draw at once write the same.
    _put(folder / "pages.json", json.dumps(told).encode())
    return told


def _seek(folder: Path, data: bytes, wishes: list[str], known: dict[str, Any]) -> dict[str, Any]:
    if known["failed"]:
        return known
    head, _, _ = _child({"draw": 0, "width": WIDTH, "wanted": wishes}, data).partition(b"\n")
    found = json.loads(head)["found"] if head else dict.fromkeys(wishes)
    known = {**known, "found": {**known["found"], **found}}
    _put(folder / "pages.json", json.dumps(known).encode())
    return known


def _put(path: Path, data: bytes) -> None:
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    part.write_bytes(data)
    part.chmod(0o600)
    part.rename(path)


def _child(order: dict[str, Any], data: bytes) -> bytes:
    process = subprocess.Popen(
        [sys.executable, "-I", str(CHILD), str(max(1, round(SECONDS))), str(MEMORY_MB)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"LANG": "C.UTF-8", "PATH": os.defpath},
        cwd="/",
        close_fds=True,
        start_new_session=True,
    )
    try:
        answer, complaint = process.communicate(json.dumps(order).encode() + b"\n" + data, timeout=SECONDS)
    except BaseException as error:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            return b""
        raise
    if process.returncode != 0:
        last = complaint.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1]
        log.warning("drawing a document ended with status %s: %s", process.returncode, last.split(":")[0])
        return b""
    return answer
