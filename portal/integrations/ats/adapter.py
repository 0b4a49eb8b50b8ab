"""What every adapter can do, and what it refuses."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from portal.core.errors import PortalError
from portal.integrations.ats.event import AtsEvent

Headers = Mapping[str, str]


class BadSignature(PortalError):
    """The delivery is not signed with the secret of its submission. It says no more, for a stranger reads it."""

    code = "INVALID_SIGNATURE"
    status = 401

    def __init__(self, message: str = "The signature does not fit.") -> None:
        super().__init__(message)


class TooOld(BadSignature):
    """The signature fits and its moment has gone by; only a delivery that is known already may still come."""

    def __init__(self) -> None:
        super().__init__("The signature fits, but its time is over.")


class NotReadable(PortalError):
    """The body is no JSON object."""

    code = "BAD_REQUEST"

    def __init__(self) -> None:
        super().__init__("The body is not JSON that we can read.")


class Adapter(Protocol):
    """One vendor. Headers come with names in small letters; `raw` is the body as it came, byte for byte."""

    def verify(self, raw: bytes, headers: Headers, secret: str, now: datetime) -> None:
        """Raises BadSignature."""
        ...

    def delivery_id(self, payload: Any, headers: Headers, raw: bytes) -> str:
        """What tells this delivery from others, and is the same when it is sent again."""
        ...

    def once(self, payload: Any) -> str | None:
        """A value that may come with one delivery alone, where the signature does not cover the body."""
        ...

    def normalise(self, payload: Any) -> AtsEvent:
        """The normal form. Whatever the payload holds, this raises nothing: what cannot be read is UNKNOWN."""
        ...


def digest(raw: bytes, secret: str) -> str:
    """HMAC-SHA256 of the bytes, in hexadecimal."""
    return hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def is_same(expected: str, said: str) -> bool:
    """Whether two signatures are the same, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(expected.encode(), said.encode("utf-8", "replace"))


def by_content(raw: bytes) -> str:
    """The id of a delivery that has none."""
    return "sha256:" + hashlib.sha256(raw).hexdigest()
