"""What the pages of notifications show, the same for users and for candidates."""

from typing import Any

from flask import Response, current_app, request

from portal.core.people import Person
from portal.core.push import public_key
from portal.notifications import queries, services
from portal.notifications.models import Channel, NotificationType
from portal.notifications.queries.devices import own_devices
from portal.notifications.rules_preferences import CHANNEL_WORDS, is_from_services, types_for, words_for
from portal.web.filters import read_filters
from portal.web.sessions import set_cookie

# Which browser this is: the digest of its address at its push service, which scripts cannot read.
BROWSER_COOKIE = "portal_push"
A_YEAR = 31_536_000


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
        "kinds": [(kind.value, words_for(kind, person.role).label) for kind in kinds],
        "waiting": queries.unread_count(person),
        "url": filters.url(),
    }


def table_of(person: Person) -> dict[str, Any]:
    """The table of types and channels, in two groups, with what is on."""
    kinds = [(kind, words_for(kind, person.role)) for kind in types_for(person.role)]
    return {
        "groups": [
            ("", [(kind, words) for kind, words in kinds if not is_from_services(kind, person.role)]),
            (
                "From services connected to the portal",
                [(kind, words) for kind, words in kinds if is_from_services(kind, person.role)],
            ),
        ],
        "channels": [(channel, CHANNEL_WORDS[channel]) for channel in Channel],
        "wanted": queries.wanted_cells(person),
        "devices": own_devices(person),
        "this_browser": request.cookies.get(BROWSER_COOKIE),
        **push_facts(),
    }


def push_facts() -> dict[str, Any]:
    """What a page needs to offer push messages: our public key, empty where they are not set up."""
    private = current_app.config["VAPID_PRIVATE_KEY"]
    return {"push_key": public_key(private) if private else ""}


def keep_browser(person: Person) -> Response:
    """Have the browser that sends this show the person's notifications."""
    form, agent = request.form, request.headers.get("User-Agent", "")
    endpoint = form.get("endpoint", "")
    services.subscribe(endpoint, form.get("p256dh", ""), form.get("auth", ""), agent, person)
    answer = Response(status=204)
    set_cookie(answer, BROWSER_COOKIE, services.digest_of(endpoint), max_age=A_YEAR)
    return answer


def forget_browser(person: Person) -> Response:
    """Stop telling the browser that sends this."""
    services.forget_browser(services.digest_of(request.form.get("endpoint", "")), person)
    answer = Response(status=204)
    answer.delete_cookie(BROWSER_COOKIE)
    return answer


def leave_browser(person: Person) -> None:
    """Who signs out is not told in this browser any more, whether or not its scripts run."""
    digest = request.cookies.get(BROWSER_COOKIE)
    if digest:
        services.forget_browser(digest, person)


def kept() -> dict[str, str]:
    """The filters of the list that the form was sent from."""
    return {name: request.form[name] for name in ("show", "type") if request.form.get(name)}
