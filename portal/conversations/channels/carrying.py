"""What a carrier gets and gives, and how a provider's answer is read: sent, try again, or failed for a reason."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import current_app

from portal.conversations.models import FAILURE_LENGTH, ChannelType
from portal.core import outbound
from portal.core.clock import now
from portal.core.retrying import wait_asked

TIME_LIMIT_SECONDS = 15.0
# Of what a provider says about a failure, so much is told.
SAID_LENGTH = 160
# Answers that mean "not now" besides all from 500 on.
LATER = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way: all that a carrier needs, so that no row is read while it calls.

    `key` is the same for every try of one sending, and another for a resend: what a provider knows a repeat by.
    `message_id` is 0 for a test. `mail` holds an e-mail's `subject`, `message_id`, `references`.
    """

    message_id: int
    key: str
    channel_id: int
    type: ChannelType
    to: str
    text: str
    address: str
    settings: Mapping[str, Any]
    secrets: Sequence[str]  # what signs, the newest first
    credentials: Mapping[str, str]
    template: Mapping[str, Any] | None = None
    company_name: str = ""
    is_automatic: bool = False
    mail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider has it, under this id if it gave one; `delivered` where nothing lies between us and the reader."""

    channel_message_id: str | None = None
    delivered: bool = False


class TryAgain(Exception):
    """The message could not be sent now; `seconds` is how long the provider asks us to wait, 0 when it does not say."""

    def __init__(self, reason: str, *, seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Failed(Exception):
    """The message will not be taken, however often it is sent; the words are for a person and hold no secret."""


def address_of(vendor: str, usual: str) -> str:
    """Where a vendor is called: its own address, or one that the operator has set in its place."""
    instead: Mapping[str, str] = current_app.config["INTEGRATION_ADDRESSES"]
    return instead.get(vendor) or usual


def post(out: Outgoing, name: str, url: str, headers: Mapping[str, str], body: bytes) -> outbound.Answer:
    """One call; an answer below 500 that does not ask for patience. Raises TryAgain, Failed."""
    try:
        answer = outbound.send(url, method="POST", headers=headers, body=body, time_limit=TIME_LIMIT_SECONDS)
    except outbound.Refused as refusal:
        raise Failed(str(refusal)) from refusal
    except UnicodeEncodeError as fault:
        raise Failed(f"A key of {name} holds signs that no key has.") from fault
    except outbound.OutboundError as fault:
        raise TryAgain(f"{name}: {fault}") from fault
    if answer.status >= 500 or answer.status in LATER:
        seconds = wait_asked(answer.headers.get("retry-after"), now())
        raise TryAgain(f"{name} cannot take it at the moment ({answer.status}).", seconds=seconds)
    return answer


def said(answer: outbound.Answer) -> dict[str, Any]:
    """The object that the answer holds, or an empty one."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def words(out: Outgoing, name: str, status: int, told: object) -> str:
    """Why a provider refused, in its own words: one line, shortened, without anything that is secret on the channel."""
    line = " ".join("".join(c if c.isprintable() else " " for c in str(told or "")).split())
    # The whole of what was said is looked through: a secret that is cut in two is not found any more.
    for secret in sorted(filter(None, (*out.secrets, *out.credentials.values())), key=len, reverse=True):
        line = line.replace(secret, "…")
    if len(line) > SAID_LENGTH:
        line = line[:SAID_LENGTH].rstrip() + "…"
    return f"{name} refused it ({status}){': ' + line if line else '.'}"[:FAILURE_LENGTH]
