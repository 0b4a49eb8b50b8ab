"""Conversations that wait too long are offered to all, and whoever takes one first has it."""

from datetime import timedelta

import pytest

from portal.accounts.services.users import deactivate_user
from portal.conversations import services
from portal.conversations.services.offering import TakenByAnother, take
from portal.conversations.services.settings import save_settings
from portal.conversations.tasks_assistant import offer_waiting
from portal.core.database import db
from portal.notifications.models import NotificationType as T
from tests import factories
from tests.conversations.talks import (
    a_talk,
    again,
    carried_out,
    events,
    hears,
    lines,
    said,
    the_recruiter,
)
from tests.notifications.people import in_list

MINUTES = timedelta(minutes=1)


@pytest.fixture
def talk(company, monday):
    """A talk of the recruiter's whose contact waits."""
    found = a_talk(owner_id=company.recruiter.id, owned_by_ai=False)
    hears(found, "Hello?")
    carried_out()
    return found


def swept(clock, minutes):
    clock.shift(minutes * MINUTES)
    db.session.commit()
    db.session.expunge_all()
    leave_scope(offer_waiting)
    carried_out()


def leave_scope(run):
    """The schedule runs without a scope."""
    from portal.core.tenancy import current_scope, enter

    before = current_scope()
    enter(None)
    try:
        run()
    finally:
        db.session.rollback()
        db.session.expunge_all()
        enter(before)


def test_it_is_offered_after_the_companys_time_and_once(company, talk, monday):
    swept(monday, 29)
    assert again(talk).offered_at is None
    swept(monday, 2)
    assert again(talk).offered_at is not None and len(events("conversation.offered")) == 1
    assert lines(talk)[-1].startswith("Nobody has answered for 31 minutes")
    swept(monday, 60)
    assert len(events("conversation.offered")) == 1
    assert len(in_list(company.recruiter, T.CONVERSATION_OFFERED)) == 1


@pytest.mark.parametrize(("minutes", "words"), [(119, "119 minutes"), (150, "2 hours"), (2900, "2 days")])
def test_how_long_nobody_answered_is_said_as_people_count(company, talk, monday, minutes, words):
    swept(monday, minutes)
    assert lines(talk)[-1].startswith(f"Nobody has answered for {words}:")


def test_zero_minutes_mean_never(company, talk, monday):
    save_settings({"offer_after_minutes": 0}, company.admin)
    swept(monday, 60 * 24)
    assert again(talk).offered_at is None


def test_an_answer_takes_the_offer_back(company, talk, monday):
    swept(monday, 31)
    services.write(again(talk), "Sorry for the wait.", the_recruiter(company), by=company.recruiter)
    assert again(talk).offered_at is None
    swept(monday, 60)
    assert len(events("conversation.offered")) == 1


def test_whoever_takes_it_first_has_it_and_the_second_hears_who(company, talk, monday):
    swept(monday, 31)
    first, second = factories.a_user(first_name="Ann"), factories.a_user(first_name="Bob")
    seen = again(talk).owner_id
    take(talk.id, first, by=company.recruiter, seen_owner=seen)
    with pytest.raises(TakenByAnother, match=first.name) as refusal:
        take(talk.id, second, by=company.recruiter, seen_owner=seen)
    assert refusal.value.status == 409
    assert again(talk).owner_id == first.id and again(talk).offered_at is None
    take(talk.id, first, by=company.recruiter, seen_owner=seen)


def test_who_has_taken_it_has_the_companys_time_to_answer(company, talk, monday):
    swept(monday, 31)
    take(talk.id, factories.a_user(), by=company.recruiter, seen_owner=company.recruiter.id)
    swept(monday, 5)
    assert again(talk).offered_at is None
    swept(monday, 31)
    assert again(talk).offered_at is not None


def test_what_the_assistant_leads_is_not_offered(company, monday):
    talk = a_talk()
    hears(talk, "Hello?")
    swept(monday, 600)
    assert events("conversation.offered") == []


def test_a_colleague_who_leaves_leaves_their_talks_to_all(company, talk):
    deactivate_user(the_recruiter(company), by=company.admin)
    carried_out()
    found = again(talk)
    assert (found.owner_id, found.offered_at is not None) == (None, True)
    assert said(talk) == []


def test_another_company_is_not_looked_at_with_this_ones_time(company, talk, monday):
    from portal.core.tenancy import as_company

    other = None
    db.session.commit()
    db.session.expunge_all()

    def elsewhere():
        nonlocal other
        other = factories.a_world("Other")
        with as_company(other.company_id):
            save_settings({"offer_after_minutes": 5}, other.admin)
            found = a_talk(owner_id=other.recruiter.id, owned_by_ai=False)
            hears(found, "Hello?")
            db.session.commit()

    leave_scope(elsewhere)
    swept(monday, 6)
    assert again(talk).offered_at is None
    with_other = []

    def look():
        with as_company(other.company_id):
            with_other.extend(events("conversation.offered"))

    db.session.expunge_all()
    leave_scope(look)
    assert len(with_other) == 1
