"""The same on the other database: telling, wishes, reminders, and the feed."""

import secrets
from pathlib import Path

import pytest
import time_machine

from portal import create_app
from portal.accounts.services import feeds
from portal.conversations.incoming import Incoming
from portal.conversations.models import Channel as SmsChannel
from portal.conversations.models import ChannelType, Conversation, Provider
from portal.conversations.services import receive, webchat
from portal.core.database import db, set_reading
from portal.core.outbox import run_due
from portal.core.people import SYSTEM
from portal.core.tenancy import as_company
from portal.interviews import queries, services
from portal.notifications.models import Channel, NotificationType
from tests import factories
from tests.conversations.talks import a_channel
from tests.interviews import steps
from tests.interviews.steps import FIRST, NOW
from tests.notifications.people import carried_out, in_list, mailed, switch
from tests.notifications.test_custom import send
from tests.notifications.test_reminders import planned_now
from tests.notifications.test_unread import begun, later, write
from tests.servers import make_database

pytestmark = pytest.mark.postgres


@pytest.fixture
def world(postgres_server: str, tmp_path: Path):
    url = make_database(postgres_server, f"t{secrets.token_hex(6)}")
    settings = {
        "TESTING": True,
        "DATA_DIR": str(tmp_path),
        "SQLALCHEMY_DATABASE_URI": url,
        "PUBLIC_URL": "http://x.example",
    }
    with create_app({**settings, "SQLALCHEMY_ENGINE_OPTIONS": {}}).app_context():
        from flask_migrate import upgrade

        set_reading(False)
        upgrade()
        made = factories.a_world()
        with as_company(made.company_id):
            yield made
            db.session.rollback()
        db.session.remove()
        db.engine.dispose()


def test_people_are_told_and_reminded_and_calendars_read_on_postgresql(world):
    switch(world.admin, NotificationType.INTERVIEW_BOOKED, Channel.IN_APP, False)
    switch(world.admin, NotificationType.INTERVIEW_BOOKED, Channel.IN_APP, False)
    with time_machine.travel(NOW, tick=False):
        interview = steps.an_interview(world, steps.S.SCHEDULED, interviewer_ids=[world.recruiter.id])
        number = interview.id
        carried_out()
        services.move_booking(queries.get_interview(number), queries.slots_of(number)[1], world.recruiter)
        carried_out()
    assert planned_now()["hour"] == FIRST
    with time_machine.travel(FIRST, tick=False):
        run_due()
    assert len(in_list(world.recruiter, NotificationType.INTERVIEW_REMINDER)) == 1
    assert len(mailed("interview_reminder")) == 2
    assert in_list(world.admin, NotificationType.INTERVIEW_BOOKED) == []
    first = send(world, world.admin, key="abc")
    assert send(world, world.admin, key="abc").notification_id == first.notification_id
    db.session.commit()
    db.session.expunge_all()
    token = feeds.make_feed(world.recruiter)
    db.session.commit()
    db.session.expunge_all()
    owner = feeds.open_feed(token)
    with time_machine.travel(NOW, tick=False):
        assert [row.holds for row in queries.agreed_interviews_of(owner)] == [True]


def test_an_unread_message_is_told_and_a_talk_comes_back_on_postgresql(world):
    candidate = factories.a_candidate(phone="+919840012345", email="priya@example.com")
    factories.an_account(candidate)
    talk = begun(world, candidate, ChannelType.SMS)
    phone, channel_id = candidate.phone, db.session.get(Conversation, talk).channel_id
    a_channel(ChannelType.WEBCHAT, provider=Provider.PORTAL)
    receive(db.session.get(SmsChannel, channel_id), Incoming("m-0", "Hello", phone=phone))
    webchat.say_here(talk, "Here I am", by=SYSTEM(world.company_id), send_key="k1")
    write(world, talk)
    later()
    assert mailed("notice") == ["priya@example.com"]
    found = receive(db.session.get(SmsChannel, channel_id), Incoming("m-1", "By telephone again", phone=phone))
    assert found.conversation_id == talk and db.session.get(Conversation, talk).channel_id == channel_id
