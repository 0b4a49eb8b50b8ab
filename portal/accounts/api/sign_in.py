"""`/api/auth/*` (seed 003, "Authentication")."""

from typing import Any

from portal.accounts import queries
from portal.accounts.api import calls
from portal.accounts.models import Role, User
from portal.accounts.payloads import DoneOut, LoginIn, PasswordIn, RegisterIn, TokenOut, UserOut, user_json
from portal.accounts.permissions import Permission
from portal.accounts.services import password_changes, users
from portal.accounts.services import sign_in as service
from portal.accounts.services.sessions import TOKEN_LIFE
from portal.api import tokens
from portal.api.access import allows, allows_users, caller, open_to_all
from portal.api.door import NotKnown
from portal.api.payloads import named_by, renamed
from portal.clients import queries as clients
from portal.core.errors import BadInput
from portal.core.names import split_name
from portal.core.people import Person
from portal.core.tenancy import as_company
from portal.web.sessions import new_token_holder

NO_FIT = "No account has this address with this password."


class WrongPassword(NotKnown):
    """Unknown address, wrong password or a closed account: which one is not told."""

    code = "INVALID_CREDENTIALS"


@calls.post("/auth/login", TokenOut)
@open_to_all("the way in")
def login(body: LoginIn) -> Any:
    """Sign in as a user: a token for one hour."""
    secret, holder = new_token_holder()
    try:
        person = service.sign_in_user(body.email, body.password, holder)
    except service.WrongSignIn as refusal:
        raise WrongPassword(NO_FIT) from refusal
    return _token(person, secret)


@calls.post("/auth/logout", DoneOut)
@allows_users(with_old_password=True)
def logout() -> Any:
    """End the token of this call."""
    service.sign_out(caller())
    return {"success": True, "message": "This token opens nothing any more."}


@calls.get("/auth/me", UserOut)
@allows_users(with_old_password=True)
def me() -> Any:
    """Who I am."""
    return user_json(queries.get_user(caller().id))


@calls.post("/auth/change-password", TokenOut)
@allows_users(with_old_password=True)
def change_password(body: PasswordIn) -> Any:
    """Set a new password. Every token and session from before ends; the answer brings a new token."""
    secret, holder = new_token_holder()
    try:
        password_changes.change_password(caller(), body.current_password, body.new_password, holder)
    except BadInput as refusal:
        raise password_problem(refusal) from refusal
    return _token(caller(), secret)


@calls.post("/auth/register", UserOut, status=201)
@allows(Permission.COMPANY_ADMIN)
def register(body: RegisterIn) -> Any:
    """Make a user. The link to set a password goes to the address."""
    first, last = split_name(body.name)
    facts: dict[str, Any] = {
        "first_name": first, "last_name": last, "email": body.email, "phone": body.phone, "password": body.password,
    }  # fmt: skip
    with named_by("role_id"):
        facts["custom"] = queries.get_role(body.role_id) if body.role_id is not None else None
    with renamed(role="role_id"):
        return user_json(_made(body, facts)), 201


def _made(body: RegisterIn, facts: dict[str, Any]) -> User:
    if body.role == "client_user":
        if body.client_id is None:
            raise BadInput(fields={"client_id": "Say which client this user belongs to."})
        client = clients.get_client(body.client_id)
        return users.create_client_user(client.id, **facts, by=caller())
    if body.client_id is not None:
        raise BadInput(fields={"client_id": "Only a client_user belongs to a client."})
    return users.create_staff_user(**facts, role=Role(body.role), by=caller())


def password_problem(refusal: BadInput) -> BadInput:
    """The refusal of a new password with the fields' names in JSON."""
    names = {"current": "current_password", "password": "new_password"}
    return BadInput(fields={names.get(name, name): words for name, words in refusal.fields.items()})


def _token(person: Person, secret: str) -> dict[str, Any]:
    with as_company(person.company_id):
        user = user_json(queries.get_user(person.id))
    return {
        "access_token": tokens.issue("user", person.id, secret, TOKEN_LIFE),
        "token_type": "bearer",
        "expires_in": int(TOKEN_LIFE.total_seconds()),
        "user": user,
    }
