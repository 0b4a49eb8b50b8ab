"""What a candidate was told."""

from functools import partial

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.candidate_portal.pages import pages
from portal.notifications import queries, services
from portal.notifications.rules import target_of
from portal.web.access import candidate_only, current_person
from portal.web.fragments import back_to, page


@pages.get("/notifications")
@candidate_only
def notifications() -> Response:
    """The newest first."""
    person = current_person()
    return page(
        "notifications/candidate.html",
        page=queries.notification_page(person, cursor=request.args.get("cursor")),
        waiting=queries.unread_count(person),
        unread_only=False,
        open_url=partial(url_for, "candidate_portal.notification"),
        read_url=partial(url_for, "candidate_portal.notification_reading"),
        url=url_for("candidate_portal.notifications"),
    )


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
    return back_to("candidate_portal.notifications")


@pages.post("/notifications/reading")
@candidate_only
def notifications_reading() -> AnyResponse:
    """Read everything."""
    services.mark_all_read(current_person())
    return back_to("candidate_portal.notifications")
