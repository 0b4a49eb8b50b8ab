"""What Lever's API says of the ids that its webhooks send (hire.lever.co/developer/documentation).

Read with the submission's key, at Lever's address or the one that the operator has set in its place.
"""

import base64
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from portal.core import outbound
from portal.integrations.ats import lever
from portal.integrations.ats.event import AtsEvent, Kind
from portal.integrations.ats.lever import Answers
from portal.integrations.ats.reading import at, identity

BASE = "https://api.lever.co"
TIME_LIMIT = 15.0
SIZE_LIMIT = 2 * 1024 * 1024


class NotAnswered(Exception):
    """Lever did not answer, or not with what was asked; asking again later may help. The message is for a person."""


class KeyRefused(Exception):
    """The key is none, or opens less than is needed: a person must look. The message is for a person."""


@dataclass(frozen=True, slots=True)
class Api:
    """Where to ask, and with which key."""

    key: str
    base: str = BASE

    def get(self, path: str) -> Any:
        """The `data` of an answer; None when there is no such thing. Never inside a transaction.

        Raises NotAnswered, KeyRefused.
        """
        basic = base64.b64encode(f"{self.key}:".encode()).decode()
        headers = {"Authorization": f"Basic {basic}", "Accept": "application/json"}
        try:
            answer = outbound.send(
                f"{self.base}/v1{path}", headers=headers, time_limit=TIME_LIMIT, size_limit=SIZE_LIMIT
            )
        except outbound.OutboundError as fault:
            raise NotAnswered(f"Lever was asked and did not answer: {fault}") from fault
        if answer.status == 404:
            return None
        if answer.status in (401, 403):
            raise KeyRefused(f"Lever refused the key, or the key may not read this ({answer.status}).")
        try:
            found = json.loads(answer.body) if answer.status == 200 else None
        except ValueError:
            found = None
        if not isinstance(found, dict) or not isinstance(found.get("data"), dict):
            raise NotAnswered(f"Lever was asked and answered {answer.status}, and not with what was asked.")
        return found["data"]


def complete(api: Api, event: AtsEvent) -> AtsEvent:
    """The event with everything that is needed to apply it. Raises NotAnswered, KeyRefused."""
    if "contact" in event.asks:
        return lever.complete(event, Answers(contact=api.get(f"/contacts/{_quoted(event.asks['contact'])}")))
    number = _quoted(event.asks["opportunity"])
    opportunity = api.get(f"/opportunities/{number}?expand=applications&expand=stage")
    if opportunity is None or event.kind is Kind.CANDIDATE_DELETED:
        return lever.complete(event, Answers(opportunity=opportunity))
    posting, reason = lever.posting_of(opportunity), identity(at(opportunity, "archived", "reason"))
    wants_reason = reason is not None and event.kind is Kind.APPLICATION_REJECTED
    return lever.complete(
        event,
        Answers(
            opportunity=opportunity,
            posting=api.get(f"/postings/{_quoted(posting)}") if posting else None,
            reason=api.get(f"/archive_reasons/{_quoted(reason)}") if wants_reason and reason else None,
        ),
    )


def _quoted(number: str) -> str:
    return quote(number, safe="")
