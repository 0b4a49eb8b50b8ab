"""Parting the lines of a CV at its headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from portal.candidates.reading.dates import periods
from portal.candidates.reading.headings import Kind, heading_kind, label_of, loose_kind, plain
from portal.candidates.reading.labels import is_asked
from portal.candidates.reading.paper import Line, Paper
from portal.candidates.reading.vocabulary import company_score, degree_score, school_score, title_score

REST = frozenset("other others misc miscellaneous sonstige sonstiges weitere divers autres otros".split())
SPOKEN = re.compile(
    r"(?i)\b(?:engl|germ|deuts|fran|fren|span|espa|ital|portug|arab|hindi|chin|mand|japan|russ|"
    r"pol|turk|dutch|nederl|swed|sven|norw|dan|finn|czech|hung|roman|rum|ukrain|greek|hebr|urdu|"
    r"bengal|tamil|telug|marath|gujar|punjab|kore|viet|thai|indones|malay|filip|tagal|swahil|"
    r"yorub|igbo|haus|zulu|afrik|irish|welsh|catal|basq|latin|castell|ingl|angl|alem|niem|malayalam|"
    r"kannada|nativ|mutter|madre|matern|fluent|b1|b2|c1|c2|a2|twi|akan|ewe|shona|amhar|somal|"
    r"sign|ingiliz|alman|franz|frans|ispany|italyan|arap|rusça|rosyj|türkçe|angiel|niemiec|francus|hiszp|ukrai|"
    r"japon|kine|"
    r"engels|duits|magyar|eesti|latv|lietu|bahasa|te reo|isizulu|isixhosa|euskar|català|galeg)"
)
KNOWING = re.compile(r"(?i)\b(?:know|can|good at|able|skill|expertise|können|kann|savoir|sé hacer|so fare)\b")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
REFEREES = re.compile(r"referen|referee|referans|referenc|reference|recommand|empfehl|fiador|vouch|recommend")
ON_REQUEST = re.compile(
    r"(?i)^\W*(?:references?|referees|referenzen|références|referencias|referenze|referências|referenties)\b.{0,20}"
    r"\b(?:request|anfrage|demande|petici[oó]n|richiesta|pedido|aanvraag)\b\W*$"
)
DOCUMENT_TITLE = re.compile(
    r"(?i)^\W*(?:curriculum\s*vitae|résumé|resume|cv|lebenslauf|currículum|curriculo|currículo|"
    r"bio-?data|hoja de vida)\W*$"
)


@dataclass
class Section:
    """Lines under one heading; the first section of a CV, `head`, has none."""

    kind: Kind
    title: str = ""
    lines: list[Line] = field(default_factory=list)
    guessed: bool = False
    heading: Line | None = None


def sections_of(paper: Paper) -> list[Section]:
    """The sections in reading order; lines keep their places in the text."""
    sizes = sorted(line.size for line in paper.lines)
    body = sizes[len(sizes) // 2] if sizes else 10.0
    sections = [Section(Kind.HEAD)]
    house = _usual_form(paper, body)
    forms: dict[int, Line] = {}
    for index, line in enumerate(paper.lines):
        before = paper.lines[index - 1] if index else None
        if ON_REQUEST.match(line.text):
            continue
        if index < 4 and DOCUMENT_TITLE.match(line.text):
            continue
        if line.fresh and line.page == 0 and sections[-1].kind != Kind.HEAD:
            sections.append(Section(Kind.HEAD))
        form = forms.get(line.block)
        opened = _opened(line, before, sections[-1], form, body)
        guessed = False
        if (
            opened is None
            and form is None
            and house is not None
            and (sections[-1].lines or sections[-1].kind != Kind.HEAD)
            and _is_unknown_heading(line, house, body)
        ):
            opened, guessed = (loose_kind(line.text) or Kind.OTHER, line.text, None), True
        if opened is None or (sections[-1].kind == Kind.SKILLS and plain(opened[1]) in REST):
            sections[-1].lines.append(line)
            continue
        kind, title, rest = opened
        if rest is None and _goes_on(line, before, sections[-1]):
            sections[-1].title = f"{sections[-1].title} {title}"
            continue
        if rest is None or line.size > body * 1.15:
            forms.setdefault(line.block, line)
        sections.append(Section(kind, title, guessed=guessed or heading_kind(title) is None, heading=line))
        if rest is not None:
            sections[-1].lines.append(rest)
    sections = [section for section in sections if section.lines or section.kind == Kind.HEAD]
    sections = _with_employers(sections)
    _judge_by_content(sections)
    _contact_under_own_words(sections)
    _contact_at_the_foot(sections)
    return sections


def _with_employers(sections: list[Section]) -> list[Section]:
    """The sections, runs of guessed ones that each hold one dated post put together: their "headings" are employers."""
    found: list[Section] = []
    run: list[Section] = []
    for section in [*sections, None]:
        if section is not None and section.guessed and section.heading is not None and _is_entry(section):
            run.append(section)
            continue
        if len(run) > 1:
            lines = [line for one in run if one.heading is not None for line in (one.heading, *one.lines)]
            found.append(Section(Kind.WORK, "", lines))
        else:
            found.extend(run)
        run = []
        if section is not None:
            found.append(section)
    return found


def _is_entry(section: Section) -> bool:
    """Whether a section is one post or course: its first or second line has the only period in it."""
    dated = [i for i, line in enumerate(section.lines) if any(not p.single for p in periods(line.text))]
    nested = sum(1 for line in section.lines if line.bold and not line.item)
    known = loose_kind(section.title) is not None
    return bool(dated) and dated[0] <= 1 and (len(dated) == 1 or nested > 0) and not known


def _contact_at_the_foot(sections: list[Section]) -> None:
    """Take the address out of the last section when it is printed at the foot of the page, and nowhere above."""
    if any("@" in line.text for s in sections if s.kind in (Kind.HEAD, Kind.CONTACT) for line in s.lines):
        return
    for section in sections:
        place = next((i for i, line in enumerate(section.lines) if ADDRESS.search(line.text)), None)
        if place is None or place < len(section.lines) - 3 or REFEREES.search(plain(section.title)):
            continue
        first = next((i for i in range(place, -1, -1) if section.lines[i].gap > 3), None)
        if first is not None and (first or len(sections) > 1):
            sections.append(Section(Kind.CONTACT, "", section.lines[first:]))
            del section.lines[first:]
            return


def _goes_on(line: Line, before: Line | None, current: Section) -> bool:
    """Whether a heading is the second line of the one just above it."""
    if before is None or current.lines or current.kind == Kind.HEAD or not before.text.endswith(current.title):
        return False
    alike = abs(line.size - before.size) < 0.3 and line.bold == before.bold and line.block == before.block
    return alike and line.gap < 1.6 and heading_kind(line.text) is None


def _usual_form(paper: Paper, body: float) -> Line | None:
    """The first line that is a heading by its words and by its form."""
    strong = (Kind.WORK, Kind.EDUCATION, Kind.SKILLS, Kind.LANGUAGES)
    return next(
        (
            line
            for line in paper.lines
            if len(line.cells) == 1
            and heading_kind(line.text) in strong
            and (line.bold or line.size > body * 1.05 or line.heading)
        ),
        None,
    )


def _judge_by_content(sections: list[Section]) -> None:
    """Give a section whose heading says nothing the kind that its lines have, where no other section has that kind."""
    if all(section.kind != Kind.SKILLS for section in sections):
        # Some designs head each group of skills and never say "skills".
        for section in sections:
            if section.guessed and section.kind == Kind.OTHER and _are_words(section):
                section.kind = Kind.SKILLS
    for section in sections:
        text = " ".join(line.text for line in section.lines)
        if section.kind == Kind.LANGUAGES and not SPOKEN.search(text):
            section.kind = Kind.SKILLS  # programming languages
        if not section.guessed or section.kind != Kind.OTHER:
            continue
        kinds = {one.kind for one in sections}
        ranges = sum(1 for line in section.lines for period in periods(line.text) if not period.single)
        if Kind.WORK not in kinds and ranges and any(title_score(line.text) > 0.8 for line in section.lines):
            section.kind = Kind.WORK
        elif Kind.EDUCATION not in kinds and any(
            degree_score(one.text) > 0.8 and school_score(one.text) > 0.8 for one in section.lines
        ):
            section.kind = Kind.EDUCATION


def _contact_under_own_words(sections: list[Section]) -> None:
    """Take the address out of a section whose heading nobody knows (`find me`), when the usual places have none."""
    if any(ADDRESS.search(line.text) for s in sections if s.kind in (Kind.HEAD, Kind.CONTACT) for line in s.lines):
        return
    for index, section in enumerate(sections):
        if not section.guessed or section.kind != Kind.OTHER or REFEREES.search(plain(section.title)):
            continue
        mailed = [i for i, line in enumerate(section.lines[:8]) if ADDRESS.search(line.text)]
        if len(mailed) != 1 or any(len(line.text.split()) > 12 for line in section.lines[: mailed[0] + 1]):
            continue
        rest = enumerate(section.lines[mailed[0] + 1 :], mailed[0] + 1)
        end = next((i for i, line in rest if line.bold or line.size != section.lines[0].size or line.gap > 2.5), None)
        sections.insert(index, Section(Kind.CONTACT, section.title, section.lines[:end]))
        section.lines = section.lines[end:] if end else []
        return


def _are_words(section: Section) -> bool:
    """Whether a section is a list of a few words each: no dates, no sentences, no posts."""
    short = all(len(cell.split()) <= 4 for line in section.lines for cell in line.cells)
    told = any(periods(line.text) or line.text.endswith(".") or "@" in line.text for line in section.lines)
    return len(section.lines) >= 2 and short and not told


def _opened(
    line: Line, before: Line | None, current: Section, form: Line | None, body: float
) -> tuple[Kind, str, Line | None] | None:
    """The kind and title of the section that the line opens, and what of the line already belongs to it."""
    first = line.cells[0]
    kinds = [heading_kind(cell) for cell in line.cells]
    if kinds[0] is None and len(line.cells) > 1:
        whole = heading_kind(line.text)
        if whole and all(len(cell) < 24 for cell in line.cells):
            kinds, first = [whole], line.text
    if kinds[0] is not None and len(set(kinds)) == 1:
        if _has_form(line, before, current, form, body, kinds[0]):
            return kinds[0], first, None
        return None
    if kinds[0] is not None and sum(1 for kind in kinds if kind) == 1 and not line.item:
        return _row(line, kinds[0], current, body)
    if kinds[0] is None and form is not None and _is_unknown_heading(line, form, body):
        return loose_kind(first) or (Kind.SKILLS if KNOWING.search(first) else Kind.OTHER), first, None
    if kinds[0] is None:
        return _labelled(line, current, form, body)
    return None


def text_is_caps(text: str) -> bool:
    """Whether a text is written in capitals alone."""
    return text.isupper() and len(text) > 3


def _stands_apart(line: Line, body: float) -> bool:
    text = line.text.strip()
    return text.endswith(":") or text.isupper() or line.bold or line.size > body * 1.08 or line.gap > 1.6


def _is_unknown_heading(line: Line, form: Line, body: float) -> bool:
    """Whether a line of unknown words is printed just as the headings of its column are."""
    if line.item or len(line.cells) > 1 or len(line.text.split()) > 5 or periods(line.text):
        return False
    alike = abs(line.size - form.size) < 0.3 and line.bold == form.bold and line.text.isupper() == form.text.isupper()
    marked = line.size > body * 1.05 or (line.heading and form.heading) or (line.gap > 1.6 and text_is_caps(line.text))
    if not alike or not marked:
        return False
    if loose_kind(line.text):
        return True
    named = company_score(line.text) >= 0.8 and " " in line.text.strip()
    return title_score(line.text) < 0.8 and not named and school_score(line.text) < 0.9


def _row(line: Line, kind: Kind, current: Section, body: float) -> tuple[Kind, str, Line | None] | None:
    """A heading in a cell of its own beside the first line of its section (headings in the margin, tables)."""
    if current.kind == kind and kind in (Kind.SKILLS, Kind.LANGUAGES):
        return None
    if current.kind in (Kind.HEAD, Kind.CONTACT) and kind == Kind.OTHER and is_asked(line.cells[0]):
        return None
    if current.kind == Kind.SKILLS and kind == Kind.LANGUAGES and not (line.bold or line.gap > 1.6):
        return None
    inner = current.kind in (Kind.WORK, Kind.EDUCATION) and kind in (Kind.OTHER, Kind.CONTACT)
    if kind == Kind.CONTACT or (inner and line.size <= body * 1.3):
        return None
    if current.kind == Kind.WORK and kind == Kind.SKILLS and not (line.bold or line.gap > 1.6):
        return None
    return kind, line.cells[0], _without_first(line)


def _without_first(line: Line) -> Line:
    rest = Line(**{**line.__dict__, "cells": line.cells[1:]})
    rest.start = line.start + len(line.cells[0]) + 2
    rest.heading = rest.bullet = False
    return rest


def _labelled(line: Line, current: Section, form: Line | None, body: float) -> tuple[Kind, str, Line | None] | None:
    label = label_of(line.cells[0])
    if not label or line.item or not label[1]:
        return None
    kind = heading_kind(label[0])
    if kind is None or kind in (Kind.CONTACT, Kind.OTHER) or kind == current.kind or label[0][:1].islower():
        return None
    if current.kind in (Kind.WORK, Kind.EDUCATION, Kind.OTHER) and not line.gap > 1.6:
        return None
    if current.kind == Kind.WORK and kind in (Kind.OTHER, Kind.WORK, Kind.SUMMARY):
        return None
    if current.kind == Kind.SKILLS and kind != Kind.LANGUAGES and form is not None:
        return None
    at = line.text.find(label[1], len(label[0]))
    rest = Line(**{**line.__dict__, "cells": [label[1], *line.cells[1:]]})
    rest.start = line.start + at
    return kind, label[0], rest


def _has_form(line: Line, before: Line | None, current: Section, form: Line | None, body: float, kind: Kind) -> bool:
    """Whether the line is printed as a heading of this document, its words being those of one."""
    text = line.text.strip()
    if line.heading:
        return True
    small = text[:1].islower() and not (line.bold and line.size > body * 1.15 and len(text.split()) < 5)
    if line.item or small:
        return False
    apart = _stands_apart(line, body)
    if before is None or current.kind == Kind.HEAD:
        return apart or form is None
    if form is None:
        return apart
    if not apart:
        # A document without any form at all: its other headings do not stand apart either.
        return not _stands_apart(form, body) and len(text.split()) < 4
    weaker = (
        line.size < form.size * 0.93
        or (form.bold and not line.bold)
        or (form.text.isupper() and not text.isupper())
        or (form.text.endswith(":") and not text.endswith(":"))
        or (form.heading and not line.heading)
        or (form.gap > 1.6 and line.gap <= 1.2 and form.size == line.size and not line.bold)
    )
    if weaker:
        return False
    return True
