"""The mail server: one connection that stays open for the mails that follow, and what its refusals mean.

`SMTP_URL` is `smtp://`, `smtp+starttls://` or `smtps://`, with `user:password@` where the server asks for a sign-in.
The certificate of a server that speaks TLS is checked against the machine's authorities (`SSL_CERT_FILE` names others).
"""

import os
import smtplib
import ssl
import threading
import time
from dataclasses import dataclass
from email.message import EmailMessage
from functools import lru_cache
from urllib.parse import unquote, urlsplit

SCHEMES = ("smtp", "smtp+starttls", "smtps")
TIMEOUT_SECONDS = 20
# A connection that has been silent for longer may be gone on the other side; many servers end one after 100 mails.
IDLE_SECONDS = 20.0
MAILS_A_CONNECTION = 100


@dataclass
class Line:
    """An open connection: of which process, to where, how many mails it has carried, when the last one."""

    process: int
    url: str
    server: smtplib.SMTP
    mails: int
    used_at: float


_kept = threading.local()


def hand_over(url: str, message: EmailMessage) -> None:
    """Give the server a mail. Raises OSError or SMTPException; the next mail then begins with a new connection."""
    line = _line(url)
    try:
        line.server.send_message(message)
    except BaseException:
        hang_up()
        raise
    line.mails, line.used_at = line.mails + 1, time.monotonic()


def hang_up() -> None:
    """End the kept connection of this thread, if there is one."""
    line: Line | None = getattr(_kept, "line", None)
    _kept.line = None
    if line is not None:
        line.server.close()


def _line(url: str) -> Line:
    line: Line | None = getattr(_kept, "line", None)
    if line is not None and line.process != os.getpid():
        _kept.line = line = None  # a fork's copy of its parent's connection is not its own to close
    if line is not None and not _serves(line, url):
        hang_up()
        line = None
    if line is None:
        line = _kept.line = Line(os.getpid(), url, _connect(url), 0, time.monotonic())
    return line


def _serves(line: Line, url: str) -> bool:
    if line.url != url or line.mails >= MAILS_A_CONNECTION or time.monotonic() - line.used_at > IDLE_SECONDS:
        return False
    try:
        return line.server.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _connect(url: str) -> smtplib.SMTP:
    where = urlsplit(url)
    host, user = where.hostname or "localhost", unquote(where.username or "")
    server: smtplib.SMTP
    if where.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, where.port or 465, timeout=TIMEOUT_SECONDS, context=_trusted())
    else:
        server = smtplib.SMTP(host, where.port or 25, timeout=TIMEOUT_SECONDS)
    try:
        if where.scheme == "smtp+starttls":
            server.starttls(context=_trusted())
        if user:
            server.login(user, unquote(where.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _trusted() -> ssl.SSLContext:
    """Whom we trust with TLS, read once: that takes longer than making and sending a mail."""
    return _trusted_by(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@lru_cache(4)
def _trusted_by(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    return ssl.create_default_context()


def is_final(fault: Exception) -> bool:
    """Whether the server has refused this mail for good: no such receiver, or nothing it would ever take (5xx).

    What it says of itself or of our sign-in is not about the mail, which is tried again.
    """
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in fault.recipients.values())
    return isinstance(fault, smtplib.SMTPDataError | smtplib.SMTPSenderRefused) and fault.smtp_code >= 500


def words_of(fault: Exception) -> str:
    """Why a mail was not taken, for the person who reads the log: a sentence, then what was said. No secret."""
    said = f"{type(fault).__name__}: {fault}"
    match fault:
        case ssl.SSLCertVerificationError():
            what = "The mail server's certificate is not one that this machine trusts"
        case smtplib.SMTPAuthenticationError():
            what = "The mail server refused the sign-in of SMTP_URL"
        case smtplib.SMTPRecipientsRefused():
            what = "The mail server refused the receiver"
        case smtplib.SMTPSenderRefused():
            what = "The mail server refused the sender (MAIL_FROM)"
        case smtplib.SMTPDataError():
            what = "The mail server refused the mail"
        case smtplib.SMTPNotSupportedError():
            what = "The mail server cannot do what SMTP_URL or the address asks for"
        case smtplib.SMTPException():
            what = "The mail server broke off"
        case _:
            what = "The mail server cannot be reached"
    return f"{what} ({said})"[:500]
