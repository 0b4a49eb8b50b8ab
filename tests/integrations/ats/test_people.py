"""Who is meant: known people are found and filled, two people are never made one, a client's system stays its own."""

import pytest

from portal.accounts import queries as accounts
from portal.accounts.models import Role
from portal.candidates import services as candidates
from portal.candidates.models import ApplicationStatus as S
from portal.core.database import db
from portal.integrations.models import DeliveryState
from portal.jobs import services as jobs_of
from tests import factories
from tests.integrations.ats.steps import applications, body, connected, deliver, jobs, people, written

NAME = "greenhouse/new_candidate_application"


def payload_of(candidate, **application):
    payload = body(NAME)
    payload["payload"]["application"] |= application
    payload["payload"]["application"]["candidate"] = candidate
    return payload


def said(number=1, first="Asha", last="Verma", email=None, phone=None, **more):
    return {
        "id": number, "first_name": first, "last_name": last,
        "email_addresses": [{"value": email}] if email else [],
        "phone_numbers": [{"value": phone}] if phone else [],
        "attachments": [], **more,
    }  # fmt: skip


@pytest.fixture
def send(app, company):
    number = connected(company.recruiter, "greenhouse")
    return lambda payload: deliver(app, "greenhouse", number, written(payload))


def test_somebody_with_the_address_is_the_same_person_and_only_what_is_empty_is_filled(send, company):
    known = factories.a_candidate(first_name="A.", last_name="Verma", email="asha@example.com", location="Pune").id
    found = send(payload_of(said(email="ASHA@example.com", phone="+919840011111", title="Lead")))
    [person] = people()
    assert (person.id, person.name, person.location) == (known, "A. Verma", "Pune")
    assert (person.phone, person.current_role) == ("+919840011111", "Lead")
    assert "known already" in found.words


def test_somebody_with_the_number_is_the_same_person(send, company):
    known = factories.a_candidate(first_name="Asha", last_name="V", email=None, phone="+919840011111").id
    send(payload_of(said(email="asha@example.com", phone="98400 11111")))
    assert [(p.id, p.email) for p in people()] == [(known, "asha@example.com")]


@pytest.mark.parametrize("email", ["ravi@example.com", None])
def test_a_family_that_shares_a_telephone_is_not_made_one_person(send, company, email):
    factories.a_candidate(first_name="Ravi", last_name="Verma", email=email, phone="+919840011111")
    found = send(payload_of(said(email="asha@example.com", phone="+919840011111")))
    asha = next(p for p in people() if p.first_name == "Asha")
    assert len(people()) == 2 and asha.phone is None and asha.phone_printed == "+919840011111"
    assert "already has this phone number" in found.words


def test_who_is_known_by_their_id_there_stays_who_they_are_when_the_address_changes(send):
    send(payload_of(said(5, email="old@example.com")))
    send({"action": "update_candidate", "payload": {"candidate": said(5, email="new@example.com")}})
    assert [p.email for p in people()] == ["new@example.com"]


def test_somebody_without_a_name_is_added_all_the_same(send):
    send(payload_of({"id": 9, "email_addresses": [{"value": "nobody@example.com"}]}))
    assert [(p.first_name, p.email) for p in people()] == [("Name not given", "nobody@example.com")]


def test_an_event_that_names_nobody_changes_nothing(send):
    found = send(payload_of({}, candidate_id=None))
    assert found.state is DeliveryState.DONE and "names no person" in found.words and people() == []


def test_a_person_whom_somebody_deleted_here_is_not_brought_back(send, company):
    send(payload_of(said(5, email="asha@example.com")))
    candidates.delete_candidate(people()[0], by=company.recruiter)
    found = send(payload_of(said(5, email="asha@example.com"), id=77))
    assert people() == [] and "was deleted here" in found.words


def test_a_closed_job_takes_no_application_and_the_person_is_kept(send, company):
    send(payload_of(said(5, email="asha@example.com")))
    jobs_of.close_job(jobs()[0], company.recruiter)
    found = send(payload_of(said(6, first="Noor", email="noor@example.com"), id=78))
    assert len(people()) == 2 and len(applications()) == 1 and "takes no new applications" in found.words


@pytest.fixture
def of_client(app, company):
    """The system of a user of the company's client."""
    number = connected(company.client_user, "greenhouse")
    return lambda payload: deliver(app, "greenhouse", number, written(payload))


def test_what_a_clients_system_sends_belongs_to_that_client(of_client, company):
    of_client(payload_of(said(5, email="asha@example.com")))
    [job], [application] = jobs(), applications()
    assert (job.client_id, application.client_id) == (company.client_id, company.client_id)
    assert application.status is S.NEW and application.client_sees is False


def test_a_clients_system_changes_and_deletes_nobody_whom_it_did_not_bring(of_client, company):
    factories.a_candidate(first_name="Asha", last_name="Verma", email="asha@example.com")
    of_client(payload_of(said(5, email="asha@example.com", phone="+919840011111")))
    assert people()[0].phone is None
    of_client({"action": "update_candidate", "payload": {"candidate": said(5, title="Changed")}})
    found = of_client({"action": "delete_candidate", "payload": {"person": {"id": 5}}})
    assert [p.current_role for p in people()] == [None] and "known here from elsewhere" in found.words


def test_a_clients_system_deletes_whom_it_brought_until_another_client_knows_them(of_client, company):
    of_client(payload_of(said(5, email="asha@example.com")))
    of_client(payload_of(said(6, first="Noor", email="noor@example.com"), id=78))
    other = factories.a_job(factories.a_client().id)
    factories.an_application(next(p for p in people() if p.first_name == "Noor"), other)
    for number in (5, 6):
        of_client({"action": "delete_candidate", "payload": {"person": {"id": number}}})
    assert [p.first_name for p in people()] == ["Noor"]


def test_two_submissions_with_the_same_numbers_are_two_worlds(app, company):
    other = accounts.person_of(factories.a_user(Role.CLIENT_USER, client_id=factories.a_client().id),
                               accounts.get_company(company.company_id))  # fmt: skip
    db.session.commit()
    for by, mail in ((company.client_user, "one@example.com"), (other, "two@example.com")):
        number = connected(by, "greenhouse")
        deliver(app, "greenhouse", number, written(payload_of(said(5, email=mail))))
    assert len(people()) == len(jobs()) == 2
    assert len({j.client_id for j in jobs()}) == 2
