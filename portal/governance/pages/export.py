"""The audit log as a file: sent while it is read, so that a million events need no more memory than a thousand."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import orjson
from flask import Response

from portal.accounts.permissions import Permission
from portal.core.clock import now
from portal.governance import rules
from portal.governance.pages import pages
from portal.governance.pages.audit import ask
from portal.governance.services.exporting import pieces
from portal.governance.shapes import LOG_FIELDS, log_json
from portal.web.access import current_person, needs


@pages.get("/admin/audit.csv")
@needs(Permission.AUDIT_READ)
def audit_csv() -> Response:
    """What the filters leave, as CSV; no cell is taken for a formula."""
    return _file(_csv(_rows("governance.audit_csv")), "text/csv; charset=utf-8", "csv")


@pages.get("/admin/audit.json")
@needs(Permission.AUDIT_READ)
def audit_json() -> Response:
    """What the filters leave, as one JSON array in the shape of the calls."""
    return _file(_json(_rows("governance.audit_json")), "application/json", "json")


def _file(chunks: Iterator[bytes], media_type: str, ending: str) -> Response:
    answer = Response(chunks, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="audit-log-{now():%Y-%m-%d}.{ending}"'
    return answer


def _rows(endpoint: str) -> Iterator[list[dict[str, Any]]]:
    found = pieces(ask(endpoint).wanted, current_person())
    return ([log_json(row) for row in some] for some in found)


def _csv(rows: Iterator[list[dict[str, Any]]]) -> Iterator[bytes]:
    yield (",".join(LOG_FIELDS) + "\r\n").encode()
    for some in rows:
        text = io.StringIO(newline="")
        csv.writer(text).writerows([rules.cell(row[name]) for name in LOG_FIELDS] for row in some)
        yield text.getvalue().encode()


def _json(rows: Iterator[list[dict[str, Any]]]) -> Iterator[bytes]:
    between = b"[\n"
    for some in rows:
        for row in some:
            yield between + orjson.dumps(row)
            between = b",\n"
    yield b"[]\n" if between == b"[\n" else b"\n]\n"
