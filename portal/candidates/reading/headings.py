"""The headings of a CV, in the words people use for them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from portal.candidates.reading.phrases import PHRASES
from portal.candidates.reading.phrases import Kind as Kind

FILLERS = frozenset(
    """
    and the of my a an in with for key relevant professional selected additional other main core recent total
    overall brief personal technical work career und y e et i de des & / + current previous past further
    notable detailed general summary history background details information profile area areas related""".split()
)
STRONG: dict[str, Kind] = {
    **dict.fromkeys(
        "experience employment internships berufserfahrung werkervaring expérience experience experiencia esperienza "
        "experiência doświadczenie arbetslivserfarenhet deneyimi".split(),
        Kind.WORK,
    ),
    **dict.fromkeys("education qualifications academics ausbildung studium études".split(), Kind.EDUCATION),
    **dict.fromkeys(
        "skills competencies expertise technologies proficiencies kenntnisse compétences".split(), Kind.SKILLS
    ),
    **dict.fromkeys("languages sprachen langues idiomas".split(), Kind.LANGUAGES),
    **dict.fromkeys(
        "certifications certificates licenses projects publications awards interests hobbies references volunteering "
        "achievements accomplishments memberships courses licences licenses endorsements habilitations certificats "
        "zertifikate kursy szkolenia sertifikalar".split(),
        Kind.OTHER,
    ),
}
LONGEST = 60
NOISE = re.compile(r"^[\W\d_]*(?:[ivx]{1,4}[.)]\s+|[a-h][.)]\s+)?|[\W_]+$", re.I)
CONTINUED = re.compile(r"(?i)[\s,(–-]+(?:continued|cont\.?|cont['’]d|fortsetzung|suite|continuación)\W*$")
PART = re.compile(
    r"(?i)^\W*(?:section|part|teil|abschnitt|partie|sección|parte|sezione|deel|avsnitt)\s+[\da-z]{1,3}\s*[:.–-]\s*"
)
COUNTED = re.compile(r"(?<=[^\W\d_]{5})\s+(?:#|no\.?\s)?\d{1,2}\s*:?$", re.I)
LOOSE: dict[str, Kind] = {
    **STRONG,
    **dict.fromkeys("career history jobs positions roles internship placements".split(), Kind.WORK),
    **dict.fromkeys("studies study schooling degrees".split(), Kind.EDUCATION),
    **dict.fromkeys(
        "skill knowledge competences strengths tools proficiency fachkenntnisse kompetenzen habilidades".split(),
        Kind.SKILLS,
    ),
}
ORDERED = re.compile(r"(?i)\s*\((?:latest|most recent|newest|reverse|starting|in reverse|neueste)[^()]*\)\W*$")
NUMBERED = re.compile(r"(?i)^\s*(?:\d{1,2}|[ivx]{1,4}|[a-h])[.)]\s+")
NOT_A_HEADING = re.compile(r"[@|•]|\d{3}|\.\s+\w|[,;].*[,;]")


def plain(text: str) -> str:
    """Lower case, no accents, words parted by one space, `&` and `/` as `and`."""
    text = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss").replace("ł", "l").replace("ı", "i"))
    text = "".join(ch for ch in text if not unicodedata.combining(ch))
    text = re.sub(r"\s*(?:&|/|\+)\s*", " and ", text).replace("’", "'").replace("-", " ")
    return re.sub(r"[^\w' ]+", " ", text).replace("_", " ").strip()


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, Kind], dict[str, Kind]]:
    whole: dict[str, Kind] = {}
    for kind, phrases in PHRASES.items():
        for phrase in phrases.split(";"):
            whole.setdefault(re.sub(r"\s+", " ", plain(phrase)), kind)
    return whole, {phrase.replace(" ", "").replace("'", ""): kind for phrase, kind in whole.items() if len(phrase) > 3}


@lru_cache(maxsize=4096)
def heading_kind(text: str) -> Kind | None:
    """The kind of section that a line of only these words opens, None when they are no heading."""
    if not text or len(text) > LONGEST + text.count(" ") or NOT_A_HEADING.search(NUMBERED.sub("", text)):
        return None
    if PART.match(text):
        text = re.sub(r"\s*\([^()]*\)$", "", PART.sub("", text))  # "Section 2: Employment record (no gaps please)"
    text = COUNTED.sub("", CONTINUED.sub("", ORDERED.sub("", text)))
    bare = re.sub(r"\s+", " ", plain(NOISE.sub("", text)))
    whole, joined = _known()
    if not bare:
        return None
    if bare in whole:
        return whole[bare]
    words = bare.split()
    if sum(1 for word in words if len(word) <= 2) * 2 > len(words) and len(words) > 3:
        return joined.get(bare.replace(" ", "").replace("'", ""))
    if len(words) > 6:
        return None
    return _composed(words, whole)


def _composed(words: list[str], whole: dict[str, Kind]) -> Kind | None:
    parts = " ".join(words)
    # "Skills and interests", "Education & training": the first half says what it is.
    halves = re.split(r" (?:and|und|et|y|e|en|i|och|og|ja|ve|es|si|a|oraz|en|er) ", parts)
    if len(halves) > 1 and all(half in whole for half in halves):
        return next((whole[half] for half in halves if whole[half] != Kind.OTHER), Kind.OTHER)
    told = [STRONG[word] for word in words if word in STRONG]
    if told and all(word in STRONG or word in FILLERS for word in words):
        return told[-1]
    stripped = " ".join(words[1:])
    return whole.get(stripped) if words[0] in FILLERS and stripped else None


def loose_kind(text: str) -> Kind | None:
    """The kind of section that one word of a line points to; for lines that are printed as headings."""
    if NOT_A_HEADING.search(text) or len(text.split()) > 5:
        return None
    for word in plain(NOISE.sub("", text)).split():
        if word in LOOSE:
            return LOOSE[word]
        for ending, kind in (("kenntnisse", Kind.SKILLS), ("erfahrung", Kind.WORK), ("ausbildung", Kind.EDUCATION)):
            if word.endswith(ending):
                return kind
    return None


def label_of(text: str) -> tuple[str, str] | None:
    """The label and the rest of a line such as `Languages: German, English`; None without one."""
    found = re.match(r"^(?:\d{1,2}[.)]\s*)?\W{0,3}([^\W\d][^:|@]{1,38}?)\s*(?::|：)\s*(\S.*)?$", text)
    if not found or found[0].count("http"):
        return None
    return found[1].strip(), (found[2] or "").strip()
