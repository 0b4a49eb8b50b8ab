"""The page as the fields see it: lines in reading order, each with its cells and its form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

BULLETS = "•◦▪▫●○■□◆◇►▶▸➢➤➔→‣⁃∙·–—-*✓✔❖✦★☆♦⦿✱»o§"
SURE_BULLETS = "•◦▪▫●○■□◆◇►▶▸➢➤➔→‣⁃∙✓✔❖✦♦⦿✱»"
BULLET_START = re.compile(rf"^\s*(?:[{re.escape(SURE_BULLETS)}]\s*|[·–—\-*§o>+]\s+)(?=\S)")
SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


LEAST_HIDDEN = 4  # letters; less is the dust of an export
QUOTED = 200


def tidy(text: str) -> str:
    """One line of text: plain spaces, no invisible signs, no ligatures."""
    return SPACES.sub(" ", INVISIBLE.sub("", text).translate(LIGATURES)).strip()


@dataclass
class Line:
    """One printed line. `cells` are its parts that stand apart; `start` is its offset in the whole text.

    `gap` is the distance to the line above in heights of the line, `full` says that it reaches the right edge of its
    column, `fresh` that it begins a main column after a side bar, `heading` that the file itself calls it one,
    `icon` that a picture stands before it.
    `sure` is below 1 where the letters were recognised in a picture.
    """

    cells: list[str]
    size: float = 10.0
    bold: bool = False
    italic: bool = False
    page: int = 0
    block: int = 0
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    indent: float = 0.0
    gap: float = 0.0
    bullet: bool = False
    heading: bool = False
    full: bool = False
    fresh: bool = False
    start: int = 0
    icon: bool = False
    sure: float = 1.0

    @property
    def item(self) -> bool:
        """Whether the line is one of a list; a picture before a heavy line is an ornament of a heading."""
        return self.bullet and not (self.icon and self.bold)

    @property
    def text(self) -> str:
        """The whole line, its cells apart by two spaces."""
        return "  ".join(self.cells)

    @property
    def bare(self) -> str:
        """The line without a bullet before it."""
        return BULLET_START.sub("", self.text).strip()


@dataclass
class Paper:
    """A document as lines in reading order. `links` are addresses that lie under the text (annotations, hyperlinks).

    `pictures` are the pages (from 0) whose text was recognised in a picture, with how sure that is (0 to 1); `remarks`
    are sentences for the person who reviews the reading.
    """

    lines: list[Line] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    text: str = ""
    pictures: dict[int, float] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def note_hidden(self, words: list[str]) -> None:
        """Remark on words that nobody who looks at the document can see; they are no part of its text."""
        shown = tidy(" ".join(words))
        if sum(ch.isalpha() for ch in shown) < LEAST_HIDDEN:
            return
        count = f"{len(words)} words" if len(words) > 1 else "one word"
        quoted = shown if len(shown) <= QUOTED else shown[:QUOTED].rsplit(" ", 1)[0] + " …"
        self.remarks.append(
            f"This CV holds hidden text ({count} that a reader of the page cannot see). It was not read: “{quoted}”"
        )

    def finish(self) -> Paper:
        """Number the lines' offsets and write the whole text. Called once, by the maker of the paper."""
        kept: list[Line] = []
        at = 0
        parts: list[str] = []
        blank = False
        for line in self.lines:
            line.cells = [cell for cell in (tidy(cell) for cell in line.cells) if cell]
            if not line.cells:
                blank = True
                continue
            if blank:
                line.gap, blank = max(line.gap, 2.0), False
            line.bullet = line.bullet or bool(BULLET_START.match(line.text))
            line.start = at
            parts.append(line.text)
            at += len(line.text) + 1
            kept.append(line)
        self.lines = kept
        self.text = "\n".join(parts)
        return self


def row_lines(cells: list[list[Line]]) -> list[Line]:
    """The lines of one table row: one line if every cell is one, else cell after cell."""
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and all(len(cell) == 1 for cell in filled):
        first = filled[0][0]
        first.cells = [part for cell in filled for part in cell[0].cells]
        return [first]
    if len(filled) == 2 and len(filled[0]) == 1 and len(filled[0][0].text) < 40:
        filled[0][0].heading = True
    for cell in filled[1:]:
        cell[0].fresh = len(filled[0]) > 2
    return [line for cell in filled for line in cell]
