"""A contact's text made comparable: folded letters, sentences, and words that are nearly others."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LONGEST = 4000  # a reply is short; what follows is not read
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02bc\u0060\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u00ab\u00bb\u201e", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\U0001f44d\U0001f44c\u2705\u2714\U0001f197", " thumbsup "),
        **dict.fromkeys("\U0001f44e\u274c", " thumbsdown "),
        **dict.fromkeys("\u3002\uff61", ". "),
        **dict.fromkeys("\u3001\u060c", ", "),
        **dict.fromkeys("\u061f\u00bf", "? "),
    }
)
_MARKS = re.compile(r"[\u0300-\u036f]")
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\u20e3\ufeff\u00ad]|[^\S\n ]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]+")
_QUOTED = re.compile(
    r"^\s*>.*$|^(?:on|am|le|el) .{5,120}(?:wrote|schrieb|écrit|escribió)\s?:[\s\S]*"
    r"|^-{2,}\s?original message[\s\S]*|^from:\s.+\n(?:sent|date|to):[\s\S]*|^-- ?$[\s\S]*|^sent from my .*$",
    re.I | re.M,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+|(?<=[^\W\d])[.!](?=[^\W\d_]{3,})|(?<=\?)(?=\S)")
# Written without their mark, as on a phone.
_CLIPPED = {
    **{
        f"{word}nt": f"{word}n't"
        for word in "do ca wo did does is was have has could would should are were need had".split()
    },
    **{
        "cant": "can't",
        "im": "i'm",
        "ive": "i've",
        "whats": "what's",
        "thats": "that's",
        "wheres": "where's",
        "hows": "how's",
    },
}
_CLIPPINGS = re.compile(rf"\b(?:{'|'.join(_CLIPPED)})\b")
_SHORT = re.compile(r"\b([ap])\.?\s?m\.(?=\W|$)|\b([ap])\.m\b", re.I)


def own_words(text: str) -> str:
    """What the contact wrote themselves: without the mail they answer, and without a signature's usual lines."""
    return _QUOTED.sub("", text[:LONGEST]).strip()


@lru_cache(256)
def fold(text: str) -> str:
    """Small letters without accents, plain quotes and digits, no unseen characters; line ends stay."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST].translate(_PLAIN)).translate(_PLAIN)
    plain = _MARKS.sub("", unicodedata.normalize("NFD", plain.casefold()))
    plain = _CONTROL.sub(" ", unicodedata.normalize("NFC", plain))
    plain = _SHORT.sub(lambda found: (found[1] or found[2]) + "m", plain)
    plain = _CLIPPINGS.sub(lambda found: _CLIPPED[found[0]], plain)
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in plain)
    return re.sub(r" {2,}", " ", _UNSEEN.sub(lambda found: " " if found[0].isspace() else "", digits)).strip()


def sentences(folded: str) -> list[str]:
    """The sentences and lines of a folded text."""
    return [part.strip() for part in _SENTENCE.split(folded) if part.strip()]


def bare(folded: str) -> str:
    """Its words alone, parted by one space."""
    return re.sub(r"[\s]+", " ", re.sub(r"[^\w\s']|_", " ", folded)).strip(" '")


def nearest(word: str, targets: Iterable[str]) -> str | None:
    """The only word of at least five letters that this one is a slip of; None if there is none."""
    if not 4 <= len(word) <= 14:
        return None
    near = {target for target in targets if len(target) >= 5 and slip(word, target)}
    return near.pop() if len(near) == 1 else None


@lru_cache(4096)
def slip(word: str, target: str) -> bool:
    """Whether one letter (two in long words) was left out, added, changed or swapped; the first or last one stands."""
    allowed = 2 if min(len(word), len(target)) >= 7 else 1
    if abs(len(word) - len(target)) > allowed or (word[:1] != target[:1] and word[-1:] != target[-1:]):
        return False
    return distance(word, target) <= allowed


def distance(one: str, other: str) -> int:
    """How many letters must be added, dropped, changed or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
