"""Whether a call really comes from a channel's provider: Standard Webhooks headers with the channel's secret."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import current_app

from portal.core.errors import PortalError
from portal.core.signing import is_genuine


class InvalidSignature(PortalError):
    """The call is not signed, wrongly signed, or older than five minutes. Which of them is not said."""

    code = "INVALID_SIGNATURE"
    status = 401

    def __init__(self) -> None:
        super().__init__("The signature of this call is missing, wrong, or older than five minutes.")


def check_signed(living: Sequence[str], headers: Mapping[str, str], raw: bytes, now: datetime) -> None:
    """Raises InvalidSignature unless the call is signed by one of the channel's living secrets within five minutes.

    A channel without a secret takes what is not signed, in production nothing. `headers` are a request's, or find
    their names in small letters; `raw` is the body as it came, before anybody has read it.
    """
    if not living:
        if current_app.config["PRODUCTION"]:
            raise InvalidSignature
        return
    if not any([is_genuine(secret, headers, raw, now) for secret in living]):
        raise InvalidSignature
