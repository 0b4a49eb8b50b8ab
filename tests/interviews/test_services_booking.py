"""Booking, moving, giving back: whose time is held, and who is refused."""

from datetime import timedelta

import pytest
import time_machine

from portal.core.database import db
from portal.core.errors import Missing
from portal.core.tenancy import as_company, as_person
from portal.interviews import queries, services
from portal.interviews.models import HeldCell
from portal.interviews.rules import SlotTaken, TooLate
from tests import factories
from tests.interviews import steps
from tests.interviews.steps import FIRST, S, an_interview, events_of, slot


def test_booking_confirms_and_holds_everybodys_time(company):
    interviewer = steps.an_interviewer()
    interview = an_interview(company, S.CONFIRMED, interviewer_ids=[interviewer])
    assert (interview.scheduled_start_time, interview.scheduled_end_time) == slot(0)
    assert steps.held(interview) == {f"u{interviewer}", f"c{interview.candidate_id}"}
    assert len(steps.chosen(interview)) == 1
    assert db.session.query(HeldCell).count() == 2 * 9
    assert events_of(interview)[-1] == "interview.booked"


def test_the_second_who_wants_the_slot_hears_that_it_is_taken(company):
    interview = an_interview(company, S.CONFIRMED)
    with pytest.raises(SlotTaken) as refusal:
        services.book_slot(interview, steps.chosen(interview)[0], company.recruiter)
    assert refusal.value.code == "SLOT_TAKEN"
    assert interview.interview_status is S.CONFIRMED


def test_a_slot_of_another_interview_is_not_there(company):
    mine, other = an_interview(company), an_interview(company)
    with pytest.raises(Missing):
        services.book_slot(mine, queries.slots_of(other.id)[0], company.recruiter)


def test_a_slot_that_has_begun_cannot_be_booked(company):
    interview = an_interview(company)
    with time_machine.travel(FIRST, tick=False), pytest.raises(SlotTaken, match="passed"):
        steps.book(interview, company)
    assert steps.held(interview) == set()


@pytest.mark.parametrize("offset", [-40, -5, 0, 5, 40])
def test_an_interviewer_cannot_hold_two_overlapping_interviews(company, offset):
    interviewer = steps.an_interviewer()
    an_interview(company, S.CONFIRMED, interviewer_ids=[interviewer])
    start, end = slot(offset / 60)
    other = an_interview(company, interviewer_ids=[interviewer], slots=[(start, end)])
    with pytest.raises(SlotTaken):
        steps.book(other, company)
    assert (other.interview_status, steps.held(other), steps.chosen(other)) == (S.AWAITING, set(), [])


@pytest.mark.parametrize("offset", [-45, 45])
def test_touching_interviews_are_fine(company, offset):
    interviewer = steps.an_interviewer()
    an_interview(company, S.CONFIRMED, interviewer_ids=[interviewer])
    other = an_interview(company, interviewer_ids=[interviewer], slots=[slot(offset / 60)])
    assert steps.book(other, company).interview_status is S.CONFIRMED


def test_a_candidate_cannot_hold_two_overlapping_interviews(company):
    first = an_interview(company, S.CONFIRMED)
    job = factories.a_job(company.client_id)
    application = factories.an_application(db.session.get(type(first.candidate), first.candidate_id), job)
    second = an_interview(company, application=application, slots=[slot(0.5)])
    with pytest.raises(SlotTaken):
        steps.book(second, company)


def test_fresh_slots_leave_out_what_would_collide(company):
    interviewer = steps.an_interviewer()
    an_interview(company, S.CONFIRMED, interviewer_ids=[interviewer])
    other = an_interview(company, interviewer_ids=[interviewer])
    assert [offer.is_available for offer in queries.offers(other)] == [False, True, True]


def test_fresh_slots_leave_out_what_has_begun_and_what_is_chosen(company):
    interview = an_interview(company, S.CONFIRMED)
    assert [(o.is_available, o.is_chosen) for o in queries.offers(interview)] == [
        (False, True),
        (True, False),
        (True, False),
    ]
    with time_machine.travel(FIRST + timedelta(hours=1), tick=False):
        assert [o.is_available for o in queries.offers(interview)] == [False, False, True]


def test_a_candidate_books_with_their_own_eyes(company):
    interviewer = steps.an_interviewer()
    interview = an_interview(company, interviewer_ids=[interviewer])
    person = steps.candidate_person(company, interview.candidate_id)
    interview_id = interview.id
    db.session.commit()
    db.session.expunge_all()
    with as_person(person):
        seen = queries.get_interview(interview_id)
        services.book_slot(seen, queries.slots_of(seen.id)[1], person)
        assert queries.offers(seen)[1].is_chosen
        db.session.commit()
    with as_company(company.company_id):
        again = queries.get_interview(interview_id)
        assert steps.held(again) == {f"u{interviewer}", f"c{again.candidate_id}"}


def test_another_candidate_sees_nothing_to_book(company):
    interview = an_interview(company)
    stranger = factories.a_candidate()
    interview_id, person = interview.id, steps.candidate_person(company, stranger.id)
    db.session.commit()
    db.session.expunge_all()
    with as_person(person), pytest.raises(Missing):
        queries.get_interview(interview_id)


def test_a_draft_is_not_the_candidates_to_see(company):
    interview = an_interview(company, S.DRAFT)
    interview_id, person = interview.id, steps.candidate_person(company, interview.candidate_id)
    db.session.commit()
    db.session.expunge_all()
    with as_person(person), pytest.raises(Missing):
        queries.get_interview(interview_id)


@pytest.mark.parametrize("begin", [S.CONFIRMED, S.SCHEDULED])
def test_moving_frees_the_old_time_and_holds_the_new(company, begin):
    interview = an_interview(company, begin)
    services.move_booking(interview, queries.slots_of(interview.id)[2], company.recruiter)
    assert (interview.interview_status, interview.scheduled_start_time) == (S.CONFIRMED, slot(2)[0])
    assert [s.start for s in steps.chosen(interview)] == [slot(2)[0]]
    assert db.session.query(HeldCell).count() == 9
    assert events_of(interview)[-1] == "interview.rescheduled"


def test_a_move_to_an_overlapping_slot_of_ones_own_is_fine(company):
    interview = an_interview(company, S.CONFIRMED, slots=[slot(0)])
    services.add_slots(interview, [(slot(0)[1], slot(0)[1] + timedelta(minutes=45))], company.recruiter)
    services.move_booking(interview, queries.slots_of(interview.id)[1], company.recruiter)
    assert interview.scheduled_start_time == slot(0)[1]


def test_a_move_that_collides_changes_nothing(company):
    interviewer = steps.an_interviewer()
    an_interview(company, S.CONFIRMED, interviewer_ids=[interviewer], slots=[slot(1)])
    interview = an_interview(company, S.CONFIRMED, interviewer_ids=[interviewer])
    before = db.session.query(HeldCell).count()
    with pytest.raises(SlotTaken):
        services.move_booking(interview, queries.slots_of(interview.id)[1], company.recruiter)
    assert interview.scheduled_start_time == slot(0)[0]
    assert [s.start for s in steps.chosen(interview)] == [slot(0)[0]]
    assert db.session.query(HeldCell).count() == before


def test_giving_back_opens_the_slots_again(company):
    interview = an_interview(company, S.CONFIRMED)
    services.give_back(interview, company.recruiter)
    assert (interview.interview_status, interview.scheduled_start_time) == (S.AWAITING, None)
    assert (steps.held(interview), steps.chosen(interview)) == (set(), [])
    assert events_of(interview)[-1] == "interview.given_back"


@pytest.mark.parametrize("verb", ["move", "give back"])
def test_a_candidate_is_held_to_the_notice_time_and_staff_are_not(company, verb):
    interview = an_interview(company, S.SCHEDULED)
    candidate = steps.candidate_person(company, interview.candidate_id)

    def ask(by):
        if verb == "move":
            return services.move_booking(interview, queries.slots_of(interview.id)[1], by)
        return services.give_back(interview, by)

    with time_machine.travel(FIRST - timedelta(hours=4), tick=False):
        with pytest.raises(TooLate, match="4 hours"):
            ask(candidate)
        ask(company.recruiter)


def test_peer_32_a_slot_given_back_can_be_booked_again(company):
    interview = an_interview(company, S.CONFIRMED)
    for _ in range(3):
        services.give_back(interview, company.recruiter)
        steps.book(interview, company)
    assert len(steps.chosen(interview)) == 1
    assert db.session.query(HeldCell).count() == 9


def test_peer_32_a_time_freed_by_a_cancellation_can_be_booked_by_another(company):
    interviewer = steps.an_interviewer()
    first = an_interview(company, S.SCHEDULED, interviewer_ids=[interviewer])
    services.cancel(first, company.recruiter)
    second = an_interview(company, S.CONFIRMED, interviewer_ids=[interviewer])
    assert steps.held(second) == {f"u{interviewer}", f"c{second.candidate_id}"}


def test_peer_35_a_booking_calls_nobody_before_it_is_committed(company, monkeypatch):
    import smtplib
    import socket

    def no_network(*_args, **_options):
        raise AssertionError("a call to another system inside the booking")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    monkeypatch.setattr(smtplib, "SMTP", no_network)
    interview = an_interview(company, S.SCHEDULED)
    services.move_booking(interview, queries.slots_of(interview.id)[1], company.recruiter)
    assert {m.state.value for m in steps.mails(interview)} == {"queued"}
