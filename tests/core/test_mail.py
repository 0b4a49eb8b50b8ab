"""Mails: to the local mailbox and over a real SMTP server, with a password and TLS, once, and into no wrong header."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from sqlalchemy import select

from portal.core import mail, outbox
from portal.core.clock import now
from portal.core.database import db
from portal.core.mail import Mail, MailState
from portal.core.outbox import Effect, EffectState
from tests.core.smtp import Post, certificate, only, smtp_server

CONTEXT = {"first_name": "Hana", "job": "Engineer", "client": "Northwind", "company_name": "Acme", "openings": 2}


def write(key="one", to="hana@example.com", **values):
    """A mail of the portal's own templates."""
    context = {**CONTEXT, "title": "New job", "link": "http://portal.example/jobs/1"}
    mail.send(to, values.pop("subject", "New job"), "new_job", key=key, context=context, **values)
    db.session.commit()


def deliver(app, url=""):
    """Let the worker run with this server."""
    before, app.config["SMTP_URL"] = app.config["SMTP_URL"], url
    try:
        db.session.expunge_all()
        outbox.run_due()
        db.session.rollback()
    finally:
        app.config["SMTP_URL"] = before
    return db.session.execute(select(Mail.state, Mail.reason)).one()


def test_without_a_server_a_mail_is_a_file_of_the_mailbox(app, company):
    write(to_name="Hana Mehta", from_name="Acme Talent", reply_to="recruiter@example.com")
    assert deliver(app).state is MailState.SENT
    [file] = mail.mailbox_folder().iterdir()
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert message["To"] == "Hana Mehta <hana@example.com>"
    assert message["From"].addresses[0].display_name == "Acme Talent"
    assert message["Reply-To"] == "recruiter@example.com"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert "Northwind has a new job to fill: Engineer" in message.get_body(("plain",)).get_content()


def test_a_key_is_mailed_once(app, company):
    write()
    write()
    deliver(app)
    write()
    deliver(app)
    assert len(list(mail.mailbox_folder().iterdir())) == 1


def test_a_mail_goes_over_smtp(app, company):
    post = Post()
    with smtp_server(post) as port:
        write()
        assert deliver(app, f"smtp://127.0.0.1:{port}").state is MailState.SENT
    assert post.receivers() == ["hana@example.com"]
    assert db.session.scalar(select(Mail.message_id)) == post.mails[0]["Message-ID"]


def test_with_starttls_and_a_password(app, company, tmp_path, monkeypatch):
    cert, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    post, who = Post(), only("portal", "p@ss/word")
    options = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": who}
    with smtp_server(post, **options) as port:
        write()
        found = deliver(app, f"smtp+starttls://portal:p%40ss%2Fword@127.0.0.1:{port}")
    assert found == (MailState.SENT, None)
    assert post.secure == [True]


def test_a_wrong_password_is_said_and_tried_again_later(app, company, tmp_path, monkeypatch):
    cert, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    post, who = Post(), only("portal", "right")
    options = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": who}
    with smtp_server(post, **options) as port:
        write()
        found = deliver(app, f"smtp+starttls://portal:wrong@127.0.0.1:{port}")
    assert found.state is MailState.FAILED and "Authentication" in found.reason
    assert "wrong" not in found.reason
    assert db.session.scalar(select(Effect.state)) is EffectState.DUE


def test_a_server_whose_certificate_nobody_knows_gets_nothing(app, company, tmp_path):
    _, context = certificate(tmp_path)
    post = Post()
    with smtp_server(post, tls_context=context) as port:
        write()
        found = deliver(app, f"smtp+starttls://portal:secret@127.0.0.1:{port}")
    assert found.state is MailState.FAILED and "CERTIFICATE_VERIFY_FAILED" in found.reason
    assert post.mails == []


def test_a_server_that_is_away_is_tried_again_until_the_mail_is_sent(app, company):
    write()
    assert deliver(app, "smtp://127.0.0.1:1").state is MailState.FAILED
    post = Post()
    with smtp_server(post) as port, time_machine.travel(now() + timedelta(minutes=5), tick=True):
        assert deliver(app, f"smtp://127.0.0.1:{port}") == (MailState.SENT, None)
    assert len(post.mails) == 1


@pytest.mark.parametrize(
    ("answer", "state"), [("550 No such user", EffectState.DEAD), ("450 Try again", EffectState.DUE)]
)
def test_a_receiver_refused_for_good_is_given_up_and_another_tried_again(app, company, answer, state):
    with smtp_server(Post(refuse=answer)) as port:
        write()
        found = deliver(app, f"smtp://127.0.0.1:{port}")
    assert found.state is MailState.FAILED and answer[4:] in found.reason
    assert db.session.scalar(select(Effect.state)) is state


@pytest.mark.parametrize("field", ["subject", "to_name", "from_name"])
def test_a_name_with_line_breaks_makes_no_header(app, company, field):
    write(**{field: "Hana\r\nBcc: evil@example.com\n\nbody\x00"})
    deliver(app)
    [file] = mail.mailbox_folder().iterdir()
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert message["Bcc"] is None
    assert message["To"].addresses[0].addr_spec == "hana@example.com"
    assert len(message["To"].addresses) == 1


def test_the_row_keeps_no_secret_address(app, company):
    facts = {"company_id": company.company_id, "user_id": company.admin.id}
    mail.send("a@example.com", "x", "new_job", key="k", context=CONTEXT, links={"link": ("set_password", facts)})
    db.session.commit()
    deliver(app)
    [file] = mail.mailbox_folder().iterdir()
    text = message_from_bytes(file.read_bytes(), policy=default).get_body(("plain",)).get_content()
    [link] = [word for word in text.split() if word.startswith("http://portal.example/")]
    secret = link.rsplit("/", 1)[1]
    row = db.session.scalars(select(Mail)).one()
    assert secret not in f"{row.context}{row.links}{row.reason}{row.message_id}"
    assert secret not in str(db.session.scalars(select(Effect.payload)).all())
