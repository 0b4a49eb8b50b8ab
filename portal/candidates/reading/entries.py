"""What work and education have in common: lines that head an entry, their dates, their pieces, tables of entries."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from portal.candidates.reading.dates import Period, periods
from portal.candidates.reading.headings import plain
from portal.candidates.reading.lines import is_date, put_right
from portal.candidates.reading.paper import Line
from portal.candidates.reading.vocabulary import company_score, title_score

FIELD = re.compile(
    r"(?i)^\W*(?:\d{1,2}[.)]\s*)?(?:employer|company|organi[sz]ation|job title|title|position|role|designation|firm|"
    r"firma|arbeitgeber|entreprise|poste|empresa|puesto|cargo|azienda|werkgever|functie)[^:]{0,12}:\s*\S"
)
SUBLABEL = re.compile(
    r"(?:key |main |selected |major )?(?:highlights|responsibilit(?:y|ies)|duties|achievements|accomplishments|tasks|"
    r"activities|description|technologies(?: used)?|tech stack|tools(?: used)?|environment|aufgaben|tatigkeiten|"
    r"schwerpunkte|missions|realisations|taches|funciones|logros|responsabilidades|tareas|attivita|mansioni|"
    r"principali (?:mansioni|attivita)(?: e responsabilita)?|main activities and responsibilities|taken|werkzaamheden|"
    r"principales activit(?:es|ades)(?: e[t]? responsabili(?:tes|dades))?|obowiazki|resultados|atividades|"
    r"duties included)"
)
# What people tell beside a post with a label before it: neither its title nor its employer.
BESIDE = re.compile(
    r"(?i)(?:(?:immediate |direct |line )?(?:supervisor|manager|reports? to|reporting to|referee|contact)|"
    r"reason for leaving|hours per week|salary|(?:key |main )?(?:projects?|branch|unit|team(?: size)?|sector|industry|"
    r"tech(?:nologies)?|equipment|machines|vessel type|fleet)|type of (?:business|employment|contract)(?: or sector)?|"
    r"business or sector|employment type|contract|website|address|vorgesetzter?|branche|projekte?|abteilung|projets?|"
    r"secteur|proyectos?|sector|motivo de (?:salida|saída)|progett[oi]|tipo di (?:azienda|impiego)[^:]{0,12}|settore|"
    r"attività o settore|projetos?|projecten|projekt[yi]?|proje(?:ler)?)\s*:\s*\S"
)
SINCE = re.compile(r"(?i)(?:since|from|seit|depuis|desde|dal|sinds|vanaf|od)\b")
SHORTENED = re.compile(r"(?:\b\w|\b(?:Inc|Ltd|Co|Corp|Bros|Asoc|Assoc|Cia|Cía|Jr|Sr|St|Dept|Univ|Pvt|Pty|Nr|No))\.$")
DONE = re.compile(
    r"(?:(?!(?:Certified|Registered|Licensed|Chartered|United|Limited|Advanced|Associated|Accredited|Skilled|Combined|"
    r"Federated|Unified|Allied|Retired|Applied|Seed|Red|Need|Speed|Field|Shed)\b)[A-Z][a-z]+ed|Led|Ran|Built|"
    r"Wrote|Kept|Cut|"
    r"Set|Made|Won|Grew|Drove|Took|Held|Sold|Taught|Oversaw|Brought|Began|Gave|Met|Found|Rose|Spoke|Rebuilt|Rewrote|"
    r"Responsible)\s(?:[a-z]|\d)"
)
STRONG_SEPARATOR = re.compile(r"\s*[|•·●▪◦⋅∙;\t⟨⟩]\s*|\s+[-–—/]+\s+|\s*—\s*|\s{2,}|(?<=\w)\s?–\s(?=[A-Z])")
DURATION = re.compile(
    r"(?i)\(?\b(?:\d{1,2}(?:[.,]\d)?\+?\s*(?:years?|yrs?|y|jahre?n?|ans?|años?|anos?|anni|anno|"
    r"jaar|months?|mos?|mths?|monate?n?|mois|meses|mes|mesi|maanden|weeks?)\b\.?,?\s*(?:and\s+|"
    r"&\s*|und\s+|et\s+|y\s+)?){1,2}\)?"
)
EMPLOYMENT = re.compile(
    r"(?i)^\(?(?:full[- ]?time|part[- ]?time|contract|contractor|permanent|temporary|temp|internship|"
    r"freelance|hybrid|remote|on-?site|"
    r"seasonal|casual|fixed[- ]term|vollzeit|teilzeit|festanstellung|befristet|minijob|cdi|cdd|"
    r"temps plein|temps partiel|intérim|"
    r"stage|alternance|tiempo completo|jornada completa|media jornada|tempo indeterminato|tempo determinato|"
    r"fulltime|parttime|apprenticeship|zero[- ]hours|locum|bank)\)?$"
)


@dataclass
class Piece:
    """A part of an entry's head. `line` counts the lines of the head.

    `dashed`: a dash parts it from what follows on its line; `placed`: what followed was where it is.
    """

    text: str
    at: int
    line: int
    bold: bool = False
    dashed: bool = False
    placed: bool = False


@dataclass
class Head:
    """A line that may head an entry: its text without dates, and the period that stood in it."""

    line: Line
    rest: list[tuple[str, int]]
    period: Period | None
    prose: bool

    @property
    def text(self) -> str:
        return "  ".join(text for text, _ in self.rest)


@dataclass
class Entry:
    """One entry: its head lines and the lines that describe it."""

    heads: list[Head] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)

    @property
    def period(self) -> Period | None:
        found = [head.period for head in self.heads if head.period]
        return next((p for p in found if not p.single), found[0] if found else None)


def headed(lines: list[Line], studies: bool = False) -> list[Head]:
    """Each line with its dates taken out; a date that stands beside a bullet becomes a line of its own above it."""
    found: list[Head] = []
    lines = put_right(lines)
    margin: dict[int, float] = {}
    for line in lines:
        if not line.item and not _begins_with_date(line.cells[0]):
            margin[line.block] = min(line.x0, margin.get(line.block, line.x0))
    for line, below in zip(lines, [*lines[1:], None], strict=False):
        rest, period = _without_dates(line, studies)
        head = Head(line, rest, period, False)
        head.prose = _is_prose(head, found[-1] if found else None, studies) or _is_indented(head, margin, studies)
        if head.prose and not line.item and below is not None and _only_dates(below) and len(head.text.split()) < 12:
            head.prose = False
        alone = period is not None and len(line.cells) > 1 and head.prose and rest
        if alone:
            found.append(Head(line, [], period, False))
            head.period = None
        elif head.prose:
            head.period = None
            head.rest = [(line.bare, line.start + len(line.text) - len(line.bare))]
        found.append(head)
    return found


def _begins_with_date(cell: str) -> bool:
    first = next(iter(periods(cell)), None)
    return is_date(cell) or (first is not None and first.first == 0)


def _only_dates(line: Line) -> bool:
    """Whether a line holds a period, how long it was, and nothing else."""
    cells = [DURATION.sub("", cell).strip(" ()·|,") for cell in line.cells]
    spans = [span for cell in cells for span in periods(cell)]
    return any(not span.single for span in spans) and all(not cell or is_date(cell) for cell in cells)


def _is_indented(head: Head, margin: dict[int, float], studies: bool) -> bool:
    """Whether the line stands a step to the right of those that head entries, as lists without printed bullets do."""
    step = head.line.x0 - margin.get(head.line.block, head.line.x0)
    plain_text = not head.line.bold and not head.period and len(head.line.cells) == 1 and not studies
    return (
        plain_text
        and 8 < step < 60
        and not (title_score(head.text) > 1.2 and len(head.text.split()) <= 6 and not head.text.endswith("."))
    )


def _without_dates(line: Line, studies: bool) -> tuple[list[tuple[str, int]], Period | None]:
    rest: list[tuple[str, int]] = []
    best: Period | None = None
    at = line.start
    for cell in line.cells:
        spans = periods(cell)
        chosen = next((p for p in spans if not p.single and not _is_told(cell, p, line)), None)
        if chosen is None and spans and spans[-1].single:
            last = spans[-1]
            outside = (cell[: last.first] + cell[last.last :]).strip(" ()[],.-–|")
            ends = not cell[last.last :].strip(" ()[],.|-–")
            if (
                not outside
                or studies
                or (ends and re.search(r"[\s(|,]$", cell[: last.first]) and len(cell.split()) < 12)
            ):
                chosen = last
        if chosen and (best is None or best.single):
            left = chosen.first
            text = cell[:left].rstrip(" ([,;:|–—-") + "  " + _after(cell[chosen.last :])
            best = replace(chosen, first=at + chosen.first, last=at + chosen.last)
        else:
            text = cell
        text = DURATION.sub(" ", text) if chosen or re.fullmatch(DURATION, text.strip()) else text
        for part in re.split(r"\s{2,}", text):
            part = part.strip(" ,;|")
            if re.search(r"\w", part):
                rest.append((part, at + max(0, cell.find(part))))
        at += len(cell) + 2
    if rest and rest[0][0][:1] and line.bullet:
        bare = re.sub(r"^[^\w(\"'“‘]+", "", rest[0][0])
        rest[0] = (bare, rest[0][1] + len(rest[0][0]) - len(bare))
    return rest, best


def _is_told(cell: str, period: Period, line: Line) -> bool:
    """Whether a period is told within a sentence (`infection link nurse since 2022`) rather than set beside a post."""
    before = cell[: period.first].rstrip()
    return bool(SINCE.match(cell[period.first :])) and before[-1:].isalnum() and not line.bold and len(line.cells) == 1


def _after(text: str) -> str:
    return re.sub(r"^[\s)\],.;:|–—-]+", "", text)


def _is_prose(head: Head, before: Head | None, studies: bool) -> bool:
    """Whether the line tells about an entry rather than names one."""
    line, text = head.line, head.text
    words = text.split()
    if not words:
        return False
    named = head.period is not None and not head.period.single
    did = DONE.match(text) and not line.bold and len(words) > 2 and not named
    if SUBLABEL.fullmatch(plain(text)) or did:
        return True
    if line.item and not (named or studies or head.period):
        return not (line.bold and len(words) <= 6 and title_score(text) > 0.8)
    if (named and _goes_on(head, before)) or (not studies and not head.period and BESIDE.match(text)):
        return True
    if named and line.bullet and len(line.cells) > 1 and len(words) > 7:
        return True
    if named and len(line.cells) > 1 and text.endswith(".") and len(words) > 5 and company_score(text) < 1.2:
        return True
    if named and len(words) <= 14:
        return text.endswith(".") and len(words) > 8 and line.bullet
    if re.match(r"[a-z]", text) and not line.bold and not studies:
        return True
    sentence = (
        text.endswith((".", ";", ",")) and not SHORTENED.search(text) and len(words) > 5 and company_score(text) < 1.5
    )
    if sentence or len(words) > (22 if studies else 14):
        return True
    return not studies and _tells(line, text, before)


def _goes_on(head: Head, before: Head | None) -> bool:
    """Whether a line with a period is the end of the sentence above (`seconded to New / Zealand, 2016 to 2017.`)."""
    line = head.line
    return (
        before is not None
        and before.prose
        and before.line.full
        and before.line.text[-1:].isalnum()
        and line.text.endswith(".")
        and line.gap < 1.75
        and len(line.cells) == 1
        and not (line.bold or line.bullet)
        and before.line.size == line.size
        and before.line.x0 == line.x0
    )


def _tells(line: Line, text: str, before: Head | None) -> bool:
    """Whether a line without dates reads as prose: by its end, by the line above that it continues, by its words."""
    count = len(text.split())
    if FIELD.match(text):
        return False
    if text.endswith(":") and count < 8:
        return True
    if line.bold:
        return False
    if before and before.prose and before.line.full and not line.bullet and line.gap < 1.75:
        if before.line.size == line.size:
            return True
    parted = re.search(r"[|•·]|\s[-–—]\s|\s{2}", text)
    if count >= 9 and not parted:
        return True
    nameless = title_score(text) < 0.8 and company_score(text) < 0.8
    return count >= 5 and nameless and not parted and "," not in text


def grouped(heads: list[Head]) -> list[Entry]:
    """Entries: a run of head lines, parted where it holds several periods, with the prose that follows."""
    entries: list[Entry] = []
    run: list[Head] = []
    for head in [*heads, None]:
        if head is not None and not head.prose:
            run.append(head)
            continue
        if run:
            _close(run, entries)
            run = []
        if head is not None:
            if not entries:
                entries.append(Entry())
            entries[-1].body.append(head.line)
    return entries


def _close(run: list[Head], entries: list[Entry]) -> None:
    dated = [i for i, head in enumerate(run) if head.period]
    if (
        not dated
        and entries
        and not any(title_score(h.text) > 0.8 or company_score(h.text) > 0.8 or h.line.bold for h in run)
    ):
        entries[-1].body.extend(head.line for head in run)
        return
    if not any(head.rest for head in run) and entries and entries[-1].period is None:
        # The date of an entry printed beside the first line of its description.
        entries[-1].heads.extend(run)
        return
    entries.extend(Entry(part) for part in _parted(run, dated))


def _parted(run: list[Head], dated: list[int]) -> list[list[Head]]:
    if len(dated) < 2:
        return [run]
    cuts: list[int] = []
    leads = dated[0] == 0 and not (run[0].rest and len(run) > 1 and 1 not in dated and len(dated) * 2 > len(run) + 1)
    for last, this in zip(dated, dated[1:], strict=False):
        between = list(range(last + 1, this + 1))
        if leads and not run[dated[0]].rest:
            cuts.append(this)
            continue
        gaps = [run[i].line.gap for i in between]
        widest = max(range(len(between)), key=lambda i: gaps[i])
        if gaps[widest] > 1.25 * (sorted(gaps)[0] or 1.0) and gaps[widest] > 1.6:
            cuts.append(between[widest])
            continue
        bold = next((i for i in between if run[i].line.bold and not run[i - 1].line.bold), None)
        first_bold = run[0].line.bold
        if first_bold and bold is not None:
            cuts.append(bold)
        elif dated[0] == 0:
            cuts.append(this)
        else:
            cuts.append(max(last + 1, this - dated[0]))
    parts = [run[a:b] for a, b in zip([0, *cuts], [*cuts, len(run)], strict=True)]
    return [part for part in parts if part]


def _cut(text: str) -> list[str]:
    """The text cut at strong separators; two titles of one post with a stroke between stay together."""
    parts = STRONG_SEPARATOR.split(text)
    if " / " in text and len(parts) == 2 and all(title_score(part) >= 0.8 for part in parts):
        return [text]
    return parts


def pieces_of(entry: Entry) -> list[Piece]:
    """The parts of the head, cut where cells, bars, dots and dashes cut it."""
    found: list[Piece] = []
    for number, head in enumerate(entry.heads):
        for text, at in head.rest:
            place = 0
            for part in _cut(text):
                place = max(place, text.find(part, place))
                clean = (
                    part.strip(" ,;:|*_-–—.") if not re.search(r"\.[A-Za-z]?\.?$", part) else part.strip(" ,;:|*_-–—")
                )
                if part.rstrip().endswith(
                    ("Inc.", "Ltd.", "Co.", "Corp.", "S.A.", "Jr.", "Sr.", "plc.", "LLC.", "Pvt.", "B.V.", "St.")
                ):
                    clean = part.strip(" ,;:|*_-–—")
                if (
                    re.search(r"\w", clean)
                    and not DURATION.fullmatch(clean)
                    and (not EMPLOYMENT.match(clean) or (clean == head.text and clean.lower() == "freelance"))
                ):
                    dashed = bool(re.match(r"\s*[–—-]\s", text[place + len(part) :]))
                    found.append(Piece(clean, at + place + max(0, part.find(clean)), number, head.line.bold, dashed))
    return found
