"""A turn of the assistant: what it is shown, what is carried out of what it proposes, and when it is silent."""

import pytest
from sqlalchemy import select

from portal.assistant import Act, Asked, Trigger
from portal.candidates.models import ScreeningAnswer
from portal.conversations import services
from portal.conversations.models import AssistantTurn, ConversationStatus, Message, MessageKind, Sender
from portal.conversations.services import thinking
from portal.core import outbox
from portal.core.database import db
from portal.interviews import queries as interviews_queries
from portal.interviews import services as interviews
from portal.interviews.models import InterviewStatus as S
from portal.interviews.queries import slots_of
from portal.jobs.models import QuestionKind
from tests import factories
from tests.conversations.talks import (
    NOTICE,
    a_question,
    a_talk,
    again,
    carried_out,
    events,
    hears,
    lines,
    remembering,
    said,
    says,
    the_recruiter,
    turns_of,
)
from tests.interviews import steps

pytestmark = pytest.mark.usefixtures("monday")
# Where a candidate may book, move and give back; everywhere else nothing of it may happen.
MAY = {Act.BOOK: {S.AWAITING}, Act.MOVE: {S.CONFIRMED, S.SCHEDULED}, Act.CANCEL: {S.CONFIRMED, S.SCHEDULED}}
LEADS = {Act.BOOK: S.CONFIRMED, Act.MOVE: S.CONFIRMED, Act.CANCEL: S.AWAITING}


@pytest.fixture
def world(company):
    return company


def a_talk_about(world, at=S.AWAITING, **values):
    """A talk about an application with an interview at that status."""
    interview = steps.an_interview(world, at=at)
    carried_out()  # the times are sent before there is a talk
    return a_talk(steps.queries.get_application(interview.application_id), **values), interview


def slot_of(interview, number=1):
    return slots_of(interview.id)[number].id


def answered(conversation, text="Hello"):
    hears(conversation, text)
    carried_out()
    return again(conversation)


def test_it_answers_and_remembers_what_it_has_answered(world, maker):
    talk = a_talk()
    asked = maker(says("Hello Priya.", memory=remembering(misunderstood=1)))
    found = answered(talk, "Hello?")
    assert [situation.text for situation in asked.shown] == ["Hello?"]
    assert (found.answered_id, found.memory["misunderstood"]) == (found.last_inbound_id, 1)
    assert said(talk)[0].endswith("Hello Priya.") and turns_of(talk) == [("say", "done")]


def test_only_the_first_message_holds_the_notice(world, maker):
    talk = a_talk()
    maker(says("Hello."), says("Fine."))
    answered(talk)
    answered(talk)
    assert [text.startswith(NOTICE) for text in said(talk)] == [True, False]


def test_a_maker_that_says_so_itself_gets_no_second_notice(world, maker):
    talk = a_talk()
    maker(says("I am the automated assistant of Acme. Hello."))
    answered(talk)
    assert said(talk) == ["I am the automated assistant of Acme. Hello."]


def test_several_messages_are_answered_together(world, maker):
    talk = a_talk()
    asked = maker(says())
    for text in ("Hello", "are you there", "?"):
        hears(talk, text)
    carried_out()
    assert [situation.text for situation in asked.shown] == ["Hello\nare you there\n?"]
    assert len(said(talk)) == 1


def test_a_repeated_effect_says_nothing_again(world, maker):
    talk = a_talk()
    maker(says())
    found = answered(talk)
    outbox.later("assistant_turn", {"conversation_id": found.id}, key="again")
    carried_out()
    assert len(said(talk)) == 1


@pytest.mark.parametrize("at", list(S))
@pytest.mark.parametrize("act", [Act.BOOK, Act.MOVE, Act.CANCEL])
def test_what_a_candidate_may_not_do_now_does_not_happen(world, maker, act, at):
    talk, interview = a_talk_about(world, at)
    slot = slot_of(interview) if act is not Act.CANCEL else None
    maker(says("Done.", act, slot_id=slot))
    found = answered(talk, "the second one")
    allowed = at in MAY[act]
    assert steps.status_of(interview) is (LEADS[act] if allowed else at)
    assert turns_of(talk) == [(act.value, "done" if allowed else "refused")]
    assert found.owned_by_ai is allowed
    assert (said(talk)[-1].endswith("Done.")) is allowed


def test_a_booking_is_the_candidates_own_and_says_that_the_assistant_did_it(world, maker):
    talk, interview = a_talk_about(world)
    maker(says("", Act.BOOK, slot_id=slot_of(interview)))
    answered(talk, "2")
    booked = events("interview.booked")[0]
    assert (booked.actor_kind, booked.candidate_id) == ("candidate", talk.candidate_id)
    assert [e.about["act"] for e in events("conversation.assistant_acted")] == ["book"]
    assert any(line.startswith("The assistant booked Wed 16 Dec 2026") for line in lines(talk))
    assert "Done: your interview is on Wed 16 Dec 2026" in said(talk)[-1]


@pytest.mark.parametrize("trigger", [Trigger.OPEN, Trigger.OFFER, Trigger.NUDGE])
@pytest.mark.parametrize("act", [Act.BOOK, Act.KEEP, Act.DECLINE, Act.STOP])
def test_nothing_is_changed_that_the_contact_has_not_asked_for(world, act, trigger):
    from portal.conversations.queries.situation import gather
    from portal.conversations.rules_assistant import why_not

    talk, interview = a_talk_about(world)
    question = a_question(talk.job_id)
    shown = gather(talk.id, trigger).situation
    proposal = says("Done.", act, slot_id=slot_of(interview), question_id=question.id, answer="yes")
    assert why_not(proposal, shown) == "Nothing is changed unless the contact has asked for it."


def test_a_time_of_another_interview_is_not_booked(world, maker):
    talk, interview = a_talk_about(world)
    other = steps.an_interview(world)
    maker(says("Done.", Act.BOOK, slot_id=slot_of(other)))
    found = answered(talk, "2")
    assert {steps.status_of(one) for one in (interview, other)} == {S.AWAITING}
    assert turns_of(talk) == [("book", "refused")] and not found.owned_by_ai


def test_a_time_that_went_meanwhile_is_answered_with_those_that_are_free(world, maker):
    busy = steps.an_interviewer()
    interview = steps.an_interview(world, interviewer_ids=[busy])
    rival = steps.an_interview(world, interviewer_ids=[busy])
    carried_out()
    talk = a_talk(steps.queries.get_application(interview.application_id))
    wished = slot_of(interview)
    asked = maker(
        says("Booked!", Act.BOOK, slot_id=wished),
        meanwhile=lambda: steps.book(rival, world, 1),
    )
    found = answered(talk, "the second")
    assert wished in {time.slot_id for time in asked.shown[0].interview.free}
    assert steps.status_of(interview) is S.AWAITING and turns_of(talk) == [("book", "refused")]
    text = said(talk)[-1]
    assert "has just been taken" in text and "Booked!" not in text and text.count("Dec 2026") == 2
    assert found.memory["offered"] == [slot_of(interview, 0), slot_of(interview, 2)]
    assert found.memory["asked"] == Asked.TIME and found.owned_by_ai


def test_when_no_other_time_is_left_the_recruiter_is_asked(world, maker):
    busy = steps.an_interviewer()
    interview = steps.an_interview(world, interviewer_ids=[busy], slots=[steps.slot(0)])
    rival = steps.an_interview(world, interviewer_ids=[busy], slots=[steps.slot(0)])
    carried_out()
    talk = a_talk(steps.queries.get_application(interview.application_id))
    maker(
        says("Booked!", Act.BOOK, slot_id=slot_of(interview, 0)),
        meanwhile=lambda: steps.book(rival, world),
    )
    answered(talk, "that one")
    assert "no other is left" in said(talk)[-1]
    assert [e.interview_id for e in events("interview.times_declined")] == [interview.id]


def test_inside_the_notice_time_a_person_moves_it(world, maker, monday):
    talk, interview = a_talk_about(world, S.CONFIRMED)
    maker(says("Done.", Act.CANCEL))
    monday.move_to(steps.FIRST - steps.timedelta(hours=3))
    found = answered(talk, "I cannot come")
    assert steps.status_of(interview) is S.CONFIRMED
    assert found.owner_id == world.recruiter.id and turns_of(talk) == [("cancel", "refused")]


def test_none_of_the_times_is_told_to_the_recruiter_in_the_candidates_words(world, maker):
    talk, interview = a_talk_about(world)
    maker(says("I have asked for others.", Act.DECLINE))
    answered(talk, "none fit, next week please")
    told = events("interview.times_declined")
    assert [(e.interview_id, e.actor_kind) for e in told] == [(interview.id, "candidate")]


def test_the_sixth_wish_for_other_times_of_a_day_goes_to_a_person(world, maker):
    talk, interview = a_talk_about(world)
    interview = interviews_queries.get_interview(interview.id)
    for _ in range(5):
        interviews.decline_times(interview, "none", steps.candidate_person(world, interview.candidate_id))
    maker(says("I have asked for others.", Act.DECLINE))
    found = answered(talk, "none fit")
    assert len(events("interview.times_declined")) == 5 and found.owner_id == world.recruiter.id


def test_an_answer_is_kept_with_the_application(world, maker):
    talk, _ = a_talk_about(world)
    question = a_question(talk.job_id)
    maker(says("Thank you.", Act.KEEP, question_id=question.id, answer="yes, I am"))
    answered(talk, "yes, I am")
    kept = db.session.scalars(select(ScreeningAnswer)).one()
    assert (kept.answer, kept.source, kept.application_id) == ("yes, I am", "assistant", talk.application_id)


def test_an_answer_that_is_no_choice_is_asked_for_again(world, maker):
    talk, _ = a_talk_about(world)
    question = a_question(talk.job_id, kind=QuestionKind.CHOICE, options=["Early", "Late"])
    maker(says("Thank you.", Act.KEEP, question_id=question.id, answer="at night"))
    found = answered(talk, "at night")
    assert said(talk)[-1].endswith("Choose one of: Early, Late.") and found.owned_by_ai
    assert turns_of(talk) == [("keep", "refused")] and found.memory["misunderstood"] == 1


def test_the_question_of_another_job_is_not_answered(world, maker):
    talk, _ = a_talk_about(world)
    other = a_question(factories.a_job(world.client_id).id)
    maker(says("Thank you.", Act.KEEP, question_id=other.id, answer="yes"))
    found = answered(talk, "yes")
    assert db.session.scalars(select(ScreeningAnswer)).all() == [] and not found.owned_by_ai


def test_handing_over_goes_to_who_planned_the_interview_and_says_so(world, maker):
    talk, _ = a_talk_about(world)
    maker(says("A colleague will help you.", Act.HAND_OVER, why="They are upset."))
    found = answered(talk, "this is a disgrace")
    assert (found.owner_id, found.owned_by_ai) == (world.recruiter.id, False)
    assert found.waiting_since is not None and found.offered_at is None
    assert "A person is wanted: They are upset." in lines(talk)
    assert said(talk)[-1].endswith("A colleague will help you.")


def test_handing_over_a_strangers_talk_offers_it_to_all(world, maker):
    talk = a_talk()
    maker(says("", Act.HAND_OVER))
    found = answered(talk, "?")
    assert (found.owner_id, found.offered_at is not None) == (None, True)


def test_a_completed_talk_is_completed_by_the_assistant(world, maker):
    talk, _ = a_talk_about(world)
    maker(says("Thank you, goodbye.", Act.COMPLETE))
    found = answered(talk, "bye")
    assert found.status is ConversationStatus.COMPLETED and found.memory["done"] is True


def test_nothing_is_said_where_nothing_needs_saying(world, maker):
    talk = a_talk()
    maker(says("", Act.WAIT))
    found = answered(talk, "thanks")
    assert said(talk) == [] and found.answered_id == found.last_inbound_id


@pytest.mark.parametrize("act", [Act.SAY, Act.ASK, Act.OFFER])
def test_to_say_nothing_is_no_answer(world, maker, act):
    talk, _ = a_talk_about(world)
    question = a_question(talk.job_id)
    maker(says(" ", act, question_id=question.id))
    found = answered(talk)
    assert turns_of(talk) == [(act.value, "refused")] and not found.owned_by_ai


def test_a_person_who_writes_while_it_thinks_silences_it(world, maker):
    talk = a_talk()

    def write():
        services.write(again(talk), "Hi, this is Ravi.", the_recruiter(world), by=world.recruiter)

    maker(says("Too late."), meanwhile=write)
    answered(talk)
    assert said(talk) == [] and turns_of(talk) == [("say", "silent")]


def test_a_person_who_takes_over_while_it_thinks_stops_a_booking_too(world, maker):
    talk, interview = a_talk_about(world)

    def take():
        services.take_over(again(talk), the_recruiter(world), by=world.recruiter)

    maker(says("Booked.", Act.BOOK, slot_id=slot_of(interview)), meanwhile=take)
    answered(talk, "2")
    assert steps.status_of(interview) is S.AWAITING and turns_of(talk) == [("book", "silent")]


def test_a_contact_who_goes_on_writing_is_answered_once_and_to_everything(world, maker):
    talk = a_talk()
    asked = maker(says("To the first."), says("To both."), meanwhile=lambda: hears(talk, "and more"))
    answered(talk, "First")
    assert [situation.text for situation in asked.shown] == ["First", "First\nand more"]
    assert len(said(talk)) == 1 and said(talk)[0].endswith("To both.")


def test_what_a_person_has_answered_is_not_answered_again(world, maker):
    talk = a_talk()
    hears(talk, "What is the pay?")
    services.write(again(talk), "15 L", the_recruiter(world), by=world.recruiter)
    asked = maker(says())
    services.transfer(again(talk), services_assistant(), by=world.recruiter)
    carried_out()
    assert asked.shown == [] and said(talk) == []


def test_a_talk_that_is_given_back_is_answered_where_something_waits(world, maker):
    talk = a_talk(owner_id=world.recruiter.id, owned_by_ai=False)
    hears(talk, "Hello?")
    maker(says("Hello."))
    services.transfer(again(talk), services_assistant(), by=world.recruiter)
    carried_out()
    assert len(said(talk)) == 1


def services_assistant():
    from portal.conversations.queries import find_assistant

    return find_assistant()


def test_a_maker_that_fails_has_the_next_one_asked(world, monkeypatch):
    from tests.conversations.talks import FakeMaker

    class Broken(FakeMaker):
        name = "llm"

        def propose(self, situation):
            raise RuntimeError("no answer")

    monkeypatch.setattr(thinking, "makers", lambda: [Broken(says()), FakeMaker(says("From the local one."))])
    talk = a_talk()
    answered(talk)
    assert said(talk)[0].endswith("From the local one.")
    assert db.session.scalars(select(AssistantTurn.maker)).all() == ["fake"]


def test_when_every_maker_fails_a_person_goes_on(world, monkeypatch):
    monkeypatch.setattr(thinking, "makers", lambda: [])
    talk, _ = a_talk_about(world)
    found = answered(talk)
    assert found.owner_id == world.recruiter.id and "will answer you here" in said(talk)[-1]


def test_a_switched_off_assistant_leaves_the_talk_to_people(world, maker):
    from portal.conversations.services.settings import save_settings

    save_settings({"assistant_on": False}, world.admin)
    talk, _ = a_talk_about(world)
    asked = maker(says())
    found = answered(talk)
    assert asked.shown == [] and said(talk) == [] and found.owner_id == world.recruiter.id


def test_a_failed_message_does_not_count_as_having_told(world, maker):
    talk = a_talk()
    maker(says("One."), says("Two."))
    answered(talk)
    message = db.session.scalars(select(Message).where(Message.sender == Sender.AI)).one()
    assert message.kind is MessageKind.MESSAGE
    from portal.conversations.models import MessageState
    from portal.core.events import record
    from portal.core.people import SYSTEM

    message.state = MessageState.FAILED
    db.session.flush()
    record("message.failed", again(talk), SYSTEM(world.company_id), about={"message": message.id})
    carried_out()
    answered(talk)
    assert said(talk)[1].startswith(NOTICE)
