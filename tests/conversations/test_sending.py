"""A message on its way: each provider against a double over real HTTP or SMTP, reports, resends, kills."""

import itertools
import json
import logging
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
import time_machine
from sqlalchemy import func, select, update
from standardwebhooks import Webhook, WebhookVerificationError

from portal.conversations import rules, services
from portal.conversations.channels.reports import Report
from portal.conversations.models import (
    Channel,
    ChannelStatus,
    Conversation,
    ConversationStatus,
    Message,
    MessageState,
    Provider,
)
from portal.conversations.services import sending
from portal.conversations.services.channels import rotate_secret
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import InvalidState
from portal.core.events import Event, EventDetails
from portal.core.outbox import Effect
from tests.conversations.carried import META, SID, TWILIO, a_carried, a_written, basic, row, standard, worked
from tests.conversations.talks import a_contact, a_talk, the_recruiter
from tests.core.engines import counted, until
from tests.core.receiver import receiver
from tests.servers import ROOT

S = MessageState
REPORTS = [S.SENT, S.DELIVERED, S.READ, S.FAILED]


@pytest.fixture
def opened(app, monkeypatch):
    """The operator has opened this machine's own addresses."""
    monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "127.0.0.0/8")


@pytest.fixture
def hook(app, opened, monkeypatch):
    """A double of a gateway, of Meta and of Twilio."""
    with receiver() as listening:
        base = f"http://127.0.0.1:{listening.port}"
        monkeypatch.setitem(app.config, "INTEGRATION_ADDRESSES", {"meta": base, "twilio": base})
        yield listening


def test_a_gateway_gets_the_signed_body_of_the_documents(company, hook):
    hook.body = b'{"channel_message_id": "gw-7"}'
    channel = a_carried(Provider.GATEWAY, hook.url)
    secret, number = channel.secret, a_written(company, channel, "Grüße 👋").id
    worked()
    [got] = hook.requests
    body = Webhook(secret).verify(got.body, got.headers)
    contact = db.session.scalars(select(Conversation.contact_id)).one()
    assert contact and body == {
        "message_id": number, "channel_id": channel.id, "to": body["to"], "text": "Grüße 👋",
    }  # fmt: skip
    assert body["to"].startswith("+49151")
    found = row(number)
    assert (found.state, found.channel_message_id, found.failure) == (S.SENT, "gw-7", None) and found.sent_at


def test_while_two_secrets_overlap_a_gateway_can_verify_with_either(company, hook):
    channel = a_carried(Provider.GATEWAY, hook.url)
    old, new = channel.secret, rotate_secret(channel, company.admin, overlap_hours=1)
    a_written(company, channel)
    worked()
    for secret in (old, new):
        assert Webhook(secret).verify(hook.requests[-1].body, hook.requests[-1].headers)
    db.session.get(Channel, channel.id).previous_until = now()
    a_written(company, db.session.get(Channel, channel.id))
    worked()
    assert Webhook(new).verify(hook.requests[-1].body, hook.requests[-1].headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(hook.requests[-1].body, hook.requests[-1].headers)


def test_meta_gets_text_and_its_answer_is_kept(company, hook):
    hook.body = b'{"messages": [{"id": "wamid.1"}]}'
    number = a_written(company, a_carried(Provider.META)).id
    worked()
    [got] = hook.requests
    assert got.path == "/v23.0/106540352242922/messages"
    assert got.headers["authorization"] == f"Bearer {META['access_token']}"
    sent = json.loads(got.body)
    assert (sent["type"], sent["text"]["body"], sent["to"][:5]) == ("text", "Hello", "49151")
    assert row(number).channel_message_id == "wamid.1" and row(number).state is S.SENT


def test_meta_gets_a_template_with_its_values(company, hook):
    template = {"name": "hello", "language": "en", "values": ["Priya"]}
    a_written(company, a_carried(Provider.META), "Hello Priya", template=template)
    worked()
    sent = json.loads(hook.requests[0].body)
    assert sent["template"] == {
        "name": "hello",
        "language": {"code": "en"},
        "components": [{"type": "body", "parameters": [{"type": "text", "text": "Priya"}]}],
    }


def test_twilio_gets_a_form_with_the_address_for_reports(company, hook):
    hook.status, hook.body = 201, b'{"sid": "SM1"}'
    channel = a_carried(Provider.TWILIO)
    number = a_written(company, channel).id
    worked()
    [got] = hook.requests
    assert got.path == f"/2010-04-01/Accounts/{SID}/Messages.json"
    assert basic(got.headers["authorization"]) == f"{SID}:{TWILIO['auth_token']}"
    form = {name: values[0] for name, values in parse_qs(got.body.decode()).items()}
    assert form["Body"] == "Hello" and form["From"] == "+15005550006"
    callback = f"http://portal.example/webhooks/channels/{channel.id}/twilio/status?message=m{number}.0"
    assert form["StatusCallback"] == callback
    assert row(number).channel_message_id == "SM1"


@pytest.mark.parametrize("provider", [Provider.GATEWAY, Provider.META, Provider.TWILIO])
@pytest.mark.parametrize(("status", "state"), [(400, S.FAILED), (401, S.FAILED), (429, S.QUEUED), (503, S.QUEUED)])
def test_a_refusal_fails_it_and_a_busy_provider_is_asked_again(company, hook, provider, status, state):
    hook.status, channel = status, a_carried(provider, hook.url)
    secrets = {Provider.META: [*META.values()], Provider.TWILIO: [*TWILIO.values()]}.get(provider, [channel.secret])
    words = f"no {' '.join(secrets)}"
    hook.body = json.dumps({"error": {"message": words}, "message": words}).encode()
    number = a_written(company, channel).id
    worked()
    found = row(number)
    assert found.state is state and found.failure and (found.not_before is not None) is (state is S.QUEUED)
    assert not any(secret in found.failure for secret in secrets)


def test_what_was_busy_is_sent_later_once_and_then_is_ongoing(company, hook):
    hook.answers = [503, 200]
    message = a_written(company, a_carried(Provider.GATEWAY, hook.url))
    number = message.id
    worked()
    assert row(number).state is S.QUEUED
    with time_machine.travel(now() + timedelta(seconds=rules.RETRY_DELAYS[0] + 1), tick=False):
        worked()
        worked()
    assert row(number).state is S.SENT and row(number).failure is None
    assert hook.ids() == [f"m{number}.0"] * 2


def test_it_is_given_up_after_the_last_try(company, hook):
    hook.status = 503
    number = a_written(company, a_carried(Provider.GATEWAY, hook.url)).id
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(len(rules.RETRY_DELAYS) + 3):
            worked()
            clock.shift(timedelta(hours=4))
    assert row(number).state is S.FAILED and row(number).failure.startswith("Given up after more than six hours.")
    assert len(hook.requests) == len(rules.RETRY_DELAYS) + 1


@pytest.mark.parametrize(("before", "told"), list(itertools.product([*S], REPORTS)))
def test_a_report_moves_a_message_forward_or_not_at_all(company, before, told):
    message = a_written(company, channel := a_carried(Provider.GATEWAY))
    if before is S.RECEIVED:
        message = db.session.scalars(select(Message).where(Message.state == S.RECEIVED)).one()
    message.state = before
    db.session.flush()
    sending.report(channel, Report(told, message_id=message.id, reason="Because."))
    wanted = told if told in rules.MESSAGE_MOVES[before] else before
    found = db.session.scalars(select(Message).where(Message.id == message.id)).one()
    assert found.state is wanted
    assert (found.failure == "Because.") is (wanted is S.FAILED and before is not S.FAILED)


def test_a_report_of_another_channel_says_nothing(company):
    message, other = a_written(company, a_carried(Provider.GATEWAY)), a_carried(Provider.GATEWAY)
    assert sending.report(other, Report(S.READ, message_id=message.id)) is None
    assert message.state is S.QUEUED


def test_a_late_report_of_the_first_sending_does_not_touch_the_second(company, hook):
    hook.answers = [400]
    channel = a_carried(Provider.GATEWAY, hook.url)
    number = a_written(company, channel).id
    worked()
    sending.resend(row(number), company.recruiter)
    sending.report(channel, Report(S.FAILED, reference=f"m{number}.0"))
    db.session.commit()
    assert row(number).state is S.QUEUED


def test_a_resend_really_sends_once_more(company, hook):
    hook.answers = [400]
    number = a_written(company, a_carried(Provider.GATEWAY, hook.url)).id
    worked()
    assert row(number).state is S.FAILED
    sending.resend(row(number), company.recruiter)
    worked()
    worked()
    assert hook.ids() == [f"m{number}.0", f"m{number}.1"] and row(number).state is S.SENT


@pytest.mark.parametrize("state", [state for state in S if state is not S.FAILED])
def test_only_a_failed_message_is_sent_again(company, state):
    message = a_written(company, a_carried(Provider.GATEWAY))
    message.state = state
    db.session.flush()
    with pytest.raises(InvalidState):
        sending.resend(message, company.recruiter)


def test_messages_of_one_conversation_go_out_in_order_also_past_a_failure(company, hook):
    hook.answers = [200, 400, 200]
    first = a_written(company, a_carried(Provider.GATEWAY, hook.url), "1")
    talk = sending.queries.get_conversation(first.conversation_id)
    for text in ("2", "3"):
        services.write(talk, text, the_recruiter(company), by=company.recruiter)
    # The worker takes them in the wrong order.
    db.session.execute(
        update(Effect).where(Effect.key == f"message:{first.id}:0").values(due_at=now() + timedelta(milliseconds=50))
    )
    worked()
    with time_machine.travel(now() + timedelta(seconds=1)):
        worked()
    assert [json.loads(got.body)["text"] for got in hook.requests] == ["1", "2", "3"]


def test_the_window_of_whatsapp_is_asked_once_more_before_sending(company, hook):
    number = a_written(company, a_carried(Provider.META)).id
    db.session.execute(update(Conversation).values(last_inbound_at=now() - timedelta(hours=25)))
    worked()
    assert hook.requests == [] and row(number).state is S.FAILED and "only a template" in row(number).failure


def test_a_channel_that_was_paused_meanwhile_sends_nothing(company, hook):
    channel = a_carried(Provider.GATEWAY, hook.url)
    number = a_written(company, channel).id
    channel.status = ChannelStatus.PAUSED
    worked()
    assert hook.requests == [] and "is paused" in row(number).failure


def test_a_private_address_is_not_called(company):
    with receiver() as listening:
        number = a_written(company, a_carried(Provider.GATEWAY, listening.url)).id
        worked()
        assert listening.connections == 0 and row(number).state is S.FAILED


def test_production_sends_nothing_on_a_channel_for_trying_out(app, company, monkeypatch):
    number = a_written(company, a_carried(Provider.TEST)).id
    monkeypatch.setitem(app.config, "PRODUCTION", True)
    worked()
    assert row(number).state is S.FAILED and "in production" in row(number).failure


def test_secrets_are_in_no_event_effect_or_log(company, hook, caplog):
    hook.status, hook.body = 401, json.dumps({"message": f"{TWILIO['auth_token']} is wrong"}).encode()
    with caplog.at_level(logging.DEBUG):
        a_written(company, a_carried(Provider.TWILIO))
        worked()
    details = [str(vars(one)) for one in db.session.scalars(select(EventDetails))]
    payloads = [json.dumps(effect.payload) for effect in db.session.scalars(select(Effect))]
    text = " ".join([caplog.text, *details, *payloads])
    assert hook.requests and TWILIO["auth_token"] not in text


def test_the_talk_that_the_assistant_opens_is_ongoing_once_it_is_sent(company, hook):
    hook.answers = [503]
    talk = a_talk(channel=a_carried(Provider.GATEWAY, hook.url), status=ConversationStatus.CREATED)
    services.say(talk, "This is the automated assistant.", by=company.admin)
    number = talk.id
    worked()
    assert sending.queries.get_conversation(number).status is ConversationStatus.CREATED
    with time_machine.travel(now() + timedelta(seconds=10), tick=False):
        worked()
    assert sending.queries.get_conversation(number).status is ConversationStatus.ONGOING
    assert db.session.scalar(select(func.count(Event.id)).where(Event.name == "message.sent")) == 1


@contextmanager
def worker(app):
    """A worker process on the test's database, which may call this machine."""
    names = ("DATA_DIR", "PUBLIC_URL", "SECRET_KEY", "ENCRYPTION_KEYS", "WEBHOOK_ALLOW_PRIVATE")
    env = {**os.environ, **{name: app.config[name] for name in names}}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--every", "0.05"]
    process = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def of_state(state):
    return counted(select(func.count(Message.id)).where(Message.state == state))


def test_two_workers_send_everything_once(app, company, opened):
    with receiver(delay=0.02) as hook:
        channel = a_carried(Provider.GATEWAY, hook.url)
        for _ in range(12):
            a_written(company, channel, contact=a_contact())
        db.session.commit()
        db.session.expunge_all()
        with worker(app), worker(app):
            until(lambda: of_state(S.SENT) == 12)
    assert len(hook.ids()) == 12 and len(set(hook.ids())) == 12


def test_a_message_whose_worker_was_killed_in_the_call_is_taken_up_again_with_the_same_id(app, company, opened):
    with receiver(delay=30) as hook:
        number = a_written(company, a_carried(Provider.GATEWAY, hook.url)).id
        db.session.commit()
        db.session.expunge_all()
        with worker(app) as first:
            until(lambda: len(hook.requests) == 1)
            os.kill(first.pid, signal.SIGKILL)
            first.wait()
        assert row(number).state is S.QUEUED and row(number).not_before is not None
        hook.delay = 0
        # Its lease has run out.
        db.session.execute(update(Message).where(Message.id == number).values(not_before=now()))
        db.session.execute(update(Effect).where(Effect.key.like("message:%:watch:%")).values(due_at=now()))
        db.session.commit()
        with worker(app):
            until(lambda: of_state(S.SENT) == 1)
    assert hook.ids() == [f"m{number}.0"] * 2


def test_the_headers_of_the_reference_library_are_the_ones_that_the_portal_makes():
    from portal.core.signing import keys_of, new_secret, standard_signature

    # The known-answer vector of standardwebhooks.com's own libraries.
    [key] = keys_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    made = standard_signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    secret, raw = new_secret(), b'{"a": 1}'
    headers = standard(secret, raw)
    stamp = int(headers["webhook-timestamp"])
    assert headers["webhook-signature"] == standard_signature(keys_of(secret)[0], "msg_1", stamp, raw)
