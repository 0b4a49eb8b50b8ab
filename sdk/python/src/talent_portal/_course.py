"""The course of a call, without a socket: what goes out, how long to wait before it goes again, what the answer means.

`course` is a generator. It gives an `httpx.Request` to be sent, or seconds to be waited, and is told what came of it;
it returns the answer or raises. The two clients differ in nothing but how they send and wait.
"""

import logging
import random
import time
import uuid
from collections.abc import Generator
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import httpx

from talent_portal._calls import Call, File, pairs, to_json
from talent_portal._version import VERSION
from talent_portal.errors import ApiError, ConnectionFailed, TalentPortalError, TimedOut, UnexpectedAnswer, kind_of
from talent_portal.webhooks import signed_headers

Answer = TypeVar("Answer")
Reply = httpx.Response | httpx.TransportError | None
Course = Generator[httpx.Request | float, Reply, Answer]
# Several calls that are one thing to do; the answer of each goes back in, and so does what it raised.
Plan = Generator[Call[Any], Any, Answer]

log = logging.getLogger("talent_portal")
# The request never left: whatever it was, it may go again.
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
BROKEN = (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError)
# Nothing was carried out, whatever was asked.
REFUSED_UNREAD = frozenset({429})
PASSING = frozenset({408, 502, 503, 504})
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 8.0
# A `Retry-After` is waited for as long as the portal's limits last; whoever is told of more decides for themselves.
LONGEST_WAIT = 60.0


class Secret(str):
    """A key or token that does not show itself in a `repr`."""

    def __repr__(self) -> str:
        return "'***'"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a client calls, as whom, and how patiently."""

    base_url: str
    api_key: Secret | None = None
    token: Secret | None = None
    timeout: float = 30.0
    total_timeout: float = 120.0
    max_retries: int = 2


def course(call: Call[Answer], settings: Settings) -> Course[Answer]:
    """Carry a call through: send, wait and send again where that is safe. Raises TalentPortalError."""
    options = call.options or {}
    key = _key_of(call)
    retries = options.get("max_retries", settings.max_retries)
    timeout = options.get("timeout", settings.timeout)
    ends = time.monotonic() + settings.total_timeout
    attempt = 0
    while True:
        began = time.monotonic()
        reply = yield _request(call, settings, key, min(timeout, max(0.001, ends - began)))
        log.debug("%s: %s in %.3f s", call, _said(reply), time.monotonic() - began)
        try:
            answer: Answer = _outcome(call, reply, settings)
            return answer
        except TalentPortalError:
            pause = _pause(call, reply, attempt)
            if pause is None or attempt >= retries or time.monotonic() + pause >= ends:
                raise
        attempt += 1
        log.info("%s: %s, again in %.1f s (%s of %s)", call, _said(reply), pause, attempt, retries)
        yield pause


def carried_out(plan: Plan[Answer], settings: Settings) -> Course[Answer]:
    """Carry a plan through, call by call. Raises TalentPortalError, unless the plan knows what to do about it."""
    given: Any = None
    problem: TalentPortalError | None = None
    while True:
        try:
            call = plan.send(given) if problem is None else plan.throw(problem)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        try:
            given, problem = (yield from course(call, settings)), None
        except TalentPortalError as error:
            problem = error


def _key_of(call: Call[Any]) -> str | None:
    given = (call.options or {}).get("idempotency_key")
    if given is not None and not call.keyed:
        raise ValueError(f"{call} takes no idempotency key.")
    return (given or str(uuid.uuid4())) if call.keyed else None


def _request(call: Call[Any], settings: Settings, key: str | None, seconds: float) -> httpx.Request:
    options = call.options or {}
    headers = {
        "Accept": "application/json" if call.reads in ("json", "data") else "*/*",
        "Accept-Encoding": "gzip, deflate",
        "User-Agent": f"talent-portal-python/{VERSION}",
    }
    content = to_json(call.json) if call.json is not None else call.content
    if call.json is not None or call.content_type:
        headers["Content-Type"] = call.content_type or "application/json"
    if key is not None:
        headers["Idempotency-Key"] = key
    if call.is_for_the_portal:
        if settings.token:
            headers["Authorization"] = f"Bearer {settings.token}"
        elif settings.api_key:
            headers["X-API-Key"] = str(settings.api_key)
    if secret := options.get("sign_with"):
        headers.update(signed_headers(content or b"", secret))
    headers.update(options.get("headers", {}))
    query = pairs({**call.query, **options.get("query", {})})
    return httpx.Request(
        call.method,
        settings.base_url + call.path if call.is_for_the_portal else call.path,
        headers=headers,
        content=content,
        data=dict(call.form) if call.form else None,
        files=dict(call.files) if call.files else None,
        # An empty query would take away the one that an address has already.
        params=query or None,
        extensions={"timeout": httpx.Timeout(seconds).as_dict()},
    )


def _said(reply: Reply) -> str:
    return str(reply.status_code) if isinstance(reply, httpx.Response) else type(reply).__name__


def _outcome(call: Call[Any], reply: Reply, settings: Settings) -> Any:
    """What the call gives. Raises TalentPortalError."""
    if isinstance(reply, httpx.Response):
        if reply.is_success or (call.reads == "location" and reply.is_redirect):
            return _read(call, reply)
        raise _refusal(call, reply)
    # Whatever httpx says may hold the address with what is behind `?`.
    kind = TimedOut if isinstance(reply, httpx.TimeoutException) else ConnectionFailed
    host = httpx.URL(settings.base_url if call.is_for_the_portal else call.path).host
    raise kind(f"{call}: no answer from {host} ({_said(reply)}).")


def _refusal(call: Call[Any], reply: httpx.Response) -> ApiError:
    try:
        error = reply.json()["error"]
        code, message, details = str(error["code"]), str(error["message"]), error.get("details") or ()
    except (ValueError, KeyError, TypeError, AttributeError):
        code, message, details = f"HTTP_{reply.status_code}", reply.reason_phrase or "No reason was given.", ()
    return kind_of(code, reply.status_code)(
        message,
        code=code,
        status=reply.status_code,
        call=str(call),
        details=details,
        retry_after=_retry_after(reply),
        request_id=reply.headers.get("X-Request-Id"),
    )


def _pause(call: Call[Any], reply: Reply, attempt: int) -> float | None:
    """How long to wait before the call goes again; None if it must not."""
    if not _may_go_again(call, reply):
        return None
    # Half of it is chance, so that many who failed together do not come again together.
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0**attempt) * random.uniform(0.5, 1)
    told = _retry_after(reply) if isinstance(reply, httpx.Response) else None
    if told is None:
        return pause
    return None if told > LONGEST_WAIT else told + pause / 10


def _may_go_again(call: Call[Any], reply: Reply) -> bool:
    if isinstance(reply, httpx.Response):
        return reply.status_code in REFUSED_UNREAD or (call.is_repeatable and reply.status_code in PASSING)
    return isinstance(reply, NEVER_SENT) or (call.is_repeatable and isinstance(reply, BROKEN))


def _retry_after(reply: httpx.Response) -> float | None:
    text = str(reply.headers.get("Retry-After", "")).strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, float(parsedate_to_datetime(text).timestamp()) - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _read(call: Call[Any], reply: httpx.Response) -> Any:
    if call.reads == "nothing":
        return None
    if call.reads == "location":
        return reply.headers.get("Location")
    if call.reads == "file":
        return File(reply.content, _filename(reply), reply.headers.get("Content-Type"))
    try:
        answer = reply.json()
        return answer["data"] if call.reads == "data" else answer
    except (ValueError, KeyError, TypeError):
        raise UnexpectedAnswer(f"{call}: the answer is not the portal's JSON.") from None


def _filename(reply: httpx.Response) -> str | None:
    header = Message()
    header["Content-Disposition"] = reply.headers.get("Content-Disposition", "")
    return header.get_filename()
