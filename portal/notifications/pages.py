"""Pages of notifications for staff and client users: the list, the bell, reading, and what one wants to be told."""

from functools import partial

from flask import Blueprint, Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.conversations.queries import unread_talks
from portal.core.clock import now
from portal.core.tenancy import enter, scope_of
from portal.interviews.queries import get_application
from portal.notifications import queries, services
from portal.notifications.rules import target_of
from portal.notifications.rules_preferences import read_cells
from portal.notifications.showing import forget_browser, keep_browser, kept, list_of, push_facts, table_of
from portal.web.access import current_person, needs, public, signed_in, signed_in_person
from portal.web.fragments import back_to, page, page_or_block, toast, wants_block

pages = Blueprint("notifications", __name__, url_prefix="/notifications")
LATEST = 5


@pages.get("")
@signed_in
def index() -> Response:
    """What I was told, the newest first; `?show=unread` leaves what I have not read, `?type=…` what is of a type."""
    person = current_person()
    return page_or_block(
        "notifications/index.html",
        "list",
        **list_of(person, "notifications.index"),
        open_url=partial(url_for, "notifications.open_"),
        read_url=partial(url_for, "notifications.read"),
        **push_facts(),
    )


@pages.get("/latest")
@signed_in
def latest() -> AnyResponse:
    """The newest few, for the panel that the bell opens."""
    if not wants_block():
        return back_to("notifications.index")
    person = current_person()
    found = queries.notification_page(person, limit=LATEST).items
    return page_or_block("notifications/_latest.html", "latest", newest=found, waiting=queries.unread_count(person))


@pages.route("/settings", methods=["GET", "POST"])
@signed_in
def settings() -> AnyResponse:
    """What I want to be told, and how."""
    person = current_person()
    if request.method == "POST":
        services.save_preferences(read_cells(request.form.getlist("wanted"), person.role), person)
        toast("Your choice is saved.")
        return back_to("notifications.settings")
    return page("notifications/settings.html", **table_of(person))


@pages.post("/devices")
@signed_in
def keep_device() -> AnyResponse:
    """This browser shows my notifications from now on."""
    return keep_browser(current_person())


@pages.post("/devices/deletion")
@signed_in
def forget_device() -> AnyResponse:
    """This browser shows them no longer."""
    return forget_browser(current_person())


@pages.post("/devices/<sid(dev):device_id>/deletion")
@signed_in
def remove_device(device_id: int) -> AnyResponse:
    """Another device of mine shows them no longer."""
    services.remove(device_id, current_person())
    toast("This device is told nothing any more.")
    return back_to("notifications.settings")


@pages.get("/unread")
@public("the bell asks by itself: who has been signed out must not be carried off a form that is being filled in")
def bell() -> AnyResponse:
    """The bell with its count, asked for every 30 seconds; nothing for who is not signed in."""
    person = signed_in_person()
    if person is None or person.is_candidate:
        return Response(status=204)
    # A page that lies open asks on its own; that must not keep the session alive.
    g.session_seen_at = now()
    enter(scope_of(person))
    if not wants_block():
        return back_to("notifications.index")
    found = {"unread": queries.unread_count(person)}
    if person.may(Permission.CONVERSATIONS):
        found |= {"with_inbox": True, "inbox_unread": unread_talks(person)}
    return page_or_block("notifications/_bell.html", "bell", **found)


@pages.get("/<sid(notif):notification_id>")
@signed_in
def show(notification_id: int) -> AnyResponse:
    """Go to what a notification is about, without reading it (a link opened in another tab)."""
    return redirect(_target(notification_id))


@pages.post("/<sid(notif):notification_id>")
@signed_in
def open_(notification_id: int) -> AnyResponse:
    """Read it, and go to what it is about."""
    target = _target(notification_id)
    services.mark_read(notification_id, current_person())
    return redirect(target, 303)


@pages.post("/<sid(notif):notification_id>/reading")
@signed_in
def read(notification_id: int) -> AnyResponse:
    """Read it, and stay."""
    services.mark_read(notification_id, current_person())
    return back_to("notifications.index", **kept())


@pages.post("/reading")
@signed_in
def read_all() -> AnyResponse:
    """Read everything."""
    services.mark_all_read(current_person())
    toast("All notifications are read.")
    return back_to("notifications.index")


def _target(notification_id: int) -> str:
    """The page that a notification is about; for one that is about none, the list."""
    found = queries.get_notification(notification_id, current_person())
    endpoint, values = target_of(found.entity_type, found.entity_id, for_candidate=False) or (
        "notifications.index",
        {},
    )
    return url_for(endpoint, **values)


@pages.post("/selection/<sid(app):application_id>")
@needs(Permission.CANDIDATES_WRITE)
def send_selection(application_id: int) -> AnyResponse:
    """Write the good news to the candidate of a selected application."""
    application = get_application(application_id)
    account = services.send_selection_notification(application, current_person())
    toast(f"The good news is on its way to {account.email}.")
    return back_to("candidates.show", candidate_id=application.candidate_id)
