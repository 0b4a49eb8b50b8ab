"""The address at which a candidate's own calendar reads their interviews."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts import queries
from portal.accounts.services import feeds
from portal.candidate_portal.pages import pages
from portal.core.links import address
from portal.web.access import candidate_only, current_person
from portal.web.fragments import back_to, page, toast


@pages.get("/profile/calendar")
@candidate_only
def profile_calendar() -> Response:
    """Whether there is an address, and since when."""
    return page("candidate_portal/calendar.html", since=queries.feed_of(current_person()))


@pages.post("/profile/calendar")
@candidate_only
def profile_calendar_make() -> Response:
    """Make one, and show it this once: it is not kept."""
    token = feeds.make_feed(current_person())
    return page("candidate_portal/calendar.html", made=address("interviews.feed", token=token))


@pages.post("/profile/calendar/removal")
@candidate_only
def profile_calendar_removal() -> AnyResponse:
    """End it."""
    feeds.remove_feed(current_person())
    toast("The calendar address opens nothing any more.")
    return back_to("candidate_portal.profile_calendar")
