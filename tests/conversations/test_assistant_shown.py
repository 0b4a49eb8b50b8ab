"""What the assistant is shown of a talk: what may be told, in the candidate's zone, and of nobody else."""

import pytest

from portal.assistant import Trigger
from portal.candidates.services.screening import keep_answer
from portal.conversations import services
from portal.conversations.models import Contact
from portal.conversations.queries.situation import gather
from portal.core.database import db
from portal.interviews.models import InterviewMode
from portal.interviews.models import InterviewStatus as S
from tests import factories
from tests.conversations.talks import (
    a_contact,
    a_question,
    a_talk,
    again,
    carried_out,
    hears,
    says,
    the_recruiter,
)
from tests.interviews import steps

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def world(company):
    return company


def a_talk_about(world, at=S.AWAITING, application=None, **values):
    """A talk about an application with an interview at that status."""
    interview = steps.an_interview(world, at=at, application=application, **values)
    return a_talk(steps.queries.get_application(interview.application_id))


def shown(talk):
    return gather(talk.id, Trigger.OPEN).situation


def answered(conversation, text):
    hears(conversation, text)
    carried_out()
    return again(conversation)


def test_it_is_shown_nothing_of_a_candidate_whose_number_another_has(world, maker):
    talk = a_talk_about(world)
    stranger = factories.a_candidate()
    db.session.get(Contact, talk.contact_id).candidate_id = stranger.id
    asked = maker(says())
    answered(talk, "when is my interview?")
    assert (asked.shown[0].interview, asked.shown[0].next_step, asked.shown[0].job) == (None, "", None)


@pytest.mark.parametrize("public", [True, False])
def test_pay_is_told_of_public_jobs_alone(world, maker, public):
    job = factories.a_job(world.client_id, salary_min=1_500_000, salary_max=2_500_000, is_public=public)
    talk = a_talk(factories.an_application(factories.a_candidate(), job))
    asked = maker(says())
    answered(talk, "what is the pay?")
    assert asked.shown[0].job.pay == ("₹15 L–25 L a year" if public else "")


def test_an_earlier_message_is_history_and_notes_are_not(world, maker):
    talk = a_talk()
    services.add_note(talk, "pays too much attention", the_recruiter(world), by=world.recruiter)
    asked = maker(says("One."), says("Two."))
    answered(talk, "first")
    answered(talk, "second")
    history = [(turn.sender, turn.text) for turn in asked.shown[1].history]
    assert [sender for sender, _ in history] == ["contact", "ai"] and history[0][1] == "first"


@pytest.mark.parametrize("at", list(S))
def test_of_an_interview_what_may_still_be_agreed_or_changed(world, at):
    facts = shown(a_talk_about(world, at)).interview
    if at is S.AWAITING:
        assert len(facts.free) == 3 and facts.agreed is None
    elif at in (S.CONFIRMED, S.SCHEDULED):
        assert len(facts.free) == 2 and facts.agreed.start == steps.FIRST and facts.may_change
    else:
        assert facts is None


def test_the_notice_time_leaves_changes_to_people(world, monday):
    talk = a_talk_about(world, S.CONFIRMED)
    monday.move_to(steps.FIRST - steps.timedelta(hours=3))
    assert shown(talk).interview.may_change is False


def test_a_slot_that_somebody_is_busy_at_is_not_free(world):
    busy = steps.an_interviewer()
    talk = a_talk_about(world, interviewer_ids=[busy])
    steps.an_interview(world, at=S.CONFIRMED, interviewer_ids=[busy])
    assert [time.start for time in shown(talk).interview.free] == [steps.slot(1)[0], steps.slot(2)[0]]


@pytest.mark.parametrize(
    ("at", "values", "place"),
    [
        (S.CONFIRMED, {}, "the link comes with your invitation"),
        (S.SCHEDULED, {}, "the link is in your invitation"),
        (S.CONFIRMED, {"mode": InterviewMode.ONSITE, "place": "Hauptstr. 1, Berlin"}, "Hauptstr. 1, Berlin"),
        (S.CONFIRMED, {"mode": InterviewMode.PHONE}, ""),
    ],
)
def test_the_link_itself_stays_in_the_invitation(world, at, values, place):
    assert shown(a_talk_about(world, at, **values)).interview.place == place


def test_the_description_of_a_job_that_is_not_public_may_name_the_client(world):
    job = factories.a_job(world.client_id, description="Northwind builds …", location="Pune", experience_min=3)
    found = shown(a_talk(factories.an_application(factories.a_candidate(), job))).job
    assert (found.description, found.location, found.experience) == ("", "Pune", "3 years or more")


@pytest.mark.parametrize(
    ("account", "phone", "zone"),
    [
        ("America/New_York", "+4915112345678", "America/New_York"),
        (None, "+4915112345678", "Europe/Berlin"),
        (None, "+61412345678", "Asia/Tokyo"),
    ],
)
def test_the_zone_is_the_accounts_else_the_numbers_else_the_interviews(world, account, phone, zone):
    candidate = factories.a_candidate(phone=phone)
    if account:
        factories.an_account(candidate, time_zone=account)
    application = factories.an_application(candidate, factories.a_job(world.client_id))
    assert shown(a_talk_about(world, application=application, zone="Asia/Tokyo")).zone == zone


def test_a_strangers_zone_is_the_companys(world):
    assert shown(a_talk(contact=a_contact(phone=None, email="x@example.org"))).zone == "Asia/Kolkata"


def test_the_questions_that_are_asked_and_which_are_answered(world):
    talk = a_talk_about(world)
    done, open_ = a_question(talk.job_id), a_question(talk.job_id, "Why?")
    a_question(talk.job_id, "Gone", removed_at=steps.NOW)
    application = steps.queries.get_application(talk.application_id)
    keep_answer(application, done, "yes", source="form", by=world.recruiter)
    found = shown(talk)
    assert ([q.id for q in found.questions], found.answered) == ([done.id, open_.id], {done.id})


def test_a_talk_about_nothing_finds_the_only_application_that_goes_on(world):
    talk = a_talk_about(world)
    loose = a_talk(contact=db.session.get(Contact, talk.contact_id))
    assert shown(loose).interview is not None and shown(loose).job.title == shown(talk).job.title
    candidate = steps.queries.get_application(talk.application_id).candidate
    factories.an_application(candidate, factories.a_job(world.client_id))
    assert shown(loose).interview is None


def test_the_next_step_is_in_the_words_of_the_candidates_pages(world):
    assert shown(a_talk_about(world)).next_step == "You are in the round of interviews."


def test_it_is_gathered_in_few_questions(world):
    talk = a_talk_about(world)
    for _ in range(20):
        hears(talk, "hello")
    db.session.flush()
    assert len(steps.statements_of(lambda: gather(talk.id, Trigger.REPLY))) <= 7
