"""SMS by Twilio's Programmable Messaging: how a message is sent, how its webhooks are signed and what stands in them.

Formats: twilio.com/docs, "Messages resource", "Webhooks (Messaging)", "Security: validating requests".
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from portal.conversations.channels.carrying import Failed, Outgoing, Sent, address_of, post, said, words
from portal.conversations.channels.reports import Report
from portal.conversations.incoming import Incoming
from portal.conversations.models import MessageState
from portal.core.addresses import phone_e164
from portal.core.links import address

NAME = "Twilio"
VENDOR, USUAL = "twilio", "https://api.twilio.com"
STATUS_ENDPOINT = "inbound.twilio_status"
# The receiver has sent STOP to Twilio itself.
UNSUBSCRIBED = 21610
STATES = {
    "sent": MessageState.SENT,
    "delivered": MessageState.DELIVERED,
    "read": MessageState.READ,
    "undelivered": MessageState.FAILED,
    "failed": MessageState.FAILED,
    "canceled": MessageState.FAILED,
}
# "Nothing to say": Twilio sends no answer of its own.
EMPTY_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
MOST_FILES = 10


def send(out: Outgoing) -> Sent:
    """Post it to the Messages resource. Raises TryAgain, Failed.

    There is no idempotency key; the address for status callbacks carries our reference, so a message whose sending was
    cut off is known by its first callback.
    """
    account = str(out.settings["account_sid"])
    service = out.settings.get("messaging_service_sid")
    sender = {"MessagingServiceSid": str(service)} if service else {"From": out.address}
    form = {
        "To": out.to,
        **sender,
        "Body": out.text,
        "StatusCallback": callback_address(out.channel_id, out.key),
    }
    basic = base64.b64encode(f"{account}:{out.credentials.get('auth_token', '')}".encode()).decode()
    headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
    url = f"{address_of(VENDOR, USUAL)}/2010-04-01/Accounts/{account}/Messages.json"
    answer = post(out, NAME, url, headers, urlencode(form).encode())
    told = said(answer)
    if 200 <= answer.status < 300:
        sid = told.get("sid")
        return Sent(sid if isinstance(sid, str) else None)
    if told.get("code") == UNSUBSCRIBED:
        raise Failed("This person has told Twilio to stop messages from this number.")
    if answer.status == 401:
        raise Failed("Twilio refused the account SID or the auth token of the channel.")
    code = told.get("code")
    raise Failed(words(out, NAME, code if isinstance(code, int) else answer.status, told.get("message")))


def callback_address(channel_id: int, reference: str) -> str:
    """Where Twilio reports what becomes of a message."""
    return address(STATUS_ENDPOINT, channel_id=channel_id, message=reference)


def signature(auth_token: str, url: str, form: Mapping[str, Sequence[str]]) -> str:
    """The base64 HMAC-SHA1 of the whole address and every field, sorted by name; a repeated field has each value once.

    The address is the one that was given to Twilio, with its query.
    """
    text = url + "".join(name + value for name in sorted(form) for value in sorted(set(form[name])))
    return base64.b64encode(hmac.new(auth_token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def is_genuine(auth_token: str, header: str, url: str, form: Mapping[str, Sequence[str]]) -> bool:
    """Whether `X-Twilio-Signature` is the signature of this request."""
    return hmac.compare_digest(signature(auth_token, url, form).encode(), header.encode())


def read_message(form: Mapping[str, str]) -> Incoming | None:
    """The message that came in, or None for what is none of a telephone."""
    phone = phone_e164(form.get("From", "").removeprefix("whatsapp:"))
    number = form.get("MessageSid") or form.get("SmsMessageSid") or ""
    if phone is None or not 0 < len(number) <= 255 or not number.isprintable():
        return None
    count = form.get("NumMedia", "0")
    how_many = min(int(count), MOST_FILES) if count.isascii() and count.isdigit() and len(count) < 4 else 0
    kinds = [form.get(f"MediaContentType{n}", "") for n in range(how_many)]
    files = tuple(kind.partition("/")[0] or "file" for kind in kinds)
    text = form.get("Body", "")
    if files:
        told = f"(Sent {len(files)} {'file' if len(files) == 1 else 'files'}: {', '.join(files)}.)"
        text = f"{text}\n\n{told}" if text.strip() else told
    return Incoming(
        channel_message_id=number, text=text, phone=phone, name=form.get("ProfileName", ""), attachments=files
    )


def read_status(form: Mapping[str, str], reference: str | None) -> Report | None:
    """What became of a message of ours, or None for a step that says nothing (accepted, queued, sending)."""
    state = STATES.get(form.get("MessageStatus") or form.get("SmsStatus") or "")
    if state is None:
        return None
    code = form.get("ErrorCode", "")
    told = form.get("ErrorMessage") or "the message was not delivered"
    reason = f"Twilio: {told}{f' ({code})' if code else ''}" if state is MessageState.FAILED else ""
    return Report(state, form.get("MessageSid") or None, reference, reason)
