"""The words with which pay is written, in the languages in which jobs come: for `portal.core.salaries` alone."""

import re

DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD"})
CURRENCY_SIGNS = {
    "us$": "USD", "ca$": "CAD", "c$": "CAD", "cad$": "CAD", "au$": "AUD", "a$": "AUD", "aud$": "AUD", "nz$": "NZD",
    "sg$": "SGD", "s$": "SGD", "hk$": "HKD", "nt$": "TWD", "mx$": "MXN", "r$": "BRL", "$": "$",
    "€": "EUR", "£": "GBP", "₹": "INR", "¥": "¥", "円": "JPY", "元": "CNY", "₩": "KRW", "원": "KRW", "₱": "PHP",
    "₫": "VND", "฿": "THB", "₪": "ILS", "₺": "TRY", "₽": "RUB", "₴": "UAH", "₦": "NGN", "₵": "GHS",
}  # fmt: skip
CURRENCY_WORDS = {
    **{
        code.lower(): code
        for code in (
            "INR", "USD", "EUR", "GBP", "AED", "AUD", "CAD", "CHF", "JPY", "NZD", "SAR", "SGD", "ZAR", "CNY", "HKD",
            "KRW", "PHP", "VND", "THB", "ILS", "TRY", "RUB", "UAH", "NGN", "KES", "GHS", "MYR", "IDR", "PLN", "CZK",
            "HUF", "RON", "BGN", "SEK", "NOK", "DKK", "BRL", "MXN", "QAR", "KWD", "OMR", "BHD", "EGP", "PKR", "BDT",
            "LKR", "TWD",
        )
    },
    "rs": "INR", "rs.": "INR", "rupees": "INR", "rupee": "INR", "dollars": "$", "dollar": "$", "euro": "EUR",
    "euros": "EUR", "pounds": "GBP", "pound": "GBP", "quid": "GBP", "sfr": "CHF", "sfr.": "CHF", "fr.": "CHF",
    "franken": "CHF", "rmb": "CNY", "yuan": "CNY", "yen": "JPY", "zł": "PLN", "zl": "PLN", "kč": "CZK", "rm": "MYR",
    "tl": "TRY",
    "rp": "IDR", "rp.": "IDR", "dhs": "AED", "dhs.": "AED", "dirhams": "AED", "dirham": "AED", "ksh": "KES",
    "riyals": "SAR", "rand": "ZAR",
    # Of several countries: that there is a currency is known, which one is not.
    "kr": "kr", "kr.": "kr", "sek.": "SEK",
}  # fmt: skip
MULTIPLIERS = {
    **dict.fromkeys(("k", "thousand", "grand", "tsd", "tausend", "tys", "tis"), 10**3),
    **dict.fromkeys(("m", "mn", "mio", "million", "millions", "millionen"), 10**6),
    **dict.fromkeys(("l", "lac", "lacs", "lakh", "lakhs", "lk"), 10**5),
    **dict.fromkeys(("cr", "crs", "crore", "crores"), 10**7),
    **dict.fromkeys(("万", "만"), 10**4),
}

_PER = (
    r"(?:/ ?|\bpr\.? |\bper |\bpro |\bje |\ban? |\bpar |\bpor |\bla |\bal |\bà la |\bde l'|\ball'|\bp/ ?|\bna |\bza "
    r"|\bi )"
)
_END = r"(?![^\W\d_])"
# What a bare noun of time needs before it, and adverbs that need nothing. `week` is understood and has no place here.
PERIODS = {
    "hour": (
        rf"{_PER}(?:hours?|hrs?|h|std\.?|stunde|heure|hora|ora|u|uur|uren|godz\.?|godzinę|hod\.?|timme|time){_END}",
        rf"(?:\b|(?<=\d))(?:hourly|stündlich|stundenlohn|horaire|p\.?h){_END}\.?", r"時給",
    ),
    "day": (
        rf"{_PER}(?:days?|d|tag|j|jour|día|dia|giorno|dag|dzień){_END}",
        rf"(?:\b|(?<=\d))(?:daily|day rate|tagessatz|täglich|tjm|p\.?d){_END}\.?", r"日給",
    ),
    "week": (
        rf"{_PER}(?:weeks?|wk|w|woche|semaine|semana|settimana|fortnight|two weeks){_END}",
        rf"\b(?:weekly|wöchentlich|biweekly|bi-weekly|fortnightly|p\.?w|quarter|quarterly|per quarter){_END}\.?",
    ),
    "month": (
        rf"{_PER}(?:months?|mths?|mon|mo|m|monat|mois|mes|mês|mese|maand|mies\.?|miesiąc|mc|měsíc|månad|mnd|måned|mån\.?|bulan|ay){_END}",
        rf"(?:\b|(?<=[\dk]))(?:monthly|monatlich|mtl\.?|mensuels?|mensuales|mensual|mensais|mensal|mensili|mensile|miesięcznie|měsíčně|pcm"
        rf"|p\.?m|månadslön|monatsgehalt){_END}\.?",
        r"月給|月収|月薪|월급|월",
    ),
    "year": (
        rf"{_PER}(?:years?|yrs?|y|annum|jahr|an|année|ano|año|anno|jaar|rok|år|a){_END}",
        rf"(?:\b|(?<=[\dkl]))(?:annually|annual|yearly|p\.? ?a|p/a|per annum|annum|jährlich|jahresgehalt"
        rf"|jahresbrutto|annuels?|anuales"
        rf"|anual|anuais|annui|annuo|rocznie|ročně|årligen|årslön){_END}\.?",
        rf"(?<=[\d .])l\.?p\.?a{_END}\.?", r"年収|年俸|年薪|연봉",
    ),
}  # fmt: skip

UP_TO = re.compile(
    r"\b(?:up ?to|upto|max\.?|maximum|bis zu|bis|jusqu'à|jusqu'a|hasta|fino a|até|tot|under|below|less than"
    r"|no more than|at most|not more than|capped at|höchstens|maximal|do)\s*(?:of\s*)?(?=[^\w]*#)|[<≤]=?\s*(?=#)"
)
FROM = re.compile(
    r"\b(?:from|min\.?|minimum|starting(?: at| from)?|starts(?: at| from)?|ab|à partir de|a partir de|a partire da"
    r"|desde|at least|more than|over|above|upwards of|vanaf|od|mindestens|north of)\s*(?:of\s*)?(?=[^\w]*#)"
    r"|[>≥]=?\s*(?=#)"
)
BETWEEN = re.compile(r"\b(?:between|zwischen|entre|tra|tussen|mellan|between approximately|od|de|from|von|da|van)\b")
JOINS = frozenset({
    "-", "--", "to", "bis", "à", "a", "al", "até", "til", "till", "until", "through", "thru", "tot", "do", "hasta",
    "up to", "- to", "- up to", "to -", "bis zu", "an", "...", "..", "…",
})  # fmt: skip
# What stands beside an amount without changing it.
NOISE = frozenset(
    """
    salary salaries pay wage wages compensation comp remuneration package base basic gross net brutto netto brut bruto
    bruta brutos bruts lordo lorda ctc cost company ote tc total fixed variable circa c ca approx approximately around
    about roughly range ranging band bracket rate rates competitive doe depending depends dependent on experience
    exp negotiable neg plus benefits bonus bonuses equity stock options commission perks super superannuation pension
    and with in the of is at per inc incl including inclusive excl excluding exclusive only starting offered offer
    based p guaranteed ctc fte full time equivalent gehalt jahr or more up within b v k l m pro rata rata prorata
    salaire annuel fixe salario sueldo stipendio ral retribuzione lön wynagrodzenie uop b2b hourly annual estimated
    est expected budget upto max maximum min minimum to from day year month hour local currency target earnings
    according selon profil expérience erfahrung nach je vb verhandelbar vhb dépend w2 c2c corp contract plan
    compensación remuneração remuneración de
""".split()
) - {"budget", "k", "l", "m", "to", "from", "and"}
# What makes an amount something else than pay.
NOT_PAY = frozenset(
    """
    signing sign referral relocation funding funded raised raise revenue arr mrr users customers employees people
    person team teams stipend allowance budget turnover loan fee fees prize grant valuation investment clients visa
    openings positions vacancies age sales quota tuition per-diem years yrs project
""".split()
)
