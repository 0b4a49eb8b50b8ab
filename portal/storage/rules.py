"""What files may be called: by the people who send them, on our disk, and when they are handed out again."""

import re
import unicodedata

NAME_LENGTH = 255
KEY = re.compile(r"[0-9a-f]{40}")
INCOMING = "incoming/"


def shown_name(given: str | None) -> str:
    """What a person called a file, fit to be shown: the last part of a path, without control and direction signs."""
    last = re.split(r"[/\\]", given or "")[-1]
    plain = "".join(" " if c in "\t\r\n" else c for c in last if c in "\t\r\n" or unicodedata.category(c)[0] != "C")
    words = " ".join(plain.split())
    if len(words) > NAME_LENGTH:
        stem, dot, ending = words.rpartition(".")
        ending = dot + ending if dot and len(ending) < 10 else ""
        words = (stem if ending else words)[: NAME_LENGTH - len(ending)] + ending
    return words.strip(". ") and words or "file"


def place_of(key: str) -> str:
    """Where the file of a key lies below the folder of files: two levels, so that no folder grows too large.

    Raises ValueError for anything that is no key of ours, so that no path can be smuggled in.
    """
    if not KEY.fullmatch(key):
        raise ValueError(f"{key!r} is not the key of a file")
    return f"{key[:2]}/{key[2:4]}/{key}"


def incoming_place(key: str) -> str:
    """Where a store takes the file of a signed address by itself: apart from ours, until it is one of ours."""
    return INCOMING + place_of(key)


def key_at(place: str) -> str | None:
    """The key whose place this is; None for another's place, and for a half that was never finished."""
    key = place.rsplit("/", 1)[-1]
    return key if KEY.fullmatch(key) and place == place_of(key) else None
