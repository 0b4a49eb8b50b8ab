"""E-mail: a row for each mail, made and sent by the worker, over SMTP or into the local mailbox.

The row keeps who, what and how it went, not the text: links with secrets are made when the mail is made and stand in
the mail alone. Without `SMTP_URL` a mail becomes a file under `DATA_DIR/mail`, which Admin → Mailbox shows.
A server that is away is tried again, ever more seldom, for three days; each try is kept with its reason.
"""

import secrets
import smtplib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from flask import current_app
from jinja2 import TemplateError
from sqlalchemy import ForeignKey, Index, Text, func, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import metrics, outbox, smtp
from portal.core.clock import now
from portal.core.database import BigId, Model, db, insert_once, transaction
from portal.core.errors import PortalError
from portal.core.tenancy import Owned

# How long a mail waits for a server that is away, and how often it knocks.
PATIENCE = timedelta(days=3)
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 4, 3600
# A link of this name is where the receiver says which mails they want: it becomes the header List-Unsubscribe.
SETTINGS_LINK = "settings"


class MailState(StrEnum):
    """How far a mail has come."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Mail(Owned, Model):
    """One mail to one person: what it is about, and how its sending went.

    `sendings` counts how often it was meant to go out: once, and once more each time an admin sends it again.
    After `good_until` it is no longer worth sending (a reminder of what has begun).
    """

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
    good_until: Mapped[datetime | None]
    sendings: Mapped[int] = mapped_column(default=1, server_default="1")


class MailAttempt(Owned, Model):
    """One try to send a mail, in which of its sendings, and what became of it."""

    __tablename__ = "mail_attempts"
    __table_args__ = (Index("ix_mail_attempts_of_mail", "company_id", "mail_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    mail_id: Mapped[int] = mapped_column(BigId, ForeignKey("mails.id"))
    sending: Mapped[int]
    at: Mapped[datetime]
    state: Mapped[MailState]
    reason: Mapped[str | None] = mapped_column(Text)


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
    good_until: datetime | None = None,
) -> None:
    """Write a mail into the present transaction; the worker makes and sends it. A repeated `key` sends nothing more.

    `template` names `templates/mail/<template>.txt` and `.html`; `context` must be JSON; `links` maps a name in the
    template to a registered purpose and its facts. `ics` is the text of a calendar object, `ics_method` its METHOD.
    After `good_until` it is not sent any more.
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
        reply_to=_one_line(reply_to or "") or None,
        good_until=good_until,
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


def send_again(mail: Mail) -> None:
    """Have a mail sent once more: made anew, with fresh links and a Message-ID of its own.

    What still waited to send it, or was given up, is dropped.
    """
    states = (outbox.EffectState.DUE, outbox.EffectState.DEAD)
    before = select(outbox.Effect).where(outbox.Effect.key == _effect_key(mail), outbox.Effect.state.in_(states))
    for effect in db.session.scalars(before):
        db.session.delete(effect)
    mail.sendings += 1
    mail.state, mail.reason, mail.good_until = MailState.QUEUED, None, None
    db.session.flush()
    outbox.later(
        "mail.send", {"mail_id": mail.id, "sending": mail.sendings}, key=_effect_key(mail), company_id=mail.company_id
    )


def _effect_key(mail: Mail) -> str:
    return f"mail:{mail.id}" if mail.sendings == 1 else f"mail:{mail.id}:{mail.sendings}"


@outbox.task("mail.send", attempts=10, lease=90)
def deliver(payload: dict[str, Any]) -> None:
    """Make the mail and hand it over. A mail that is already sent is not sent again."""
    mail = db.session.scalars(select(Mail).where(Mail.id == payload["mail_id"])).one_or_none()
    sending = payload.get("sending", 1)
    if mail is None or mail.state is MailState.SENT or mail.sendings != sending:
        return
    if mail.good_until is not None and mail.good_until <= now():
        _note(mail.id, sending, MailState.FAILED, "Not sent: what it is about had begun or passed by then.")
        return
    try:
        with transaction():
            addresses = {name: LINKS[purpose](facts) for name, (purpose, facts) in mail.links.items()}
        message = _message(mail, addresses)
    except (LookupError, TypeError, ValueError, MessageError, TemplateError, PortalError) as fault:
        reason = f"The mail could not be made ({type(fault).__name__}: {fault})"[:500]
        _note(mail.id, sending, MailState.FAILED, reason)
        raise outbox.GiveUp(reason) from fault
    try:
        hand_over(message)
    except (OSError, smtplib.SMTPException) as fault:
        reason = smtp.words_of(fault)
        _note(mail.id, sending, MailState.FAILED, reason)
        final = smtp.is_final(fault)
        metrics.mails.labels("refused" if final else "failed").inc()
        if final:
            raise outbox.GiveUp(reason) from fault
        raise _later_or_never(mail, sending, reason) from fault
    _note(mail.id, sending, MailState.SENT, None, str(message["Message-ID"]))
    metrics.mails.labels("sent").inc()


def _later_or_never(mail: Mail, sending: int, reason: str) -> outbox.NotNow | outbox.GiveUp:
    """When to try again, each time twice as long, with some chance so that a thousand mails do not knock at once."""
    tries = select(func.count(), func.min(MailAttempt.at)).where(
        MailAttempt.mail_id == mail.id, MailAttempt.sending == sending
    )
    count, first = db.session.execute(tries).one()
    if first is not None and now() - first > PATIENCE:
        return outbox.GiveUp(f"Given up after three days. {reason}")
    wait = min(FIRST_WAIT_SECONDS * 2 ** min(count - 1, 20), LONGEST_WAIT_SECONDS)
    return outbox.NotNow(reason, seconds=wait + secrets.randbelow(wait // 4 + 1))


def _note(mail_id: int, sending: int, state: MailState, reason: str | None, message_id: str | None = None) -> None:
    with transaction():
        mail = db.session.scalars(select(Mail).where(Mail.id == mail_id)).one()
        db.session.add(
            MailAttempt(
                company_id=mail.company_id, mail_id=mail_id, sending=sending, at=now(), state=state, reason=reason
            )
        )
        if mail.sendings != sending:
            return  # sent again meanwhile: what the row says is of the newer sending
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
    message["Date"] = format_datetime(mail.created_at if mail.sendings == 1 else now())
    # The same for every try of a sending, so that a repeat after a crash is seen as one mail; another for one that is
    # sent again on purpose, which servers would else throw away as a copy.
    again = "" if mail.sendings == 1 else f".{mail.sendings}"
    message["Message-ID"] = f"<mail.{mail.company_id}.{mail.id}{again}@{sender.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if SETTINGS_LINK in addresses:
        message["List-Unsubscribe"] = f"<{addresses[SETTINGS_LINK]}>"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    if mail.ics:
        method = mail.ics_method or "REQUEST"
        message.add_alternative(mail.ics, subtype="calendar", params={"method": method})
        message.add_attachment(mail.ics.encode(), maintype="application", subtype="ics", filename="interview.ics")
    return message


def hand_over(message: EmailMessage) -> None:
    """Give a mail to the server of `SMTP_URL`, or put it into the local mailbox. Raises OSError, SMTPException."""
    url: str = current_app.config["SMTP_URL"]
    if not url:
        folder = mailbox_folder()
        name = f"{message['Message-ID'].strip('<>')}.eml"
        part = folder / f".{name}.part"
        part.write_bytes(bytes(message))
        part.replace(folder / name)
        return
    smtp.hand_over(url, message)


def mailbox_folder() -> Path:
    """Where mails go when no SMTP server is configured."""
    folder = Path(current_app.config["DATA_DIR"]) / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
