"""The body of a request: JSON of one shape for all events, described in docs/webhooks.md. Pure."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any


def body_of(*, message_id: str, name: str, at: datetime, webhook_id: str, company_id: int, data: dict[str, Any]) -> str:
    """The text that is stored, signed and sent, byte for byte the same at every try."""
    whole = {
        "id": message_id,
        "type": name,
        "timestamp": at,
        "webhook_id": webhook_id,
        "company_id": company_id,
        "data": data,
    }
    return json.dumps(as_json(whole), ensure_ascii=False, separators=(",", ":"))


def as_json(value: Any) -> Any:
    """A value as the body has it: moments in UTC with `Z`, amounts as numbers, enums as their words."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {str(name): as_json(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(inner) for inner in value]
    return str(value) if isinstance(value, str) else value


def told_of(kind: str, public_id: str, columns: dict[str, Any]) -> dict[str, Any]:
    """One row in a body: its public id, then its fields by the names of the source documents."""
    whole = {f"{kind}_id": public_id, **columns}
    if kind == "candidate":
        whole["name"] = " ".join(part for part in (columns["first_name"], columns["last_name"]) if part)
    return whole


def difference(name: str, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """What an event changed, as its name calls for it."""
    if name.endswith(".status_changed"):
        return {"status": new.get("status"), "previous_status": old.get("status"), "reason": new.get("reason")}
    if name in ("conversation.ongoing", "conversation.completed"):
        return {"status": new.get("status"), "previous_status": old.get("status")}
    if name.endswith(".updated"):
        both = dict.fromkeys([*old, *new])
        return {"changes": {field: {"old": old.get(field), "new": new.get(field)} for field in both}}
    if name == "interview.rescheduled":
        return {"previous_start_time": old.get("start"), "previous_end_time": old.get("end")}
    if name in ("interview.failed", "interview.cancelled"):
        return {"reason": new.get("reason") or None}
    return {}
