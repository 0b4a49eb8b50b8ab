"""`/api/candidate-portal/*` (seed 003, "Candidate Portal Auth")."""

from typing import Any

from flask import request

from portal.accounts import queries
from portal.accounts.api import calls
from portal.accounts.api.sign_in import NO_FIT, WrongPassword, password_problem
from portal.accounts.payloads import (
    AccountOut,
    CandidateLoginIn,
    CandidateRegisterIn,
    CandidateTokenOut,
    DoneOut,
    PasswordIn,
    account_json,
)
from portal.accounts.services import companies, password_changes, registration
from portal.accounts.services import sign_in as service
from portal.accounts.services.sessions import TOKEN_LIFE
from portal.api import tokens
from portal.api.access import allows_candidates, caller, open_to_all
from portal.core.errors import BadInput, Conflict
from portal.core.names import split_name
from portal.core.people import Person
from portal.core.tenancy import as_company
from portal.web.sessions import new_token_holder


class SeveralFit(Conflict):
    """The password opens accounts at several companies."""

    code = "COMPANY_REQUIRED"


@calls.post("/candidate-portal/login", CandidateTokenOut)
@open_to_all("the way in for candidates")
def candidate_login(body: CandidateLoginIn) -> Any:
    """Sign in as a candidate: a token for one hour."""
    secret, holder = new_token_holder()
    try:
        found = service.fitting_accounts(body.email, body.password, holder, company_id=body.company_id)
        if len(found) > 1:
            names = ", ".join(f"{row.company_id} ({row.company_name})" for row in found)
            raise SeveralFit(f"This password opens accounts at several companies. Send company_id: {names}.")
        row: Any = found[0]
        person = service.sign_in_candidate(row.company_id, row.id, row.version, holder)
    except service.WrongSignIn as refusal:
        raise WrongPassword(NO_FIT) from refusal
    return _token(person, secret)


@calls.post("/candidate-portal/register", DoneOut, status=201)
@open_to_all("candidates may open an account themselves")
def candidate_register(body: CandidateRegisterIn) -> Any:
    """Ask for an account. A mail confirms the address; the answer is the same whether or not it is known."""
    company_id = companies.company_for_candidates(body.company_id, body.company)
    first, last = split_name(body.name)
    registration.register(
        company_id,
        first_name=first,
        last_name=last,
        email=body.email,
        phone=body.phone,
        address=request.remote_addr or "unknown",
        password=body.password,
    )
    return {"success": True, "message": f"We have written to {body.email}. Please confirm your address."}, 201


@calls.post("/candidate-portal/logout", DoneOut)
@allows_candidates(with_old_password=True)
def candidate_logout() -> Any:
    """End the token of this call."""
    service.sign_out(caller())
    return {"success": True, "message": "This token opens nothing any more."}


@calls.get("/candidate-portal/me", AccountOut)
@allows_candidates(with_old_password=True)
def candidate_me() -> Any:
    """Who I am."""
    with as_company(caller().company_id):
        return account_json(queries.get_account(caller().id))


@calls.post("/candidate-portal/change-password", CandidateTokenOut)
@allows_candidates(with_old_password=True)
def candidate_change_password(body: PasswordIn) -> Any:
    """Set a new password. Every token and session from before ends; the answer brings a new token."""
    secret, holder = new_token_holder()
    try:
        password_changes.change_password(caller(), body.current_password, body.new_password, holder)
    except BadInput as refusal:
        raise password_problem(refusal) from refusal
    return _token(caller(), secret)


def _token(person: Person, secret: str) -> dict[str, Any]:
    with as_company(person.company_id):
        account = account_json(queries.get_account(person.id))
    return {
        "access_token": tokens.issue("candidate", person.id, secret, TOKEN_LIFE),
        "token_type": "bearer",
        "expires_in": int(TOKEN_LIFE.total_seconds()),
        "candidate": account,
    }
