"""The verbs of interviews, with rows: what they change, record, hold and mail, and what they refuse."""

from datetime import timedelta

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import select

from portal.accounts.models import Role
from portal.candidates.models import Application, ApplicationStatus
from portal.core.database import db
from portal.core.errors import BadInput, Conflict, InvalidState, Missing, NotAllowed, RuleBroken
from portal.core.events import Event
from portal.core.tenancy import as_company, as_person
from portal.interviews import queries, rules, services
from portal.interviews.models import Feedback, HeldCell, Interview
from portal.interviews.rules import SlotTaken, TooLate
from portal.jobs.models import Job, JobStatus
from tests import factories
from tests.interviews import steps
from tests.interviews.steps import DAY, FIRST, NOW, S, an_interview, facts, slot


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


def events_of(interview):
    return [
        e.name for e in db.session.scalars(select(Event).where(Event.interview_id == interview.id).order_by(Event.id))
    ]


def ics_of(mail):
    calendar = Calendar.from_ical(mail.ics)
    return str(calendar["METHOD"]), calendar.walk("VEVENT")[0]


# Planning


def test_a_plan_with_slots_asks_the_candidate(company):
    interview = an_interview(company)
    assert interview.interview_status is S.AWAITING
    assert (interview.interview_round, len(queries.slots_of(interview.id))) == (1, 3)
    assert events_of(interview) == ["interview.scheduled", "interview.slots_sent"]
    (mail,) = steps.mails(interview)
    assert (mail.to_email, mail.template) == (steps.email_of(interview), "interview_slots")
    assert mail.links["link"][0] == "interview"
    assert mail.context["times"][0] == "Wed 16 Dec 2026, 10:30 – 11:15"


def test_a_plan_without_slots_is_a_draft_and_tells_nobody(company):
    interview = an_interview(company, S.DRAFT, slots=[])
    assert events_of(interview) == ["interview.scheduled"]
    assert steps.mails(interview) == []


def test_a_draft_is_sent_once_it_has_slots(company):
    interview = an_interview(company, S.DRAFT, slots=[])
    with pytest.raises(RuleBroken, match="at least one slot"):
        services.send_slots(interview, company.recruiter)
    services.add_slots(interview, [slot(5)], company.recruiter)
    services.send_slots(interview, company.recruiter)
    assert interview.interview_status is S.AWAITING


def test_planning_changes_the_round_and_not_the_status_of_the_application(company):
    interview = an_interview(company)
    application = db.session.get(Application, interview.application_id)
    assert (application.status, application.current_round) == (ApplicationStatus.NEW, 1)


@pytest.mark.parametrize("status", S)
def test_a_round_has_one_living_interview(company, status):
    first = an_interview(company, status)
    application = queries.get_application(first.application_id)
    if status in {S.FAILED, S.CANCELLED}:
        application.status = ApplicationStatus.IN_REVIEW
        services.plan_interview(application, facts(), [slot(9)], company.recruiter, interview_round=1)
        return
    with pytest.raises(Conflict):
        services.plan_interview(application, facts(), [slot(9)], company.recruiter, interview_round=1)


def test_the_database_itself_keeps_a_second_living_interview_out(company, monkeypatch):
    first = an_interview(company)
    application = queries.get_application(first.application_id)
    monkeypatch.setattr(rules, "check_round", lambda *_: None)
    with pytest.raises(Conflict, match="planned by somebody else"):
        services.plan_interview(application, facts(), [slot(9)], company.recruiter, interview_round=1)


def test_round_two_follows_a_passed_round_one(company):
    first = an_interview(company)
    application = queries.get_application(first.application_id)
    with pytest.raises(RuleBroken, match="once round 1 has been passed"):
        services.plan_interview(application, facts(), [], company.recruiter, interview_round=2)
    passed = an_interview(company, S.PASSED)
    application = queries.get_application(passed.application_id)
    second = services.plan_interview(application, facts(), [slot(9)], company.recruiter)
    assert (second.interview_round, application.current_round) == (2, 2)


@pytest.mark.parametrize("status", [ApplicationStatus.REJECTED, ApplicationStatus.SELECTED])
def test_a_closed_application_is_not_interviewed(company, status):
    application = steps.an_application(company, status=status)
    with pytest.raises(RuleBroken, match="closed"):
        services.plan_interview(application, facts(), [], company.recruiter)


def test_a_plan_names_every_problem(company):
    with pytest.raises(BadInput) as refusal:
        an_interview(
            company, round_name="", duration=7, zone="Mars/Base", interviewer_ids=[999], guests=[("Eve", "no address")]
        )
    assert set(refusal.value.fields) == {"round_name", "interview_duration", "time_zone", "interviewers", "guests"}


def test_peer_14_an_interviewer_of_another_company_or_client_is_not_taken(company):
    other_client = factories.a_client()
    stranger = factories.a_user(Role.CLIENT_USER, client_id=other_client.id)
    with pytest.raises(BadInput, match="from the list"):
        an_interview(company, interviewer_ids=[stranger.id])


def test_clients_and_candidates_do_not_plan(company):
    application = steps.an_application(company)
    for person in (company.client_user, steps.candidate_person(company, application.candidate_id)):
        with pytest.raises(NotAllowed):
            services.plan_interview(application, facts(), [], person)


def test_asking_a_clients_own_people_to_interview_shares_the_application(company):
    application = steps.an_application(company, client_sees=False)
    an_interview(company, application=application, interviewer_ids=[company.client_user.id])
    assert application.client_sees


def test_an_application_that_is_not_shared_hides_its_interview_from_the_client(company):
    hidden = an_interview(company, application=steps.an_application(company, client_sees=False))
    shown = an_interview(company)
    db.session.commit()
    db.session.expunge_all()
    with as_person(company.client_user):
        assert queries.get_interview(shown.id).id == shown.id
        with pytest.raises(Missing):
            queries.get_interview(hidden.id)


# Booking


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


# Inviting


def test_the_invitation_goes_to_everybody_with_the_calendar_entry(company):
    interviewer = steps.an_interviewer(email="hana@example.org")
    guests = [("Gus Guest", "gus@example.org")]
    interview = an_interview(company, S.SCHEDULED, interviewer_ids=[interviewer], guests=guests)
    sent = [m for m in steps.mails(interview) if m.template == "interview_invitation"]
    assert [m.to_email for m in sent] == [steps.email_of(interview), "hana@example.org", "gus@example.org"]
    method, event = ics_of(sent[0])
    assert (method, event["SEQUENCE"], event["UID"]) == ("REQUEST", 0, interview.ics_uid)
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == slot(0)
    assert len(event["ATTENDEE"]) == 3
    assert (interview.invite_sent, interview.invite_sent_by) == (True, company.recruiter.email)


def test_somebody_who_is_guest_and_interviewer_gets_one_mail(company):
    interviewer = steps.an_interviewer(email="hana@example.org")
    interview = an_interview(company, S.SCHEDULED, interviewer_ids=[interviewer], guests=[("Hana", "hana@example.org")])
    sent = [m.to_email for m in steps.mails(interview) if m.template == "interview_invitation"]
    assert sent.count("hana@example.org") == 1


def test_a_move_after_the_invitation_keeps_the_uid_and_raises_the_sequence(company):
    interview = an_interview(company, S.SCHEDULED)
    services.move_booking(interview, queries.slots_of(interview.id)[1], company.recruiter)
    services.send_invite(interview, company.recruiter)
    entries = [ics_of(m) for m in steps.mails(interview) if m.ics]
    assert [(method, int(e["SEQUENCE"])) for method, e in entries] == [("REQUEST", 0), ("REQUEST", 1), ("REQUEST", 2)]
    assert len({str(e["UID"]) for _, e in entries}) == 1
    assert entries[1][1].decoded("DTSTART") == slot(1)[0]


def test_a_move_before_the_invitation_mails_nobody(company):
    interview = an_interview(company, S.CONFIRMED)
    services.move_booking(interview, queries.slots_of(interview.id)[1], company.recruiter)
    assert [m.template for m in steps.mails(interview)] == ["interview_slots"]


@pytest.mark.parametrize("verb", [services.cancel, services.give_back])
def test_taking_an_invitation_back_tells_everybody_who_got_it(company, verb):
    guests = [("Gus Guest", "gus@example.org")]
    interview = an_interview(company, S.SCHEDULED, guests=guests)
    verb(interview, company.recruiter)
    gone = [m for m in steps.mails(interview) if m.template == "interview_cancelled" and m.ics]
    assert {m.to_email for m in gone} == {steps.email_of(interview), "gus@example.org"}
    method, event = ics_of(gone[0])
    assert (method, event["SEQUENCE"], event["STATUS"]) == ("CANCEL", 1, "CANCELLED")
    assert event.decoded("DTSTART") == slot(0)[0]
    assert not interview.invite_sent


def test_an_invitation_after_a_time_given_back_goes_on_counting(company):
    interview = an_interview(company, S.SCHEDULED)
    services.give_back(interview, company.recruiter)
    steps.book(interview, company)
    services.send_invite(interview, company.recruiter)
    assert interview.ics_sequence == 2


def test_a_cancelled_request_is_told_to_the_candidate_alone(company):
    interviewer = steps.an_interviewer()
    interview = an_interview(company, S.CONFIRMED, interviewer_ids=[interviewer])
    services.cancel(interview, company.recruiter, "The client has paused")
    gone = [m for m in steps.mails(interview) if m.template == "interview_cancelled"]
    assert [(m.to_email, m.ics) for m in gone] == [(steps.email_of(interview), None)]
    assert interview.cancelled_reason == "The client has paused"


def test_a_cancelled_interview_is_told_once_to_each(company):
    interview = an_interview(company, S.SCHEDULED)
    services.cancel(interview, company.recruiter)
    gone = [m.to_email for m in steps.mails(interview) if m.template == "interview_cancelled"]
    assert gone == [steps.email_of(interview)]


def test_a_cancelled_draft_is_told_to_nobody(company):
    interview = an_interview(company, S.DRAFT)
    services.cancel(interview, company.recruiter)
    assert steps.mails(interview) == []


def test_a_candidate_without_an_address_gets_no_mail(company):
    job = factories.a_job(company.client_id)
    application = factories.an_application(factories.a_candidate(email=None), job)
    interview = an_interview(company, S.SCHEDULED, application=application)
    assert steps.mails(interview) == []


def test_the_mailed_times_are_those_of_each_readers_zone(company):
    interviewer = steps.an_interviewer(email="hana@example.org", time_zone="Europe/Berlin")
    interview = an_interview(company, S.SCHEDULED, interviewer_ids=[interviewer])
    shown = {m.to_email: m.context["when"] for m in steps.mails(interview) if m.ics}
    assert shown["hana@example.org"] == "Wed 16 Dec 2026, 06:00 – 06:45 (Europe/Berlin)"
    assert shown[steps.email_of(interview)] == "Wed 16 Dec 2026, 10:30 – 11:15 (Asia/Kolkata)"


# Editing


def test_an_edit_after_the_invitation_updates_and_uninvites(company):
    interviewer = steps.an_interviewer(email="hana@example.org")
    other = steps.an_interviewer(email="ravi@example.org")
    interview = an_interview(company, S.SCHEDULED, interviewer_ids=[interviewer])
    services.edit_interview(
        interview, facts(interviewer_ids=[other], meeting_link="https://x.example"), company.recruiter
    )
    later = [m for m in steps.mails(interview) if m.ics and ":0:" not in m.key]
    assert {(m.to_email, m.ics_method) for m in later} == {
        (steps.email_of(interview), "REQUEST"),
        ("ravi@example.org", "REQUEST"),
        ("hana@example.org", "CANCEL"),
    }
    assert steps.held(interview) == {f"u{other}", f"c{interview.candidate_id}"}


def test_an_edit_that_changes_nothing_mails_and_records_nothing(company):
    interview = an_interview(company, S.SCHEDULED)
    before = (events_of(interview), len(steps.mails(interview)), interview.ics_sequence)
    services.edit_interview(interview, facts(), company.recruiter)
    assert (events_of(interview), len(steps.mails(interview)), interview.ics_sequence) == before


def test_a_new_interviewer_who_is_busy_then_is_refused(company):
    interviewer = steps.an_interviewer()
    an_interview(company, S.CONFIRMED, interviewer_ids=[interviewer])
    interview = an_interview(company, S.CONFIRMED)
    with pytest.raises(SlotTaken, match="busy"):
        services.edit_interview(interview, facts(interviewer_ids=[interviewer]), company.recruiter)


def test_two_recruiters_editing_one_interview_do_not_overwrite_each_other(company):
    interview = an_interview(company)
    seen = interview.version
    services.edit_interview(interview, facts(round_name="Culture round"), company.recruiter, version=seen)
    with pytest.raises(Conflict, match="Somebody else"):
        services.edit_interview(interview, facts(round_name="Last round"), company.admin, version=seen)
    assert interview.round_name == "Culture round"


def test_more_slots_are_offered_and_mailed(company):
    interview = an_interview(company)
    services.add_slots(interview, [slot(24)], company.recruiter)
    assert len(queries.slots_of(interview.id)) == 4
    assert len(steps.mails(interview)) == 2


def test_a_withdrawn_slot_is_offered_no_more_and_may_be_offered_again(company):
    interview = an_interview(company)
    services.withdraw_slot(interview, queries.slots_of(interview.id)[0], company.recruiter)
    assert [s.start for s in queries.slots_of(interview.id)] == [slot(1)[0], slot(2)[0]]
    services.add_slots(interview, [slot(0)], company.recruiter)
    assert len(queries.slots_of(interview.id)) == 3


def test_the_agreed_time_cannot_be_withdrawn(company):
    interview = an_interview(company, S.CONFIRMED)
    with pytest.raises(Conflict, match="agreed"):
        services.withdraw_slot(interview, steps.chosen(interview)[0], company.recruiter)


# Ending and deciding


@pytest.mark.parametrize("verb", [services.mark_completed, services.mark_no_show, services.cancel])
def test_an_end_frees_everybodys_time(company, verb):
    interview = an_interview(company, S.SCHEDULED, interviewer_ids=[steps.an_interviewer()])
    verb(interview, company.recruiter)
    assert (steps.held(interview), steps.chosen(interview)) == (set(), [])


def test_no_shows_are_counted_for_good(company):
    interview = an_interview(company, S.NO_SHOW)
    assert (interview.no_show_flag, interview.no_show_count) == (True, 1)
    services.invite_again(interview, company.recruiter)
    assert (interview.interview_status, interview.no_show_flag, interview.no_show_count) == (S.AWAITING, False, 1)
    steps.book(interview, company, 1)
    services.mark_no_show(interview, company.recruiter)
    assert interview.no_show_count == 2


def test_the_newest_text_and_the_rounded_mean_stand_for_the_interview(company):
    interview = an_interview(company, S.COMPLETED)
    services.give_feedback(interview, 3, "Solid", company.recruiter)
    with time_machine.travel(NOW + DAY, tick=False):
        services.give_feedback(interview, 4, "Convincing", company.client_user)
    assert (interview.feedback, interview.rating) == ("Convincing", 4)


def test_feedback_said_again_replaces_ones_own(company):
    interview = an_interview(company, S.COMPLETED)
    services.give_feedback(interview, 1, "Weak", company.recruiter)
    services.give_feedback(interview, 5, "I mixed them up", company.recruiter)
    (said,) = db.session.scalars(select(Feedback).where(Feedback.interview_id == interview.id))
    assert (said.rating, said.text, interview.rating) == (5, "I mixed them up", 5)


def test_feedback_waits_for_the_end_of_the_interview(company):
    interview = an_interview(company, S.SCHEDULED)
    with pytest.raises(RuleBroken, match="over"):
        services.give_feedback(interview, 4, "", company.recruiter)
    with time_machine.travel(slot(0)[1], tick=False):
        services.give_feedback(interview, 4, "", company.recruiter)
    assert interview.rating == 4


def test_a_passed_round_puts_the_application_in_progress(company):
    interview = an_interview(company, S.PASSED)
    application = queries.get_application(interview.application_id)
    assert (application.status, application.current_round) == (ApplicationStatus.IN_PROGRESS, 1)
    assert "interview.passed" in events_of(interview)


def test_a_failed_round_rejects_the_application_with_its_reason(company):
    interview = an_interview(company, S.FAILED)
    application = queries.get_application(interview.application_id)
    assert (application.status, application.rejection_reason) == (ApplicationStatus.REJECTED, "Not enough SQL")
    with pytest.raises(BadInput):
        services.fail(an_interview(company, S.COMPLETED), company.recruiter, " ")


def test_a_hire_selects_the_candidate_and_uses_up_an_opening(company):
    interview = an_interview(company, S.COMPLETED)
    job = db.session.get(Job, interview.job_id)
    job.openings = 2
    services.initiate_hiring(interview, company.client_user, "₹24 L a year")
    application = queries.get_application(interview.application_id)
    assert (interview.interview_status, interview.hiring_initiated) == (S.PASSED, True)
    assert (application.status, application.salary_offered) == (ApplicationStatus.SELECTED, "₹24 L a year")
    assert application.selected_at == NOW
    assert (job.openings, job.status) == (1, JobStatus.OPEN)
    assert "hiring.initiated" in events_of(interview)


def test_the_last_hire_fills_the_job(company):
    interview = an_interview(company, S.COMPLETED)
    services.initiate_hiring(interview, company.recruiter)
    job = db.session.get(Job, interview.job_id)
    assert (job.openings, job.status) == (0, JobStatus.FILLED)


def test_a_client_user_decides_with_their_own_eyes(company):
    interview = an_interview(company, S.COMPLETED)
    interview_id = interview.id
    db.session.commit()
    db.session.expunge_all()
    with as_person(company.client_user):
        services.initiate_hiring(queries.get_interview(interview_id), company.client_user, "24 L")
        db.session.commit()
    with as_company(company.company_id):
        assert db.session.get(Interview, interview_id).interview_status is S.PASSED


VERBS = {
    "send_slots": lambda i, w: services.send_slots(i, w.recruiter),
    "book": lambda i, w: services.book_slot(i, queries.slots_of(i.id)[2], w.recruiter),
    "move": lambda i, w: services.move_booking(i, queries.slots_of(i.id)[2], w.recruiter),
    "give_back": lambda i, w: services.give_back(i, w.recruiter),
    "invite": lambda i, w: services.send_invite(i, w.recruiter),
    "complete": lambda i, w: services.mark_completed(i, w.recruiter),
    "no_show": lambda i, w: services.mark_no_show(i, w.recruiter),
    "invite_again": lambda i, w: services.invite_again(i, w.recruiter),
    "pass": lambda i, w: services.pass_round(i, w.recruiter),
    "fail": lambda i, w: services.fail(i, w.recruiter, "no"),
    "hire": lambda i, w: services.initiate_hiring(i, w.recruiter),
    "cancel": lambda i, w: services.cancel(i, w.recruiter),
}
WORKS_FROM = {
    "send_slots": {S.DRAFT},
    "book": {S.AWAITING},
    "move": {S.CONFIRMED, S.SCHEDULED},
    "give_back": {S.CONFIRMED, S.SCHEDULED},
    "invite": {S.CONFIRMED},
    "complete": {S.CONFIRMED, S.SCHEDULED},
    "no_show": {S.CONFIRMED, S.SCHEDULED},
    "invite_again": {S.NO_SHOW},
    "pass": {S.COMPLETED},
    "fail": {S.COMPLETED},
    "hire": {S.COMPLETED},
    "cancel": {S.DRAFT, S.AWAITING, S.CONFIRMED, S.SCHEDULED, S.NO_SHOW},
}


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_verb_out_of_turn_is_refused_and_changes_nothing(company, verb, status):
    interview = an_interview(company, status)
    before = (events_of(interview), len(steps.mails(interview)), steps.held(interview))
    if status in WORKS_FROM[verb]:
        VERBS[verb](interview, company)
        assert events_of(interview) != before[0]
        return
    with pytest.raises(InvalidState) as refusal:
        VERBS[verb](interview, company)
    assert refusal.value.allowed == sorted(rules.MOVES[status])
    assert interview.interview_status is status
    assert (events_of(interview), len(steps.mails(interview)), steps.held(interview)) == before


# What happens elsewhere


def test_rejecting_the_application_calls_its_interviews_off(company):
    from portal.candidates import services as candidates

    interview = an_interview(company, S.SCHEDULED)
    candidates.reject_application(queries.get_application(interview.application_id), company.recruiter, "Withdrawn")
    db.session.refresh(interview)
    assert interview.interview_status is S.CANCELLED
    assert steps.held(interview) == set()


def test_the_worker_calls_off_what_a_candidate_could_not_see(company):
    from portal.interviews.tasks import call_off

    draft = an_interview(company, S.DRAFT)
    db.session.commit()
    for _ in range(2):
        call_off({"application_id": draft.application_id, "reason": "withdrawn"})
    db.session.refresh(draft)
    assert draft.interview_status is S.CANCELLED


@pytest.mark.parametrize("verb", [None, services.cancel, services.give_back])
def test_peer_04_every_mail_can_be_made_and_shows_hostile_names_as_text(company, verb):
    from portal.core import mail

    evil = "Sun'><img src=x onerror=alert(1)>"
    application = factories.an_application(factories.a_candidate(last_name=evil), factories.a_job(company.client_id))
    people = {"interviewer_ids": [steps.an_interviewer()], "guests": [(evil, "gus@example.org")]}
    interview = an_interview(company, S.SCHEDULED, application=application, instructions=evil, **people)
    if verb:
        verb(interview, company.recruiter)
    for written in steps.mails(interview):
        message = mail._message(written, dict.fromkeys(written.links, "http://portal.example/portal/i/secret"))
        html = message.get_body(("html",)).get_content()
        text = message.get_body(("plain",)).get_content()
        assert "<img" not in html
        assert "Technical round" in text
        if written.to_email == steps.email_of(interview):
            assert "/portal/i/secret" in text
        assert bool(written.ics) is any(part.get_content_type() == "text/calendar" for part in message.walk())
