"""The process that draws the pages of one PDF under limits. It is started as a plain file and knows no portal.

In: a line of JSON `{"draw": how many pages, "width", "wanted": ["nth:text"]}`, then the PDF. Out: a line of JSON
`{"total", "pages": [{"width", "height", "length"}], "found": {"nth:text": [page, x, y, width, height] or null}}`, then
the pictures as PNG, one after the other. Places are in points from the upper left corner of their page.
"""

import json
import resource
import struct
import sys
import zlib
from typing import Any

MAX_PIXELS = 4_000_000
SEARCHED_PAGES = 12
MAX_PARTS = 60


def limit(seconds: int, memory_mb: int) -> None:
    """Bound this process: processor time, memory, open files, no file to be written, no core dump."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 2**20, memory_mb * 2**20))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def png(width: int, height: int, stride: int, rows: bytes) -> bytes:
    """A picture of 8-bit RGB rows as PNG (ISO/IEC 15948): signature, IHDR, IDAT, IEND."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    lines = b"".join(b"\0" + rows[y * stride : y * stride + width * 3] for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines, 6)) + chunk(b"IEND", b"")


def draw(page: Any, wanted_width: int) -> bytes:
    """The page as a picture of that width, or narrower where it would be too many pixels."""
    width, height = page.get_size()
    scale = wanted_width / max(1.0, width)
    scale = min(scale, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, no_smoothtext=False)
    return png(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))


def find(document: Any, count: int, text: str, nth: int) -> list[float] | None:
    """Where a text stands: the nth time it comes, else the first time. Turned pages are left out."""
    first = None
    for number in range(count):
        page = document[number]
        if page.get_rotation():
            continue
        letters = page.get_textpage()
        search = letters.search(text, match_case=False)
        while (found := search.get_next()) is not None:
            place = rectangle(page, letters, *found)
            if place is None:
                continue
            first = first or [number + 1, *place]
            if nth <= 0:
                return [number + 1, *place]
            nth -= 1
    return first


def rectangle(page: Any, letters: Any, index: int, count: int) -> list[float] | None:
    """Left, top, width and height of the first line of a run of characters."""
    parts = letters.count_rects(index, count)
    if parts < 1:
        return None
    left, bottom, right, top = letters.get_rect(0)
    # A change of font or size parts a line into several; what stands lower is the next line.
    for number in range(1, min(parts, MAX_PARTS)):
        one_left, one_bottom, one_right, one_top = letters.get_rect(number)
        if min(top, one_top) - max(bottom, one_bottom) <= 0.4 * min(top - bottom, one_top - one_bottom):
            break
        left, bottom = min(left, one_left), min(bottom, one_bottom)
        right, top = max(right, one_right), max(top, one_top)
    x0, _y0, _x1, y1 = page.get_cropbox()
    return [round(n, 1) for n in (left - x0, y1 - top, right - left, top - bottom)]


def main() -> int:
    """Draw what standard input holds."""
    limit(int(sys.argv[1]), int(sys.argv[2]))
    import pypdfium2

    order = json.loads(sys.stdin.buffer.readline())
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    pictures, pages = [], []
    for number in range(min(len(document), order["draw"])):
        page = document[number]
        picture = draw(page, order["width"])
        width, height = page.get_size()
        pages.append({"width": round(width, 1), "height": round(height, 1), "length": len(picture)})
        pictures.append(picture)
    found = {}
    for wish in order["wanted"]:
        nth, _, text = wish.partition(":")
        found[wish] = find(document, min(len(document), SEARCHED_PAGES), text, int(nth))
    answer = {"total": len(document), "pages": pages, "found": found}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(pictures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
