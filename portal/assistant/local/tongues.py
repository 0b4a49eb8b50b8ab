"""What other languages say of times and refusals, put into the English that the readers of times know.

Days, months and numbers of several languages stand in their tables; here are the phrases that those cannot hold: "9 y
media", "halb neun", "kal 11 baje", "por la mañana", "heure de Londres". Each is put in place of itself, so that the
rest of a sentence stays as it is.
"""

import re
from collections.abc import Callable

from portal.assistant.local.calendar_words import NUMBERS, ORDINALS

_HOUR = rf"(\d{{1,2}}|{'|'.join(word for word, number in NUMBERS.items() if word.isascii() and number <= 24)})"
Put = str | Callable[[re.Match[str]], str]


def _hour(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS[text]


def _sharp(found: re.Match[str]) -> str:
    return f"{_hour(found[1])}:{found[2] or '00'}"


# In Portuguese these are days too.
_DAYS = {"segunda": 2, "terca": 3, "quarta": 4, "quinta": 5, "sexta": 6}
PHRASES: tuple[tuple[re.Pattern[str], Put], ...] = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        # English as it is typed: "530pm", "no worries" is no refusal, "no 2" is a number.
        (r"\b(1[0-2]|[1-9])([0-5]\d) ?([ap]m?)\b", r"\1:\2 \3"),
        (r"\b(?:no (?:worries|problem\w*|probs?|issues?|objections?|drama)|not a problem|no hay problema|sin problema"
         r"|kein problem|pas de (?:probleme|souci)|sem problema)\b", "sure"),
        (r"(?<![\w,])no\.? ?(\d)\b(?! ?(?:am|pm|h\b|o'clock|uhr|[:.]\d|days?|weeks?|months?|years?))", r"number \1"),
        # Half and quarter hours.
        (rf"\b{_HOUR}(?: horas?| heures?| ore)? (?:y|e|et) (?:media|meia|demie?|mezz[ao])\b", r"half past \1"),
        (rf"\b{_HOUR}(?: horas?| heures?| ore)? (?:y|e|et) (?:un )?(?:cuarto|quart[oe]?)\b", r"quarter past \1"),
        (rf"\b{_HOUR}(?: horas?| heures?| ore)? (?:menos|moins|meno) (?:le |un )?(?:cuarto"
         rf"|quart[oe]?)\b", r"quarter to \1"),
        (rf"\bviertel nach {_HOUR}\b", r"quarter past \1"),
        (rf"\b(?:viertel vor|kwart voor) {_HOUR}\b", r"quarter to \1"),
        (rf"\bkwart over {_HOUR}\b", r"quarter past \1"),
        (rf"\bsaa?dh?e {_HOUR}(?: baje| bje)?\b", r"half past \1"),
        (rf"\bsava {_HOUR}(?: baje| bje)?\b", r"quarter past \1"),
        (rf"\bpaune {_HOUR}(?: baje| bje)?\b", r"quarter to \1"),
        (rf"\b{_HOUR} (?:baje|bajey|bje|बजे)\b", r"at \1"),
        (rf"\b{_HOUR} heures?(?: (\d\d))?\b", _sharp),
        (rf"\b{_HOUR} ?horas\b", _sharp),
        # Parts of the day, before "mañana" and "kal" alone become days.
        (r"\b(?:por|de|en|a) la manana\b|\b(?:da|de|pela) manha\b|\b(?:du|le|au) matin\b|\b(?:di|la) mattina\b"
         r"|\bmattino\b"
         r"|\bmorgens\b|\bfruh\b|\b(?:in der|am) fruhe?\b|\bsubah\b|\bsavere\b|\b's ochtends\b"
         r"|\bochtend\b", "morning"),
        (r"\b(?:por|de|en|a) la tarde\b|\b(?:da|de|pela|a) tarde\b|\bde l'apres-midi\b|\bpomeriggio\b|\bnachmittags\b"
         r"|\bdopah?ar\b|\bdupeh?r\b|\bmiddag\b", "afternoon"),
        (r"\b(?:por|de|en) la noche\b|\b(?:da|de|a) noite\b|\bdu soir\b|\bdi sera\b|\babends\b|\bsha?am\b|\bavond\b",
         "evening"),
        (r"\bpasado manana\b|\bdepois de amanh?a\b|\bubermorgen\b|\bapres-demain\b|\bdopodomani\b"
         r"|\bovermorgen\b", "the day after tomorrow"),
        (r"(?<!la )(?<!esta )\bmanana\b|\bdomani\b|\bkal\b|\bmanhana\b|\bamanha\b", "tomorrow"),
        (r"\boggi\b|\bvandaag\b", "today"),
        # Whose clock.
        (r"\b(?:a l'|l')?(?:heure|hora|ora|orario|horario) (?:de |d'|di |do |da |del |en )(\w+)\b", r"\1 time"),
        (r"\b(\w+)er zeit\b", r"\1 time"),
        (rf"\b({'|'.join(ORDINALS)}) (?:opcao|opcion|opzione)\b", lambda found: f"option {ORDINALS[found[1]]}"),
        (r"\b(segunda|terca|quarta|quinta|sexta) (?:opcao|opcion"
         r"|opzione)\b", lambda found: f"option {_DAYS[found[1]]}"),
        # One of the list: "le deuxième", "el segundo" is no day of the month.
        (r"\b(?:le|la|el|il|o|a|der|die|das|den) (premiere?|deuxieme|troisieme|quatrieme|cinquieme|primer[oa]?"
         r"|segund[oa]|tercer[oa]?"
         r"|cuart[oa]|quint[oa]|prim[oa]|second[oa]|terz[oa]|quart[oa]|primeir[oa]|terceir[oa]|erste[rn]?|zweite[rn]?"
         r"|dritte[rn]?|vierte[rn]?|funfte[rn]?)\b", r"\1 one"),
        (r"\bfirst (mon|tues|wednes|thurs|fri|satur|sun)day\b", r"earliest \1day"),
        # Assent and refusal, and words that join.
        (r"\b(?:di|hindi) (?:po |na |ako |ko )*(?:pwede|puwede|kaya|available)\b", "not possible"),
        (r"\b(?:nahin?|nai|kein(?:e[nms]?)?(?! (?:der|davon|von|zeit))|nie|nunca|jamais|niemals|tampoco)\b", "not"),
        (r"\b(?:pero|aber|mais|mas|lekin|sino|sondern|maar)\b", "but"),
        (r"\b(?:oder|ou|oppure)\b", "or"),
        (r"\b(?:eventuell|evtl|vielleicht|moglicherweise|peut-etre|quizas?|tal vez|talvez|puede que|a lo mejor|forse"
         r"|shaya?d|misschien|weiss (?:noch )?nicht|je ne sais pas|no se si|nao sei se)\b", "maybe"),
    )
)  # fmt: skip
# German "ist" after a clock time is no India Standard Time.
_GERMAN = re.compile(r"\b(?:uhr|halb|viertel|morgen|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|mir|gut"
                     r"|super|passt|prima|okay?)\b")  # fmt: skip
_IST = re.compile(r"\bist (?=(?:mir|gut|super|prima|okay?|ok|perfekt|in ordnung|bei|am|der|die|das|fur)\b)")


def plainer(folded: str) -> str:
    """The folded text with such phrases in English."""
    if _GERMAN.search(folded):
        folded = _IST.sub("", folded)
    for pattern, put in PHRASES:
        folded = pattern.sub(put, folded)
    return folded
