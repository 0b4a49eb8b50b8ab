"""What a mail in the local mailbox says: its text, HTML and calendar entry, read from the file that was written."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from portal.core.mail import Mail, mailbox_folder

_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as its reader gets it."""

    text: str
    html: str
    calendar: str
    addresses: tuple[str, ...]


def letter_of(mail: Mail) -> Letter | None:
    """The mail's parts, or None when it is not in the local mailbox (not sent yet, or sent by SMTP)."""
    if not mail.message_id:
        return None
    folder = mailbox_folder().resolve()
    file = (folder / f"{mail.message_id.strip('<>')}.eml").resolve()
    if file.parent != folder or not file.is_file():
        return None
    message = message_from_bytes(file.read_bytes(), policy=default)
    text = _part(message, "text/plain")
    html = _HEAD.sub(lambda found: f'{found.group(0)}<base target="_blank">', _part(message, "text/html"), count=1)
    return Letter(text, html, _part(message, "text/calendar"), tuple(dict.fromkeys(_ADDRESS.findall(text))))


def _part(message: EmailMessage, kind: str) -> str:
    for part in message.walk():
        if part.get_content_type() == kind and not part.is_attachment():
            return str(part.get_content())
    return ""
