"""The `state` that goes to the other system and comes back: signed, for fifteen minutes, for one agreement.

It names the submission, the person, and how many agreements were taken in before; the row counts on when one is taken
in, so that a state is good once (RFC 6749 §10.12). The code of the agreement is of use only with the verifier that is
made here of the state and never leaves the portal (PKCE, RFC 7636).
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from typing import Any

from flask import current_app
from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer

from portal.integrations.rules import STATE_LIFE, StateRefused


@dataclass(frozen=True, slots=True)
class State:
    """What a state says. `number` is the row's `connections` when it was made."""

    company_id: int
    submission_id: int
    user_id: int
    kind: str
    number: int


def issue(state: State) -> str:
    """The text that the other system gives back."""
    return str(_signer().dumps({**asdict(state), "salt": secrets.token_urlsafe(12)}))


def read(text: str) -> State:
    """What it says. Raises StateRefused."""
    try:
        said: dict[str, Any] = _signer().loads(text, max_age=int(STATE_LIFE.total_seconds()))
    except SignatureExpired as error:
        raise StateRefused("That took longer than 15 minutes. Begin the connection again.") from error
    except BadData as error:
        raise StateRefused("This answer does not belong to a connection that was begun here.") from error
    said.pop("salt")
    return State(**said)


def verifier_of(text: str) -> str:
    """The PKCE verifier of a state."""
    digest = hmac.new(_key(), b"pkce:" + text.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(_key(), salt="integration connection")


def _key() -> bytes:
    return str(current_app.config["SECRET_KEY"]).encode()
