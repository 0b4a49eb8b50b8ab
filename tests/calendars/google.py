"""A server that speaks the calls of Google that the portal makes, keeps events as Google does, and fails on demand."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Google:
    """What it knows, and how it shall answer: `refusals` go before, each (status, reason, headers)."""

    port: int = 0
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    busy: list[tuple[str, str]] = field(default_factory=list)
    refusals: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    access: set[str] = field(default_factory=set)
    revoked: set[str] = field(default_factory=set)
    calls: list[tuple[str, str]] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    grants: int = 0
    meet_pending: bool = False
    meet: str = "https://meet.google.com/abc-defg-hij"

    @property
    def urls(self) -> dict[str, str]:
        root = f"http://127.0.0.1:{self.port}"
        return {"agree": f"{root}/agree", "token": f"{root}/token", "revoke": f"{root}/revoke", "api": root}

    def living(self) -> list[dict[str, Any]]:
        """The events that were not deleted."""
        return [event for event in self.events.values() if event["status"] != "cancelled"]

    def give_token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.forms.append(form)
        code = form.get("code") or form.get("refresh_token", "")
        if code in self.revoked or not code:
            return 400, {"error": "invalid_grant"}
        self.grants += 1
        self.access = {f"access-{self.grants}"}
        told = {"access_token": f"access-{self.grants}", "expires_in": 3600}
        return 200, told | ({"refresh_token": "refresh-1"} if "code" in form else {})

    def keep(self, event: dict[str, Any], change: dict[str, Any], wants_call: bool) -> dict[str, Any]:
        asked = change.pop("conferenceData", None)
        event |= change
        if asked and wants_call:
            if self.meet_pending:
                event["conferenceData"] = {"createRequest": {"status": {"statusCode": "pending"}}}
            else:
                event["hangoutLink"] = self.meet
                event["conferenceData"] = {"createRequest": {"status": {"statusCode": "success"}}}
        return event


@contextmanager
def google() -> Iterator[Google]:  # noqa: C901
    """It runs until the end of the block."""
    kept = Google()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            url = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            kept.calls.append((self.command, url.path))
            if kept.refusals:
                status, reason, headers = kept.refusals.pop(0)
                self.give(status, {"error": {"code": status, "errors": [{"reason": reason}]}}, headers)
            elif url.path in ("/token", "/revoke"):
                form = {name: values[0] for name, values in parse_qs(raw.decode()).items()}
                if url.path == "/revoke":
                    kept.revoked.add(form["token"])
                    return self.give(200, {})
                self.give(*kept.give_token(form))
            elif self.headers.get("Authorization", "").removeprefix("Bearer ") not in kept.access:
                self.give(401, {"error": {"code": 401, "errors": [{"reason": "authError"}]}})
            elif url.path.endswith("/freeBusy"):
                spans = [{"start": start, "end": end} for start, end in kept.busy]
                self.give(200, {"calendars": {"primary": {"busy": spans}}})
            else:
                self.give(*self.event(url.path, query, json.loads(raw or b"{}")))
            return None

        def event(self, path: str, query: dict[str, str], body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
            number = path.rpartition("/events")[2].strip("/")
            calls = query.get("conferenceDataVersion") == "1"
            if self.command == "GET":
                uid = query.get("iCalUID")
                items = [event for event in kept.events.values() if event["iCalUID"] == uid] if uid else []
                return 200, {"summary": "interviews@acme.example", "items": items}
            assert query["sendUpdates"] == "none", "Google must mail nobody"
            if self.command == "POST":
                kept.sent.append(dict(body))
                if any(event["iCalUID"] == body["iCalUID"] for event in kept.events.values()):
                    return 409, {"error": {"code": 409, "errors": [{"reason": "duplicate"}]}}
                made = {"id": f"event{len(kept.events)}", "htmlLink": "https://calendar.google.com/event?eid=x"}
                kept.events[made["id"]] = kept.keep(made, body, calls)
                return 200, kept.events[made["id"]]
            if number not in kept.events:
                return 404, {"error": {"code": 404, "errors": [{"reason": "notFound"}]}}
            if self.command == "DELETE":
                kept.events[number]["status"] = "cancelled"
                return 204, {}
            return 200, kept.keep(kept.events[number], body, calls)

        def give(self, status: int, told: dict[str, Any], headers: dict[str, str] | None = None) -> None:
            body = b"" if status == 204 else json.dumps(told).encode()
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_DELETE = answer

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
