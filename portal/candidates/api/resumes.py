"""JSON calls about résumés (seed 002, "Resume Parser Service")."""

from typing import Any
from urllib.parse import urlsplit

from portal.accounts.permissions import Permission
from portal.api.access import allows
from portal.api.door import read_json, validated
from portal.api.payloads import moment, named_by
from portal.candidates.api import calls
from portal.candidates.payloads_resumes import ParsedOut, ParseIn, extracted_json
from portal.candidates.services import parsing
from portal.core.clock import now
from portal.storage import services as storage
from portal.storage.services import signed


def _sent() -> dict[str, Any]:
    """The reading of the file at the address: made before the transaction begins, for that takes its time."""
    body = validated(ParseIn, read_json())
    key = storage.key_of(body.resume_url)
    if key is None:
        name, data = urlsplit(body.resume_url).path, parsing.fetch(body.resume_url)
    else:
        with named_by("resume_url"):
            sent = signed.content(key)
        name, data = sent.name, sent.data
    return {"reading": parsing.parse(name, data)}


@calls.post("/v1/resume/parse", ParsedOut, request_body=ParseIn.as_body())
@allows(Permission.CANDIDATES_WRITE, candidates=True, before=_sent)
def parse_resume(reading: dict[str, Any] | None) -> Any:
    """Read the résumé at an address, as the upload page does; nothing of it is kept.

    The address is a public one (at most 10 MB, 15 seconds), or the `file_url` of a file that was uploaded here.
    """
    found = reading or {}
    return {
        "success": True,
        "data": {
            "parsed": reading is not None,
            "extracted_data": extracted_json(found),
            "parsing_confidence": found.get("parsing_confidence") or 0.0,
            "parsed_at": moment(now()),
        },
    }
