"""Verify what the portal's webhooks bring, before anything in it is believed.

Source of the rules: `docs/webhooks.md` of the portal, and Standard Webhooks (standardwebhooks.com).
"""

import base64
import binascii
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from talent_portal.errors import SignatureError

PREFIX = "whsec_"
TOLERANCE_SECONDS = 300.0


class Event(TypedDict):
    """What a webhook brings. `id` is the same at every attempt: remember it, for one event can come twice."""

    id: str
    type: str
    timestamp: str
    webhook_id: str
    company_id: int
    data: dict[str, Any]


def verify(
    body: bytes,
    headers: Mapping[str, str],
    secret: str | Iterable[str],
    *,
    tolerance: float = TOLERANCE_SECONDS,
    allow_undated: bool = False,
) -> Event:
    """The event in a request, if the portal signed it with the secret, within `tolerance` seconds of now.

    `body` is the raw bytes, as they came; `secret` may be several while one follows another. A request without the
    `webhook-signature` header is refused, unless `allow_undated`: then `X-Webhook-Signature` alone is enough, which
    does not tell an old request from a new one. Raises SignatureError.
    """
    said = {name.lower(): value for name, value in headers.items()}
    secrets = [secret] if isinstance(secret, str) else list(secret)
    if not any(secrets):
        raise SignatureError("There is no secret to verify the webhook with.")
    if "webhook-signature" in said:
        _check_dated(body, said, secrets, tolerance)
    elif not allow_undated:
        raise SignatureError("The webhook has no webhook-signature header.")
    elif not verify_signature(body, said.get("x-webhook-signature", ""), secrets):
        raise SignatureError("The webhook's X-Webhook-Signature is missing, or does not fit.")
    try:
        event: Event = json.loads(body)
    except ValueError:
        raise SignatureError("The webhook's body is no JSON.") from None
    return event


def verify_signature(body: bytes, signature: str, secret: str | Iterable[str]) -> bool:
    """Whether `X-Webhook-Signature` is the secret's: `sha256=` and the HMAC of the body. It has no time in it."""
    secrets = [secret] if isinstance(secret, str) else list(secret)
    wanted = ["sha256=" + hmac.new(one.encode(), body, hashlib.sha256).hexdigest() for one in secrets if one]
    return _fits([signature], wanted)


def signed_headers(body: bytes, secret: str, *, message_id: str | None = None) -> dict[str, str]:
    """The headers of Standard Webhooks for a body that you send to the portal, in a channel's or integration's name."""
    message_id, stamp = message_id or f"msg_{uuid.uuid4().hex}", str(int(time.time()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": _signature(_key(secret), message_id, stamp, body),
    }


def _check_dated(body: bytes, said: Mapping[str, str], secrets: list[str], tolerance: float) -> None:
    message_id, stamp = said.get("webhook-id", ""), said.get("webhook-timestamp", "")
    if not message_id or not (stamp.isascii() and stamp.isdigit() and len(stamp) < 15):
        raise SignatureError("The webhook's id or timestamp is missing or cannot be read.")
    wanted = [_signature(_key(one), message_id, stamp, body) for one in secrets if one]
    if not _fits(said["webhook-signature"].split(), wanted):
        raise SignatureError("The webhook's signature does not fit.")
    if abs(time.time() - int(stamp)) > tolerance:
        raise SignatureError("The webhook was signed too long ago, or a clock is wrong.")


def _key(secret: str) -> bytes:
    """The bytes behind `whsec_`; a secret of one's own choice is used as it is."""
    if secret.startswith(PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(PREFIX) + "==")
        except binascii.Error:
            pass
    return secret.encode()


def _signature(key: bytes, message_id: str, stamp: str, body: bytes) -> str:
    made = hmac.new(key, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(made).decode()


def _fits(given: list[str], wanted: list[str]) -> bool:
    # Every pair is compared, so that the time tells nothing of which one fitted.
    return any([hmac.compare_digest(one.encode(), other.encode()) for one in given for other in wanted])
