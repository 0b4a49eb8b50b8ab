"""E-mail by the portal's own mail server: a message of a talk as a mail that stays in its thread (RFC 5322, 3.6.4)."""

import hashlib
import hmac
import re
import smtplib
from collections.abc import Sequence
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime

from flask import current_app

from portal.conversations.channels.carrying import Failed, Outgoing, Sent, TryAgain
from portal.core import mail, smtp
from portal.core.clock import now

# So many ids of a long thread are named; the first of them holds it together, the last ones are nearest.
MOST_REFERENCES = 20
# What a gateway calls a message need not be an id of a mail, and one such would make every answer unsendable.
ID = re.compile(r"[!-;=?-~]{1,255}")


def send(out: Outgoing) -> Sent:
    """Hand it to the mail server. Raises TryAgain, Failed."""
    try:
        message = message_of(out, str(current_app.config["MAIL_FROM"]))
    except (ValueError, LookupError, MessageError) as fault:
        raise Failed(f"The mail could not be made ({type(fault).__name__}).") from fault
    try:
        mail.hand_over(message)
    except (OSError, smtplib.SMTPException) as fault:
        reason = smtp.words_of(fault)
        if smtp.is_final(fault):
            raise Failed(reason) from fault
        raise TryAgain(reason) from fault
    finally:
        smtp.hang_up()  # the kept connection is the thread's, and this thread ends with its job
    return Sent(bare(str(message["Message-ID"])))


def message_of(out: Outgoing, sender: str) -> EmailMessage:
    """The mail. Its Message-ID is the same for every try, so that a repeat after a crash is seen as one mail."""
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = Address(out.company_name, addr_spec=sender)
    message["To"] = Address(addr_spec=out.to)
    if out.address:
        message["Reply-To"] = Address(out.company_name, addr_spec=out.address)
    message["Subject"] = str(out.mail.get("subject") or f"A message from {out.company_name}")
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{message_id(out)}@{sender.partition('@')[2]}>"
    references = [known for one in out.mail.get("references") or () if ID.fullmatch(known := bare(one))]
    if references:
        message["In-Reply-To"] = f"<{references[-1]}>"
        message["References"] = " ".join(f"<{one}>" for one in shortened(references))
    if out.is_automatic:
        message["Auto-Submitted"] = "auto-replied" if references else "auto-generated"
    message.set_content(out.text)
    return message


def message_id(out: Outgoing) -> str:
    """What names the mail: nobody can guess it, so nobody but who got the mail can say that it came back."""
    name = f"{out.key}.{out.channel_id}"
    key = str(current_app.config["SECRET_KEY"]).encode()
    return f"{name}.{hmac.new(key, f'mail {name}'.encode(), hashlib.sha256).hexdigest()[:20]}"


def shortened(references: Sequence[str]) -> list[str]:
    """The first and the last ids of a thread, the oldest first."""
    if len(references) <= MOST_REFERENCES:
        return list(references)
    return [references[0], *references[-(MOST_REFERENCES - 1) :]]


def bare(message_id: str) -> str:
    """A Message-ID without its brackets, as it is stored and compared."""
    return message_id.strip().removeprefix("<").removesuffix(">").strip()
