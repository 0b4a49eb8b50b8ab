"""How an event is sealed, and what of the audit log is written into a file."""

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from portal.core.events import EVENTS
from portal.core.ids import Prefix, decode, encode
from portal.core.paging import LARGEST
from portal.core.people import PersonKind

# What the first link of a chain follows.
BEGINNING = "0" * 64
# Longer than any transaction stays open: an event that appears later than this was not written by the portal.
LATEST = timedelta(hours=1)
# Everything of an event, in the order in which it is hashed. The details count by their digest, so that they can be
# wiped.
SEALED = (
    "id", "company_id", "at", "name", "action_type", "actor_kind", "actor_id", "actor_name", "actor_email",
    "actor_role", "entity_type", "entity_id", "client_id", "job_id", "candidate_id", "application_id", "interview_id",
    "about", "details_digest",
)  # fmt: skip
# Between which a moment is looked for: beyond, no clock of some zone can show it.
FIRST_YEAR, LAST_YEAR = 1900, 2999
# How events keep moments: RFC 3339 in UTC.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")
# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection").
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def seal_of(event: Any, position: int, previous: str) -> str:
    """The SHA-256 of a link: the hash of the link before, its position, and every column of the event but its details.

    `event` is anything with the columns of an event, `at` aware.
    """
    values = [getattr(event, name) for name in SEALED]
    values[2] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps([previous, position, values], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_settled(settling_at: datetime, present: datetime) -> bool:
    """Whether what was sealed at that moment can have nothing before it that is still to come."""
    return present - settling_at > LATEST


def cell(value: Any) -> str:
    """A value for a CSV file, as text that no spreadsheet calculates."""
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def compared(old: dict[str, Any] | None, new: dict[str, Any] | None) -> list[tuple[str, str | None, str | None]]:
    """Old and new values side by side: (field, before, after) in words, None where a side does not have the field."""
    names = list(dict.fromkeys([*(old or {}), *(new or {})]))
    return [(name, _words(old, name), _words(new, name)) for name in names]


def _words(values: dict[str, Any] | None, name: str) -> str | None:
    if not values or name not in values:
        return None
    value = values[name]
    if value is None or value == "" or value == [] or value == {}:
        return "empty"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(part, str | int | float) for part in value):
        return ", ".join(str(part) for part in value)
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return f"{value[:10]} {value[11:16]} UTC" if _MOMENT.fullmatch(value) else value


# What an event can be about, as the audit log names it, and how its ids begin; the company itself has a plain number.
ENTITY_TYPES: dict[str, Prefix | None] = {
    "user": Prefix.USER,
    "candidate_portal_user": Prefix.CANDIDATE_ACCOUNT,
    "client": Prefix.CLIENT,
    "job": Prefix.JOB,
    "candidate": Prefix.CANDIDATE,
    "application": Prefix.APPLICATION,
    "interview": Prefix.INTERVIEW,
    "role": Prefix.ROLE,
    "api_key": Prefix.API_KEY,
    "webhook_endpoint": Prefix.WEBHOOK_ENDPOINT,
    "mail": Prefix.MAIL,
    "effect": Prefix.EFFECT,
    "company": None,
    "conversation": None,
    "channel": None,
    "contact": None,
    "canned_reply": None,
    "conversation_settings": None,
    "screening_question": None,
    "inbound_delivery": Prefix.INBOUND_DELIVERY,
    "document": Prefix.RESUME,
    "automation_task": Prefix.TASK,
    "cover_letter_template": Prefix.COVER_LETTER_TEMPLATE,
}
ACTOR_PREFIXES = {
    PersonKind.USER.value: Prefix.USER,
    PersonKind.CANDIDATE.value: Prefix.CANDIDATE_ACCOUNT,
    PersonKind.API_KEY.value: Prefix.API_KEY,
}
ACTION_TYPES = sorted({kind.action_type for kind in EVENTS.values()})


def entity_id(entity_type: str, number: int) -> str:
    """The id of what an event is about, with its prefix where it has one."""
    prefix = ENTITY_TYPES.get(entity_type)
    return str(encode(prefix, number)) if prefix else str(number)


def entity_number(entity_type: str, text: str) -> int | None:
    """The number behind such an id; None for what is no id of that type."""
    number = decode(ENTITY_TYPES.get(entity_type) or "", text)
    return number if number is not None and number <= LARGEST else None


def actor_id(kind: str, number: int | None) -> str | None:
    """The id of who did something: a user's, a candidate account's, an API key's; None for the portal itself."""
    prefix = ACTOR_PREFIXES.get(kind)
    return str(encode(prefix, number)) if prefix and number else None


def actor_of(text: str) -> tuple[str, int] | None:
    """The kind and number behind such an id; None for what is none."""
    for kind, prefix in ACTOR_PREFIXES.items():
        number = decode(prefix, text) if text.startswith(f"{prefix}_") else None
        if number is not None and number <= LARGEST:
            return kind, number
    return None
