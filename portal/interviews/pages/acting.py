"""What staff do to an interview, each a POST that goes back to its page."""

from flask import request
from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.core.ids import decode
from portal.interviews import queries, services
from portal.interviews.forms import CancelForm
from portal.interviews.pages import pages
from portal.interviews.pages.listing import shown
from portal.interviews.rules import SlotTaken
from portal.web.access import current_person, needs
from portal.web.fragments import back_to, toast


@pages.post("/interviews/<sid(int):interview_id>/offer")
@needs(Permission.INTERVIEWS_WRITE)
def offer(interview_id: int) -> Response:
    interview = services.send_slots(queries.get_interview(interview_id), current_person())
    toast("The times are on their way to the candidate.")
    return back_to("interviews.show", interview_id=interview.id)


@pages.post("/interviews/<sid(int):interview_id>/booking")
@needs(Permission.INTERVIEWS_BOOK)
def booking(interview_id: int) -> Response:
    interview = queries.get_interview(interview_id)
    slot = queries.get_slot(interview, decode("slot", request.form.get("slot", "")) or 0)
    try:
        services.choose_slot(interview, slot, current_person())
    except SlotTaken as refusal:
        return shown(queries.get_interview(interview_id), refusal.status, refusal=refusal.message)
    toast("Booked. Now send the invitation.")
    return back_to("interviews.show", interview_id=interview_id)


@pages.post("/interviews/<sid(int):interview_id>/booking/return")
@needs(Permission.INTERVIEWS_BOOK)
def giving_back(interview_id: int) -> Response:
    services.give_back(queries.get_interview(interview_id), current_person())
    toast("The time is free again; the candidate is asked for another one.")
    return back_to("interviews.show", interview_id=interview_id)


@pages.post("/interviews/<sid(int):interview_id>/invitation")
@needs(Permission.INTERVIEWS_WRITE)
def invitation(interview_id: int) -> Response:
    services.send_invite(queries.get_interview(interview_id), current_person())
    toast("Everybody gets the invitation with the calendar entry.")
    return back_to("interviews.show", interview_id=interview_id)


@pages.post("/interviews/<sid(int):interview_id>/completion")
@needs(Permission.INTERVIEWS_WRITE)
def completion(interview_id: int) -> Response:
    services.mark_completed(queries.get_interview(interview_id), current_person())
    toast("Completed. The decision is open.")
    return back_to("interviews.show", interview_id=interview_id)


@pages.post("/interviews/<sid(int):interview_id>/no-show")
@needs(Permission.INTERVIEWS_WRITE)
def no_show(interview_id: int) -> Response:
    services.mark_no_show(queries.get_interview(interview_id), current_person())
    toast("Noted as a no-show. You may offer new times.", kind="info")
    return back_to("interviews.show", interview_id=interview_id)


@pages.post("/interviews/<sid(int):interview_id>/renewal")
@needs(Permission.INTERVIEWS_WRITE)
def renewal(interview_id: int) -> Response:
    services.invite_again(queries.get_interview(interview_id), current_person())
    toast("The candidate is asked for a time once more.")
    return back_to("interviews.show", interview_id=interview_id)


@pages.post("/interviews/<sid(int):interview_id>/cancellation")
@needs(Permission.INTERVIEWS_WRITE)
def cancellation(interview_id: int) -> Response:
    form = CancelForm()
    if not form.validate():
        return shown(queries.get_interview(interview_id), 422, cancel_form=form)
    services.cancel(queries.get_interview(interview_id), current_person(), form.reason.data or "")
    toast("The interview is cancelled, and everybody who knew of it is told.")
    return back_to("interviews.show", interview_id=interview_id)
