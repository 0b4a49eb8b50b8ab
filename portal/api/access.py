"""Who may call: exactly one of these stands on every JSON route, below the blueprint's own decorator.

They say it, `door.py` asks it before the body is read. They also carry a call's answer out, once for a repeated key.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import orjson
from flask import current_app, g, request
from pydantic import TypeAdapter
from werkzeug.wrappers import Response

from portal.core import repeats
from portal.core.people import Person, PersonKind
from portal.core.repeats import Kept

STAFF = frozenset({PersonKind.USER})
MACHINES = frozenset({PersonKind.USER, PersonKind.API_KEY})
CANDIDATES = frozenset({PersonKind.CANDIDATE})
Call = Callable[..., Any]
Before = Callable[[], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Access:
    """What a call asks of its caller. `kinds` empty: anybody may call.

    `integration`: another system calls, which is counted by itself and may call more often than a person; it says which
    part of the address names it (empty: its key alone). `counts_itself`: the body names it, so the view counts, once it
    knows that the caller is who it says (`door.count_channel`). `most_bytes`: its body may be longer than others'.
    """

    kinds: frozenset[PersonKind] = frozenset()
    permission: str | None = None
    with_old_password: bool = False
    why: str = ""
    integration: str | None = None
    counts_itself: bool = False
    most_bytes: int | None = None


def allows(
    permission: str,
    *,
    candidates: bool = False,
    before: Before | None = None,
    integration: str | None = None,
    most_bytes: int | None = None,
) -> Callable[[Call], Call]:
    """Users and company keys that have the permission; with `candidates`, also a candidate, for their own things.

    `before` reads the request itself, before the transaction begins (a file that takes long), and gives the view's
    arguments; it takes `multipart/form-data` beside JSON. `most_bytes` is for bodies that hold many things.
    """
    kinds = MACHINES | CANDIDATES if candidates else MACHINES
    return _mark(Access(kinds, permission, integration=integration, most_bytes=most_bytes), before=before)


def allows_users(*, with_old_password: bool = False) -> Callable[[Call], Call]:
    """A user by token: one's own account."""
    return _mark(Access(STAFF, None, with_old_password), once=False)


def allows_candidates(
    *, with_old_password: bool = False, once: bool = False, before: Before | None = None
) -> Callable[[Call], Call]:
    """A candidate, by token or by a key of their own. With `once` a repeated `Idempotency-Key` does nothing more;
    `before` as in `allows`."""
    return _mark(Access(CANDIDATES, None, with_old_password), once=once, before=before)


def open_to_all(
    why: str, *, integration: str | None = None, counts_itself: bool = False, takes_bytes: bool = False
) -> Callable[[Call], Call]:
    """Anybody may call; `why` is for the reader of the code. With `takes_bytes` the body is a file as it is."""
    mark = _mark(Access(why=why, integration=integration, counts_itself=counts_itself), once=False)

    def decorate(view: Call) -> Call:
        called = mark(view)
        called.takes_bytes = takes_bytes  # type: ignore[attr-defined]
        return called

    return decorate


def caller() -> Person:
    """Who calls. Only inside a call that asks for somebody."""
    person: Person | None = g.get("person")
    if person is None:
        raise RuntimeError("This call asks for nobody.")
    return person


def shown_once(field: str) -> None:
    """Say that a field of the answer (or of its `data`) is a secret that no second answer to the same key repeats."""
    g.setdefault("once_shown", []).append(field)


def _mark(access: Access, *, once: bool = True, before: Before | None = None) -> Callable[[Call], Call]:
    def decorate(view: Call) -> Call:
        @wraps(view)
        def called(**values: Any) -> Response:
            if before is not None:
                values = before()

            def act() -> Any:
                return view(**(request.view_args or {}), **values)

            if once and request.method == "POST" and "Idempotency-Key" in request.headers:
                return _once(act)
            return _answer(act())

        called.access = access  # type: ignore[attr-defined]
        called.once = once  # type: ignore[attr-defined]
        body: Any = view.__annotations__.get("body")
        called.takes_json = body is not None and before is None  # type: ignore[attr-defined]
        called.takes_nothing = called.takes_json and not any(  # type: ignore[attr-defined]
            field.is_required() for field in body.model_fields.values()
        )
        called.takes_files = before is not None  # type: ignore[attr-defined]
        if before is not None:  # flask-openapi leaves the validation to `before`
            called.__delay_validate_request__ = True  # type: ignore[attr-defined]
        return called

    return decorate


def _once(act: Callable[[], Any]) -> Response:
    person = caller()
    wanted = repr((request.method, request.full_path)).encode() + b"\0" + _sent()
    claimed = repeats.claim(
        f"{person.kind}:{person.id}",
        request.headers["Idempotency-Key"],
        hashlib.sha256(wanted).hexdigest(),
        person.company_id,
    )
    if isinstance(claimed, Kept):
        answer = _answer((claimed.answer, claimed.status))
        answer.headers["Idempotency-Replayed"] = "true"
        return answer
    answer = _answer(act())
    if answer.status_code < 400:
        kept = orjson.loads(answer.get_data() or b"{}")
        for secret in g.get("once_shown", ()):
            kept.pop(secret, None)
            if isinstance(kept.get("data"), dict):
                kept["data"].pop(secret, None)
        repeats.keep(claimed, answer.status_code, kept)
    return answer


def _sent() -> bytes:
    """What tells a request from others: its bytes; of a form its fields and files, as the lines between them differ."""
    if request.mimetype != "multipart/form-data":
        return request.get_data()
    parts = list(request.form.items(multi=True))
    for name, file in request.files.items(multi=True):
        file.stream.seek(0)
        parts.append((name, hashlib.sha256(file.stream.read()).hexdigest()))
    return repr(sorted(parts)).encode()


def _answer(found: Any) -> Response:
    """A response of what a call returned: a plain value, or one and a status, or a response that is one already."""
    if isinstance(found, Response):
        return found
    value, status = found if isinstance(found, tuple) else (found, 200)
    body = orjson.dumps(value)
    if current_app.testing:
        _check(orjson.loads(body), status)
    return current_app.response_class(body, status=status, mimetype="application/json")


def _check(value: Any, status: int) -> None:
    """In tests: an answer that its documented model refuses is a fault of ours."""
    models = getattr(current_app.view_functions[request.endpoint or ""], "answers", {})
    model = models.get(status)
    if model is None:
        raise AssertionError(f"{request.endpoint}: {status} is not documented")
    TypeAdapter(model).validate_python(value)
