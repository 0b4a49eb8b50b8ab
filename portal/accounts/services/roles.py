"""The company's own roles: made, changed, given to people, taken away. Nobody gives a right that they do not have."""

from collections.abc import Iterable, Mapping
from typing import Any

from portal.accounts import queries, rules
from portal.accounts.models import CustomRole, Role, User
from portal.accounts.permissions import Permission, permissions_of_role
from portal.accounts.services.password_changes import end_access
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput, RuleBroken
from portal.core.events import changes, record
from portal.core.people import Person

__all__ = ["create_role", "delete_role", "drop_roles_of_client", "give_role", "update_role"]
# What a form may change; the base and the client of a role stay, for people have it who fit them.
FIELDS = frozenset({"role_name", "description", "permissions"})


class RoleInUse(RuleBroken):
    """Somebody still has the role that is to go."""


def create_role(
    *,
    role_name: str,
    base_role: str,
    permissions: Iterable[str],
    by: Person,
    description: str = "",
    client_id: int | None = None,
) -> CustomRole:
    """A new role. Raises BadInput (`role_name`, `base_role`, `permissions`, `client_id` …), NotAllowed."""
    granted, name = list(permissions), role_name.strip()
    rules.check_role(name, description, base_role, granted, client_id is not None)
    if client_id is not None and not queries.client_exists(by.company_id, client_id):
        raise BadInput(fields={"client_id": "There is no such client."})
    _check_free(name)
    rules.check_gives(permissions_of_role(base_role, granted), by)
    role = CustomRole(
        company_id=by.company_id,
        role_name=name,
        description=description.strip(),
        base_role=Role(base_role),
        permissions=_in_order(granted),
        client_id=client_id,
        created_at=now(),
        created_by=by.email,
    )
    db.session.add(role)
    db.session.flush()
    shown = {k: getattr(role, k) for k in ("role_name", "description", "base_role", "permissions")}
    record("role.created", role, by, new=shown, about={"role_name": name})
    return role


def update_role(role: CustomRole, values: Mapping[str, Any], by: Person, *, version: int | None = None) -> CustomRole:
    """Change a role's name, description or permissions, which hold from the next request of everybody who has it.

    Raises BadInput, Conflict, NotAllowed, RuleBroken (an admin stays).
    """
    rules.check_fresh(role.version, version)
    wanted = {k: v for k, v in values.items() if k in FIELDS}
    whole = {k: wanted.get(k, getattr(role, k)) for k in FIELDS}
    name = whole["role_name"].strip()
    rules.check_role(name, whole["description"], role.base_role.value, whole["permissions"], role.client_id is not None)
    _check_free(name, role.id)
    wanted = {"role_name": name, "description": whole["description"].strip()}
    wanted["permissions"] = _in_order(whole["permissions"])
    old, new = changes(role, wanted)
    if not new:
        return role
    before = permissions_of_role(role.base_role.value, role.permissions)
    rules.check_not_above(before, by)
    rules.check_gives(permissions_of_role(role.base_role.value, wanted["permissions"]) - before, by)
    _wait_for_others(role.company_id)
    for key, value in new.items():
        setattr(role, key, value)
    db.session.flush()
    rules.check_an_admin_is_left(queries.active_admins())
    record("role.updated", role, by, old=old, new=new, about={"role_name": name})
    return role


def delete_role(role: CustomRole, by: Person, *, instead: CustomRole | None = None, reassign: bool = False) -> None:
    """Delete a role. Those who have it get `instead`, or (`reassign` alone) their base role; else it must be unused.

    Raises RoleInUse, BadInput (`role`), NotAllowed, RuleBroken.
    """
    people = queries.users_with_role(role.id)
    if people and not reassign and instead is None:
        count = "one person has" if len(people) == 1 else f"{len(people)} people have"
        raise RoleInUse(f"{count.capitalize()} this role. Say which role they get instead.")
    if instead is not None and instead.id == role.id:
        raise BadInput(fields={"role": "Choose another role than the one that goes."})
    rules.check_not_above(permissions_of_role(role.base_role.value, role.permissions), by)
    for user in people:
        give_role(user, instead, by)
    shown = {k: getattr(role, k) for k in ("role_name", "description", "base_role", "permissions")}
    record("role.deleted", role, by, old=shown, about={"role_name": role.role_name})
    db.session.delete(role)
    db.session.flush()


def give_role(user: User, role: CustomRole | None, by: Person) -> None:
    """Give a user one of the company's own roles, or (None) the base role again. Their sessions and tokens end.

    Only those who keep the company may. Raises NotAllowed, BadInput (`role`), RuleBroken.
    """
    if user.role_id == (role.id if role else None):
        return
    rules.check_gives({Permission.COMPANY_ADMIN}, by)
    rules.check_not_oneself(user.id, by.id)
    if role is not None:
        rules.check_fits(role.base_role.value, role.client_id, user.role.value, user.client_id)
    rules.check_not_above(queries.permissions_of_user(user), by)
    rules.check_gives(permissions_of_role(user.role.value, role.permissions if role else None), by)
    _wait_for_others(user.company_id)
    old = {"role_id": user.role_id, "role_name": queries.get_role(user.role_id).role_name if user.role_id else None}
    user.role_id = role.id if role else None
    end_access(user)
    rules.check_an_admin_is_left(queries.active_admins())
    new = {"role_id": user.role_id, "role_name": role.role_name if role else None}
    record("user.updated", user, by, old=old, new=new)


def drop_roles_of_client(client_id: int, by: Person) -> None:
    """Delete a client's own roles with the client; its people are gone by then."""
    for role in queries.roles_for([Role.CLIENT_USER], client_id):
        if role.client_id == client_id:
            record("role.deleted", role, by, old={"role_name": role.role_name}, about={"role_name": role.role_name})
            db.session.delete(role)
    db.session.flush()


def _in_order(granted: Iterable[str]) -> list[str]:
    chosen = set(granted)
    return [permission.value for permission in Permission if permission in chosen]


def _check_free(role_name: str, besides: int = 0) -> None:
    if queries.find_role_named(role_name, besides) is not None:
        raise BadInput(fields={"role_name": "There is a role of this name already."})


def _wait_for_others(company_id: int) -> None:
    # Two who take rights away at the same moment wait here for one another, so that one of them sees the last admin.
    queries.get_company(company_id, locked=True)
