"""The mails that a portal has written, read as the people who get them do."""

import email
import re
import time
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from icalendar import Calendar

PATIENCE_SECONDS = 60


def letters_to(folder: Path, to: str, subject: str = "") -> list[EmailMessage]:
    """The mails in a mailbox folder to an address whose subject holds the words, the oldest first."""
    files = sorted(folder.glob("*.eml"), key=lambda file: int(file.name.split(".")[2].split("@")[0]))
    read = [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]
    mine = [m for m in read if to in [a.addr_spec for a in m["To"].addresses]]
    return [m for m in mine if subject.lower() in str(m["Subject"]).lower()]


def next_letter(folder: Path, to: str, subject: str = "", *, after: int = 0) -> EmailMessage:
    """The first mail beyond `after` of them, once a worker has written it."""
    end = time.monotonic() + PATIENCE_SECONDS
    while len(found := letters_to(folder, to, subject)) <= after:
        assert time.monotonic() < end, f"no mail {after + 1} to {to} about {subject!r}"
        time.sleep(0.1)
    return found[after]


def link_in(message: EmailMessage, below: str) -> str:
    """The path of the portal's link in the text of a mail."""
    text = message.get_body(("plain",)).get_content()
    return re.search(rf"https?://[^/\s]+({re.escape(below)}\S+)", text).group(1)


def has_calendar(message: EmailMessage) -> bool:
    """Whether a calendar object comes with the mail."""
    return any(part.get_content_type() == "text/calendar" for part in message.walk())


def calendar_in(message: EmailMessage) -> tuple[str, Calendar]:
    """The METHOD and the event of the calendar object of a mail."""
    [part] = [p for p in message.walk() if p.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    assert part.get_param("method") == calendar["METHOD"]
    return str(calendar["METHOD"]), calendar.walk("VEVENT")[0]
