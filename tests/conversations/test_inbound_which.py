"""Which conversation takes a message, whom a contact is linked with, and who may bring messages at all."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
import time_machine

from portal.api import limits
from portal.conversations.models import ChannelType, Contact, Conversation, ConversationStatus, Message, Provider
from portal.conversations.services import webchat
from portal.core.clock import now
from portal.core.database import db
from portal.core.people import SYSTEM
from tests import factories
from tests.conversations.arriving import PHONE, a_channel, a_contact, a_talk, body_for, count, texts, the_only

INBOUND = "/webhooks/inbound"
S = ConversationStatus
SECRET = "whsec_" + base64.b64encode(b"a channel's own secret, of enough bytes").decode()


@pytest.fixture
def channel(company):
    return a_channel()


@pytest.fixture
def contact(company):
    return a_contact(phone=PHONE)


def completed(channel, contact, days, **values):
    moment = now() - timedelta(days=days)
    return a_talk(channel, contact, status=S.COMPLETED, completed_at=moment, last_message_at=moment, **values)


def opened(channel, contact, days, **values):
    moment = now() - timedelta(days=days)
    return a_talk(channel, contact, status=S.CREATED, opened_at=moment, last_message_at=moment, **values)


def taken(call, channel, **values):
    """The conversation that takes a message of the contact."""
    reply = call().post(INBOUND, body_for(channel, **values))
    assert reply.status == 201, reply.json
    return db.session.get(Conversation, reply.json["conversation_id"])


def about_a_job(company, contact):
    """What makes a talk one about a job of its own."""
    person = db.session.get(Contact, contact.id).candidate_id or factories.a_candidate().id
    return {"candidate_id": person, "job_id": factories.a_job(company.client_id).id}


def test_the_ongoing_one_of_the_contact_on_the_channel_comes_first(company, call, channel, contact):
    opened(channel, contact, 0)
    completed(channel, contact, 0)
    ongoing = a_talk(channel, contact, last_message_at=now() - timedelta(days=400))
    assert taken(call, channel).id == ongoing.id and count(Conversation) == 3


def test_of_two_ongoing_ones_the_last_written_in_takes_it(company, call, channel, contact):
    recent = a_talk(channel, contact, **about_a_job(company, contact))
    a_talk(channel, contact, last_message_at=now() - timedelta(days=1))
    assert taken(call, channel).id == recent.id


def test_then_the_newest_that_was_opened(company, call, channel, contact):
    completed(channel, contact, 0)
    opened(channel, contact, 5, **about_a_job(company, contact))
    newest = opened(channel, contact, 2, **about_a_job(company, contact))
    found = taken(call, channel)
    assert found.id == newest.id and found.status is S.ONGOING


def test_one_that_waits_unopened_takes_nothing(company, call, channel, contact):
    waiting = a_talk(channel, contact, status=S.CREATED, **about_a_job(company, contact))
    found = taken(call, channel)
    assert found.id != waiting.id and found.status is S.ONGOING and found.job_id is None
    assert db.session.get(Conversation, waiting.id).status is S.CREATED


def test_then_the_newest_that_ended_within_thirty_days_is_opened_again(company, call, channel, contact):
    completed(channel, contact, 20)
    newest = completed(channel, contact, 29)
    db.session.get(Conversation, newest.id).last_message_at = now() - timedelta(days=1)
    found = taken(call, channel)
    assert found.id == newest.id and found.status is S.ONGOING and found.completed_at is None


def test_else_a_new_one_of_the_assistants(company, call, channel, contact):
    old = completed(channel, contact, 31, owner_id=company.recruiter.id)
    found = taken(call, channel)
    assert found.id != old.id and found.status is S.ONGOING and found.owned_by_ai and found.job_id is None
    assert found.opened_at is not None


def test_neither_another_channels_nor_another_contacts_talk_takes_it(company, call, channel, contact):
    elsewhere = a_talk(a_channel(ChannelType.SMS), contact)
    anothers = a_talk(channel, a_contact())
    assert taken(call, channel).id not in (elsewhere.id, anothers.id)


def test_one_that_went_on_in_the_portal_comes_back_with_its_contacts_next_message(company, call, channel, contact):
    talk = a_talk(channel, contact, candidate_id=factories.a_candidate().id)
    assert call().post(INBOUND, body_for(channel, text="First")).json["conversation_id"] == talk.id
    chat = a_channel(ChannelType.WEBCHAT, provider=Provider.PORTAL)
    here = db.session.get(Conversation, talk.id)
    webchat.say_here(here.id, "Here I am", by=SYSTEM(company.company_id), send_key="k1")
    db.session.commit()
    assert db.session.get(Conversation, talk.id).channel_id == chat.id
    db.session.expunge_all()
    again = call().post(INBOUND, body_for(channel, text="And by telephone again", channel_message_id="m-2"))
    assert again.json["conversation_id"] == talk.id
    assert db.session.get(Conversation, talk.id).channel_id == channel.id
    assert texts(talk.id)[-2].startswith("Goes on by") and texts(talk.id)[-1] == "And by telephone again"


def test_one_opened_again_is_its_former_owners(company, call, channel, contact):
    completed(channel, contact, 3, owner_id=company.recruiter.id)
    found = taken(call, channel)
    assert found.owner_id == company.recruiter.id and not found.owned_by_ai and found.waiting_since is not None


# Whom a contact is.


@pytest.mark.parametrize("values", [{"phone": PHONE}, {"email": "ada@example.com"}])
def test_a_contact_is_linked_to_the_one_candidate_with_that_number_or_address(company, call, channel, values):
    person = factories.a_candidate(**values)
    found = taken(call, channel, **{"from": next(iter(values.values()))})
    assert the_only(Contact).candidate_id == found.candidate_id == person.id


def test_a_contact_is_linked_later_when_the_candidate_is_known(company, call, channel, contact):
    found = taken(call, channel)
    assert found.candidate_id is None
    person = factories.a_candidate(phone=PHONE)
    assert taken(call, channel).candidate_id == person.id and the_only(Contact).candidate_id == person.id


def test_nobody_is_linked_to_somebody_who_was_deleted_or_has_another_number(company, call, channel):
    factories.a_candidate(phone="+15550001111")
    factories.a_candidate(phone=PHONE, deleted_at=now())
    assert taken(call, channel).candidate_id is None and the_only(Contact).candidate_id is None


def test_a_link_that_is_there_stays(company, call, channel, contact):
    other = factories.a_candidate()
    contact.candidate_id = other.id
    factories.a_candidate(phone=PHONE)
    taken(call, channel)
    assert the_only(Contact).candidate_id == other.id


# Who may bring messages.


@pytest.fixture
def guarded(company):
    return a_channel(secret=SECRET)


def signed(content, *, secret=SECRET, at=None, number="msg_1"):
    """The three headers of Standard Webhooks, written from its text and not with our code."""
    stamp = str(int((at or now()).timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{number}.{stamp}.".encode() + content, hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(digest).decode()}"
    return {"webhook-id": number, "webhook-timestamp": stamp, "webhook-signature": signature}


def bring(call, content, headers):
    return call().call("POST", INBOUND, data=content, content_type="application/json", headers=headers)


def test_a_channel_with_a_secret_takes_what_is_signed_with_it(company, call, guarded):
    content = json.dumps(body_for(guarded)).encode()
    assert bring(call, content, signed(content)).status == 201
    assert bring(call, content, signed(content)).status == 200
    several = signed(content)
    several["webhook-signature"] = f"v1,bm90IHRoaXM= v2,x {several['webhook-signature']}"
    assert bring(call, content, several).status == 200


def test_what_is_not_signed_or_wrongly_or_long_ago_is_refused_and_not_stored(company, call, guarded):
    content = json.dumps(body_for(guarded)).encode()
    right = signed(content)
    other = "whsec_" + base64.b64encode(b"somebody else's secret, of enough bytes").decode()
    wrong = [
        {},
        *({name: value for name, value in right.items() if name != left} for left in right),
        {**right, "webhook-signature": ""},
        {**right, "webhook-signature": right["webhook-signature"].replace("v1", "v2")},
        {**right, "webhook-id": "msg_2"},
        {**right, "webhook-timestamp": "soon"},
        {**right, "webhook-timestamp": str(int(right["webhook-timestamp"]) + 1)},
        signed(content, secret=other),
        signed(content, at=now() - timedelta(minutes=6)),
        signed(content, at=now() + timedelta(minutes=6)),
        signed(content + b" "),
    ]
    for headers in wrong:
        reply = bring(call, content, headers)
        assert reply.status == 401 and reply.error["code"] == "INVALID_SIGNATURE", headers
    assert (count(Message), count(Contact)) == (0, 0)


def test_the_signature_is_asked_for_while_a_talk_goes_on_too(company, call, guarded):
    a_talk(guarded, a_contact(phone=PHONE))
    content = json.dumps(body_for(guarded)).encode()
    assert bring(call, content, {}).status == 401 and count(Message) == 0
    assert bring(call, content, signed(content)).status == 201


def test_a_channel_is_counted_by_itself_and_a_stranger_by_address(company, call, guarded, channel, monkeypatch):
    monkeypatch.setattr(limits, "BY_INTEGRATION", 4)
    monkeypatch.setattr(limits, "BY_ADDRESS", 3)
    with time_machine.travel(now(), tick=False):
        content = json.dumps(body_for(guarded)).encode()
        assert [bring(call, content, {}).status for _ in range(4)] == [401, 401, 401, 429]
        # Who could not prove itself has used up nothing of the channel's.
        assert [bring(call, content, signed(content)).status for _ in range(5)] == [201, 200, 200, 200, 429]
        assert call().post(INBOUND, body_for(channel)).status == 201
    refused = bring(call, content, signed(content))
    assert refused.status in (200, 429)


def test_the_limit_is_six_thousand_a_minute(company, call, channel):
    reply = call().post(INBOUND, body_for(channel))
    assert (reply.headers["X-RateLimit-Limit"], reply.headers["X-RateLimit-Remaining"]) == ("6000", "5999")
