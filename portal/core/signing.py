"""Standard Webhooks (standardwebhooks.com): how a request is signed, and how a signed one is told from a forged one.

A secret that we make is `whsec_` and the base64 of 32 random bytes; the key is the bytes behind the base64. Of a secret
that somebody chose the key is its bytes, and also what the reference library makes of it, so that it verifies whichever
way it is given.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from portal.core.errors import BadInput

PREFIX = "whsec_"
# A key that a lenient reader would find in a chosen secret is used only when it is too long to be guessed.
SHORTEST_KEY = 8
# A signature is good for so long, and the clocks of two machines may differ by as much.
TOLERANCE_SECONDS = 5 * 60
# Until both sides have the new secret, for so long at the most the old one holds beside it.
LONGEST_OVERLAP_HOURS = 168


def new_secret() -> str:
    """A new secret of 256 random bits."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def check_overlap(hours: int) -> timedelta:
    """For how long an old secret holds beside a new one. Raises BadInput."""
    if not 0 <= hours <= LONGEST_OVERLAP_HOURS:
        raise BadInput(fields={"overlap_hours": f"Between 0 and {LONGEST_OVERLAP_HOURS} hours."})
    return timedelta(hours=hours)


def living_secrets(secret: str, previous: str | None, until: datetime | None, now: datetime) -> list[str]:
    """The secrets that sign now: the present one, and the one before as long as its overlap lasts."""
    return [secret, previous] if previous and until and until > now else [secret]


def keys_of(secret: str) -> list[bytes]:
    """The keys of the signature, the most usual first."""
    decoded = _decoded(secret.removeprefix(PREFIX))
    if secret.startswith(PREFIX) and decoded:
        return [decoded]
    keys = [secret.encode()]
    if decoded is not None and len(decoded) >= SHORTEST_KEY:
        keys.append(decoded)
    return keys


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text + "==")
    except (binascii.Error, ValueError):
        return None


def standard_signature(key: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the base64 HMAC of id, timestamp and body with dots between them (version 1)."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Whether the three headers sign this body with the secret, within five minutes of now.

    `headers` find their names in small letters. A signature of another version than v1 says nothing.
    """
    message_id, stamp = headers.get("webhook-id") or "", headers.get("webhook-timestamp") or ""
    if not message_id or not (stamp.isascii() and stamp.isdigit() and len(stamp) < 15):
        return False
    if abs(now.timestamp() - int(stamp)) > TOLERANCE_SECONDS:
        return False
    given = [word.encode() for word in (headers.get("webhook-signature") or "").split()]
    wanted = [standard_signature(key, message_id, int(stamp), body).encode() for key in keys_of(secret)]
    # Every pair is compared, so that the time tells nothing of which one fitted.
    return any([hmac.compare_digest(one, other) for one in given for other in wanted])
