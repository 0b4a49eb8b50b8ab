"""Whose CV this is. A name must be printed in the text; the e-mail address may only confirm it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.candidates.reading.contacts import EMAIL, PHONE, SEPARATORS, Found
from portal.candidates.reading.headings import Kind, heading_kind, label_of, plain
from portal.candidates.reading.labels import is_asked
from portal.candidates.reading.paper import Line, Paper
from portal.candidates.reading.sections import Section
from portal.candidates.reading.vocabulary import (
    QUARTERS,
    company_score,
    looks_like_place,
    place,
    school_score,
    title_score,
)

NAME_LABEL = re.compile(
    r"^(?:full |complete |candidate |candidate s |applicant |my )?name(?: of (?:the )?candidate|"
    r" and surname)?$|^(?:name und vorname|vor und nachname|vorname und "
    r"nachname|nom(?: et prenom| complet)?|nom prenom|prenom et nom|nombre(?: completo| y apellidos?)?|"
    r"apellidos y nombre|nome(?: completo| e cognome| e apelido)?|"
    r"naam|volledige naam|namn|imie i nazwisko|candidate|ad soyad)$"
)
NOT_NAMES = re.compile(
    r"(?i)\b(?:curriculum|vitae|resume|résumé|cv|lebenslauf|bewerbung|confidential|page|profile|"
    r"portfolio|street|road|avenue|"
    r"phone|email|e-mail|mobile|address|updated|application|linkedin|github|www|http|gmail|cover|letter|"
    r"reference|references|available|request|born|birth|dob|nationality|gender|male|female|married|single|years?|"
    r"university|college|school|institute|team|company|project|software|microsoft|data|skills?|experience|education)\b"
)
HONORIFIC = re.compile(
    r"(?i)^(?:(?:dr|mr|mrs|ms|miss|mx|prof|professor|ir|ing|er|herr|frau|sr|sra|srta|mme|mlle|"
    r"m|med|phil|rer|nat|jur|habil|dra|drs|mvz|lic|arq|engr|avv|geom|mgr|mag|dott|dott\.ssa|dipl\.?-?ing|eng|adv|ca|rev|hon|sir|dame|shri|smt|kum)\.?\s+)+(?=\S)"
)
LETTERS_AFTER = re.compile(
    r"(?:\s*[,(–-]\s*|\s+)(?:(?:CDL-?[AB]?|M\.\s?Sc|B\.\s?Sc|M\.\s?Eng|B\.\s?Eng|Dipl\.-?\s?\w+|"
    r"CHRP(?:\(\w\))?|CIPP|Pharm\.?\s?D|Ph\.?\s?D|M\.?B\.?A|MD|M\.D|RN|R\.N|BSN|MSN|LPN|CPA|"
    r"C\.P\.A|PMP|CFA|ACCA|FCCA|CIPD|MCIPD|CEng|MEng|BEng|BSc|MSc|B\.?A|M\.?A|LL\.?B|LL\.?M|"
    r"J\.?D|"
    r"Esq|PE|P\.E|P\.?Eng|CISSP|SHRM-CP|PHR|SPHR|DDS|DVM|PharmD|Pharm\.D|DPT|OTR/L|CNA|NP|FNP|"
    r"FNP-C|DNP|APRN|CRNA|CCRN|FRCS|MBBS|MRCP|QTS|ACA|CIMA|MRICS|"
    r"RDN|RD|LCSW|LMSW|CSM|CSCS|EdD|Ed\.D|MPH|AIA|CSP|Hons|they/them|she/her(?:/hers)?|he/him(?:/his)?|"
    r"elle|il)\.?\)?(?=$|[\s,/)]))+\s*\)?$"
)
SURNAME_LABEL = re.compile(
    r"^(?:surname|last name|family name|nachname|familienname|nom(?: de famille)?|apellidos?|cognome|sobrenome|"
    r"apelidos?|achternaam|nazwisko)$"
)
FORENAME_LABEL = re.compile(
    r"^(?:(?:first|given|fore) ?names?|full names?|forenames?|other names?|vornamen?|prenoms?|nombres?|nome|"
    r"voornaam|voornamen|imie|imiona)$"
)
SPACED = re.compile(r"(?:[^\W\d_]\s){2,}[^\W\d_](?:\s{2,}(?:[^\W\d_]\s)*[^\W\d_])+")
PARTICLES = frozenset(
    "de da do dos das del della di la le el al bin ibn ben bint van von der den ter ten zu "
    "zum y e i of st mac mc lo du des af av bte abd abdel ap ul ur e' d' dela san santa "
    "binti bt bte anak ould wa wan op't 't und ní nic".split()
)
# Trades that are surnames as well.
TRADES = frozenset(
    """
    smith cook baker butler miller taylor mason cooper carter fisher porter page king bishop judge painter potter
    weaver turner carpenter gardener gardner farmer barber chandler clerk dyer fuller glover harper hunter piper
    sawyer shepherd skinner tanner thatcher tyler walker ward steward brewer driver marshall sexton abbot parker
    forester wright archer bauer meister koch fischer schneider weber becker zimmermann richter wagner bakker visser
    kuiper sastre guerrero herrera ferrari sarti medico
    """.split()
)
# The same name once more in the letters of another script: Kobayashi Haruka (小林 遥).
OTHER_SCRIPT = re.compile(r"\s*[(（\[][\u0370-\u1cff\u2e80-\ud7ff\uf900-\ufaff\s·・.]{2,30}[)）\]]")
# Forenames that end in an initial: the surname is still to come.
WITH_INITIAL = re.compile(r"[^\W\d_][\w'’-]+(?: [^\W\d_]\.)+")
WORD = re.compile(r"^(?:[^\W\d_]['’`.-]?)+[^\W\d_]?\.?,?$")


def name_of(paper: Paper, sections: list[Section], email: str | None) -> Found | None:
    """The person's name as printed (set in ordinary case when it is all capitals), None when no line can be one."""
    biggest = max((line.size for line in paper.lines if line.page == 0), default=10.0)
    body = sorted(line.size for line in paper.lines)[len(paper.lines) // 2] if paper.lines else 10.0
    best: tuple[float, Found] | None = None
    for order, (text, at, line, labelled, kind) in enumerate(_candidates(paper, sections)):
        value = clean_name(text)
        if value is None:
            continue
        score = _score(value, text, labelled, email)
        score += 2.2 if line.size >= biggest * 0.97 and biggest > body * 1.1 else 1.0 if line.size > body * 1.2 else 0.0
        score += 1.2 if kind == Kind.HEAD else 0.6 if kind == Kind.CONTACT else -0.6
        score += 0.2 * line.bold + 0.3 * line.heading - min(order, 30) * 0.06
        at += max(0, text.find(value.split()[0]))
        found = Found(_cased(value), at, at + len(value), max(0.3, min(0.98, 0.35 + 0.13 * score)))
        if best is None or score > best[0]:
            best = score, found
    return best[1] if best and best[0] > 0.9 else None


def _candidates(paper: Paper, sections: list[Section]) -> Iterator[tuple[str, int, Line, bool, Kind]]:
    places = {id(line): section.kind for section in sections for line in section.lines}
    lines = [line for line in paper.lines if line.page == 0][:70]
    pending = False
    yield from _in_two_fields(lines, places)
    for index, line in enumerate(lines):
        kind = places.get(id(line), Kind.OTHER)
        if kind == Kind.OTHER and heading_kind(line.text) is None and line.heading and index < 3:
            kind = Kind.HEAD
        if kind not in (Kind.HEAD, Kind.CONTACT) and not (index < 25 and line.size > 14) and index > 2:
            continue
        label = label_of(line.text)
        labelled = bool(label and NAME_LABEL.match(plain(label[0])))
        if labelled and label and label[1]:
            yield label[1].split("  ")[0], line.start + line.text.find(label[1]), line, True, kind
        elif len(line.cells) > 1 and NAME_LABEL.match(plain(line.cells[0])):
            yield line.cells[1], line.start + line.text.find(line.cells[1]), line, True, kind
        else:
            yield from _parts_of(line, index, kind, pending)
        yield from _in_two_lines(lines, index, kind)
        pending = (
            labelled and not (label and label[1]) or (len(line.cells) == 1 and bool(NAME_LABEL.match(plain(line.text))))
        )


def _parts_of(line: Line, index: int, kind: Kind, pending: bool) -> Iterator[tuple[str, int, Line, bool, Kind]]:
    """What of a line may be a name: restyled, before a title, each part, the cells together."""
    styled = _restyled(line)
    if styled and index < 5:
        yield styled, line.start, line, False, kind
    named = re.match(r"([^,|]{4,50}?)(?:,|\s[-–—|])\s+(\S.*)$", line.text)
    if named and index < 4 and title_score(named[2]) > 0.8 and title_score(named[1]) < 0.8:
        yield named[1], line.start, line, False, kind
    if index < 2 and "," in line.text and (EMAIL.search(line.text) or PHONE.search(line.text)):
        yield line.text.split(",")[0], line.start, line, False, kind  # all about the person in one line
    at = 0
    for part in SEPARATORS.split(line.text):
        at = max(at, line.text.find(part, at))
        yield part, line.start + at, line, pending and part == line.cells[0], kind
    if len(line.cells) > 1:
        yield " ".join(line.cells), line.start, line, False, kind


def _in_two_lines(lines: list[Line], index: int, kind: Kind) -> Iterator[tuple[str, int, Line, bool, Kind]]:
    """The two halves of a large name, one below the other, perhaps with the address set beside them."""
    line = lines[index]
    below = lines[index + 1] if index + 1 < len(lines) else None
    if index < 4 and line.size > 15:
        near = (o for o in lines[index + 1 : index + 5] if o.size == line.size and abs(o.x0 - line.x0) < 2)
        rest = next(near, None)
        if rest and ((rest is not below and len(line.cells[0].split()) <= 2) or len(rest.cells) > 1):
            yield f"{line.cells[0]} {rest.cells[0]}", line.start, line, False, kind
    if (
        below
        and (below.size == line.size or below.size > 15)
        and below.gap < 2
        and line.size > 11.5
        and (" " not in line.text or WITH_INITIAL.fullmatch(line.text))
        and len(below.text.split()) <= 2
    ):
        both = f"{line.text} {below.text}"
        yield both.title() if both.islower() and line.size > 14 else both, line.start, line, False, kind


def _restyled(line: Line) -> str | None:
    """A line of letters set apart, or a large one in small letters, in the ordinary way to print a name."""
    if SPACED.fullmatch(line.text.strip()):
        return " ".join(word.replace(" ", "") for word in re.split(r"\s{2,}", line.text.strip()))
    return line.text.title() if line.text.islower() and line.size > 14 else None


def _in_two_fields(lines: list[Line], places: dict[int, Kind]) -> Iterator[tuple[str, int, Line, bool, Kind]]:
    """The name of a form that asks for surname and first names apart: the two values in the order of speech."""
    found: dict[str, tuple[str, Line]] = {}
    for line in lines[:40]:
        told = [label_of(cell) for cell in line.cells]
        pairs = [label for label in told if label and label[1]] or [(line.cells[0], "".join(line.cells[1:2]))]
        for name, value in pairs:
            for part, known in (("last", SURNAME_LABEL), ("first", FORENAME_LABEL)):
                if value and known.match(plain(name)):
                    found.setdefault(part, (value, line))
    if len(found) == 2:
        (first, line), (last, _) = found["first"], found["last"]
        if last.split()[0].lower() not in first.lower():
            yield f"{first} {last}", line.start, line, True, places.get(id(line), Kind.OTHER)


def _score(value: str, printed: str, labelled: bool, email: str | None) -> float:
    words = value.split()
    score = 3.5 if labelled else 0.0
    score += 0.6 if 2 <= len(words) <= 4 else -0.4 if len(words) == 1 else 0.0
    score -= 0.3 * (len(words[-1].rstrip(".")) == 1)
    trade = words[-1].lower() in TRADES and title_score(" ".join(words[:-1])) < 0.8 and 2 <= len(words) <= 3
    if title_score(value) > 1.0 and not trade:
        score -= 2.0
    # A girl may be called Florence: a great city with a surname behind it is no quarter of it.
    quarter = len(words) == 2 and place(words[0]) is not None and plain(words[1]) not in QUARTERS
    if (looks_like_place(value) and not quarter) or company_score(value) > 1.0 or school_score(value):
        score -= 2.0
    if "," in printed and not LETTERS_AFTER.search(printed):
        score -= 0.5
    local = re.sub(r"[^a-z]", "", plain((email or "").split("@")[0]).replace(" ", ""))
    if local:
        agreed = [w for w in plain(value).split() if len(w) > 2 and (w in local or local in w)]
        score += 0.9 * min(2, len(agreed))
    return score


def clean_name(text: str) -> str | None:
    """The name in a piece of text without honorifics and letters after it; None when it cannot be a name."""
    text = re.sub(r"\s+", " ", text).strip(" .,:;-–—|*•#")
    if re.fullmatch(r"(?:[^\W\d_]\s){3,}[^\W\d_]", text):
        text = text.replace(" ", "")
    text = re.sub(
        r"(?i)^(?:curriculum vitae|lebenslauf|resume|résumé|cv)(?: of| von| de|:)?\s+|\s*[-–|]?\s*(?:curriculum vitae|"
        r"resume|résumé|cv)$",
        "",
        text,
    )
    text = re.sub(r"(?i)\s*\((?:mr|mrs|ms|miss|mx|dr|herr|frau)\.?\)$", "", HONORIFIC.sub("", text))
    if re.match(r"\S+\s+\S+.*,", text):
        text = re.sub(r"(?:,\s*[A-Z][A-Z.-]{1,7}(?:\s[A-Z])?)+$", "", text)
    for _ in range(3):
        text = LETTERS_AFTER.sub("", text).strip(" ,-–")
    text = OTHER_SCRIPT.sub("", text)
    called = re.search(r"\s*[\"“”„(]([^\W\d_]+)[\"“”)]", text)
    if called:
        text = text.replace(called[0], "", 1)
    words = text.replace(",", "").split()
    if not _may_be_name(text) or not _are_name_words(words):
        return None
    if called and not called[0].strip().startswith("("):
        # What friends call them stays where it is printed: Wesley "Wes" Cardinal.
        return f"{words[0]}{called[0]} {' '.join(words[1:])}" if "," not in text else None
    return f"{text.split(',')[1].strip()} {text.split(',')[0].strip()}" if "," in text else text


def _may_be_name(text: str) -> bool:
    """Whether a text has the outer form of a name: no foreign sign or word, one comma at most."""
    if (
        not text
        or len(text) > 60
        or re.search(r"[\d@/:|?!&+=<>\[\]{}]", text)
        or EMAIL.search(text)
        or PHONE.search(text)
    ):
        return False
    if heading_kind(text) or is_asked(text) or NOT_NAMES.search(text):
        return False
    if "," not in text:
        return True
    parts = [part.split() for part in text.split(",")]
    return len(parts) == 2 and 1 <= len(parts[0]) <= 3 and 1 <= len(parts[1]) <= 3 and not looks_like_place(text)


def _are_name_words(words: list[str]) -> bool:
    if not 1 <= len(words) <= 6 or not all(WORD.match(word) for word in words):
        return False
    if sum(len(word) for word in words) < 3 or any(len(word) > 20 for word in words):
        return False
    return all(not word[0].islower() or word.lower() in PARTICLES or word[:2] in ("d'", "d’") for word in words)


def _cased(name: str) -> str:
    """All capitals become ordinary case; a surname in capitals beside an ordinary first name too."""
    if not any(len(word) > 2 and word.isupper() for word in name.split()):
        return name
    words: list[str] = []
    for word in name.split():
        if word.isupper() and len(word) > 1 and "." not in word:
            word = re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), word.lower())
            word = re.sub(r"^(Mc)([a-z])", lambda m: m[1] + m[2].upper(), word)
            if word.lower() in PARTICLES and words:
                word = word.lower()
        words.append(word)
    return " ".join(words)


def split_name(name: str, printed: str) -> tuple[str, str]:
    """First and last name. A surname in capitals is one wherever it stands; particles belong to the last name."""
    words, shown = [[w for w in text.split() if w[0] not in '"“”„('] for text in (name, printed)]
    capitals = [i for i, w in enumerate(shown) if w.isupper() and len(w) > 2]
    if len(shown) == len(words) and capitals and len(capitals) < len(words) and capitals[0] == 0:
        cut = len([i for i in capitals if i == capitals.index(i)])
        return " ".join(words[cut:]), " ".join(words[:cut])
    if len(words) == 1:
        return words[0], ""
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].lower() in PARTICLES:
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])
