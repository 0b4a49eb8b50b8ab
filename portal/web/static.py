"""Static files: their address carries a digest of their bytes, so that browsers may keep them for a year."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, request
from werkzeug.wrappers import Response

YEAR_SECONDS = 31_536_000


def install(app: Flask) -> None:
    """Version the addresses of static files, and say how long each may be kept."""

    @lru_cache(256)
    def digest(name: str) -> str:
        file = Path(app.static_folder or "") / name
        return hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else ""

    def version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "v" not in values:
            values["v"] = digest(values.get("filename", "")) or None

    def keep(response: Response) -> Response:
        if request.endpoint == "static" and request.args.get("v") and response.status_code == 200:
            response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
        return response

    app.url_defaults(version)
    app.after_request(keep)
