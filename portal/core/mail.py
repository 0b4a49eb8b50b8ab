"""E-mail: a row for each mail, made and sent by the worker, over SMTP or into the local mailbox.

The row keeps who, what and how it went, not the text: links with secrets are made when the mail is made and stand in
the mail alone. Without `SMTP_URL` a mail becomes a file under `DATA_DIR/mail`, which Admin → Mailbox shows.
"""

import os
import smtplib
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import Text, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import metrics, outbox
from portal.core.clock import now
from portal.core.database import BigId, Model, db, insert_once, transaction
from portal.core.tenancy import Owned

TIMEOUT_SECONDS = 20


class MailState(StrEnum):
    """How far a mail has come."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Mail(Owned, Model):
    """One mail to one person: what it is about, and how its sending went."""

    __tablename__ = "mails"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    to_email: Mapped[str]
    to_name: Mapped[str] = mapped_column(default="")
    subject: Mapped[str]
    template: Mapped[str]
    context: Mapped[dict[str, Any]] = mapped_column(default=dict)
    links: Mapped[dict[str, Any]] = mapped_column(default=dict)
    from_name: Mapped[str] = mapped_column(default="")
    reply_to: Mapped[str | None]
    ics: Mapped[str | None] = mapped_column(Text)
    ics_method: Mapped[str | None]
    state: Mapped[MailState] = mapped_column(default=MailState.QUEUED)
    reason: Mapped[str | None] = mapped_column(Text)
    message_id: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


LinkMaker = Callable[[dict[str, Any]], str]
LINKS: dict[str, LinkMaker] = {}


def makes_link(purpose: str) -> Callable[[LinkMaker], LinkMaker]:
    """Register what makes the secret address of a purpose, from the facts that `send(links=…)` gave.

    It runs in the worker inside a transaction of its own.
    """

    def remember(maker: LinkMaker) -> LinkMaker:
        LINKS[purpose] = maker
        return maker

    return remember


def send(
    to: str,
    subject: str,
    template: str,
    *,
    key: str,
    context: Mapping[str, Any] | None = None,
    links: Mapping[str, tuple[str, dict[str, Any]]] | None = None,
    to_name: str = "",
    from_name: str = "",
    reply_to: str | None = None,
    ics: str | None = None,
    ics_method: str | None = None,
    company_id: int | None = None,
    due_at: datetime | None = None,
) -> None:
    """Write a mail into the present transaction; the worker makes and sends it. A repeated `key` sends nothing more.

    `template` names `templates/mail/<template>.txt` and `.html`; `context` must be JSON; `links` maps a name in the
    template to a registered purpose and its facts. `ics` is the text of a calendar object, `ics_method` its METHOD.
    """
    company = company_id if company_id is not None else db.session().info["scope"].company
    db.session.flush()
    mail_id = insert_once(
        Mail,
        ["key"],
        company_id=company,
        key=key,
        to_email=to,
        to_name=_one_line(to_name),
        subject=_one_line(subject),
        template=template,
        context=dict(context or {}),
        links={name: list(spec) for name, spec in (links or {}).items()},
        from_name=_one_line(from_name),
        reply_to=reply_to,
        ics=ics,
        ics_method=ics_method,
        state=MailState.QUEUED,
        created_at=now(),
    )
    if mail_id is not None:
        outbox.later("mail.send", {"mail_id": mail_id}, key=f"mail:{mail_id}", company_id=company, due_at=due_at)


def _one_line(text: str) -> str:
    """A header's text: what people and CVs call themselves must not begin another header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


@outbox.task("mail.send", attempts=10, lease=90)
def deliver(payload: dict[str, Any]) -> None:
    """Make the mail and hand it over. A mail that is already sent is not sent again."""
    mail = db.session.scalars(select(Mail).where(Mail.id == payload["mail_id"])).one_or_none()
    if mail is None or mail.state is MailState.SENT:
        return
    with transaction():
        addresses = {name: LINKS[purpose](facts) for name, (purpose, facts) in mail.links.items()}
    message = _message(mail, addresses)
    try:
        _hand_over(message)
    except (OSError, smtplib.SMTPException) as fault:
        reason = f"{type(fault).__name__}: {fault}"[:500]
        _note(mail.id, MailState.FAILED, reason)
        final = _is_final(fault)
        metrics.mails.labels("refused" if final else "failed").inc()
        if final:
            raise outbox.GiveUp(reason) from fault
        raise
    _note(mail.id, MailState.SENT, None, str(message["Message-ID"]))
    metrics.mails.labels("sent").inc()


def _is_final(fault: Exception) -> bool:
    """Whether the server has refused this mail for good: no such receiver, or nothing it would ever take."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in fault.recipients.values())
    return isinstance(fault, smtplib.SMTPDataError) and fault.smtp_code >= 500


def _note(mail_id: int, state: MailState, reason: str | None, message_id: str | None = None) -> None:
    with transaction():
        mail = db.session.scalars(select(Mail).where(Mail.id == mail_id)).one()
        mail.state, mail.reason = state, reason
        if state is MailState.SENT:
            mail.message_id, mail.sent_at = message_id, now()


def _message(mail: Mail, addresses: dict[str, str]) -> EmailMessage:
    values = {**mail.context, **addresses, "subject": mail.subject, "company": mail.from_name}
    environment = current_app.jinja_env
    text = environment.get_template(f"mail/{mail.template}.txt").render(values)
    html = environment.get_template(f"mail/{mail.template}.html").render(values)
    message = EmailMessage(policy=SMTP_POLICY)
    sender: str = current_app.config["MAIL_FROM"]
    message["From"] = Address(mail.from_name or "Talent Portal", addr_spec=sender)
    message["To"] = Address(mail.to_name, addr_spec=mail.to_email)
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    # The same for every try, so that a repeat after a crash is seen as one mail.
    message["Message-ID"] = f"<mail.{mail.company_id}.{mail.id}@{sender.partition('@')[2]}>"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    if mail.ics:
        method = mail.ics_method or "REQUEST"
        message.add_alternative(mail.ics, subtype="calendar", params={"method": method})
        message.add_attachment(mail.ics.encode(), maintype="application", subtype="ics", filename="interview.ics")
    return message


def _hand_over(message: EmailMessage) -> None:
    url: str = current_app.config["SMTP_URL"]
    if not url:
        folder = mailbox_folder()
        name = f"{message['Message-ID'].strip('<>')}.eml"
        part = folder / f".{name}.part"
        part.write_bytes(bytes(message))
        part.replace(folder / name)
        return
    where = urlsplit(url)
    host, user = where.hostname or "localhost", unquote(where.username or "")
    server: smtplib.SMTP
    if where.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, where.port or 465, timeout=TIMEOUT_SECONDS, context=_trusted())
    else:
        server = smtplib.SMTP(host, where.port or 25, timeout=TIMEOUT_SECONDS)
    with server:
        if where.scheme == "smtp+starttls":
            server.starttls(context=_trusted())
        if user:
            server.login(user, unquote(where.password or ""))
        server.send_message(message)


def _trusted() -> ssl.SSLContext:
    """Whom we trust with TLS, read once: that takes longer than making and sending a mail."""
    return _trusted_by(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@lru_cache(4)
def _trusted_by(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    return ssl.create_default_context()


def mailbox_folder() -> Path:
    """Where mails go when no SMTP server is configured."""
    folder = Path(current_app.config["DATA_DIR"]) / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
