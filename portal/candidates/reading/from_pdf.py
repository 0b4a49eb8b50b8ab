"""PDF: characters and their places by pdfminer, then rows, columns and lines."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from portal.candidates.reading import ocr
from portal.candidates.reading.columns import Band, bands_of
from portal.candidates.reading.glyphs import Cell, Row, glyphs_of, rows_of
from portal.candidates.reading.headings import heading_kind
from portal.candidates.reading.model import Unreadable
from portal.candidates.reading.paper import BULLET_START, Line, Paper, tidy

MAX_PAGES = 30
MAX_GLYPHS_A_PAGE = 40_000
LEAST_LETTERS = 25
LEAST_MARGIN = 30.0
LEAST_PICTURE = 0.2  # of the page; a smaller picture on an empty page is a logo
MANY_SHAPES = 400  # letters drawn as outlines
SCAN = (
    "This is a scan or a photo: its pages are pictures without text, and nothing was guessed. Send one whose text can "
    "be selected. Scans are read where the program tesseract is installed on the server (package tesseract-ocr)."
)
SCAN_UNREAD = (
    "This is a scan or a photo: its pages are pictures without text, and none could be made out in them. Send one "
    "whose text can be selected, or a sharper scan."
)
FOOTER = re.compile(
    r"(?i)(?:^|\W)(?:page|seite|página|pagina|strona|side)\s*\d+(?:\s*(?:of|/|von|de|di|van|sur)\s*\d+)?\W*$"
    r"|(?:^\W*|\s[-–—|]\s*)\d{1,2}\s*(?:/|of)\s*\d{1,2}\W*$|^last updated\b|^\W*\d{1,2}\W*$"
    r"|^\W*(?:derni[eè]re mise à jour|[uú]ltima actuali[sz]aci[oó]n|[uú]ltima atualização|ultimo aggiornamento|"
    r"zuletzt aktualisiert|laatst bijgewerkt|son güncelleme|senast uppdaterad|sist oppdatert)\b.{0,20}$"
)


def paper_of(data: bytes) -> Paper:
    """The lines of a PDF; pages that are pictures are recognised where the machine can (`ocr`).

    Raises Unreadable: encrypted, broken, too_long (pages), scanned (pictures that could not be recognised).
    """
    links: list[str] = []
    pages: list[_Page] = []
    try:
        for page in _pages(data, links):
            if len(pages) >= MAX_PAGES:
                raise Unreadable("too_long", f"The document has more than {MAX_PAGES} pages.")
            pages.append(page)
    except Unreadable:
        raise
    except (MemoryError, RecursionError) as error:
        raise Unreadable("too_large", "The document is too complex to be read.") from error
    except Exception as error:  # pdfminer raises whatever it stumbles over in a damaged file
        raise Unreadable("broken", "The document is damaged and cannot be opened.") from error
    if not pages:
        raise Unreadable("broken", "The document has no pages.")
    pictures = [number for number, page in enumerate(pages) if page.letters < LEAST_LETTERS and page.is_picture]
    recognised, unread = _recognise(data, pages, pictures)
    if sum(page.letters for page in pages) < LEAST_LETTERS:
        raise Unreadable("scanned", SCAN if ocr.program() is None else SCAN_UNREAD)
    paper = Paper(_lines(_without_running_heads([page.rows for page in pages]), max(page.width for page in pages)))
    paper.links = _unique(links)
    paper.pictures = recognised
    if unread:
        paper.remarks.append(f"{_numbered(unread)} of the document cannot be read: there is only a picture.")
    paper.note_hidden([word for page in pages for word in page.hidden])
    return paper.finish()


@dataclass
class _Page:
    rows: list[Row]
    width: float
    is_picture: bool
    hidden: list[str]

    @property
    def letters(self) -> int:
        return sum(ch.isalpha() for row in self.rows for cell in row.cells for ch in cell.text)


def _pages(data: bytes, links: list[str]) -> Iterator[_Page]:
    from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    from portal.candidates.reading.hidden import Watching, hidden_strings, picture_share

    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise Unreadable("encrypted", "The document is protected by a password. Send it without one.") from error
    resources = PDFResourceManager()
    device = Watching(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    for number, page in enumerate(PDFPage.create_pages(document)):
        if number >= MAX_PAGES:
            raise Unreadable("too_long", f"The document has more than {MAX_PAGES} pages.")
        interpreter.process_page(page)
        layout = device.get_result()
        links.extend(_links(page))
        hidden = hidden_strings(layout, data, number, _shift(page))
        rows = rows_of(glyphs_of(layout, MAX_GLYPHS_A_PAGE, hidden))
        kept = _Page(rows, float(layout.width), False, [])
        if kept.letters < LEAST_LETTERS:
            kept.is_picture = picture_share(layout) > LEAST_PICTURE or len(layout) > MANY_SHAPES
        if hidden:
            unseen = rows_of(glyph for glyph in glyphs_of(layout, MAX_GLYPHS_A_PAGE, hidden, only=True))
            kept.hidden = [word for row in unseen for cell in row.cells for word in cell.text.split()]
        yield kept


def _shift(page: Any) -> tuple[float, float] | None:
    """Where the visible part of a page begins within its sheet; None when the page is cut and turned at once."""
    if list(page.cropbox) == list(page.mediabox):
        return 0.0, 0.0
    return (page.cropbox[0] - page.mediabox[0], page.cropbox[1] - page.mediabox[1]) if not page.rotate else None


def _recognise(data: bytes, pages: list[_Page], pictures: list[int]) -> tuple[dict[int, float], list[int]]:
    """Fill the pages that are pictures: how sure each of them is, and which could not be read."""
    if not pictures:
        return {}, []
    if ocr.program() is None:
        return {}, pictures
    import pypdfium2

    until, sure = ocr.deadline(), {}
    try:
        document = pypdfium2.PdfDocument(data)
        for number in pictures[: ocr.MAX_PAGES]:
            found = ocr.recognised(document[number], until)
            if found is not None:
                pages[number].rows, sure[number] = rows_of(found.glyphs), found.certainty
    except pypdfium2.PdfiumError:
        pass
    return sure, [number for number in pictures if number not in sure]


def _numbered(pages: list[int]) -> str:
    shown = ", ".join(str(number + 1) for number in pages[:10])
    return f"Page {shown}" if len(pages) == 1 else f"Pages {shown}"


def _links(page: Any) -> list[str]:
    from pdfminer.pdftypes import resolve1

    found: list[str] = []
    annotations = resolve1(page.annots)
    for entry in (annotations or [])[:200] if isinstance(annotations, list) else []:
        note = resolve1(entry)
        action = resolve1(note.get("A")) if isinstance(note, dict) else None
        target = resolve1(action.get("URI")) if isinstance(action, dict) else None
        if isinstance(target, bytes):
            found.append(target.decode("utf-8", "replace").strip())
    return found


def _unique(links: list[str]) -> list[str]:
    return list(dict.fromkeys(link for link in links if link))


def _without_running_heads(pages: list[list[Row]]) -> list[list[Row]]:
    """The pages without page numbers and without what is printed at the same edge of several pages."""
    tops: Counter[str] = Counter(mark for rows in pages for mark in {_mark(row) for row in rows[:2]})
    feet: Counter[str] = Counter(mark for rows in pages for mark in {_mark(row) for row in rows[-2:]})
    return [
        [row for place, row in enumerate(rows) if not _is_running(row, place, len(rows), number, tops, feet)]
        for number, rows in enumerate(pages)
    ]


def _is_running(row: Row, place: int, count: int, page: int, tops: Counter[str], feet: Counter[str]) -> bool:
    text = tidy(" ".join(cell.text for cell in row.cells))
    at_top, at_foot = place < 2, place >= count - 2
    if (at_top or at_foot) and FOOTER.search(text):
        return True
    if page == 0 and at_top or heading_kind(text):
        return False
    return (at_top and tops[_mark(row)] > 1) or (at_foot and feet[_mark(row)] > 1)


def _mark(row: Row) -> str:
    return re.sub(r"\d+", "0", " ".join(tidy(cell.text) for cell in row.cells))


def _raised(rows: list[Row]) -> list[Row]:
    """The rows, a heading in the margin that is centred beside its rows put above the first of them."""
    order = list(rows)
    for row in rows:
        place = order.index(row)
        cell = row.cells[0]
        if not heading_kind(cell.text) or place == 0:
            continue
        top = place
        if len(row.cells) == 1:
            if not _stands_between(order[place - 1 : place + 2], cell):
                continue
            top -= 1
        elif row.cells[1].x0 - cell.x1 < cell.size:
            continue
        near = 1.3 * _usual_step(order, row)
        while top > 0 and order[top - 1].cells[0].x0 > cell.x1 and order[top - 1].y - order[top].y <= near:
            top -= 1
        if top == place:
            continue
        rest = _second_line(order, place, cell)
        if rest is not None:
            cell = replace(cell, text=f"{cell.text} {rest.cells[0].text}")
            order.remove(rest)
        order.insert(top, Row(order[top].y + 0.9 * cell.size, [cell]))
        row.cells = row.cells[1:]
        if not row.cells:
            order.remove(row)
    return order


def _second_line(rows: list[Row], place: int, heading: Cell) -> Row | None:
    """The row that goes on with a heading in the margin, in the same letters close below it."""
    for row in rows[place + 1 : place + 3]:
        cell = row.cells[0]
        alone = len(row.cells) == 1 and abs(cell.size - heading.size) < 0.3 and cell.bold == heading.bold
        beside = abs(cell.x0 - heading.x0) < 2 or abs(cell.x1 - heading.x1) < 2
        if alone and beside and heading.y - cell.y < 1.6 * cell.size and not re.search(r"\d", cell.text):
            return row
    return None


def _stands_between(rows: list[Row], cell: Cell) -> bool:
    """Whether a heading stands left of the gap between two rows that follow each other, or beside the first of them."""
    above, heading, *below = rows
    if above.cells[0].x0 <= cell.x1:
        return False
    if below and below[0].cells[0].x0 > cell.x1 and above.y - below[0].y <= 2.2 * above.cells[0].size:
        return True
    return above.y - heading.y < 0.95 * cell.size


def _usual_step(rows: list[Row], heading: Row) -> float:
    """How far the rows around a heading stand from each other: the least distance of those that do not touch."""
    place = rows.index(heading)
    near = [row for row in rows[max(0, place - 3) : place + 4] if row is not heading or len(row.cells) > 1]
    steps = [above.y - below.y for above, below in zip(near, near[1:], strict=False)]
    return min((step for step in steps if step > 5), default=12.0)


def _lines(pages: list[list[Row]], width: float) -> list[Line]:
    order: list[tuple[int, Band]] = []
    after_side: int | None = None
    gutter = 0.0
    for number, rows in enumerate(pages):
        for band in bands_of(rows, width - LEAST_MARGIN):
            # The side bar of a further page follows the one before it, so that the main column is not broken.
            if (
                band.side
                and band.gutter
                and after_side is not None
                and abs(band.gutter - gutter) < 15
                and order[-1][0] != number
            ):
                order.insert(after_side, (number, band))
                after_side += 1
                continue
            order.append((number, band))
            if band.side and band.gutter:
                after_side, gutter = len(order), band.gutter
    lines: list[Line] = []
    sided = False
    for block, (number, band) in enumerate(order):
        added = _lines_of_band(band, number, block)
        if added:
            added[0].fresh = sided and not band.side
        lines.extend(added)
        sided = band.side
    return lines


def _lines_of_band(band: Band, page: int, block: int) -> list[Line]:
    left = min(cell.x0 for row in band.rows for cell in row.cells)
    right = max(cell.x1 for row in band.rows for cell in row.cells)
    lines: list[Line] = []
    above: list[Cell] = []
    for row in _raised(band.rows):
        cells = _joined_bullet(row.cells)
        if not cells:
            continue
        if lines and _continues(above, cells, lines[-1], right):
            for cell in cells:
                place = min(range(len(above)), key=lambda i: abs(above[i].x0 - cell.x0))
                lines[-1].cells[place] += _joint(above, place, cell) + cell.text
                above[place] = replace(cell, text=above[place].text, x0=above[place].x0)
            continue
        main = max(cells, key=lambda cell: len(cell.text))
        lines.append(
            Line(
                [cell.text for cell in cells],
                size=max(cell.size for cell in cells),
                bold=cells[0].bold,
                italic=main.italic,
                page=page,
                block=block,
                x0=cells[0].x0,
                x1=cells[-1].x1,
                y=row.y,
                indent=cells[0].x0 - left,
                gap=(lines[-1].y - row.y) / max(main.size, 1.0) if lines else 9.0,
                bullet=cells[0].icon and cells[0].text[:1] not in "",
                full=cells[-1].x1 > right - 0.14 * (right - left),
                icon=cells[0].icon,
                sure=min(cell.sure for cell in cells),
            )
        )
        above = list(cells)
    return lines


def _joined_bullet(cells: list[Cell]) -> list[Cell]:
    """The cells, a lone bullet put before the text that it marks."""
    if len(cells) > 1 and len(cells[0].text) == 1 and BULLET_START.match(cells[0].text + " x"):
        follower = cells[1]
        follower.text = f"{cells[0].text} {follower.text}"
        return cells[1:]
    return cells


def _joint(above: list[Cell], place: int, cell: Cell) -> str:
    """What stands between a cell and its second line: nothing where a narrow column has broken a word in two."""
    words = above[place].text.split() + cell.text.split()
    narrow = place + 1 < len(above) and above[place + 1].x0 - above[place].x0 < 6 * cell.size
    return "" if len(words) == 2 and narrow and cell.text[:1].islower() else " "


def _continues(above: list[Cell], cells: list[Cell], line: Line, right: float) -> bool:
    """Whether these cells are the second line of cells of the row above (a wrapped cell of a table)."""
    if not above or len(cells) >= len(above) or line.y - cells[0].y > 1.45 * cells[0].size * len(above):
        return False
    last = min(above, key=lambda cell: cell.y)
    if last.y - cells[0].y > 1.45 * cells[0].size:
        return False
    places = [next((i for i, a in enumerate(above) if abs(a.x0 - cell.x0) < 2.0), None) for cell in cells]
    if any(place is None for place in places):
        return False
    same = all(
        above[p].bold == c.bold and abs(above[p].size - c.size) < 0.6
        for p, c in zip(places, cells, strict=True)
        if p is not None
    )
    if not same or any(BULLET_START.match(cell.text) or cell.icon for cell in cells):
        return False
    if len(above) >= 3:
        return True
    return places == [1] and above[1].x1 > right - 0.2 * (right - above[1].x0)
