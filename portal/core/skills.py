"""The vocabulary of skills: their names, what else people call them, and finding them in a text.

The names are in `data/skills.json`, by family of occupations; each row is a name and its aliases, parted by bars.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data" / "skills.json"
TOKEN = re.compile(r"[\w+#.]*[\w+#]|&")
SHORT = 3
# Words of ordinary language that are also names of tools: in a text they count only where they are written as a name.
ORDINARY = frozenset(
    "access project word excel outlook teams swift rust spring flask django express dart angular "
    "ember chef puppet salt sketch zoom "
    "slack notion unity blender maya illustrator publisher oracle spark hive jest mocha cypress "
    "assembly shell scala julia ruby consul helm vault "
    "crystal node soap agile lean writing office sage pages numbers keynote premiere audition "
    "lightroom canvas blackboard scratch square toast "
    "opera amadeus galileo sabre epic bamboo confluence buffer drift segment looker framer "
    "wave buying selling pieces origin fiji eagle metal "
    "karma celery liquid babel yarn vim sinatra chromatic inventor creo rhino doors reception "
    "filing loading packing picking "
    "outreach training research communication trading history initiative patience coordination "
    "organization organisation "
    "cleaning delivery drilling grinding turning milling framing drainage facebook twitter "
    "instagram linkedin concur dance acting singing "
    "assessment teaching reporting operations strategy networking storage calibration optimization "
    "regression administration interviewing "
    "wiring delegation marking grading editing distribution advertising statistics supervision "
    "listening reliability discretion phonics drawing directing conducting composition mastering "
    "weaving embroidery piano guitar violin percussion reservations curating stagecraft pruning "
    "grafting fencing respite befriending".split()
)


class _Vocabulary(NamedTuple):
    names: dict[str, str]
    spelled: frozenset[str]
    longest: dict[str, int]


def families() -> dict[str, list[str]]:
    """The names of the vocabulary by family of occupations."""
    return {family: [row.split("|")[0] for row in rows] for family, rows in _rows().items()}


def _rows() -> dict[str, list[str]]:
    rows: dict[str, list[str]] = json.loads(DATA.read_text(encoding="utf-8"))
    return rows


def _folded(token: str) -> str:
    return "and" if token == "&" else token.casefold()


def _key(text: str) -> str:
    return " ".join(_folded(token) for token in TOKEN.findall(text))


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    rows = [row.split("|") for group in _rows().values() for row in group]
    names: dict[str, str] = {}
    for name, *_ in rows:
        names.setdefault(_key(name), name)
    for name, *aliases in rows:
        for alias in aliases:
            names.setdefault(_key(alias), name)
    longest: dict[str, int] = {}
    for key in names:
        first, count = key.split(" ", 1)[0], key.count(" ") + 1
        longest[first] = max(longest.get(first, 0), count)
    return _Vocabulary(names, frozenset(written for row in rows for written in row), longest)


def known(text: str) -> str | None:
    """The name in the vocabulary for what is written, None when it has none."""
    return _vocabulary().names.get(_key(text))


def canonical(text: str) -> str:
    """The one name for what is written (`k8s` gives Kubernetes); what the vocabulary does not know, tidied."""
    return known(text) or re.sub(r"\s+", " ", text).strip()


def same(a: str, b: str) -> bool:
    """Whether two writings mean the same skill."""
    return _key(canonical(a)) == _key(canonical(b))


def find_in(text: str) -> list[tuple[str, int, int]]:
    """The known skills in a text as (name, start, end), the longest where they overlap, in order of their places."""
    vocabulary = _vocabulary()
    places = [(match.start(), match.end()) for match in TOKEN.finditer(text)]
    folded = [_folded(text[start:end]) for start, end in places]
    found: list[tuple[str, int, int]] = []
    index = 0
    while index < len(folded):
        most = min(vocabulary.longest.get(folded[index], 0), len(folded) - index)
        for length in range(most, 0, -1):
            name = vocabulary.names.get(" ".join(folded[index : index + length]))
            start, end = places[index][0], places[index + length - 1][1]
            if name and _meant(text, start, end, vocabulary):
                found.append((name, start, end))
                index += length
                break
        else:
            index += 1
    return found


def _meant(text: str, start: int, end: int, vocabulary: _Vocabulary) -> bool:
    """Whether a short or ordinary word is written as a name: `Go` and `R`, not `go`; `Excel`, not `excel at`."""
    written = text[start:end]
    if re.search(r"[\n;|:!?]|\.\s", written):
        return False
    if len(written) <= SHORT:
        beside = text[max(0, start - 1) : start] + text[end : end + 1]
        return (
            written.isupper()
            or any(ch.isdigit() for ch in written)
            or (written in vocabulary.spelled and not written.islower())
        ) and not re.search(r"[&'’-]", beside)
    if written.casefold() in ORDINARY:
        opens = not text[:start].strip() or text[:start].rstrip().endswith((".", "•", "!", "?"))
        follows = re.match(r"\s+[a-z]", text[end:])
        return written[:1].isupper() and not (opens and follows)
    return True
