"""Passwords: bcrypt over SHA-256 (bcrypt alone takes 72 bytes), and what a new one must be."""

import base64
import hashlib
import secrets
from functools import lru_cache

import bcrypt

from portal.core.errors import BadInput

SHORTEST, LONGEST = 10, 200
ROUNDS = 12
# What guessing lists begin with; a longer list belongs to a breach service, which a closed network has not.
COMMON = ("password", "qwertyuiop", "1234567890", "letmein", "iloveyou", "administrator", "welcome")


def check_password(password: str, *, about: tuple[str, ...] = ()) -> None:
    """Refuse what is short, common or made of the person's own name or address. Raises BadInput (`password`)."""
    low = password.lower()
    problem = ""
    if len(password) < SHORTEST:
        problem = f"Use at least {SHORTEST} characters. Three or four words are good."
    elif len(password) > LONGEST:
        problem = f"Use at most {LONGEST} characters."
    elif len(set(low)) < 4 or {low, low.strip("0123456789!. ")} & set(COMMON):
        problem = "This is among the first that others would try. Three or four words are better."
    elif any(word and low == word.lower() for word in about):
        problem = "Do not use your name or address as password."
    if problem:
        raise BadInput(fields={"password": problem})


def hash_password(password: str, *, rounds: int | None = None) -> str:
    """The bcrypt hash to store."""
    return bcrypt.hashpw(_short(password), bcrypt.gensalt(rounds or ROUNDS)).decode()


def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password is right. Takes as long for an account that does not exist."""
    known = password_hash or _nobody(ROUNDS)
    right = bcrypt.checkpw(_short(password), known.encode())
    return right and password_hash is not None


def _short(password: str) -> bytes:
    return base64.b64encode(hashlib.sha256(password.encode()).digest())


@lru_cache
def _nobody(rounds: int) -> str:
    """A hash that no password has, as dear to compare as a real one."""
    return hash_password(secrets.token_urlsafe(32), rounds=rounds)
