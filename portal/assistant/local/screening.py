"""Answers to screening questions: does a reply answer this one, and what is the answer in short."""

import re

from portal.assistant.local import facts, intents
from portal.assistant.local.calendar_words import NUMBERS
from portal.assistant.local.tongues import plainer
from portal.assistant.situation import Question, Situation
from portal.assistant.text import bare, fold, sentences, slip

_NUMBER = re.compile(r"(?<![\w.])(\d{1,3}(?:[ ,]\d{3})+|\d+)(?:[.,](\d{1,2}))?(?![\d])")
_WORD_NUMBERS = {
    **{word: number for word, number in NUMBERS.items() if word.isascii()},
    "a": 1,
    "an": 1,
    "couple": 2,
    "zero": 0,
    "none": 0,
    "nil": 0,
    "no": 0,
}
_NOT_ANSWERED = re.compile(
    r"\b(?:prefer not|rather not|won't say|no comment|don't (?:know|want to say)|do not (?:know"
    r"|want)|not sure|no idea|skip|pass|later|n/?a|confidential|depends|none of your)\b"
)
# What leaves a question open, however it is put; the question is asked once more.
_DODGES = re.compile(
    r"\b(?:dunno|idk|don't know|do not know|no idea|no clue|not sure|unsure|depends|hard to say|can't say"
    r"|cannot say|who knows"
    r"|we'll see|let's see|will see|haven't (?:decided|thought)|not decided|to be decided|tbd|open to discuss\w*"
    r"|let's discuss"
    r"|(?:on|in) my (?:cv|resume|profile|linkedin)|(?:see|check|read|look at) my (?:cv|resume|profile|linkedin)"
    r"|(?:put|write|say|enter|fill in) (?:whatever|anything)|whatever (?:you|u) (?:want|like|need)"
    r"|can discuss|no se|weiss (?:ich )?nicht|keine ahnung|je ne sais pas|nao sei|pata nahi|non lo so)\b"
)
_NO = re.compile(
    r"^(?:(?:i'd|i would|would) (?:rather|prefer) not|rather not|(?:only|just) (?:days?|mornings?|daytime|weekdays)\b"
    r"|no|nope|nah|not|nein|non|nao|nee|nahi|never|unfortunately|i (?:don't|do not"
    r"|haven't|have not|can't|cannot|am not|'m not)|i'm not|don't|haven't|can't|sadly"
    r"|afraid)\b"
)
_NO_INSIDE = re.compile(
    r"\b(?:don't|do not|haven't|have not|can't|cannot|not (?:yet|really|at the moment"
    r"|currently|able|willing|possible)|wouldn't|am not|i'm not|never|without|unable|(?:is|are|be|too"
    r"|very) (?:\w+ )?(?:hard|difficult|tough|tricky)"
    r"|(?:hard|difficult|tough) for me|i'd rather not|only (?:days?|mornings?|daytime))\b"
)
_YES = re.compile(
    r"^(?:yes|yep|yeah|yup|ya|yea|yess+|y|si|oui|ja|sim|haan?|da|sure|of course|absolutely"
    r"|definitely|certainly|correct|right|indeed|ok|okay|thumbsup|i (?:do|have|am|can"
    r"|will|would|did)|i'm|i've|indeed|affirmative|true|100)\b|^(?:(?:all |it's |its |that's |am |i'm )*(?:good"
    r"|fine|ok|okay|alright|cool|comfortable|happy)"
    r" (?:with|by|for|to) )"
)
_YES_INSIDE = re.compile(
    r"\b(?:yes|i do|i have|i am|i can|i hold|i've|i'm|no problem|willing|happy to|able to|sure|of course)\b"
)


_ASKS = re.compile(r"^(?:what|what's|where|when|who|whom|why|how|which) ")
_MOMENT = re.compile(
    r"^(?:(?:ok|okay|sorry|please|just|hi|hey) )*(?:(?:one|a|1) (?:sec|second|minute"
    r"|min|moment)|wait|hold on|brb|hang on|moment|two minutes?|give me (?:a|one) (?:sec"
    r"|second|minute|moment))(?: please| pls)?$"
)
_ANSWERS_LATER = re.compile(
    r"\b(?:will|i'll|ill|gonna|going to|let me|can i|may i) (?:answer|reply|respond|write|get back|do (?:it|this"
    r"|that)|send (?:it|this)"
    r"|tell you)\b.{0,25}\b(?:later|tonight|tomorrow|soon|in a (?:bit|while)|after|when i|once i|this evening|asap)\b"
)
# How many of the smaller unit the larger has, for an answer in another unit than was asked for.
_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
_NOUNS = frozenset({"experience", "year", "month", "week", "day"})
_NOTHING = re.compile(r"\b(?:never|no experience|not any|none at all|haven't|have not|nothing)\b")
_UNIT = re.compile(r" ?\+? ?(day|week|month|year|yr)s?\b")


def next_question(situation: Situation, *, after: int | None = None) -> Question | None:
    """The first question without an answer; `after`: the one that is being answered just now."""
    open_ = [q for q in situation.questions if q.id not in situation.answered and q.id != after]
    return open_[0] if open_ else None


def asked(situation: Situation) -> Question | None:
    """The question that the last message asked, while it has no answer."""
    number = situation.memory.question_id
    return next((q for q in situation.questions if q.id == number and q.id not in situation.answered), None)


def answer_of(question: Question, text: str) -> str | None:
    """The answer that a reply gives, normalised by the kind of question; None if it is none."""
    own = "\n".join(part for part in text.split("\n") if part.strip())
    if question.kind == "yes_no":
        return _yes_no(own, fold(question.text))
    if question.kind == "number":
        return _number(own, question.text)
    if question.kind == "choice":
        return _choice(question, own)
    return _text(own)


def asks_to_wait(text: str) -> bool:
    """Whether they only ask for a moment."""
    return bool(_MOMENT.match(bare(fold(text)))) or bool(_ANSWERS_LATER.search(fold(text)))


def refuses(text: str) -> bool:
    """Whether they do not want to answer, or cannot."""
    return bool(_NOT_ANSWERED.search(fold(text)))


def dodges(text: str) -> bool:
    """Whether a few words leave the question open."""
    folded = fold(text)
    return bool(_DODGES.search(folded)) and len(folded.split()) <= 14


# "I have kids" says yes to "do you have …" alone.
_TELLS = re.compile(r"^i(?:'ve| have| had| own)\b(?! (?:no|a) (?:problem|issue|objection))")
_ASKS_OF_HAVING = re.compile(r"\b(?:have|hold|own|possess|got|licen[cs]e|worked|experience|ever|done|used)\b")


def _yes_no(text: str, asked_text: str) -> str | None:
    tells = not _ASKS_OF_HAVING.search(asked_text)
    said = [
        part for part in sentences(fold(text)) if not facts.is_question(part) or _YES.search(part) or _NO.search(part)
    ]
    for part in said:
        words = bare(re.sub(r"^(?:hi|hello|hey|well|so|sorry|um+|thanks|thank you)[ ,.!]+", "", part))
        if re.match(
            r"(?:i (?:don't|do not|wouldn't) mind|no objections?|no problem|no issue|not a problem"
            r"|no worries|why not|not an issue)",
            words,
        ):
            return "yes"
        if words in intents.NO or _NO.search(words):
            return "no"
        if _YES.search(words) and not (tells and _TELLS.match(words)):
            return "no" if re.match(r"i (?:am|do|have|can|would) not\b", words) else "yes"
    for part in said:
        if _NO_INSIDE.search(part):
            return "no"
        if _YES_INSIDE.search(part) and not (tells and _TELLS.match(part)):
            return "yes"
    return None


# No time at all, where a time was asked for.
_AT_ONCE = re.compile(
    r"\b(?:immediate(?:ly)?|immediat\w*|asap|right away|straight ?away|at once|no notice|zero notice|any ?time|sofort"
    r"|inmediat\w+|imediat\w+|already (?:free|available|left|resigned)|currently (?:unemployed|free|available)"
    r"|not working (?:now|anywhere|at the moment|currently)|now itself|today itself)\b|^now$"
)
_HALVES = (
    (re.compile(r"\bhalf (?:a|an) (year|month|week|day)\b"), r"0.5 \1"),
    (re.compile(r"\b(?:a|an|one|1) (year|month|week)s? and (?:a )?half\b"), r"1.5 \1"),
    (re.compile(r"\b(\d+) and (?:a )?half\b"), r"\1.5"),
    (re.compile(r"\b(?:a|one) fortnight\b|\bfortnight\b"), "14 days"),
    (re.compile(r"\b(?:a )?dozen\b"), "12"),
)


def _number(text: str, asked_text: str) -> str | None:
    """The number in the unit that was asked for; the one before such a unit, where there are several."""
    text = fold(text)
    for written, plain in _HALVES:
        text = written.sub(plain, text)
    if _UNIT.search(fold(asked_text)) and not re.search(r"experience", fold(asked_text)) and _AT_ONCE.search(text):
        return None if _NUMBER.search(text) and not _AT_ONCE.match(text) else "0"
    said = "\n".join(part for part in sentences(fold(text)) if "?" not in part or _NUMBER.search(part))
    unit = _UNIT.search(fold(asked_text))
    wanted = _base(unit[1]) if unit else ""
    given = list(_NUMBER.finditer(said))
    if not given:
        return "0" if _NOTHING.search(said) else _spoken_number(bare(said).split(), wanted)
    found = next((one for one in given if _UNIT.match(said, one.end())), given[0])
    unit = _UNIT.match(said, found.end())
    whole = re.sub(r"[ ,]", "", found[1])
    exact = float(f"{whole}.{found[2] or 0}")
    if unit and wanted and (other := _converted(exact, _base(unit[1]), wanted)):
        return other
    after = said[found.end() :]
    if re.match(r" ?k\b", after):
        return str(int(float(f"{whole}.{found[2] or 0}") * 1000))
    if re.match(r" (?:and a half|1/2)", after):
        return f"{whole}.5"
    return f"{whole}.{found[2]}" if found[2] and int(found[2]) else whole


def _spoken_number(words: list[str], wanted: str) -> str | None:
    for at, word in enumerate(words):
        after = words[at + 1 : at + 2]
        unit = _base(re.sub(r"s$", "", after[0])) if after else ""
        number = _WORD_NUMBERS.get(word)
        if (
            number is None
            or (word in ("a", "an") and unit not in _UNITS)
            or (word == "no" and after and unit not in _NOUNS)
        ):
            continue
        if wanted and unit in _UNITS and (other := _converted(number, unit, wanted)):
            return other
        if words[at + 1 : at + 4] == ["and", "a", "half"]:
            return f"{number}.5"
        more = NUMBERS.get(after[0], 0) if after and number >= 20 else 0
        return str(number + (more if more < 10 else 0))
    return None


def _base(unit: str) -> str:
    return "year" if unit == "yr" else unit


def _converted(number: float, given: str, wanted: str) -> str | None:
    """`2 months` where days were asked for: `60`; None where it is the same unit."""
    if given == wanted:
        return None
    if {given, wanted} == {"month", "year"}:
        value = number * 12 if given == "year" else number / 12
    else:
        value = number * _UNITS[given] / _UNITS[wanted]
    return f"{value:.1f}".rstrip("0").rstrip(".")


_SPELLINGS = {
    "nite": "night",
    "nites": "nights",
    "mrng": "morning",
    "mrg": "morning",
    "morn": "morning",
    "eve": "evening",
    "early": "morning",
    "earlies": "morning",
    "graveyard": "night",
    **dict.fromkeys(("raat", "nuit", "nacht", "noche", "noite", "notte", "nachts", "gabi"), "night"),
}
_SPELLED = re.compile(rf"\b(?:{'|'.join(_SPELLINGS)})\b")


def _choice(question: Question, text: str) -> str | None:
    folded = bare(re.sub(r"\bgood (?:morning|afternoon|evening|night)\b", " ", plainer(fold(text))))
    options = {option: bare(fold(option)) for option in question.options}
    folded = _SPELLED.sub(lambda found: _SPELLINGS[found[0]], folded)
    exact = [option for option, plain in options.items() if plain == folded]
    if exact:
        return exact[0]
    number = re.fullmatch(
        r"(?:the |number |option |no |#)*(\d{1,2})(?:st|nd|rd|th)?(?: (?:one|please|option))?", folded
    )
    ordinal = re.search(r"\b(first|second|third|fourth|fifth|last)\b", folded)
    place = int(number[1]) if number else 0
    if ordinal and not place:
        place = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": len(options)}[ordinal[1]]
    inside = [option for option, plain in options.items() if re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", folded)]
    others = "|".join(rf"\b{re.escape(plain)}\b " for plain in options.values() if plain) or "$"
    denied = [
        o
        for o in inside
        if re.search(
            rf"\b(?:not|no|never|don't|isn't|except|but"
            rf"|besides)\b(?:(?!{others})[\w ]){{0,15}}{re.escape(options[o])}",
            folded,
        )
    ]
    inside = [option for option in inside if option not in denied]
    longest = [o for o in inside if not any(o != other and options[o] in options[other] for other in inside)]
    if denied and not inside:
        left = [option for option in options if option not in denied]
        return left[0] if len(left) == 1 else None
    if len(longest) == 1:
        return longest[0]
    if 1 <= place <= len(options) and not inside:
        return question.options[place - 1]
    if inside:
        return None
    if _ANY.search(folded):
        open_ = [option for option, plain in options.items() if _ANY_OPTION.search(plain)]
        if len(open_) == 1:
            return open_[0]
    return _nearly(options, folded, set(bare(fold(question.text)).split()))


_ANY = re.compile(
    r"\b(?:any|anything|any ?time|anyone|whichever|whatever|all|either|both|no preference|flexible|(?:does not"
    r"|doesn't|dont|don't|do"
    r" not) (?:matter|mind)|not fussy|not bothered|egal|cualquiera|n'importe|qualquer|koi bhi)\b"
)
_ANY_OPTION = re.compile(r"\b(?:any|all|either|both|flexible|no preference|whichever)\b")


def _nearly(options: dict[str, str], folded: str, asked: set[str]) -> str | None:
    """The only option that shares a word with the reply, slips forgiven; the question's own words tell nothing."""
    said = [word for word in folded.split() if len(word) > 2]
    parts = [(option, word) for option, plain in options.items() for word in plain.split() if len(word) > 3]
    parts = [(option, word) for option, word in parts if word not in asked]
    near = {option for option, word in parts if any(word == one or (len(one) > 3 and slip(one, word)) for one in said)}
    if not near:
        near = {option for option, word in parts if any(len(one) > 3 and word.startswith(one) for one in said)}
    return near.pop() if len(near) == 1 else None


def _text(text: str) -> str | None:
    told = [part for part in re.split(r"(?<=[.!?])\s+|\n+", text) if part.strip()]
    kept = [
        part
        for part in told
        if not (
            part.rstrip().endswith("?")
            or _ASKS.match(fold(part))
            or facts.ASKING.match(fold(part))
            and facts.topics_of(part)
        )
    ]
    answer = " ".join(kept).strip()
    if not answer or intents.is_greeting(answer) or not re.search(r"\w", answer):
        return None
    return answer
