"""Reading order: which rows of a page stand in columns beside each other, and which are rows of one table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from portal.candidates.reading.glyphs import Cell, Row
from portal.candidates.reading.headings import Kind, heading_kind

LEAST_ROWS = 3
LEAST_GUTTER = 7.0
ALIGNED = 0.75
LABELLED = 0.88
LONGEST_LABEL = 30
DEEPEST = 6
DATE_END = re.compile(r"(?i)^(?:to|bis|until|–|-)\s")
SHORT = re.compile(r"(?:19|20)\d\d|present|current|heute|actual", re.I)


@dataclass
class Band:
    """Rows that are read together; a pair of columns is two bands of one `group`, the narrow one first."""

    rows: list[Row]
    gutter: float | None = None
    side: bool = False


@dataclass
class _Split:
    first: int
    last: int
    gutter: float
    weight: float


def bands_of(rows: list[Row], right: float, depth: int = 0) -> list[Band]:
    """The bands of a page in reading order. `right` is where its text may reach, in points from the left edge."""
    split = _best_split(rows) if depth < DEEPEST else None
    if split is None:
        return [Band(rows)] if rows else []
    between = rows[split.first : split.last + 1]
    left = min(cell.x0 for row in between for cell in row.cells)
    parts = [
        (split.gutter - left, split.gutter, _part(between, lambda cell: cell.x0 < split.gutter)),
        ((right - split.gutter) * 1.15, right, _part(between, lambda cell: cell.x0 >= split.gutter)),
    ]
    # The side bar comes first, so that what follows on the next page continues the main column.
    parts.sort(key=lambda part: part[0])
    order = bands_of(rows[: split.first], right, depth + 1)
    for place, (_, edge, part) in enumerate(parts):
        for band in bands_of(part, edge, depth + 1):
            band.gutter, band.side = split.gutter, place == 0
            order.append(band)
    return order + bands_of(rows[split.last + 1 :], right, depth + 1)


def _part(rows: list[Row], inside: Callable[[Cell], bool]) -> list[Row]:
    parts = [Row(row.y, [cell for cell in row.cells if inside(cell)]) for row in rows]
    return [row for row in parts if row.cells]


def _best_split(rows: list[Row]) -> _Split | None:
    if len(rows) < LEAST_ROWS:
        return None
    starts: dict[int, int] = {}
    for row in rows:
        for cell in row.cells:
            starts[round(cell.x0)] = starts.get(round(cell.x0), 0) + 1
    leftmost = min(starts)
    best: _Split | None = None
    for x in sorted(starts):
        if x <= leftmost + 30 or sum(starts.get(x + d, 0) for d in (-1, 0, 1)) < LEAST_ROWS:
            continue
        for split in _runs(rows, float(x) - 1.5):
            if best is None or split.weight > best.weight * 1.02:
                best = split
    return best


def _runs(rows: list[Row], gutter: float) -> list[_Split]:
    found: list[_Split] = []
    first = 0
    for index in range(len(rows) + 1):
        crossing = index == len(rows) or any(c.x0 < gutter and c.x1 > gutter - LEAST_GUTTER for c in rows[index].cells)
        if crossing:
            if index - first >= LEAST_ROWS:
                split = _weigh(rows, first, index - 1, gutter)
                if split:
                    found.append(split)
            first = index + 1
    return found


def _weigh(rows: list[Row], first: int, last: int, gutter: float) -> _Split | None:
    last = _before_full_heading(rows, first, last, gutter)
    left = [i for i in range(first, last + 1) if any(c.x0 < gutter for c in rows[i].cells)]
    right = [i for i in range(first, last + 1) if any(c.x0 >= gutter for c in rows[i].cells)]
    if len(left) < LEAST_ROWS or len(right) < LEAST_ROWS:
        return None
    # Rows above the place where both columns have begun belong to neither.
    overlap = min(left[-1], right[-1]) - max(left[0], right[0]) + 1
    if overlap < LEAST_ROWS:
        return None
    lefts = [[c for c in rows[i].cells if c.x0 < gutter] for i in left]
    rights = [[c for c in rows[i].cells if c.x0 >= gutter] for i in right]
    if _are_labels(lefts, left, set(right)) or not _are_columns(lefts, rights, set(left), set(right)):
        return None
    weight = (len(left) + len(right)) * min(1.0, 3 * min(len(left), len(right)) / max(len(left), len(right)))
    return _Split(first, last, gutter, weight)


def _before_full_heading(rows: list[Row], first: int, last: int, gutter: float) -> int:
    """The last row of columns whose right one has ended: not the heading in the left of what follows below both."""
    ends = [i for i in range(first, last + 1) if any(c.x0 >= gutter for c in rows[i].cells)]
    below = range((ends[-1] if ends else last) + 1, last + 1)
    return next((i - 1 for i in below if heading_kind(rows[i].cells[0].text)), last)


def _are_labels(lefts: list[list[Cell]], left: list[int], right: set[int]) -> bool:
    """Whether the left side holds dates or labels of the rows beside them: short, each beside a row, none a heading."""
    beside = sum(1 for row in left if row in right)
    short = all(len(cells) == 1 and len(cells[0].text) <= LONGEST_LABEL for cells in lefts)
    headings = any(heading_kind(cells[0].text) not in (None, Kind.CONTACT) for cells in lefts)
    return short and not headings and beside >= LABELLED * len(left)


def _are_columns(lefts: list[list[Cell]], rights: list[list[Cell]], left: set[int], right: set[int]) -> bool:
    own_left, own_right = _owns_section(lefts), _owns_section(rights)
    if own_left and own_right:
        return True
    for few, places, other in ((lefts, sorted(left), right), (rights, sorted(right), left)):
        # A side that holds only headings, dates and labels beside rows of the other belongs to these rows.
        body = [(i, cells) for i, cells in zip(places, few, strict=True) if not heading_kind(cells[0].text)]
        telling = [i for i, cells in body if not _is_date(cells[0].text)]
        if not telling or len(telling) <= 0.34 * len(body):
            return False
        aligned = sum(1 for i, _ in body if i in other) / len(body)
        if len(few) <= min(len(lefts), len(rights)) and aligned >= ALIGNED:
            return False
    return own_left or own_right or aligned < 0.5


def _is_date(text: str) -> bool:
    return len(text) < 28 and bool(SHORT.search(text) or DATE_END.match(text))


def _owns_section(rows: list[list[Cell]]) -> bool:
    for cells, below in zip(rows, rows[1:], strict=False):
        if heading_kind(cells[0].text) and not heading_kind(below[0].text):
            rest = [r for r in rows if not heading_kind(r[0].text)]
            return len(rest) >= 2 and len(cells) == 1
    return False
