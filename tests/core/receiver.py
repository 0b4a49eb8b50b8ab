"""A real HTTP server for tests: keeps every request as it came, and answers as it is told, at once, late or never."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Got:
    """One request: path, headers in small letters, the raw body, when it began."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float


@dataclass
class Receiver:
    """What it answers: `status` and `answer_headers`, after `delay` seconds; `answers` goes before, one each."""

    port: int = 0
    status: int = 200
    body: bytes = b"secret words of the receiver"
    answer_headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0
    answers: list[int] = field(default_factory=list)
    requests: list[Got] = field(default_factory=list)
    connections: int = 0
    act: Callable[[BaseHTTPRequestHandler], bool] | None = None
    ending: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def ids(self) -> list[str]:
        """The webhook-id of every request, in order."""
        return [got.headers["webhook-id"] for got in self.requests]


@contextmanager
def receiver(**values) -> Iterator[Receiver]:
    """A receiver on a port of its own until the end of the block."""
    kept = Receiver(**values)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self):
            with kept.lock:
                kept.connections += 1
            super().setup()

        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with kept.lock:
                headers = {name.lower(): value for name, value in self.headers.items()}
                kept.requests.append(Got(self.path, headers, body, time.monotonic()))
                status = kept.answers.pop(0) if kept.answers else kept.status
            if kept.act and kept.act(self):
                return
            kept.ending.wait(kept.delay)
            self.send_response(status)
            for name, value in kept.answer_headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(kept.body)))
            self.end_headers()
            self.wfile.write(kept.body)

        do_GET = do_POST = do_PUT = do_PATCH = answer

        def log_message(self, *words):
            pass

        def handle(self):
            try:
                super().handle()
            except OSError:
                pass  # the caller has gone

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, request, client_address):
            pass

    server = Server(("127.0.0.1", 0), Handler)
    kept.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        kept.ending.set()
        server.shutdown()
        server.server_close()
