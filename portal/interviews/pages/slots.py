"""The times of an interview that is planned already: offer more, withdraw one."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.core.errors import BadInput
from portal.interviews import queries, services
from portal.interviews.forms import hand_rows, read_slots
from portal.interviews.models import Interview
from portal.interviews.pages import pages
from portal.interviews.pages.week import Choosing, read_day, week_of
from portal.web.access import current_person, needs
from portal.web.forms import PortalForm
from portal.web.fragments import back_to, page_or_block, toast


@pages.get("/interviews/<sid(int):interview_id>/slots/new")
@needs(Permission.INTERVIEWS_WRITE)
def new_slots(interview_id: int) -> Response:
    return _slots_page(queries.get_interview(interview_id), PortalForm())


@pages.post("/interviews/<sid(int):interview_id>/slots")
@needs(Permission.INTERVIEWS_WRITE)
def add_slots(interview_id: int) -> AnyResponse:
    interview, form = queries.get_interview(interview_id), PortalForm()
    try:
        slots = read_slots(request.form, interview.interview_duration, interview.time_zone)
        services.add_slots(interview, slots, current_person())
    except BadInput as refusal:
        form.put_errors(refusal)
        return _slots_page(queries.get_interview(interview_id), form, 422)
    toast("The new times are offered.")
    return back_to("interviews.show", interview_id=interview_id)


@pages.post("/interviews/<sid(int):interview_id>/slots/<sid(slot):slot_id>/withdrawal")
@needs(Permission.INTERVIEWS_WRITE)
def withdraw(interview_id: int, slot_id: int) -> AnyResponse:
    interview = queries.get_interview(interview_id)
    services.withdraw_slot(interview, queries.get_slot(interview, slot_id), current_person())
    toast("That time is no longer offered.")
    return back_to("interviews.show", interview_id=interview_id)


def _slots_page(interview: Interview, form: PortalForm, status: int = 200) -> Response:
    choosing = Choosing(
        candidate_id=interview.candidate_id,
        candidate_name=interview.candidate.name,
        client_id=interview.client_id,
        interviewer_ids=[row.user_id for row in queries.interviewers_of(interview.id)],
        duration=interview.interview_duration,
        zone=interview.time_zone,
        besides=interview.id,
    )
    offered = {slot.start for slot in queries.slots_of(interview.id)}
    return page_or_block(
        "interviews/slots.html",
        "week",
        status,
        interview=interview,
        form=form,
        week=week_of(choosing, read_day(request.values.get("week")), []),
        offered=offered,
        chosen=set(),
        hands=hand_rows(request.form),
    )
