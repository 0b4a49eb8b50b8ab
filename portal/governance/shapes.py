"""How roles, the access matrix and the audit log look in JSON; pages and files are made of the same."""

from datetime import UTC, datetime
from typing import Any

from portal.accounts.permissions import (
    PERMISSION_WORDS,
    ROLE_PERMISSIONS,
    SYSTEM_ROLES,
    Permission,
    Scope,
    permissions_of_role,
    permissions_of_scopes,
)
from portal.core.ids import Prefix, encode
from portal.governance.rules import actor_id, entity_id

Flags = dict[str, bool]
# Seed 003, `audit_logs`, in its order.
LOG_FIELDS = (
    "log_id", "timestamp", "user_id", "user_email", "user_role", "action_type", "entity_type", "entity_id", "client_id",
    "old_value", "new_value", "metadata",
)  # fmt: skip
SYSTEM_WORDS = {
    "admin": "Keeps the company: its settings, people, roles and keys, beside all that recruiters do.",
    "recruiter": "Works with clients, jobs, candidates and interviews.",
    "client_user": "Sees their own client's jobs and shared candidates, gives feedback and decides.",
    "candidate": "Sees and does their own things in the candidates' portal.",
}


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _flags(granted: Any) -> Flags:
    return {permission.value: permission in granted for permission in Permission}


def system_role_json(role: str) -> dict[str, Any]:
    """`RoleOut` of a role that every company has."""
    return {
        "role_id": role,
        "role_name": role,
        "description": SYSTEM_WORDS[role],
        "permissions": _flags(ROLE_PERMISSIONS[role]),
        "client_id": None,
        "is_system_role": True,
        "created_at": None,
        "base_role": role,
        "version": None,
    }


def role_json(role: Any) -> dict[str, Any]:
    """`RoleOut` of a company's own role, or of a row with its columns."""
    return {
        "role_id": encode(Prefix.ROLE, role.id),
        "role_name": role.role_name,
        "description": role.description,
        "permissions": _flags(permissions_of_role(role.base_role.value, role.permissions)),
        "client_id": encode(Prefix.CLIENT, role.client_id) if role.client_id else None,
        "is_system_role": False,
        "created_at": _moment(role.created_at),
        "base_role": role.base_role.value,
        "version": role.version,
    }


def matrix_json(own: Any) -> dict[str, Any]:
    """`MatrixOut`, with the company's own roles."""
    roles = [system_role_json(role) for role in (*SYSTEM_ROLES, "candidate")] + [role_json(role) for role in own]
    names = ("role_id", "role_name", "base_role", "is_system_role", "permissions")
    return {
        "permissions": [{"permission": p.value, "description": words} for p, words in PERMISSION_WORDS.items()],
        "roles": [{name: role[name] for name in names} for role in roles],
        "scopes": [{"scope": s.value, "permissions": _flags(permissions_of_scopes([s]))} for s in Scope],
    }


def log_json(row: Any) -> dict[str, Any]:
    """`LogOut` of an event and its details."""
    related = {
        f"{name}_id": str(encode(prefix, number))
        for name, prefix, number in (
            ("job", Prefix.JOB, row.job_id),
            ("candidate", Prefix.CANDIDATE, row.candidate_id),
            ("application", Prefix.APPLICATION, row.application_id),
            ("interview", Prefix.INTERVIEW, row.interview_id),
        )
        if number
    }
    wiped = row.details_digest is not None and not row.salt
    return {
        "log_id": encode(Prefix.LOG, row.id),
        "timestamp": _moment(row.at),
        "user_id": actor_id(row.actor_kind, row.actor_id),
        "user_email": row.actor_email or None,
        "user_role": row.actor_role,
        "action_type": row.action_type,
        "entity_type": row.entity_type,
        "entity_id": entity_id(row.entity_type, row.entity_id),
        "client_id": encode(Prefix.CLIENT, row.client_id) if row.client_id else None,
        "old_value": row.old or None,
        "new_value": row.new or None,
        "metadata": {
            **row.about,
            "event": row.name,
            "user_name": row.actor_name,
            "sealed_at_position": row.position,
            **({"values_wiped": True} if wiped else {}),
            **related,
        },
    }
