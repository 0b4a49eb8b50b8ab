"""What the pages of notifications show, the same for users and for candidates."""

from typing import Any

from flask import request

from portal.core.people import Person
from portal.notifications import queries
from portal.notifications.models import Channel, NotificationType
from portal.notifications.rules_preferences import CHANNEL_WORDS, WORDS, types_for
from portal.web.filters import read_filters


def list_of(person: Person, endpoint: str) -> dict[str, Any]:
    """What a list of notifications shows, for users and for candidates."""
    kinds = types_for(person.role)
    filters = read_filters(endpoint, words={"show": ["unread"], "type": [kind.value for kind in kinds]})
    return {
        "page": queries.notification_page(
            person,
            unread_only=bool(filters["show"]),
            kinds=[NotificationType(kind) for kind in filters["type"]],
            cursor=request.args.get("cursor"),
        ),
        "filters": filters,
        "kinds": [(kind.value, WORDS[kind].label) for kind in kinds],
        "waiting": queries.unread_count(person),
        "url": filters.url(),
    }


def table_of(person: Person) -> dict[str, Any]:
    """The table of types and channels, with what is on."""
    return {
        "kinds": [(kind, WORDS[kind]) for kind in types_for(person.role)],
        "channels": [(channel, CHANNEL_WORDS[channel]) for channel in Channel],
        "wanted": queries.wanted_cells(person),
    }


def kept() -> dict[str, str]:
    """The filters of the list that the form was sent from."""
    return {name: request.form[name] for name in ("show", "type") if request.form.get(name)}
