"""One's own interview, signed in."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from portal.candidate_portal import queries
from portal.candidate_portal.pages import _door, pages
from portal.candidate_portal.pages._door import Door
from portal.interviews import services
from portal.web.access import candidate_only, current_person


def _door_to(interview_id: int) -> Door:
    person = current_person()
    return Door(person, interview_id, queries.zone_of(person))


@pages.get("/interviews/<sid(int):interview_id>")
@candidate_only
def interview(interview_id: int) -> Response:
    return _door.interview_page(_door_to(interview_id))


@pages.get("/interviews/<sid(int):interview_id>/change")
@candidate_only
def interview_change(interview_id: int) -> AnyResponse:
    return _door.change_page(_door_to(interview_id))


@pages.post("/interviews/<sid(int):interview_id>/booking")
@candidate_only
def interview_booking(interview_id: int) -> AnyResponse:
    return _door.take(_door_to(interview_id), services.book_slot)


@pages.post("/interviews/<sid(int):interview_id>/move")
@candidate_only
def interview_move(interview_id: int) -> AnyResponse:
    return _door.take(_door_to(interview_id), services.choose_slot, "Your interview has moved to the new time.")


@pages.post("/interviews/<sid(int):interview_id>/cancellation")
@candidate_only
def interview_cancellation(interview_id: int) -> AnyResponse:
    return _door.cancel(_door_to(interview_id), services.give_back)


@pages.post("/interviews/<sid(int):interview_id>/message")
@candidate_only
def interview_message(interview_id: int) -> AnyResponse:
    return _door.send_message(_door_to(interview_id))


@pages.get("/interviews/<sid(int):interview_id>/interview.ics")
@candidate_only
def interview_calendar(interview_id: int) -> AnyResponse:
    return _door.calendar_file(_door_to(interview_id))
