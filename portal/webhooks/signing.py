"""How a request is signed: the header of seed 002 and those of Standard Webhooks (standardwebhooks.com), together.

A secret that we make is `whsec_` and the base64 of 32 random bytes. The seed's header takes the whole text as its key,
Standard Webhooks the bytes behind the base64. A secret that somebody chose is used as it is for the seed's header; for
the other its bytes, and also what the reference library makes of it, so that it verifies whichever way it is given.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

PREFIX = "whsec_"
# A key that a lenient reader would find in a chosen secret is used only when it is too long to be guessed.
SHORTEST_KEY = 8


def new_secret() -> str:
    """A new secret of 256 random bits."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def keys_of(secret: str) -> list[bytes]:
    """The keys of the Standard Webhooks signature, the most usual first."""
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


def seed_signature(secret: str, body: bytes) -> str:
    """`sha256=` and the hex HMAC of the raw body (seed 002, "Webhook Signature Verification")."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def standard_signature(key: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the base64 HMAC of id, timestamp and body with dots between them (Standard Webhooks, version 1)."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers_for(living: Sequence[str], message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of a request. `living` are the secrets that sign now: the present one, then the previous one.

    The seed's header has room for one signature: it is made with the present secret.
    """
    timestamp = int(at.timestamp())
    keys = [key for secret in living for key in keys_of(secret)]
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(standard_signature(key, message_id, timestamp, body) for key in keys),
        "X-Webhook-Signature": seed_signature(living[0], body),
    }
