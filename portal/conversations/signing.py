"""Whether a channel's request is its own: the headers of Standard Webhooks over the raw body, five minutes old at most.

Source: standardwebhooks.com, version 1. The secret is the channel's; one that begins with `whsec_` is base64.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from portal.conversations.models import Channel
from portal.core.errors import PortalError

PREFIX = "whsec_"
TOLERANCE = timedelta(minutes=5)


class NotSigned(PortalError):
    """The request is not signed with the channel's secret, or too old."""

    code = "INVALID_SIGNATURE"
    status = 401


def check_signed(channel: Channel, headers: Mapping[str, str], raw: bytes, now: datetime) -> None:
    """Whether the channel's secret has signed this body just now; a channel without one takes all. Raises NotSigned."""
    if channel.secret is None:
        return
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        raise NotSigned("Sign the request: webhook-id, webhook-timestamp and webhook-signature (standardwebhooks.com).")
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        raise NotSigned("The request's timestamp is more than five minutes from ours.")
    signed = f"{message_id}.{timestamp}.".encode() + raw
    wanted = base64.b64encode(hmac.new(_key(channel.secret), signed, hashlib.sha256).digest())
    for word in headers.get("webhook-signature", "").split():
        version, _, given = word.partition(",")
        if version == "v1" and hmac.compare_digest(given.encode(), wanted):
            return
    raise NotSigned("The signature does not fit the body and the channel's secret.")


def _key(secret: str) -> bytes:
    if not secret.startswith(PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(PREFIX) + "==")
    except (binascii.Error, ValueError):
        return secret.encode()
