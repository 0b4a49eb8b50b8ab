"""What a candidate says reaches the recruiters: as a notification, and as a mail in their words."""

import pytest
import time_machine
from sqlalchemy import select

from portal.candidate_portal import services
from portal.core import outbox
from portal.core.database import db
from portal.core.errors import Missing, NotAllowed, RuleBroken
from portal.core.mail import Mail, mailbox_folder
from portal.core.tenancy import as_person
from portal.interviews import services as interviews
from portal.interviews.models import InterviewStatus as S
from portal.notifications.models import Notification, NotificationReader
from tests.candidate_portal.steps import an_account_of
from tests.interviews.steps import NOW, an_interview


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


def carried_out():
    """Commit, let the worker run, and begin anew."""
    db.session.commit()
    db.session.expunge_all()
    outbox.run_due()
    db.session.rollback()


def readers_of(title):
    """The users who are told, and the line below, of the notification whose title begins so."""
    told = db.session.scalars(select(Notification).where(Notification.title.like(f"{title}%"))).one()
    readers = select(NotificationReader.user_id).where(NotificationReader.notification_id == told.id)
    return set(db.session.scalars(readers)), told.message


def test_asking_for_other_times_tells_the_staff_in_the_candidates_words(company):
    interview = an_interview(company)
    person, number = an_account_of(interview), interview.id
    services.ask_for_other_times(number, "After 20 December, please", person)
    carried_out()
    readers, message = readers_of(f"{person.name} asks for other times")
    assert readers == {company.admin.id, company.recruiter.id}
    assert "After 20 December, please" in message
    mailed = db.session.scalars(select(Mail.to_email).where(Mail.template == "candidate_word")).all()
    assert set(mailed) == {company.admin.email, company.recruiter.email}
    texts = " ".join(file.read_text() for file in mailbox_folder().glob("*.eml"))
    assert "After 20 December, please" in texts


def test_a_time_given_back_tells_staff_and_the_client_who_knew_of_it(company):
    interview = an_interview(company, S.CONFIRMED)
    person = an_account_of(interview)
    interviews.give_back(interview, person)
    carried_out()
    readers, message = readers_of(f"{person.name} gave the interview time back")
    assert readers == {company.admin.id, company.recruiter.id, company.client_user.id}
    assert "Wed 16 Dec 2026" in message


@pytest.mark.parametrize("status", set(S) - {S.DRAFT})
def test_other_times_can_be_asked_for_while_the_interview_can_happen(company, status):
    interview = an_interview(company, status)
    person, number = an_account_of(interview), interview.id
    if status in (S.AWAITING, S.CONFIRMED, S.SCHEDULED, S.NO_SHOW):
        services.ask_for_other_times(number, "Later, please", person)
    else:
        with pytest.raises(RuleBroken):
            services.ask_for_other_times(number, "Later, please", person)


def test_nobody_asks_for_another_candidate(company):
    number, stranger = an_interview(company).id, an_account_of(an_interview(company))
    with pytest.raises(NotAllowed):
        services.ask_for_other_times(number, "Later, please", stranger)
    db.session.commit()
    db.session.expunge_all()
    with as_person(stranger), pytest.raises(Missing):
        services.ask_for_other_times(number, "Later, please", stranger)
