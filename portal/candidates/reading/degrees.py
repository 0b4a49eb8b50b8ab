"""The words beside a degree: how it was passed, what it is in, where, and what tells about it."""

from __future__ import annotations

import re

from portal.candidates.reading.vocabulary import DEGREE, looks_like_place

GRADE = re.compile(
    r"(?i)^\W*(?:c?gpa|grade|percentage|marks?|mean (?:grade|score)|score|note|abschlussnote|notendurchschnitt|"
    r"mention(?! compl)|average|first[- ]class|second[- ]class|"
    r"very good|excellent|upper second|2[:.][12]|1st|distinction|merit|with honou?rs|magna|summa|cum laude|dean'?s|"
    r"honou?rs|class rank|durchschnitt|voto|110)\b.*$|"
    r"^\W*\d+(?:[.,]\d+)?\s*(?:%|/\s*\d+(?:[.,]\d+)?|cgpa|gpa)?.*$"
)
# How well it was passed, in words that name degrees too.
CLASS = re.compile(
    r"(?i)^\W*(?:(?:first|second|third|upper second|lower second|1st|2nd|3rd)[ -]class\b.*|(?:upper|"
    r"lower) (?:second|credit)\b.*|"
    r"(?:very good|excellent|good|pass(?:ed)?|with|merit|distinction|honou?rs|laudatur|eximia|magna|summa|cum laude|"
    r"sobresaliente|notable|matrícula de honor|mention (?:très )?bien|mention(?! compl)|"
    r"high(?:est)? distinction)\b[\w ,()%-]*|"
    r"(?:grade|gpa|cgpa|note|nota|average|score|division)\s*[:=]?\s*[\d(].*)$"
)
# "ACA in Chartered Accountancy", "Bac pro en Électricité": the form tells a degree whose name nobody knows.
IN_FIELD = re.compile(r"^(?:[A-ZÀ-Ý0-9][\w.'’+-]*\s){1,4}(?:in|en|em|i|inom|w)\s+(?:der\s|de\s|la\s)?[^\W\d_]{3}")
TAIL_GRADE = re.compile(
    r"(?i)\s*[,(–-]*\s*(?:(?:with|secured|scored|obtained)\s+\d[\d.,]*\s*(?:%|c?gpa|marks)?.*|"
    r"\b(?:c?gpa|mean grade|grade|percentage|score|marks|average|first[- ]class|2[:.][12])\b"
    r"[\s:]*(?:[a-f][+-]|[\d.,/%: a-z-]*)\)?)$"
)
UNDER_WAY = re.compile(
    r"(?i)\s*\((?:[^()]*\b)?(?:in progress|ongoing|expected|due|current|part[- ]time|incomplete|laufend|en cours|"
    r"en curso|em curso|in corso|pågående|w trakcie|devam ediyor|lopend)\b[^()]*(?:\)|$)|"
    r"\s*\((?:diploma|certificate|getuigschrift|zeugnis)\)$"
)
# A sentence about the thesis behind the school's full stop.
TOLD = re.compile(
    r"(?i)(?<=\w\w)[.;]\s+(?=(?:thesis|dissertation|supervis\w+|final (?:year )?project|thèse|mémoire|tesis|tesi|tese|"
    r"\w*arbeit|scriptie|uppsats|praca|title|topic)\b)"
)
TRAILING = re.compile(r"(?i)[\s,]+(?:in|on|from|of|at|with|en|im|à|the year|year)$")
DETAIL = re.compile(
    r"(?i)^\W*(?:relevant|coursework|courses?|modules?|thesis|dissertation|final (?:year )?project|"
    r"activities|specialization|specialisation|focus|schwerpunkte?|"
    r"abschlussarbeit|bachelorarbeit|masterarbeit|honou?rs:|awards?|dean|member|minor|societies|"
    r"subjects?|including|a-levels? in|option)\b"
)
GENERIC = re.compile(
    r"(?i)(?:(?:of|en|de|in|integrad[oa]|integrat[oa]|integrated|magistrale|triennale|universitari[oa]|superior|"
    r"pro|national|higher|advanced|extended|professional|postgraduate|general|level \d|grade \w+|"
    r"\d|i{1,3}|&|and)\s*)*(?:(?:of|en|de)?\s*(?:science|arts|engineering|education|technology|commerce|laws?|"
    r"philosophy|applied science|ciencias|artes|fine arts|business)s?)?(?:\s*\(?hons\.?\)?)?(?:degree)?|"
    r"'s(?: degree)?|’s(?: degree)?"
)
LABELLED = re.compile(
    r"(?i)^(?:degree|qualification|course|institution|school|university|college|major|field of study|"
    r"abschluss|schule|studium|titolo della qualifica(?: rilasciata| conseguita)?|istituto|"
    r"title of qualification(?: awarded)?|qualification awarded|institute|tytuł|uczelnia|"
    r"nome e tipo d'?organizzazione.*|name and type of organi[sz]ation.*|titulo de la cualificacion obtenida|"
    r"nombre y tipo de (?:organizacion|centro).*|intitule du (?:certificat ou )?diplome.*|"
    r"nom et type de l'etablissement.*|"
    r"bezeichnung der (?:erworbenen )?qualifikation|name und art der bildungs.*|designacao da qualificacao.*|"
    r"centro|escuela)$"
)


def is_bare(text: str) -> bool:
    """Whether a text is a degree without a subject."""
    found = DEGREE.match(text.strip(" ("))
    return bool(found) and GENERIC.fullmatch(DEGREE.sub("", text, count=1).strip(" .()")) is not None


def unwrapped(text: str) -> str:
    text = text.strip()
    return text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text


def field_of(degree: str) -> str | None:
    found = DEGREE.match(degree)
    if not found:
        return None
    rest = degree[found.end() :]
    long = re.match(
        r"(?i)\s*(?:of|de|en)\s+(?:science|arts|engineering|education|technology|commerce|business administration|"
        r"laws?|fine arts|philosophy|nursing|applied science|music|architecture|pharmacy|social work|"
        r"ciencias|artes)(?:\s*\([^)]*\))?(?=\s+(?:in|en)\b|\s*[,:–-]|$)",
        rest,
    )
    if long:
        rest = rest[long.end() :]
    rest = re.sub(
        r"^\s*(?:\((?:hons|honou?rs)[^)]*\))?\s*(?:degree|diploma)?\s*(?:[,:–-]|\b(?:in|of|en|de|"
        r"em|di|für|zum|zur|als)\b)?\s*",
        "",
        rest,
        count=1,
        flags=re.I,
    )
    return unwrapped(rest.strip(" ,")) if rest.count("(") else rest.strip(" ,()") or None


def schoolish(text: str) -> str:
    """The name of a school without the place behind it."""
    parts = [part.strip() for part in text.split(",")]
    while (
        len(parts) > 1
        and (looks_like_place(parts[-1]) or re.fullmatch(r"[A-Z]{2}", parts[-1]))
        and not re.match(r"(?i)univ\w+ of\b", parts[0])
    ):
        parts.pop()
    return ", ".join(parts)


def school_begins(text: str) -> int | None:
    """Where the name of the school begins in a text that names a degree and a school without a sign between."""
    found = re.search(
        r"(?<=\s)(?:[A-ZÀ-Ý][\w'’.-]*\s){0,3}(?:Universit|College|Institut|Hochschule|Academy|School|Polytechn)", text
    )
    return found.start() if found and found.start() > 3 else None
