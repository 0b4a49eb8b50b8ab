"""What the calls of governance take and give (seed 003, `roles`, `audit_logs` and "Governance")."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, Field
from pydantic_core import PydanticCustomError

from portal.accounts.models import ROLE_DESCRIPTION_LENGTH, ROLE_NAME_LENGTH
from portal.accounts.permissions import Permission
from portal.api.payloads import Answer, Id, Paging, Payload
from portal.core.ids import Prefix
from portal.governance.rules import ACTION_TYPES, ENTITY_TYPES, FIRST_YEAR, LAST_YEAR

Flags = dict[str, bool]


def _of_our_time(value: datetime) -> datetime:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise PydanticCustomError("year", "Give a year that a calendar has.")
    return value


Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time)]


class RoleIn(Payload):
    """A role of the company's own. What `permissions` does not name is as in the base role."""

    role_name: str = Field(min_length=1, max_length=ROLE_NAME_LENGTH, examples=["Sourcer"])
    description: str = Field("", max_length=ROLE_DESCRIPTION_LENGTH)
    permissions: dict[Permission, bool] = Field(default_factory=dict, examples=[{"interviews.decide": False}])
    base_role: Literal["admin", "recruiter", "client_user"] | None = Field(
        None, description="What it is made of: by default `client_user` with a `client_id`, else `recruiter`."
    )
    client_id: Id(Prefix.CLIENT) | None = None  # type: ignore[valid-type]


class RoleChange(Payload):
    """What is sent is changed; permissions that are not named stay as they are."""

    role_name: str | None = Field(None, min_length=1, max_length=ROLE_NAME_LENGTH)
    description: str | None = Field(None, max_length=ROLE_DESCRIPTION_LENGTH)
    permissions: dict[Permission, bool] | None = None
    version: int | None = Field(None, ge=1, le=2**31 - 1)


class RoleQuery(Payload):
    """Who has a role that is deleted gets another, or, with `base`, what their base role gives."""

    reassign_to: Literal["base"] | Id(Prefix.ROLE) | None = None  # type: ignore[valid-type]


class RoleOut(Answer):
    """A role. `permissions` names every permission that there is."""

    role_id: str
    role_name: str
    description: str
    permissions: Flags
    client_id: str | None
    is_system_role: bool
    created_at: str | None
    base_role: str
    version: int | None


class RolesOut(Answer):
    """All roles: those that every company has, then the company's own by name."""

    items: list[RoleOut]
    next: None


class PermissionOut(Answer):
    """One thing that a role or key may do."""

    permission: str
    description: str


class MatrixRoleOut(Answer):
    """A column of the matrix."""

    role_id: str
    role_name: str
    base_role: str
    is_system_role: bool
    permissions: Flags


class MatrixScopeOut(Answer):
    """What a scope of an API key opens."""

    scope: str
    permissions: Flags


class MatrixOut(Answer):
    """Who may do what, made of the table that every page and call asks."""

    permissions: list[PermissionOut]
    roles: list[MatrixRoleOut]
    scopes: list[MatrixScopeOut]


class AuditQuery(Paging):
    """Which events, the newest first."""

    user_id: str | None = Field(None, max_length=60, description="`user_…`, `cp_…` or `key_…`: who did it.")
    user_email: str | None = Field(None, max_length=254, description="The same by the address they have now.")
    action_type: str | None = Field(None, max_length=60, examples=ACTION_TYPES[:1])
    entity_type: str | None = Field(None, max_length=40, examples=list(ENTITY_TYPES)[:1])
    entity_id: str | None = Field(None, max_length=60, description="With `entity_type`: on what it was done.")
    since: Moment | None = Field(None, description="From this moment on.")
    until: Moment | None = Field(None, description="Before this moment.")


class LogOut(Answer):
    """One thing that somebody did. `old_value` and `new_value` are null where there are none or they were wiped."""

    log_id: str
    timestamp: str
    user_id: str | None
    user_email: str | None
    user_role: str
    action_type: str
    entity_type: str
    entity_id: str
    client_id: str | None
    old_value: dict[str, Any] | None
    new_value: dict[str, Any] | None
    metadata: dict[str, Any]
