"""What a candidate was told."""

from functools import partial

from flask import Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.candidate_portal.pages import pages
from portal.candidate_portal.queries_messages import unread_messages
from portal.core.clock import now
from portal.core.tenancy import enter, scope_of
from portal.notifications import queries, services
from portal.notifications.rules import target_of
from portal.notifications.rules_preferences import read_cells
from portal.notifications.showing import forget_browser, keep_browser, kept, list_of, push_facts, table_of
from portal.web.access import candidate_only, current_person, public, signed_in_person
from portal.web.fragments import back_to, page, page_or_block, toast, wants_block


@pages.get("/notifications")
@candidate_only
def notifications() -> Response:
    """The newest first."""
    return page(
        "notifications/candidate.html",
        **list_of(current_person(), "candidate_portal.notifications"),
        open_url=partial(url_for, "candidate_portal.notification"),
        read_url=partial(url_for, "candidate_portal.notification_reading"),
        **push_facts(),
    )


@pages.get("/notifications/unread")
@public("the count asks by itself: who has been signed out must not be carried off a form that is being filled in")
def news_count() -> AnyResponse:
    """How much is unread, news and messages, asked for every 30 seconds; nothing for who is not signed in."""
    person = signed_in_person()
    if person is None or not person.is_candidate:
        return Response(status=204)
    # A page that lies open asks on its own; that must not keep the session alive.
    g.session_seen_at = now()
    enter(scope_of(person))
    if not wants_block():
        return back_to("candidate_portal.notifications")
    counts = {"unread": queries.unread_count(person), "inbox_unread": unread_messages(person)}
    return page_or_block("notifications/_news.html", "news", oob=True, **counts)


@pages.route("/notifications/settings", methods=["GET", "POST"])
@candidate_only
def notification_settings() -> AnyResponse:
    """What the candidate wants to be told, and how."""
    person = current_person()
    if request.method == "POST":
        services.save_preferences(read_cells(request.form.getlist("wanted"), person.role), person)
        toast("Your choice is saved.")
        return back_to("candidate_portal.notification_settings")
    return page("notifications/candidate_settings.html", **table_of(person))


@pages.post("/notifications/devices")
@candidate_only
def keep_device() -> AnyResponse:
    """This browser shows my news from now on."""
    return keep_browser(current_person())


@pages.post("/notifications/devices/deletion")
@candidate_only
def forget_device() -> AnyResponse:
    """This browser shows them no longer."""
    return forget_browser(current_person())


@pages.post("/notifications/devices/<sid(dev):device_id>/deletion")
@candidate_only
def remove_device(device_id: int) -> AnyResponse:
    """Another device of mine shows them no longer."""
    services.remove(device_id, current_person())
    toast("This device is told nothing any more.")
    return back_to("candidate_portal.notification_settings")


@pages.post("/notifications/<sid(notif):notification_id>")
@candidate_only
def notification(notification_id: int) -> AnyResponse:
    """Read it, and go to what it is about."""
    found = queries.get_notification(notification_id, current_person())
    services.mark_read(notification_id, current_person())
    target = target_of(found.entity_type, found.entity_id, for_candidate=True)
    endpoint, values = target or ("candidate_portal.applications", {})
    return redirect(url_for(endpoint, **values), 303)


@pages.post("/notifications/<sid(notif):notification_id>/reading")
@candidate_only
def notification_reading(notification_id: int) -> AnyResponse:
    """Read it, and stay."""
    services.mark_read(notification_id, current_person())
    return back_to("candidate_portal.notifications", **kept())


@pages.post("/notifications/reading")
@candidate_only
def notifications_reading() -> AnyResponse:
    """Read everything."""
    services.mark_all_read(current_person())
    return back_to("candidate_portal.notifications")
