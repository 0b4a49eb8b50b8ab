"""Planning, offering and changing: what the verbs change, record and refuse."""

import pytest

from portal.accounts.models import Role
from portal.candidates.models import Application, ApplicationStatus
from portal.core.database import db
from portal.core.errors import BadInput, Conflict, Missing, NotAllowed, RuleBroken
from portal.core.tenancy import as_person
from portal.interviews import queries, rules, services
from portal.interviews.rules import SlotTaken
from tests import factories
from tests.interviews import steps
from tests.interviews.steps import S, an_interview, events_of, facts, slot


def test_a_plan_with_slots_asks_the_candidate(company):
    interview = an_interview(company)
    assert interview.interview_status is S.AWAITING
    assert (interview.interview_round, len(queries.slots_of(interview.id))) == (1, 3)
    assert events_of(interview) == ["interview.scheduled", "interview.slots_sent"]
    (mail,) = steps.mails(interview)
    assert (mail.to_email, mail.template) == (steps.email_of(interview), "interview_slots")
    assert mail.links["link"][0] == "interview"
    assert mail.context["times"][0] == "Wed 16 Dec 2026, 10:30 – 11:15 IST"


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
