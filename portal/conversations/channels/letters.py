"""An e-mail that came in, read: who wrote, what they wrote now, what it answers, and whether a machine sent it."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage, Message, MIMEPart
from email.policy import EmailPolicy
from email.utils import parsedate_to_datetime

from portal.conversations.channels.cutting import newest_of
from portal.conversations.channels.mailing import bare
from portal.conversations.models import TEXT_LENGTH
from portal.core.addresses import valid_address
from portal.core.errors import BadInput

MOST_REFERENCES, MOST_ATTACHMENTS = 50, 20
ID_LENGTH = 255
# Of a body so much is looked at: what somebody wrote by hand stands on top.
BODY_LENGTH = 200_000
# Python's parser takes a minute for a head of a megabyte, which anybody can send.
HEADER_LENGTH, THREAD_LENGTH = 3_000, 20_000
MESSAGE_ID = re.compile(r"<([^<>\s\x00-\x1f\x7f\ud800-\udfff]{1,255})>")
OWN_ID = re.compile(rf"^message-id:\s*{MESSAGE_ID.pattern}", re.IGNORECASE | re.MULTILINE)
BULK = frozenset({"bulk", "junk", "list", "auto_reply"})


# What it raises on heads that are broken on purpose, or by accident.
BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)


class ShortHeads(EmailPolicy):
    """The usual way to read mails, with every head, also of a part, cut to a length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Name and value of a head."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[: THREAD_LENGTH if name.lower() == "references" else HEADER_LENGTH]


POLICY = ShortHeads()


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail of ours came back: which, and why. `is_final` is false while the server still tries."""

    message_id: str
    reason: str
    is_final: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """What an e-mail says. `references` are ids without brackets, the nearest first; `automatic` says why nobody has
    to answer it, and is empty for what a person wrote."""

    message_id: str
    email: str
    name: str
    subject: str
    text: str
    references: tuple[str, ...]
    attachments: tuple[str, ...]
    sent_at: datetime | None
    automatic: str = ""
    bounce: Bounce | None = None


def read_letter(raw: bytes) -> Letter:
    """Read a mail as it came (`message/rfc822`). Raises BadInput for what is none."""
    try:
        message = message_from_bytes(raw, policy=POLICY)
        assert isinstance(message, EmailMessage)
        return _read(message, raw)
    except BROKEN as fault:
        raise BadInput("This is no e-mail that can be read.") from fault


def _read(message: EmailMessage, raw: bytes) -> Letter:
    senders = message["From"].addresses if message["From"] is not None else ()
    if not senders:
        raise BadInput("The e-mail does not say who wrote it.")
    bounce = _bounce_of(message)
    address = senders[0].addr_spec
    given = bare(_header(message, "Message-ID"))
    return Letter(
        # A mail without an id is known again by its bytes.
        message_id=given if 0 < len(given) <= ID_LENGTH and given.isprintable() else hashlib.sha256(raw).hexdigest(),
        email=address.lower() if bounce else valid_address(address),
        name=_clean(senders[0].display_name)[:200],
        subject=_clean(_header(message, "Subject"))[:300],
        text=_text_of(message)[:TEXT_LENGTH],
        references=_references(message),
        attachments=tuple(_attachments(message)),
        sent_at=_date_of(message),
        automatic=_automatic(message),
        bounce=bounce,
    )


def _header(message: EmailMessage, name: str) -> str:
    """The head as text; one that is broken is as if it were not there, for the letter can still be read."""
    try:
        return str(message[name] or "")
    except BROKEN:
        return ""


def _clean(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _references(message: EmailMessage) -> tuple[str, ...]:
    nearest = MESSAGE_ID.findall(_header(message, "In-Reply-To"))
    thread = MESSAGE_ID.findall(_header(message, "References"))
    return tuple(dict.fromkeys([*nearest, *reversed(thread)]))[:MOST_REFERENCES]


def _date_of(message: EmailMessage) -> datetime | None:
    try:
        found = parsedate_to_datetime(_header(message, "Date"))
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _text_of(message: EmailMessage) -> str:
    """What was written now, without what it answers and without the signature."""
    for kind in ("plain", "html"):
        part = message.get_body(preferencelist=(kind,))
        if part is not None:
            text = newest_of(_content(part), is_html=kind == "html")
            if text:
                return text
    return ""


def _content(part: MIMEPart) -> str:
    data = part.get_payload(decode=True)
    raw = (data if isinstance(data, bytes) else b"")[: 4 * BODY_LENGTH]
    try:
        text = raw.decode(part.get_content_charset() or "utf-8", errors="replace")
    except LookupError:
        text = raw.decode("utf-8", errors="replace")
    return "".join(c for c in text[:BODY_LENGTH] if c in "\n\t" or c.isprintable() or c in "\u200d\ufe0f\u200e\u200f")


def _attachments(message: EmailMessage) -> Iterator[str]:
    for part in list(message.iter_attachments())[:MOST_ATTACHMENTS]:
        name = _clean(part.get_filename() or "")[:200]
        # What is part of the letter itself (a logo in the signature) has an id and usually no name of its own.
        if name or part.get_content_disposition() == "attachment":
            yield name or part.get_content_type()


def _automatic(message: EmailMessage) -> str:
    """Why it is from a machine (RFC 3834, section 2), or nothing."""
    said = _header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if said and said != "no":
        return "It is an automatic answer."
    if message["X-Autoreply"] is not None or message["X-Autorespond"] is not None:
        return "It is an automatic answer."
    if _header(message, "Return-Path").strip() == "<>" or message.get_content_type() == "multipart/report":
        return "It is a notice of a mail server."
    if _header(message, "Precedence").strip().lower() in BULK or message["List-Id"] is not None:
        return "It went to many at once."
    return ""


def _bounce_of(message: EmailMessage) -> Bounce | None:
    """What a delivery status notification says (RFC 3464)."""
    report = message.get_param("report-type")
    if message.get_content_type() != "multipart/report" or str(report).lower() != "delivery-status":
        return None
    action, reason, original = "", "", ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for block in _inside(part):
                action = action or str(block.get("Action", "")).strip().lower()
                told = str(block.get("Diagnostic-Code", "")).partition(";")[2] or str(block.get("Status", ""))
                reason = reason or _clean(told)
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            inner = _inside(part)
            text = inner[0].as_string() if inner else str(part.get_payload())
            found = OWN_ID.search(text)
            original = original or (found.group(1) if found else "")
    if not original:
        return None
    return Bounce(original, reason[:200], action != "delayed")


def _inside(part: Message) -> list[Message]:
    """The messages that a part holds; a part that is text alone holds none."""
    held = part.get_payload()
    return [one for one in held if isinstance(one, Message)] if isinstance(held, list) else []
