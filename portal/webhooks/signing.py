"""How a request is signed: the header of seed 002 and those of Standard Webhooks (`core/signing.py`), together.

The seed's header takes the whole text of the secret as its key, Standard Webhooks the bytes behind the base64.
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

from portal.core.signing import keys_of, standard_signature


def seed_signature(secret: str, body: bytes) -> str:
    """`sha256=` and the hex HMAC of the raw body (seed 002, "Webhook Signature Verification")."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


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
