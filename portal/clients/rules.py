"""What may happen to a client, and what its fields may hold. Values in, a refusal or the clean value out."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from portal.clients.models import ClientStatus
from portal.core.errors import BadInput, InvalidState, RuleBroken

MOVES: Mapping[ClientStatus, frozenset[ClientStatus]] = {
    ClientStatus.ACTIVE: frozenset({ClientStatus.INACTIVE}),
    ClientStatus.INACTIVE: frozenset({ClientStatus.ACTIVE}),
}
NOTE_LENGTH = 5000
HOST = re.compile(r"(?=.{1,253}$)[^\W_](?:[\w-]{0,61}[^\W_])?(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?)+")
PHONE = re.compile(r"\+?[0-9 ()./-]{4,40}(?:(?:x|ext\.?) ?[0-9]{1,6})?", re.IGNORECASE)
FEWEST_DIGITS, MOST_DIGITS = 5, 20


def check_move(current: ClientStatus, wanted: ClientStatus) -> None:
    """Raises InvalidState, naming the allowed moves."""
    if wanted not in MOVES[current]:
        raise InvalidState(f"This client is {current} already.", allowed=MOVES[current])


def check_deletable(jobs: int) -> None:
    """A client whose jobs are kept stays with them. Raises RuleBroken."""
    if jobs:
        raise RuleBroken("This client has jobs. Deactivate it instead: its jobs and what happened in them stay.")


def check_serves(status: ClientStatus) -> None:
    """New jobs are opened for active clients only. Raises BadInput at the field `client_id`."""
    if status is not ClientStatus.ACTIVE:
        raise BadInput(fields={"client_id": "This client is inactive. Activate it before you open a job for it."})


def check_website(text: str | None) -> str | None:
    """The address with its scheme (`acme.com` → `https://acme.com`); None for none.

    Raises BadInput for what is no address of a website: another scheme, no host, a host without a dot, credentials.
    """
    if not text:
        return None
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        fine = parts.scheme in ("http", "https") and parts.username is None and (parts.port is None or parts.port > 0)
    except ValueError:
        host, fine = "", False
    if not fine or not HOST.fullmatch(host) or re.search(r"[\s<>\"\\]", address):
        raise BadInput(fields={"website": "Enter the address of a website, such as https://www.example.com."})
    return address


def check_phone(text: str | None) -> str | None:
    """The number as it was typed, single-spaced; None for none. Raises BadInput for what nobody can dial."""
    if not text:
        return None
    number = " ".join(text.split())
    digits = sum(c.isdigit() for c in number)
    if not PHONE.fullmatch(number) or not FEWEST_DIGITS <= digits <= MOST_DIGITS:
        raise BadInput(fields={"phone": "Enter a phone number with its area code, such as +91 44 2345 6789."})
    return number
