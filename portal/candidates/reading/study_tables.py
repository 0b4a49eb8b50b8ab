"""Studies that stand in the rows of a table."""

from __future__ import annotations

from dataclasses import dataclass

from portal.candidates.reading.dates import Period, periods
from portal.candidates.reading.degrees import field_of, schoolish
from portal.candidates.reading.model import Study
from portal.candidates.reading.paper import Line
from portal.candidates.reading.tables import table_columns
from portal.candidates.reading.vocabulary import school_score


@dataclass
class FoundStudy:
    """A course of study with the places in the text that its parts come from, and how sure each is."""

    study: Study
    degree: tuple[int, float] | None = None
    institution: tuple[int, float] | None = None
    period: Period | None = None


def studies_in_tables(lines: list[Line]) -> tuple[list[FoundStudy], list[Line]]:
    """The studies in rows below a head of known words, and the lines that are in no such table."""
    found: list[FoundStudy] = []
    rest: list[Line] = []
    columns: list[str] | None = None
    for line in lines:
        head = table_columns(line)
        if head:
            columns = head
        elif columns and len(line.cells) == len(columns):
            found.append(_row(line, columns))
        elif columns and "degree" not in columns and len(line.cells) == len(columns) + 1:
            # The name of the first column ("Qualification") has opened the section.
            names = ["school" if name == "company" else name for name in columns]
            found.append(_row(line, ["degree", *(names if "school" in names else ["school", *names[1:]])]))
        else:
            rest.append(line)
    return found, rest


def _row(line: Line, columns: list[str]) -> FoundStudy:
    found = FoundStudy(Study())
    at = line.start
    subject = None
    for name, cell in zip(columns, line.cells, strict=True):
        if name == "degree":
            found.study.degree, found.degree = cell, (at, 0.95)
        elif name == "school":
            if found.study.institution is None or school_score(cell) > school_score(found.study.institution):
                found.study.institution, found.institution = schoolish(cell), (at, 0.95)
        elif name == "field":
            subject = cell
        elif name == "date":
            when = next(iter(periods(cell)), None)
            if when:
                found.period = Period(when.start, when.end, when.current, at + when.first, at + when.last, when.single)
                found.study.start, found.study.end = when.start, when.end
        at += len(cell) + 2
    if found.study.degree:
        found.study.field = subject or field_of(found.study.degree)
        if subject and subject.lower() not in found.study.degree.lower():
            found.study.degree = f"{found.study.degree} {subject}"
    return found
