"""Every kind of event that Greenhouse sends, signed and worked on, with the effect that its name says."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.candidates import services as candidates
from portal.candidates.models import ApplicationStatus as S
from portal.core.database import db
from portal.core.events import Event
from portal.core.people import PersonKind
from portal.integrations.models import AtsRecord, DeliveryState, RecordKind
from portal.jobs.models import JobStatus
from tests import factories
from tests.integrations.ats.steps import (
    applications,
    body,
    connected,
    deliver,
    jobs,
    people,
    raw,
    written,
)
from tests.integrations.ats.test_adapters import GREENHOUSE

KEPT = [name for name, kind in GREENHOUSE.items() if kind.value == "unknown"]


@pytest.fixture
def send(app, company):
    """`send(fixture or payload)`: signed, worked on; what the log says of it."""
    number = connected(company.recruiter, "greenhouse")
    return lambda what: deliver(
        app, "greenhouse", number, raw(f"greenhouse/{what}") if isinstance(what, str) else written(what)
    )


def changed(name, **values):
    """A fixture whose application has these values."""
    payload = body(f"greenhouse/{name}")
    payload["payload"]["application"] |= values
    return payload


def noted():
    found = db.session.scalars(select(Event).where(Event.name == "application.noted").order_by(Event.id))
    return [event.about["what"] for event in found]


@pytest.mark.parametrize("name", GREENHOUSE)
def test_every_event_is_accepted_and_ends_in_the_log_with_words(send, name):
    found = send(name)
    assert found.state is (DeliveryState.KEPT if name in KEPT else DeliveryState.DONE)
    assert found.words and found.event == name and found.done_at is not None


def test_an_application_makes_person_job_and_application(send, company):
    found = send("new_candidate_application")
    [person], [job], [application] = people(), jobs(), applications()
    assert (person.name, person.email, person.phone) == (
        "Elin Sundqvist", "elin.sundqvist.448@example.com", "+919840086167",
    )  # fmt: skip
    assert (person.current_role, person.current_company, person.source) == ("Team Lead", "Kite Labs", "greenhouse")
    assert person.education == [
        {
            "degree": "Bachelor of Engineering", "field": "Electronics", "institution": "Anna University",
            "start": "2016-09", "end": "2020-05",
        }
    ]  # fmt: skip
    assert (job.title, job.status, job.location) == ("Statistician", JobStatus.OPEN, "Chennai, TN")
    assert job.client.company_name == "Imported from Greenhouse" and job.client.imported is True
    assert (application.candidate_id, application.job_id, application.status) == (person.id, job.id, S.NEW)
    assert (application.source, application.client_sees) == ("greenhouse", False)
    assert found.changed == {"candidate_id": person.id, "job_id": job.id, "application_id": application.id}
    made = db.session.scalars(select(Event).where(Event.name == "application.created")).one()
    assert (made.actor_kind, made.actor_name) == (PersonKind.SYSTEM, "Greenhouse")


def test_a_prospect_without_a_job_is_a_person_alone(send):
    found = send(changed("new_prospect_application", jobs=[]))
    assert len(people()) == 1 and applications() == [] and jobs() == []
    assert "no application" in found.words


def test_a_prospect_for_a_job_is_put_forward_for_it(send):
    send("new_prospect_application")
    assert [a.status for a in applications()] == [S.NEW]


def test_a_change_of_stage_is_noted_and_moves_where_it_is_clear(send):
    send("candidate_stage_change")
    assert [a.status for a in applications()] == [S.IN_PROGRESS]
    assert noted() == ["the stage is “Assessment”"]
    send(changed("candidate_stage_change", current_stage={"name": "Lunch with the team"}))
    assert [a.status for a in applications()] == [S.IN_PROGRESS]
    assert noted()[1:] == ["the stage is “Lunch with the team”"]


def test_a_stage_that_our_table_cannot_move_to_is_noted_and_refused_in_words(send):
    send("candidate_stage_change")
    found = send(changed("candidate_stage_change", current_stage={"name": "Application Review"}))
    assert found.state is DeliveryState.DONE and "not to In review" in found.words
    assert [a.status for a in applications()] == [S.IN_PROGRESS]


def test_an_update_of_an_application_notes_its_stage_once(send):
    for _ in range(2):
        send(
            changed(
                "application_updated", jobs=body("greenhouse/candidate_stage_change")["payload"]["application"]["jobs"]
            )
        )
    assert noted() == ["the stage is “Application Review”"]
    assert [a.status for a in applications()] == [S.IN_REVIEW]


def test_an_update_without_a_job_is_about_the_person(send):
    found = send("application_updated")
    assert len(people()) == 1 and applications() == []
    # Its address has a space in it: nobody can be written to there.
    assert people()[0].email is None and "e-mail address" in found.words


def test_a_rejection_has_its_reason_and_is_taken_back(send):
    found = send("reject_candidate")
    [application] = applications()
    assert (application.status, application.rejection_reason) == (S.REJECTED, "Too far away")
    assert "It is rejected: Too far away." in found.words
    send("unreject_candidate")
    assert [a.status for a in applications()] == [S.IN_REVIEW]
    assert len(people()) == len(jobs()) == 1


def test_taking_back_a_rejection_that_there_is_not_changes_nothing(send):
    found = send("unreject_candidate")
    assert [a.status for a in applications()] == [S.NEW] and "was not rejected here" in found.words


def test_a_hire_selects_and_uses_up_an_opening(send):
    send("hire_candidate")
    [application], [job] = applications(), jobs()
    assert application.status is S.SELECTED and application.selected_at is not None
    assert (job.openings, job.status) == (0, JobStatus.FILLED)


def test_a_hire_is_taken_back_with_its_opening(send):
    send(changed("hire_candidate", id=5))
    send(changed("unhire_candidate", id=5))
    [application], [job] = applications(), jobs()
    assert application.status is S.IN_PROGRESS and (job.openings, job.status) == (1, JobStatus.OPEN)


def test_a_hire_of_somebody_who_is_rejected_here_is_refused_and_nothing_is_forced(send, company):
    send("new_candidate_application")
    candidates.reject_application(applications()[0], company.recruiter, "Not now")
    number = body("greenhouse/new_candidate_application")["payload"]["application"]["id"]
    hire = changed("hire_candidate", id=number, offer={"resolved_at": "2026-11-20T10:00:00Z"})
    found = send(hire)
    assert found.state is DeliveryState.DONE and "rejected; take the rejection back first" in found.words
    assert [a.status for a in applications()] == [S.REJECTED] and jobs()[0].openings == 1


def test_a_hire_without_an_opening_left_is_refused_in_words(send):
    send("hire_candidate")
    other = changed("hire_candidate", id=6, candidate={"id": 7, "first_name": "Noor", "last_name": "Haddad"})
    found = send(other)
    assert "no application" in found.words or "no opening left" in found.words
    assert [a.status for a in applications()].count(S.SELECTED) == 1


def test_a_stage_that_is_told_late_takes_back_no_hire_and_no_rejection(send):
    send(changed("hire_candidate", id=5))
    send(changed("candidate_stage_change", id=5, last_activity_at="2030-01-01T00:00:00Z"))
    assert [a.status for a in applications()] == [S.SELECTED]
    send("reject_candidate")
    again = changed("reject_candidate", last_activity_at="2030-01-01T00:00:00Z", current_stage={"name": "Screening"})
    send({**again, "action": "candidate_stage_change"})
    assert applications()[-1].status is S.REJECTED


@pytest.mark.parametrize("name", [name for name in GREENHOUSE if name.startswith("offer")])
def test_offers_are_noted_with_the_application(send, name):
    payload = body(f"greenhouse/{name}")
    offer = payload["payload"].get("offer") or payload["payload"]
    send(changed("new_candidate_application", id=offer["application_id"]))
    found = send(name)
    assert noted() == [f"an offer was {name.removeprefix('offer_')} ({offer['offer_status']})"]
    assert found.changed["application_id"] == applications()[0].id


def test_an_application_that_was_deleted_there_is_noted_and_stays(send):
    send(changed("new_candidate_application", id=body("greenhouse/delete_application")["payload"]["application"]["id"]))
    send("delete_application")
    assert noted() == ["was deleted there"] and [a.status for a in applications()] == [S.NEW]


def test_a_person_is_corrected_and_what_is_not_said_stays(send, company):
    number = body("greenhouse/update_candidate")["payload"]["candidate"]["id"]
    application = changed("new_candidate_application")
    application["payload"]["application"]["candidate"]["id"] = number
    send(application)
    before = people()[0]
    candidates.update_candidate(before, {"summary": "Kept."}, by=company.recruiter)
    send("update_candidate")
    [person] = people()
    said = body("greenhouse/update_candidate")["payload"]["candidate"]
    assert person.email == said["email_addresses"][0]["value"] and person.first_name == said["first_name"]
    assert person.summary == "Kept." and person.experience[0]["company"] == "Zeta Works"


def test_a_correction_that_takes_somebody_elses_address_leaves_that_out(send, company):
    said = body("greenhouse/update_candidate")["payload"]["candidate"]
    send("update_candidate")
    factories.a_candidate(first_name="Other", email="taken@example.com")
    said["email_addresses"][0]["value"], said["title"] = "taken@example.com", "Head of it"
    found = send({"action": "update_candidate", "payload": {"candidate": said}})
    person = next(p for p in people() if p.first_name != "Other")
    assert person.email != "taken@example.com" and person.current_role == "Head of it"
    assert "already has this e-mail address" in found.words


def test_a_merge_points_the_old_id_to_who_remains(send):
    old, new = (body("greenhouse/merge_candidate")["payload"]["person"][k] for k in ("id", "new_candidate_id"))
    for number, name, mail in ((old, "Old", "old@example.com"), (new, "New", "new@example.com")):
        said = {"id": number, "first_name": name, "email_addresses": [{"value": mail}]}
        send({"action": "update_candidate", "payload": {"candidate": said}})
    found = send("merge_candidate")
    second = next(p.id for p in people() if p.first_name == "New")
    assert found.changed["candidate_id"] == second and "one person in Greenhouse" in found.words
    records = db.session.scalars(select(AtsRecord).where(AtsRecord.kind == RecordKind.CANDIDATE)).all()
    assert {record.our_id for record in records} == {second}
    # Greenhouse deletes the merged record afterwards and says so: who remains must stay.
    delete = {"action": "delete_candidate", "payload": {"person": {"id": old}}}
    assert "stays" in send(delete).words
    assert second in [p.id for p in people()]


@pytest.mark.parametrize("name", ["delete_candidate", "candidate_anonymized"])
def test_a_person_who_is_deleted_or_anonymised_there_is_hidden_here(send, name):
    payload = body(f"greenhouse/{name}")["payload"]
    number = payload["person"]["id"] if "person" in payload else payload["candidate_id"]
    application = changed("new_candidate_application")
    application["payload"]["application"]["candidate"]["id"] = number
    send(application)
    found = send(name)
    assert people() == [] and "was deleted" in found.words


def test_what_comes_late_of_somebody_deleted_brings_them_not_back(send):
    number = body("greenhouse/delete_candidate")["payload"]["person"]["id"]
    send("delete_candidate")
    application = changed("new_candidate_application")
    application["payload"]["application"]["candidate"]["id"] = number
    found = send(application)
    assert people() == [] and "was deleted in Greenhouse" in found.words


def test_single_fields_are_forgotten_where_those_alone_were_anonymised(send):
    number = body("greenhouse/update_candidate")["payload"]["candidate"]["id"]
    send("update_candidate")
    send(
        {
            "action": "candidate_anonymized",
            "payload": {"candidate_id": number, "anonymized_fields": ["emails", "current_title"]},
        }
    )
    [person] = people()
    assert person.email is None and person.current_role is None and person.first_name


def test_a_job_is_opened_changed_and_closed(send):
    send("job_created")
    [job] = jobs()
    assert (job.title, job.status, job.department) == ("Compiler Engineer", JobStatus.OPEN, "Platform")
    assert (job.salary_currency, job.salary_min, job.salary_max) == ("USD", Decimal("15000"), Decimal("30000"))
    payload = body("greenhouse/job_created")
    payload["payload"]["job"] |= {"name": "Lead Compiler Engineer", "status": "closed"}
    send({**payload, "action": "job_updated"})
    [job] = jobs()
    assert (job.title, job.status) == ("Lead Compiler Engineer", JobStatus.CLOSED)
    payload["payload"]["job"] |= {"status": "open"}
    send({**payload, "action": "job_approved"})
    assert [job.status for job in jobs()] == [JobStatus.OPEN]


def test_a_job_that_was_deleted_there_is_closed_here(send):
    payload = body("greenhouse/job_created")
    payload["payload"]["job"]["id"] = body("greenhouse/job_deleted")["payload"]["job"]["id"]
    send(payload)
    send("job_deleted")
    assert [job.status for job in jobs()] == [JobStatus.CLOSED]
    assert (
        "was closed already"
        in send({"action": "job_deleted", "payload": body("greenhouse/job_deleted")["payload"]}).words
    )


@pytest.mark.parametrize("name", ["job_post_created", "job_post_updated"])
def test_a_posting_gives_the_job_its_words_and_not_its_title(send, name):
    assert "not known here" in send(name).words and jobs() == []
    post, payload = body(f"greenhouse/{name}")["payload"], body("greenhouse/job_created")
    payload["payload"]["job"]["id"] = post["job_id"]
    send(payload)
    send({**body(f"greenhouse/{name}")})
    [job] = jobs()
    assert job.title == "Compiler Engineer" and job.location == post["location"]
    assert job.description.startswith("A post with — much to decide.") and "<" not in job.description
