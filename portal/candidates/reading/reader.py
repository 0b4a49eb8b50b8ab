"""The whole reading: paper, sections, fields, and how sure each of them is."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from datetime import date

from portal.candidates.reading.competences import FoundWord, languages_of, skills_of
from portal.candidates.reading.contacts import Found, email_of, links_of, phone_of
from portal.candidates.reading.dates import months_between
from portal.candidates.reading.education import education_of
from portal.candidates.reading.headings import Kind, label_of
from portal.candidates.reading.homes import location_of, region_of
from portal.candidates.reading.model import Evidence, FileType, Reading, Unreadable, Work
from portal.candidates.reading.names import name_of, split_name
from portal.candidates.reading.paper import Line, Paper
from portal.candidates.reading.sections import Section, sections_of
from portal.candidates.reading.study_tables import FoundStudy
from portal.candidates.reading.work import FoundWork, work_of

MAX_TEXT = 400_000
NEAR = 300  # characters between the parts of one entry
YEARS = re.compile(
    r"(?i)\b(\d{1,2})(?:[.,](\d))?\s*\+?\s*(?:years?|yrs?|jahren?|ans|años|anos|anni|jaar)(?:'|"
    r"’)?\s+(?:of\s+|d['’e]\s?|de\s+|di\s+)?"
    r"(?:\w+\s+){0,3}?(?:experience|erfahrung|berufserfahrung|expérience|experiencia|experiência|esperienza|ervaring)"
)
WEIGHTS = {
    "full_name": 3.0,
    "email": 2.0,
    "phone": 1.5,
    "location": 1.0,
    "work_experience": 3.0,
    "education": 2.0,
    "skills": 2.0,
}


def paper_of(data: bytes, file_type: FileType) -> Paper:
    """The lines of the file in reading order; only what this type needs is imported."""
    if file_type == FileType.PDF:
        from portal.candidates.reading import from_pdf

        return from_pdf.paper_of(data)
    if file_type == FileType.DOCX:
        from portal.candidates.reading import from_docx

        return from_docx.paper_of(data)
    if file_type == FileType.ODT:
        from portal.candidates.reading import from_odt

        return from_odt.paper_of(data)
    from portal.candidates.reading import from_text

    return from_text.paper_of_rtf(data) if file_type == FileType.RTF else from_text.paper_of_text(data)


def read_cv(data: bytes, file_type: FileType, *, today: date | None = None) -> Reading:
    """The reading of one CV, in this process. `today` ends the posts still held. Raises Unreadable."""
    paper = paper_of(data, file_type)
    if len(paper.text) > MAX_TEXT:
        raise Unreadable("too_long", "The document has more text than a CV can have.")
    return read_paper(paper, (today or date.today()).strftime("%Y-%m"))


def read_paper(paper: Paper, today: str) -> Reading:
    """The fields of a paper. `today` is `YYYY-MM`."""
    sections = sections_of(paper)
    reading = Reading(text=paper.text)
    _person(reading, paper, sections)
    work = work_of(_lines(sections, Kind.WORK))
    studies = education_of(_lines(sections, Kind.EDUCATION))
    _work(reading, work)
    _education(reading, studies)
    _words(reading, "skills", skills_of(sections, paper.text))
    _words(reading, "languages", languages_of(sections))
    _summary(reading, sections)
    reading.ocr = bool(paper.pictures)
    reading.remarks = list(paper.remarks)
    _doubt_pictures(reading, paper)
    settle(reading, today)
    return reading


def settle(reading: Reading, today: str) -> None:
    """Work out what follows from the fields: the present post, the years of work, how sure the whole is."""
    _now(reading, today)
    reading.parsing_confidence = _confidence(reading)


def _doubt_pictures(reading: Reading, paper: Paper) -> None:
    """What was recognised in a picture is as sure as its letters are."""
    if not paper.pictures:
        return
    starts = [line.start for line in paper.lines]
    for path, found in reading.evidence.items():
        line = paper.lines[max(0, bisect_right(starts, found.start) - 1)]
        reading.evidence[path] = replace(found, confidence=round(found.confidence * line.sure, 2))


def _lines(sections: list[Section], kind: Kind) -> list[Line]:
    return [line for section in sections if section.kind == kind for line in section.lines]


def _person(reading: Reading, paper: Paper, sections: list[Section]) -> None:
    email = email_of(paper)
    if email:
        reading.email = email.value
        _note(reading, "email", email)
    name = name_of(paper, sections, reading.email)
    if name:
        reading.full_name = name.value
        reading.first_name, reading.last_name = split_name(name.value, paper.text[name.start : name.end])
        _note(reading, "full_name", name)
    location = location_of(sections, {name.value, paper.text[name.start : name.end]} if name else set())
    if location:
        reading.location = location.value
        _note(reading, "location", location)
    region = region_of(reading.location, paper, reading.email, sections)
    phone, international = phone_of(paper, sections, region)
    if phone:
        reading.phone_printed, reading.phone = phone.value, international
        _note(reading, "phone", phone)
    for number, link in enumerate(links_of(paper)):
        reading.links.append(link.value)
        _note(reading, f"links.{number}", link)


def _note(reading: Reading, path: str, found: Found) -> None:
    reading.evidence[path] = Evidence(round(found.confidence, 2), found.start, found.end)


def _mark(reading: Reading, path: str, value: str | None, found: tuple[int, float] | None) -> None:
    """Note the place of a value that was found near an offset: where it is printed, else the first word of it."""
    if not value or not found:
        return
    at, sure = found
    begin = reading.text.find(value, max(0, at - 3))
    if begin < 0 or begin > at + 400:
        begin, value = at, value.split()[0]
    reading.evidence[path] = Evidence(
        round(max(0.05, min(0.99, sure)), 2), begin, min(len(reading.text), begin + len(value))
    )


def _work(reading: Reading, found: list[FoundWork]) -> None:
    for number, post in enumerate(found):
        reading.work_experience.append(post.work)
        _mark(reading, f"work_experience.{number}.title", post.work.title, post.title)
        _mark(reading, f"work_experience.{number}.company", post.work.company, post.company)
        if post.period:
            for name in ("start", "end"):
                if getattr(post.work, name) or (name == "end" and post.work.current):
                    sure = 0.7 if post.period.single else 0.93
                    reading.evidence[f"work_experience.{number}.{name}"] = Evidence(
                        sure, post.period.first, post.period.last
                    )
        near = min((at for at, _ in filter(None, (post.title, post.company))), default=0)
        _mark_after(reading, f"work_experience.{number}.location", post.work.location, near, 0.7)
        _mark_after(reading, f"work_experience.{number}.description", post.work.description, near, 0.8)


def _education(reading: Reading, found: list[FoundStudy]) -> None:
    for number, study in enumerate(found):
        reading.education.append(study.study)
        _mark(reading, f"education.{number}.degree", study.study.degree, study.degree)
        _mark(reading, f"education.{number}.institution", study.study.institution, study.institution)
        for name in ("start", "end"):
            if study.period and getattr(study.study, name):
                reading.evidence[f"education.{number}.{name}"] = Evidence(0.9, study.period.first, study.period.last)
        whole = reading.evidence.get(f"education.{number}.degree")
        if study.study.field and whole:
            _mark_after(reading, f"education.{number}.field", study.study.field, whole.start, 0.7)
            at = reading.evidence.get(f"education.{number}.field")
            if at and whole.start <= at.start and at.end <= whole.end:
                # A part of the degree as printed: the mark of the whole shows it.
                reading.evidence[f"education.{number}.field"] = replace(whole, confidence=0.7)


def _mark_after(reading: Reading, path: str, value: str | None, at: int, sure: float) -> None:
    """Note the place of a value at or after an offset; of one that runs over lines, its first line to its last."""
    rows = [row for row in (value or "").split("\n") if row.strip()]
    if not rows:
        return
    begin = reading.text.find(rows[0], max(0, at - NEAR))
    if begin < 0:
        return
    last = reading.text.find(rows[-1], begin) if len(rows) > 1 else begin
    end = last + len(rows[-1]) if last >= 0 else begin + len(rows[0])
    reading.evidence[path] = Evidence(sure, begin, end)


def _words(reading: Reading, name: str, found: list[FoundWord]) -> None:
    values: list[str] = getattr(reading, name)
    for number, word in enumerate(found):
        values.append(word.value)
        _mark(reading, f"{name}.{number}", word.value, (word.start, word.confidence))


def _summary(reading: Reading, sections: list[Section]) -> None:
    for section in sections:
        if section.kind != Kind.SUMMARY:
            continue
        text = " ".join(line.bare for line in section.lines if not label_of(line.text) or len(line.text.split()) > 6)
        if len(text.split()) >= 4:
            first, last = section.lines[0], section.lines[-1]
            reading.summary = text[:3000]
            reading.evidence["summary"] = Evidence(0.9, first.start, last.start + len(last.text))
            return
    for line in sections[0].lines if sections else []:
        if len(line.text.split()) > 9 and line.text.rstrip().endswith("."):
            reading.summary = line.text
            reading.evidence["summary"] = Evidence(0.6, line.start, line.start + len(line.text))
            return


def _now(reading: Reading, today: str) -> None:
    """The present post, and the years of work: what the posts cover together, else what the CV says of itself."""
    held = [w for w in reading.work_experience if w.current] or sorted(
        (w for w in reading.work_experience if w.end), key=lambda w: w.end or "", reverse=True
    )
    if held:
        number = reading.work_experience.index(held[0])
        reading.current_role = held[0].title
        reading.current_company = held[0].company if held[0].current else None
        for name, part in (("current_role", "title"), ("current_company", "company")):
            if getattr(reading, name) and f"work_experience.{number}.{part}" in reading.evidence:
                reading.evidence[name] = reading.evidence[f"work_experience.{number}.{part}"]
    months = _covered(reading.work_experience, today)
    said = YEARS.search(reading.text)
    if months:
        reading.years_of_experience = round(months / 12, 1)
    elif said:
        reading.years_of_experience = float(f"{said[1]}.{said[2] or 0}")


def _covered(work: list[Work], today: str) -> int:
    """Months in which at least one post was held."""
    spans = []
    for post in work:
        length = months_between(post.start, post.end, today) if post.start and (post.end or post.current) else 0
        if post.start and length:
            begin = int(post.start[:4]) * 12 + (int(post.start[5:7]) - 1 if len(post.start) > 4 else 0)
            spans.append((begin, begin + length))
    total, reached = 0, 0
    for begin, end in sorted(spans):
        total += max(0, end - max(begin, reached))
        reached = max(reached, end)
    return total


def _confidence(reading: Reading) -> float:
    """The weighted mean of how sure the parts are; a part that was not found counts as nothing."""
    total = 0.0
    for name, weight in WEIGHTS.items():
        sure = [e.confidence for path, e in reading.evidence.items() if path == name or path.startswith(name + ".")]
        total += weight * (sum(sure) / len(sure) if sure else 0.0)
    return round(total / sum(WEIGHTS.values()), 2)
