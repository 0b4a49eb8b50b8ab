"""Access tokens: JWTs that say who, and whose session row decides whether they still open anything.

Signed with the first of the keys in `JWT_SECRET`, verified with any of them (RFC 7519, and RFC 9068 for type and
audience), so that a key can be changed without signing everybody out: put the new one in front, take the old one away
an hour later.
"""

import hashlib
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import jwt
from flask import current_app

from portal.core.clock import now
from portal.web.sessions import hashed

ALGORITHM = "HS256"
AUDIENCE = "talent-portal-api"
ISSUER = "talent-portal"
TYPE = "at+jwt"
MOST_READ = 4096
_read: dict[bytes, tuple["Token", int]] = {}
CLAIMS = ["sub", "aud", "iss", "jti", "iat", "exp"]


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says: whose it is (`user` or `candidate`), and the hash of its session."""

    kind: str
    account_id: int
    session_hash: str


def issue(kind: str, account_id: int, secret: str, life: timedelta) -> str:
    """The token of a session that was begun with this secret; `kind` is `user` or `candidate`."""
    first, name = _keys()[0]
    moment = now()
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": f"{kind}:{account_id}",
        "jti": secret,
        "iat": moment,
        "exp": moment + life,
    }
    return jwt.encode(claims, first, algorithm=ALGORITHM, headers={"kid": name, "typ": TYPE})


def read(text: str) -> Token | None:
    """What the token says, or None for one that is not ours, is of another type or audience, or has expired.

    What a token says does not change but by the clock, so it is read once: known by its digest and the keys of now.
    """
    names = " ".join(name for _, name in _keys())
    known = hashlib.sha256(f"{names} {text}".encode()).digest()
    found = _read.get(known)
    if found is None:
        found = _decoded(text)
        if found is None:
            return None
        if len(_read) >= MOST_READ:
            _read.clear()
        _read[known] = found
    token, ends = found
    return token if ends > time.time() else None


def _decoded(text: str) -> tuple[Token, int] | None:
    try:
        head = jwt.get_unverified_header(text)
        key = next((key for key, name in _keys() if name == head.get("kid")), None)
        if key is None or head.get("typ") != TYPE:
            return None
        claims = jwt.decode(
            text, key, algorithms=[ALGORITHM], audience=AUDIENCE, issuer=ISSUER, options={"require": CLAIMS}
        )
    except (jwt.PyJWTError, ValueError):
        return None
    kind, _, number = str(claims["sub"]).partition(":")
    if kind not in ("user", "candidate") or not number.isdigit():
        return None
    return Token(kind, int(number), hashed(str(claims["jti"]))), int(claims["exp"])


def _keys() -> list[tuple[str, str]]:
    """Each key with its name, which tells nothing of it."""
    return [(key, _name_of(key)) for key in current_app.config["JWT_SECRETS"]]


@lru_cache(16)
def _name_of(key: str) -> str:
    return hashlib.sha256(f"name of {key}".encode()).hexdigest()[:12]
