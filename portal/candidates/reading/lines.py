"""Lines put right before entries are made of them: grids taken apart, broken names and periods put together."""

from __future__ import annotations

import re
from dataclasses import replace

from portal.candidates.reading.dates import closes, periods
from portal.candidates.reading.headings import plain
from portal.candidates.reading.paper import Line
from portal.candidates.reading.vocabulary import title_score

OPEN_PERIOD = re.compile(
    r"^[(\[]?(?:[^\W\d_]{3,10}\.?,?\s)?(?:\d{1,2}[./-]){0,2}(?:19|"
    r"20)\d\d\s*[-–—](?:\s?[^\W\d_]{3,10}\.?)?(?=\s*$|\s+[^\W\d_]{2})(?!\s*(?:present|"
    r"now|heute))",
    re.I,
)
DATE_LABEL = re.compile(
    r"(?:dates?|date from to|dates from to|periodo?s?|period|duration|dauer|zeitraum|datum|fechas?|data|datas|periode|"
    r"okres|tenure|von bis|from to|years?)"
)
FROM_FIELD = re.compile(r"(?i)^(?:from|start(?: date)?|begin|joined|von|desde|da|du|sign on)\s*:?\s+(\S.*)$")
TO_FIELD = re.compile(r"(?i)^(?:to|until|till|end(?: date)?|left|bis|hasta|até|au|al?|sign off)\s*:?\s+(\S.*)$")
DANGLING = re.compile(
    r"(?i)(?:\w-|&|\s(?:de|de la|du|des|of|of the|the|and|für|und|et|di|della|dos?|das?|van|van de|voor|for))$"
)
SENTENCE = re.compile(r"^([^,.]{3,60},\s[^.]*?[^\W\d_]{3,})\.\s+([A-ZÀ-Ý].*\.)$")
GOES_ON = re.compile(r"(?i)^(?:to|bis|until|till|à|au|a|hasta|tot|[-–—])\s+(?=\S)")


def put_right(lines: list[Line]) -> list[Line]:
    """The lines of a section as entries are made of them."""
    whole = [part for line in _whole(_by_columns(lines)) for part in _told_after(line)]
    return _closed_dates([_unlabelled(line) for line in _from_and_to(whole)])


def _told_after(line: Line) -> list[Line]:
    """A line `2021–  Fellow, Shelf Institute, Galway. Leads the survey.` as the post, and below it what is told."""
    if len(line.cells) != 2 or not is_date(line.cells[0]):
        return [line]
    told = SENTENCE.match(line.cells[1])
    if not told or title_score(told[1].split(",")[0]) < 0.8:
        return [line]
    start = line.start + len(line.cells[0]) + 2 + told.start(2)
    return [
        replace(line, cells=[line.cells[0], told[1]]),
        replace(line, cells=[told[2]], start=start, gap=1.0, bold=False),
    ]


def _from_and_to(lines: list[Line]) -> list[Line]:
    """The lines, a period that a form asks for in two fields (`From: …`, `To: …`) put together on its first line."""
    found: list[Line] = []
    for line in lines:
        ends = TO_FIELD.match(line.text)
        begins = FROM_FIELD.match(found[-1].text) if found and ends else None
        if ends and begins and closes(ends[1]) and closes(begins[1]):
            found[-1] = replace(found[-1], cells=[f"{begins[1]} - {ends[1]}"])
        else:
            found.append(line)
    return found


def is_date(cell: str) -> bool:
    """Whether a cell holds a date or period, or the first half of one, and nothing else."""
    whole = next((p for p in periods(cell) if p.first <= 2 and p.last >= len(cell) - 2), None)
    return whole is not None or closes(cell) or bool(OPEN_PERIOD.match(cell))


def _by_columns(lines: list[Line]) -> list[Line]:
    """The lines, entries beside each other in a grid (a row of names, a row of dates …) one after another."""
    found: list[Line] = []
    index = 0
    while index < len(lines):
        count = len(lines[index].cells)
        last = index
        while (
            last + 1 < len(lines)
            and len(lines[last + 1].cells) == count
            and lines[last + 1].block == lines[index].block
        ):
            last += 1
        rows = lines[index : last + 1]
        dates = [row for row in rows if all(is_date(cell) and periods(cell) for cell in row.cells)]
        if count > 1 and len(rows) > 1 and len(dates) == 1:
            for column in range(count):
                for row in rows:
                    at = row.start + len("  ".join(row.cells[:column])) + (2 if column else 0)
                    found.append(
                        replace(row, cells=[row.cells[column]], start=at, gap=2.5 if row is rows[0] else row.gap)
                    )
        else:
            found.extend(rows)
        index = last + 1
    return found


def _whole(lines: list[Line]) -> list[Line]:
    """The lines, one that ends in the middle of a name put together with its rest below."""
    found: list[Line] = []
    for line in lines:
        before = found[-1] if found else None
        if (
            before is not None
            and len(before.cells) == len(line.cells) == 1
            and DANGLING.search(before.text)
            and (before.size, before.bold, before.block, before.page) == (line.size, line.bold, line.block, line.page)
            and not line.item
            and not periods(line.text)
            and len(line.text.split()) < 8
        ):
            joint = "" if before.text.endswith("-") and line.text[:1].islower() else " "
            text = before.text.removesuffix("-") if not joint else before.text
            found[-1] = replace(before, cells=[f"{text}{'' if before.text.endswith('-') else joint}{line.text}"])
        else:
            found.append(line)
    return found


def _unlabelled(line: Line) -> Line:
    """The line without a cell before its period that says only that it is one (`Dates`, `Zeitraum`)."""
    if len(line.cells) == 2 and DATE_LABEL.fullmatch(plain(line.cells[0])) and periods(line.cells[1]):
        return replace(line, cells=line.cells[1:], start=line.start + len(line.cells[0]) + 2)
    return line


def _closed_dates(lines: list[Line]) -> list[Line]:
    """The lines, a period that is broken in two (`01/2021–` above `Present`) put together on its first line."""
    found: list[Line] = []
    taken: str | None = None
    for line, below in zip(lines, [*lines[1:], None], strict=False):
        if taken is not None:
            line = replace(line, cells=line.cells[1:], start=line.start + len(line.cells[0]) + 2)
            taken = None
        opened = OPEN_PERIOD.match(line.cells[0]) if line.cells else None
        if not opened and below is not None and below.cells and line.cells and closes(line.cells[0]):
            opened = re.match(r".*", line.cells[0]) if GOES_ON.match(below.cells[0]) else None
        if opened and below is not None and below.cells and closes(GOES_ON.sub("", below.cells[0])):
            taken = below.cells[0]
            rest = [line.cells[0][opened.end() :].strip(), *line.cells[1:], f"{opened[0].strip()} {taken}"]
            line = replace(line, cells=[cell for cell in rest if cell])
        if line.cells:
            found.append(line)
    return found
