"""Google's calls: signing in (OAuth 2.0 with PKCE) and the Calendar API, version 3, by the one client for such calls.

Sources: developers.google.com/identity/protocols/oauth2/web-server and developers.google.com/workspace/calendar/api/v3.
Never to be called inside a transaction.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from flask import current_app

from portal.core import outbound

EVENTS = "https://www.googleapis.com/auth/calendar.events"
BUSY = "https://www.googleapis.com/auth/calendar.freebusy"
TIME_LIMIT_SECONDS = 15.0
ANSWER_BYTES = 512 * 1024
# Of a 403 these are limits of use, and pass; others do not.
LIMITS = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "calendarUsageLimitsExceeded"})
CALENDAR = "/calendar/v3/calendars/primary"


class GoogleFault(Exception):
    """Google did not do it; the message is a sentence for an admin, without anything secret."""


class Revoked(GoogleFault):
    """The agreement has ended: somebody has to connect again."""


class Expired(GoogleFault):
    """The access token is good no more; the refresh token may give another."""


class Later(GoogleFault):
    """A limit or a fault of theirs that passes. `seconds` is what they ask for."""

    def __init__(self, words: str, seconds: float | None = None) -> None:
        super().__init__(words)
        self.seconds = seconds


class Gone(GoogleFault):
    """There is no such event any more."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an agreement, or a refresh, gave. `refresh` is None where the old one stays."""

    access: str
    seconds: int
    refresh: str | None


def is_set_up() -> bool:
    """Whether the operator has registered the portal with Google."""
    return bool(current_app.config["GOOGLE_CLIENT_ID"] and current_app.config["GOOGLE_CLIENT_SECRET"])


def address_to_agree(redirect: str, state: str, verifier: str, scope: str) -> str:
    """Where a person agrees. The verifier stays here; only its digest goes along (RFC 7636)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    words = {
        "client_id": current_app.config["GOOGLE_CLIENT_ID"],
        "redirect_uri": redirect,
        "response_type": "code",
        "scope": scope,
        "state": state,
        "access_type": "offline",
        "prompt": "consent",  # without it no refresh token comes for who has agreed before
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    return f"{current_app.config['GOOGLE_URLS']['agree']}?{urlencode(words)}"


def exchange(code: str, verifier: str, redirect: str) -> Tokens:
    """The tokens for a code. Raises Revoked for a code that is none, Later."""
    asked = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier, "redirect_uri": redirect}
    return _tokens(asked)


def refresh(refresh_token: str) -> Tokens:
    """New access. Raises Revoked when the agreement has ended, Later."""
    return _tokens({"grant_type": "refresh_token", "refresh_token": refresh_token})


def revoke(token: str) -> None:
    """End the agreement at Google's side too. One that has ended already is no fault. Raises Later."""
    answer = _send("POST", current_app.config["GOOGLE_URLS"]["revoke"], form={"token": token})
    if answer.status >= 500 or answer.status == 429:
        raise Later("Google does not answer.")


def account_of(token: str) -> str:
    """Whose calendar it is: an e-mail address. Raises as `call`."""
    return str(
        call(token, "GET", f"{CALENDAR}/events", query={"maxResults": "1", "fields": "summary"}).get("summary", "")
    )


def find_event(token: str, uid: str) -> dict[str, Any] | None:
    """The event with the UID of our mails, one that was deleted too. Raises as `call`."""
    found = call(token, "GET", f"{CALENDAR}/events", query={"iCalUID": uid, "showDeleted": "true", "maxResults": "1"})
    items = found.get("items") or []
    return items[0] if items else None


def insert_event(token: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """A new event. Nobody is mailed by Google: our own invitation goes out. Raises as `call`."""
    return call(token, "POST", f"{CALENDAR}/events", query=QUIETLY, body=event)


def change_event(token: str, google_id: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """Bring an event to what it should be. Raises as `call`, and Gone."""
    return call(token, "PATCH", f"{CALENDAR}/events/{quote(google_id, safe='')}", query=QUIETLY, body=event)


def delete_event(token: str, google_id: str) -> None:
    """Take an event away; one that is gone is no fault. Raises as `call`."""
    try:
        call(token, "DELETE", f"{CALENDAR}/events/{quote(google_id, safe='')}", query={"sendUpdates": "none"})
    except Gone:
        pass


def busy_times(token: str, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """When the person is busy, in UTC: what their calendar says of it, without what it is. Raises as `call`."""
    asked = {"timeMin": _moment(start), "timeMax": _moment(end), "items": [{"id": "primary"}]}
    told = call(token, "POST", "/calendar/v3/freeBusy", body=asked)
    spans = told.get("calendars", {}).get("primary", {}).get("busy", [])
    return [(datetime.fromisoformat(one["start"]), datetime.fromisoformat(one["end"])) for one in spans]


QUIETLY = {"sendUpdates": "none", "conferenceDataVersion": "1"}


def call(
    token: str,
    method: str,
    path: str,
    *,
    query: Mapping[str, str] | None = None,
    body: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """One call of the Calendar API. Raises Expired, Gone, Later, GoogleFault."""
    url = f"{current_app.config['GOOGLE_URLS']['api']}{path}" + (f"?{urlencode(query)}" if query else "")
    answer = _send(method, url, token=token, body=body)
    told = _json(answer)
    if 200 <= answer.status < 300:
        return told
    error = told.get("error")
    details = error.get("errors") if isinstance(error, dict) else None
    reason = str((details or [{}])[0].get("reason", "")) if isinstance(details, list) else ""
    if answer.status == 401:
        raise Expired("The access has ended.")
    if answer.status in (404, 410):
        raise Gone("There is no such event at Google.")
    if answer.status == 429 or answer.status >= 500 or (answer.status == 403 and reason in LIMITS):
        raise Later("Google asks for a pause.", _seconds(answer))
    raise GoogleFault(f"Google refused it ({answer.status}{f', {reason}' if reason.isalnum() else ''}).")


def _tokens(asked: Mapping[str, str]) -> Tokens:
    known = {
        "client_id": current_app.config["GOOGLE_CLIENT_ID"],
        "client_secret": current_app.config["GOOGLE_CLIENT_SECRET"],
    }
    answer = _send("POST", current_app.config["GOOGLE_URLS"]["token"], form={**asked, **known})
    told = _json(answer)
    if answer.status == 429 or answer.status >= 500:
        raise Later("Google does not answer.", _seconds(answer))
    if answer.status != 200 or not isinstance(told.get("access_token"), str):
        word = str(told.get("error", ""))
        if word in ("invalid_grant", "access_denied"):
            raise Revoked("The agreement with Google has ended. Connect again.")
        raise GoogleFault(f"Google gave no access{f' ({word})' if word.replace('_', '').isalpha() else ''}.")
    return Tokens(told["access_token"], int(told.get("expires_in", 3600)), told.get("refresh_token"))


def _send(
    method: str,
    url: str,
    *,
    token: str = "",
    body: Mapping[str, Any] | None = None,
    form: Mapping[str, str] | None = None,
) -> outbound.Answer:
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = b""
    if body is not None:
        headers["Content-Type"], data = "application/json", json.dumps(body).encode()
    elif form is not None:
        headers["Content-Type"], data = "application/x-www-form-urlencoded", urlencode(form).encode()
    try:
        return outbound.send(
            url, method=method, headers=headers, body=data, time_limit=TIME_LIMIT_SECONDS, size_limit=ANSWER_BYTES
        )
    except outbound.OutboundError as fault:
        raise Later("Google was not reached.") from fault


def _json(answer: outbound.Answer) -> dict[str, Any]:
    try:
        told = json.loads(answer.body or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _seconds(answer: outbound.Answer) -> float | None:
    words = answer.headers.get("retry-after", "").strip()
    return float(words) if words.isascii() and words.isdigit() else None


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
