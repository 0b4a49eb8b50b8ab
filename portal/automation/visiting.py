"""Reading and sending the form of another site, politely: robots.txt, limits, one host at a time. No database here."""

import re
import threading
import time
import urllib.robotparser
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

from portal.automation.models import Reason
from portal.automation.rules_forms import Filled, said_wrong
from portal.core import outbound
from portal.core.outbound import Answer

NAME = "TalentPortal"
AGENT = {"User-Agent": f"{NAME}/1.0 (applies for candidates who asked for it)", "Accept": "text/html,*/*;q=0.5"}
SECONDS, PAGE_BYTES, MOST_REDIRECTS = 15.0, 2 * 1024 * 1024, 5
# Between two requests to one host, and how long its robots.txt counts.
PAUSE_SECONDS, ROBOTS_SECONDS = 1.0, 3600.0
GONE = frozenset({404, 410})
_robots: dict[str, tuple[float, urllib.robotparser.RobotFileParser | None]] = {}
_last: dict[str, float] = {}
_lock = threading.Lock()


class Stopped(Exception):
    """Why a form cannot be read or sent."""

    def __init__(self, reason: Reason, words: str = "") -> None:
        super().__init__(reason)
        self.reason, self.words = reason, words


@dataclass(slots=True)
class Visit:
    """One visit to a site: its cookies, and where it has come to."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    html: str = ""

    @property
    def host(self) -> str:
        """The host that is being looked at."""
        return host_of(self.url)


def host_of(url: str) -> str:
    """Host and port of an address, small."""
    return urlsplit(url).netloc.casefold()


def open_page(url: str) -> Visit:
    """Follow an address to the page that it leads to. Raises Stopped."""
    visit = Visit(url)
    answer = _follow(visit, _ask(visit, "GET"))
    if answer.status in GONE:
        raise Stopped(Reason.JOB_GONE)
    if answer.status in (401, 403):
        raise Stopped(Reason.LOGIN_REQUIRED if answer.status == 401 else Reason.ROBOTS_REFUSED, _said(answer))
    if answer.status >= 400:
        raise Stopped(Reason.SITE_UNREACHABLE, f"The site answered {answer.status}.")
    visit.html = _text(answer)
    return visit


def send_form(visit: Visit, filled: Filled, resume: tuple[str, bytes, str] | None) -> str:
    """Send the form; the text of the page that answers. Raises Stopped when the site did not accept it.

    What ends before there is an answer is an unknown outcome: the site may have it.
    """
    page, visit.url = visit.url, filled.action
    check_robots(filled.action)
    try:
        answer = _follow(visit, _submit(visit, filled, resume))
    except Stopped as stopped:
        if stopped.reason in (Reason.SITE_UNREACHABLE, Reason.ADDRESS_REFUSED):
            raise Stopped(Reason.UNKNOWN_OUTCOME, stopped.words) from stopped
        raise
    html = _text(answer)
    if answer.status >= 500:
        raise Stopped(Reason.UNKNOWN_OUTCOME, f"The site answered {answer.status}.")
    wrong = said_wrong(html)
    if answer.status >= 400 or (wrong and _has_form_again(html, filled)):
        raise Stopped(Reason.NOT_ACCEPTED, wrong or f"The site answered {answer.status}.")
    if _has_form_again(html, filled) and visit.url in (page, filled.action):
        raise Stopped(Reason.NOT_ACCEPTED, "The site shows the same form again.")
    return html


def check_robots(url: str) -> None:
    """Raises Stopped when the host's robots.txt keeps programs away from an address (RFC 9309)."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    with _lock:
        known = _robots.get(root)
    if known is None or time.monotonic() - known[0] > ROBOTS_SECONDS:
        known = time.monotonic(), _read_robots(f"{root}/robots.txt")
        with _lock:
            _robots[root] = known
    rules = known[1]
    if rules is not None and not rules.can_fetch(NAME, url):
        raise Stopped(Reason.ROBOTS_REFUSED)


def forget_robots() -> None:
    """Read every robots.txt anew (tests)."""
    with _lock:
        _robots.clear()
        _last.clear()


def _read_robots(url: str) -> urllib.robotparser.RobotFileParser | None:
    """The rules; None where there are none. A host that cannot say them forbids everything (RFC 9309, 2.3.1.4)."""
    rules = urllib.robotparser.RobotFileParser(url)
    answer = _call(url, "GET", {}, b"")
    if answer.status >= 500:
        rules.parse(["User-agent: *", "Disallow: /"])
        return rules
    if answer.status != 200:
        return None
    rules.parse(_text(answer).splitlines())
    return rules


def _ask(visit: Visit, method: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Answer:
    check_robots(visit.url)
    answer = _call(visit.url, method, {**_cookies(visit), **(headers or {})}, body)
    _keep_cookies(visit, answer)
    return answer


def _follow(visit: Visit, answer: Answer) -> Answer:
    for _ in range(MOST_REDIRECTS):
        target = answer.headers.get("location") if answer.status in (301, 302, 303, 307, 308) else None
        if target is None:
            return answer
        before = visit.host
        visit.url = urljoin(visit.url, target)
        if visit.host != before:
            visit.cookies.clear()  # one host's cookies are no other's
        answer = _ask(visit, "GET")
    raise Stopped(Reason.SITE_UNREACHABLE, "The address leads round in a circle.")


def _submit(visit: Visit, filled: Filled, resume: tuple[str, bytes, str] | None) -> Answer:
    if filled.method == "GET":
        visit.url = f"{filled.action.partition('?')[0]}?{urlencode(filled.values)}"
        return _ask(visit, "GET")
    if filled.multipart:
        files = [(name, resume) for name in filled.files if resume is not None]
        body, kind = outbound.multipart(filled.values, files)
    else:
        body, kind = urlencode(filled.values).encode(), "application/x-www-form-urlencoded"
    return _ask(visit, "POST", {"Content-Type": kind}, body)


def _call(url: str, method: str, headers: Mapping[str, str], body: bytes) -> Answer:
    host = host_of(url)
    with _lock:
        due = _last.get(host, 0.0) + PAUSE_SECONDS
        _last[host] = max(due, time.monotonic())
    time.sleep(max(0.0, due - time.monotonic()))
    try:
        return outbound.send(
            url, method=method, headers={**AGENT, **headers}, body=body, time_limit=SECONDS, size_limit=PAGE_BYTES
        )
    except outbound.Refused as refusal:
        raise Stopped(Reason.ADDRESS_REFUSED, str(refusal)) from refusal
    except outbound.OutboundError as error:
        raise Stopped(Reason.SITE_UNREACHABLE, str(error)) from error


def _cookies(visit: Visit) -> dict[str, str]:
    said = "; ".join(f"{name}={value}" for name, value in visit.cookies.items())
    return {"Cookie": said} if said else {}


def _keep_cookies(visit: Visit, answer: Answer) -> None:
    # Several come as one header; a comma parts them only where a new name begins.
    for one in re.split(r",\s*(?=[^;,\s=]+=)", answer.headers.get("set-cookie", "")):
        name, _, value = one.partition(";")[0].partition("=")
        if name.strip():
            visit.cookies[name.strip()] = value.strip()


def _text(answer: Answer) -> str:
    found = re.search(r"charset=[\"']?([\w-]+)", answer.headers.get("content-type", ""))
    try:
        return answer.body.decode(found[1] if found else "utf-8", "replace")
    except LookupError:
        return answer.body.decode("utf-8", "replace")


def _said(answer: Answer) -> str:
    return f"The site answered {answer.status}."


def _has_form_again(html: str, filled: Filled) -> bool:
    names = {name for name, _ in filled.values if name} | set(filled.files)
    there = {name for name in names if re.search(rf"name=[\"']?{re.escape(name)}[\"'\s>]", html)}
    return bool(names) and len(there) >= max(2, len(names) // 2)
