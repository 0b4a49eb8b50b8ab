"""Where a person lives, and which country their CV points to."""

from __future__ import annotations

import re
from collections import Counter

from portal.candidates.reading.contacts import EMAIL, LINK, PHONE, PLACE_LABEL, Found, head_sections, pieces
from portal.candidates.reading.headings import Kind, plain
from portal.candidates.reading.paper import Paper
from portal.candidates.reading.sections import Section
from portal.candidates.reading.vocabulary import (
    LEGAL,
    company_score,
    looks_like_place,
    place,
    place_parts,
    region_country,
    school_score,
    title_score,
)

POST_BOX_TOWN = re.compile(r"(?i)^p\.?\s?o\.?\s?box\s[\d–-]+,\s*[^\W\d_][\w' -]+$")
WITH_POSTCODE = re.compile(r",\s*([^,]*\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|[^,]*[^\W\d]\s\d{4,6}|\d{4,6}\s[^,\d]+)$")
BASED = re.compile(
    r"(?i)^(?:i am |currently |presently |now |i )?(?:(?:based|living|lives?|residing|resides?|located|home) )?"
    r"(?:in|at|near)\s+(?=[^\W\d_])|^(?:wohnhaft in|wohne in|habite à|résid(?:e|ant) à|vivo en|resido en|"
    r"residente (?:en|em|a)|moro em|abito a|woont in|wonend te|woonachtig (?:in|te)|bor i|bosatt i|mieszkam w)\s+(?=\S)"
)
POSTED = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5}(?:\s?[A-Z]{2})?\s+[A-ZÀ-Ý][\w'’.-]+(?:[\s/-]+[\w'’.()-]+){0,3}")
POSTCODE_ONLY = re.compile(r"[A-Z]{0,2}-?\d[\dA-Z]{1,3}[\s-]?[\dA-Z]{2,4}|\d{3,6}|[A-Z]\d\d\s?[A-Z\d]{4}")
NO_COUNTRY = frozenset("CO IO ME TV AI CC FM AC GG IM JE".split())
POST_BOX = re.compile(r"(?i)p\.?\s?o\.?\s?box\b")
CODE_ONLY = re.compile(r"(?i)(?:c\.?p\.?|cep|plz|postcode|postal code|zip)\b")
STREET = re.compile(
    r"(?i)\b\d{1,5}[a-z]?\b|\b(?:jl\.|jalan\b|ul\.|ulica\b|cad\.|sok\.|mah\.|kel\.)|\b(?:street|st\.|road|rd\.?|avenue|ave\.?|lane|drive|blvd|boulevard|"
    r"close|court|way|flat|apt\.?|"
    r"unit|suite|floor|nagar|colony|sector|rue|calle|via|viale|piazza|rua|plaza|straat|laan|"
    r"weg|platz|allee|straße|strasse|"
    r"str\.|c/|apartment|house|p\.?o\.? box|gasse|chemin|place|allée|quai|impasse|avda|paseo|"
    r"travessa|corso|gata|vägen)\b|straße\b|strasse\b|straat\b|gasse\b"
)
POSTCODE_FORMS = (
    (re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b"), "GB"),
    (re.compile(r"\b[A-CEGHJ-NPR-TV-Y]\d[A-Z]\s\d[A-Z]\d\b"), "CA"),
    (re.compile(r"\b[1-9]\d{3}\s?[A-Z]{2}\s[A-Z][a-z]"), "NL"),
    (re.compile(r"(?<![\d-])\d{2}-\d{3}\s[A-ZŁŚŻ][a-ząćęłńóśźż]"), "PL"),
    (re.compile(r"(?<![\d-])\d{5}-\d{3}(?![\d-])"), "BR"),
    (re.compile(r"(?<![\d-])\d{4}-\d{3}\s[A-ZÁÉÍÓÚ][a-z]"), "PT"),
    (re.compile(r"〒\s?\d{3}-\d{4}"), "JP"),
    (re.compile(r",\s[A-Z]{2}\s\d{5}(?:-\d{4})?\b"), "US"),
)
# Headings of languages that are spoken in one country above all; English, Spanish, Portuguese and French are not.
HEADED = {
    country: frozenset(plain(word) for word in words.split(";"))
    for country, words in {
        "DE": "berufserfahrung;ausbildung;kenntnisse;beruflicher werdegang;schulbildung",
        "IT": "esperienza lavorativa;esperienze professionali;esperienza professionale;istruzione",
        "NL": "werkervaring;opleiding;opleidingen;vaardigheden",
        "PL": "doświadczenie zawodowe;doświadczenie;wykształcenie;umiejętności",
        "TR": "iş deneyimi;eğitim;deneyim;yetkinlikler;yetenekler",
        "SE": "arbetslivserfarenhet;arbetserfarenhet;utbildning;anställningar",
        "DK": "erhvervserfaring;uddannelse;uddannelser",
        "NO": "arbeidserfaring;utdanning;yrkeserfaring",
        "FI": "työkokemus;koulutus;työhistoria",
        "CZ": "pracovní zkušenosti;vzdělání;praxe",
        "HU": "szakmai tapasztalat;munkatapasztalat;tanulmányok;végzettség",
        "RO": "experiență profesională;experiența profesională;educație;studii",
        "VN": "kinh nghiệm làm việc;học vấn;trình độ học vấn",
        "ID": "pengalaman kerja;pendidikan;riwayat pendidikan",
    }.items()
}
TOWN_LABELS = frozenset("city town ville ciudad cidade citta wohnort woonplaats plaats ort miasto".split())
WIDE_LABELS = frozenset("country region state land pays pais paese kraj province county".split())
NOT_A_TOWN = re.compile(
    r"(?i)\b(?:born|geboren|née?|geb|permi[st]|rijbewijs|licen[cs]e|nationality|linkedin|github|portfolio|"
    r"website|phone|"
    r"mobile|e-?mail|single|married|verheiratet|ledig|years?|profile|resume|cv|vitae|lebenslauf|he|she|they|"
    r"visa|citizen|permis|licencia|patente|bar)\b"
)
FROM_PLACE = re.compile(
    r"\b(?:from|based in|living in|located in|in|aus|in der|basée? à|à|en|de|residente en|uit)\s+([^\W\d_][^|;]*)$"
)


def location_of(sections: list[Section], taken: set[str]) -> Found | None:
    """Where the person lives, from the contact lines. `taken` holds what is something else (the name, the role)."""
    best: tuple[float, Found] | None = None
    below_street = 0
    here = _contact_lines(sections)
    for order, (part, at, label) in enumerate(pieces([*head_sections(sections), *_asides(sections)])):
        text = BASED.sub("", re.sub(r"^[^\w'(]+|[^\w).]+$", "", part))
        posted = WITH_POSTCODE.search(text)
        if posted and (school_score(text) or company_score(text) > 1.0) and looks_like_place(posted[1]):
            text = posted[1]  # the address of an institute: the town is what counts
        number = PHONE.search(text)
        if (
            not text
            or text in taken
            or EMAIL.search(text)
            or LINK.search(text)
            or (number and len(number[0]) * 2 > len(text))
        ):
            continue
        inside = FROM_PLACE.search(text)
        if inside and looks_like_place(inside[1]) and title_score(text) > 0.8:
            text = inside[1]
        score = _place_score(text) + (3.0 if label and PLACE_LABEL.match(plain(label)) else -1.5 if label else 0.0)
        score += _by_company(text, label, among=any(first <= at < last for first, last in here), known=bool(score))
        below_street -= 1
        if _is_street(text):
            # The lines below a street name the town, known or not.
            below_street = 3
            score -= 3.0
        elif below_street > 0 and not label and _may_be_town(text):
            score += 1.5
        if score <= 0.9:
            continue
        value, shift = _city_of(
            re.sub(r"\s*\([^()]*\b(?:relocat|remote|travel|umz|umzieh|movilidad)[^()]*\)$", "", text)
        )
        found = Found(
            value,
            at + part.find(text) + shift,
            at + part.find(text) + shift + len(value),
            min(0.97, 0.55 + 0.12 * score),
        )
        if best is None or score - order * 0.02 > best[0]:
            best = score - order * 0.02, found
    return best[1] if best else None


def _by_company(text: str, label: str | None, *, among: bool, known: bool) -> float:
    """How much a text gains by its label, or by standing `among` addresses and numbers, as homes do."""
    if label:
        # A form that asks for town and country apart: the town says more.
        return 1.0 if plain(label) in TOWN_LABELS else -3.0 if plain(label) in WIDE_LABELS else 0.0
    if not among:
        return 0.0
    return (0.5 if _may_be_town(text) else 0.0) if known else 1.1 if _is_plain_place(text) else 0.0


def _contact_lines(sections: list[Section]) -> list[tuple[int, int]]:
    """The places in the text of lines that hold an e-mail address or a telephone number beside other things."""
    reach = [
        line
        for section in [*head_sections(sections), *_asides(sections)]
        for line in section.lines
        if section.kind == Kind.CONTACT or EMAIL.search(line.text) or PHONE.search(line.text)
    ]
    return [(line.start, line.start + len(line.text) + 1) for line in reach]


def _asides(sections: list[Section]) -> list[Section]:
    """The short lines of sections about the person: some designs print the address beneath `About`."""
    found = []
    for section in sections:
        lines = [line for line in section.lines if len(line.text.split()) <= 5 and not line.text.endswith(".")]
        if section.kind == Kind.SUMMARY and lines and any("@" in line.text for line in section.lines):
            found.append(Section(Kind.CONTACT, section.title, lines))
    return found


def _is_plain_place(text: str) -> bool:
    """Whether a part of a contact line has the form of a town: one to four capitalised words, perhaps with a region."""
    words = text.split()
    return (
        len(words) <= 5
        and bool(re.fullmatch(r"[^\W\d_][\w'’. -]+(?:,\s*[^\W\d_][\w'’. -]+)?", text))
        and all(
            word[0].isupper() or word in ("de", "da", "do", "del", "la", "sur", "am", "an", "der") for word in words
        )
        and not NOT_A_TOWN.search(text)
        and title_score(text) < 0.8
        and company_score(text) < 0.8
        and school_score(text) < 0.8
    )


def _is_street(text: str) -> bool:
    """Whether the text is a street and no town with it."""
    known = any(one and one.kind != "region" for one in place_parts(text))
    digits = bool(re.search(r"\d", text)) and not POSTED.fullmatch(text)
    return not known and "," not in text and digits and bool(STREET.search(text))


def _may_be_town(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text)
    return (
        0 < len(words) <= 4
        and words[-1][0].isupper()
        and len(max(words, key=len)) > 2
        and not POSTCODE_ONLY.fullmatch(text)
        and title_score(text) < 0.9
        and not re.search(r"(?i)\b(?:born|geboren|née?|geb|permi[st]|rijbewijs|licen[cs]e|nationality)\b", text)
    )


def _place_score(text: str) -> float:
    if (
        len(text) > 90
        or (text.endswith(".") and not re.search(r"\b\w\.\w\.$", text))
        or (title_score(text) > 1.0 and not (STREET.search(text) and WITH_POSTCODE.search(text)))
    ):
        return 0.0
    posted = POSTED.fullmatch(text) and not LEGAL.search(text)
    text = re.sub(
        r"\s+(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|\d{4,6}(?:-\d{4})?|[A-Z]\d[A-Z]\s?\d[A-Z]\d|[A-Z]\d[A-Z])$", "", text
    )
    if looks_like_place(text) or posted:
        return 2.0 if posted else 3.0
    state = re.fullmatch(r"[A-Z][\w'’. -]+\s([A-Z]{2,3})", text)
    if state and region_country(state[1]) and len(text.split()) < 6:
        return 2.0
    parts = place_parts(text)
    known = [one for one in parts if one]
    score = 0.0
    if known:
        score = 1.2 + 0.6 * len(known) / len(parts)
        if STREET.search(text):
            score += 0.3
    elif POST_BOX_TOWN.search(text):
        score = 1.3
    elif re.fullmatch(r"[^\W\d_][\w'. -]+,\s*[^\W\d_][\w'. -]+", text) and text[0].isupper():
        score = 1.0
    ends_known = len(parts) > 1 and parts[-1] is not None and STREET.search(text)
    if school_score(text) or (company_score(text) > 1.0 and not ends_known):
        score -= 1.2
    words = re.findall(r"[^\W\d_]+", text)
    if not words or not any(word[0].isupper() for word in words) or len(words) > 12:
        return 0.0
    return score


def _city_of(text: str) -> tuple[str, int]:
    """The place without the street before it, and how far into the text it begins."""
    pattern = r"(?:(?!\s[-–]\s)[^,])+"
    parts = [(m[0].strip(" -–"), m.start() + len(m[0]) - len(m[0].lstrip(" -–"))) for m in re.finditer(pattern, text)]
    parts = [part for part in parts if part[0]] or [(text, 0)]
    streets = [i for i, (part, _) in enumerate(parts[:-1]) if _is_street_part(part)]
    del parts[: streets[-1] + 1 if streets else 0]
    if len(parts) == 1 and STREET.search(text) and len(parts[0][0]) > 40:
        return text, 0
    begin = parts[0][1]
    found = re.match(r"(?:[A-Z]{1,2}-)?\d{2,6}(?:[ -]\d{2,4})?(?:\s?[A-Z]{2})?\s+(?=\D)", text[begin:])
    if found:
        begin += found.end()
    return text[begin:], begin


def _is_street_part(text: str) -> bool:
    """Whether a part between commas is a street, a house or a post office box, and no town with its postcode."""
    text = re.sub(r"^\d{3}-\d{4}\s", "", text)
    if POST_BOX.match(text):
        return True
    posted = re.fullmatch(r"(?:\d{4,6}(?:\s[A-Z]{2})?\s+\D+|\D+\s\d{4,6})", text) and not CODE_ONLY.match(text)
    return bool(STREET.search(text)) and not posted and place(text) is None


def region_of(
    location: str | None, paper: Paper, email: str | None, sections: list[Section] | None = None
) -> str | None:
    """The ISO code of the country that the CV points to, None when nothing tells one.

    In this order: its location, the end of the e-mail address, the codes of other telephone numbers, the places of
    employers, the form of a postcode, the language of the headings where that is spoken in one country above all.
    """
    for known in reversed(place_parts(location)) if location else ():
        if known and known.kind != "city":
            return known.country
    for known in place_parts(location) if location else ():
        if known:
            return known.country
    ending = (email or "").rsplit(".", 1)[-1].upper()
    if ending == "UK":
        return "GB"
    if ending not in NO_COUNTRY and ending in _countries():
        return ending
    told = _country_of_numbers(paper) or _country_of_places(paper) or _country_of_postcode(paper)
    return told or _country_of_language(sections or [])


def _country_of_numbers(paper: Paper) -> str | None:
    """The one country whose code other telephone numbers in the CV begin with."""
    import phonenumbers

    found: set[str] = set()
    for line in paper.lines:
        for match in re.finditer(r"(?<![\w+])\+[1-9][\d\s().-]{6,18}\d", line.text):
            try:
                number = phonenumbers.parse(match[0])
            except phonenumbers.NumberParseException:
                continue
            code = phonenumbers.region_code_for_number(number)
            found.add(code or str(phonenumbers.region_code_for_country_code(number.country_code or 0)))
    return found.pop() if len(found) == 1 and found <= _countries() else None


def _country_of_postcode(paper: Paper) -> str | None:
    """The country whose postcodes have the form of one in the first lines."""
    head = " ".join(line.text for line in paper.lines[:12])
    return next((country for form, country in POSTCODE_FORMS if form.search(head)), None)


def _country_of_language(sections: list[Section]) -> str | None:
    titles = {plain(section.title) for section in sections}
    return next((country for country, words in HEADED.items() if titles & words), None)


def _countries() -> frozenset[str]:
    import phonenumbers

    return frozenset(phonenumbers.SUPPORTED_REGIONS)


def _country_of_places(paper: Paper) -> str | None:
    """The country that most of the places in the CV are in (those of its employers), None when there is no such."""
    counted: Counter[str] = Counter()
    for line in paper.lines[:200]:
        if len(line.text) > 120:
            continue
        for one in {known for cell in line.cells for known in place_parts(cell) if known}:
            counted[one.country] += 1
    most = counted.most_common(2)
    return most[0][0] if most and (len(most) == 1 or most[0][1] > most[1][1]) else None
