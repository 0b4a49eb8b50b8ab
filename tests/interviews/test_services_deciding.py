"""How an interview ends and what is decided; every verb from every status."""

import pytest
import time_machine
from sqlalchemy import select

from portal.candidates.models import ApplicationStatus
from portal.core.database import db
from portal.core.errors import BadInput, InvalidState, Missing, RuleBroken
from portal.core.tenancy import as_company, as_person
from portal.interviews import queries, rules, services
from portal.interviews.models import Feedback, Interview
from portal.jobs.models import Job, JobStatus
from tests.interviews import steps
from tests.interviews.steps import DAY, NOW, S, an_interview, events_of, slot


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


def test_rejecting_the_application_calls_its_interviews_off(company):
    from portal.candidates import services as candidates

    interview = an_interview(company, S.SCHEDULED)
    candidates.reject_application(queries.get_application(interview.application_id), company.recruiter, "Withdrawn")
    db.session.refresh(interview)
    assert interview.interview_status is S.CANCELLED
    assert steps.held(interview) == set()


def test_deleting_the_candidate_calls_everything_off_and_hides_it(company):
    from portal.candidates import services as candidates

    interview = an_interview(company, S.SCHEDULED)
    candidates.delete_candidate(queries.get_interview(interview.id).candidate, by=company.recruiter)
    db.session.refresh(interview)
    assert (interview.interview_status, steps.held(interview)) == (S.CANCELLED, set())
    assert queries.interview_page(queries.Wanted(), None).items == []
    assert queries.counts_by_status() == {}
    with pytest.raises(Missing):
        queries.get_interview(interview.id)


def test_the_worker_calls_off_what_a_candidate_could_not_see(company):
    from portal.interviews.tasks import call_off

    draft = an_interview(company, S.DRAFT)
    db.session.commit()
    for _ in range(2):
        call_off({"application_id": draft.application_id, "reason": "withdrawn"})
    db.session.refresh(draft)
    assert draft.interview_status is S.CANCELLED
