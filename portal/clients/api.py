"""JSON calls about clients and their people (seed 003, "Clients")."""

from typing import Any, Literal

from portal.accounts import queries as accounts
from portal.accounts.models import CustomRole, User
from portal.accounts.payloads import UserOut, user_json
from portal.accounts.permissions import Permission
from portal.accounts.services import users
from portal.api.access import allows, caller
from portal.api.calls import Calls
from portal.api.payloads import Listing, named_by, renamed
from portal.clients import queries, services
from portal.clients.models import Client, ClientStatus
from portal.clients.payloads import (
    ClientChange,
    ClientIn,
    ClientOut,
    ClientsQuery,
    ClientUserChange,
    ClientUserIn,
    client_json,
)
from portal.clients.queries import Wanted
from portal.core.names import split_name
from portal.jobs import queries as jobs

calls = Calls("clients_api", __name__, "Clients")
ONE = "/clients/<sid(client):client_id>"


@calls.get("/clients", Listing[ClientOut])
@allows(Permission.CLIENTS_READ)
def clients(query: ClientsQuery) -> Any:
    """Clients, by name unless asked otherwise."""
    wanted = Wanted(query.q, ClientStatus(query.status) if query.status else None, query.sort)
    found = queries.client_page(wanted, query.cursor, query.limit, whole=True)
    return {"items": [_shown(row) for row in found.items], "next": found.next}


@calls.post("/clients", ClientOut, status=201)
@allows(Permission.CLIENTS_WRITE)
def create_client(body: ClientIn) -> Any:
    """Add a client."""
    client = services.create_client(body.model_dump(exclude={"status"}), caller())
    if body.status != client.status:
        services.deactivate_client(client, caller())
    return _shown(client), 201


@calls.get(ONE, ClientOut)
@allows(Permission.CLIENTS_READ)
def client(client_id: int) -> Any:
    """One client."""
    return _shown(queries.get_client(client_id))


@calls.put(ONE, ClientOut)
@allows(Permission.CLIENTS_WRITE)
def update_client(client_id: int, body: ClientChange) -> Any:
    """Change what is sent."""
    found, values = queries.get_client(client_id), body.sent()
    status, version = values.pop("status", None), values.pop("version", None) or found.version
    stored = {name: getattr(found, name) for name in services.FIELDS}
    services.update_client(found, {**stored, **values}, caller(), version=version)
    if status is not None and status != found.status:
        change = services.activate_client if status == ClientStatus.ACTIVE else services.deactivate_client
        change(found, caller())
    return _shown(found)


@calls.delete(ONE, ClientOut)
@allows(Permission.CLIENTS_ADMIN)
def delete_client(client_id: int) -> Any:
    """Delete a client that has no jobs, with its notes and its people's accounts."""
    found = queries.get_client(client_id)
    shown = _shown(found)
    services.delete_client(found, jobs.count_jobs_of(client_id), caller())
    return shown


@calls.get(f"{ONE}/users", Listing[UserOut])
@allows(Permission.CLIENTS_READ)
def client_users(client_id: int) -> Any:
    """The client's own people, active ones first."""
    queries.get_client(client_id)
    return {"items": [user_json(user) for user in queries.client_users(client_id)], "next": None}


@calls.post(f"{ONE}/users", UserOut, status=201)
@allows(Permission.CLIENTS_WRITE)
def create_client_user(client_id: int, body: ClientUserIn) -> Any:
    """Add a person. The link to set a password goes to the address."""
    found = queries.get_client(client_id)
    first, last = split_name(body.name)
    custom = _role(body.role_id)
    with renamed(role="role_id"):
        user = users.create_client_user(
            found.id, first_name=first, last_name=last, email=body.email, phone=body.phone, custom=custom, by=caller()
        )
    return user_json(user), 201


@calls.put(f"{ONE}/users/<email>", UserOut)
@allows(Permission.CLIENTS_WRITE)
def update_client_user(client_id: int, email: str, body: ClientUserChange) -> Any:
    """Change what is sent."""
    user, values = _user(client_id, email), body.sent()
    status, version = values.pop("status", None), values.pop("version", None)
    custom: CustomRole | None | Literal["keep"] = _role(values.pop("role_id")) if "role_id" in values else "keep"
    if "name" in values:
        values["first_name"], values["last_name"] = split_name(values.pop("name") or "")
    with renamed(role="role_id"):
        users.update_user(user, values, caller(), custom=custom, version=version)
    if status is not None:
        (users.activate_user if status == "active" else users.deactivate_user)(user, caller())
    return user_json(user)


@calls.delete(f"{ONE}/users/<email>", UserOut)
@allows(Permission.CLIENTS_WRITE)
def delete_client_user(client_id: int, email: str) -> Any:
    """Deactivate the person: nobody signs in with the account any more, and nothing that they did is lost."""
    user = _user(client_id, email)
    users.deactivate_user(user, caller())
    return user_json(user)


def _role(role_id: int | None) -> CustomRole | None:
    with named_by("role_id"):
        return accounts.get_role(role_id) if role_id is not None else None


def _user(client_id: int, email: str) -> User:
    return queries.get_client_user_by_email(queries.get_client(client_id).id, email)


def _shown(client: Client | Any) -> dict[str, Any]:
    return client_json(client, staff=caller().client_id is None)
