"""The same and different messages at the same moment, on both databases, against a portal of several processes."""

import http.client
import json
from collections import Counter
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from portal.conversations.models import Contact, Conversation, ConversationStatus, Message, Sender
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import Event
from tests.conversations.arriving import a_channel, a_contact, a_talk, body_for
from tests.interviews.arena import arena, at_once

MANY = 12


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def running(request, tmp_path_factory):
    from tests.servers import make_database

    postgres = request.param == "postgres"
    address = make_database(request.getfixturevalue("postgres_server"), "inbound_races") if postgres else None
    with arena(tmp_path_factory.mktemp("races"), address) as found:
        yield found


@pytest.fixture
def channel(running):
    with running.rows():
        made = a_channel()
        db.session.commit()
        return made


def send(running, body):
    connection = http.client.HTTPConnection(urlsplit(running.url).netloc, timeout=60)
    try:
        connection.request("POST", "/webhooks/inbound", json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def number_of(model, *conditions):
    return db.session.scalar(select(func.count(model.id)).where(*conditions))


def test_one_message_sent_many_times_at_once_is_one(running, channel):
    body = body_for(channel, **{"from": "+46701740001"})
    told = at_once([lambda: send(running, body)] * MANY)
    assert Counter((status, said["duplicate"]) for status, said in told) == {(201, False): 1, (200, True): MANY - 1}
    assert len({(said["conversation_id"], said["message_id"], said["contact_id"]) for _, said in told}) == 1
    with running.rows():
        assert number_of(Message, Message.channel_id == channel.id) == 1
        found = told[0][1]["conversation_id"]
        heard = Event.name == "message.received", Event.entity_id == found
        assert number_of(Event, *heard) == 1


def test_first_messages_at_once_make_one_contact_and_one_conversation(running, channel):
    bodies = [body_for(channel, **{"from": "+46701740002", "text": f"message {n}"}) for n in range(MANY)]
    told = at_once([lambda body=body: send(running, body) for body in bodies])
    assert {status for status, _ in told} == {201}
    assert len({said["conversation_id"] for _, said in told}) == len({said["contact_id"] for _, said in told}) == 1
    with running.rows():
        assert number_of(Conversation, Conversation.channel_id == channel.id) == 1
        assert number_of(Contact, Contact.phone == "+46701740002") == 1
        newest = select(func.max(Message.id)).where(Message.channel_id == channel.id)
        talk = db.session.scalars(select(Conversation).where(Conversation.channel_id == channel.id)).one()
        assert talk.last_inbound_id == talk.last_message_id == db.session.scalar(newest)


def test_messages_at_once_open_a_completed_talk_once(running, channel):
    with running.rows():
        talk = a_talk(
            channel, a_contact(phone="+46701740003"), status=ConversationStatus.COMPLETED, completed_at=now()
        ).id
    bodies = [body_for(channel, **{"from": "+46701740003"}) for _ in range(MANY)]
    told = at_once([lambda body=body: send(running, body) for body in bodies])
    assert {(status, said["conversation_id"]) for status, said in told} == {(201, talk)}
    with running.rows():
        reopened = Event.name == "conversation.reopened", Event.entity_id == talk
        assert number_of(Event, *reopened) == 1
        assert number_of(Message, Message.conversation_id == talk, Message.sender == Sender.CONTACT) == MANY


def test_one_message_that_names_two_senders_at_once_is_stored_once(running, channel):
    """A gateway's fault, or an attack: the copy that loses is told to come again, and then gets the first's ids."""
    body = body_for(channel)
    calls = [lambda n=n: send(running, {**body, "from": f"+4670174001{n % 2}"}) for n in range(MANY)]
    told = at_once(calls)
    statuses = Counter(status for status, _ in told)
    assert statuses[201] == 1 and statuses[200] + statuses[409] == MANY - 1, statuses
    ids = {(said["conversation_id"], said["message_id"]) for status, said in told if status < 400}
    assert len(ids) == 1
    with running.rows():
        assert number_of(Message, Message.channel_id == channel.id) == 1
        assert number_of(Conversation, Conversation.channel_id == channel.id) == 1
    assert send(running, {**body, "from": "+46701740011"})[1]["duplicate"] is True
