"""The vocabulary of skills: their names, what else people call them, and finding them in a text."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "skills.json"
EDGE = re.compile(r"[^\w+#.]+")


def _key(text: str) -> str:
    return EDGE.sub(" ", text.casefold().replace("&", " and ")).strip(" .")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Every name and alias, folded, to the name it stands for."""
    found: dict[str, str] = {}
    families: dict[str, list[str]] = json.loads(DATA.read_text(encoding="utf-8"))
    rows = [row.split("|") for rows in families.values() for row in rows]
    for name, *_ in rows:
        found.setdefault(_key(name), name)
    for name, *aliases in rows:
        for alias in aliases:
            found.setdefault(_key(alias), name)
    return found


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(len(name.split()) for name in _names())


def known(text: str) -> str | None:
    """The name in the vocabulary for what is written, None when it has none."""
    return _names().get(_key(text))


def canonical(text: str) -> str:
    """The one name for what is written (`k8s` gives Kubernetes); what the vocabulary does not know, tidied."""
    return known(text) or re.sub(r"\s+", " ", text).strip()


def same(a: str, b: str) -> bool:
    """Whether two writings mean the same skill."""
    return _key(canonical(a)) == _key(canonical(b))


WORD = re.compile(r"[^\W_][\w+#.]*[\w+#]|[^\W_]")
SHORT = 3
# Words of ordinary language that are also names of tools: found in a text only as they are spelled as a name.
ORDINARY = frozenset(
    "access project word excel outlook teams swift rust spring flask django express go dart react angular ember chef puppet salt sketch zoom slack "
    "notion unity blender maya illustrator photoshop access publisher visio oracle spark hive storm flink jest mocha cypress assembly shell bash c r "
    "scala julia ruby pearl crystal nest next node rest soap agile lean word word reading writing research office sage xero concur numbers pages keynote "
    "premiere audition lightroom canvas blackboard scratch processing audio ada prolog lisp square toast opera amadeus galileo sabre epic meditech monday "
    "linear bamboo confluence basecamp buffer drift segment heap looker hotjar typeform figma framer webflow wave mint make".split()
)


@lru_cache(maxsize=1)
def _spelled() -> frozenset[str]:
    families: dict[str, list[str]] = json.loads(DATA.read_text(encoding="utf-8"))
    return frozenset(written for rows in families.values() for row in rows for written in row.split("|"))


def find_in(text: str) -> list[tuple[str, int, int]]:
    """The known skills in a text as (name, start, end), longest first where they overlap, in order of their places."""
    words = list(WORD.finditer(text))
    names, longest, found = _names(), _longest(), []
    index = 0
    while index < len(words):
        for length in range(min(longest, len(words) - index), 0, -1):
            start, end = words[index].start(), words[index + length - 1].end()
            written = text[start:end]
            name = names.get(_key(written))
            if name and _meant(written):
                found.append((name, start, end))
                index += length
                break
        else:
            index += 1
    return found


def _meant(written: str) -> bool:
    if len(written) <= SHORT or written.casefold() in ORDINARY:
        return written in _spelled()
    return True
