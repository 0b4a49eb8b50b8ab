"""A candidate presses twice at the same moment, on SQLite and on PostgreSQL: one contact, one talk, one message."""

import pytest
from sqlalchemy import func, select

from portal.candidates.queries.applications import get_application
from portal.conversations.models import ChannelType, Contact, Conversation, Message, Provider, Sender
from portal.conversations.services.webchat import begin_here
from portal.core.database import db, transaction
from portal.core.people import SYSTEM
from tests import factories
from tests.conversations.talks import a_channel
from tests.conversations.test_assistant_races import AT_ONCE, at_once, made, rows, world

__all__ = ["made", "world"]


@pytest.mark.parametrize("about", [True, False], ids=["about an application", "in general"])
def test_a_first_message_that_is_sent_many_times_at_once_begins_one_talk(made, world, about):
    def application():
        a_channel(ChannelType.WEBCHAT, provider=Provider.PORTAL)
        return factories.an_application(factories.a_candidate(), factories.a_job(world.client_id)).id

    def press():
        with transaction():
            found = get_application(number)
            asked = found if about else None
            begin_here(found.candidate, asked, "Hello", by=SYSTEM(world.company_id), send_key="a-key-of-mine")

    def counts():
        written = select(func.count(Message.id)).where(Message.sender == Sender.CONTACT)
        questions = (select(func.count(Contact.id)), select(func.count(Conversation.id)), written)
        return [db.session.scalar(question) for question in questions]

    number = rows(world, application)
    assert not at_once(made, world, [press] * AT_ONCE)
    assert rows(world, counts) == [1, 1, 1]
