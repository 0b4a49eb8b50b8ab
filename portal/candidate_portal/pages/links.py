"""The link in the mail: opens one interview alone, without sign-in, as often as needed."""

from flask import Response, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from portal.candidate_portal.pages import _door, pages
from portal.candidate_portal.pages._door import Door
from portal.candidate_portal.services import open_interview_link
from portal.core.tenancy import enter, scope_of
from portal.interviews import services
from portal.web.access import public
from portal.web.fragments import page

WHY = "the secret of the link stands for its candidate, for this interview alone"


class LinkHasEnded(HTTPException):
    """The secret opens nothing (any more); answered by a page that says what to do."""

    code = 404


def _door_of(token: str) -> Door:
    """The door that the link opens. Raises LinkHasEnded."""
    opened = open_interview_link(token)
    # Whoever is signed in here sees, on this page, with the eyes of the link.
    g.person = None
    if opened is None:
        raise LinkHasEnded(response=page("candidate_portal/link_ended.html", 404))
    enter(scope_of(opened.by))
    return Door(opened.by, opened.interview_id, opened.zone, token)


@pages.after_request
def keep_the_secret(response: Response) -> Response:
    """An address that is a secret goes to no other site, into no cache and into no index."""
    if (request.endpoint or "").startswith("candidate_portal.interview_by_link"):
        # Not "no-referrer": browsers then send forms with `Origin: null`, which the edge refuses as another site's.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@pages.get("/i/<token>")
@public(WHY)
def interview_by_link(token: str) -> Response:
    return _door.interview_page(_door_of(token))


@pages.get("/i/<token>/change")
@public(WHY)
def interview_by_link_change(token: str) -> AnyResponse:
    return _door.change_page(_door_of(token))


@pages.post("/i/<token>/booking")
@public(WHY)
def interview_by_link_booking(token: str) -> AnyResponse:
    return _door.take(_door_of(token), services.book_slot)


@pages.post("/i/<token>/move")
@public(WHY)
def interview_by_link_move(token: str) -> AnyResponse:
    return _door.take(_door_of(token), services.choose_slot, "Your interview has moved to the new time.")


@pages.post("/i/<token>/cancellation")
@public(WHY)
def interview_by_link_cancellation(token: str) -> AnyResponse:
    return _door.cancel(_door_of(token), services.give_back)


@pages.post("/i/<token>/message")
@public(WHY)
def interview_by_link_message(token: str) -> AnyResponse:
    return _door.send_message(_door_of(token))


@pages.get("/i/<token>/interview.ics")
@public(WHY)
def interview_by_link_calendar(token: str) -> AnyResponse:
    return _door.calendar_file(_door_of(token))
