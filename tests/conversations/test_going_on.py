"""Which talk goes on and which stays closed, whoever writes; and whose one is that is opened again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import AccountStatus
from portal.conversations import services
from portal.conversations.incoming import Incoming
from portal.conversations.models import ChannelType, Conversation, ConversationStatus
from portal.conversations.queries import View, Wanted, find_assistant, inbox_page
from portal.core.clock import now
from portal.core.database import db
from tests import factories
from tests.conversations.arriving import a_channel, a_contact, a_talk, texts
from tests.examples import candidate_person

S = ConversationStatus


@pytest.mark.parametrize(("days", "status"), [(29, 201), (31, 409)])
def test_a_candidates_call_opens_no_talk_that_has_been_closed_for_a_month(company, call, days, status):
    """The page of the same talk says that it is closed; a program that writes there is told the same."""
    person = factories.a_candidate()
    contact = a_contact(phone=None, email=person.email, candidate_id=person.id)
    talk = a_talk(
        a_channel(ChannelType.WEBCHAT), contact, candidate_id=person.id, owner_id=find_assistant().id,
        status=S.COMPLETED, completed_at=now() - timedelta(days=days),
    )  # fmt: skip
    caller = call(candidate_person(factories.an_account(person)))
    assert caller.post(f"/conversations/{talk.id}/messages", {"text": "Still there?"}).status == status
    assert ("Still there?" in texts(talk.id)) is (status == 201)


def test_what_somebody_answered_who_left_while_it_was_closed_is_offered_to_all(company):
    """Otherwise the message waits in the name of a person who never reads it."""
    left, channel, contact = factories.a_user(status=AccountStatus.INACTIVE), a_channel(), a_contact()
    talk = a_talk(channel, contact, owner_id=left.id, status=S.COMPLETED, completed_at=now())
    services.receive(channel, Incoming("m-1", "Hello again", phone=contact.phone))
    found = db.session.scalars(select(Conversation)).one()
    assert found.status is S.ONGOING and found.owner_id is None and found.waiting_since is not None
    assert [row.id for row in inbox_page(company.recruiter, Wanted(view=View.WAITING), None).items] == [talk.id]


@pytest.mark.parametrize("status", [S.CREATED, S.COMPLETED])
def test_a_person_begins_no_second_talk_with_a_candidate(company, recruiter_calls, status):
    """A call that made a talk for later could be followed by one that writes in it at once."""
    person, channel = factories.a_candidate(phone="+46701740633"), a_channel(ChannelType.SMS)
    contact = a_contact(candidate_id=person.id)
    other = a_talk(channel, contact, candidate_id=person.id)
    job = factories.a_job(company.client_id)
    talk = a_talk(channel, contact, candidate_id=person.id, job_id=job.id, status=status, completed_at=now())
    path = f"/conversations/{talk.id}"
    assert recruiter_calls.post(f"{path}/messages", {"text": "Hello"}).status == 409
    assert recruiter_calls.call("PATCH", path, json={"status": "ONGOING"}).status == 409
    assert recruiter_calls.call("PATCH", f"/conversations/{other.id}", json={"status": "COMPLETED"}).status == 200
    assert recruiter_calls.post(f"{path}/messages", {"text": "Hello"}).status == 201
