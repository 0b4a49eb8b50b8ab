"""The doors of channels: what is proven comes in once, everything else is refused and leaves nothing."""

import contextvars
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from portal.api import limits
from portal.conversations.channels import meta, twilio
from portal.conversations.models import ChannelStatus, ChannelType, Message, MessageKind, MessageState, Provider, Sender
from portal.conversations.services.channels import rotate_secret
from portal.core.clock import now
from portal.core.database import db
from portal.core.tenancy import as_company
from tests import factories
from tests.conversations.carried import META, a_carried, a_written, of_meta, of_twilio, post, row, standard, worked

MAIL = b"""From: Priya Raman <Priya@Example.com>\r
To: jobs@example.com\r
Subject: Re: Backend Engineer\r
Message-ID: <one@example.com>\r
Content-Type: text/plain; charset=utf-8\r
%s\r
Tuesday suits me.\r
\r
On Mon, 7 Dec 2026 at 10:00, Demo Talent <jobs@example.com> wrote:\r
> When?\r
"""


def letter(*headers: bytes) -> bytes:
    return MAIL % b"".join(line + b"\r\n" for line in headers)


def messages(*which):
    return db.session.scalars(select(Message).where(*which).order_by(Message.id)).all()


def from_contacts():
    return [m.text for m in messages(Message.sender == Sender.CONTACT)]


def meta_body(number_id="106540352242922", text="Hello", number="wamid.in.1"):
    value = {
        "metadata": {"phone_number_id": number_id},
        "contacts": [{"wa_id": "919840012345", "profile": {"name": "Priya"}}],
        "messages": [{"id": number, "from": "919840012345", "type": "text", "timestamp": "1796000000",
                      "text": {"body": text}}],
    }  # fmt: skip
    return json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()


def status_body(message_id, status="delivered", **more):
    return json.dumps({"message_id": message_id, "status": status, **more}).encode()


@pytest.fixture
def gateway(company):
    """A gateway's channel and a message that was sent on it."""
    channel = a_carried(Provider.GATEWAY)
    message = a_written(company, channel)
    message.state = MessageState.SENT
    db.session.flush()
    return channel, message.id


def test_a_gateway_reports_and_a_repeat_is_harmless(app, gateway):
    channel, number = gateway
    raw, path = status_body(number), f"/webhooks/channels/{channel.id}/status"
    for _ in range(2):
        answer = post(app, path, raw, standard(channel.secret, raw))
        assert (answer.status_code, answer.json["state"]) == (200, "delivered")
    raw = status_body(number, "sent")
    assert post(app, path, raw, standard(channel.secret, raw)).json["state"] == "delivered"


def test_a_failure_is_kept_with_its_reason(app, gateway):
    channel, number = gateway
    raw = status_body(number, "failed", reason="No such number.")
    assert post(app, f"/webhooks/channels/{channel.id}/status", raw, standard(channel.secret, raw)).status_code == 200
    assert (row(number).state, row(number).failure) == (MessageState.FAILED, "No such number.")


@pytest.mark.parametrize("fault", ["none", "tampered", "old", "early", "other secret", "other id"])
def test_what_is_not_signed_just_now_by_the_channels_secret_is_refused(app, gateway, fault):
    channel, number = gateway
    other, raw = a_carried(Provider.GATEWAY), status_body(number)
    ages = {"old": -301, "early": 301}
    headers = standard(channel.secret, raw, now() + timedelta(seconds=ages.get(fault, 0)))
    if fault == "none":
        headers = {"Content-Type": "application/json"}
    if fault == "tampered":
        raw = raw.replace(b"delivered", b"read")
    if fault == "other secret":
        headers = standard(other.secret, raw)
    if fault == "other id":
        headers["webhook-id"] = "msg_2"
    answer = post(app, f"/webhooks/channels/{channel.id}/status", raw, headers)
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "INVALID_SIGNATURE")
    assert row(number).state is MessageState.SENT


@pytest.mark.parametrize("overlap", [24, 0])
def test_the_secret_before_holds_as_long_as_the_overlap_and_no_longer(app, gateway, company, overlap):
    channel, number = gateway
    old, path = channel.secret, f"/webhooks/channels/{channel.id}/status"
    new = rotate_secret(channel, company.admin, overlap_hours=overlap)
    db.session.commit()

    def answers(secret):
        raw = status_body(number)
        return post(app, path, raw, standard(secret, raw)).status_code

    assert (answers(new), answers(old)) == (200, 200 if overlap else 401)
    with time_machine.travel(now() + timedelta(hours=24, seconds=1)):
        assert (answers(new), answers(old)) == (200, 401)


def test_messages_of_other_channels_and_companies_are_not_there(app, gateway):
    _, number = gateway
    own = a_carried(Provider.GATEWAY)
    raw = status_body(number)
    assert post(app, f"/webhooks/channels/{own.id}/status", raw, standard(own.secret, raw)).status_code == 404
    db.session.expunge_all()
    world = factories.a_world("Rival")
    with as_company(world.company_id):
        foreign = a_carried(Provider.GATEWAY)
        number_of, secret = foreign.id, foreign.secret
        db.session.commit()
    assert post(app, f"/webhooks/channels/{number_of}/status", raw, standard(secret, raw)).status_code == 404
    assert row(number).state is MessageState.SENT


@pytest.mark.parametrize("path", ["status", "email", "meta", "twilio", "twilio/status"])
def test_an_unknown_channel_and_another_providers_door_are_not_there(app, company, path):
    provider = Provider.TWILIO if path in ("meta", "status", "email") else Provider.META
    for number in (a_carried(provider).id, 4711):
        raw = status_body(1)
        headers = {"Content-Type": "application/json"} if "status" in path or path == "meta" else {}
        assert post(app, f"/webhooks/channels/{number}/{path}", raw, headers).status_code == 404


@pytest.mark.parametrize(
    ("raw", "status"),
    [(b"{", 400), (b"[]", 422), (b'{"message_id": "x", "status": "read"}', 422), (status_body(1, "lost"), 422)],
)
def test_a_broken_report_is_refused_clearly(app, gateway, raw, status):
    channel, _ = gateway
    answer = post(app, f"/webhooks/channels/{channel.id}/status", raw, standard(channel.secret, raw))
    assert answer.status_code == status and answer.json["success"] is False


def test_more_than_the_limit_of_a_channel_waits(app, gateway, monkeypatch):
    channel, number = gateway
    monkeypatch.setattr(limits, "BY_INTEGRATION", 2)
    raw = status_body(number)
    found = [
        post(app, f"/webhooks/channels/{channel.id}/status", raw, standard(channel.secret, raw)).status_code
        for _ in range(3)
    ]
    assert found == [200, 200, 429]


def test_meta_brings_a_message_once(app, company):
    channel, raw = a_carried(Provider.META), meta_body()
    for _ in range(3):
        answer = post(app, f"/webhooks/channels/{channel.id}/meta", raw, of_meta(raw))
        assert (answer.status_code, answer.json) == (200, {"messages": 1, "reports": 0})
    assert from_contacts() == ["Hello"]


def test_a_paused_channel_still_takes_what_contacts_write(app, company):
    channel, raw = a_carried(Provider.META, status=ChannelStatus.PAUSED), meta_body()
    assert post(app, f"/webhooks/channels/{channel.id}/meta", raw, of_meta(raw)).status_code == 200
    assert from_contacts() == ["Hello"]


@pytest.mark.parametrize(
    "raw",
    [
        meta_body(text=""),
        meta_body(text="x" * 20_000),
        meta_body(number_id="999"),
        b'{"entry": [{"changes": [null, {"field": "messages", "value": {"messages": [7]}}]}], "object": 1}',
        b"{}",
    ],
)
def test_meta_is_answered_200_for_what_cannot_be_used(app, company, raw):
    channel = a_carried(Provider.META)
    answer = post(app, f"/webhooks/channels/{channel.id}/meta", raw, of_meta(raw))
    assert answer.status_code == 200 and from_contacts() == []


@pytest.mark.parametrize("headers", [{}, of_meta(meta_body(), "another"), of_meta(b"{}")])
def test_what_meta_has_not_signed_is_refused(app, company, headers):
    channel = a_carried(Provider.META)
    answer = post(app, f"/webhooks/channels/{channel.id}/meta", meta_body(), headers)
    assert (answer.status_code, from_contacts()) == (401, [])


def test_metas_signature_is_the_hex_hmac_of_the_raw_body():
    # RFC 4231, test case 2.
    wanted = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert hmac.new(b"Jefe", b"what do ya want for nothing?", hashlib.sha256).hexdigest() == wanted
    assert meta.is_genuine("Jefe", f"sha256={wanted}", b"what do ya want for nothing?")
    assert not meta.is_genuine("Jefe", wanted, b"what do ya want for nothing?")


@pytest.mark.parametrize(("token", "status"), [(META["verify_token"], 200), ("another", 401), ("", 401)])
def test_metas_question_is_answered_to_who_knows_the_token(app, company, token, status):
    channel = a_carried(Provider.META)
    number = channel.id
    db.session.commit()
    query = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1158201444"}
    client = app.test_client(use_cookies=False)
    path = f"/webhooks/channels/{number}/meta"
    answer = contextvars.Context().run(lambda: client.get(path, query_string=query))
    assert answer.status_code == status
    if status == 200:
        assert (answer.text, answer.mimetype) == ("1158201444", "text/plain")


def test_metas_report_finds_the_message_by_our_reference(app, gateway, company):
    channel = a_carried(Provider.META)
    number = a_written(company, channel, contact=None).id
    status = {"id": "wamid.9", "status": "read", "biz_opaque_callback_data": f"m{number}.0"}
    value = {"metadata": {"phone_number_id": "106540352242922"}, "statuses": [status]}
    raw = json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()
    assert post(app, f"/webhooks/channels/{channel.id}/meta", raw, of_meta(raw)).json == {"messages": 0, "reports": 1}
    assert (row(number).state, row(number).channel_message_id) == (MessageState.READ, "wamid.9")


def twilio_post(app, path, form, **about):
    return post(app, path, form, of_twilio(app, path, form, **about))


def test_twilio_brings_a_message_once_and_is_answered_with_nothing(app, company):
    path = f"/webhooks/channels/{a_carried(Provider.TWILIO).id}/twilio"
    for _ in range(2):
        answer = twilio_post(app, path, {"From": "+919840012345", "Body": "Hello & bye", "MessageSid": "SM9"})
        assert (answer.status_code, answer.mimetype, answer.text) == (200, "text/xml", twilio.EMPTY_ANSWER)
    assert from_contacts() == ["Hello & bye"]


def test_twilio_reports_by_the_address_with_our_reference(app, company):
    channel = a_carried(Provider.TWILIO)
    number = a_written(company, channel).id
    path = f"/webhooks/channels/{channel.id}/twilio/status?message=m{number}.0"
    form = {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30003"}
    assert twilio_post(app, path, form).status_code == 200
    assert row(number).state is MessageState.FAILED and "30003" in row(number).failure
    assert twilio_post(app, path, {**form, "MessageStatus": "delivered"}, token="another").status_code == 401


def test_twilios_signature_is_the_one_of_its_documents():
    # twilio.com/docs/usage/security: the worked example.
    form = {"CallSid": "CA1234567890ABCDE", "Caller": "+12349013030", "Digits": "1234", "From": "+12349013030",
            "To": "+18005551212"}  # fmt: skip
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    made = twilio.signature("12345", url, {name: [value] for name, value in form.items()})
    assert made == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="


@pytest.fixture
def mailed(app, company):
    """`mailed(raw)` posts a mail to the company's e-mail channel, signed."""
    channel = a_carried(Provider.SMTP, address="jobs@example.com")
    number, secret = channel.id, channel.secret
    db.session.commit()

    def send(raw, **about):
        headers = {**standard(secret, raw, **about), "Content-Type": "message/rfc822"}
        return post(app, f"/webhooks/channels/{number}/email", raw, headers)

    return send


def test_a_mail_comes_in_once_without_what_it_answers(mailed):
    assert [mailed(letter()).json["result"] for _ in range(2)] == ["received", "repeated"]
    assert from_contacts() == ["Tuesday suits me."]


@pytest.mark.parametrize("raw", [b"", b"no mail at all", b"From: \r\n\r\nHello"])
def test_what_is_no_mail_is_refused(mailed, raw):
    answer = mailed(raw)
    assert answer.status_code == 422 and from_contacts() == []


def test_an_unsigned_mail_is_refused(app, company):
    channel = a_carried(Provider.SMTP)
    answer = post(app, f"/webhooks/channels/{channel.id}/email", letter(), {"Content-Type": "message/rfc822"})
    assert answer.status_code == 401


def test_in_production_a_channel_without_a_secret_takes_nothing(app, company, monkeypatch):
    channel = a_carried(Provider.SMTP, secret=None)
    path = f"/webhooks/channels/{channel.id}/email"
    assert post(app, path, letter(), {}).status_code == 200
    monkeypatch.setitem(app.config, "PRODUCTION", True)
    assert post(app, path, letter(), {}).status_code == 401


def test_an_automatic_answer_is_a_line_and_is_never_answered(mailed):
    talk = mailed(letter()).json["conversation_id"]
    away = letter(b"Auto-Submitted: auto-replied").replace(b"one@example.com", b"two@example.com")
    assert [mailed(away).json["result"] for _ in range(2)] == ["automatic", "repeated"]
    [line] = messages(Message.kind == MessageKind.LINE)
    assert line.conversation_id == talk and "Tuesday suits me." in line.text
    assert from_contacts() == ["Tuesday suits me."]


def test_an_automatic_mail_of_a_stranger_and_a_mail_of_ours_make_nothing(mailed):
    assert mailed(letter(b"Precedence: bulk")).json["result"] == "ignored"
    assert mailed(letter().replace(b"Priya@Example.com", b"jobs@example.com")).json["result"] == "ignored"
    assert db.session.scalar(select(func.count(Message.id))) == 0


def test_a_bounce_fails_the_mail_that_came_back(app, company, monkeypatch):
    monkeypatch.setattr("portal.core.mail.hand_over", lambda message: None)
    channel = a_carried(Provider.SMTP)
    number, path = a_written(company, channel).id, f"/webhooks/channels/{channel.id}/email"
    secret = channel.secret
    worked()
    raw = BOUNCE % row(number).channel_message_id.encode()
    answer = post(app, path, raw, {**standard(secret, raw), "Content-Type": "message/rfc822"})
    assert answer.json == {"result": "bounced", "conversation_id": row(number).conversation_id, "message_id": number}
    assert (row(number).state, row(number).failure) == (MessageState.FAILED, "The mail came back: 550 No such user")


BOUNCE = b"""From: MAILER-DAEMON@mx.example.com\r
Subject: Undelivered Mail\r
Message-ID: <bounce@mx.example.com>\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary=x\r
\r
--x\r
Content-Type: text/plain\r
\r
It did not work.\r
--x\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example.com\r
\r
Final-Recipient: rfc822; priya@example.com\r
Action: failed\r
Status: 5.1.1\r
Diagnostic-Code: smtp; 550 No such user\r
\r
--x\r
Content-Type: text/rfc822-headers\r
\r
Message-ID: <%s>\r
\r
--x--\r
"""


def test_a_webchat_has_no_door(app, company):
    channel = a_carried(Provider.PORTAL, kind=ChannelType.WEBCHAT)
    assert post(app, f"/webhooks/channels/{channel.id}/email", letter(), {}).status_code == 404
