"""The company's own roles given by JSON: where users are made and changed, by the service that the pages call."""

import pytest
from sqlalchemy import select

from portal.accounts import queries
from portal.accounts.models import Role, User
from portal.accounts.permissions import ROLE_PERMISSIONS, Permission
from portal.accounts.services import roles
from portal.core.database import db
from portal.core.ids import encode
from portal.core.tenancy import as_company
from tests import factories

P = Permission
NEW = {"email": "new@example.com", "name": "New Person"}


def a_role(by, base="recruiter", without=(P.JOBS_WRITE,), **values):
    """One of the company's own, which lacks some rights of its base; its id as calls have it."""
    granted = ROLE_PERMISSIONS[base] - set(without)
    made = roles.create_role(role_name=f"Own {base}", base_role=base, permissions=granted, by=by, **values)
    db.session.commit()
    return str(encode("role", made.id))


def user_with(email):
    """The user with this address, or None."""
    return db.session.scalars(select(User).where(User.email == email)).one_or_none()


def an_admin_without(world, *rights):
    """A second admin, whose own role lacks these."""
    granted = ROLE_PERMISSIONS["admin"] - set(rights)
    role = roles.create_role(role_name="Narrow", base_role="admin", permissions=granted, by=world.admin)
    user = factories.a_user(Role.ADMIN)
    roles.give_role(user, role, world.admin)
    db.session.commit()
    return queries.person_of(user, queries.get_company(world.company_id))


@pytest.fixture
def people(company):
    """Where the client's people are made."""
    return f"/api/clients/{encode('client', company.client_id)}/users"


def test_an_admin_registers_somebody_with_a_role_and_it_holds(company, call):
    role = a_role(company.admin)
    made = call(company.admin).post("/api/auth/register", {**NEW, "role": "recruiter", "role_id": role})
    assert made.status == 201 and made.json["role_id"] == role and made.json["role"] == "recruiter"
    held = queries.permissions_of_user(user_with(NEW["email"]))
    assert P.JOBS_WRITE not in held and P.JOBS_READ in held


def test_without_a_role_of_the_companys_own_there_is_none(company, call):
    assert call(company.admin).post("/api/auth/register", NEW).json["role_id"] is None
    assert call(company.recruiter).get("/api/auth/me").json["role_id"] is None


@pytest.mark.parametrize(("base", "role"), [("client_user", "recruiter"), ("admin", "recruiter")])
def test_a_role_for_others_is_refused_by_its_field(company, call, base, role):
    reply = call(company.admin).post(
        "/api/auth/register", {**NEW, "role": role, "role_id": a_role(company.admin, base, ())}
    )
    assert reply.status == 422 and reply.fields() == {"role_id"}
    assert user_with(NEW["email"]) is None


@pytest.mark.parametrize("role_id", ["role_nothing", 4242, "job_abcdef", True])
def test_a_role_that_is_not_there_is_refused_by_its_field(company, call, role_id):
    reply = call(company.admin).post("/api/auth/register", {**NEW, "role_id": role_id})
    assert reply.status == 422 and reply.fields() == {"role_id"}


def test_a_role_of_another_company_is_not_there(company, call):
    other = factories.a_world("Another")
    with as_company(other.company_id):
        role = a_role(other.admin)
    reply = call(company.admin).post("/api/auth/register", {**NEW, "role_id": role})
    assert reply.status == 422 and reply.fields() == {"role_id"}


def test_nobody_gives_a_right_that_they_do_not_have(company, call):
    narrow, role = an_admin_without(company, P.INTERVIEWS_DECIDE), a_role(company.admin)
    reply = call(narrow).post("/api/auth/register", {**NEW, "role_id": role})
    assert reply.status == 403 and user_with(NEW["email"]) is None


def test_a_clients_person_gets_a_role_another_and_the_base_role_again(company, call, people):
    calls, role = call(company.admin), a_role(company.admin, "client_user", (P.INTERVIEWS_DECIDE,))
    assert calls.post(people, {**NEW, "role_id": role}).json["role_id"] == role
    one = f"{people}/{NEW['email']}"
    assert calls.get(people).json["items"][-1]["role_id"] == role
    assert calls.put(one, {"name": "Renamed Person"}).json["role_id"] == role, "what is not sent stays"
    assert calls.put(one, {"role_id": None}).json["role_id"] is None
    assert calls.put(one, {"role_id": role}).json["role_id"] == role
    assert P.INTERVIEWS_DECIDE not in queries.permissions_of_user(user_with(NEW["email"]))


def test_a_role_of_another_client_is_refused_by_its_field(company, call, people):
    other = factories.a_client(company_name="Another")
    role = a_role(company.admin, "client_user", (P.INTERVIEWS_DECIDE,), client_id=other.id)
    calls = call(company.admin)
    made = calls.post(people, {**NEW, "role_id": role})
    assert made.status == 422 and made.fields() == {"role_id"}
    changed = calls.put(f"{people}/{company.client_user.email}", {"role_id": role})
    assert changed.status == 422 and changed.fields() == {"role_id"}


@pytest.mark.parametrize("who", ["recruiter", "key"])
def test_only_an_admin_gives_roles_to_a_clients_people(company, call, with_key, people, who):
    role = a_role(company.admin, "client_user", (P.INTERVIEWS_DECIDE,))
    calls = call(company.recruiter) if who == "recruiter" else with_key("clients:read", "clients:write")
    assert calls.post(people, {**NEW, "role_id": role}).status == 403
    assert user_with(NEW["email"]) is None
    assert calls.put(f"{people}/{company.client_user.email}", {"role_id": role}).status == 403
    assert calls.put(f"{people}/{company.client_user.email}", {"phone": "+91 1"}).status == 200


def test_a_role_given_by_a_call_ends_the_tokens_of_before(company, call, people):
    calls, role = call(company.client_user), a_role(company.admin, "client_user", (P.INTERVIEWS_DECIDE,))
    assert calls.get("/api/auth/me").status == 200
    assert call(company.admin).put(f"{people}/{company.client_user.email}", {"role_id": role}).status == 200
    assert calls.get("/api/auth/me").status == 401
