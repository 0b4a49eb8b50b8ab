"""E-mail in talks, over a real SMTP server: one thread there and back, refusals, and ids that are none."""

from email.message import EmailMessage

import pytest
from sqlalchemy import select

from portal.conversations import services
from portal.conversations.models import Message, MessageState, Provider
from portal.conversations.services import sending
from portal.core.database import db
from tests.conversations.carried import a_carried, a_written, row, standard, worked
from tests.conversations.carried import post as post_to
from tests.conversations.talks import the_recruiter
from tests.core.smtp import Post, smtp_server

S = MessageState


def test_a_talk_by_mail_goes_out_and_back_in_one_thread_over_a_real_server(app, company, monkeypatch):
    post = Post()
    with smtp_server(post) as port:
        monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://127.0.0.1:{port}")
        channel = a_carried(Provider.SMTP, address="jobs@example.com")
        first = a_written(company, channel, "Grüße 👋\n\nWhen?")
        talk, secret = first.conversation_id, channel.secret
        worked()
        known = row(first.id).channel_message_id
        answered(app, channel.id, secret, post.mails[0], "Tuesday, please")
        services.write(sending.queries.get_conversation(talk), "Again", the_recruiter(company), by=company.recruiter)
        worked()
    one, two = post.mails
    said = db.session.scalars(select(Message).where(Message.conversation_id == talk).order_by(Message.id)).all()
    assert [m.text for m in said if m.kind == "message"][-3:] == ["Grüße 👋\n\nWhen?", "Tuesday, please", "Again"]
    assert one.get_content().replace("\r\n", "\n").strip() == "Grüße 👋\n\nWhen?"
    assert one["To"] == "priya@example.com" and one["Reply-To"].endswith("<jobs@example.com>")
    assert "<reply-1@example.com>" in two["References"] and two["In-Reply-To"] == "<reply-1@example.com>"
    assert known in one["Message-ID"] and two["Message-ID"] != one["Message-ID"]
    assert one["Message-ID"] in two["References"]


def answered(app, channel_id, secret, mail_, text):
    """The candidate's mail program answers, and the answer is posted to the channel's address."""
    reply = EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = mail_["To"], mail_["Reply-To"], f"Re: {mail_['Subject']}"
    reply["Message-ID"], reply["In-Reply-To"], reply["References"] = (
        "<reply-1@example.com>", mail_["Message-ID"], mail_["Message-ID"],
    )  # fmt: skip
    reply.set_content(f"{text}\n\nOn Monday somebody wrote:\n> When?\n")
    raw = reply.as_bytes()
    headers = {**standard(secret, raw), "Content-Type": "message/rfc822"}
    assert post_to(app, f"/webhooks/channels/{channel_id}/email", raw, headers).status_code == 200


@pytest.mark.parametrize(("refusal", "state"), [("550 No such user", S.FAILED), ("451 Later", S.QUEUED)])
def test_a_refusal_of_the_mail_server_fails_the_message_or_waits(app, company, monkeypatch, refusal, state):
    with smtp_server(Post(refuse=refusal)) as port:
        monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://127.0.0.1:{port}")
        number = a_written(company, a_carried(Provider.SMTP, address="jobs@example.com")).id
        worked()
    assert row(number).state is state and refusal[4:] in row(number).failure


def test_a_message_whose_id_is_no_id_of_a_mail_can_be_answered(app, company, monkeypatch):
    """A gateway calls its messages what it likes; a line end there would make every answer unsendable."""
    post = Post()
    first = a_written(company, a_carried(Provider.SMTP, address="jobs@example.com"))
    [came] = db.session.scalars(select(Message).where(Message.id != first.id, Message.channel_message_id.is_not(None)))
    came.channel_message_id = "msg 1\r\nBcc: everybody@example.com"
    with smtp_server(post) as port:
        monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://127.0.0.1:{port}")
        worked()
    assert [(one["To"], one["References"], one["Bcc"]) for one in post.mails] == [("priya@example.com", None, None)]
    assert row(first.id).state is S.SENT
