"""The application class: one commit at the edge for each request that may write, and addresses made once."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, has_request_context, request
from flask_openapi.openapi import OpenAPI
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from portal.core.database import db, set_reading

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Portal(OpenAPI):
    """The application: flask-openapi's, whose unsafe requests are one transaction each."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._address = lru_cache(4096)(self._make_address)

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """Flask's, but an address on a page is made once: a page has dozens, most of them the same on every page."""
        plain = all(type(value) in (str, int) and name[0] != "_" for name, value in values.items())
        if not plain or endpoint.startswith(".") or not has_request_context():
            return super().url_for(endpoint, **values)
        return self._address(request.root_path, endpoint, *values.items())

    def _make_address(self, _root: str, endpoint: str, *values: tuple[str, Any]) -> str:
        return super().url_for(endpoint, **dict(values))

    def dispatch_request(self) -> Any:
        """Run the view. What it changed is committed below status 400 and rolled back from there on."""
        if request.method in SAFE_METHODS:
            return super().dispatch_request()
        if is_from_elsewhere():
            raise CSRFError("This form was sent from another site.")
        # The form is read by now (CSRF); what was read of the session ends, and the writing transaction begins.
        db.session.rollback()
        set_reading(False)
        answer: Response = self.make_response(super().dispatch_request())
        if answer.status_code < 400:
            db.session.commit()
        else:
            db.session.rollback()
        return answer


def is_from_elsewhere() -> bool:
    """Whether a browser says that another site's page sends this request. Machines say nothing of the kind."""
    origin = request.headers.get("Origin")
    if origin is None or request.path.startswith(("/api/", "/webhooks/")):
        return False
    public = urlsplit(current_app.config["PUBLIC_URL"])
    return origin not in (request.host_url.rstrip("/"), f"{public.scheme}://{public.netloc}")


def headers(response: Response) -> Response:
    """What every answer says: nothing loads from elsewhere, nobody frames us, nothing personal is kept by caches."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if not request.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    if current_app.config["PRODUCTION"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


def install(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(headers)
