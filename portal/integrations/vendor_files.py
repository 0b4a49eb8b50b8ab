"""Where a vendor keeps the CV of a person: asked of its API with the submission's key, at the vendor's own address.

Lever (hire.lever.co/developer/documentation#resumes): `GET /v1/opportunities/<id>/resumes`, each to be had at
`…/resumes/<id>/download`. Ashby (developers.ashbyhq.com/reference/candidateinfo, fileinfo): `candidate.info` names a
handle, for which `file.info` gives an address that is good for a while.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from portal.core import outbound
from portal.integrations.ats.reading import at, rows, text
from portal.integrations.catalogue import IntegrationType
from portal.integrations.lever_api import KeyRefused, NotAnswered

ASHBY = "https://api.ashbyhq.com"
LEVER = "https://api.lever.co"
TIME_LIMIT = 15.0
SIZE_LIMIT = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class VendorFile:
    """A file at a vendor: the address, its name (may be empty), and what the vendor is told so that it gives it."""

    url: str
    name: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def find(kind: IntegrationType, key: str, base: str, held: str) -> VendorFile | None:
    """The newest CV of that opportunity (Lever) or candidate (Ashby); None when there is none.

    `base` is the address that the operator has set in the vendor's place, or empty. Never inside a transaction. Raises
    NotAnswered, KeyRefused.
    """
    return _of_lever(key, base or LEVER, held) if kind is IntegrationType.LEVER else _of_ashby(key, base or ASHBY, held)


def _of_lever(key: str, base: str, opportunity: str) -> VendorFile | None:
    path = f"/v1/opportunities/{quote(opportunity, safe='')}/resumes"
    found = [row for row in rows(_asked("Lever", f"{base}{path}", key).get("data")) if text(row.get("id"), 80)]
    if not found:
        return None
    newest = max(found, key=lambda row: row["createdAt"] if isinstance(row.get("createdAt"), int) else 0)
    # The address is made here and not read from the answer: the key goes with it.
    url = f"{base}{path}/{quote(text(newest['id'], 80), safe='')}/download"
    return VendorFile(url, text(at(newest, "file", "name"), 200), _signed_in(key))


def _of_ashby(key: str, base: str, candidate: str) -> VendorFile | None:
    handle = at(_asked("Ashby", f"{base}/candidate.info", key, {"id": candidate}), "results", "resumeFileHandle")
    if not text(at(handle, "handle"), 2000):
        return None
    told = _asked("Ashby", f"{base}/file.info", key, {"fileHandle": text(at(handle, "handle"), 2000)})
    url = text(at(told, "results", "url"), 2000)
    return VendorFile(url, text(at(handle, "name"), 200)) if url else None


def _asked(name: str, url: str, key: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What the vendor answered; nothing when there is no such thing."""
    headers = {"Accept": "application/json", "Content-Type": "application/json", **_signed_in(key)}
    try:
        answer = outbound.send(
            url,
            method="GET" if body is None else "POST",
            headers=headers,
            body=b"" if body is None else json.dumps(body).encode(),
            time_limit=TIME_LIMIT,
            size_limit=SIZE_LIMIT,
        )
    except outbound.OutboundError as fault:
        raise NotAnswered(f"{name} was asked for the CV and did not answer: {fault}") from fault
    if answer.status == 404:
        return {}
    if answer.status in (401, 403):
        raise KeyRefused(f"{name} refused the key, or the key may not read CVs ({answer.status}).")
    try:
        found = json.loads(answer.body) if answer.status == 200 else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise NotAnswered(f"{name} was asked for the CV and answered {answer.status}, and not with what was asked.")
    return found


def _signed_in(key: str) -> dict[str, str]:
    """The key as both take it: the name of HTTP Basic, without a password."""
    return {"Authorization": f"Basic {base64.b64encode(f'{key}:'.encode()).decode()}"}
