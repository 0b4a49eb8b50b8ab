"""WhatsApp by Meta's Cloud API: how a message is sent, how its webhooks are signed and what stands in them.

Formats: developers.facebook.com, "WhatsApp Business Platform", Cloud API: Messages, Webhooks, Error codes.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from portal.conversations.channels.carrying import Failed, Outgoing, Sent, TryAgain, address_of, post, said, words
from portal.conversations.channels.reports import Report
from portal.conversations.incoming import Incoming
from portal.conversations.models import MessageState
from portal.core.addresses import phone_e164

NAME = "WhatsApp"
VENDOR, USUAL = "meta", "https://graph.facebook.com"
VERSION = "v23.0"
# "Too many calls", of the app, of the account, of the number, to this person; and "temporarily unavailable".
BUSY = frozenset({4, 80007, 130429, 131048, 131056, 131016, 133004, 2, 1})
WINDOW_CLOSED = 131047
TOKEN_REFUSED = frozenset({0, 190})
STATES = {
    "sent": MessageState.SENT,
    "delivered": MessageState.DELIVERED,
    "read": MessageState.READ,
    "failed": MessageState.FAILED,
}
# What is sent as a file; its caption is the text.
FILES = {
    "image": "a picture",
    "video": "a video",
    "audio": "a voice message",
    "document": "a document",
    "sticker": "a sticker",
}
# These are no messages: somebody put a heart below one, or changed the number.
NOT_MESSAGES = frozenset({"reaction", "system"})


def send(out: Outgoing) -> Sent:
    """Post it to the Graph API. Raises TryAgain, Failed.

    There is no idempotency key; our reference comes back in every status, so a message whose sending was cut off is
    known by it.
    """
    place = (
        f"{address_of(VENDOR, USUAL)}/{out.settings.get('api_version') or VERSION}/{out.settings['phone_number_id']}"
    )
    headers = {
        "Authorization": f"Bearer {out.credentials.get('access_token', '')}",
        "Content-Type": "application/json",
    }
    answer = post(out, NAME, f"{place}/messages", headers, json.dumps(body_of(out)).encode())
    told = said(answer)
    error = _object(told, "error")
    if 200 <= answer.status < 300 and not error:
        found = [m.get("id") for m in _objects(told, "messages") if isinstance(m.get("id"), str)]
        return Sent(found[0] if found else None)
    code = error.get("code")
    if code in BUSY:
        raise TryAgain(f"WhatsApp asks us to wait ({code}).")
    raise Failed(_why(out, answer.status, error))


def _why(out: Outgoing, status: int, error: Mapping[str, Any]) -> str:
    code = error.get("code")
    if code == WINDOW_CLOSED:
        return "More than 24 hours have passed since this person last wrote, so WhatsApp takes only a template now."
    if code in TOKEN_REFUSED or status == 401:
        return "WhatsApp refused the access token of the channel. An admin has to enter a new one."
    details = _object(error, "error_data").get("details") or error.get("message")
    return words(out, NAME, code if isinstance(code, int) else status, details)


def body_of(out: Outgoing) -> dict[str, Any]:
    """What the Graph API gets: free text, or a template with its values."""
    body: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": out.to.removeprefix("+"),
        "biz_opaque_callback_data": out.key,
    }
    if out.template is None:
        return body | {"type": "text", "text": {"preview_url": False, "body": out.text}}
    template: dict[str, Any] = {"name": out.template["name"], "language": {"code": out.template["language"]}}
    values = [{"type": "text", "text": str(value)} for value in out.template.get("values", ())]
    if values:
        template["components"] = [{"type": "body", "parameters": values}]
    return body | {"type": "template", "template": template}


def is_genuine(app_secret: str, header: str, raw: bytes) -> bool:
    """Whether `X-Hub-Signature-256` is `sha256=` and the hex HMAC of the raw body with the app's secret."""
    wanted = "sha256=" + hmac.new(app_secret.encode(), raw, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted.encode(), header.encode())


def read(payload: Mapping[str, Any], phone_number_id: str) -> tuple[list[Incoming], list[Report]]:
    """Messages and reports about this number; what is about another number of the account is left out."""
    incoming: list[Incoming] = []
    reports: list[Report] = []
    for entry in _objects(payload, "entry"):
        for change in _objects(entry, "changes"):
            value = _object(change, "value")
            number = _object(value, "metadata").get("phone_number_id")
            if change.get("field") != "messages" or str(number) != phone_number_id:
                continue
            incoming += _messages(value)
            reports += _reports(value)
    return incoming, reports


def _messages(value: Mapping[str, Any]) -> Iterator[Incoming]:
    names = {str(c.get("wa_id")): str(_object(c, "profile").get("name") or "") for c in _objects(value, "contacts")}
    for message in _objects(value, "messages"):
        kind, sender, number = str(message.get("type")), str(message.get("from") or ""), message.get("id")
        phone = phone_e164(f"+{sender}")
        if kind in NOT_MESSAGES or phone is None or not _is_id(number):
            continue
        text, files = _text_of(kind, message)
        yield Incoming(
            channel_message_id=str(number),
            text=text,
            phone=phone,
            name=names.get(sender, ""),
            sent_at=_moment(message.get("timestamp")),
            attachments=files,
        )


def _text_of(kind: str, message: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The words of a message, and the names of what hangs on it. A press of a button is its label."""
    held = _object(message, kind)
    if kind == "text":
        return str(held.get("body") or ""), ()
    if kind == "button":
        return str(held.get("text") or ""), ()
    if kind == "interactive":
        chosen = _object(held, "button_reply") or _object(held, "list_reply")
        return str(chosen.get("title") or "Answered a form."), ()
    if kind in FILES:
        name = str(held.get("filename") or "")
        told = f"Sent {FILES[kind]}{': ' + name if name else ''}."
        caption = str(held.get("caption") or "")
        return f"{caption}\n\n({told})" if caption else f"({told})", (name or kind,)
    if kind == "location":
        place = ", ".join(str(held[key]) for key in ("name", "address", "latitude", "longitude") if held.get(key))
        return f"(Sent a place: {place}.)", ()
    return "(Sent something that cannot be shown here.)", ()


def _reports(value: Mapping[str, Any]) -> Iterator[Report]:
    for status in _objects(value, "statuses"):
        state, number = STATES.get(str(status.get("status"))), status.get("id")
        if state is None or not _is_id(number):
            continue
        error = next(iter(_objects(status, "errors")), {})
        told = _object(error, "error_data").get("details") or error.get("message") or error.get("title") or ""
        reason = re.sub(r"\s+", " ", f"WhatsApp: {told} ({error.get('code')})") if error else ""
        yield Report(state, str(number), str(status.get("biz_opaque_callback_data") or "") or None, reason)


def _is_id(number: object) -> bool:
    """Whether it can be the id of a message in our rows."""
    return isinstance(number, str) and 0 < len(number) <= 255 and number.isprintable()


def _moment(stamp: object) -> datetime | None:
    text = str(stamp or "")
    return datetime.fromtimestamp(int(text), UTC) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _object(holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = holder.get(name)
    return found if isinstance(found, dict) else {}


def _objects(holder: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = holder.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
