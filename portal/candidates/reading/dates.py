"""Dates and periods in the ways people write them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MONTHS: tuple[str, ...] = (
    "january jan januar jänner jaenner jän janvier janv enero ene janeiro gennaio gen januari januar leden styczeń "
    "styczen stycznia sty ocak oca ianuarie ian január januára ledna tammikuu gener xaneiro urtarrila",
    "february feb febr februar február février fevrier févr fevr fév febrero fevereiro fev febbraio febbr februari "
    "luty lut lutego únor února şubat subat şub februarie helmikuu otsaila",
    "march mar mär maer märz maerz mars marzo março marco maart mrt marzec marca mart martie március maaliskuu "
    "březen března martxoa",
    "april apr avril avr abril abr aprile kwiecień kwiecien kwietnia kwi nisan nis duben dubna aprilie április "
    "huhtikuu apirila",
    "may mai mayo maio maggio mag mei maj maja mayis květen května május toukokuu maiatza",
    "june jun juni juin junio junho giugno giu haziran haz czerwiec czerwca cze červen června iunie június kesäkuu",
    "july jul juli juil juillet julio julho luglio lug temmuz tem lipiec lipca lip červenec července iulie július "
    "heinäkuu",
    "august aug août aout aoû agosto ago augustus augusti agu ağustos ağu agustos sierpień sierpien sierpnia sie "
    "srpen srpna augusztus elokuu",
    "september sept sep septembre septiembre setiembre set setembro settembre sett eylül eylul eyl wrzesień wrzesien "
    "września wrz září septembrie szeptember syyskuu",
    "october oct oktober okt octobre octubre outubro out ottobre ott ekim eki październik października paź pazdziernik "
    "říjen října octombrie október lokakuu",
    "november nov novembre noviembre novembro kasım kasim kas listopad listopada lis listopadu noiembrie marraskuu",
    "december dec dezember dez décembre decembre déc diciembre dic dezembro dicembre desember des aralık aralik ara "
    "grudzień grudzien grudnia gru prosinec prosince decembrie joulukuu",
)
SEASONS = (
    "spring frühjahr frühling printemps primavera lente vår forår wiosna bahar jaro summer sommer été verano veranos "
    "verão estate zomer sommar lato yaz léto kesä estiu autumn fall herbst automne otoño outono autunno herfst höst "
    "efterår jesień güz podzim winter hiver invierno inverno vinter zima kış"
)
NOW_WORDS = (
    "present|current(?:ly)?|now|today|ongoing|on-going|to date|till date|till now|until now|date|heute|jetzt|aktuell|"
    "laufend|présent|present|actuel(?:lement)?|aujourd['’]?hui|ce jour|en cours|actualidad|actual(?:mente)?|presente|"
    "hoy|a la fecha|la fecha|atual(?:mente)?|hoje|o momento|oggi|attuale|in corso|heden|nu|lopend|nuvarande|nåværende|"
    "obecnie|teraz|současnost|günümüz|halen|devam ediyor|continuing|i dag|idag|nåtid|pågående|nykyhetki|nyt|jelenleg|"
    "maintenant|à présent|ad oggi|a hoy|presentemente|en la actualidad|heden"
)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.lower())
    return "".join(ch for ch in folded if not unicodedata.combining(ch)).replace("ı", "i")


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    return {_plain(word): number for number, words in enumerate(MONTHS, 1) for word in words.split()}


@lru_cache(maxsize=1)
def _seasons() -> frozenset[str]:
    return frozenset(_plain(word) for word in SEASONS.split())


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = {word for words in MONTHS for word in words.split()}
    words |= {_plain(word) for word in words}
    names = "|".join(sorted((re.escape(w) for w in words), key=len, reverse=True))
    seasons = "|".join({*SEASONS.split(), *_seasons()})
    year = r"(?:19[4-9]\d|20[0-4]\d)"
    one = (
        rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th|\.)?\s+)?(?:of\s+)?(?:{names})\b\.?,?\s*"
        rf"(?:\d{{1,2}}(?:st|nd|rd|th)?,\s*)?(?:de\s+|of\s+)?"
        rf"(?:['’]\s?\d{{2}}\b|{year}\b|[-/]\s?\d{{2}}\b|[-/]\s?{year}\b)"
        rf"|(?:{seasons})\s+(?:of\s+|de\s+|del\s+)?{year}(?:\s?[/-]\s?\d{{2}}\b)?\b"
        rf"|\b\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?{year}\b"
        rf"|\b{year}\s?[./-]\s?(?:0[1-9]|1[0-2])\s?[./-]\s?(?:[0-2]\d|3[01])\b"
        rf"|\b(?:0?[1-9]|1[0-2])\s?[./-]\s?{year}\b"
        rf"|\b{year}\s?[./-]\s?(?:0[1-9]|1[0-2])\b(?!\d)|\b{year}/[1-9]\b(?![/\d])"
        rf"|\b(?:0[1-9]|1[0-2])[/.]\d{{2}}\b(?![/.]\d)"
        rf"|(?:q[1-4]\s+)?\b{year}\b)"
    )
    to = (
        r"(?:\s*(?:[-–—−‐‑~→>]+|\.{2,3}|\bto\b|\buntil\b|\btill\b|\bthrough\b|\bthru\b|\bbis(?:\s+zum)?\b|"
        r"\bau\b|\bà\b|\bal\b|\ba\b|\bad\b|\bhasta(?:\s+la)?\b|\baté\b|\bfino a\b|\btot\b|\bt/m\b|\bdo\b)\s*)"
    )
    bare_month = rf"(?:{names})\b\.?"
    period = re.compile(
        rf"(?P<since>\b(?:since|from|seit|ab|depuis|desde|dal|da|sinds|vanaf|od|von|de)\s+)?"
        rf"(?P<start>{one}|{bare_month}(?={to}{one}))"
        rf"(?:{to}(?P<end>{one}|\b(?:{NOW_WORDS})\b(?!\s+(?:by|of|in|the)\b)|"
        rf"(?<=\d{{4}}[-–—/])\d{{2}}\b|(?<=\d{{4}}\s[-–—]\s)\d{{2}}\b))?",
        re.I,
    )
    ended = re.compile(
        rf"(?P<mark>(?:^|(?<=\s))[-–—]\s*|\b(?:until|till|bis|expected|graduated|graduation|completed|"
        rf"class of|anticipated)[:\s]+)(?P<end>{one})",
        re.I,
    )
    return period, ended, re.compile(one, re.I)


@dataclass(frozen=True)
class Period:
    """A span of time in a text: `first` and `last` are its offsets there, dates are `YYYY-MM` or `YYYY`."""

    start: str | None
    end: str | None
    current: bool
    first: int
    last: int
    single: bool = False


def date_of(text: str) -> str | None:
    """The ISO form of one written date (`YYYY-MM`, or `YYYY` when no month is told)."""
    plain = _plain(text).strip()
    season = re.match(r"([^\W\d]+)\D{1,5}(\d{4})", plain)
    if season and season[1] in _seasons():
        return season[2]  # a season is no month, and two years of one winter are no month either
    for pattern, year, month in (
        (r"(\d{4})\s?[./-]\s?(\d{1,2})\b", 1, 2),
        (r"\b\d{1,2}\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4})", 2, 1),
        (r"\b(\d{1,2})\s?[./-]\s?(\d{4})", 2, 1),
    ):
        found = re.search(pattern, plain)
        if found and int(found[month]) > 12:
            if found.re.groups == 2 and pattern.startswith(r"\b\d{1,2}\s"):
                # 05/24/2019: the month stands first
                swapped = re.match(r"\b(\d{1,2})", found[0])
                if swapped and 1 <= int(swapped[1]) <= 12:
                    return f"{found[year]}-{int(swapped[1]):02d}"
            continue
        if found and int(found[month]) >= 1:
            return f"{found[year]}-{int(found[month]):02d}"
    short = re.fullmatch(r"(0[1-9]|1[0-2])[/.](\d{2})", plain)
    if short:
        return f"{_century(short[2])}-{short[1]}"
    return _named(plain)


def _named(plain: str) -> str | None:
    full = re.search(r"(?:19|20)\d\d", plain)
    year = full[0] if full else None
    if year is None:
        found = re.search(r"['’/-]\s?(\d{2})\b", plain)
        year = _century(found[1]) if found else None
    for word in re.findall(r"[^\W\d]+", plain):
        if word in _months():
            return f"{year}-{_months()[word]:02d}" if year else f"-{_months()[word]:02d}"
    return year


def _century(two: str) -> str:
    return f"20{two}" if int(two) <= 45 else f"19{two}"


def periods(text: str) -> list[Period]:
    """Every period in the text, and every single date, in order."""
    period, ended, _ = _patterns()
    found: list[Period] = []
    taken = 0
    ends = {match.start("end"): match for match in ended.finditer(text)}
    for match in period.finditer(text):
        if match.start() < taken:
            continue
        start = date_of(match["start"])
        first = match.start() if match["since"] and _since(match, text) else match.start("start")
        if match["end"]:
            end, current = _end_of(match["end"], start)
            if start and start.startswith("-"):
                start = f"{(end or '0000')[:4]}{start}"
            if end and start and end < start[: len(end)]:
                found.append(Period(None, start, False, first, match.end("start"), True))
                taken = match.end("start")
                continue
            found.append(Period(start, end, current, first, match.end()))
        elif match["since"] and match["since"].strip().lower() in (
            "since",
            "seit",
            "depuis",
            "desde",
            "sinds",
            "ab",
            "vanaf",
        ):
            found.append(Period(start, None, True, match.start(), match.end()))
        elif match.start("start") in ends:
            mark = ends[match.start("start")]
            found.append(Period(None, start, False, mark.start(), match.end(), True))
        elif start and not start.startswith("-"):
            found.append(Period(None, start, False, first, match.end(), True))
        taken = match.end()
    return found


def closes(text: str) -> bool:
    """Whether the text is the end of a period and nothing more: a date, or a word for the present."""
    bare = text.strip(" ()[].,")
    return bool(_patterns()[2].fullmatch(bare) or re.fullmatch(NOW_WORDS, bare, re.I))


def _since(match: re.Match[str], text: str) -> bool:
    """Whether the word before belongs to the period; `de` does only where a period begins the text with it."""
    return match["since"].strip().lower() != "de" or (bool(match["end"]) and not text[: match.start()].strip(" (-–|"))


def _end_of(text: str, start: str | None) -> tuple[str | None, bool]:
    if re.fullmatch(r"\d{2}", text.strip()) and start:
        return start[:2] + text.strip(), False
    if re.fullmatch(NOW_WORDS, text.strip(), re.I):
        return None, True
    return date_of(text), False


def months_between(start: str | None, end: str | None, today: str) -> int:
    """Whole months from `start` to `end` (`today`, `YYYY-MM`, when it has none); a year alone counts from its start."""
    if not start:
        return 0
    last = end or today
    first_at = int(start[:4]) * 12 + (int(start[5:7]) - 1 if len(start) > 4 else 0)
    last_at = int(last[:4]) * 12 + (int(last[5:7]) if len(last) > 4 else 0)
    return max(0, last_at - first_at)
