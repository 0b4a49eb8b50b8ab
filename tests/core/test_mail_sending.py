"""The mail server: TLS from the first byte, one connection for many mails, what is final, what waits, and how long."""

import socket
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.models import OneTimeLink
from portal.core import mail, outbox, smtp
from portal.core.clock import now
from portal.core.database import db
from portal.core.mail import Mail, MailAttempt, MailState
from portal.core.outbox import Effect, EffectState
from tests.core.smtp import Post, certificate, only, smtp_server
from tests.core.test_mail import CONTEXT, deliver, write


@pytest.fixture(autouse=True)
def no_kept_connection():
    yield
    smtp.hang_up()


def attempts():
    return db.session.execute(select(MailAttempt.sending, MailAttempt.state).order_by(MailAttempt.id)).all()


def test_over_smtps_with_a_sign_in(app, company, tmp_path, monkeypatch):
    cert, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    post, who = Post(), only("portal", "p@ss/word")
    options = {"auth_required": True, "authenticator": who, "auth_require_tls": False}
    with smtp_server(post, ssl_context=context, **options) as port:
        write(from_name="Acme Talent")
        found = deliver(app, f"smtps://portal:p%40ss%2Fword@127.0.0.1:{port}")
    assert found == (MailState.SENT, None)
    assert (post.secure, post.signed_in) == ([True], [True])
    assert post.mails[0]["From"].addresses[0].display_name == "Acme Talent"


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_a_certificate_that_nobody_knows_is_the_reason_and_nothing_is_sent(app, company, tmp_path, scheme):
    _, context = certificate(tmp_path)
    post = Post()
    kind = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context}
    with smtp_server(post, **kind) as port:
        write()
        found = deliver(app, f"{scheme}://portal:secret@127.0.0.1:{port}")
    assert found.state is MailState.FAILED and "certificate is not one that this machine trusts" in found.reason
    assert post.mails == []


def test_a_server_without_starttls_gets_no_password(app, company):
    post = Post()
    with smtp_server(post) as port:
        write()
        found = deliver(app, f"smtp+starttls://portal:secret@127.0.0.1:{port}")
    assert found.state is MailState.FAILED and "STARTTLS" in found.reason and "secret" not in found.reason
    assert post.mails == []


def test_many_mails_go_over_one_connection(app, company):
    post = Post()
    with smtp_server(post) as port:
        for number in range(5):
            write(key=f"k{number}")
        deliver_all(app, f"smtp://127.0.0.1:{port}")
    assert (len(post.mails), len(post.sessions)) == (5, 1)


def test_a_kept_connection_that_the_server_has_ended_is_made_anew(app, company):
    post = Post()
    with smtp_server(post) as port:
        write()
        deliver_all(app, f"smtp://127.0.0.1:{port}")
        smtp._kept.line.server.sock.shutdown(socket.SHUT_RDWR)
        write(key="two")
        deliver_all(app, f"smtp://127.0.0.1:{port}")
    assert (len(post.mails), len(post.sessions)) == (2, 2)


def deliver_all(app, url):
    before, app.config["SMTP_URL"] = app.config["SMTP_URL"], url
    try:
        db.session.expunge_all()
        outbox.run_due()
        db.session.rollback()
    finally:
        app.config["SMTP_URL"] = before
    return dict(db.session.execute(select(Mail.to_email, Mail.state)).all())


def test_one_receiver_that_is_refused_does_not_hold_up_the_others(app, company):
    post = Post(refuse="550 No such user", only_refuse="gone@example.com")
    with smtp_server(post) as port:
        for name in ("a", "gone", "b"):
            write(key=name, to=f"{name}@example.com")
        found = deliver_all(app, f"smtp://127.0.0.1:{port}")
    assert found == {
        "a@example.com": MailState.SENT, "gone@example.com": MailState.FAILED, "b@example.com": MailState.SENT,
    }  # fmt: skip


def test_a_sender_refused_for_good_is_final_and_says_so(app, company):
    with smtp_server(Post(refuse_sender="553 Not your address")) as port:
        write()
        found = deliver(app, f"smtp://127.0.0.1:{port}")
    assert "refused the sender" in found.reason and "553" in found.reason
    assert db.session.scalar(select(Effect.state)) is EffectState.DEAD


def test_an_outage_is_waited_out_ever_longer_and_given_up_after_three_days(app, company):
    write()
    begun, waits = now(), []
    moment = begun
    for _ in range(200):
        with time_machine.travel(moment, tick=False):
            deliver(app, "smtp://127.0.0.1:1")
            state, due = db.session.execute(select(Effect.state, Effect.due_at)).one()
            if state is EffectState.DEAD:
                break
            waits.append((due - now()).total_seconds())
        moment = due
    assert state is EffectState.DEAD and timedelta(days=3) < moment - begun < timedelta(days=3, hours=3)
    assert waits[0] <= 5 and waits[4] > 60 and max(waits) <= 3600 * 1.25
    assert "after three days" in db.session.scalar(select(Effect.last_error))


def test_after_a_day_of_outage_a_mail_is_still_sent(app, company):
    write()
    deliver(app, "smtp://127.0.0.1:1")
    post = Post()
    with smtp_server(post) as port, time_machine.travel(now() + timedelta(days=1), tick=True):
        assert deliver(app, f"smtp://127.0.0.1:{port}") == (MailState.SENT, None)
    assert attempts() == [(1, MailState.FAILED), (1, MailState.SENT)]


def again(app, url=""):
    mail.send_again(db.session.scalars(select(Mail)).one())
    db.session.commit()
    return deliver(app, url)


def test_a_mail_sent_again_really_goes_out_as_another_message(app, company):
    post = Post()
    with smtp_server(post) as port:
        write()
        deliver(app, f"smtp://127.0.0.1:{port}")
        assert again(app, f"smtp://127.0.0.1:{port}") == (MailState.SENT, None)
    first, second = (message["Message-ID"] for message in post.mails)
    assert first != second == db.session.scalar(select(Mail.message_id))
    assert attempts() == [(1, MailState.SENT), (2, MailState.SENT)]


def test_what_waited_or_was_given_up_does_not_send_it_a_second_time(app, company):
    write()
    deliver(app, "smtp://127.0.0.1:1")
    post = Post()
    with smtp_server(post) as port:
        again(app, f"smtp://127.0.0.1:{port}")
        with time_machine.travel(now() + timedelta(days=1), tick=True):
            deliver(app, f"smtp://127.0.0.1:{port}")
    assert len(post.mails) == 1
    assert set(db.session.scalars(select(Effect.state))) == {EffectState.DONE}


def test_a_secret_link_is_made_anew_when_the_mail_is_sent_again(app, company):
    facts = {"company_id": company.company_id, "user_id": company.admin.id}
    mail.send("a@example.com", "x", "new_job", key="k", context=CONTEXT, links={"link": ("set_password", facts)})
    db.session.commit()
    deliver(app)
    again(app)
    texts = [message_from_bytes(f.read_bytes(), policy=default).get_body(("plain",)).get_content()
             for f in mail.mailbox_folder().iterdir()]  # fmt: skip
    links = {word for text in texts for word in text.split() if word.startswith("http://portal.example/set-password/")}
    assert len(links) == 2 == len(db.session.scalars(select(OneTimeLink.token_hash)).all())


@pytest.mark.parametrize(
    "broken", [{"to": "no address at all\r\nBcc: x@example.com"}, {"links": {"link": ("nothing makes this", {})}}]
)
def test_a_mail_that_cannot_be_made_is_given_up_with_its_reason(app, company, broken):
    write(**broken)
    found = deliver(app)
    assert found.state is MailState.FAILED and "could not be made" in found.reason
    assert db.session.scalar(select(Effect.state)) is EffectState.DEAD
    assert list(mail.mailbox_folder().iterdir()) == []


def test_an_answer_address_makes_no_header_of_its_own(app, company):
    write(reply_to="rita@example.com\r\nBcc: evil@example.com")
    deliver(app)
    for file in mail.mailbox_folder().iterdir():
        assert message_from_bytes(file.read_bytes(), policy=default)["Bcc"] is None


def test_what_is_no_longer_worth_sending_is_not_sent(app, company):
    write(good_until=now() + timedelta(hours=1))
    with time_machine.travel(now() + timedelta(hours=2), tick=True):
        found = deliver(app)
    assert found.state is MailState.FAILED and "had begun or passed" in found.reason
    assert list(mail.mailbox_folder().iterdir()) == []


def test_the_way_to_the_settings_stands_in_the_mail_and_in_its_head(app, company):
    write(links={"settings": ("page", {"endpoint": "notifications.settings"})})
    deliver(app)
    [file] = mail.mailbox_folder().iterdir()
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert message["List-Unsubscribe"] == "<http://portal.example/notifications/settings>"
    assert message["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        assert "http://portal.example/notifications/settings" in message.get_body((kind,)).get_content()
