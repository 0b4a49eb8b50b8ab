"""What single words say: a title of a post, a company, a school, a place. The words themselves are in `data/`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from portal.candidates.reading.headings import plain

DATA = Path(__file__).parent / "data"
TITLE_ENDING = re.compile(
    r"(?:\w{3,}(?:ologist|ician|grapher|keeper|worker|woman|maker|master|handler|hand|nurse|wright|smith))$"
)
LEGAL = re.compile(
    r"(?i)(?:\b(?:inc|llc|ltd|limited|gmbh|plc|corp|pvt|llp|pty|b\.?v|s\.?a\.?s?|s\.?r\.?l|s\.?p\.?a|"
    r"a/s|oy|ab|kg|mbh|co|s\.?l|"
    r"ltda|sdn bhd|n\.v|e\.\s?v|ag|se|ohg|sp\. z o\.o|s\.r\.o|k\.k|s\.\s?c|s\.\s?n\.\s?c|sp\. j|a\.ş|ltd\.? şti|"
    r"kft|zrt|"
    r"oü|uab|d\.o\.o|e?ood|fze|jsc|aps|ehf|tbk|de c\.v|de r\.l|pte|lda|sarl|snc|spa|srl|sas|bhd|oyj)\b\.?)\s*$"
)
DEGREE = re.compile(
    r"(?ix)(?<![\w])(?:"
    r"b\.?\s?sc?\.?(?:\s?\(hons\.?\))?|m\.?\s?sc?\.?|b\.?a\.?|m\.?a\.?|b\.?eng\.?|m\.?eng\.?|"
    r"b\.?e\.?|m\.?e\.?|b\.?tech\.?|m\.?tech\.?|b\.?com\.?|m\.?com\.?|"
    r"b\.?b\.?a\.?|m\.?b\.?a\.?|b\.?c\.?a\.?|m\.?c\.?a\.?|b\.?ed\.?|m\.?ed\.?|pgce|pgdm|pg\s?dip|pg\s?cert|mres|"
    r"msci|bvsc|b\.?mus|m\.?mus|b\.?des|m\.?des|m\.?litt|fdsc|grad\.?\s?(?:dip|cert)|b\.?f\.?a\.?|"
    r"m\.?f\.?a\.?|b\.?s\.?n\.?|m\.?s\.?n\.?|a\.?d\.?n\.?|"
    r"ll\.?b\.?|ll\.?m\.?|j\.?d\.?|m\.?d\.?|m\.?b\.?b\.?s\.?|b\.?d\.?s\.?|m\.?phil\.?|d\.?phil\.?|"
    r"ph\.?\s?d\.?|ed\.?d\.?|d\.?b\.?a\.?|pharm\.?d\.?|b\.?pharm\.?|m\.?pharm\.?|"
    r"b\.?arch\.?|m\.?arch\.?|m\.?p\.?h\.?|m\.?p\.?a\.?|m\.?s\.?w\.?|b\.?s\.?w\.?|d\.?n\.?p\.?|"
    r"a\.?a\.?s?\.?|a\.?s\.?|hnd|hnc|btec|nvq|gcses?|a[\s-]?levels?|o[\s-]?levels?|"
    r"ssc|hsc|cbse|icse|sslc|puc|10th|12th|ged|wset|cap|bep|bts|dut|deug|deust|bac(?:\s?(?:pro|"
    r"\+\s?\d))?|baccalauréat|brevet|cfgm|cfgs|fp|eso|bachillerato|"
    r"bachelor(?:'?s|’s)?|master(?:'?s|’s)?|doctora(?:te|l)|doctor|doktor|associate(?:'?s|’s)?(?=\s+(?:of|"
    r"in|degree))|diploma?s?|diplom(?:-?\w+)?|certificates?|certificat|certification|"
    r"postgraduate|undergraduate|graduate\s(?:diploma|certificate|degree)|foundation\sdegree|"
    r"degree|honours|magister|magistrale?|laurea|licen[cs]e|licence|licenciatura|licenciad[oa]|"
    r"grado|máster|mestrado|maestría|maestria|doctorado|doutorado|técnico|tecnico|bacharelado|"
    r"tecnólogo|graduação|pós-graduação|ingénieur|ingeniería|diplôme|dipl\.?(?:-?ing\.?)?|"
    r"dcg|dscg|capa|ssce|wassce|waec|kcse|kcpe|neco|bacalaureat|level\s[1-8]|a\s?levels?|technik(?:er)?|"
    r"higher secondary|"
    r"abitur|fachabitur|\w*schulreife|allgemeine\shochschulreife|mittlere\sreife|kurs|especializa(?:ción|ção)|"
    r"especialista|"
    r"specialis?zazione|havo|vwo|bp|dea|dess|dnb|stpm|spm|matric|magister|licencjat|inżynier|doktorat|technik|"
    r"yrkesexamen|kandidaatti|maisteri|ylioppilas\w*|kandidat|lise|ön\slisans|sarjana|"
    r"höhere\sreife|mittlere\sreife|realschulabschluss|hauptschulabschluss|"
    r"staatsexamen|ausbildung|lehre|meister(?:brief)?|geselle\w*|matura|"
    r"maturità|diploma\sdi|vwo|havo|vmbo|mbo|hbo|apprenticeship|high\sschool\s(?:diploma|certificate|degree|"
    r"equivalency)|^high\sschool$|secondary\sschool\scertificate|"
    r"leaving\scertificate|higher\s(?:secondary|national)|"
    r"vce|qce|sace|wace|ncea|nsc|matura|médic[oa]\s(?:cirujan|veterinari)\w+|ingenier[oa]|especialidad|abogad[oa]|"
    r"contador(?:a)?\s(?:públic[oa])|mention\scomplémentaire|studia\s(?:podyplomowe|licencjackie|magisterskie|wyższe)|"
    r"(?:gymnasie|student|högskole|kandidat|master|magister|yrkes|civilingenjörs|lärar)examen|gesällbrev|mästarbrev|"
    r"\w{3,}utbildning|svendebrev|fagbrev|studentereksamen|professionsbachelor|kandidatgrad|"
    r"\w{3,}opleiding|acca|cima|icaew|aat|"
    r"intermediate|matriculation|trade\scertificate|journeyman(?:'s)?|red\sseal|city\s(?:&|and)\sguilds|"
    r"international\sbaccalaureate|ib\sdiploma|residency|fellowship|intercalated|licentiate|"
    r"candidatus|"
    r"inżynier|magisterské|bakalářské|bakalář|lisans|yüksek\slisans|önlisans|kandidatexamen|"
    r"masterexamen|sjuksköterskeexamen"
    r")(?![\w'’])"
)
COMPANY_INSIDE = re.compile(
    r"\w{3,}(?:klinikum|klinik|krankenhaus|werke?|bank|verlag|versicherung|hotel|zentrum|stiftung|apotheke|praxis|"
    r"kliniken|ziekenhuis|winkel|bedrijf|sjukhus|kommune|kommun|logistik|technik|bau)$"
)
# Beginnings and endings of words for schools, in languages that build many of them.
SCHOOL_WORD = re.compile(
    r"(?:univer[sz]|kolej|politeknik|sekolah|maktab|institut teknologi|landbrugs|folkhög|folkehø|uniwersy|unibertsi|"
    r"üniversite|egyetem|yliopisto|ülikool|sveučilišt|politechni|polytechni|"
    r"politécnic|"
    r"hogeschool|hochschul|högskol|høgskol|høyskol|lyc[ée]e|lyceum|liceo|liceu|liceum|gimná[sz]|gimnazj|gymnasi|"
    r"ginnasio|technikum|lukio|okulu|lisesi|meslek|fakült|fachseminar|berufskolleg|berufsschul|gesamtschul|"
    r"conservato|konservatori|kunnskap|főiskol|iskol|szkoł|akadem|cégep|cfa$|ifsi$|greta$|smk$|tafe$)"
    r"|.*(?:universität|hochschule|schule|gymnasium|kolleg|akademie|universitet|universiteit|skolen?|skol[ai]|"
    r"skól|skólinn|"
    r"akademiet|college|lyceum|lukio|tafe|school)$"
)
POSTCODES = re.compile(
    r"^(?:[A-Z]{1,2}-)?\d{2,6}(?:[ -]\d{2,4})?(?:\s[A-Z]{2}(?=\s))?\s+|^[A-Z]{1,2}-?\d{4,6}\s+"
    r"|\s*[-–]\s*\d{5,6}$|\s+(?:\d[\d -]{2,9}|[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|\([A-Z]{2}\))$"
)
DEPARTMENTS = frozenset(
    "ward department dept unit team division section floor abteilung desk programme program project".split()
)
DISTRICT = re.compile(
    r"^(?:Kec|Kab|Kel|Kota|Mun|Dist|Distt|Tehsil|Taluk|Gmina|Comune di|Greater|Provincia de)\b\.?\s+(?=\S)"
)
QUARTERS = frozenset(
    "city centre center central centrum centro north south east west nord sud ost mitte zentrum downtown area region "
    "metro airport district county province municipality town hbf stad city merkez".split()
)
BRACKET = re.compile(r"(?<=\w)\s+\([^()]*\)$")
FORCES = re.compile(r"\b(?:National|State|Coast|Home|Republican|Civil) Guard$")
TITLE_INSIDE = re.compile(
    r"(?i)(?:entwickler|ingenieur|leiter|verkäufer|mitarbeiter|berater|pfleger|techniker|mechaniker|"
    r"elektroniker|lehrer|fahrer|kaufmann|kauffrau|assistent|referent|monteur|arzt|ärztin|manager|"
    r"meister|arbeiter|angestellte[rn]?|schwester|ontwikkelaar|medewerker|verpleegkundige|begeleider|"
    r"adviseur|chauffeur|medewerkster|elektriker|halter|schlosser|bauer|gärtner|köchin|händler|verkoper|verkoopster|"
    r"bestuurder|wissenschaftler|forscher|zeichner|planer|prüfer|helfer|trainer|tester|betreuer|pädagoge|pädagogin|"
    r"handwerker|föreståndare|biträde|vårdare|chaufför|tekniker|pedagog|handläggare|utvecklare|ingenjör|sköterska|"
    r"lärare)(?:in)?$"
)


@dataclass(frozen=True)
class Place:
    """A place that the vocabulary knows; `country` is its ISO code, `large` says that it is one of the great cities."""

    name: str
    country: str
    kind: str
    large: bool = False


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    raw = json.loads((DATA / "words.json").read_text(encoding="utf-8"))
    return {kind: frozenset(words) for kind, words in raw.items()}


@lru_cache(maxsize=1)
def _places() -> dict[str, Place]:
    raw = json.loads((DATA / "places.json").read_text(encoding="utf-8"))
    found: dict[str, Place] = {}
    for code, names in raw["countries"].items():
        for name in names:
            found.setdefault(plain(name), Place(name, code, "country"))
    for code, pairs in raw["regions"].items():
        for _, name in pairs:
            found.setdefault(plain(name), Place(name, code, "region"))
    # A smaller town is known by its whole name only: with another word beside it, it is as well a person or a firm.
    for size in ("cities", "towns"):
        for code, names in raw[size].items():
            for name in names:
                found.setdefault(plain(name), Place(name, code, "city", large=size == "cities"))
    return found


@lru_cache(maxsize=1)
def _region_codes() -> dict[str, str]:
    raw = json.loads((DATA / "places.json").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for country in ("US", "CA", "AU", "IN", "BR"):
        for short, _ in raw["regions"][country]:
            found.setdefault(short, country)
    return found


def place(text: str) -> Place | None:
    """The known place that the text names, whole."""
    known = _places().get(plain(DISTRICT.sub("", text)))
    if known:
        return known
    if " " not in text.strip():
        city = _places().get(plain(text.split("-")[0])) if re.fullmatch(r"[^\W\d_]+-[^\W\d_]+", text.strip()) else None
        return city if city and city.large else None  # "Hamburg-Altona"
    # "Boston MA", "Brno Czech Republic": a city and its state or country without a comma.
    words = text.split()
    for cut in range(len(words) - 1, max(0, len(words) - 4), -1):
        city, rest = _places().get(plain(" ".join(words[:cut]))), " ".join(words[cut:])
        if city and city.kind == "city":
            wide = _places().get(plain(rest))
            if (wide and wide.kind != "city") or region_country(rest) == city.country:
                return Place(text, wide.country if wide else city.country, "city")
    return None


def region_country(short: str) -> str | None:
    """The country of a printed code of a state or province (`TX`, `NSW`)."""
    return _region_codes().get(short)


def place_parts(text: str) -> list[Place | None]:
    """For each part of `City, Region, Country` the place it names; None for a part nobody knows."""
    parts = [part.strip(" .()") for part in re.split(r"[,/|]|\s[-–]\s", text) if part.strip(" .()")]
    found: list[Place | None] = []
    for index, part in enumerate(parts):
        bare = POSTCODES.sub("", part if part.count("(") == part.count(")") else f"{part})").strip(" ()")
        known = place(bare) or _place_within(bare, posted=bare != part)
        code = region_country(re.sub(r"\s+\d{4,6}(?:-\d{4})?$", "", part)) if index else None
        if code and (known is None or known.country != code):
            known = Place(part, code, "region")
        found.append(known)
    return found


def _place_within(text: str, *, posted: bool) -> Place | None:
    """The place that ends an address in one piece (`12 High Street Leeds`), or before its state (`Kew VIC 3101`)."""
    words = text.split()
    # Without a postcode `SA` is as well the legal form of a company.
    if posted and len(words) > 1 and words[0][0].isupper() and (country := region_country(words[-1])):
        return Place(text, country, "city")
    if len(words) > 2 and re.search(r"\d", words[0] + words[-2]) or re.search(r"#\d", text):
        found = place(words[-1]) or place(" ".join(words[-2:]))
        return found if found and found.kind != "region" else None
    if len(words) == 2 and words[0][0].isupper() and words[1][0].isupper():
        # A city and its quarter: `Milano Centro`, `Iloilo City`.
        found = place(words[0])
        part = found and found.kind == "city" and (found.large or plain(words[1]) in QUARTERS)
        named = title_score(text) >= 0.8 or school_score(text) > 0 or company_score(text) >= 0.8
        return found if part and not named else None
    return None


def looks_like_place(text: str) -> bool:
    """Whether the text is a place and nothing more: `Leeds`, `Austin, TX`, `Cork, Ireland`, `Remote`."""
    text = re.sub(r"\s*\([^()]*\)$", "", text).strip(" .,()")
    if not text or len(text) > 60:
        return False
    if re.fullmatch(r"(?i)(?:fully |100% )?remote(?:\s*[,(-].{0,20})?|hybrid|home ?office|télétravail|worldwide", text):
        return True
    parts = place_parts(text)
    if "," in text and parts and parts[0] is None and company_score(text.split(",")[0]) >= 0.8:
        return False
    if not parts or parts[-1] is None:
        # `London Heathrow` or `Milano Centro`: the first word is the city
        return False
    first = len(text.split(",")[0].split())
    if parts[0] is None and (first > 4 or (len(parts) > 2 and (first > 2 or parts[1] is None))):
        return False  # `Rawal Textile Mills, Faisalabad, Pakistan` is somebody who is there
    return len(parts) == 1 or parts[-1].kind != "city" or all(parts)


def tokens(text: str) -> list[str]:
    """The words of a text, lower case, hyphens kept inside."""
    return re.findall(r"[^\W\d_][\w.'’&-]*[^\W_]|[^\W\d_]|&", text.lower())


def title_score(text: str) -> float:
    """How much the text sounds like the title of a post, 0 to about 2."""
    text = BRACKET.sub("", text)
    words = tokens(text)
    if not words or FORCES.search(text):
        return 0.0
    known = _words()
    score = 0.0
    for index, word in enumerate(words):
        bare = word.strip(".")
        single = bare[:-1] if bare.endswith("s") and len(bare) > 4 else bare
        halves = re.split(r"[-/.]", bare)
        if (
            bare in known["titles"]
            or single in known["titles"]
            or TITLE_ENDING.match(single)
            or TITLE_INSIDE.search(bare)
            or any(h in known["titles"] for h in halves if len(h) > 2)
        ):
            # The head noun stands last in English, first in the Romance languages, before "of" and brackets.
            near = (
                index == len(words) - 1
                or index == 0
                or words[index + 1] in ("of", "for", "to", "in", "de", "für", "i", "ii", "iii", "iv", "and", "&", "-")
            )
            # A plural is a title now and then, the name of a firm as often ("Cocoa Buyers").
            plural = single != bare and bare not in known["titles"]
            score = max(score, (1.4 if near else 0.9) - 0.4 * plural)
    if words[0].strip(".") in known["title_starts"]:
        score += 0.4
    if len(words) > 9:
        score *= 0.5
    if "," in text:
        score = max(score, title_score(text.split(",")[0]) - 0.1)
    return score


def company_score(text: str) -> float:
    """How much the text sounds like the name of an employer, 0 to about 2."""
    words = [word.strip(".") for word in tokens(text)]
    if not words:
        return 0.0
    known = _words()
    score = 0.0
    if LEGAL.search(text.strip()):
        score = 1.8
    elif FORCES.search(text):
        score = 1.4
    elif COMPANY_INSIDE.search(words[0]) or COMPANY_INSIDE.search(words[-1]):
        score = 1.3
    elif words[-1] in known["company"] or (len(words) > 1 and words[0] in known["company"]):
        score = 1.2
    elif any(word in known["company"] for word in words):
        score = 0.8
    if re.match(r"(?:The|St\.?|City of|University of|Ministry of|Bank of)\s", text):
        score += 0.4
    if words[-1] in DEPARTMENTS or words[0] in ("abteilung", "service", "department", "departamento"):
        score = min(score, 0.2)
    if words[0] in ("self-employed", "self", "selbstständig", "freelance", "freelancer", "autónomo", "indépendant"):
        score += 1.0
    return score


def school_score(text: str) -> float:
    """How much the text sounds like the name of a school or university, 0 to about 2."""
    text = re.sub(r"(?i)\b(?:high|secondary|middle) school (?:diploma|certificate|leaving certificate)", "", text)
    words = [word.strip(".") for word in tokens(text)]
    known = _words()["institution"]
    score = 1.5 if any(word in known for word in words) else 0.0
    if any(SCHOOL_WORD.match(word) for word in words):
        score = max(score, 1.5)
    if re.search(r"(?i)\b(?:training|vocational|skills?|education) (?:training )?cent(?:re|er)\b", text):
        score = max(score, 1.5)
    if re.match(r"(?:The |Technical |Open )?Univ", text):
        score += 0.3
    elif re.search(r"\b(?:Tech|State|IIT|NIT|IIM|BITS)\b", text) and not DEGREE.search(text):
        score = max(score, 0.9)
    return score


def degree_score(text: str) -> float:
    """How much the text sounds like a degree or certificate, 0 to about 2."""
    found = DEGREE.search(text)
    if not found:
        return 0.0
    written = found[0]
    short = len(written.replace(".", "")) <= 3
    if short and written.islower():
        return 0.0
    score = 1.5 if found.start() <= 1 else 1.0
    if (
        short
        and "." not in written
        and not written.isupper()
        and written not in ("BSc", "MSc", "PhD", "BEd", "MEd", "BEng", "Bac")
    ):
        score *= 0.6
    return score
