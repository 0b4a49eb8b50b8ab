"""How to reach the person: e-mail, telephone, links, and the lines that say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.candidates.reading.headings import Kind, label_of, plain
from portal.candidates.reading.labels import is_asked
from portal.candidates.reading.paper import Line, Paper
from portal.candidates.reading.sections import REFEREES, Section
from portal.candidates.reading.vocabulary import looks_like_place

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
EXTENSION = re.compile(r"(?i)\s*,?\s*(?:ext\.?|extension|x|durchwahl|poste|int\.)\s*\d{1,5}\b")
POST_BOX = re.compile(r"(?i)\b(?:p\.?\s?o\.?\s?box|box|bp|b\.p\.|postfach|apartado|caixa postal)\W*$")
PHONE_LABEL = re.compile(
    r"(?i)(?:\b(?:phone|tel|telephone|mobile|mob|cell|cellphone|call|ph|contact(?: no| number)?|"
    r"whatsapp|telefon|handy|mobil|"
    r"téléphone|portable|teléfono|telefono|móvil|movil|celular|telefone|telemóvel|telefoon|gsm|"
    r"cellulare|telefoonnummer|cel|tlf|tfno|tlm|puhelin|puh|telepon|cep|gsm|fax)\b"
    r"|^[mtp](?=\s*[:.|])|☎|📞|📱|✆)"
)
ENDS_WITH_LABEL = re.compile(rf"(?i)(?:^|[\s,;|/]+)(?:{PHONE_LABEL.pattern[4:]}|e-?mail|mail)[.:\s]*$")
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
    of_others = {id(line) for s in sections if REFEREES.search(plain(s.title)) for line in s.lines}
    for line in paper.lines:
        for match in PHONE.finditer(line.text):
            printed = _trimmed(match[0])
            digits = re.sub(r"\D", "", printed)
            beyond = EXTENSION.match(line.text[match.end() :])
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
            score -= 3.0 * bool(re.search(r"(?i)\bfax\W*$", before))
            score -= 3.0 * (id(line) in of_others or _is_reference(paper.text, at))
            if best is None or score > best[0]:
                printed += beyond[0] if beyond and match[0].endswith(printed) else ""
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
    return len(set(digits)) > 1 and not re.fullmatch(
        r"(?:19|20)\d\d\s*[-–—]\s*\d{4}(?!\d).*|[1-9]\d{3}\s*[-–—]\s*\d{4}", printed
    )


def e164(printed: str, region: str | None) -> str | None:
    """The international form of a printed number. None when the country is not known or no such number can be."""
    import phonenumbers

    printed = EXTENSION.sub("", printed)
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
        for line in _whole_lines(section.lines):
            at = line.start
            if len(line.cells) == 1 and pending is None and looks_like_place(line.text) and not label_of(line.text):
                yield line.text, at, None
                continue
            for part in (piece for whole in _without_addresses(line.text) for piece in SEPARATORS.split(whole)):
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
                elif is_asked(part) or (part in line.cells[:-1] and PLACE_LABEL.match(plain(part))):
                    pending = part
                else:
                    yield part, at, pending
                    pending = None


def _whole_lines(lines: list[Line]) -> list[Line]:
    """The lines, an address that goes on below after a comma in one; its text keeps its length and so its places."""
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else None
        short = len(line.cells) == 1 and len(line.text.split()) <= 5 and not re.search(r"[@:|]", line.text)
        if (
            above is not None
            and short
            and len(above.cells) == 1
            and above.text.endswith(",")
            and len(above.text.split()) <= 8
            and above.block == line.block
            and line.gap < 2
            and not label_of(above.text)
            and not PHONE.search(line.text)
        ):
            found[-1] = replace(above, cells=[f"{above.text} {line.text}"])
        else:
            found.append(line)
    return found


def _without_addresses(part: str) -> list[str]:
    """A line cut at the e-mail address and the telephone numbers in it: what is left may be a place."""
    spans = [match.span() for match in EMAIL.finditer(part)]
    for match in PHONE.finditer(part):
        digits = re.sub(r"\D", "", match[0])
        if POST_BOX.search(part[: match.start()]):
            continue
        if 8 <= len(digits) <= 15 and _could_be_phone(match[0], digits) and not re.match(r"\d{5}-\d{3}", match[0]):
            posted = re.match(
                r"\d{4,6}\s(?:[/·-]\s)?(?=0[\d\s().-]{8})", match[0]
            )  # a postcode and the number behind it
            spans.append((match.start() + (posted.end() if posted else 0), match.end()))
    if not spans or label_of(part):
        return [part]
    cuts = [0, *(at for span in sorted(spans) for at in span), len(part)]
    left = [part[first:last] for first, last in zip(cuts[::2], cuts[1::2], strict=True)]
    worded = [ENDS_WITH_LABEL.sub("", piece).strip(" .,") for piece in left if re.search(r"[^\W\d_]{3}", piece)]
    return [piece for piece in worded if piece and not is_asked(piece)] or [part]
