"""The one HTTP client for every address that a person or a machine gave us.

A name is looked up once, by us; every address it has is checked, and the connection goes to one of those, without a
second look-up that could answer otherwise. TLS still verifies the name. No redirect is followed, no proxy and no
password file of the environment is used, no cookie is kept; a call ends after its time limit as a whole, however slowly
the other side drips, and no more than the size limit is read. Never to be called inside a transaction.
"""

import socket
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx
from flask import current_app

from portal.core import VERSION
from portal.core.errors import BadInput
from portal.core.networks import (
    CLOSED_PORTS,
    Address,
    Allowance,
    is_disguised,
    literal,
    may_call,
    read_allowance,
)

USER_AGENT = f"TalentPortal/{VERSION}"
TIME_LIMIT = 15.0
SIZE_LIMIT = 64 * 1024
LOOK_UP_SECONDS = 5.0
URL_LENGTH = 2000
PIECE = 16 * 1024
DEFAULT_PORTS = {"http": 80, "https": 443}


class OutboundError(Exception):
    """A call that brought no answer; the message is a short sentence for a person, without anything of the answer."""


class Refused(OutboundError):
    """We do not call this address. No connection was made."""


class Unreachable(OutboundError):
    """No such name, nobody listens, the certificate is not that of the name, or the connection broke."""


class TimedOut(OutboundError):
    """No whole answer within the time limit."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers in small letters, the body up to the size limit, and how long it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class CheckedUrl:
    """An address that `check_address` has let pass. Verbs take this and no text, so that none can forget to ask."""

    url: str


def check_address(text: str, field_name: str = "url") -> CheckedUrl:
    """An http(s) address that we would call now. Raises BadInput naming the field, with what is wrong with it.

    Looks the name up, so it belongs before the transaction. The address is checked again at each connection.
    """
    try:
        url = check_shape(text)
        _look_up(url.raw_host.decode(), url.port or DEFAULT_PORTS[url.scheme], time.monotonic() + LOOK_UP_SECONDS)
    except OutboundError as refusal:
        raise BadInput(fields={field_name: str(refusal)}) from refusal
    return CheckedUrl(str(url))


def check_shape(text: str) -> httpx.URL:
    """The address, if it has a shape that we call at all; looks nothing up. Raises Refused."""
    text = text.strip()
    if not text or len(text) > URL_LENGTH or any(ord(c) < 33 or ord(c) == 127 or c == "\\" for c in text):
        raise Refused("Enter a whole address, such as https://example.com/hook.")
    try:
        url = httpx.URL(text)
        port = url.port
        plain = urlsplit(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise Refused("Enter a whole address, such as https://example.com/hook.") from error
    if url.scheme not in DEFAULT_PORTS or not url.host:
        raise Refused("The address must begin with https:// or http://.")
    if url.userinfo or "@" in plain.netloc:
        raise Refused("The address must not hold a user name or a password.")
    if is_disguised(url.raw_host.decode().rstrip(".")):
        raise Refused("Write the host as a name, or as a plain address of four numbers.")
    if port in CLOSED_PORTS:
        raise Refused(f"Port {port} belongs to a service that is no web server.")
    return url.copy_with(fragment=None)


def send(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    time_limit: float = TIME_LIMIT,
    size_limit: int = SIZE_LIMIT,
) -> Answer:
    """One call, whatever the status of its answer; a redirect is an answer like any other.

    `time_limit` is in seconds and covers everything from the look-up to the last byte; of the body at most `size_limit`
    bytes are kept and the rest is left unread. Raises Refused, Unreachable, TimedOut.
    """
    began = time.monotonic()
    _call.deadline = began + time_limit
    try:
        address = check_shape(url)
        asked = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity", **(headers or {})}
        request = httpx.Request(method, address, headers=asked, content=body)
        request.extensions["timeout"] = dict.fromkeys(("connect", "read", "write", "pool"), time_limit)
        # The transport itself and no httpx.Client: that would keep one receiver's cookies for the next call.
        response = client().handle_request(request)
        try:
            kept = _read(response, size_limit)
        finally:
            response.close()
    except (httpx.TimeoutException, httpcore.TimeoutException) as error:
        raise TimedOut(f"No answer within {time_limit:g} seconds.") from error
    except (httpx.ConnectError, httpcore.ConnectError) as error:
        raise Unreachable(_why(error)) from error
    except (httpx.TransportError, httpcore.ProtocolError, httpcore.NetworkError, httpx.StreamError) as error:
        raise Unreachable("The connection broke before the answer was there.") from error
    finally:
        _call.deadline = 0.0
    found = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, found, kept, time.monotonic() - began)


def multipart(
    fields: Sequence[tuple[str, str]], files: Sequence[tuple[str, tuple[str, bytes, str]]]
) -> tuple[bytes, str]:
    """A form with files as a body, and its Content-Type (RFC 7578). A file is its name, its bytes and its kind."""
    plain = [(name, (None, value.encode())) for name, value in fields]
    made = httpx.Request("POST", "http://nowhere.invalid", files=[*plain, *files])
    return made.read(), made.headers["content-type"]


def _read(response: httpx.Response, size_limit: int) -> bytes:
    kept, size = [], 0
    for piece in response.iter_raw():
        kept.append(piece[: size_limit - size])
        size += len(piece)
        if size >= size_limit:
            break
    return b"".join(kept)


def _why(error: Exception) -> str:
    said = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in said or "certificate" in said:
        return "The certificate of the address is not valid."
    if "SSL" in said:
        return "No secure connection could be made."
    return "Nobody answers at this address."


class _Call(threading.local):
    """The deadline of the call that this thread makes (time.monotonic)."""

    deadline = 0.0

    def left(self) -> float:
        """The seconds that are left. Raises httpcore.ReadTimeout when there are none."""
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise httpcore.ReadTimeout("the time limit is over")
        return seconds


_call = _Call()


def _allowance() -> Allowance:
    return read_allowance(current_app.config["WEBHOOK_ALLOW_PRIVATE"])


def _look_up(host: str, port: int, deadline: float) -> list[Address]:
    """Every address of the host, each of which we may call. Raises Refused, Unreachable, TimedOut."""
    host = host.rstrip(".")
    if is_disguised(host):
        raise Refused("Write the host as a name, or as a plain address of four numbers.")
    itself = literal(host)
    found = [itself] if itself is not None else _resolve_in_time(host, port, deadline)
    if not found:
        raise Unreachable("There is no such name.")
    allowance = _allowance()
    if not all(may_call(address, allowance) for address in found):
        raise Refused("This address leads into a private network, which the portal does not call.")
    return found


def _resolve_in_time(host: str, port: int, deadline: float) -> list[Address]:
    # The system's look-up cannot be told when to end, so it ends by itself, in a thread nobody waits for.
    answers: SimpleQueue[list[Address] | OSError] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=max(0.0, deadline - time.monotonic()))
    except Empty:
        raise TimedOut("The name of the address could not be looked up in time.") from None
    if isinstance(found, OSError):
        raise Unreachable("There is no such name.") from found
    return found


def resolve(host: str, port: int) -> list[Address]:
    """All addresses of a name, as the system knows them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(str(sockaddr[0]).partition("%")[0]) for *_, sockaddr in found))


@dataclass
class GuardedBackend(httpcore.NetworkBackend):
    """Makes the connections: looks up, checks, and connects to what was checked."""

    plain: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to an address of the host. Raises Refused, Unreachable, TimedOut, and httpcore's errors."""
        if port in CLOSED_PORTS:
            raise Refused(f"Port {port} belongs to a service that is no web server.")
        addresses = _look_up(host, port, min(_call.deadline, time.monotonic() + LOOK_UP_SECONDS))
        for address in addresses[:-1]:
            try:
                # Half of what is left: a dead first address must not use up the time of a living second one.
                return self._connect(address, port, _call.left() / 2, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(addresses[-1], port, _call.left(), socket_options)

    def _connect(
        self, address: Address, port: int, timeout: float, options: Iterable[Any] | None
    ) -> httpcore.NetworkStream:
        return GuardedStream(self.plain.connect_tcp(str(address), port, timeout, None, options))

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Refused: a socket of this machine is nobody's address."""
        raise Refused("This is no address of a web server.")


class GuardedStream(httpcore.NetworkStream):
    """A connection on which every step has what is left of the call's time, and not its own time anew."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """At most so many bytes."""
        return self._inner.read(max_bytes, _call.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """All bytes, piece by piece."""
        for start in range(0, len(buffer), PIECE):
            self._inner.write(buffer[start : start + PIECE], _call.left())

    def close(self) -> None:
        """End the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection under TLS; the name is verified as the address has it."""
        name = server_hostname.rstrip(".") if server_hostname else None
        return GuardedStream(self._inner.start_tls(ssl_context, name, _call.left()))

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks of a connection."""
        return self._inner.get_extra_info(info)


class GuardedTransport(httpx.HTTPTransport):
    """httpx over guarded connections. One that is kept for the next call leads where it was checked to lead.

    Also to be put under an `httpx.Client` of a library's (with `trust_env=False`, so that no proxy is asked): each of
    its requests then has `time_limit` seconds as a whole. Raises Refused besides httpx's own errors.
    """

    def __init__(self, time_limit: float | None = None) -> None:
        super().__init__(trust_env=False)
        self._time_limit = time_limit
        # httpx has no argument for the network backend.
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=None,
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
            retries=0,
            network_backend=GuardedBackend(),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request, whose time begins now."""
        if self._time_limit is not None:
            _call.deadline = time.monotonic() + self._time_limit
        return super().handle_request(request)


_client: GuardedTransport | None = None
_making = threading.Lock()


def client() -> GuardedTransport:
    """The one client of this process, made at its first call so that no child inherits a connection."""
    global _client
    with _making:
        if _client is None:
            _client = GuardedTransport()
        return _client
