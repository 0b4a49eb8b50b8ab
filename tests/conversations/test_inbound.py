"""`POST /webhooks/inbound`: what is taken, what is refused by name, and that a message is stored once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import AccountStatus, Company
from portal.conversations.models import ChannelStatus, ChannelType, Contact, Conversation, Message, MessageState, Sender
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import Event
from portal.core.outbox import Effect
from portal.core.tenancy import as_company
from tests import factories
from tests.conversations.arriving import (
    PHONE,
    a_channel,
    a_contact,
    a_talk,
    another_company,
    body_for,
    count,
    texts,
    the_only,
)
from tests.queries import count_queries

INBOUND = "/webhooks/inbound"


@pytest.fixture
def channel(company):
    return a_channel()


def test_a_first_message_makes_contact_conversation_and_message(company, call, channel):
    body = body_for(channel, channel_message_id="demo-123")
    reply = call().post(INBOUND, body)
    assert reply.status == 201 and reply.json["duplicate"] is False
    talk, message, contact = the_only(Conversation), the_only(Message), the_only(Contact)
    assert reply.json == {
        "conversation_id": talk.id, "message_id": message.id, "contact_id": contact.id, "duplicate": False,
    }  # fmt: skip
    assert (contact.phone, contact.email) == (PHONE, None)
    assert (message.text, message.sender, message.state) == ("hello from curl", Sender.CONTACT, MessageState.RECEIVED)
    assert (message.channel_message_id, message.company_id) == ("demo-123", company.company_id)
    assert talk.owned_by_ai and talk.status == "ONGOING" and talk.job_id is None
    assert (talk.last_message_id, talk.last_inbound_id, talk.last_text) == (message.id, message.id, "hello from curl")
    assert talk.last_sender == "contact" and talk.last_message_at == message.created_at


def test_the_second_message_goes_into_the_same_conversation(company, call, channel):
    first = call().post(INBOUND, body_for(channel, text="one")).json
    second = call().post(INBOUND, body_for(channel, text="two", name="Ada Lovelace")).json
    assert second["conversation_id"] == first["conversation_id"] and second["message_id"] > first["message_id"]
    assert texts(first["conversation_id"]) == ["one", "two"]
    assert the_only(Contact).name == "Ada Lovelace"


def test_a_name_is_kept_once_it_is_known(company, call, channel):
    for name in ("Ada", "Grace", ""):
        call().post(INBOUND, body_for(channel, name=name))
    assert the_only(Contact).name == "Ada"


def test_a_repeat_gets_the_first_answer_and_changes_nothing(company, call, channel):
    body = body_for(channel)
    first = call().post(INBOUND, body)
    events, effects = count(Event), count(Effect)
    repeat = call().post(INBOUND, body)
    assert repeat.status == 200 and repeat.json == {**first.json, "duplicate": True}
    assert (count(Message), count(Conversation), count(Contact)) == (1, 1, 1)
    assert (count(Event), count(Effect)) == (events, effects)


def test_a_repeat_is_known_after_its_conversation_ended_and_opens_nothing(company, call, channel):
    body = body_for(channel)
    first = call().post(INBOUND, body)
    talk = the_only(Conversation)
    talk.status, talk.completed_at = "COMPLETED", now()
    repeat = call().post(INBOUND, body)
    assert repeat.status == 200 and repeat.json == {**first.json, "duplicate": True}
    assert the_only(Conversation).status == "COMPLETED"


def test_a_repeat_of_an_old_conversations_message_is_known_while_a_new_one_goes_on(company, call, channel):
    body = body_for(channel)
    first = call().post(INBOUND, body)
    talk = the_only(Conversation)
    talk.status, talk.completed_at = "COMPLETED", now() - timedelta(days=40)
    assert call().post(INBOUND, body_for(channel)).json["conversation_id"] != first.json["conversation_id"]
    assert call().post(INBOUND, body).json == {**first.json, "duplicate": True}


def test_a_repeat_that_names_another_sender_is_still_the_same_message(company, call, channel):
    body = body_for(channel)
    first = call().post(INBOUND, body)
    assert call().post(INBOUND, {**body, "from": "+15550001111"}).json == {**first.json, "duplicate": True}
    assert count(Contact) == 1


def test_one_message_id_on_two_channels_is_two_messages(company, call, channel):
    other = a_channel(ChannelType.SMS)
    found = [call().post(INBOUND, body_for(one, channel_message_id="same")) for one in (channel, other)]
    assert [reply.status for reply in found] == [201, 201]
    assert found[0].json["contact_id"] == found[1].json["contact_id"]
    assert found[0].json["conversation_id"] != found[1].json["conversation_id"]


def test_the_event_and_the_assistants_turn_are_written_with_the_message(company, call, channel):
    found = call().post(INBOUND, body_for(channel)).json
    names = db.session.scalars(select(Event.name).where(Event.entity_type == "conversation").order_by(Event.id)).all()
    assert names == ["conversation.created", "message.received"]
    event = db.session.scalars(select(Event).where(Event.name == "message.received")).one()
    assert event.entity_id == found["conversation_id"] and event.about["message"] == found["message_id"]
    assert event.actor_kind == "system" and PHONE not in str(event.about)
    turn = db.session.scalars(select(Effect).where(Effect.kind == "assistant_turn")).one()
    assert turn.payload["conversation_id"] == found["conversation_id"]


def test_what_a_person_answers_sets_no_assistant_off_and_says_that_somebody_waits(company, call, channel):
    contact = a_contact(phone=PHONE)
    a_talk(channel, contact, owner_id=company.recruiter.id)
    call().post(INBOUND, body_for(channel))
    message = the_only(Message)
    assert the_only(Conversation).waiting_since == message.created_at
    assert db.session.scalar(select(Effect.id).where(Effect.kind == "assistant_turn")) is None


def test_the_ordinary_message_asks_the_database_for_contact_and_conversation_once(company, call, channel):
    person = factories.a_candidate(phone=PHONE)
    call().post(INBOUND, body_for(channel))
    assert the_only(Contact).candidate_id == person.id
    body, caller = body_for(channel), call()
    with count_queries() as sent:
        assert caller.post(INBOUND, body).status == 201
    reads = [text for text in sent if text.lstrip().startswith("SELECT")]
    assert len([text for text in reads if "conversations" in text]) == 1, str(sent)
    # Begin; the look-up; message and its words; conversation; event, who listens to it, its sealing; the turn.
    assert len(sent) <= 9, str(sent)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"from": "5550009999"}, "from"),
        ({"from": "no address"}, "from"),
        ({"from": "@"}, "from"),
        ({"from": "+1"}, "from"),
        ({"from": "+999999999999999999"}, "from"),
        ({"from": ""}, "from"),
        ({"from": 15550009999}, "from"),
        ({"from": None}, "from"),
        ({"text": ""}, "text"),
        ({"text": " \n "}, "text"),
        ({"text": "\u0007\u001b"}, "text"),
        ({"text": "a" * 64 * 1024}, "text"),
        ({"text": ["a"]}, "text"),
        ({"channel_message_id": ""}, "channel_message_id"),
        ({"channel_message_id": "x" * 256}, "channel_message_id"),
        ({"channel_message_id": 5}, "channel_message_id"),
        ({"company_id": "1"}, "company_id"),
        ({"company_id": 0}, "company_id"),
        ({"channel_id": 2**63}, "channel_id"),
        ({"channel_id": True}, "channel_id"),
        ({"sent_at": "yesterday"}, "sent_at"),
        ({"contact_id": 1}, "contact_id"),
        ({"conversation_id": 1}, "conversation_id"),
        ({"sender": "ai"}, "sender"),
    ],
)
def test_peer_14_what_cannot_be_taken_is_refused_by_name(company, call, channel, change, field):
    reply = call().post(INBOUND, body_for(channel, **change))
    assert reply.status == 422 and reply.fields() == {field}, reply.json
    assert (count(Message), count(Contact), count(Conversation)) == (0, 0, 0)


@pytest.mark.parametrize("field", ["company_id", "channel_id", "from", "text", "channel_message_id"])
def test_what_is_missing_is_named(company, call, channel, field):
    body = body_for(channel)
    del body[field]
    assert call().post(INBOUND, body).fields() == {field}


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"data": "{not json", "content_type": "application/json"}, 400),
        ({"data": b"\xff\xfe", "content_type": "application/json"}, 400),
        ({"data": "[" * 100_000, "content_type": "application/json"}, 400),
        ({"data": "null", "content_type": "application/json"}, 422),
        ({"data": "[]", "content_type": "application/json"}, 422),
        ({"data": '"text"', "content_type": "application/json"}, 422),
        ({"data": "text=hello", "content_type": "application/x-www-form-urlencoded"}, 415),
        ({"data": "{}", "content_type": "text/plain"}, 415),
        ({"data": b"x" * (3 * 1024 * 1024), "content_type": "application/json"}, 413),
        ({"data": '{"text": "a\\u0000b"}', "content_type": "application/json"}, 400),
        ({"data": '{"text": "\\ud83d"}', "content_type": "application/json"}, 400),
    ],
)
def test_a_bad_body_is_refused_and_counted(company, call, options, status):
    reply = call().call("POST", INBOUND, **options)
    assert reply.status == status


def test_unknown_companies_and_channels_are_not_there(company, call, channel):
    for change in ({"company_id": 999}, {"channel_id": 999}, {"company_id": 2**62}, {"channel_id": 2**62}):
        reply = call().post(INBOUND, body_for(channel, **change))
        assert reply.status == 404 and reply.error["code"] == "NOT_FOUND", change


def test_a_channel_of_another_company_is_not_there(company, call, channel):
    other = another_company()
    assert call().post(INBOUND, body_for(channel, company_id=other.company_id)).status == 404
    assert count(Message) == 0


def test_a_company_that_is_closed_takes_nothing(company, call, channel):
    found = db.session.get(Company, company.company_id)
    found.status = AccountStatus.INACTIVE
    assert call().post(INBOUND, body_for(channel)).status == 404


def test_a_paused_channel_loses_nobodys_words(company, call, channel):
    channel.status = ChannelStatus.PAUSED
    assert call().post(INBOUND, body_for(channel)).status == 201 and count(Message) == 1


def test_only_posts_come_in(company, call, channel):
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        assert call().call(method, INBOUND).status == 405


@pytest.mark.parametrize(
    ("said", "phone", "email"),
    [
        ("+15550009999", "+15550009999", None),
        ("+1 (555) 000-9999", "+15550009999", None),
        ("  +46 70 174 06 33 ", "+46701740633", None),
        ("Ada@Example.COM", None, "ada@example.com"),
    ],
)
def test_a_sender_is_known_by_number_or_address(company, call, channel, said, phone, email):
    call().post(INBOUND, body_for(channel, **{"from": said}))
    contact = the_only(Contact)
    assert (contact.phone, contact.email) == (phone, email)
    again = call().post(INBOUND, body_for(channel, **{"from": phone or email}))
    assert again.json["contact_id"] == contact.id


def test_a_channels_country_reads_numbers_without_a_code(company, call):
    swedish = a_channel(settings={"country": "SE"})
    call().post(INBOUND, body_for(swedish, **{"from": "070-174 06 33"}))
    assert the_only(Contact).phone == "+46701740633"


def test_when_it_was_written_is_kept_and_a_clock_ahead_is_not_believed(company, call, channel):
    call().post(INBOUND, body_for(channel, sent_at="2026-01-05T10:00:00+01:00"))
    assert the_only(Message).sent_at == factories.at("2026-01-05 09:00")
    later = call().post(INBOUND, body_for(channel, sent_at="2999-01-05T10:00:00Z")).json["message_id"]
    db.session.commit()
    assert db.session.get(Message, later).sent_at <= now()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\u0007b\u001b[31mc\u0085d", "ab[31mcd"),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour"),
        ("👩‍💻 🇸🇪 👍🏽 ❤️", "👩‍💻 🇸🇪 👍🏽 ❤️"),
        ("مرحبا، هل الوظيفة متاحة؟", "مرحبا، هل الوظيفة متاحة؟"),
        ("שלום \u200fabc\u200e \u2067x\u2069", "שלום \u200fabc\u200e \u2067x\u2069"),
        ("Zöe 山田 நன்றி", "Zöe 山田 நன்றி"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("x" * 16_000, "x" * 16_000),
    ],
)
def test_text_is_kept_as_it_was_written_without_control_characters(company, call, admin_calls, channel, text, kept):
    found = call().post(INBOUND, body_for(channel, text=text))
    assert found.status == 201 and the_only(Message).text == kept
    shown = admin_calls.get(f"/api/conversations/{found.json['conversation_id']}/messages").json
    assert [one["content"] for one in shown] == [kept]


def test_peer_12_a_provider_that_sends_again_and_again_makes_one_message(company, call, channel):
    """Part 2, 12: retries of a channel's provider, the first two answers lost."""
    body = body_for(channel)
    replies = [call().post(INBOUND, body) for _ in range(5)]
    assert [reply.status for reply in replies] == [201, 200, 200, 200, 200]
    assert len({reply.json["message_id"] for reply in replies}) == 1 and count(Message) == 1


def test_a_token_of_another_company_opens_no_channel(company, call, channel):
    reply = call(another_company().admin).post(INBOUND, body_for(channel))
    # Who calls does not matter here: the channel is the company's, and it has no secret.
    assert reply.status == 201
    with as_company(company.company_id):
        assert the_only(Message).company_id == company.company_id
