"""`/api/admin/candidate-portal-users` (seed 003, "Admin - Portal Management")."""

from typing import Any

from portal.accounts import queries
from portal.accounts.api import calls
from portal.accounts.payloads import (
    AccountOut,
    DoneOut,
    PeopleQuery,
    PortalUserChange,
    PortalUserIn,
    account_json,
)
from portal.accounts.permissions import Permission
from portal.accounts.services import portal_accounts
from portal.api.access import allows, caller
from portal.api.payloads import Listing
from portal.core.names import split_name

PATH = "/admin/candidate-portal-users"


@calls.get(PATH, Listing[AccountOut])
@allows(Permission.COMPANY_ADMIN)
def portal_users(query: PeopleQuery) -> Any:
    """Candidates' accounts, by name."""
    found = queries.portal_users_page(query.q, query.cursor, query.limit)
    return {"items": [account_json(row) for row in found.items], "next": found.next}


@calls.post(PATH, AccountOut, status=201)
@allows(Permission.COMPANY_ADMIN)
def create_portal_user(body: PortalUserIn) -> Any:
    """Make an account. The link to set a password goes to the address."""
    values = body.sent()
    values["first_name"], values["last_name"] = split_name(values.pop("name"))
    candidate_id = values.pop("candidate_id", None)
    account = portal_accounts.create_account(values, caller())
    if candidate_id is not None:
        portal_accounts.link_account(account, candidate_id, caller())
    return account_json(account), 201


@calls.put(f"{PATH}/<sid(cp):account_id>", AccountOut)
@allows(Permission.COMPANY_ADMIN)
def update_portal_user(account_id: int, body: PortalUserChange) -> Any:
    """Change what is sent. Another address must be confirmed anew, so access ends."""
    account = queries.get_account(account_id)
    values = body.sent()
    status, version = values.pop("status", None), values.pop("version", None)
    if "name" in values:
        values["first_name"], values["last_name"] = split_name(values.pop("name") or "")
    portal_accounts.update_account(account, values, caller(), version=version)
    if status is not None:
        change = portal_accounts.activate_account if status == "active" else portal_accounts.deactivate_account
        change(account, caller())
    return account_json(account)


@calls.delete(f"{PATH}/<sid(cp):account_id>", AccountOut)
@allows(Permission.COMPANY_ADMIN)
def delete_portal_user(account_id: int) -> Any:
    """Deactivate the account: nobody signs in with it any more, and nothing that it did is lost."""
    account = queries.get_account(account_id)
    portal_accounts.deactivate_account(account, caller())
    return account_json(account)


@calls.post(f"{PATH}/<sid(cp):account_id>/reset-password", DoneOut)
@allows(Permission.COMPANY_ADMIN)
def reset_portal_user(account_id: int) -> Any:
    """End the candidate's access and mail a link for a new password."""
    account = queries.get_account(account_id)
    portal_accounts.reset_password(account, caller())
    return {"success": True, "message": f"A link for a new password goes to {account.email}."}
