"""How a company's assistant and its people share the work."""

from collections.abc import Mapping
from typing import Any

from portal.conversations import rules
from portal.conversations.models import ConversationSettings
from portal.conversations.queries.settings import find_settings
from portal.core.database import db
from portal.core.errors import Conflict
from portal.core.events import changes, record
from portal.core.people import Person

FIELDS = frozenset({"assistant_on", "opens", "nudge_after_hours", "offer_after_minutes"})


def save_settings(values: Mapping[str, Any], by: Person, *, version: int | None = None) -> ConversationSettings:
    """Change how conversations work. `version` is what the form was made from (0: the defaults).

    Raises BadInput, and Conflict when somebody saved meanwhile.
    """
    wanted = {key: value for key, value in values.items() if key in FIELDS}
    rules.check_settings(wanted.get("nudge_after_hours"), wanted.get("offer_after_minutes"))
    row = find_settings()
    if version is not None and version != (row.version if row is not None else 0):
        raise Conflict("Somebody else has changed this meanwhile, so nothing was saved.", code="STALE")
    if row is None:
        row = ConversationSettings(company_id=by.company_id)
        db.session.add(row)
        db.session.flush()
    old, new = changes(row, wanted)
    if new:
        for key, value in new.items():
            setattr(row, key, value)
        db.session.flush()
        record("conversation_settings.updated", row, by, old=old, new=new)
    return row
