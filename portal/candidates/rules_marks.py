"""Where in a CV something was read: the parts of its text with their marks, and how sure the reading is in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.candidates.rules import FIELD_WORDS

# Fields of the review that are read as one value: its name on the form -> the path in the reading.
PATHS = {
    "first_name": "full_name",
    "last_name": "full_name",
    "email": "email",
    "phone": "phone",
    "location": "location",
    "current_role": "current_role",
    "current_company": "current_company",
    "summary": "summary",
    "experience_years": "years_of_experience",
}
# Fields that are lists of words: each word has its place, the field the place of its first.
LISTS = {"skills": "skills", "languages": "languages", "links": "links"}
SOUGHT_LENGTH = 60
WORDS = {
    "full_name": "name",
    "story": "named in the story",
    "work_experience": "work experience",
    "years_of_experience": "years of experience",
    **FIELD_WORDS,
}


BY_OCR = "The text was read from a picture (OCR). Please compare it with the original."


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure the reading of a field is (0..1), in a word, and which mark shows where it was read."""

    confidence: float
    word: str
    anchor: str | None


@dataclass(slots=True)
class Piece:
    """A run of text, marked or not. `anchors` are names of marks that begin here."""

    text: str
    label: str | None = None
    anchors: list[str] = field(default_factory=list)
    lit: bool = False


def remarks_of(reading: Mapping[str, Any] | None) -> list[str]:
    """Sentences that whoever reviews a reading must see: how it was read, and what in the file is not as it seems."""
    known = reading or {}
    return [*([BY_OCR] if known.get("ocr") else []), *(known.get("remarks") or [])]


def anchor_of(path: str) -> str:
    """`work_experience.0.title` → `evidence-work_experience-0-title`: the id of its mark."""
    return "evidence-" + path.replace(".", "-")


def label_of(path: str) -> str:
    """`work_experience.0.title` → `work experience 1: title`."""
    head, _, rest = path.partition(".")
    number, _, part = rest.partition(".")
    word = WORDS.get(head, head)
    if not number.isdigit():
        return word
    return f"{word} {int(number) + 1}" + (f": {part}" if part else "")


def pieces_of(reading: Mapping[str, Any], lit: str | None = None) -> list[Piece]:
    """The text of a reading in pieces. Where two marks overlap the shorter stands and the longer begins with an anchor;
    the one that is to be `lit` always stands."""
    text = reading.get("text") or ""
    found = _spans(reading)
    order = sorted(found, key=lambda path: (path != lit, found[path][1] - found[path][0]))
    standing: list[tuple[int, int, list[str]]] = []
    anchors: dict[int, list[str]] = {}
    for path in order:
        start, end = found[path]
        same = next((paths for a, b, paths in standing if (a, b) == (start, end)), None)
        if same is not None:
            same.append(path)
        elif all(end <= a or b <= start for a, b, _ in standing):
            standing.append((start, end, [path]))
        else:
            anchors.setdefault(start, []).append(path)
    return _cut(text, sorted(standing), anchors, lit)


def _spans(reading: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    length = len(reading.get("text") or "")
    spans = {path: (int(e["start"]), int(e["end"])) for path, e in (reading.get("evidence") or {}).items()}
    return {path: (start, end) for path, (start, end) in spans.items() if 0 <= start < end <= length}


def _cut(
    text: str, standing: list[tuple[int, int, list[str]]], anchors: dict[int, list[str]], lit: str | None
) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for start, end, paths in [*standing, (len(text), len(text), [])]:
        # Marks that could not stand begin as bare anchors at the next cut.
        waiting = [path for place in sorted(anchors) if at <= place < max(end, at + 1) for path in anchors.pop(place)]
        if start > at or waiting:
            pieces.append(Piece(text[at:start], anchors=[anchor_of(path) for path in waiting]))
        if paths:
            label = ", ".join(dict.fromkeys(label_of(path) for path in paths))
            pieces.append(Piece(text[start:end], label, [anchor_of(path) for path in paths], lit in paths))
        at = end
    return pieces


def sought_of(reading: Mapping[str, Any]) -> dict[str, tuple[str, int]]:
    """What to look for on the pages of a PDF: path → (the beginning of what was read, how often it comes before)."""
    text = reading.get("text") or ""
    folded = text.casefold()
    if len(folded) != len(text):  # a letter that folds into two would shift every place
        folded = text.lower() if len(text.lower()) == len(text) else text
    sought = {}
    for path, (start, end) in _spans(reading).items():
        line = text[start:end].split("\n", 1)[0].strip()[:SOUGHT_LENGTH].strip()
        if len(line) > 1:
            sought[path] = (line, folded.count(line.casefold(), 0, start))
    return sought


def sure_of(reading: Mapping[str, Any] | None, name: str) -> Sure | None:
    """How sure the reading of a field of the review is; None where nothing was read."""
    evidence = (reading or {}).get("evidence") or {}
    if name in LISTS:
        paths = [path for path in evidence if path.startswith(f"{LISTS[name]}.")]
    else:
        paths = [PATHS[name]] if PATHS.get(name) in evidence else []
    return _sure(evidence, paths)


def sure_of_row(reading: Mapping[str, Any] | None, kind: str, row: Mapping[str, Any]) -> Sure | None:
    """The same for a post or a course, found again among those read by its title or employer, degree or school."""
    names = ("title", "company") if kind == "work_experience" else ("degree", "institution")
    evidence = (reading or {}).get("evidence") or {}
    for number, read in enumerate((reading or {}).get(kind) or []):
        if any(row.get(name) and row.get(name) == read.get(name) for name in names):
            paths = [p for n in (*names, "start", "end", "field") if (p := f"{kind}.{number}.{n}") in evidence]
            return _sure(evidence, paths)
    return None


def _sure(evidence: Mapping[str, Any], paths: list[str]) -> Sure | None:
    if not paths:
        return None
    mean = sum(float(evidence[path]["confidence"]) for path in paths) / len(paths)
    word = "Sure" if mean >= 0.8 else "Likely" if mean >= 0.5 else "Please check"
    return Sure(round(mean, 2), word, anchor_of(paths[0]))
