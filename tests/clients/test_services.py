"""The verbs of clients, with rows."""

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Role, User
from portal.clients import services
from portal.clients.models import Client, ClientNote, ClientStatus
from portal.core.database import db
from portal.core.errors import BadInput, Conflict, InvalidState, RuleBroken
from portal.core.events import Event, EventDetails
from portal.core.tenancy import as_company
from tests import factories


def values(**changed):
    return {"company_name": "Northwind", "website": "northwind.example", "city": "Chennai", **changed}


def events(name):
    return db.session.scalars(select(Event).where(Event.name == name)).all()


def count(model):
    return db.session.scalar(select(func.count(model.id)))


def test_a_new_client_is_active_and_recorded(company):
    client = services.create_client(values(), by=company.admin)
    (event,) = events("client.created")
    assert (client.status, client.website) == (ClientStatus.ACTIVE, "https://northwind.example")
    assert (event.entity_id, event.client_id, event.about) == (client.id, client.id, {"company_name": "Northwind"})


def test_every_problem_of_a_client_is_said_at_its_field(company):
    services.create_client(values(), by=company.admin)
    with pytest.raises(BadInput) as refused:
        services.create_client(values(company_name="northWIND", website="x", phone="y"), by=company.admin)
    assert set(refused.value.fields) == {"company_name", "website", "phone"}


def test_a_name_of_another_company_is_free(company):
    other = factories.a_company("Other")
    db.session.commit()
    db.session.expunge_all()
    with as_company(other.id):
        factories.a_client(company_name="Northwind")
        db.session.commit()
    assert services.create_client(values(), by=company.admin).company_name == "Northwind"


def test_peer_14_a_client_cannot_be_moved_to_another_company(company):
    client = services.create_client(values(company_id=99, status="inactive", id=1, imported=True), by=company.admin)
    services.update_client(client, values(city="Pune", company_id=99), by=company.admin, version=client.version)
    assert (client.company_id, client.city, client.imported) == (company.company_id, "Pune", False)
    assert client.status is ClientStatus.ACTIVE


def test_a_change_keeps_what_was_and_what_is(company):
    client = services.create_client(values(), by=company.admin)
    services.update_client(client, values(city="Pune"), by=company.admin, version=client.version)
    (event,) = events("client.updated")
    details = db.session.get(EventDetails, event.id)
    assert (details.old, details.new) == ({"city": "Chennai"}, {"city": "Pune"})


def test_a_stale_save_is_refused(company):
    client = services.create_client(values(), by=company.admin)
    seen = client.version
    services.update_client(client, values(city="Pune"), by=company.admin, version=seen)
    with pytest.raises(Conflict):
        services.update_client(client, values(city="Goa"), by=company.recruiter, version=seen)
    assert client.city == "Pune"


def test_a_client_is_deactivated_once_and_activated_again(company):
    client = services.create_client(values(), by=company.admin)
    services.deactivate_client(client, by=company.admin)
    with pytest.raises(InvalidState):
        services.deactivate_client(client, by=company.admin)
    services.activate_client(client, by=company.admin)
    assert (client.status, len(events("client.updated"))) == (ClientStatus.ACTIVE, 2)


def test_a_deleted_client_goes_with_its_notes_and_people_and_leaves_its_event(company):
    client = services.create_client(values(), by=company.admin)
    number = client.id
    services.add_note(client, "Pays late.", by=company.recruiter)
    factories.a_user(Role.CLIENT_USER, client_id=client.id)
    services.delete_client(client, 0, by=company.admin)
    assert db.session.get(Client, number) is None
    assert count(ClientNote) == 0
    assert not db.session.scalars(select(User.id).where(User.client_id == number)).all()
    (event,) = events("client.deleted")
    assert db.session.get(EventDetails, event.id).old["company_name"] == "Northwind"


def test_a_client_with_jobs_stays(company):
    client = services.create_client(values(), by=company.admin)
    with pytest.raises(RuleBroken):
        services.delete_client(client, 1, by=company.admin)
    assert db.session.get(Client, client.id) is not None


def test_a_job_that_nobody_counted_keeps_its_client(company):
    client = services.create_client(values(), by=company.admin)
    factories.a_job(client.id)
    with pytest.raises(RuleBroken, match="still refers"):
        services.delete_client(client, 0, by=company.admin)
    db.session.expire_all()
    assert db.session.get(Client, client.id) is not None


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_a_note_has_something_to_say(company, text):
    client = services.create_client(values(), by=company.admin)
    with pytest.raises(BadInput) as refused:
        services.add_note(client, text, by=company.admin)
    assert set(refused.value.fields) == {"text"}
