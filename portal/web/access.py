"""Who may enter: exactly one of these decorators stands on every route, and a house test reads them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core.errors import Missing, NotAllowed
from portal.core.people import Person
from portal.core.tenancy import enter, scope_of

View = TypeVar("View", bound=Callable[..., Any])
# Where somebody who must first change the password may still go.
PASSWORD_PAGES = frozenset(
    {"accounts.change_password", "accounts.sign_out", "candidate_portal.change_password", "candidate_portal.sign_out"}
)


def current_person() -> Person:
    """The person signed in. Only inside a route that asks for one."""
    person = signed_in_person()
    if person is None:
        raise NotAllowed("Please sign in.")
    return person


def signed_in_person() -> Person | None:
    """The person signed in, or None on a public page."""
    person: Person | None = g.get("person")
    return person


def public(why: str) -> Callable[[View], View]:
    """Anybody may enter; `why` is for the reader of the code."""
    return _mark(("public", why), lambda: None)


def needs(permission: str) -> Callable[[View], View]:
    """Staff and client users whose role has the permission. Others: 403; nobody signed in: the sign-in page."""

    def check() -> Response | None:
        refused = _signed_in(candidate=False)
        if refused is None and not current_person().may(permission):
            raise NotAllowed("Your role does not allow this.")
        return refused

    return _mark(("needs", permission), check)


def signed_in(view: View) -> View:
    """Any staff or client user, whatever the role: one's own profile, password, notifications."""
    return _mark(("signed_in", ""), lambda: _signed_in(candidate=False))(view)


def candidate_only(view: View) -> View:
    """A signed-in candidate."""
    return _mark(("candidate_only", ""), lambda: _signed_in(candidate=True))(view)


def _mark(access: tuple[str, str], check: Callable[[], Response | None]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> Any:
            refused = check()
            return refused if refused is not None else view(*args, **values)

        guarded.access = access  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def _signed_in(*, candidate: bool) -> Response | None:
    person = signed_in_person()
    portal = "candidate_portal" if candidate else "accounts"
    if person is None:
        return to_page(url_for(f"{portal}.sign_in", next=here()))
    if person.is_candidate is not candidate:
        raise Missing
    enter(scope_of(person))
    if person.must_change_password and request.endpoint not in PASSWORD_PAGES:
        return to_page(url_for(f"{portal}.change_password"))
    return None


def here() -> str | None:
    """The page to come back to after sign-in: only what was asked for by GET."""
    if request.method != "GET" or request.path == "/":
        return None
    return request.full_path.rstrip("?")


def to_page(url: str) -> Response:
    """Send the browser to another page, also when htmx asked (whole page, not into the fragment's place)."""
    if request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true":
        answer = Response(status=204)
        answer.headers["HX-Redirect"] = url
        return answer
    return redirect(url, 303 if request.method not in ("GET", "HEAD") else 302)


def safe_next(target: str | None, default: str) -> str:
    """A `next` address of our own host and path, else the default; `//evil`, `/\\evil`, tabs, schemes are not ours."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return default
    if any(ord(c) <= 32 or ord(c) == 127 for c in target):
        return default
    parts = urlsplit(target)
    return default if parts.scheme or parts.netloc else target
