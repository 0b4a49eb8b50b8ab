"""JSON calls of governance (seed 003, "Governance")."""

from typing import Any

from portal.accounts import queries as accounts
from portal.accounts.models import CustomRole
from portal.accounts.permissions import ROLE_PERMISSIONS, SYSTEM_ROLES, Permission, permissions_of_role
from portal.accounts.services import roles as service
from portal.api.access import allows, caller
from portal.api.calls import Calls
from portal.api.payloads import Listing
from portal.core.errors import BadInput
from portal.governance import queries, rules
from portal.governance.payloads import (
    AuditQuery,
    LogOut,
    MatrixOut,
    RoleChange,
    RoleIn,
    RoleOut,
    RoleQuery,
    RolesOut,
)
from portal.governance.shapes import log_json, matrix_json, role_json, system_role_json

calls = Calls("governance_api", __name__, "Governance")
ONE = "/governance/roles/<sid(role):role_id>"


@calls.get("/governance/roles", RolesOut)
@allows(Permission.COMPANY_ADMIN)
def roles() -> Any:
    """The roles that every company has, and the company's own."""
    own = [role_json(role) for role in accounts.roles_of_company()]
    return {"items": [system_role_json(role) for role in SYSTEM_ROLES] + own, "next": None}


@calls.post("/governance/roles", RoleOut, status=201)
@allows(Permission.COMPANY_ADMIN)
def create_role(body: RoleIn) -> Any:
    """Make a role. Nobody gives a right that they do not have."""
    base = body.base_role or ("client_user" if body.client_id else "recruiter")
    role = service.create_role(
        role_name=body.role_name,
        description=body.description,
        base_role=base,
        permissions=_granted(ROLE_PERMISSIONS[base], body.permissions),
        client_id=body.client_id,
        by=caller(),
    )
    return role_json(role), 201


@calls.put(ONE, RoleOut)
@allows(Permission.COMPANY_ADMIN)
def update_role(role_id: int, body: RoleChange) -> Any:
    """Change what is sent. It holds from the next request of everybody who has the role."""
    role, values = accounts.get_role(role_id), {k: v for k, v in body.sent().items() if v is not None}
    version, flags = values.pop("version", None), values.pop("permissions", None)
    if flags is not None:
        values["permissions"] = _granted(permissions_of_role(role.base_role.value, role.permissions), flags)
    return role_json(service.update_role(role, values, caller(), version=version))


@calls.delete(ONE, RoleOut)
@allows(Permission.COMPANY_ADMIN)
def delete_role(role_id: int, query: RoleQuery) -> Any:
    """Delete a role that nobody has, or give those who have it another one. Their sessions and tokens end."""
    role, wanted = accounts.get_role(role_id), query.reassign_to
    shown = role_json(role)
    instead: CustomRole | None = accounts.get_role(wanted) if isinstance(wanted, int) else None
    service.delete_role(role, caller(), instead=instead, reassign=wanted == "base")
    return shown


@calls.get("/governance/access-matrix", MatrixOut)
@allows(Permission.AUDIT_READ)
def access_matrix() -> Any:
    """Who may do what: roles and the scopes of API keys."""
    return matrix_json(accounts.roles_of_company())


@calls.get("/governance/audit-logs", Listing[LogOut])
@allows(Permission.AUDIT_READ)
def audit_logs(query: AuditQuery) -> Any:
    """Who did what and when, the newest first."""
    found = queries.audit_page(_wanted(query), query.cursor, query.limit)
    return {"items": [log_json(row) for row in found.items], "next": found.next}


def _granted(before: Any, flags: dict[Permission, bool]) -> list[str]:
    return [p.value for p in Permission if flags.get(p, p in before)]


def _wanted(query: AuditQuery) -> queries.Wanted:
    """The filter of a call. Raises BadInput for ids that are none."""
    problems: dict[str, str] = {}
    actors = queries.actors_with_address(query.user_email) if query.user_email else None
    if query.user_id:
        actor = rules.actor_of(query.user_id)
        if actor is None:
            problems["user_id"] = "Use the id of a user (user_…), candidate account (cp_…) or API key (key_…)."
        elif actors is None or actor in actors:
            actors = (actor,)
        else:
            actors = ()
    number = None
    if query.entity_id:
        number = rules.entity_number(query.entity_type, query.entity_id) if query.entity_type else None
        if number is None:
            problems["entity_id"] = "Send the id of something, and its entity_type with it."
    if problems:
        raise BadInput(fields=problems)
    return queries.Wanted(actors, query.action_type, query.entity_type, number, query.since, query.until)
