"""How to reach the person: e-mail, telephone, links, and where they live."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from portal.candidates.reading.headings import Kind, label_of, plain
from portal.candidates.reading.paper import Paper
from portal.candidates.reading.sections import Section
from portal.candidates.reading.vocabulary import (
    LEGAL,
    company_score,
    looks_like_place,
    place_parts,
    region_country,
    school_score,
    title_score,
)

EMAIL = re.compile(r"(?<![\w.+-])[\w][\w.+'-]{0,63}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}(?![\w])")
HIDDEN_AT = re.compile(r"(?i)\s*[\[({<]\s*(?:at|ät|arroba)\s*[\])}>]\s*")
HIDDEN_DOT = re.compile(r"(?i)\s*[\[({<]\s*(?:dot|punkt|punto)\s*[\])}>]\s*")
LINK = re.compile(
    r"(?i)(?<![@\w.])(?:https?://[^\s|,;<>()\"]+|(?:www\.)[^\s|,;<>()\"]+|(?:[\w-]+\.)*(?:linkedin\.com|github\.com|"
    r"gitlab\.com|xing\.com|behance\.net|dribbble\.com|stackoverflow\.com|medium\.com|twitter\.com|x\.com|orcid\.org|"
    r"kaggle\.com|bitbucket\.org|researchgate\.net|github\.io)(?:/[^\s|,;<>()\"]*)?|"
    r"(?:[\w-]+\.)+(?:com|org|net|io|dev|me|co|info|design|de|fr|es|it|nl|in|eu|ch|at|uk|app|"
    r"tech|studio|blog)/[^\s|,;<>()\"]*)"
)
PHONE = re.compile(r"(?<![\w@./-])(?:\+|00|\(|\d)[\d\s().\u2010-\u2015/-]{5,24}\d(?![\w@])")
POST_BOX = re.compile(r"(?i)\b(?:p\.?\s?o\.?\s?box|box|bp|b\.p\.|postfach|apartado|caixa postal)\W*$")
POST_BOX_TOWN = re.compile(r"(?i)^p\.?\s?o\.?\s?box\s[\d–-]+,\s*[^\W\d_][\w' -]+$")
PHONE_LABEL = re.compile(
    r"(?i)(?:\b(?:phone|tel|telephone|mobile|mob|cell|cellphone|call|ph|contact(?: no| number)?|"
    r"whatsapp|telefon|handy|mobil|"
    r"téléphone|portable|teléfono|telefono|móvil|movil|celular|telefone|telemóvel|telefoon|gsm|"
    r"cellulare|telefoonnummer|fax)\b"
    r"|^[mtp](?=\s*[:.|])|☎|📞|📱|✆)"
)
WITH_POSTCODE = re.compile(r",\s*([^,]*\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|[^,]*[^\W\d]\s\d{4,6}|\d{4,6}\s[^,\d]+)$")
BASED = re.compile(r"(?i)^(?:currently )?(?:based|living|residing|located) (?:in|at|near)\s+(?=\S)")
POSTED = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5}(?:\s?[A-Z]{2})?\s+[A-ZÀ-Ý][\w'’.-]+(?:[\s/-]+[\w'’.()-]+){0,3}")
POSTCODE_ONLY = re.compile(r"[A-Z]{0,2}-?\d[\dA-Z]{1,3}[\s-]?[\dA-Z]{2,4}|\d{3,6}|[A-Z]\d\d\s?[A-Z\d]{4}")
NO_COUNTRY = frozenset("CO IO ME TV AI CC FM AC GG IM JE".split())
PLACE_LABEL = re.compile(
    r"(?i)^(?:current |home |present |permanent |mailing |residential |correspondence |postal |contact |my )?"
    r"(?:location|address|"
    r"city|residence|based(?: in)?|"
    r"lives? in|place|city and country|town|country|wohnort|ort|anschrift|adresse|stadt|adresse postale|"
    r"ville|lieu|domicile|"
    r"domicilio|dirección|direccion|ciudad|localidad|residencia|endereço|morada|cidade|localidade|"
    r"indirizzo|residenza|città|"
    r"comune|adres|woonplaats|plaats|adress|ort und land|where|hometown)$"
)
STREET = re.compile(
    r"(?i)\b\d{1,5}[a-z]?\b|\b(?:street|st\.|road|rd\.?|avenue|ave\.?|lane|drive|blvd|boulevard|"
    r"close|court|way|flat|apt\.?|"
    r"unit|suite|floor|nagar|colony|sector|rue|calle|via|viale|piazza|rua|plaza|straat|laan|"
    r"weg|platz|allee|straße|strasse|"
    r"str\.|c/|apartment|house|p\.?o\.? box|gasse|chemin|place|allée|quai|impasse|avda|paseo|"
    r"travessa|corso|gata|vägen)\b|straße\b|strasse\b|straat\b|gasse\b"
)
TOWN_LABELS = frozenset("city town ville ciudad cidade citta wohnort woonplaats plaats ort miasto".split())
NOT_A_TOWN = re.compile(
    r"(?i)\b(?:born|geboren|née?|geb|permi[st]|rijbewijs|licen[cs]e|nationality|linkedin|github|portfolio|website|phone|"
    r"mobile|e-?mail|single|married|verheiratet|ledig|years?|profile|resume|cv|vitae|lebenslauf|he|she|they|visa|citizen)\b"
)
FROM_PLACE = re.compile(
    r"\b(?:from|based in|living in|located in|in|aus|in der|basée? à|à|en|de|residente en|uit)\s+([^\W\d_][^|;]*)$"
)
SEPARATORS = re.compile(
    r"\s*(?:[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]+|\||"
    r"•|·|\s\*\s|●|▪|◦|⋅|∙|◆|♦|■|»|\s::\s|\s[-–—~/]\s(?!\d{5,6}\b)|;|\t| {2,}|"
    r"\.\s+(?=(?:[Tt]el|[Pp]hone|[Mm]ob|[Cc]ell|[Ee]-?mail)\b))\s*"
)


@dataclass(frozen=True)
class Found:
    """A value and where in the whole text it stands."""

    value: str
    start: int
    end: int
    confidence: float


def head_sections(sections: list[Section]) -> list[Section]:
    """Where people say who they are: what stands before the first heading, and sections about contact."""
    return [section for section in sections if section.kind in (Kind.HEAD, Kind.CONTACT)]


def email_of(paper: Paper) -> Found | None:
    """The first address in the text; else one written with `(at)`, else one that lies under the text as a link."""
    text = paper.text
    places = list(EMAIL.finditer(text))
    if places:
        best = min(places, key=lambda m: (_is_reference(text, m.start()), m.start()))
        for link in paper.links:
            whole = EMAIL.search(link)
            if whole and whole[0].startswith(best[0]) and len(whole[0]) > len(best[0]):
                # Printed over two lines of a narrow column; the link beneath has it in one piece.
                return Found(whole[0], best.start(), best.end(), 0.95)
        return Found(best[0].strip(".'"), best.start(), best.end(), 0.99 if len(places) == 1 else 0.95)
    for line in paper.lines:
        shown = HIDDEN_DOT.sub(".", HIDDEN_AT.sub("@", line.text))
        found = EMAIL.search(shown) or EMAIL.search(re.sub(r"\s*@\s*", "@", shown))
        if found:
            return Found(found[0], line.start, line.start + len(line.text), 0.85)
    for link in paper.links:
        found = EMAIL.search(link) if link.lower().startswith("mailto:") else None
        if found:
            return Found(found[0], 0, 0, 0.9)
    return None


def _is_reference(text: str, at: int) -> bool:
    before = text[:at].lower()
    cut = max(
        before.rfind("\nreference"), before.rfind("\nreferee"), before.rfind("\nreferenz"), before.rfind("\nréférence")
    )
    return cut >= 0


def links_of(paper: Paper) -> list[Found]:
    """Web addresses in the text and under it, each once, LinkedIn first."""
    found: dict[str, Found] = {}
    for match in LINK.finditer(paper.text):
        value = match[0].rstrip(".:;!?'")
        if "." in value and "@" not in value:
            found.setdefault(_link_key(value), Found(value, match.start(), match.start() + len(value), 0.95))
    for link in paper.links:
        if link.lower().startswith(("http://", "https://", "www.")):
            found.setdefault(_link_key(link), Found(link, 0, 0, 0.9))
    return sorted(found.values(), key=lambda one: "linkedin." not in one.value.lower())[:20]


def _link_key(link: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", link.lower()).rstrip("/")


def phone_of(paper: Paper, sections: list[Section], region: str | None) -> tuple[Found | None, str | None]:
    """The telephone number as printed and its E.164 form (None when no country can be told)."""
    best: tuple[float, Found] | None = None
    heads = {id(line) for section in head_sections(sections) for line in section.lines}
    heads |= {id(line) for line in paper.lines[:3]}
    for line in paper.lines:
        for match in PHONE.finditer(line.text):
            printed = _trimmed(match[0])
            digits = re.sub(r"\D", "", printed)
            before = line.text[: match.start()]
            if not 7 <= len(digits) <= 15 or not _could_be_phone(printed, digits) or POST_BOX.search(before):
                continue
            labelled = bool(PHONE_LABEL.search(before[-30:]))
            in_head = id(line) in heads
            if not labelled and not in_head and not printed.startswith("+"):
                continue
            at = line.start + match.start() + match[0].find(printed[0])
            abroad = printed.startswith(("+", "00")) and not labelled
            score = 2.0 * labelled + 1.5 * in_head + 0.5 * abroad - (line.start + match.start()) / 1e6
            score -= 3.0 * bool(re.search(r"(?i)\bfax\W*$", before)) + 2.0 * _is_reference(paper.text, at)
            if best is None or score > best[0]:
                best = score, Found(printed, at, at + len(printed), min(0.99, 0.8 + 0.08 * score))
    if best is None:
        return None, None
    return best[1], e164(best[1].value, region)


def _trimmed(printed: str) -> str:
    halves = re.split(r"\s+/\s+|\s*/\s*(?=\+)", printed)
    # `0203 / 000 71 26` is one number with its area code, not two.
    first = len(re.sub(r"\D", "", halves[0]))
    if len(halves) > 1 and (first >= 7 or not halves[0].startswith(("0", "+", "("))):
        printed = halves[0] if first >= 7 else halves[1]
    printed = printed.strip(" ./-–—")
    if printed.startswith("(") and ")" not in printed:
        printed = printed[1:]
    if printed.count(")") > printed.count("("):
        printed = printed.rstrip(")")
    return re.sub(r"\s{2,}.*$", "", printed)


def _could_be_phone(printed: str, digits: str) -> bool:
    if re.fullmatch(r"(?:19|20)\d\d\s?[-–—/.]\s?(?:(?:19|20)?\d\d)(?:\s?[-–—/.].*)?", printed.strip()):
        return False
    if re.fullmatch(
        r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?:\D.*)?|\d{1,2}[./]\d{4}\s?[-–—]\s?\d{1,2}[./]\d{4}", printed
    ):
        return False
    if re.fullmatch(r"\d{5}-\d{3}|\d{3}-\d{4}", printed.strip()):
        return False  # a postcode of Brazil or Japan; a telephone number has its area code or its label
    return len(set(digits)) > 1 and not re.fullmatch(r"\d{4}\s*[-–—]\s*\d{4}.*", printed)


def e164(printed: str, region: str | None) -> str | None:
    """The international form of a printed number. None when the country is not known or no such number can be."""
    import phonenumbers

    bare = re.sub(r"\(0\)", "", printed) if printed.lstrip().startswith(("+", "00")) else printed
    if bare.strip().startswith("00"):
        bare = "+" + bare.strip()[2:]
    digits = re.sub(r"\D", "", bare)
    if region is None and not bare.strip().startswith("+"):
        if len(digits) == 11 and digits.startswith("1") and re.match(r"1[\s.-]", bare.strip()):
            region = "US"
        elif len(digits) == 10 and re.fullmatch(r"\(?[2-9]\d{2}\)?[\s.-]\s?\d{3}[\s.-]\d{4}", bare.strip()):
            region = "US"  # 3-3-4 with these separators is how North America writes a number
        else:
            return None
    if region not in ("US", "CA") and re.match(r"1[\s.-]\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}$", bare.strip()):
        region = "US"
    try:
        number = phonenumbers.parse(bare, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        if region != "US" and re.fullmatch(r"\(?[2-9]\d{2}\)?[\s.-]\s?\d{3}[\s.-]\d{4}", bare.strip()):
            return e164(printed, "US")
        return None
    if bare.strip().startswith("+") and not phonenumbers.is_valid_number(number):
        return f"+{digits}"  # what is printed in full is right, whatever the plan of that country says of its zeros
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def pieces(sections: list[Section]) -> Iterator[tuple[str, int, str | None]]:
    """The parts of the contact lines: text, its place in the whole text, the label before it if there is one."""
    for section in sections:
        pending: str | None = None
        for line in section.lines:
            at = line.start
            if len(line.cells) == 1 and pending is None and looks_like_place(line.text):
                yield line.text, at, None
                continue
            for part in SEPARATORS.split(line.text):
                if not part.strip():
                    continue
                at = max(at, line.start + line.text.find(part, at - line.start))
                label = label_of(part)
                if label and not EMAIL.fullmatch(part):
                    if label[1]:
                        yield label[1], at + part.find(label[1], len(label[0])), label[0]
                        pending = None
                    else:
                        pending = label[0]
                elif part in line.cells[:-1] and PLACE_LABEL.match(plain(part)):
                    pending = part
                else:
                    yield part, at, pending
                    pending = None


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
        if score and not label and any(first <= at < last for first, last in here) and _may_be_town(text):
            score += 0.5  # what stands among addresses and numbers is where the person lives
        elif not label and any(first <= at < last for first, last in here) and _is_plain_place(text):
            score += 1.1
        if label and plain(label) in TOWN_LABELS:
            score += 1.0
        below_street -= 1
        if _is_street(text):
            # The lines below a street name the town, known or not.
            below_street = 3
            score -= 3.0
        elif below_street > 0 and not label and _may_be_town(text):
            score += 1.5
        if score <= 0.9:
            continue
        value, shift = _city_of(text)
        found = Found(
            value,
            at + part.find(text) + shift,
            at + part.find(text) + shift + len(value),
            min(0.97, 0.55 + 0.12 * score),
        )
        if best is None or score - order * 0.02 > best[0]:
            best = score - order * 0.02, found
    return best[1] if best else None


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
    if len(text) > 90 or (text.endswith(".") and not re.search(r"\b\w\.\w\.$", text)) or title_score(text) > 1.0:
        return 0.0
    if POSTED.fullmatch(text) and not LEGAL.search(text):
        return 2.0
    text = re.sub(
        r"\s+(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|\d{4,6}(?:-\d{4})?|[A-Z]\d[A-Z]\s?\d[A-Z]\d|[A-Z]\d[A-Z])$", "", text
    )
    if looks_like_place(text):
        return 3.0
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
    if school_score(text) or company_score(text) > 1.0:
        score -= 1.2
    words = re.findall(r"[^\W\d_]+", text)
    if not words or not any(word[0].isupper() for word in words) or len(words) > 12:
        return 0.0
    return score


def _city_of(text: str) -> tuple[str, int]:
    """The place without the street before it, and how far into the text it begins."""
    parts = [(m[0].strip(), m.start() + len(m[0]) - len(m[0].lstrip())) for m in re.finditer(r"[^,]+", text)]
    while (
        len(parts) > 1
        and STREET.search(re.sub(r"^\d{3}-\d{4}\s", "", parts[0][0]))
        and not re.fullmatch(r"(?:\d{4,6}\s+\D+|\D+\s\d{4,6})", parts[0][0])
    ):
        parts.pop(0)
    if len(parts) == 1 and STREET.search(text) and len(parts[0][0]) > 40:
        return text, 0
    begin = parts[0][1]
    found = re.match(r"(?:[A-Z]{1,2}-)?\d{2,6}(?:[ -]\d{2,4})?(?:\s?[A-Z]{2})?\s+(?=\D)", text[begin:])
    if found:
        begin += found.end()
    return text[begin:], begin


def region_of(location: str | None, paper: Paper, email: str | None) -> str | None:
    """The ISO code of the country that the CV points to: its location, else the end of the e-mail address."""
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
    return _country_of_places(paper)


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
