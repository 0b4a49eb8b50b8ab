"""From the characters of a PDF page to rows of cells: geometry only, no words are understood here."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

ROW_TOLERANCE = 0.3  # of the character's size: two baselines nearer than this are one row
WORD_GAP = 0.17  # a wider gap than this is a space, even when the file has none
CELL_GAP = 0.95  # a wider one parts two cells; justified text stays below
CHIP_GAP = 0.5
LEAST_SPACES = 0.05
NARROW_GUTTER = 0.36  # more than a space, where other rows begin at the same place
LONGEST_LABEL = 28
ICON_FONT = re.compile(r"awesome|icon|dingbat|wingding|symbol|material|glyphs|entypo|ionic|academicons", re.I)
BOLD_FONT = re.compile(r"bold|black|heavy|semib|demi|cmbx|bx\d|medi(?!an)|(?:^|[-+,])[A-Za-z]+-?bd\b", re.I)
ITALIC_FONT = re.compile(r"ital|obli|slant|cmti|cmsl", re.I)


@dataclass(slots=True)
class Glyph:
    """One character with the origin of its baseline.

    `sure` is below 1 when it was recognised in a picture; `spaced`: the file has a space before it.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    font: str
    sure: float = 1.0
    spaced: bool = False


@dataclass(slots=True)
class Cell:
    """Text that stands together on one row."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    icon: bool = False
    sure: float = 1.0


@dataclass(slots=True)
class Row:
    """Cells on one baseline, left to right."""

    y: float
    cells: list[Cell] = field(default_factory=list)


def glyphs_of(page: Any, limit: int, hidden: Container[int] = (), *, only: bool = False) -> Iterator[Glyph]:
    """The upright characters of a pdfminer page, those inside figures too, at most `limit` of them.

    Without those whose graphic state is among the `hidden`, or `only` those.
    """
    from pdfminer.layout import LTChar, LTContainer

    stack: list[Any] = [page]
    while stack and limit > 0:
        item = stack.pop()
        if isinstance(item, LTChar):
            if not item.upright or (item.size <= 0.5 and not only) or (id(item.graphicstate) in hidden) is not only:
                continue
            limit -= 1
            yield Glyph(item.get_text(), item.x0, item.x1, item.matrix[5], item.size, item.fontname)
        elif isinstance(item, LTContainer):
            stack.extend(reversed(list(item)))


def rows_of(glyphs: Iterable[Glyph]) -> list[Row]:
    """Rows from top to bottom, each parted into cells where the gap is wide or an icon stands."""
    heaps: list[tuple[float, float, list[Glyph]]] = []
    for glyph in sorted(glyphs, key=lambda g: -g.y):
        if heaps:
            y, size, members = heaps[-1]
            if y - glyph.y <= ROW_TOLERANCE * max(min(size, glyph.size), 0.6 * max(size, glyph.size)):
                members.append(glyph)
                if not glyph.text.isspace() and glyph.size > size:
                    heaps[-1] = (y, glyph.size, members)
                continue
        if not glyph.text.isspace():
            heaps.append((glyph.y, glyph.size, [glyph]))
    ordered = [(y, _without_spaces(members)) for y, _, members in heaps]
    gutters = _gutters([members for _, members in ordered])
    count = sum(len(members) for _, members in ordered)
    writes_spaces = sum(glyph.spaced for _, members in ordered for glyph in members) > LEAST_SPACES * count
    rows = [Row(y, _cells(members, gutters, writes_spaces)) for y, members in ordered]
    return [row for row in rows if row.cells]


def _without_spaces(members: list[Glyph]) -> list[Glyph]:
    """The visible characters of a row, left to right, each knowing whether a space stands before it."""
    found: list[Glyph] = []
    space = False
    for glyph in sorted(members, key=lambda g: g.x0):
        if glyph.text.strip():
            glyph.spaced = space
            found.append(glyph)
        space = not glyph.text.strip()
    return found


def _gutters(rows: list[list[Glyph]]) -> list[float]:
    """Where a column begins that stands so near to the one before it that no gap parts them.

    Dates or labels set right against a body of text: some rows begin at such a place, and in others a short text of the
    left column ends just before it, with a wider gap than between words.
    """
    begins: dict[int, int] = {}
    inside: dict[int, list[tuple[float, bool]]] = {}
    for members in rows:
        begins[round(members[0].x0)] = begins.get(round(members[0].x0), 0) + 1
        for place in range(1, min(len(members), LONGEST_LABEL)):
            gap = members[place].x0 - members[place - 1].x1
            if gap > NARROW_GUTTER * members[place].size and not is_icon(members[place - 1]):
                dated = any(g.text.isdigit() for g in members[:place])
                inside.setdefault(round(members[place].x0), []).append((members[place - 1].x1, dated))
    found: list[float] = []
    for x in sorted(inside):
        lefts = [one for at in (x - 1, x, x + 1) for one in inside.get(at, ())]
        body = sum(begins.get(at, 0) for at in (x - 1, x, x + 1))
        flush = max(sum(1 for edge, _ in lefts if abs(edge - other) < 1) for other, _ in lefts)
        if len(lefts) >= 2 and body >= 2 and len(lefts) + body >= 6 and flush * 10 >= 7 * len(lefts):
            if not found or x - found[-1] > 2:
                found.append(float(x))
    return found


def is_icon(glyph: Glyph) -> bool:
    """Whether the character is a picture: of an icon font, of the private area, or without a meaning in the file."""
    text = glyph.text
    return text.startswith("(cid:") or "\ue000" <= text[:1] <= "\uf8ff" or bool(ICON_FONT.search(glyph.font))


def _cells(members: list[Glyph], gutters: list[float], writes_spaces: bool) -> list[Cell]:
    cells: list[Cell] = []
    word: list[Glyph] = []
    icon = False
    for glyph in members:
        if is_icon(glyph):
            _close(word, cells, icon)
            word, icon = [], True
            continue
        if word:
            gap = glyph.x0 - max(g.x1 for g in word[-3:])
            parted = gap > NARROW_GUTTER * glyph.size and any(abs(glyph.x0 - x) < 2 for x in gutters)
            # A file that writes its spaces means something by a gap without one: the next chip, the next column.
            chip = writes_spaces and not glyph.spaced and gap > CHIP_GAP * glyph.size and not _spaced(word, gap)
            if parted or chip or (gap > CELL_GAP * max(glyph.size, word[-1].size) and not _spaced(word, gap)):
                _close(word, cells, icon)
                word, icon = [], False
            elif gap < -0.6 * glyph.size and _is_shadow(glyph, word):
                continue
        word.append(glyph)
    _close(word, cells, icon)
    if not cells and icon:
        return []
    return cells


def _spaced(word: list[Glyph], gap: float) -> bool:
    """Whether the letters of this word are set apart on purpose (a spaced heading), so that its gap parts no cell."""
    if len(word) < 4:
        return False
    gaps = [b.x0 - a.x1 for a, b in zip(word, word[1:], strict=False)]
    usual = sorted(gaps)[len(gaps) // 2]
    return usual > WORD_GAP * word[-1].size and gap < 3.5 * usual + 0.5 * word[-1].size


def _space_from(word: list[Glyph], gaps: list[float]) -> float:
    """From which gap on two letters have a space between them; more in words whose letters are set apart."""
    size = word[0].size
    if len(gaps) >= 4:
        ordered = sorted(gaps)
        usual = ordered[len(ordered) // 2]
        if usual > WORD_GAP * size and ordered[len(ordered) // 5] > 0.6 * WORD_GAP * size:
            return usual * 1.6 + 0.04 * size
        if usual < 0:  # letters set closer than their own width
            return max(0.08, WORD_GAP + usual / size) * size
    return WORD_GAP * size


def _is_shadow(glyph: Glyph, word: list[Glyph]) -> bool:
    # Some makers print a letter twice, a hair apart, to make it bold.
    return any(g.text == glyph.text and abs(g.x0 - glyph.x0) < 0.15 * glyph.size for g in word[-3:])


def _close(word: list[Glyph], cells: list[Cell], icon: bool) -> None:
    if not word:
        return
    text = word[0].text
    gaps = [after.x0 - before.x1 for before, after in zip(word, word[1:], strict=False)]
    least = _space_from(word, gaps)
    for gap, glyph in zip(gaps, word[1:], strict=True):
        text += ("  " if gap > max(0.8 * glyph.size, least) else " " if gap > least else "") + glyph.text
    heavy = sum(1 for g in word if BOLD_FONT.search(g.font))
    slanted = sum(1 for g in word if ITALIC_FONT.search(g.font))
    sizes = sorted(g.size for g in word)
    cells.append(
        Cell(
            text,
            word[0].x0,
            max(g.x1 for g in word),
            word[0].y,
            sizes[len(sizes) // 2],
            heavy * 2 > len(word),
            slanted * 2 > len(word),
            icon,
            sum(g.sure for g in word) / len(word),
        )
    )
