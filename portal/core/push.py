"""Web push: our key (VAPID, RFC 8292), and messages that only the browser can read (RFC 8291).

pywebpush encrypts and py-vapid signs; neither sends anything. Both are loaded by the worker alone, when there is
something to send, for they bring HTTP clients of their own along.
"""

import base64
import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

# Where browsers have their messages delivered: Chrome and its kin, Firefox, Edge, Safari.
SERVICES = ("fcm.googleapis.com", "push.services.mozilla.com", "notify.windows.com", "push.apple.com")
# RFC 8292, section 2: at most 24 hours.
TOKEN_SECONDS = 12 * 3600
POINT_BYTES, SECRET_BYTES = 65, 16


def new_key() -> str:
    """A private key on P-256: base64url of its 32 bytes, as such keys are usually written."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _encoded(number.to_bytes(32, "big"))


def public_key(private: str) -> str:
    """What browsers are given as `applicationServerKey`: base64url of the public point. Raises ValueError."""
    number = int.from_bytes(decoded(private, 32), "big")
    point = ec.derive_private_key(number, ec.SECP256R1()).public_key()
    return _encoded(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def is_service(endpoint: str, services: Iterable[str]) -> bool:
    """Whether an address is one at a push service that we know: nobody can have us call another address.

    A service is a host with all below it, by https; or a whole origin (`http://10.0.0.5:8080`), for one of one's own.
    """
    try:
        parts = urlsplit(endpoint)
        parts.port  # noqa: B018 - reading it raises for what is no port
    except ValueError:
        return False
    host = (parts.hostname or "").rstrip(".")
    if f"{parts.scheme}://{parts.netloc}" in services:
        return True
    known = any(host == service or host.endswith(f".{service}") for service in services)
    return parts.scheme == "https" and known and not parts.username and parts.port in (None, 443)


def check_browser_keys(p256dh: str, auth: str) -> None:
    """What a browser gave to encrypt with: a point of P-256, and 16 bytes. Raises ValueError.

    Any other point would be found out when the first message is encrypted, and at each one after that.
    """
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(p256dh, POINT_BYTES))
    decoded(auth, SECRET_BYTES)


def decoded(text: str, length: int) -> bytes:
    """The bytes of base64url with or without its padding. Raises ValueError for another length."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+={0,2}", text):
        raise ValueError("not base64url")
    data = base64.urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    if len(data) != length:
        raise ValueError(f"{len(data)} bytes, not {length}")
    return data


def authorization(endpoint: str, private: str, subject: str, moment: datetime) -> str:
    """The header that says who sends, for this push service alone, for half a day."""
    from py_vapid import Vapid02

    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "sub": subject,
        "exp": int(moment.timestamp()) + TOKEN_SECONDS,
    }
    return str(Vapid02.from_raw(private.encode()).sign(claims)["Authorization"])


def encrypted(p256dh: str, auth: str, message: Mapping[str, Any]) -> bytes:
    """The message as the browser alone reads it (`aes128gcm`)."""
    from pywebpush import WebPusher

    pusher = WebPusher({"endpoint": "https://push.invalid", "keys": {"p256dh": p256dh, "auth": auth}})
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    return bytes(pusher.encode(text.encode(), content_encoding="aes128gcm")["body"])


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
