"""Skills and languages, from the sections about them; the vocabulary helps only where a CV has no such section."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from portal.candidates.reading.headings import Kind, heading_kind, label_of, plain
from portal.candidates.reading.labels import is_asked
from portal.candidates.reading.paper import Line
from portal.candidates.reading.sections import Section
from portal.candidates.reading.ticks import ticked
from portal.candidates.reading.vocabulary import looks_like_place

SPLIT = re.compile(r"\s*(?:[,;|•·●▪◦⋅∙■◆▸►➤»\t\n]|\s{2,}|\s[-–—]\s(?=[A-Z]))\s*")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w")
DIALLED = re.compile(r"(?:^|\s)(?:\+\d|\(\d{2,4}\)|0\d)[\d\s().-]{7,16}\d$")
STROKES = re.compile(r"\s/\s")
LEVEL = re.compile(
    r"(?i)^(?:expert|advanced|intermediate|beginner|basics?|proficient|fluent|native|novice|"
    r"good|very good|excellent|familiar|strong|working knowledge|"
    r"fortgeschritten|grundkenntnisse|sehr gut|gut|experte|avancé|intermédiaire|débutant|avanzado|"
    r"intermedio|básico|avançado|avanzato|intermedio|base|"
    r"\d+\+?\s*(?:years?|yrs?|jahre|ans|años)|\d{1,3}\s?%|\d(?:[.,]\d)?\s?/\s?(?:5|10)|[●○★☆■□▪▫◆◇⬤•*]+|"
    r"elementary|competent|fair|basic user|skilled|master|level \d|stufe \d)$"
)
LEVELS = (
    r"(?:very |sehr |muy |molto |très )?(?:expert|advanced|intermediate|beginner|basics?|proficient|fluent|native|good|"
    r"excellent|strong|familiar|working|professional|competent|elementary|novice|master|certified|fair|"
    r"experte|fortgeschritten|erweitert|grundkenntnisse|gut|basis|sicher|verhandlungssicher|"
    r"avancé|intermédiaire|débutant|bon|courant|notions|maîtrise|avanzado|intermedio|básico|alto|medio|experto|"
    r"avançado|intermediário|intermédio|avanzato|buono|ottimo|base|gevorderd|goed|uitstekend|zaawansowany|podstawowy|"
    r"dobry|średniozaawansowany|ileri|orta|temel|başlangıç|avancerad|god)"
)
QUALIFIER = re.compile(
    rf"(?i)\s*[\[(](?:(?:nivel|niveau|level|livello|nível|poziom|nivå|seviye)\b[^()\[\]]*|{LEVELS}"
    rf"(?:\s+(?:level|knowledge|user|skills?|kenntnisse|proficiency|command|working|nivel|niveau|user))*|"
    rf"[^()\[\]]*\b(?:years?|yrs?|months?|jahren?|ans|años|anos|anni|jaar|lat|experience)\b[^()\[\]]*|"
    rf"\d{{1,3}}\s*%|\d(?:[.,]\d)?\s?/\s?(?:5|10)|(?:since|seit|depuis|desde)?\s*(?:19|20)\d\d|\d{{1,2}}\+?)[\])]$"
    rf"|\s*[-–—:]\s*(?:{LEVELS}|\d+\+?\s*years?|\d{{1,3}}\s?%|\d\s?/\s?(?:5|10))$|\s*[●○★☆■□▪▫◆◇⬤•]{{2,}}$|"
    rf"\s+\d{{1,3}}\s?%$"
)
LEAD = re.compile(
    r"(?i)^(?:(?:key |technical |core |other )?skills:?|and|und|et|y|e|en|or|including|incl\.|"
    r"such as|e\.g\.|z\.b\.|like|etc\.?|proficient (?:in|with)|experienced? (?:in|with)|knowledge of|"
    r"working knowledge of|familiar with|"
    r"skilled in|expert in|good knowledge of|strong|excellent|solid|proven|basic knowledge of|"
    r"advanced knowledge of|competent in|ability to|podstawy|grundlagen (?:in|der|von)|notions d[e']|bases de|"
    r"basics of|nociones de|noções de|basi di|basiskennis(?: van)?|grunderna i)\s+"
)
GROUP_WORDS = frozenset(
    """skills skill tools software languages frameworks libraries databases technologies technology platforms
platform methods methodologies competencies systems cloud devops frontend backend front-end back-end web
mobile other others others: technical professional personal soft hard core key programming design testing
operating analytics management general office practical clinical methodology concepts packages applications
hardware networking scripting kenntnisse programmiersprachen werkzeuge sprachen outils logiciels langages
compétences herramientas lenguajes and & y und et + e additional libraries/frameworks os it digital data ide
ides ml ai version control business interpersonal""".split()
)
LANGUAGE_NAMES = """
english german french spanish portuguese italian dutch swedish danish norwegian finnish icelandic polish czech
slovak hungarian romanian bulgarian greek turkish russian ukrainian croatian serbian slovenian bosnian albanian
macedonian estonian latvian lithuanian irish gaelic welsh scottish catalan basque galician arabic hebrew persian
farsi urdu hindi bengali punjabi gujarati marathi tamil telugu kannada malayalam odia assamese sanskrit nepali
sinhala sinhalese chinese mandarin cantonese japanese korean vietnamese thai khmer lao burmese indonesian malay
tagalog filipino cebuano swahili yoruba igbo hausa zulu xhosa afrikaans amharic somali shona luganda twi wolof
kurdish armenian georgian azerbaijani kazakh uzbek mongolian pashto dari latin luxembourgish maltese esperanto
englisch deutsch französisch spanisch portugiesisch italienisch niederländisch schwedisch dänisch norwegisch
finnisch polnisch tschechisch slowakisch ungarisch rumänisch türkisch russisch ukrainisch kroatisch serbisch
arabisch chinesisch japanisch griechisch latein anglais allemand français espagnol portugais italien néerlandais
arabe chinois japonais russe polonais turc roumain inglés alemán francés español portugués italiano neerlandés árabe
chino japonés ruso catalán gallego euskera valenciano inglês alemão francês espanhol português italiano holandês
inglese tedesco francese spagnolo portoghese olandese arabo cinese russo engels duits frans spaans nederlands
italiaans portugees arabisch turks pools engelska svenska tyska franska engelsk norsk dansk angielski niemiecki
francuski hiszpański rosyjski ukraiński włoski
polski čeština angličtina ingilizce türkçe almanca suomi englanti ruotsi castellano bahasa isizulu isixhosa sesotho
setswana iban maori māori reo euskara euskera frisian fries friesisch
sami faroese galego occitan breton breizh corsican sardinian romansh letzebuergesch ingilizce almanca fransızca
ispanyolca rusça arapça italyanca norvégien anglais alemany francès anglès italià magyar német angol francia
nederländska español russisk tysk fransk spansk engelska saksa ranska espanja venäjä
"""
SPOKEN_NAMES = frozenset(plain(name) for name in LANGUAGE_NAMES.split())
LISTED = re.compile(r"(?<=\w)\s+\(([^()]*[,;][^()]*)\)?$")
LONGEST_SKILL = 60
SIGNATURE = re.compile(
    r"(?i)^\W*(?:(?:place|ort|lugar|lieu|luogo|miejsce)\s*:\s*\S+\s*$|(?:date|datum|fecha|data)\s*:\s*(?:\d|$)|"
    r"(?:signature|unterschrift|firma)\s*:|"
    r"[^\W\d]+(?:\s[^\W\d]+)?,\s*(?:den|le|im|a|am)?\s*(?:\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2,4}|[^\W\d]+\s+\d{4})\s*$)"
)


@dataclass(frozen=True)
class FoundWord:
    """A skill or language as printed, and where."""

    value: str
    start: int
    confidence: float


def skills_of(sections: list[Section], text: str) -> list[FoundWord]:
    """What stands under the headings about skills, in order, once each; without one what is known."""
    found: list[FoundWord] = []
    for section in sections:
        if section.kind == Kind.SKILLS:
            found.extend(_listed(section))
    if not found:
        from portal.core import skills

        where = [s for s in sections if s.kind in (Kind.HEAD, Kind.SUMMARY, Kind.WORK, Kind.OTHER)]
        for line in (line for section in where for line in section.lines):
            found.extend(
                FoundWord(text[line.start + a : line.start + b], line.start + a, 0.55)
                for _, a, b in skills.find_in(line.text)
            )
    seen: set[str] = set()
    once: list[FoundWord] = []
    for word in found:
        key = re.sub(r"[^\w+#]", "", word.value.lower())
        if key and key not in seen:
            seen.add(key)
            once.append(word)
    return once[:120]


def _listed(section: Section) -> list[FoundWord]:
    from portal.core import skills

    found: list[FoundWord] = []
    for index, (line, text, at) in enumerate(
        _paragraphs([line for line in ticked(section.lines) if not _is_aside(line)])
    ):
        below = section.lines[index + 1] if index + 1 < len(section.lines) else None
        if _is_group(line, text, below) or SIGNATURE.match(line.text):
            continue
        label = label_of(text)
        if label and not label[1]:
            continue
        if label and not LEVEL.match(label[1]) and len(label[0].split()) <= 6:
            at += text.find(label[1], len(label[0]))
            text = label[1]
        elif label:
            text = label[0]
        if _is_sentence(text):
            found.extend(FoundWord(text[a:b], at + a, 0.7) for _, a, b in skills.find_in(text))
            continue
        for part, place in _parts(text):
            value = _skill(part)
            if value and not _is_label(value, line, text):
                known = bool(skills.known(value))
                found.append(FoundWord(value, at + place + max(0, part.find(value)), 0.95 if known else 0.8))
            found.extend(_within(part, at + place))
    return found


def _is_aside(line: Line) -> bool:
    """Whether a line is no list of skills: a running head with the telephone or e-mail, an answer of a form."""
    return bool(EMAIL.search(line.text) or DIALLED.search(line.text)) or (
        len(line.cells) > 1 and (is_asked(line.cells[0]) or heading_kind(line.cells[0]) == Kind.LANGUAGES)
    )


def _paragraphs(lines: list[Line]) -> list[tuple[Line, str, int]]:
    """The lines, those put together that one list or one long skill runs over; cells with labels of their own apart."""
    found: list[tuple[Line, str, int]] = []
    gaps = sorted(line.gap for line in lines[1:] if len(line.text.split()) < 5)
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    for line in lines:
        text, at = line.bare, line.start + line.text.find(line.bare)
        labelled = [cell for cell in line.cells if (label_of(cell) or ("", ""))[1]]
        if len(labelled) > 1 and len(labelled) == len(line.cells):
            for cell in line.cells:
                found.append((replace(line, cells=[cell], full=True), cell, line.start + line.text.find(cell)))
        elif found and _runs_on(found[-1], line):
            head, before, place = found[-1]
            joined = replace(line, bold=head.bold and line.bold)
            if before.endswith("-") and text[:1].islower():
                found[-1] = (joined, before[:-1] + text, place)
            else:
                found[-1] = (joined, f"{before} {text}" if not before.endswith("  ") else before + text, place)
        elif found and _is_second_half(found[-1], line, usual):
            head, before, place = found[-1]
            first = head.cells[0]
            found[-1] = (head, before.replace(first, f"{first} {text}", 1), place)
        else:
            found.append((line, text, at))
    return found


def _is_second_half(above: tuple[Line, str, int], line: Line, usual: float) -> bool:
    """Whether a line is the rest of the skill above it: nearer to it than the items of this list are to each other."""
    before, text, _ = above
    near = line.gap < 0.8 * usual and before.block == line.block and before.page == line.page
    alike = before.size == line.size and abs(before.x0 - line.x0) < 1 and not line.bullet and len(line.cells) == 1
    return near and alike and not re.search(r"[,;:·•|]", line.text + text) and len(text.split()) <= 6


def _runs_on(above: tuple[Line, str, int], line: Line) -> bool:
    before, text, _ = above
    if line.bullet or before.block != line.block or before.page != line.page and not text.endswith(","):
        return False
    if label_of(line.text) and len((label_of(line.text) or ("", ""))[0].split()) <= 4:
        return False
    lists = re.search(r"[,;·•|]", text)
    if text.rstrip().endswith((",", "·", "•", "|", "/", "&", "-")):
        return True
    if line.text[:1].islower() and (before.bullet or lists) and before.size == line.size:
        return True
    return bool(
        lists
        and before.full
        and line.gap < 1.8
        and not line.bold
        and len(line.cells) == 1
        and re.search(r"[,;·•|]|^\S+(?:\s\S+)?$", line.text)
    )


def _is_group(line: Line, text: str, below: Line | None) -> bool:
    """Whether the line names a group of skills (`Software & Tools`), as printed or by its words."""
    if re.search(r"[,;|•·]", text):
        return False
    words = plain(text).split()
    if (
        words
        and words[-1] in ("skills", "skill", "competencies", "kenntnisse", "competences", "habilidades")
        and len(words) < 4
        and heading_kind(text)
    ):
        return True
    kind = heading_kind(text)
    if (
        kind is not None
        and (line.bold or text.isupper() or text.endswith(":"))
        and below is not None
        and not below.bold
    ):
        return True
    return bool(words) and len(words) > 1 and all(word in GROUP_WORDS for word in words) and not line.bullet


def _is_label(value: str, line: Line, text: str) -> bool:
    """A name of a group that stands in a cell before its members."""
    if len(line.cells) < 2 or value != line.cells[0]:
        return False
    words = plain(value).split()
    if all(word in GROUP_WORDS for word in words):
        return True
    return "," in line.cells[1] and "," not in value


def _is_sentence(text: str) -> bool:
    words = text.split()
    commas = len(SPLIT.findall(text))
    return (
        len(words) > 9
        and (commas + 1) * 7 < len(words)
        or (text.endswith(".") and len(words) > 7 and commas * 5 < len(words))
    )


def _parts(text: str) -> list[tuple[str, int]]:
    """The parts of a list; what stands in brackets is not cut."""
    found: list[tuple[str, int]] = []
    depth, begin = 0, 0
    # Strokes part a list only where nothing else does, and it is one; else "BLS / ACLS" is one skill.
    strokes = not SPLIT.search(text) and len(STROKES.findall(text)) > 1
    breaks = {m.start(): m.end() for m in (STROKES if strokes else SPLIT).finditer(text)}
    index = 0
    while index < len(text):
        if text[index] in "([":
            depth += 1
        elif text[index] in ")]":
            depth = max(0, depth - 1)
        if index in breaks and (depth == 0 or ")" not in text[index:]):
            found.append((text[begin:index], begin))
            begin = index = max(breaks[index], index + 1)
            continue
        index += 1
    found.append((text[begin:], begin))
    return [(part, at) for part, at in found if part.strip()]


def _within(part: str, at: int) -> list[FoundWord]:
    """The names in a list in brackets behind a skill: `AWS (EC2, S3)`."""
    from portal.core import skills

    listed = LISTED.search(part.strip())
    if not listed:
        return []
    at += part.find(listed[1])
    words = [(m[0].strip(), at + m.start() + len(m[0]) - len(m[0].lstrip())) for m in re.finditer(r"[^,;]+", listed[1])]
    named = [(word, place) for word, place in words if skills.known(word) or word[:1].isupper() or word.isupper()]
    return [FoundWord(word, place, 0.75) for word, place in named if len(named) == len(words) and not LEVEL.match(word)]


def _skill(part: str) -> str | None:
    text = part.strip(" .:;-–—*_•·☐☑☒✅□")
    for _ in range(2):
        text = QUALIFIER.sub("", text).strip(" .:;-–—*")
    text = LISTED.sub("", text)
    if plain(text.split("(")[0]) in SPOKEN_NAMES:
        text = text.split("(")[0].strip()
    text = LEAD.sub("", text)
    text = re.sub(r"(?i)\s+(?:etc\.?|and more|u\.?\s?a\.?)$", "", text).strip(" .:;-–—*")
    if text.count("(") != text.count(")"):
        text = text.strip("()")
    if not re.search(r"[^\W_]", text) or len(text) > LONGEST_SKILL or len(text.split()) > 8 or LEVEL.match(text):
        return None
    if re.fullmatch(r"[\d\s./%-]+", text) or "@" in text:
        return None
    return text


def languages_of(sections: list[Section]) -> list[FoundWord]:
    """Languages that the person speaks, from the section about them, or after such a label elsewhere."""
    names = SPOKEN_NAMES
    found: dict[str, FoundWord] = {}
    for section in sections:
        if section.kind == Kind.LANGUAGES:
            for line in section.lines:
                for match in re.finditer(r"[^\W\d_]+", line.text):
                    if plain(match[0]) in names and match[0][0].isupper() and not looks_like_place(match[0]):
                        found.setdefault(match[0].lower(), FoundWord(match[0], line.start + match.start(), 0.95))
        else:
            for line in section.lines:
                label = label_of(line.text) or (line.cells[0], "  ".join(line.cells[1:]))
                if label[1] and heading_kind(label[0]) == Kind.LANGUAGES:
                    shift = line.text.find(label[1], len(label[0]))
                    for match in re.finditer(r"[^\W\d_]+", label[1]):
                        if plain(match[0]) in names:
                            found.setdefault(
                                match[0].lower(), FoundWord(match[0], line.start + shift + match.start(), 0.9)
                            )
    return list(found.values())
