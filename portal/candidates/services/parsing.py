"""A résumé at an address is read, and nothing of it is kept (seed 002, "Resume Parser Service")."""

import io
from typing import Any

from portal.candidates import rules_uploads as uploads
from portal.candidates.rules_uploads import Incoming
from portal.candidates.services.arrivals import read_cv
from portal.core import outbound
from portal.core.errors import BadInput

SECONDS = 15.0


def fetch(url: str) -> bytes:
    """The bytes at a public address. Raises BadInput with field `resume_url`. Never inside a transaction."""
    try:
        answer = outbound.send(url, time_limit=SECONDS, size_limit=uploads.MAX_BYTES + 1)
    except outbound.OutboundError as refusal:
        raise BadInput(fields={"resume_url": str(refusal)}) from refusal
    if answer.status != 200:
        raise BadInput(fields={"resume_url": f"The address answered {answer.status}, and no file."})
    if len(answer.body) > uploads.MAX_BYTES:
        raise BadInput(fields={"resume_url": f"A file may have up to {uploads.MAX_BYTES // 1024 // 1024} MB."})
    return answer.body


def parse(name: str, data: bytes) -> dict[str, Any] | None:
    """The reading of a résumé as JSON; None for a file that is none or cannot be read. Raises Busy."""
    try:
        return read_cv(Incoming(name, io.BytesIO(data))).reading
    except BadInput:
        return None
