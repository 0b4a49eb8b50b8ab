"""A candidate hears by mail of what lies unread in the portal's chat: once for as long as they look away."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.models import CandidateAccount
from portal.candidates.models import Candidate
from portal.conversations import services as talks
from portal.conversations.models import ChannelType, Conversation, Message, MessageKind, MessageState, Provider
from portal.conversations.queries import find_assistant
from portal.conversations.services import webchat
from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db
from portal.core.mail import Mail
from portal.core.people import SYSTEM
from portal.notifications.models import Channel, NotificationType
from portal.notifications.rules_unread import PATIENCE
from tests import factories
from tests.conversations.talks import a_channel, a_contact, a_talk
from tests.notifications.people import in_list, mailed, person, switch

T = NotificationType.UNREAD_MESSAGE


@pytest.fixture
def chat(company):
    """A talk in the portal about a job, with a candidate who has an account."""
    candidate = factories.a_candidate(first_name="Priya", email="priya@example.com")
    factories.an_account(candidate)
    return begun(company, candidate)


def begun(company, candidate, kind=ChannelType.WEBCHAT):
    job = factories.a_job(company.client_id, title="Backend Engineer")
    channel = a_channel(kind, provider=Provider.PORTAL if kind is ChannelType.WEBCHAT else Provider.TEST)
    values = {"owner_id": company.recruiter.id, "owned_by_ai": False, "job_id": job.id}
    return a_talk(channel=channel, contact=a_contact(candidate), **values).id


def write(company, talk_id, text="Hello"):
    conversation = db.session.get(Conversation, talk_id)
    talks.write(conversation, text, accounts.get_user(company.recruiter.id), by=company.recruiter)
    return worked()


def worked():
    """Commit, and let the worker do what is due."""
    db.session.commit()
    db.session.expunge_all()
    outbox.run_due()
    db.session.rollback()


def later(times=1):
    with time_machine.travel(now() + PATIENCE * times + timedelta(seconds=5)):
        worked()


def test_who_has_not_looked_for_ten_minutes_is_mailed_once(company, chat):
    write(company, chat)
    assert mailed("notice") == []
    write(company, chat, "Are you there?")
    later()
    [mail] = db.session.scalars(select(Mail)).all()
    assert (
        mail.to_email == "priya@example.com"
        and mail.subject == f"{company.recruiter.name} of Acme Talent has written to you"
    )
    assert mail.context["message"] == "Backend Engineer" and "Hello" not in str(mail.context)
    later(3)
    assert len(mailed("notice")) == 1


def test_who_has_read_or_answered_hears_nothing_and_what_comes_then_is_told_anew(company, chat):
    write(company, chat)
    webchat.read_here(chat, db.session.get(Conversation, chat).last_message_id)
    later()
    assert mailed("notice") == []
    write(company, chat, "Second")
    webchat.say_here(chat, "I am here", by=SYSTEM(company.company_id), send_key="k1")
    later()
    assert mailed("notice") == []
    write(company, chat, "Third")
    later()
    assert mailed("notice") == ["priya@example.com"]


def test_a_message_of_another_channel_or_a_deleted_person_or_one_that_failed_is_not_told(company, chat):
    candidate = factories.a_candidate(email="asha@example.com")
    factories.an_account(candidate)
    write(company, begun(company, candidate, ChannelType.SMS))
    write(company, chat)
    ours = select(Message).where(Message.conversation_id == chat, Message.kind == MessageKind.MESSAGE)
    db.session.scalars(ours).one().state = MessageState.FAILED
    later()
    assert mailed("notice") == []
    gone = factories.a_candidate(email="gone@example.com")
    factories.an_account(gone)
    write(company, begun(company, gone))
    db.session.get(Candidate, gone.id).deleted_at = now()
    later()
    assert mailed("notice") == []


def test_the_assistants_message_names_the_company_alone(company, chat):
    conversation, assistant = db.session.get(Conversation, chat), find_assistant()
    conversation.owner_id, conversation.owned_by_ai = assistant.id, True
    talks.say(conversation, "A time?", by=person(assistant))
    worked()
    later()
    assert db.session.scalars(select(Mail.subject)).all() == ["Acme Talent has written to you"]


def test_whoever_wants_no_such_mail_gets_none(company, chat):
    me = person(db.session.scalars(select(CandidateAccount)).one())
    switch(me, T, Channel.EMAIL, False)
    write(company, chat)
    later()
    assert mailed("notice") == in_list(me, T) == []


def test_who_has_no_account_is_told_how_to_open_one(company):
    candidate = factories.a_candidate(first_name="Ravi", email="ravi@example.com")
    write(company, begun(company, candidate))
    later()
    [mail] = db.session.scalars(select(Mail)).all()
    assert (mail.to_email, mail.template) == ("ravi@example.com", "unread_message")
    later(2)
    assert len(mailed("unread_message")) == 1
