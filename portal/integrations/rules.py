"""What a submission may hold, how it is shown, how it moves, and where its secrets and notices may go. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from portal.core.errors import BadInput, Conflict, InvalidState, PortalError, RuleBroken
from portal.integrations.catalogue import SYSTEMS, IntegrationType, OAuth, System
from portal.integrations.models import NOTE_LENGTH, SubmissionStatus

S = SubmissionStatus
# DESIGN.md §3b: any of the four to any other.
MOVES: dict[SubmissionStatus, set[SubmissionStatus]] = {status: set(S) - {status} for status in S}
MOST_VALUES = 30
VALUE_LENGTH = 4000
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")
SUBDOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
MASK = "••••"
# A shorter secret shows nothing of itself: four signs would be too much of it.
SHOWN_FROM = 12
STATE_LIFE = timedelta(minutes=15)
EMAILS_PER_HOUR = 20
TEST_LIFE = timedelta(minutes=1)


class StateRefused(PortalError):
    """The `state` of an answer is not ours, is too old, was used already, or belongs to somebody else."""

    code = "INVALID_SIGNATURE"
    status = 403


class ChangedMeanwhile(Conflict):
    """The page or the caller had read an older version."""

    def __init__(self) -> None:
        super().__init__("Somebody else changed this submission meanwhile. Look at it again, then save.")


class NotConnected(RuleBroken):
    """Nobody has signed in at the other system for the portal, or its access is lost."""


class NoTest(RuleBroken):
    """There is no call with which this connection could be tested, or a value for it is missing."""


class NoSignIn(RuleBroken):
    """One cannot sign in at this system for the portal, or a value for it is missing."""


def check_move(now: SubmissionStatus, wanted: SubmissionStatus) -> None:
    """Raises InvalidState for what is no move."""
    if wanted not in MOVES[now]:
        raise InvalidState(f"The submission is {wanted.replace('_', ' ')} already.", allowed=MOVES[now])


def is_under_way(asked_at: datetime | None, words: str | None, now: datetime) -> bool:
    """Whether a test that was asked for may still answer; a worker that died leaves one that never does."""
    return asked_at is not None and words is None and now - asked_at < TEST_LIFE


def check_note(text: str) -> str:
    """The note without spaces around it. Raises BadInput."""
    found = text.strip()
    if not 1 <= len(found) <= NOTE_LENGTH:
        raise BadInput(fields={"text": f"Write between 1 and {NOTE_LENGTH:,} characters."})
    return found


def masked(value: str) -> str:
    """What is shown of a secret: its last four signs, or nothing of a short one."""
    return MASK + (value[-4:] if len(value) >= SHOWN_FROM else MASK)


def shown(kind: IntegrationType, data: Mapping[str, str]) -> dict[str, str]:
    """The values as a page or a call may show them."""
    system = SYSTEMS[kind]
    return {key: masked(value) if system.is_secret(key) else value for key, value in data.items()}


def merged(kind: IntegrationType, stored: Mapping[str, str], sent: Mapping[str, str]) -> dict[str, str]:
    """What is stored after `sent` came in: keys left out stay, an empty value takes a key away, a masked one keeps it.

    Raises BadInput by field (`data.apiKey`).
    """
    system, problems = SYSTEMS[kind], {}
    found, fresh = dict(stored), set()
    for key, value in sent.items():
        value = value.strip()
        problem = _problem(key, value)
        if problem:
            problems[f"data.{key}"] = problem
        elif not value:
            found.pop(key, None)
        elif MASK in value:
            if key not in stored or value != masked(stored[key]) or not system.is_secret(key):
                problems[f"data.{key}"] = "This is a masked value. Enter the whole one."
        else:
            found[key] = value
            fresh.add(key)
    problems |= _incomplete(system, found) if not problems else {}
    problems |= _not_asked_again(system, stored, found, fresh) if not problems else {}
    if problems:
        raise BadInput(fields=problems)
    return found


def _problem(key: str, value: str) -> str | None:
    if not KEY.fullmatch(key):
        return "A name has letters, digits and underscores, at most 60 of them."
    if len(value) > VALUE_LENGTH:
        return f"At most {VALUE_LENGTH:,} characters."
    if any(ord(c) < 32 and c not in "\n\r\t" for c in value):
        return "There are control characters in it."
    return None


def _incomplete(system: System, data: Mapping[str, str]) -> dict[str, str]:
    problems = {
        f"data.{field.key}": f"Enter the {field.label[:1].lower()}{field.label[1:]}."
        for field in system.fields
        if field.required and field.key not in data
    }
    if len(data) > MOST_VALUES:
        problems["data"] = f"At most {MOST_VALUES} values."
    if system.needs and not any(all(key in data for key in keys) for keys in system.needs):
        problems[f"data.{system.needs[0][0]}"] = f"Enter {needs_in_words(system)}."
    if system.type is IntegrationType.WORKABLE and not SUBDOMAIN.fullmatch(data.get("subdomain", "x").lower()):
        problems["data.subdomain"] = "Enter the part before .workable.com alone."
    return problems


def needs_in_words(system: System) -> str:
    """`API key, or Client ID and Client secret`: the sets of which one must be there."""
    sets = [" and ".join(f.label for f in system.fields if f.key in keys) for keys in system.needs]
    return ", or ".join(sets)


def _not_asked_again(
    system: System, stored: Mapping[str, str], found: Mapping[str, str], fresh: set[str]
) -> dict[str, str]:
    """A secret goes only where the one who entered it wanted it to: another address needs it entered anew."""
    addresses = [field.key for field in system.fields if field.is_address]
    if all(stored.get(key) == found.get(key) for key in addresses):
        return {}
    return {
        f"data.{key}": "The address has changed, so enter this again."
        for key in found
        if system.is_secret(key) and key not in fresh
    }


def check_host(oauth: OAuth, url: str, also: str, field: str) -> None:
    """Raises BadInput for an address that is not the vendor's own, or is not encrypted.

    `also` is an address that the operator of the portal has set in the vendor's place; its host may be called too.
    """
    parts, allowed = urlsplit(url), urlsplit(also)
    host = (parts.hostname or "").lower()
    if also and (parts.scheme, parts.netloc) == (allowed.scheme, allowed.netloc):
        return
    fits = any(host == known or (known[0] == "." and host.endswith(known)) for known in oauth.hosts)
    if parts.scheme != "https" or not fits or "@" in parts.netloc:
        places = " or ".join(known.lstrip(".") for known in oauth.hosts)
        raise BadInput(fields={field: f"Enter an https:// address at {places}."})


def check_addresses(kind: IntegrationType, data: Mapping[str, str], also: str) -> None:
    """Raises BadInput (`data.tokenUrl`, `data.authorizeUrl`) for an address that no secret of a client may go to.

    Only an address is looked at that is named in `data`; those of the catalogue are the vendor's.
    """
    oauth = SYSTEMS[kind].oauth
    if oauth is not None:
        for key in ("authorizeUrl", "tokenUrl"):
            if key in data:
                check_host(oauth, data[key], also, f"data.{key}")


def is_allowed(address: str, allowed: Iterable[str]) -> bool:
    """Whether an address, in small letters, stands in the list, by itself or by its domain."""
    return any(address == entry or address.rpartition("@")[2] == entry for entry in allowed)
