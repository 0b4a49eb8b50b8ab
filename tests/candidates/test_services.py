"""The verbs of people and applications, on rows."""

import pytest
from sqlalchemy import select

from portal.candidates import rules, services
from portal.candidates.models import ApplicationStatus as S
from portal.candidates.services.notes import add_note, mentioned
from portal.core.database import db
from portal.core.errors import BadInput, Conflict, InvalidState, Missing, RuleBroken
from portal.core.events import Event
from portal.jobs.models import JobStatus
from tests.factories import a_candidate, a_job, an_application


def events(name):
    return db.session.scalars(select(Event).where(Event.name == name)).all()


@pytest.fixture
def applied(company):
    job = a_job(company.client_id, openings=1)
    return services.apply(a_candidate(), job, by=company.recruiter, source="cv")


def test_a_person_comes_in_with_one_writing_of_everything(company):
    fields = {
        "name": "Priya K. Raman",
        "email": " Priya@Example.COM ",
        "phone": "98400 12345",
        "skills": ["k8s", "K8S"],
    }
    made = services.create_candidate(fields, by=company.recruiter, source="manual")
    assert (made.first_name, made.last_name) == ("Priya K.", "Raman")
    assert (made.email, made.phone, made.phone_printed) == ("priya@example.com", "+919840012345", "98400 12345")
    assert made.skills == ["Kubernetes"]
    assert events("candidate.created")[0].candidate_id == made.id


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "p@example.com"), ("phone", "+919840012345"), ("linkedin", "https://linkedin.com/in/p")],
)
def test_a_second_person_with_the_same_address_is_refused_by_name(company, field, value):
    first = services.create_candidate({"name": "Priya Raman", field: value}, by=company.recruiter)
    with pytest.raises(rules.Taken) as refused:
        services.create_candidate({"name": "Somebody Else", field: value}, by=company.recruiter)
    assert refused.value.owners == {field: (first.id, "Priya Raman")}


def test_the_constraint_speaks_where_the_question_came_too_early(company, monkeypatch):
    first = services.create_candidate({"name": "Priya Raman", "email": "p@example.com"}, by=company.recruiter)
    asked = []
    truth = services.people.queries.owners_of

    def too_early(*values, **more):
        asked.append(values)
        return {} if len(asked) == 1 else truth(*values, **more)

    monkeypatch.setattr(services.people.queries, "owners_of", too_early)
    with pytest.raises(rules.Taken) as refused:
        services.create_candidate({"name": "Other", "email": "p@example.com"}, by=company.recruiter)
    assert refused.value.owners["email"][0] == first.id


@pytest.mark.parametrize("field", ["company_id", "id", "version", "deleted_at", "created_by"])
def test_peer_14_nobody_writes_fields_that_are_not_theirs(company, field):
    with pytest.raises(BadInput):
        services.create_candidate({"name": "A B", field: 2}, by=company.recruiter)


def test_a_stale_save_says_who_changed_what(company):
    person = a_candidate()
    services.update_candidate(person, {"location": "Pune"}, by=company.admin, version=person.version)
    with pytest.raises(rules.ChangedMeanwhile) as refused:
        services.update_candidate(person, {"location": "Goa"}, by=company.recruiter, version=person.version - 1)
    assert refused.value.message.startswith(f"{company.admin.name} changed location")
    assert person.location == "Pune"


def test_saving_what_is_stored_is_no_event(company):
    person = a_candidate(location="Pune")
    services.update_candidate(person, {"location": "Pune"}, by=company.recruiter, version=person.version)
    assert events("candidate.updated") == []


def test_a_deleted_person_is_gone_and_leaves_the_address_free(company):
    person = services.create_candidate({"name": "A B", "email": "a@example.com"}, by=company.recruiter)
    services.delete_candidate(person, by=company.recruiter)
    with pytest.raises(Missing):
        services.update_candidate(person, {"location": "x"}, by=company.recruiter)
    assert services.create_candidate({"name": "A B", "email": "a@example.com"}, by=company.recruiter).id != person.id


@pytest.mark.parametrize("status", [JobStatus.CLOSED, JobStatus.FILLED])
def test_a_closed_job_takes_no_new_applications(company, status):
    with pytest.raises(RuleBroken):
        services.apply(a_candidate(), a_job(company.client_id, status=status), by=company.recruiter)


def test_nobody_is_put_forward_twice_for_one_job(company, applied):
    with pytest.raises(Conflict):
        services.apply(applied.candidate, applied.job, by=company.recruiter)


def test_every_change_of_an_application_tells_who_and_where(company, applied):
    services.move(applied, S.SHORTLISTED, by=company.recruiter)
    (event,) = events("application.status_changed")
    assert (event.candidate_id, event.application_id) == (applied.candidate_id, applied.id)
    assert (event.job_id, event.client_id) == (applied.job_id, applied.client_id)
    assert event.about == {"from": "NEW", "to": "SHORTLISTED"}


def test_from_shortlisted_on_the_client_sees_the_application(company, applied):
    assert not applied.client_sees
    assert services.move(applied, S.SHORTLISTED, by=company.recruiter).client_sees


def test_a_rejection_keeps_its_reason_until_it_is_taken_back(company, applied):
    services.move(applied, S.REJECTED, by=company.recruiter, reason=" Too far away ")
    assert applied.rejection_reason == "Too far away"
    services.move(applied, S.IN_REVIEW, by=company.recruiter)
    assert applied.rejection_reason is None


def test_of_two_who_move_one_candidate_the_second_hears_what_happened(company, applied):
    seen = applied.version
    services.move(applied, S.IN_REVIEW, by=company.admin, version=seen)
    with pytest.raises(rules.ChangedMeanwhile) as refused:
        services.move(applied, S.SHORTLISTED, by=company.recruiter, version=seen)
    assert refused.value.message == f"{company.admin.name} was quicker: the application is In review now."
    assert applied.status is S.IN_REVIEW


def test_selected_is_reached_by_the_hire_alone(company, applied):
    with pytest.raises(InvalidState, match="starting the hire"):
        services.move(applied, S.SELECTED, by=company.recruiter)


def test_a_hire_takes_an_opening_and_undoing_it_gives_it_back(company, applied):
    services.select_application(applied, company.recruiter, " 20 L ")
    assert (applied.status, applied.salary_offered) == (S.SELECTED, "20 L")
    assert applied.selected_at is not None
    assert (applied.job.openings, applied.job.status) == (0, JobStatus.FILLED)
    services.move(applied, S.IN_PROGRESS, by=company.recruiter)
    assert (applied.job.openings, applied.job.status) == (1, JobStatus.OPEN)
    assert (applied.selected_at, applied.salary_offered) == (None, None)


def test_a_passed_round_starts_progress_once(company, applied):
    services.start_progress(applied, company.recruiter)
    services.start_progress(applied, company.recruiter)
    assert applied.status is S.IN_PROGRESS
    assert len(events("application.status_changed")) == 1


def test_withdrawing_is_a_rejection_with_that_reason(company, applied):
    assert services.withdraw(applied, company.recruiter).rejection_reason == "withdrawn"


def test_a_colleague_is_mentioned_by_name_or_address(company):
    found = mentioned(f"@{company.recruiter.name} please call, cc @{company.admin.email}, not me@example.com")
    assert sorted(found) == sorted([company.recruiter.id, company.admin.id])


def test_a_note_for_the_client_needs_a_client_who_sees_the_person(company, applied):
    with pytest.raises(RuleBroken):
        add_note(applied.candidate, "Hello", by=company.recruiter, application=applied, for_client=True)
    services.share_with_client(applied, by=company.recruiter)
    note = add_note(applied.candidate, "Hello", by=company.recruiter, application=applied, for_client=True)
    assert note.client_id == company.client_id


def test_sharing_twice_is_one_event(company):
    shared = an_application(a_candidate(), a_job(company.client_id))
    services.share_with_client(shared, by=company.recruiter)
    services.share_with_client(shared, by=company.recruiter)
    assert len(events("application.shared")) == 1
