"""STOP, START, a person, the assistant again: what a contact asks of the conversation itself holds at once."""

import pytest
from sqlalchemy import select

from portal.assistant import Asked
from portal.conversations import rules_assistant as rules
from portal.conversations import services
from portal.conversations.models import (
    ChannelType,
    Contact,
    ConversationStatus,
    Message,
    MessageState,
    Sender,
)
from portal.conversations.services.heeding import heed
from portal.conversations.services.speaking import speak
from portal.core.database import db
from portal.core.outbox import Effect, EffectState
from portal.notifications.models import NotificationType as T
from tests import factories
from tests.conversations.talks import (
    a_channel,
    a_contact,
    a_talk,
    again,
    carried_out,
    events,
    hears,
    remembering,
    said,
    says,
    the_recruiter,
)
from tests.interviews import steps
from tests.notifications.people import in_list

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def world(company):
    return company


def an_application(world):
    return factories.an_application(
        factories.a_candidate(phone="+919876500001"),
        factories.a_job(world.client_id),
        created_by=world.recruiter.email,
    )


def contact_of(conversation):
    return db.session.scalars(select(Contact).where(Contact.id == conversation.contact_id)).one()


def talk_of(conversation):
    from portal.conversations.queries.talks import lock_talk

    return lock_talk(conversation.id)


def queued(conversation):
    return db.session.scalars(
        select(Message).where(Message.conversation_id == conversation.id, Message.state == MessageState.QUEUED)
    ).all()


@pytest.mark.parametrize("kind", list(ChannelType))
@pytest.mark.parametrize("word", ["STOP", "Stop.", "unsubscribe", "Bitte keine Nachrichten mehr"])
def test_stop_ends_automated_messages_on_every_channel(world, maker, kind, word):
    talk = a_talk(channel=a_channel(kind))
    asked = maker(says())
    hears(talk, word)
    carried_out()
    assert contact_of(talk).stopped_at is not None and asked.shown == []
    assert len(said(talk)) == 1 and "no more automated messages" in said(talk)[0]
    found = again(talk)
    assert not found.owned_by_ai
    hears(talk, "hello?")
    carried_out()
    assert len(said(talk)) == 1 and asked.shown == [] and again(talk).waiting_since is not None


def test_what_is_queued_in_other_talks_is_not_sent_any_more(world, maker):
    application = an_application(world)
    contact = a_contact(application.candidate)
    other = a_talk(application, contact=contact, channel=a_channel(ChannelType.EMAIL))
    message = speak(talk_of(other), "Are you free on Monday?")
    talk = a_talk(contact=contact)
    hears(talk, "STOP")
    assert rules.why_silent(message, again(other), contact_of(other)) == rules.STOPPED
    assert again(other).owner_id == world.recruiter.id
    assert [m.text for m in queued(talk)] == said(talk)


def test_the_same_person_under_another_address_has_stopped_too(world):
    application = an_application(world)
    by_mail = a_contact(application.candidate, phone=None, email="priya@example.org")
    talk = a_talk(application, contact=a_contact(application.candidate))
    hears(talk, "STOP")
    assert db.session.get(Contact, by_mail.id).stopped_at is not None


def test_a_second_stop_is_not_confirmed_again(world):
    talk = a_talk()
    hears(talk, "STOP")
    hears(talk, "STOP")
    assert len(said(talk)) == 1 and len(events("contact.stopped")) == 1


def test_stop_to_a_person_holds_as_well_and_the_person_goes_on(world):
    talk = a_talk(owner_id=world.recruiter.id, owned_by_ai=False)
    hears(talk, "STOP")
    assert contact_of(talk).stopped_at is not None and again(talk).owner_id == world.recruiter.id
    message = services.write(again(talk), "I am sorry to hear that.", the_recruiter(world), by=world.recruiter)
    assert rules.why_silent(message, again(talk), contact_of(talk)) is None


def test_the_confirmation_is_still_sent_and_nothing_else_is(world):
    talk = a_talk()
    before = speak(talk_of(talk), "Hello.")
    hears(talk, "STOP")
    confirmation = queued(talk)[-1]
    assert rules.why_silent(confirmation, again(talk), contact_of(talk)) is None
    assert rules.why_silent(db.session.get(Message, before.id), again(talk), contact_of(talk)) == rules.STOPPED


def test_a_person_is_told(world, maker):
    talk = a_talk(an_application(world))
    hears(talk, "STOP")
    carried_out()
    assert in_list(world.recruiter, T.CONTACT_STOPPED) == ["Priya Raman" + title_rest(world, talk)]


def title_rest(world, talk):
    return contact_of(talk).name.removeprefix("Priya Raman") + " wants no more automated messages"


def test_nudges_are_forgotten(world, maker):
    talk = a_talk()
    maker(says("Which one?", memory=remembering(asked=Asked.QUESTION)))
    hears(talk, "hi")
    carried_out()
    assert effects("nudge:") == [EffectState.DUE]
    hears(talk, "stop")
    assert effects("nudge:") == []


def effects(prefix):
    return list(db.session.scalars(select(Effect.state).where(Effect.key.startswith(prefix))))


def test_start_lifts_it(world, maker):
    talk = a_talk()
    hears(talk, "STOP")
    hears(talk, "START")
    assert contact_of(talk).stopped_at is None
    assert said(talk)[-1].startswith("Welcome back") and len(events("contact.started")) == 1


def test_start_of_somebody_who_never_stopped_is_an_ordinary_message(world, maker):
    talk = a_talk()
    asked = maker(says())
    hears(talk, "start")
    carried_out()
    assert len(asked.shown) == 1


@pytest.mark.parametrize("interview", [True, False])
def test_cancel_means_the_interview_of_whoever_has_one(world, maker, interview):
    application = an_application(world)
    if interview:
        steps.an_interview(world, at=steps.S.CONFIRMED, application=application)
        carried_out()
    talk = a_talk(factories_application(application.id))
    maker(says("Shall I?"))
    hears(talk, "cancel")
    carried_out()
    assert (contact_of(talk).stopped_at is None) is interview


def factories_application(number):
    return steps.queries.get_application(number)


def test_asking_for_a_person_hands_over_without_any_maker(world, monkeypatch):
    talk = a_talk(an_application(world))
    hears(talk, "I want to talk to a person")
    carried_out()
    found = again(talk)
    assert found.owner_id == world.recruiter.id and found.waiting_since is not None
    assert "will answer you here" in said(talk)[0]
    assert in_list(world.recruiter, T.PERSON_WANTED)[0].endswith("would like an answer of yours")


def test_the_last_word_is_sent_unless_a_person_was_quicker(world):
    talk = a_talk()
    hears(talk, "human please")
    word = queued(talk)[-1]
    assert rules.why_silent(word, again(talk), contact_of(talk)) is None
    services.write(again(talk), "Hi, Ravi here.", the_recruiter(world), by=world.recruiter)
    assert rules.why_silent(word, again(talk), contact_of(talk)) == rules.A_PERSON_ANSWERS


def test_who_waits_for_a_person_may_have_the_assistant_again(world, maker):
    talk = a_talk(owner_id=world.recruiter.id, owned_by_ai=False)
    asked = maker(says("Here I am."))
    hears(talk, "hello?")
    hears(talk, "can I have the assistant again please")
    carried_out()
    assert again(talk).owned_by_ai and len(asked.shown) == 1


def test_who_has_been_answered_by_a_person_stays_with_them(world, maker):
    talk = a_talk(owner_id=world.recruiter.id, owned_by_ai=False)
    asked = maker(says())
    hears(talk, "talk to the assistant again")
    carried_out()
    assert not again(talk).owned_by_ai and asked.shown == []


def test_the_owner_is_told_once_of_what_waits(world):
    talk = a_talk(owner_id=world.recruiter.id, owned_by_ai=False)
    for text in ("Hello", "Are you there?", "??"):
        hears(talk, text)
    carried_out()
    assert len(in_list(world.recruiter, T.CONVERSATION_MESSAGE)) == 1
    assert in_list(world.admin, T.CONVERSATION_MESSAGE) == []


def test_a_new_talk_of_somebody_who_has_stopped_waits_for_a_person(world, maker):
    talk = a_talk(contact=a_contact(stopped_at=steps.NOW))
    asked = maker(says())
    hears(talk, "What jobs do you have?")
    carried_out()
    found = again(talk)
    assert asked.shown == [] and (found.owner_id, found.owned_by_ai) == (None, False)
    assert found.offered_at is not None and found.status is ConversationStatus.ONGOING


def test_an_ordinary_message_costs_the_assistants_effect_alone(world):
    talk = a_talk()
    message = hears(talk, "first")
    found = again(talk)
    contact = contact_of(talk)
    text = Message(id=message.id + 1, text="What is the pay?", sender=Sender.CONTACT, created_at=steps.NOW)
    assert len(steps.statements_of(lambda: heed(found, contact, text))) == 1
