"""The address at which one's own calendar reads one's interviews: made, shown once, replaced, removed."""

from werkzeug.wrappers import Response

from portal.accounts import queries
from portal.accounts.pages import pages
from portal.accounts.services import feeds
from portal.core.links import address
from portal.web.access import current_person, signed_in
from portal.web.fragments import back_to, page, toast


@pages.get("/profile/calendar")
@signed_in
def calendar() -> Response:
    """Whether there is an address, and since when."""
    return page("accounts/calendar.html", since=queries.feed_of(current_person()))


@pages.post("/profile/calendar")
@signed_in
def make_calendar() -> Response:
    """Make one, and show it this once: it is not kept."""
    token = feeds.make_feed(current_person())
    return page("accounts/calendar.html", made=address("interviews.feed", token=token))


@pages.post("/profile/calendar/removal")
@signed_in
def remove_calendar() -> Response:
    """End it."""
    feeds.remove_feed(current_person())
    toast("The calendar address opens nothing any more.")
    return back_to("accounts.calendar")
