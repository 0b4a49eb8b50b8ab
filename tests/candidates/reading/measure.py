"""How much of what labelled CVs say the reader finds. `python -m tests.candidates.reading.measure [FOLDER …]`.

Single fields: the share of the CVs with a label whose value is right. Lists: F1 over all CVs, each value used once.
Names and places are compared without case, accents and order; telephone numbers by their digits without the country;
employers and schools without legal forms, near spellings allowed (0.88), degrees and titles likewise (0.8).
"""

import difflib
import json
import re
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from portal.candidates.reading import Reading, Unreadable, read_cv, sniff

FIXTURES = Path(__file__).parents[2] / "fixtures"
SETS = ("cv", "cv2", "cv3", "cv4", "cv5")
GOALS = {
    "name": 0.95,
    "email": 0.98,
    "phone": 0.98,
    "location": 0.80,
    "skills": 0.80,
    "employers": 0.75,
    "schools": 0.75,
    "degrees": 0.70,
    "titles": 0.70,
}
LEGAL = re.compile(
    r"\b(?:inc|incorporated|llc|ltd|limited|gmbh|plc|corp|corporation|co|company|pvt|private|llp|sa|pty)\b"
)
COURTESIES = frozenset("dr mr mrs ms prof phd mba md rn cpa pmp jr sr".split())
NEAR = {"skills": 1.0, "employers": 0.88, "schools": 0.88, "degrees": 0.8, "titles": 0.8}


def words_of(text: str) -> list[str]:
    """Lower case, no accents, no signs."""
    bare = "".join(ch for ch in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(ch))
    return re.findall(r"[a-z0-9+#]+", bare.replace("ł", "l").replace("&", " and "))


def same_name(found: str, wanted: str) -> bool:
    """The same words in any order; courtesies and letters beside a name are no part of it."""
    one, other = (sorted(word for word in words_of(text) if word not in COURTESIES) for text in (found, wanted))
    return one == other


def same_phone(found: str, wanted: str) -> bool:
    short, long = sorted(
        (re.sub(r"\D", "", re.sub(r"\(0\)", "", text)).lstrip("0") for text in (found, wanted)), key=len
    )
    if re.sub(r"\s", "", found) == re.sub(r"\s", "", wanted):
        return True
    return len(short) >= 7 and long.endswith(short) and len(long) - len(short) <= 3


def same_town(found: str, wanted: str) -> bool:
    return set(words_of(wanted.split(",")[0])) <= set(words_of(found))


ONE: dict[str, tuple[str, Callable[[str, str], bool]]] = {
    "name": ("full_name", same_name),
    "email": ("email", lambda found, wanted: found.lower() == wanted.lower()),
    "phone": ("phone", same_phone),
    "location": ("location", same_town),
}


def plain(field: str, text: str) -> str:
    told = " ".join(words_of(text))
    if field == "skills":
        return told.replace(" ", "")
    return re.sub(r"\s+", " ", LEGAL.sub(" ", told)).strip() or told if field in ("employers", "schools") else told


def alike(field: str, found: str, wanted: str) -> bool:
    if found == wanted or NEAR[field] == 1.0:
        return found == wanted
    short, long = sorted((found, wanted), key=len)
    near = difflib.SequenceMatcher(None, found, wanted).ratio() >= NEAR[field]
    return near or (short in long and len(short) >= 0.6 * len(long))


def lists_of(reading: Reading) -> dict[str, list[str]]:
    """What the reader found, by the names of the labels."""
    return {
        "skills": reading.skills,
        "employers": [work.company for work in reading.work_experience if work.company],
        "titles": [work.title for work in reading.work_experience if work.title],
        "schools": [study.institution for study in reading.education if study.institution],
        "degrees": [study.degree for study in reading.education if study.degree],
    }


def counted(field: str, found: list[str], truth: dict[str, Any]) -> tuple[int, int, int]:
    """How many values are right, too many, missing; the optional ones are never too many."""
    left = list(dict.fromkeys(plain(field, text) for text in truth[field]))
    optional = {plain(field, text) for text in truth.get(f"{field}_optional") or ()} - set(left)
    right = extra = 0
    for text in sorted(dict.fromkeys(plain(field, text) for text in found), key=lambda text: text not in left):
        hit = next((wanted for wanted in left if alike(field, text, wanted)), None)
        if hit is not None:
            left.remove(hit)
            right += 1
        elif text not in optional:
            extra += 1
    return right, extra, len(left)


def measure(folder: Path) -> dict[str, float]:
    """For each field of `GOALS`, 0 to 1. A file that gives no reading counts as one that says nothing."""
    sums = {field: [0, 0, 0] for field in GOALS}
    for label in json.loads((folder / "labels.json").read_text(encoding="utf-8")):
        data, truth = (folder / label["file"]).read_bytes(), label["truth"]
        try:
            reading = read_cv(data, sniff(data, label["file"]))
        except Unreadable:
            reading = Reading()
        for field, (attribute, same) in ONE.items():
            if truth.get(attribute):
                values = [getattr(reading, attribute), reading.phone_printed if field == "phone" else None]
                right = any(same(value, truth[attribute]) for value in values if value)
                sums[field] = [sums[field][0] + right, 0, sums[field][2] + (not right)]
        for field, values in lists_of(reading).items():
            if truth.get(field) is not None:
                sums[field] = [a + b for a, b in zip(sums[field], counted(field, values, truth), strict=True)]
    return {field: _score(field, *sums[field]) for field in GOALS}


def _score(field: str, right: int, extra: int, missing: int) -> float:
    whole = right + missing if field in ONE else 2 * right + extra + missing
    return (right if field in ONE else 2 * right) / max(1, whole)


if __name__ == "__main__":
    for folder in [Path(name) for name in sys.argv[1:]] or [FIXTURES / name for name in SETS]:
        shown = "  ".join(f"{field} {value:.3f}" for field, value in measure(folder).items())
        sys.stdout.write(f"{folder.name}: {shown}\n")
