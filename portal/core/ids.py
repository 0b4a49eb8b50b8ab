"""Public ids: a prefix and a short encoding of the integer key. Not a secret, and not a second column."""

from enum import StrEnum
from functools import lru_cache

from markupsafe import Markup
from sqids import Sqids

ALPHABET = "k3GQZ9xvWcJmPfB7YtRhNs6TdXbLgK4FzCqVwM8Dj2HnrSp5"
_sqids = Sqids(alphabet=ALPHABET, min_length=6)


class Prefix(StrEnum):
    """What kind of row an id names; the word before the underscore."""

    USER = "user"
    CLIENT = "client"
    CANDIDATE_ACCOUNT = "cp"
    JOB = "job"
    CANDIDATE = "cand"
    APPLICATION = "app"
    INTERVIEW = "int"
    SLOT = "slot"
    NOTE = "note"
    FILE = "file"
    UPLOAD = "up"
    MAIL = "mail"
    NOTIFICATION = "notif"
    EFFECT = "eff"
    EVENT = "evt"
    WEBHOOK_ENDPOINT = "wh"
    WEBHOOK_DELIVERY = "whd"
    API_KEY = "key"
    ROLE = "role"
    LOG = "log"
    INBOUND_DELIVERY = "ind"
    SCREENING_QUESTION = "que"
    INGESTION = "ing"
    RESUME = "res"
    COVER_LETTER_TEMPLATE = "clt"
    SAVED_ANSWER = "ans"
    TASK = "task"
    DEVICE = "dev"


@lru_cache(65536)
def encode(prefix: str, number: int) -> Markup:
    """`encode("job", 7)` → `job_…`, at least six characters after the underscore."""
    return Markup(f"{prefix}_{_sqids.encode([number])}")


@lru_cache(65536)
def decode(prefix: str, text: str) -> int | None:
    """The integer behind a public id or a plain integer; None if it is neither."""
    if text.isascii() and text.isdigit():
        return int(text) if len(text) < 16 else None
    head, _, tail = text.partition("_")
    if head != prefix or not tail:
        return None
    numbers = _sqids.decode(tail)
    # The encoder raises for what no integer column holds, so how large it is is asked first.
    if len(numbers) != 1 or numbers[0] >= 2**53 or _sqids.encode(numbers) != tail:
        return None
    return numbers[0]
