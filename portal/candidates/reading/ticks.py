"""Boxes to tick: what is ticked is an answer, what is not is a question."""

from __future__ import annotations

import re
from dataclasses import replace

from portal.candidates.reading.paper import Line

TICKED = r"[☒☑✅✓✔🗹🗷■]|\[[xX✓✔]\]|\([xX✓✔]\)"
UNTICKED = r"[☐□▢⬜🗆]|\[\s?\]|\(\s?\)"
BOX = re.compile(rf"(?P<yes>{TICKED})|(?P<no>{UNTICKED})")
SURE = re.compile(r"[☒☑✅🗹🗷]|\[[xX✓✔]\]")


def ticked(lines: list[Line]) -> list[Line]:
    """The lines, of those with boxes only what is ticked, each answer a line of its own.

    Without a box that is surely one (`☒`, `[x]`), or one of either kind, the signs are bullets: nothing changes.
    """
    boxes = [match for line in lines for match in BOX.finditer(line.text)]
    if not any(SURE.fullmatch(match[0]) for match in boxes) and len({bool(match["yes"]) for match in boxes}) < 2:
        return lines
    return [part for line in lines for part in _answers(line)]


def _answers(line: Line) -> list[Line]:
    boxes = list(BOX.finditer(line.text))
    if not boxes:
        return [line]
    # The box stands behind its word where the line ends with one and does not begin with one.
    behind = bool(line.text[: boxes[0].start()].strip()) and not line.text[boxes[-1].end() :].strip()
    ends = [0, *(match.end() for match in boxes)] if behind else [match.end() for match in boxes]
    begins = [match.start() for match in boxes] if behind else [*(match.start() for match in boxes[1:]), len(line.text)]
    found: list[Line] = []
    for box, first, last in zip(boxes, ends, begins, strict=False):
        text = line.text[first:last].strip()
        if box["yes"] and text:
            at = line.text.find(text, first)
            found.append(replace(line, cells=[text], start=line.start + at, bullet=True, full=False))
    return found
