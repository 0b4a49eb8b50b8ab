"""The posts a person held, from the sections about work."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.candidates.reading.dates import Period, closes, periods
from portal.candidates.reading.entries import Entry, Piece, grouped, headed, pieces_of
from portal.candidates.reading.headings import label_of, plain
from portal.candidates.reading.model import Work
from portal.candidates.reading.paper import Line
from portal.candidates.reading.tables import table_columns
from portal.candidates.reading.vocabulary import (
    LEGAL,
    company_score,
    looks_like_place,
    place,
    place_parts,
    region_country,
    title_score,
)

PLAIN_NAME = re.compile(r"[^\W\d_][\w'’.-]+(?:\s[^\W\d_][\w'’.-]+){0,2}")
AT = re.compile(r"\s+(?:at|@|bei(?: der| dem)?|chez|presso|for|with|nella|pour)\s+(?=[A-ZÀ-Ý0-9\"“])", re.I)
AT_WORD = re.compile(r"^\s*(?:at|@|bei|chez|presso)\s")
LABELS = {
    "title": re.compile(
        r"^(?:(?:job )?title|position(?: held)?|role|designation|post(?: held)?|job|poste(?: occupe)?|puesto|cargo|"
        r"funktion|position|tatigkeit|ruolo|functie|funcao|occupation(?: or position held)?|stanowisko|"
        r"zajmowane stanowisko|"
        r"funzione o posto occupato|(?:lavoro|funzione) o posi(?:zione|to) (?:ricoperti|ricoperta|occupato)|"
        r"profesion o cargo desempenado|fonction ou poste occupe|beruf oder funktion|funcao ou cargo ocupado|"
        r"functie of beroep|rank)$"
    ),
    "company": re.compile(
        r"^(?:company(?: name)?|employer(?: name)?|organi[sz]ation|firm|client|arbeitgeber|firma|unternehmen|"
        r"entreprise|employeur|empresa|empregador|empleador|azienda|datore di lavoro|werkgever|bedrijf|pracodawca|"
        r"name (?:and address )?of (?:the )?(?:employer|company|organi[sz]ation)|nome e indirizzo del datore di lavoro|"
        r"nombre y direccion (?:de la empresa|del empleador|de la empresa o empleador)|nom et adresse de l'employeur|"
        r"name und adresse des arbeitgebers|nome e endereco do empregador|naam en adres van de werkgever|"
        r"nazwa (?:firmy|pracodawcy)|workplace)$"
    ),
    "date": re.compile(r"^(?:duration|period|dates?|tenure|time|zeitraum|periode|fecha|year|years)$"),
    "place": re.compile(r"^(?:location|place|city|ort|lieu|lugar|luogo|plaats|miejsce)$"),
}
TERMS = re.compile(r"(?i)\s*\((?:(?:un)?befristet|temporary|permanent|seasonal|casual|cdi|cdd|fixed[- ]term)\)$")
BREAK = re.compile(
    r"(?i)^\W*(?:(?:planned |full[- ]time )?(?:career break|(?:parental|maternity|paternity|family|"
    r"carer'?s) (?:leave|care)|"
    r"family care|sabbatical|gap year|unemployed|looking for work|elternzeit|mutterschutz|auszeit|arbeitssuchend|"
    r"congé (?:parental|maternité|de maternité)|année sabbatique|recherche d['’]emploi|excedencia|baja maternal|"
    r"licença(?: de)? maternidade|maternità|aspettativa|ouderschapsverlof|föräldraledig\w*|barselsorlov|"
    r"urlop (?:macierzyński|wychowawczy)|doğum izni))\b"
)


@dataclass
class FoundWork:
    """A post with the places in the text that its parts come from, and how sure each is."""

    work: Work
    title: tuple[int, float] | None = None
    company: tuple[int, float] | None = None
    period: Period | None = None


@dataclass
class _Choice:
    score: float
    title: Piece | None
    company: Piece | None
    order: int


def work_of(lines: list[Line]) -> list[FoundWork]:
    """The posts in the order of the CV."""
    table, rest = _tables(lines)
    entries = grouped(headed(rest))
    pieces = _useful([pieces_of(entry) for entry in entries])
    order = _usual_order(entries, pieces)
    found: list[FoundWork] = list(table)
    employer: Piece | None = None
    for entry, parts in zip(entries, pieces, strict=True):
        if parts and BREAK.match(parts[0].text):
            employer = None
            continue
        post = _labelled(entry) or _post(entry, parts, order)
        if post.work.title is None and post.work.company and entry.period is None and not entry.body:
            # A company alone: the posts below are held there.
            employer = Piece(post.work.company, post.company[0] if post.company else 0, 0)
            continue
        if post.work.title is None and post.work.company is None:
            if found:
                _append(found[-1].work, entry)
            continue
        if post.work.company is None and employer is None and found and found[-1].company and len(entry.heads) == 1:
            employer = Piece(found[-1].work.company or "", found[-1].company[0], 0)
        if post.work.company is None and employer is not None and post.work.title and entry.period:
            post.work.company, post.company = employer.text, (employer.at, 0.6)
        elif post.work.company:
            employer = None
        if entry.period is None and not entry.body and not (post.work.title and post.work.company):
            continue
        found.append(post)
    return found


def _append(work: Work, entry: Entry) -> None:
    more = [head.line.bare for head in entry.heads] + [line.bare for line in entry.body]
    work.description = "\n".join(filter(None, [work.description, *more]))


def _useful(entries: list[list[Piece]]) -> list[list[Piece]]:
    """The pieces that may be a title or an employer: without places, neither alone nor at the end of their line."""
    ends = [_ends_of_lines(pieces) for pieces in entries]
    known = sum(1 for pieces in ends for piece in pieces if looks_like_place(piece.text))
    several = sum(1 for pieces in ends if pieces)
    usual = known >= 1 and several >= 2
    mostly = usual and known * 2 >= several
    found: list[list[Piece]] = []
    for pieces, last in zip(entries, ends, strict=True):
        kept = [piece for piece in pieces if len(piece.text) < 120]
        placed = [piece for piece in kept if piece in last and _is_place_after(piece, kept, usual, mostly)]
        for piece in placed:
            before = kept[kept.index(piece) - 1]
            before.placed = before.line == piece.line and before.dashed
        found.append([p for p in kept if p not in placed and not (_is_place(p.text) and title_score(p.text) < 1)])
    return found


def _is_place(text: str) -> bool:
    """Whether a text is a place and no employer there: of three parts the first must be known."""
    parts = place_parts(text)
    return looks_like_place(text) and not (len(parts) > 2 and parts[0] is None)


def _ends_of_lines(pieces: list[Piece]) -> list[Piece]:
    """The last piece of each line that has several."""
    return [
        piece
        for before, piece, after in zip(pieces, pieces[1:], [*pieces[2:], None], strict=False)
        if before.line == piece.line and (after is None or after.line != piece.line)
    ]


def _is_place_after(piece: Piece, pieces: list[Piece], usual: bool, mostly: bool) -> bool:
    """Whether the last piece of a line is where the post was: by its words, or because this CV prints places there."""
    text = piece.text
    if title_score(text) >= 0.8 or len(text.split()) > 4 or not text[:1].isupper() or re.search(r"\d", text):
        return False
    if looks_like_place(text):
        return True
    legal = LEGAL.search(text) and not (len(text.split()) == 2 and region_country(text.split()[-1]))
    if legal or (company_score(text) >= 0.8 and not region_country(text.split()[-1])):
        return False
    before = pieces[pieces.index(piece) - 1]
    if before.dashed and len(text.split()) > 1 and region_country(text.split()[-1]):
        return True
    halves = [half for pair in _halves(before) for half in pair]
    whole = any(title_score(half.text) >= 0.8 for half in halves) and len(halves) > 1
    return mostly or (before.dashed and (whole or (usual and title_score(before.text) < 0.8)))


def _usual_order(entries: list[Entry], pieces: list[list[Piece]]) -> float:
    """Above 0 when this CV prints the title before the company, below 0 the other way round."""
    signal = 0.0
    for parts in pieces:
        if len(parts) >= 2:
            a, b = parts[0].text, parts[1].text
            signal += min(1.0, max(-1.0, title_score(a) + company_score(b) - title_score(b) - company_score(a)))
        elif parts:
            halves = _halves(parts[0])
            if halves:
                a, b = halves[0][0].text, halves[0][1].text
                signal += min(1.0, max(-1.0, title_score(a) + company_score(b) - title_score(b) - company_score(a)))
    return signal / max(1, len(entries))


def _halves(piece: Piece) -> list[tuple[Piece, Piece]]:
    """The ways to cut one piece in a left and a right part at a comma or at a word such as `at`."""
    found: list[tuple[Piece, Piece]] = []
    text = piece.text
    at = AT.search(text)
    if at and at.start() > 1:
        found.append(
            (
                Piece(text[: at.start()], piece.at, piece.line),
                Piece(_placeless(text[at.end() :]), piece.at + at.end(), piece.line),
            )
        )
    for comma in re.finditer(
        r",\s+(?!(?:Inc|LLC|Ltd|L\.?L\.?C|Corp|Co|S\.A|GmbH|plc|N\.A|LLP|L\.P|Pvt|Limited|Jr|Sr)\b)|\s*\((?=[A-Z])",
        text,
    ):
        left, right = text[: comma.start()].strip(), text[comma.end() :].strip()
        if comma[0].strip() == "(":
            right = right.rstrip(") ")
        if left and right:
            found.append(
                (
                    Piece(_placeless(left), piece.at, piece.line),
                    Piece(_placeless(right), piece.at + comma.end(), piece.line),
                )
            )
    return found


def _placeless(text: str) -> str:
    """The text without places after commas or in brackets at its end."""
    wide = False
    for _ in range(3):
        found = re.match(r"^(.*\S)\s*(?:,\s*|\()([^,()]+)\)?$", text)
        bracket = bool(found and text.endswith(")"))
        if not found or (LEGAL.search(found[2]) and not (wide and region_country(found[2]))):
            break
        town = wide and PLAIN_NAME.fullmatch(found[2].strip()) and title_score(found[2]) < 0.5
        if not (town or (place(found[2]) if bracket else _is_town(found[1], found[2]))):
            break
        known = place(found[2])
        wide = bool(region_country(found[2].strip()) or (known and known.kind != "city"))
        text = found[1]
    return text.strip(" ,")


def _is_town(before: str, text: str) -> bool:
    """Whether what stands after a comma is a place: a known one, or a plain name after what is a company already."""
    if place(text) or looks_like_place(text) or re.fullmatch(r"[A-Z]{2,3}", text):
        return True
    plain_name = re.fullmatch(r"[^\W\d_][\w'’-]+(?:\s[^\W\d_][\w'’-]+){0,2}", text) and text[0].isupper()
    return bool(plain_name) and company_score(before) >= 1.2 and not company_score(text) and title_score(text) < 0.5


def _choices(parts: list[Piece], order: float) -> list[_Choice]:
    found: list[_Choice] = []
    for i, a in enumerate(parts[:5]):
        for j, b in enumerate(parts[:5]):
            if i != j:
                bonus = 0.45 - 0.16 * (i + j) + (0.7 * order if i < j else -0.7 * order)
                bonus += 0.4 * b.placed - 0.4 * a.placed
                found.append(
                    _Choice(_fit(a.text, _placeless(b.text)) + bonus, a, Piece(_placeless(b.text), b.at, b.line), i - j)
                )
    for i, piece in enumerate(parts[:3]):
        for left, right in _halves(piece):
            said = right.at > left.at and bool(AT_WORD.search(piece.text[left.at + len(left.text) - piece.at :][:12]))
            for a, b in ((left, right),) if said else ((left, right), (right, left)):
                bonus = -0.3 * i + (0.6 * order if a is left else -0.6 * order) + (0.1 if a is left else 0.0)
                if len(parts) > 1:
                    bonus -= 0.25
                bonus += 0.6 * said
                found.append(_Choice(_fit(a.text, b.text) + bonus, a, b, -1 if a is left else 1))
    return found


def _fit(title: str, company: str) -> float:
    t, c = title_score(title), company_score(company)
    if not title or not company:
        return -9.0
    return (
        min(t, 1.8)
        + min(c, 1.8)
        - 0.9 * min(title_score(company), 1.4)
        - 0.6 * min(company_score(title), 1.8)
        - (0.6 if _is_place(company) else 0.0)
        - (0.5 if len(title.split()) > 9 or len(company.split()) > 9 else 0.0)
        - (0.7 if company.endswith(".") and not LEGAL.search(company) else 0.0)
        - (0.6 if re.search(r",\s", company) and not LEGAL.search(company) else 0.0)
        - (0.8 if company[:1].islower() or title[:1].islower() else 0.0)
    )


def _post(entry: Entry, parts: list[Piece], order: float) -> FoundWork:
    period = entry.period
    work = Work(
        start=period.start if period else None,
        end=period.end if period else None,
        current=bool(period and period.current),
        description="\n".join(line.bare for line in entry.body),
        location=next((p.text for p in pieces_of(entry) if _is_place(p.text)), None),
    )
    found = FoundWork(work, period=period)
    choices = _choices(parts, order)
    best = max(choices, key=lambda choice: choice.score) if choices else None
    under = order < -0.25 and len(entry.heads) == 1 and best is not None and best.order < 0
    if under and best and best.company and company_score(best.company.text) < 0.5 and title_score(parts[0].text) > 0.8:
        # This CV prints the employer above the title: a line that begins with a title is a further post there.
        work.title, found.title = _clean(parts[0].text), (parts[0].at, 0.7)
    elif best and best.score > -0.8 and best.title and best.company:
        found.title = best.title.at, min(0.95, 0.55 + 0.2 * best.score)
        found.company = best.company.at, min(0.95, 0.55 + 0.2 * best.score)
        work.title, work.company = _clean(best.title.text), _clean(best.company.text)
    elif parts:
        piece = parts[0]
        if company_score(piece.text) > title_score(piece.text):
            work.company, found.company = _clean(_placeless(piece.text)), (piece.at, 0.6)
        else:
            work.title, found.title = _clean(piece.text), (piece.at, 0.6)
    work.description = "\n".join(filter(None, [*_unused(entry, work), work.description]))
    return found


def _unused(entry: Entry, work: Work) -> list[str]:
    """Lines among the head of an entry that name neither its title nor its company: they tell about it."""
    named = [text for text in (work.title, work.company, work.location) if text]
    told = (head for head in entry.heads if head.rest and not any(name[:20] in head.line.text for name in named))
    return [head.line.bare for head in told if len(head.text.split()) > 2 and not looks_like_place(head.text)]


def _clean(text: str) -> str:
    text = re.sub(r"\s*\((?:[^()]*\b(?:19|20)\d\d[^()]*)\)$|\(\s*\)?$", "", text).strip(" ,;:|-–—*•")
    text = TERMS.sub("", text)
    text = re.sub(r"(?i)^(?:position|role|title|company|employer)\s*:\s*", "", text)
    return text + ")" if text.count("(") > text.count(")") else text


def _labelled(entry: Entry) -> FoundWork | None:
    """A post whose parts are named (`Company: …`, `Position: …`)."""
    told: dict[str, tuple[str, int]] = {}
    for line in [head.line for head in entry.heads] + entry.body:
        label = _label(line)
        if not label or not label[1]:
            continue
        for name, words in LABELS.items():
            if words.match(plain(label[0])):
                told.setdefault(name, (label[1], line.start + line.text.find(label[1], len(label[0]))))
    if "title" not in told and "company" not in told:
        return None
    rest = [head for head in entry.heads if not _label(head.line)]
    if "company" not in told and any(title_score(head.text) >= 0.8 for head in rest):
        return None  # a rank told below a post that has its title
    other = _post(Entry(rest, []), _useful([pieces_of(Entry(rest))])[0], 0.0)
    period = entry.period or next(iter(periods(told["date"][0])) if "date" in told else iter(()), None)
    work = Work(
        title=told["title"][0] if "title" in told else other.work.title or other.work.company,
        company=_placeless(told["company"][0]) if "company" in told else other.work.company or other.work.title,
        start=period.start if period else None,
        end=period.end if period else None,
        current=bool(period and period.current),
        description="\n".join(line.bare for line in entry.body),
        location=told["place"][0] if "place" in told else None,
    )
    found = FoundWork(work, period=period)
    found.title = (told["title"][1], 0.95) if "title" in told else other.title or other.company
    found.company = (told["company"][1], 0.95) if "company" in told else other.company or other.title
    return found


def _label(line: Line) -> tuple[str, str] | None:
    """The label and the rest of a line: before a colon, or in a cell of its own when it is one of the known."""
    if len(line.cells) == 2 and any(words.match(plain(line.cells[0])) for words in LABELS.values()):
        return line.cells[0], line.cells[1]
    return label_of(line.text)


def _tables(lines: list[Line]) -> tuple[list[FoundWork], list[Line]]:
    found: list[FoundWork] = []
    rest: list[Line] = []
    columns: list[str] | None = None
    about: FoundWork | None = None
    for line in lines:
        head = table_columns(line)
        if head:
            columns = head
        elif columns and len(line.cells) == len(columns):
            found.append(_row(line, columns))
        elif found and columns:
            # "Responsibilities at X:" below the table says which of its posts the lines after it tell about.
            told = next((one for one in found if one.work.company and one.work.company in line.text), None)
            about = told or about or found[-1]
            if told is None:
                about.work.description += f"{line.bare}\n"
        else:
            rest.append(line)
    for one in found:
        one.work.description = one.work.description.strip()
    return found, rest


def _row(line: Line, columns: list[str]) -> FoundWork:
    found = FoundWork(Work())
    at = line.start
    dates: list[Period] = []
    for name, cell in zip(columns, line.cells, strict=True):
        if name == "title":
            found.work.title, found.title = cell, (at, 0.95)
        elif name == "company":
            found.work.company, found.company = _placeless(cell), (at, 0.95)
        elif name == "place":
            found.work.location = cell
        dates.extend(Period(p.start, p.end, p.current, at + p.first, at + p.last, p.single) for p in periods(cell))
        at += len(cell) + 2
    if dates:
        found.period = dates[0]
        held = len(dates) == 1 and any(closes(cell) and not periods(cell) for cell in line.cells)
        found.work.current = dates[-1].current or held
        found.work.start = dates[0].start or (dates[0].end if len(dates) > 1 or held else None)
        found.work.end = None if held else dates[-1].end
    return found
