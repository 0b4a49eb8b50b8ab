"""The door of the JSON calls: who calls, whether they may, how often, and whether the body can be read at all.

Everything here happens before the body is validated, so that a stranger learns nothing from a refusal.
No session cookie is looked at under `/api` and `/webhooks`, so no other site can make a browser call.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, current_app, g, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType
from werkzeug.wrappers import Response

from portal.api import faces, limits, tokens
from portal.api.access import Access
from portal.core.clock import now
from portal.core.errors import BadInput, NotAllowed, PortalError, TooMany
from portal.core.people import Person, PersonKind
from portal.core.tenancy import enter, scope_of
from portal.web.sessions import hashed

JSON_PATHS = ("/api/", "/webhooks/")
Valid = TypeVar("Valid", bound=BaseModel)
SEEN_EVERY = timedelta(minutes=5)
# A body of JSON (a call that takes many things at once says how many bytes, `allows(most_bytes=…)`), and one that
# brings a CV (10 MB) with its form around it.
MOST_BYTES = 2 * 1024 * 1024
MOST_BYTES_OF_FILES = 11 * 1024 * 1024
FindSession = Callable[[str, str], Person | None]
FindKey = Callable[[str], tuple[Person, int, datetime | None] | None]


class NotKnown(PortalError):
    """Nobody, or nobody that the portal knows, calls what is not open to all."""

    code = "INVALID_TOKEN"
    status = 401


class PasswordMustChange(NotAllowed):
    """The account's password was set by somebody else and opens nothing but its own change."""

    code = "PASSWORD_CHANGE_REQUIRED"


class NotJson(PortalError):
    """The body is no JSON, or holds what no database takes."""

    code = "BAD_REQUEST"


def install(app: Flask, find_session: FindSession, find_key: FindKey, key_is_used: Callable[[int], None]) -> None:
    """Put the door in front of every path below `/api` and `/webhooks`."""

    def enter_call() -> None:
        if not request.path.startswith(JSON_PATHS):
            return
        problem = None
        try:
            person = _caller(find_session, find_key, key_is_used)
        except NotKnown as refusal:
            person, problem = None, refusal
        view = current_app.view_functions.get(request.endpoint or "")
        access = _access_of(view)
        if not access.counts_itself:
            _count(person, access.integration)
        if problem is not None:
            raise problem
        if view is None:
            return
        g.person = person
        _check(access, person)
        if person is not None:
            enter(scope_of(person))
        brings_files = getattr(view, "takes_files", False) and request.mimetype == "multipart/form-data"
        brings_files = brings_files or getattr(view, "takes_bytes", False)
        request.max_content_length = MOST_BYTES_OF_FILES if brings_files else access.most_bytes or MOST_BYTES
        if getattr(view, "takes_json", False):
            read_json(may_be_empty=request.method == "POST" and getattr(view, "takes_nothing", False))
        _check_words(dict(request.args))

    faces.install(app)
    app.before_request(enter_call)
    app.after_request(_say_limit)


def _access_of(view: Any) -> Access:
    """What a call asks of its caller; what is no call asks nothing."""
    access = getattr(view, "access", None)
    return access if isinstance(access, Access) else Access()


def _caller(find_session: FindSession, find_key: FindKey, key_is_used: Callable[[int], None]) -> Person | None:
    """Who calls: by token, else by key, else nobody. Raises NotKnown for a secret that opens nothing."""
    said = request.headers.get("Authorization", "")
    if said:
        scheme, _, text = said.partition(" ")
        token = tokens.read(text.strip()) if scheme.lower() == "bearer" else None
        person = find_session(token.kind, token.session_hash) if token else None
        if token is None or person is None or person.id != token.account_id:
            raise NotKnown("This token is not valid, or no longer. Sign in again for a new one.")
        return person
    key = request.headers.get("X-API-Key", "")
    if not key:
        return None
    found = find_key(hashed(key))
    if found is None:
        raise NotKnown("This API key is not valid, or no longer.", code="INVALID_API_KEY")
    person, number, used = found
    if used is None or now() - used > SEEN_EVERY:
        _note_use(key_is_used, number)
    return person


def _note_use(key_is_used: Callable[[int], None], number: int) -> None:
    """Say that the key is in use, once the answer is out."""
    app: Any = current_app._get_current_object()  # type: ignore[attr-defined]

    def note(response: Response) -> Response:
        def seen() -> None:
            with app.app_context():
                key_is_used(number)

        response.call_on_close(seen)
        return response

    g.setdefault("after_call", []).append(note)


def count_integration(number: int) -> None:
    """Count a proven call of an integration, wherever it comes from. Raises TooMany."""
    _count_one(f"integration:{number}", limits.BY_INTEGRATION)


def count_channel(number: int) -> None:
    """Count a message of a channel that has proved to be its own, wherever it comes from. Raises TooMany."""
    _count_one(f"channel:{number}", limits.BY_INTEGRATION)


@contextmanager
def counting_strangers() -> Iterator[None]:
    """Count whoever is refused inside by their address, so that nobody uses up what is a channel's own.

    Raises TooMany in the refusal's place once there were too many.
    """
    try:
        yield
    except PortalError:
        count_stranger()
        raise


def count_stranger() -> None:
    """Count a call of another system that could not prove itself, by its address alone. Raises TooMany."""
    _count_one(f"address:{request.remote_addr}", limits.BY_ADDRESS)


def _count(person: Person | None, integration: str | None) -> None:
    if person is not None:
        subject, limit = f"{person.company_id}:{person.kind}:{person.id}", limits.BY_PLAN[person.plan]
    else:
        subject, limit = f"address:{request.remote_addr}", limits.BY_ADDRESS
    if integration is not None:
        # One vendor sends for many companies from few addresses, so each of its integrations is counted by itself;
        # a stranger at another address does not use up what is a vendor's.
        subject = f"{subject}:webhooks:{(request.view_args or {}).get(integration, '')}"
        limit = limits.BY_INTEGRATION
    _count_one(subject, limit)


def _count_one(subject: str, limit: int) -> None:
    g.limit = count = limits.count(subject, limit)
    if count.is_over:
        wait = max(1, count.reset - int(now().timestamp()))
        raise TooMany(f"Too many requests. Please try again in {wait} seconds.", retry_after=wait)


def _check(access: Access, person: Person | None) -> None:
    if not access.kinds:
        return
    if person is None:
        by_key = PersonKind.API_KEY in access.kinds
        raise NotKnown("Send a token (Authorization: Bearer …)" + (" or an API key (X-API-Key)." if by_key else "."))
    if person.kind not in access.kinds:
        raise NotAllowed("This call is not for your kind of account.")
    if person.must_change_password and not access.with_old_password:
        raise PasswordMustChange("Change your password first: POST /api/auth/change-password.")
    if access.permission is None or person.may(access.permission) or person.kind is PersonKind.CANDIDATE:
        return
    raise NotAllowed(
        "Your role does not allow this." if person.kind is PersonKind.USER else "This key has no scope for it."
    )


def read_json(*, may_be_empty: bool = False) -> Any:
    """The body, parsed, so that what is no JSON is told from what is JSON of the wrong shape.

    With `may_be_empty` no body at all is None. Raises NotJson, UnsupportedMediaType, BadInput for `null`.
    """
    if may_be_empty and not request.get_data():
        return None
    if not request.is_json:
        raise UnsupportedMediaType("Send application/json.")
    try:
        body = request.get_json()
        _check_words(body)
    except (BadRequest, RecursionError) as error:
        raise NotJson("The body is not JSON that we can read.") from error
    if body is None or isinstance(body, str):
        raise BadInput("The body is no object.", fields={"body": "Send an object."})
    return body


def _check_words(value: Any) -> None:
    """Refuse what is no JSON although Python reads it (NaN), and text that no database takes: NUL, halves of pairs."""
    if isinstance(value, float) and not math.isfinite(value):
        raise NotJson("The request holds a number that is none.")
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
            raise NotJson("The request holds characters that are none (NUL, or half of a pair).")
    elif isinstance(value, dict):
        for name, held in value.items():
            _check_words(name)
            _check_words(held)
    elif isinstance(value, list):
        for held in value:
            _check_words(held)


def validated(model: type[Valid], body: Any) -> Valid:
    """The body as the model. Raises BadInput by field."""
    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise _refusal(error) from error


def not_valid(error: ValidationError) -> Response:
    """What flask-openapi answers to a body or address of the wrong shape: each field by name, nothing echoed."""
    from portal.web.problems import refused

    return refused(_refusal(error))


def _refusal(error: ValidationError) -> BadInput:
    fields: dict[str, str] = {}
    for problem in error.errors(include_url=False, include_input=False, include_context=False):
        name = ".".join(str(part) for part in problem["loc"]) or "body"
        fields.setdefault(name, _sentence(problem["type"], problem["msg"]))
    return BadInput("Some fields cannot be used; see details.", fields=fields)


def _sentence(kind: str, words: str) -> str:
    if kind == "extra_forbidden":
        return "There is no such field here, or it may not be set."
    if kind == "missing":
        return "This field is required."
    return words[:1].upper() + words[1:].rstrip(".") + "."


def _say_limit(response: Response) -> Response:
    count: limits.Count | None = g.get("limit")
    if count is None and _access_of(current_app.view_functions.get(request.endpoint or "")).counts_itself:
        # It was refused before its view could count it.
        count = limits.count(f"address:{request.remote_addr}", limits.BY_ADDRESS)
    if count is not None:
        response.headers["X-RateLimit-Limit"] = str(count.limit)
        response.headers["X-RateLimit-Remaining"] = str(count.remaining)
        response.headers["X-RateLimit-Reset"] = str(count.reset)
    if response.status_code == 401 and request.path.startswith(JSON_PATHS):
        response.headers["WWW-Authenticate"] = "Bearer"
    for note in g.pop("after_call", ()):
        response = note(response)
    return response
