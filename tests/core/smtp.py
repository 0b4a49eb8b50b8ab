"""A real SMTP server for tests: keeps what it takes, may be slow, refuse, ask for a password or for TLS."""

import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.servers import free_port


class Post:
    """The handler of aiosmtpd: every mail that came in, in order."""

    def __init__(self, *, delay: float = 0, refuse: str = "", refuse_sender: str = "", only_refuse: str = "") -> None:
        self.mails = []
        self.delay, self.refuse, self.refuse_sender, self.only_refuse = delay, refuse, refuse_sender, only_refuse
        self.lock = threading.Lock()
        self.secure, self.signed_in = [], []
        self.sessions = []

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        if self.refuse_sender:
            return self.refuse_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.refuse and self.only_refuse in ("", address):
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        with self.lock:
            self.mails.append(message_from_bytes(envelope.content, policy=default))
            self.secure.append(server.transport.get_extra_info("ssl_object") is not None)
            self.signed_in.append(bool(session.authenticated))
            if session not in self.sessions:
                self.sessions.append(session)
        time.sleep(self.delay)
        return "250 OK"

    def receivers(self):
        with self.lock:
            return [mail["To"].addresses[0].addr_spec for mail in self.mails]


@contextmanager
def smtp_server(post: Post, **options) -> Iterator[int]:
    """The server on a port of its own; gives the port."""
    port = free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop(no_assert=True)


def only(user: str, password: str):
    """An authenticator that lets one user in."""

    def check(server, session, envelope, mechanism, data):
        right = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    return check


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that nobody trusts yet, and a server's context with it."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return cert, context
