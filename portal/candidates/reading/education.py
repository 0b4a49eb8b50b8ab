"""What a person studied and where, from the sections about education."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from portal.candidates.reading.dates import Period
from portal.candidates.reading.degrees import (
    CLASS,
    DETAIL,
    GRADE,
    IN_FIELD,
    LABELLED,
    TAIL_GRADE,
    TOLD,
    TRAILING,
    UNDER_WAY,
    field_of,
    is_bare,
    school_begins,
    schoolish,
    unwrapped,
)
from portal.candidates.reading.entries import Entry, Head, Piece, headed, pieces_of
from portal.candidates.reading.headings import label_of, plain
from portal.candidates.reading.model import Study
from portal.candidates.reading.paper import Line
from portal.candidates.reading.study_tables import FoundStudy, studies_in_tables
from portal.candidates.reading.vocabulary import DEGREE, degree_score, looks_like_place, place, school_score

NEW_PAGE = 8.9  # the first line of a page has no line above it to be near to
AT = re.compile(r"\s+(?:at|from|@|an der|am|bei|à l['’]|à la|presso|aan de|en la|na|pela|vid)\s+(?=[A-ZÀ-Ý])")


@dataclass
class _Part:
    text: str
    at: int
    kind: str
    line: int
    gap: float = 1.0
    period: Period | None = None


def education_of(lines: list[Line]) -> list[FoundStudy]:
    """The studies in the order of the CV."""
    table, rest = studies_in_tables(lines)
    parts = _parts(headed(rest, studies=True))
    found: list[FoundStudy] = list(table)
    run: list[_Part] = []
    for part in parts:
        if run and _begins(part, run):
            # What stands before it on its line ("Communications, B.A.") belongs to it too.
            kept = next(
                (i for i in range(len(run), 0, -1) if run[i - 1].line != part.line or run[i - 1].kind != "other"), 0
            )
            found.extend(_study(run[:kept]))
            run = run[kept:]
        run.append(part)
    if run:
        found.extend(_study(run))
    return found


def _begins(part: _Part, run: list[_Part]) -> bool:
    """Whether the part belongs to the next study."""
    kinds = [one.kind for one in run]
    complete = "degree" in kinds and "school" in kinds
    if (
        part.line != run[-1].line
        and part.gap > 1.7
        and part.gap > 1.25 * max(one.gap for one in run[1:] or run[:1])
        and ("degree" in kinds or "school" in kinds)
        and len({o.line for o in run}) > 1
    ):
        return True
    if part.kind == "date":
        before = next((one.period for one in run if one.period), None)
        halves = before is not None and before.single and part.period is not None and part.period.single
        if halves and run[0].kind == "date" and "degree" not in kinds:
            return False  # the two years of one study, each on a line
        return "date" in kinds and part.line != run[-1].line
    if part.kind in ("degree", "school"):
        if part.kind in kinds:
            return not (part.kind == "degree" and any(o.line == part.line and o.kind == "degree" for o in run))
        return False
    if part.kind == "other":
        return (
            complete
            and "date" in kinds
            and part.line != run[-1].line
            and part.text[:1].isupper()
            and run[0].kind == "other"
        )
    return False


def _parts(heads: list[Head]) -> list[_Part]:
    found: list[_Part] = []
    for number, head in enumerate(heads):
        gap = head.line.gap if head.line.gap < NEW_PAGE else 1.0
        if head.prose or (head.line.bullet and DETAIL.match(head.text)) or CLASS.match(head.text):
            continue
        if DETAIL.match(head.text) and not degree_score(head.text) and not school_score(head.text):
            continue
        row: list[_Part] = []
        pieces = _joined(pieces_of(Entry([_unlabelled(head)])))
        bare = any(is_bare(piece.text) for piece in pieces)
        if not bare and _leads_with_degree(head, pieces):
            row.append(_Part(pieces[0].text, pieces[0].at, "degree", number, gap))
            pieces, bare = pieces[1:], True
        for piece in pieces:
            row.extend(_split(piece.text, piece.at, number, gap, bare))
        if head.period:
            row.append(_Part("", head.period.first, "date", number, gap, head.period))
        named = any(part.kind in ("degree", "school") for part in row)
        if head.line.item and not named and not (head.period and len(row) > 2):
            continue
        found.extend(row)
    return found


def _unlabelled(head: Head) -> Head:
    """The head without the cell that says what it is (`Istituto`, `Qualification`)."""
    if len(head.rest) == 2 and LABELLED.match(plain(head.rest[0][0])):
        return replace(head, rest=head.rest[1:])
    return head


def _joined(pieces: list[Piece]) -> list[Piece]:
    """The pieces, a subject that a dash parts from its degree (`NVQ Level 3 - Plumbing`) put to it."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        subject = school_score(piece.text) < 0.9 and not looks_like_place(piece.text) and not degree_score(piece.text)
        graded = GRADE.match(piece.text) or CLASS.match(piece.text) or DETAIL.match(piece.text)
        if (
            last is not None
            and last.dashed
            and last.line == piece.line
            and subject
            and not graded
            and "," not in last.text
            and school_score(last.text) < 0.9
            and len(last.text.split()) <= 5
            and (degree_score(last.text) >= 0.8 or last.text.isupper() or len(last.text.split()) == 1)
        ):
            found[-1] = replace(last, text=f"{last.text} {piece.text}", dashed=piece.dashed)
        else:
            found.append(piece)
    return found


def _leads_with_degree(head: Head, pieces: list[Piece]) -> bool:
    """Whether a short first cell beside `School, subject` can only be a degree, known or not (`ACA`, `Associate`)."""
    if len(head.rest) < 2 or len(pieces) < 2 or head.rest[0][0] != pieces[0].text or "," not in pieces[1].text:
        return False
    first = pieces[0].text
    short = len(first) <= 14 and len(first.split()) <= 2 and not re.search(r"\d", first)
    return (
        short
        and school_score(first) < 0.9 <= school_score(pieces[1].text.split(",")[0])
        and not looks_like_place(first)
    )


def _split(text: str, at: int, line: int, gap: float, bare: bool = False) -> list[_Part]:
    """A piece of a head line as degree, school, place or else; cut at commas when it holds more than one."""
    label = label_of(text)
    if label and LABELLED.match(label[0]) and label[1]:
        at += text.find(label[1], len(label[0]))
        text = label[1]
    text = UNDER_WAY.sub("", TOLD.split(text)[0])
    text = re.sub(r"^(?:in|at)\s+", "", text)
    if CLASS.match(text) or (GRADE.match(text) and not degree_score(text) and not school_score(text)):
        return []
    text = TRAILING.sub("", TAIL_GRADE.sub("", text)) or text
    if text.count("(") > text.count(")"):
        text += ")"
    both = degree_score(text) >= 0.9 and school_score(text) >= 0.9
    cut = AT.search(text)
    if cut and (both or degree_score(text[: cut.start()]) >= 0.9):
        return _split(text[: cut.start()], at, line, gap, bare) + [
            _Part(schoolish(text[cut.end() :]), at + cut.end(), "school", line, gap)
        ]
    if "," in text:
        parts = (_led_by_degree(text, at, line, gap) if both else []) or _by_commas(text, at, line, gap, bare, both)
        if parts:
            return parts
    bracket = re.match(r"^(.*?)\s*\((.*?)\)$", text)
    if both and bracket:
        return _split(bracket[1], at, line, gap) + _split(bracket[2], at + bracket.start(2), line, gap)
    if both:
        cut_at = school_begins(text)
        if cut_at:
            return [
                _Part(text[:cut_at].strip(), at, "degree", line, gap),
                _Part(text[cut_at:].strip(), at + cut_at, "school", line, gap),
            ]
    return [_Part(text, at, _kind(text), line, gap)]


def _led_by_degree(text: str, at: int, line: int, gap: float) -> list[_Part]:
    """The parts where the degree stands in a column so near that no gap parts it: `BEng Can Tho University, Food …`."""
    led = DEGREE.match(text)
    if not led or school_score(text[led.end() :].split(",")[0]) < 0.9:
        return []
    if not re.match(r"\.?\s+[A-ZÀ-Ý]", text[led.end() :]):
        return []
    rest = text[led.end() :].lstrip(". ")
    start = at + len(text) - len(rest)
    return [_Part(text[: led.end()], at, "degree", line, gap), *_split(rest, start, line, gap, bare=True)]


def _by_commas(text: str, at: int, line: int, gap: float, bare: bool, both: bool) -> list[_Part]:
    """The parts that commas make of the text; none where the commas belong to a name."""
    if not (both or bare) and school_score(text) >= 0.9 and re.match(r"(?i)univ\w+ (?:of|de)\b", text):
        return []
    pieces = [
        (unwrapped(m[0]), at + m.start() + len(m[0]) - len(m[0].lstrip(" (")))
        for m in re.finditer(r"[^,]+(?:\([^)]*\))?", text)
    ]
    kinds = [_kind(piece) for piece, _ in pieces]
    if bare and "school" in kinds and "degree" not in kinds:
        after = kinds.index("school") + 1
        kinds[after:] = ["field" if kind == "other" else kind for kind in kinds[after:]]
    if both or "field" in kinds or ("degree" in kinds and len(pieces) > 1) or "place" in kinds[1:]:
        return _commas(pieces, kinds, line, gap)
    return []


def _commas(pieces: list[tuple[str, int]], kinds: list[str], line: int, gap: float) -> list[_Part]:
    if kinds.count("school") > 1:
        # "Staatsexamen Lehramt Gymnasium, Universität X": the one that also names a degree is no school.
        kinds = [
            "degree" if k == "school" and degree_score(t) >= 0.9 else k for k, (t, _) in zip(kinds, pieces, strict=True)
        ]
    named = next((i for i, k in enumerate(kinds) if k == "degree"), 0)
    if "school" not in kinds and named == 1 and kinds[0] == "other" and not is_bare(pieces[1][0]):
        kinds[0] = "school"  # "Tecnológico de Monterrey, Maestría en Ciencias"
    if (
        "school" not in kinds
        and kinds[0] == "degree"
        and kinds[1:] == ["other", "place"]
        and pieces[1][0][:1].isupper()
    ):
        kinds[1] = "school"  # "VMBO-t, CSG Liudger, Drachten": what stands before a town is there
    found: list[_Part] = []
    for (text, at), kind in zip(pieces, kinds, strict=True):
        if not text or GRADE.match(text) or CLASS.match(text):
            continue
        last = found[-1] if found else None
        if kind == "other" and last and last.kind == "degree":
            last.text += f", {text}" if len(DEGREE.sub("", last.text).strip(" .")) > 2 else f" {text}"
        elif (
            kind == "place"
            and last
            and last.kind == "school"
            and re.match(r"(?i)univ\w+ (?:of|de)\s+\w+$", last.text)
            and not re.search(r"\(", last.text)
        ):
            last.text += f", {text}"
        elif kind == "school" and last and last.kind == "school":
            last.text += f", {text}"
        else:
            found.append(_Part(text, at, kind, line, gap))
    return found


def _kind(text: str) -> str:
    degree, school = degree_score(text), school_score(text)
    if degree >= 0.9 and degree >= school:
        return "degree"
    if school >= 0.9:
        return "school"
    if degree >= 0.8 or (IN_FIELD.match(text) and len(text.split()) <= 12):
        return "degree"
    if looks_like_place(text) or place(text):
        return "place"
    return "other"


def _degree_in(run: list[_Part]) -> _Part | None:
    """The degree of a study; where its line says it in short and in full, the full one."""
    degree = next((part for part in run if part.kind == "degree"), None)
    if degree is None or not is_bare(degree.text):
        return degree
    full = [p for p in run if p.kind == "degree" and p.line == degree.line and not is_bare(p.text)]
    return full[0] if full else degree


def _study(run: list[_Part]) -> list[FoundStudy]:
    degree = _degree_in(run)
    school = next((part for part in run if part.kind == "school"), None)
    others = [
        part for part in run if part.kind == "other" and not GRADE.match(part.text) and not DETAIL.match(part.text)
    ]
    dates = [part.period for part in run if part.kind == "date" and part.period]
    date = dates[0] if dates else None
    if degree is None and school is None and not (others and date):
        return []
    found = FoundStudy(Study())
    if school is None and others:
        # Not every school says in its name that it is one: the other name beside the degree.
        near = [
            part
            for part in others
            if len(part.text.split()) <= 8
            and part.text[:1].isupper()
            and degree is not None
            and (part.line != degree.line or part.at > degree.at)
        ]
        school = near[0] if near and degree is not None else None
        others = [part for part in others if part is not school]
    if degree is None and school is None and len(others) > 1 and others[0].line == others[1].line:
        degree, school = others[0], others[1]
        others = others[2:]
    if degree is None and others:
        first = next((part for part in others if len(part.text.split()) <= 9), None)
        degree = first
        others = [part for part in others if part is not first]
    if degree is not None:
        text = degree.text
        bare = is_bare(text) or any(part.kind == "field" for part in run)
        field = next((part for part in run if part.kind == "field"), None)
        beside = [
            p
            for p in others
            if p.line == degree.line and not (school and school.line == p.line and school.at < p.at > degree.at)
        ]
        subject = next(
            (part for part in beside or others if part in beside or (bare and abs(part.line - degree.line) == 1)), None
        )
        subject = field or subject
        if bare and subject:
            text = (
                f"{text} {subject.text}" if not re.match(r"(?i)in\b|of\b", subject.text) else f"{text} {subject.text}"
            )
        found.study.degree, found.degree = text.strip(" ,"), (degree.at, 0.9 if degree.kind == "degree" else 0.5)
        found.study.field = field_of(text)
    if school is not None:
        found.study.institution, found.institution = (
            schoolish(school.text).strip(" ,"),
            (school.at, 0.9 if school.kind == "school" else 0.5),
        )
    if date is not None:
        last = dates[-1]
        if date.single and last is not date and last.single:
            date = Period(date.end, last.end, False, date.first, last.last)
        found.period = date
        found.study.start, found.study.end = date.start, date.end
    return [found]
