"""Under load: 1,000 messages of 50 contacts from 16 senders at once, each sent twice, the worker killed once.

Against a started portal of two web processes: nothing is lost, doubled or swapped, and nobody is answered twice.
"""

import http.client
import json
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select, update

from portal.conversations.models import AssistantTurn, Contact, Conversation, Message, Sender
from portal.core.clock import now
from portal.core.database import db
from portal.core.outbox import Effect, EffectState
from tests import servers
from tests.conversations.arriving import a_channel, body_for
from tests.core.engines import counted, kill, until
from tests.interviews.arena import Arena, arena_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
CONTACTS, EACH, SENDERS = 50, 20, 16
MANY = CONTACTS * EACH
SAID = ("Hello, is there any news?", "What does the job pay?", "Where is it?", "When could I start?", "Thank you")


@pytest.fixture
def running(tmp_path, database):
    with servers.portal(tmp_path, database=database, workers=2, threads=16) as started, arena_of(started) as found:
        yield started, found


def send(url, body):
    """One message, over a connection of its own: the server may close kept ones at any moment."""
    line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)
    try:
        line.request("POST", "/webhooks/inbound", json.dumps(body), {"Content-Type": "application/json"})
        answer = line.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        line.close()


def send_all(url, bodies):
    """The messages of some contacts, of each in order; two copies of every message at the same moment."""
    with ThreadPoolExecutor(2) as both:
        return [list(both.map(send, [url] * 2, [body] * 2)) for body in bodies]


def phone(contact):
    return f"+46701740{contact:03d}"


def of_senders(channel):
    """What each sender sends: every contact writes through one of them, and a sender's contacts take turns."""
    bodies = defaultdict(list)
    for number in range(EACH):
        for contact in range(CONTACTS):
            text = f"{SAID[number % len(SAID)]} ({number})"
            sent = {"from": phone(contact), "text": text, "channel_message_id": f"{contact}-{number}"}
            bodies[contact % SENDERS].append(body_for(channel, **sent))
    return list(bodies.values())


def stored():
    return counted(select(func.count(Message.id)).where(Message.sender == Sender.CONTACT))


def turns_left():
    """Turns of the assistant that wait or are being taken."""
    waits = Effect.kind.like("%assistant_turn%") & Effect.state.in_([EffectState.DUE, EffectState.RUNNING])
    return counted(select(func.count(Effect.id)).where(waits))


def end_leases():
    """What the killed worker held is free once its lease is over."""
    held = update(Effect).where(Effect.state == EffectState.RUNNING).values(lease_until=now())
    db.session.execute(held.execution_options(synchronize_session=False))
    db.session.commit()


def test_nothing_is_lost_doubled_or_swapped_while_the_worker_is_killed(running):
    started, found = running
    with found.rows():
        senders = of_senders(a_channel())
    with ThreadPoolExecutor(SENDERS) as pool, found.rows():
        sending = [pool.submit(send_all, started.url, bodies) for bodies in senders]
        with started.worker() as first:
            until(lambda: stored() > MANY // 4)
            kill(first)
        end_leases()
        with started.worker():
            answers = [pair for one in sending for pair in one.result(600)]
            end_leases()
            until(lambda: turns_left() == 0, 300)
    check_answers(answers)
    with found.rows():
        check_rows(found)


def check_answers(answers):
    """Of two copies one is new, and both have the same ids."""
    assert len(answers) == MANY
    statuses = Counter(tuple(sorted(status for status, _ in pair)) for pair in answers)
    assert statuses == {(200, 201): MANY}, statuses
    for pair in answers:
        told = [{name: value for name, value in said.items() if name != "duplicate"} for _, said in pair]
        assert told[0] == told[1], pair


def check_rows(found: Arena):
    """What is stored, in which order, and what the assistant said."""
    assert counted(select(func.count(Contact.id))) == CONTACTS
    assert counted(select(func.count(Conversation.id))) == CONTACTS
    wanted = (
        select(Contact.phone, Message.text)
        .join(Conversation, Conversation.contact_id == Contact.id)
        .join(Message, Message.conversation_id == Conversation.id)
        .where(Message.sender == Sender.CONTACT)
        .order_by(Message.id)
    )
    said = defaultdict(list)
    for number, text in db.session.execute(wanted):
        said[number].append(text)
    in_order = [f"{SAID[n % len(SAID)]} ({n})" for n in range(EACH)]
    assert said == {phone(contact): in_order for contact in range(CONTACTS)}
    replies = Counter(db.session.scalars(select(Message.conversation_id).where(Message.sender == Sender.AI)))
    assert len(replies) == CONTACTS, "somebody was not answered at all"
    answered = Counter(
        db.session.scalars(
            select(AssistantTurn.answers_id).where(
                AssistantTurn.message_id.is_not(None), AssistantTurn.answers_id.is_not(None)
            )
        )
    )
    assert set(answered.values()) == {1}, "a message was answered twice"
    assert sum(replies.values()) <= sum(answered.values()), "the assistant said what it took no turn for"
    late = Conversation.owned_by_ai & (Conversation.answered_id < Conversation.last_inbound_id)
    assert db.session.scalars(select(Conversation.id).where(late)).all() == [], "somebody's newest message was left"
    dead = select(Effect.id).where(Effect.state == EffectState.DEAD, Effect.kind == "assistant_turn")
    assert db.session.scalars(dead).all() == []
