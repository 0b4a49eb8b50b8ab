"""Reading pages that are pictures: drawn by PDFium, read by `tesseract`, if the machine has it.

`tesseract` gets the picture on its standard input and answers on its standard output, so it needs no file, and runs
under the limits of the process that reads the CV. Its words come with boxes, which become characters with places: the
rest of the reader does not know that they were never typed.
"""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from portal.candidates.reading.glyphs import Glyph

# The parent looks for the program and tells its child, whose own search path is short.
VARIABLE = "TESSERACT"
MAX_PAGES = 6
DPI = 300
MAX_PIXELS = 12_000_000
LEAST_WORD = 30.0  # what tesseract is less sure of is a speck, a logo, a line
MAX_LANGUAGES = 4
USUAL = ("eng", "deu", "fra", "spa", "ita", "por", "nld", "pol", "swe", "ces", "tur", "ron", "dan", "nor", "fin")
NOT_LANGUAGES = ("osd", "equ", "snum")
OTHERWISE = 60.0
PDEATHSIG = 1
HIGH = frozenset("bdfhijklt" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "0123456789" + "äöüßéèêàáíóúñÄÖÜÉ()[]/|&@#$%!?\"'")
DEEP = frozenset("gjpqyQ,;()[]/|@ç$")


@dataclass(frozen=True)
class Recognised:
    """The characters of a page that is a picture, and how sure they are on the whole (0 to 1)."""

    glyphs: list[Glyph]
    certainty: float


def program() -> str | None:
    """Where `tesseract` is, None when the machine has none."""
    return (os.environ[VARIABLE] if VARIABLE in os.environ else shutil.which("tesseract")) or None


def deadline() -> float:
    """Until when pages may be recognised (of `time.monotonic`): some times the processor time this process may use."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_CPU)
    return time.monotonic() + (OTHERWISE if allowed == resource.RLIM_INFINITY else 2.5 * allowed)


@lru_cache(maxsize=1)
def languages(tesseract: str) -> str:
    """The installed languages as `-l` takes them, the usual ones first; each costs time, so there is an end to them."""
    told = subprocess.run([tesseract, "--list-langs"], capture_output=True, timeout=10, check=False, env=_environment())
    names = [name.strip() for name in told.stdout.decode("utf-8", "replace").splitlines()[1:]]
    names = [name for name in names if name and name not in NOT_LANGUAGES and "/" not in name]
    order = {name: place for place, name in enumerate(USUAL)}
    return "+".join(sorted(names, key=lambda name: (order.get(name, len(order)), name))[:MAX_LANGUAGES])


def recognised(page: Any, until: float) -> Recognised | None:
    """What stands on a page of PDFium. None when there is no program, no time, or nothing that can be read."""
    tesseract = program()
    left = until - time.monotonic()
    if tesseract is None or left < 1:
        return None
    width, height = page.get_size()
    scale = min(DPI / 72, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    picture = _picture(page, scale)
    if picture is None:
        return None
    try:
        spoken = languages(tesseract)
        command = [tesseract, "stdin", "stdout", "--dpi", str(round(scale * 72)), "--psm", "3"]
        command += (["-l", spoken] if spoken else []) + ["tsv"]
        told = subprocess.run(
            command,
            input=picture,
            capture_output=True,
            timeout=left,
            check=False,
            env=_environment(),
            cwd="/",
            preexec_fn=_die_with_parent,
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    if told.returncode != 0:
        return None
    return _of_table(told.stdout.decode("utf-8", "replace"), scale, height)


def _environment() -> dict[str, str]:
    return {"LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PDEATHSIG, signal.SIGKILL)


def _picture(page: Any, scale: float) -> bytes | None:
    """The page in grey as a PGM, the plainest of formats."""
    try:
        drawn = page.render(scale=scale, grayscale=True)
    except Exception:  # PDFium refuses what it cannot draw in ways of its own
        return None
    pixels, stride = bytes(drawn.buffer), drawn.stride
    rows = (pixels[row * stride : row * stride + drawn.width] for row in range(drawn.height))
    return b"P5\n%d %d\n255\n" % (drawn.width, drawn.height) + b"".join(rows)


def _of_table(table: str, scale: float, height: float) -> Recognised | None:
    """The characters of tesseract's table: a row for each word, with its line, its box in pixels and its certainty."""
    lines: dict[tuple[str, ...], list[tuple[str, int, int, int, int, float]]] = {}
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip() or float(cells[10]) < LEAST_WORD:
            continue
        left, top, wide, tall = (int(cell) for cell in cells[6:10])
        box = (cells[11].strip(), left, top, wide, tall, float(cells[10]) / 100)
        lines.setdefault(tuple(cells[1:5]), []).append(box)
    sizes = [_size([word for word, *_ in words], words) / scale for words in lines.values()]
    usual = sorted(sizes)[len(sizes) // 2] if sizes else 0.0
    glyphs: list[Glyph] = []
    for words, size in zip(lines.values(), sizes, strict=True):
        # A picture measures no size exactly: what is near the usual one is it.
        size = usual if abs(size - usual) < 0.15 * usual else float(round(size))
        bottom = max(top + tall for _, _, top, _, tall, _ in words)
        deep = any(ch in DEEP for word, *_ in words for ch in word)
        base = height - bottom / scale + (0.21 * size if deep else 0.0)
        for word, left, _, wide, _, sure in words:
            step = wide / scale / len(word)
            x0 = left / scale
            for place, ch in enumerate(word):
                glyphs.append(Glyph(ch, x0 + place * step, x0 + (place + 1) * step, base, size, "picture", sure))
            glyphs[-1].x1 -= min(0.06 * size, 0.5 * step)
    if not glyphs:
        return None
    return Recognised(glyphs, sum(glyph.sure for glyph in glyphs) / len(glyphs))


def _size(texts: list[str], words: list[tuple[str, int, int, int, int, float]]) -> float:
    """The size of the letters of a line in pixels, from the height of its box and which letters reach up and down."""
    top = min(word[2] for word in words)
    bottom = max(word[2] + word[4] for word in words)
    high = any(ch in HIGH for text in texts for ch in text)
    deep = any(ch in DEEP for text in texts for ch in text)
    return (bottom - top) / (0.5 + 0.22 * high + 0.21 * deep)
