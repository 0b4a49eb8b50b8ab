"""Pay as people write it, understood: `$100k - $150k`, `₹12-18 LPA`, `60 000 - 75 000 EUR brutto/Jahr`, `£500 a day`.

What cannot be told for certain is not told at all: a text that stays a text does no harm, a wrong number does.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from portal.core.data.salary_words import (
    BETWEEN,
    CURRENCY_SIGNS,
    CURRENCY_WORDS,
    DOLLARS,
    FROM,
    JOINS,
    MULTIPLIERS,
    NOISE,
    NOT_PAY,
    PERIODS,
    UP_TO,
)

LONGEST = 200
# Between these a wage of one of the strong currencies lies; what is outside is a slip, or no wage.
STRONG = frozenset({"USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "SGD"})
_PLAUSIBLE = {"hour": (2, 1_500), "day": (15, 15_000), "month": (150, 250_000), "year": (2_000, 15_000_000)}
_PLAUSIBLE_ELSEWHERE = {"hour": (2, 10**7), "day": (10, 10**8), "month": (100, 10**10), "year": (1_000, 10**11)}
# From here on nobody is paid so much for a month, unless the text says so.
_SURELY_YEAR = {**dict.fromkeys(STRONG, 20_000), "INR": 300_000}
_SURELY_YEN = {"hour": 700, "day": 5_000, "month": 100_000, "year": 1_500_000, None: 1_500_000}
# What the signs and words of several countries mean where nothing else is said; crowns may be of four.
_MEANT = {"$": "USD", "kr": None}
# A range that is wider than this is two numbers that do not belong together.
WIDEST = 20
FEWEST_BARE = 10_000


@dataclass(frozen=True, slots=True)
class Pay:
    """An amount or a range; a bound that was not said is None (`from 40k`, `up to 90k`), as are currency and period
    (`hour`, `day`, `month`, `year`) that nobody can tell."""

    low: Decimal | None
    high: Decimal | None
    currency: str | None
    period: str | None


@dataclass(frozen=True, slots=True)
class _Amount:
    number: Decimal
    times: int | None
    is_grouped: bool

    @property
    def whole(self) -> Decimal:
        return self.number * (self.times or 1)


def _any(words: object) -> str:
    """One of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


_LETTERS = r"[^\W\d_]"
_CODES = re.compile(rf"(?:(?<!{_LETTERS})|(?<=\dk)|(?<=\d l)|(?<=\d m))(?:{_any(CURRENCY_WORDS)})(?!{_LETTERS})")
_RAND = re.compile(rf"(?<!{_LETTERS})r(?=\s?\d)")
_SIGNS = re.compile(_any(CURRENCY_SIGNS))
_PERIOD = re.compile(
    "|".join(f"(?P<{name}_{n}>{pattern})" for name, patterns in PERIODS.items() for n, pattern in enumerate(patterns))
)
_NUMBER = r"\d+(?:[.,']\d+|[ ]\d{3}(?![\d]))*"
_AMOUNT = re.compile(
    rf"(?<![\d.,'])(?P<number>{_NUMBER})(?:[.,]-+(?!\d))?\s?(?:(?P<times>{_any(MULTIPLIERS)})\.?(?!{_LETTERS}|\d))?"
)
_ASIDE = re.compile(
    r"401\s?\(?k\)?|\d+(?:[.,]\d+)?\s?%"
    r"|\d+(?:[.,]\d+)?\s?-?\s?(?:h|hrs?|hours?|std\.?|stunden)\s?(?:/|per|a|pro|-)\s?(?:week|wk|woche)\b"
    r"|\b(?:w2|c2c|1099|ir ?35)\b|\b(?:grade|band|level|tier|step|group)\s?[a-z]?\d{1,2}\b"
    r"|[x×]\s?1[2-6]\b|\b1[2-6]\s?[x×]|\b1[2-6]\s?(?:payments|salaries|months?' pay|gehälter|mensualités|pagas)\b"
)
_MARK = "#"


def read_salary(text: str) -> Pay | None:
    """What the text says of pay; None when it names no amount, or none that is certain."""
    plain = _plain(text) if len(text) <= LONGEST else _MARK
    if _MARK in plain:
        return None
    rest = re.sub(r"\s+", " ", _ASIDE.sub(" ", plain))
    rest = _without_extras(rest)
    rest, currency, agree = _currency_of(rest)
    rest, periods = _periods_of(rest)
    if not agree or len(periods) > 1 or "week" in periods:
        return None
    amounts: list[_Amount | None] = []

    def take(found: re.Match[str]) -> str:
        amounts.append(_amount(found["number"], found["times"]))
        return f" {_MARK} "

    rest = _AMOUNT.sub(take, f"{rest} ")
    known = [amount for amount in amounts if amount is not None]
    if not known or len(known) != len(amounts) or len(known) > 2 or re.search(r"\d", rest):
        return None
    if any(a.times in (10**5, 10**7) for a in known) and currency is None:
        currency = "INR"
    bounds = _bounds(rest, known)
    if bounds is None or not _is_pay(rest, known, currency, bool(periods)):
        return None
    return _weighed(*bounds, currency, next(iter(periods), None), known)


def _plain(text: str) -> str:
    """In small letters, with one kind of each dash, blank and apostrophe."""
    plain = unicodedata.normalize("NFKC", text).replace("İ", "i").lower()
    plain = re.sub(r"[‐‑‒–—―−~〜～]", "-", plain)
    plain = re.sub(r"[’‘`´ʼ]", "'", plain)
    plain = re.sub(r"[()\[\]{}|:;!\"*]", " ", plain)
    plain = re.sub(r"(?<=\d) ?t ?(?=€|eur\b)", "k ", plain)
    return re.sub(r"\s+", " ", plain).strip()


def _without_extras(text: str) -> str:
    """The text without what is paid besides (`+ bonus`); `90k+` says `from`."""
    found = re.search(rf"(?<=[\w.)])\s?(?:\+|\bplus\b|&)\s?(?={_LETTERS}|[^\w\s]*\d)", text)
    if found is None:
        return text.replace("+", " or more ")
    before, after = text[: found.start()], text[found.end() :]
    if not re.search(r"\d", before):
        return text
    if re.match(r" ?(?:total|tc|ote|base|doe|depending|negotiable|per)\b", after) and before[-1] != " ":
        return f"{before} or more {after}"
    if not _periods_of(_currency_of(after)[0])[0].strip(" .,"):
        return f"{before} or more {after}"
    # What stands behind may still say for what time: `$45 + benefits per hour`.
    said = "" if re.search(r"\d", after) else " ".join(m.group() for m in _PERIOD.finditer(f"{after} "))
    return f"{before} {said}"


def _currency_of(text: str) -> tuple[str, str | None, bool]:
    """The text without its currency, the currency, and whether all that is said of it agrees."""
    named: set[str] = set()

    def take(found: re.Match[str], table: dict[str, str]) -> str:
        named.add(table[found.group()])
        return " "

    text = _CODES.sub(lambda found: take(found, CURRENCY_WORDS), text)
    text = _SIGNS.sub(lambda found: take(found, CURRENCY_SIGNS), text)
    text = _RAND.sub(lambda found: take(found, {"r": "ZAR"}), text)
    if "$" in named and len(named) == 2:
        named -= {"$"} if named & DOLLARS else set()
    if "¥" in named and named & {"JPY", "CNY"}:
        named -= {"¥"}
    if len(named) > 1:
        return text, None, False
    currency = next(iter(named), None)
    return text, _MEANT.get(currency or "", currency), True


def _periods_of(text: str) -> tuple[str, set[str]]:
    """The text without its periods, and those."""
    named: set[str] = set()

    def take(found: re.Match[str]) -> str:
        named.add((found.lastgroup or "").partition("_")[0])
        # `LPA` is a period and a number of lakhs at once.
        return " l " if "lpa" in found.group() else " "

    return re.sub(r"\s+", " ", _PERIOD.sub(take, f"{text} ")), named


def _amount(number: str, times: str | None) -> _Amount | None:
    """One number; None for one that could be read in two ways."""
    text = _written_out(number)
    is_grouped = _is_grouped(number)
    # `1.500k` may be one and a half thousand or one and a half million.
    if text is None or len(text) > 15 or (is_grouped and times is not None):
        return None
    return _Amount(Decimal(text), MULTIPLIERS[times] if times else None, is_grouped)


def _is_grouped(number: str) -> bool:
    """Whether the digits stand in groups, as those of a large number do."""
    return re.search(r"\d[ ',.]\d{3}(?!\d)|\d,\d\d,\d", number) is not None


# Each way to write a number, with the marks that group its digits and the one before its fraction.
_WAYS = (
    (re.compile(r"\d+"), "", ""),
    (re.compile(r"\d{1,3}(?:[ ']\d{3})+(?:\.\d{1,2})?"), " '", "."),
    (re.compile(r"\d{1,3}(?:[ ']\d{3})+,\d{1,2}"), " '", ","),
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{1,2})?"), ".", ","),
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{1,2})?|[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d{1,2})?"), ",", "."),
    (re.compile(r"\d+\.\d{1,2}"), "", "."),
    (re.compile(r"\d+,\d{1,2}"), "", ","),
)


def _written_out(number: str) -> str | None:
    """The number as Python writes it, if it is written in one of the ways of people."""
    for way, groups, point in _WAYS:
        if way.fullmatch(number):
            text = "".join(c for c in number if c not in groups)
            return text.replace(point, ".") if point else text
    return None


def _bounds(rest: str, known: list[_Amount]) -> tuple[Decimal | None, Decimal | None] | None:
    """The lowest and the highest amount, by the words around them."""
    before, _, after = rest.partition(_MARK)
    if len(known) == 1:
        return _one_bound(before, after, known[0].whole)
    between, _, _ = after.partition(_MARK)
    words = " ".join(word for word in between.split() if word in JOINS or word.strip(".,/") not in NOISE)
    pair = BETWEEN.search(before) is not None
    if words not in JOINS and not (pair and words in ("and", "und", "et", "y", "e", "en", "i")):
        return None
    low, high = _in_one_unit(*known)
    if low is None or high is None or not 0 < low <= high or high > WIDEST * low:
        return None
    return low, high


def _one_bound(before: str, after: str, amount: Decimal) -> tuple[Decimal | None, Decimal | None] | None:
    if amount <= 0 or before.rstrip().endswith("-"):
        return None
    if UP_TO.search(before + _MARK):
        return None, amount
    if FROM.search(before + _MARK) or re.match(
        r"\s*(?:or more|and (?:up|above|over)|upwards?|onwards?|minimum|min\b)", after
    ):
        return amount, None
    if re.match(r"\s*-", after):
        return None
    if re.match(r"\s*(?:max|maximum|or less)\b", after):
        return None, amount
    return amount, amount


def _in_one_unit(first: _Amount, second: _Amount) -> tuple[Decimal | None, Decimal | None]:
    """Of `120-150K` the first is thousands too; (None, None) where that is not certain."""
    low, high = first.whole, second.whole
    if first.times is None and second.times is not None:
        if first.number <= second.number and not first.is_grouped:
            return first.number * second.times, high
        return (low, high) if low * WIDEST >= high else (None, None)
    if second.times is None and first.times is not None:
        if high >= low:
            return low, high
        return (low, second.number * first.times) if second.number >= first.number else (None, None)
    return low, high


def _is_pay(rest: str, known: list[_Amount], currency: str | None, has_period: bool) -> bool:
    """Whether the words beside the amounts leave no doubt that it is pay."""
    words = re.findall(rf"{_LETTERS}+", FROM.sub(" ", UP_TO.sub(" ", BETWEEN.sub(" ", rest))))
    if any(word in NOT_PAY for word in words) or re.search(rf"/ ?{_LETTERS}", rest):
        return False  # an hour of something we do not know is not a year
    strange = [word for word in words if word not in NOISE and word not in JOINS]
    if currency is None:
        bare = all(a.times is None for a in known)
        if strange or (bare and not has_period and min(a.whole for a in known) < FEWEST_BARE):
            return False
        return not (bare and not has_period and any(not a.is_grouped and a.number >= 10**7 for a in known))
    largest = max(a.whole for a in known)
    return not strange or has_period or largest >= FEWEST_BARE


def _weighed(
    low: Decimal | None, high: Decimal | None, currency: str | None, period: str | None, known: list[_Amount]
) -> Pay | None:
    """The pay, if it is plausible, with the currency of `¥` and the period where the size leaves no doubt."""
    amount = low if low is not None else high
    largest = high if high is not None else low
    if amount is None or largest is None:
        return None
    if currency == "¥":
        currency = "JPY" if amount >= _SURELY_YEN[period] else None
        if currency is None and period is None:
            return None
    if period is None:
        if amount >= _SURELY_YEAR.get(currency or "", Decimal("Infinity")):
            period = "year"
        elif amount < 1_000:
            # `$100 - $150`: an hour, a day, or thousands a year.
            return None
    if period is not None:
        lowest, highest = (_PLAUSIBLE if currency in STRONG else _PLAUSIBLE_ELSEWHERE)[period]
        if amount < lowest or largest > highest:
            return None
    if largest > 10**12:
        return None
    return Pay(low, high, currency, period)
