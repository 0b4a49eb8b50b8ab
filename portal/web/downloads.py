"""Handing out a stored file: private, under a safe name, and unable to do anything in our origin."""

import re
import unicodedata
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from flask import Response, request, send_file
from werkzeug.wsgi import wrap_file

# The one ending that each kind of file gets, whatever its sender called it.
ENDINGS = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rtf": ".rtf",
    "text/plain": ".txt",
}
LOCKED = "default-src 'none'; sandbox; frame-ancestors 'none'"


def attachment(source: Path | BinaryIO, *, name: str, media_type: str, digest: str, size: int) -> Response:
    """The file as a download, ranges included. `digest` names its content for conditional requests.

    `source` is a path, or a stream of `size` bytes that can seek: of it only what is sent is read.
    """
    kind = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    if isinstance(source, Path):
        answer = send_file(source, mimetype=kind, etag=digest, conditional=True, max_age=0)
    else:
        answer = Response(wrap_file(request.environ, source), mimetype=kind, direct_passthrough=True)
        answer.content_length = size
        answer.set_etag(digest)
        answer.make_conditional(request.environ, accept_ranges=True, complete_length=size)
    answer.headers["Content-Disposition"] = disposition(name, media_type)
    return _private(answer)


def picture(path: Path, *, digest: str) -> Response:
    """A PNG of ours, shown in a page of ours."""
    answer = _private(send_file(path, mimetype="image/png", etag=digest, conditional=True, max_age=0))
    answer.headers["Content-Disposition"] = "inline"
    return answer


def disposition(name: str, media_type: str) -> str:
    """`attachment` with a plain ASCII name for old readers and the whole one by RFC 5987 (RFC 6266, section 4.3)."""
    ending = ENDINGS.get(media_type, "")
    if not name.lower().endswith(ending):
        name += ending
    flat = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._ -]+", "_", flat).strip("._ ") or f"file{ending}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _private(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = LOCKED
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    # Kept by the browser alone, and asked for again each time: access that has ended ends here too.
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.vary.add("Cookie")
    return answer
