"""Sessions as rows on the server, behind Flask's own interface: what is ended on the server is ended in every browser.

The cookie holds a random value of 256 bits, the row its hash. Staff and candidates have a cookie each. A visitor who is
not signed in has a signed cookie with nothing but the secret of the forms (CSRF).
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, current_app, g, request
from flask.sessions import SessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from portal.core.clock import now
from portal.core.database import set_reading
from portal.core.people import Browser, Person

COOKIES = {"user": "portal_session", "candidate": "portal_candidate"}
PATHS = {"user": "/", "candidate": "/portal"}
GUEST_COOKIE = "portal_guest"
SEEN_EVERY = timedelta(minutes=5)
# Files need nobody, and machines show a token or a key.
NO_SESSION = ("/static/", "/api/", "/webhooks/", "/health")


def hashed(token: str) -> str:
    """What a row keeps of a secret that is itself random: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """A secret of 256 random bits."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class FoundSession:
    """A living session and its person, as the one query reads them."""

    person: Person
    csrf: str
    seen_at: datetime


class RowSession(dict[str, Any], SessionMixin):
    """What Flask and its extensions see of a session."""

    modified = False

    def __setitem__(self, key: str, value: Any) -> None:
        self.modified = True
        super().__setitem__(key, value)


class RowSessions(SessionInterface):
    """Finds the session of a request by one query; `find` and `touch` are the accounts feature's."""

    def __init__(self, find: Callable[[str, str], FoundSession | None], touch: Callable[[int], None]) -> None:
        self.find = find
        self.touch = touch

    def open_session(self, app: Flask, request: Request) -> RowSession:
        # Nothing holds a write lock while the body of a slow upload is still coming in.
        set_reading(True)
        g.person = None
        session = RowSession()
        if request.path.startswith(NO_SESSION):
            return session
        kind = kind_of(request.path)
        token = request.cookies.get(COOKIES[kind], "")
        try:
            found = self.find(kind, hashed(token)) if token else None
        except (OperationalError, PoolTimeout) as fault:
            # Nobody hears an error at this point of Flask's; `raise_fault` raises it where it becomes an answer.
            g.session_fault = fault
            return session
        if found is not None:
            g.person = g._login_user = found.person
            g.session_seen_at = found.seen_at
            session.update(_user_id=f"{found.person.kind}:{found.person.id}", csrf_token=found.csrf)
        else:
            session.update(_guest(app, request))
        session.modified = False
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.path.startswith(NO_SESSION):
            return
        kind = kind_of(request.path)
        started = g.pop("session_started", None)
        if started is not None:
            kind, token = started
            set_cookie(response, COOKIES[kind], token, path=PATHS[kind])
            response.delete_cookie(GUEST_COOKIE)
            return
        if g.pop("session_ended", False):
            response.delete_cookie(COOKIES[kind], path=PATHS[kind])
            return
        person: Person | None = g.get("person")
        if person is None:
            if session.modified and "csrf_token" in session:
                set_cookie(response, GUEST_COOKIE, _signer(app).dumps({"csrf": session["csrf_token"]}))
                response.vary.add("Cookie")
            return
        response.vary.add("Cookie")
        if person.session_id is not None and now() - g.session_seen_at > SEEN_EVERY:
            self._touch_afterwards(response, person.session_id)

    def _touch_afterwards(self, response: Response, session_id: int) -> None:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

        def seen() -> None:
            with app.app_context():
                self.touch(session_id)

        response.call_on_close(seen)


def raise_fault() -> None:
    """Before every request: what went wrong when its session was looked for."""
    fault = g.pop("session_fault", None)
    if fault is not None:
        raise fault


def kind_of(path: str) -> str:
    """Which of the two sign-ins a path belongs to."""
    return "candidate" if path == "/portal" or path.startswith("/portal/") else "user"


def set_cookie(response: Response, name: str, value: str, *, path: str = "/", max_age: int | None = None) -> None:
    """A cookie that scripts cannot read and other sites do not send."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(name, value, path=path, max_age=max_age, httponly=True, samesite="Lax", secure=secure)


def new_browser() -> tuple[str, Browser]:
    """A new secret for this browser's cookie, and what a session keeps of it and of the browser."""
    token, person = new_token(), g.get("person")
    address, name = request.remote_addr or "unknown", request.user_agent.string
    return token, Browser(hashed(token), new_token(), name, address, person.session_id if person else None)


def new_token_holder() -> tuple[str, Browser]:
    """The same for a machine that signs in: the secret of its token, and what the session keeps."""
    secret = new_token()
    address, name = request.remote_addr or "unknown", request.user_agent.string
    return secret, Browser(hashed(secret), "", name, address, is_token=True)


def begin_session(kind: str, token: str) -> None:
    """Give the browser the cookie of a session that a service has just written."""
    g.session_started = (kind, token)


def end_session() -> None:
    """Take the cookie away with this answer; the row is the service's to delete."""
    g.session_ended = True


def _signer(app: Flask) -> URLSafeSerializer:
    return URLSafeSerializer(app.config["SECRET_KEY"], salt="guest")


def _guest(app: Flask, request: Request) -> dict[str, str]:
    text = request.cookies.get(GUEST_COOKIE)
    if not text:
        return {}
    try:
        return {"csrf_token": str(_signer(app).loads(text)["csrf"])}
    except (BadSignature, KeyError, TypeError):
        return {}
