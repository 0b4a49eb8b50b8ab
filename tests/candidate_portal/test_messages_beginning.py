"""Where a candidate's message goes: a new talk, one of another channel, one that is closed."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.queries.people import assistant_id
from portal.conversations.models import (
    ChannelStatus,
    ChannelType,
    Contact,
    Conversation,
    ConversationStatus,
    MessageState,
)
from portal.core.clock import now
from portal.core.database import db, set_reading
from portal.core.ids import encode
from tests import factories
from tests.candidate_portal.talking import KEY, again, arrives, forms_on, path, texts, writes
from tests.conversations.talks import a_channel, a_talk, lines
from tests.examples import candidate_person
from tests.interviews import steps

M, S = MessageState, ConversationStatus


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(steps.NOW, tick=False):
        yield


def test_write_to_us_about_an_application_makes_one_talk_however_often_it_is_pressed(me, chat, application, company):
    page = me.get(f"/portal/messages/new?about={encode('app', application.id)}")
    assert page.one("option[selected]").get_text() == "Engineer"
    first = me.submit(page, "main form", text="When may I hear from you?")
    assert me.submit(page, "main form", text="When may I hear from you?").location == first.location
    (made,) = db.session.scalars(select(Conversation)).all()
    assert (made.job_id, made.application_id, made.status) == (application.job_id, application.id, S.ONGOING)
    assert made.channel_id == chat.id and made.owner_id == assistant_id() and texts(made)
    answer = me.get(f"/portal/messages/new?about={encode('app', application.id)}")
    assert answer.status == 302 and answer.location.endswith(path(made))


def test_write_to_us_in_general_goes_on_in_the_talk_that_there_is(me, chat, application):
    for n in range(2):
        me.post("/portal/messages/new", {"about": "general", "text": f"Hello {n}", "send_key": f"{KEY}-{n}"})
    (made,) = db.session.scalars(select(Conversation)).all()
    assert (
        made.job_id is None and made.candidate_id == application.candidate_id and texts(made) == ["Hello 0", "Hello 1"]
    )
    assert db.session.get(Contact, made.contact_id).candidate_id == application.candidate_id


def test_nobody_writes_about_anothers_application(stranger, chat, application):
    data = {"about": str(encode("app", application.id)), "text": "Hello", "send_key": KEY}
    assert stranger.post("/portal/messages/new", data).status == 422
    assert not db.session.scalars(select(Conversation)).all()


def test_an_account_that_is_not_confirmed_is_asked_to_confirm(chat, browse, company):
    person = candidate_person(factories.an_account(None))
    browser = browse(person)
    assert "confirm your e-mail" in browser.get("/portal/messages/new").words("main")
    answer = browser.post("/portal/messages/new", {"about": "general", "text": "Hello", "send_key": KEY})
    assert answer.status == 403 and not db.session.scalars(select(Conversation)).all()


def test_a_talk_of_another_channel_is_read_here_and_goes_on_here_when_one_writes(me, chat, application):
    talk = a_talk(application, channel=a_channel(ChannelType.SMS, name="SMS"))
    arrives(talk, "By text message", state=M.SENT)
    page = me.get(path(talk))
    assert "By text message" in page.words("#messages") and "Until now this talk went by SMS" in page.words("#write")
    assert not me.get("/portal/messages").words("#unread-messages")
    writes(me, talk, "I would rather write here")
    found = again(talk)
    assert found.channel_id == chat.id and texts(found) == ["I would rather write here"]
    assert any("until now it went by SMS" in line for line in lines(found))
    assert "Until now" not in me.get(path(talk)).words("#write")


def test_a_general_talk_of_another_channel_goes_on_in_the_one_here(me, chat, application):
    me.post("/portal/messages/new", {"about": "general", "text": "Hello", "send_key": f"{KEY}-1"})
    (here,) = db.session.scalars(select(Conversation)).all()
    contact = db.session.get(Contact, here.contact_id)
    set_reading(False)
    elsewhere = a_talk(channel=a_channel(ChannelType.SMS), contact=contact)
    for _ in range(2):
        assert path(here) in writes(me, elsewhere, "And here").location
    assert texts(here) == ["Hello", "And here"] and not texts(elsewhere)
    assert writes(me, elsewhere, "Again", "another-key", htmx=True).headers["HX-Redirect"].endswith(path(here))


@pytest.mark.parametrize(("days", "goes_on"), [(1, True), (31, False)])
def test_a_closed_talk_is_readable_and_goes_on_for_a_month(me, talk, days, goes_on):
    arrives(talk, "That was all")
    talk.status, talk.completed_at = S.COMPLETED, now() - timedelta(days=days)
    db.session.flush()
    page = me.get(path(talk))
    assert "This talk is closed" in page.words("#talk-who") and "That was all" in page.words("#messages")
    assert bool(page.soup.select("#write form")) is goes_on and not forms_on(page)
    answer = writes(me, talk, "One more thing")
    assert (answer.status, again(talk).status) == ((303, S.ONGOING) if goes_on else (422, S.COMPLETED))


def test_about_a_talk_that_is_closed_for_good_one_writes_in_general(me, talk, application):
    talk.status, talk.completed_at = S.COMPLETED, now() - timedelta(days=31)
    db.session.flush()
    data = {"about": str(encode("app", application.id)), "text": "Hello again", "send_key": KEY}
    answer = me.post("/portal/messages/new", data)
    other = db.session.get(Conversation, int(answer.location.rsplit("/", 1)[1]))
    assert other.job_id is None and texts(other) == ["Hello again"] and not texts(talk)


def test_where_the_chat_is_paused_one_is_told_what_to_do_instead(me, talk, chat):
    chat.status = ChannelStatus.PAUSED
    db.session.flush()
    answer = writes(me, talk, "Hello")
    assert answer.status == 422 and "Please answer by e-mail or phone" in answer.words("#refusal")
    assert answer.one("#text").get_text() == "Hello"


def test_who_has_stopped_is_answered_by_people_in_a_new_talk(me, chat, application, company):
    contact = Contact(name="Priya", candidate_id=application.candidate_id, stopped_at=now(), created_at=now())
    db.session.add(contact)
    db.session.flush()
    me.post("/portal/messages/new", {"about": "general", "text": "Hello", "send_key": KEY})
    (made,) = db.session.scalars(select(Conversation)).all()
    assert made.contact_id == contact.id and not made.owned_by_ai and made.waiting_since is not None
