"""Addresses with two faces: `/conversations…` is a page to a browser and a call to a machine (DESIGN.md §6, "Paths").

The calls are registered below `/api` alone. Before anything is routed, what is no page's request goes there.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, request
from werkzeug.http import parse_accept_header, parse_options_header
from werkzeug.wrappers import Response

SHARED = "/conversations"
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
VARY = ("Accept", "HX-Request", "Authorization")
ASKED = "portal.asked_path"


class TwoFaces:
    """Sends what machines ask of a shared address to the call of the same name."""

    def __init__(self, inner: Callable[..., Any]) -> None:
        self.inner = inner

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        path = environ.get("PATH_INFO", "")
        if path == SHARED or path.startswith(SHARED + "/"):
            environ[ASKED] = path
            if not is_for_a_page(environ):
                environ["PATH_INFO"] = f"/api{path}"
        return self.inner(environ, start)


def is_for_a_page(environ: dict[str, Any]) -> bool:
    """Whether a browser asks: without a token or a key, and by htmx, or for HTML by name, or with a form.

    htmx sends `Accept: */*` and so does curl; that takes HTML as well as anything, and does not name it.
    """
    if environ.get("HTTP_AUTHORIZATION") or environ.get("HTTP_X_API_KEY"):
        return False
    if environ.get("HTTP_HX_REQUEST", "").lower() == "true":
        return True
    accepted = parse_accept_header(environ.get("HTTP_ACCEPT", ""))
    if any(kind.strip().lower() == "text/html" and quality > 0 for kind, quality in _named(accepted)):
        return True
    return parse_options_header(environ.get("CONTENT_TYPE", ""))[0].lower() in FORMS


def _named(accepted: Any) -> list[tuple[str, float]]:
    return [(kind.partition(";")[0], quality) for kind, quality in accepted]


def _say_by_what(response: Response) -> Response:
    if ASKED in request.environ:
        response.vary.update(VARY)
    return response


def install(app: Flask) -> None:
    """Put it in front of the routing."""
    app.wsgi_app = TwoFaces(app.wsgi_app)  # type: ignore[method-assign, assignment]
    app.after_request(_say_by_what)
