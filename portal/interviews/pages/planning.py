"""Planning a round of an application, and changing what was said of it."""

from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.accounts.queries import active_users
from portal.candidates.models import Application
from portal.core.errors import BadInput, Conflict, PortalError, RuleBroken
from portal.core.formats import is_zone
from portal.interviews import queries, rules, services
from portal.interviews.forms import FIELD_OF, InterviewForm, hand_rows, read_guests, read_slots, write_guests
from portal.interviews.models import Interview, InterviewMode
from portal.interviews.pages import pages
from portal.interviews.pages.week import Choosing, proposed, read_day, week_of
from portal.interviews.rules import LONGEST, SHORTEST, SlotTaken, Span
from portal.interviews.services import Facts
from portal.web.access import current_person, needs
from portal.web.fragments import back_to, page_or_block, toast


@pages.get("/applications/<sid(app):application_id>/interviews/new")
@needs(Permission.INTERVIEWS_WRITE)
def new(application_id: int) -> Response:
    application = queries.get_application(application_id)
    number = rules.next_round(queries.rounds_of(application_id))
    # The address may say the interviewers, the length and the week, so that a link can lead to a prepared plan.
    form = InterviewForm(request.args, round_name=f"Round {number}", zone=current_person().time_zone)
    return _plan_page(application, form)


@pages.post("/applications/<sid(app):application_id>/interviews/times")
@needs(Permission.INTERVIEWS_WRITE)
def times(application_id: int) -> Response:
    return _plan_page(queries.get_application(application_id), InterviewForm(), propose="propose" in request.form)


@pages.post("/applications/<sid(app):application_id>/interviews")
@needs(Permission.INTERVIEWS_WRITE)
def create(application_id: int) -> AnyResponse:
    application, form = queries.get_application(application_id), InterviewForm()
    send = request.form.get("then") != "draft"
    try:
        slots = read_slots(request.form, *_length_and_zone(form)) if form.validate() else None
        if slots is None:
            return _plan_page(application, form, status=422)
        if send and not slots:
            raise BadInput(fields={"slots": "Choose at least one time to offer, or save a draft."})
        interview = services.plan_interview(application, read_facts(form), slots, current_person(), send=send)
    except (BadInput, RuleBroken) as refusal:
        put_errors(form, refusal)
        return _plan_page(queries.get_application(application_id), form, status=refusal.status)
    toast("The times are on their way to the candidate." if send else "Saved as a draft.")
    return back_to("interviews.show", interview_id=interview.id)


@pages.get("/interviews/<sid(int):interview_id>/edit")
@needs(Permission.INTERVIEWS_WRITE)
def edit(interview_id: int) -> Response:
    interview = queries.get_interview(interview_id)
    form = InterviewForm(
        round_name=interview.round_name,
        mode=interview.interview_mode.value,
        duration=interview.interview_duration,
        zone=interview.time_zone,
        interviewers=[row.user_id for row in queries.interviewers_of(interview_id)],
        guests=write_guests((guest.name, guest.email) for guest in queries.guests_of(interview_id)),
        meeting_link=interview.meeting_link or "",
        place=interview.place or "",
        instructions=interview.additional_instructions or "",
        version=str(interview.version),
    )
    return _edit_page(interview, form)


@pages.post("/interviews/<sid(int):interview_id>/edit")
@needs(Permission.INTERVIEWS_WRITE)
def change(interview_id: int) -> AnyResponse:
    interview, form = queries.get_interview(interview_id), InterviewForm()
    if not form.validate():
        return _edit_page(interview, form, 422)
    seen = form.version.data or ""
    try:
        version = int(seen) if seen.isdigit() else None
        services.edit_interview(interview, read_facts(form), current_person(), version=version)
    except (BadInput, Conflict) as refusal:
        put_errors(form, refusal)
        return _edit_page(queries.get_interview(interview_id), form, refusal.status)
    toast("Saved.")
    return back_to("interviews.show", interview_id=interview_id)


def read_facts(form: InterviewForm) -> Facts:
    """What the form says, as the services take it. Only of a form that is valid."""
    return Facts(
        round_name=form.round_name.data,
        mode=InterviewMode(form.mode.data),
        duration=form.duration.data,
        zone=form.zone.data,
        interviewer_ids=form.interviewers.data or [],
        guests=read_guests(form.guests.data or ""),
        meeting_link=form.meeting_link.data,
        place=form.place.data,
        instructions=form.instructions.data,
    )


def put_errors(form: InterviewForm, refusal: PortalError) -> None:
    """Put a refusal at the fields of the form; what it says of slots, or of no field, stands above it."""
    if isinstance(refusal, BadInput) and refusal.fields:
        form.put_errors(BadInput(fields={FIELD_OF.get(name, name): text for name, text in refusal.fields.items()}))
    elif isinstance(refusal, SlotTaken):
        form.put_errors(BadInput(fields={"interviewers": refusal.message}))
    else:
        form.form_errors.append(refusal.message)


def _length_and_zone(form: InterviewForm) -> tuple[int, str]:
    """What the week can be drawn with, whatever was typed."""
    typed, zone = form.duration.data, form.zone.data
    duration = typed if typed and SHORTEST <= typed <= LONGEST and typed % SHORTEST == 0 else 45
    return duration, zone if zone and is_zone(zone) else current_person().time_zone


def _plan_page(application: Application, form: InterviewForm, *, status: int = 200, propose: bool = False) -> Response:
    duration, zone = _length_and_zone(form)
    choosing = Choosing(
        candidate_id=application.candidate_id,
        candidate_name=application.candidate.name,
        client_id=application.client_id,
        interviewer_ids=form.interviewers.data or [],
        duration=duration,
        zone=zone,
    )
    chosen = _chosen(form, duration, zone)
    found = proposed(choosing) if propose else []
    chosen = with_proposals(chosen, found)
    monday = found[0][0].date() if found else read_day(request.values.get("week") or request.values.get("shown"))
    week = week_of(choosing, monday, chosen)
    return page_or_block(
        "interviews/plan.html",
        "week",
        status,
        application=application,
        form=_with_people(form, week.people),
        week=week,
        chosen={start for start, _ in chosen},
        picked=len(chosen),
        nothing_free=propose and not found,
        hands=hand_rows(request.form if not propose else None),
        duration=duration,
    )


def with_proposals(chosen: list[Span], found: list[Span]) -> list[Span]:
    """What was chosen stays; a proposal joins it where it overlaps nothing."""
    free = [span for span in found if all(span[1] <= start or span[0] >= end for start, end in chosen)]
    return sorted([*chosen, *free])


def _chosen(form: InterviewForm, duration: int, zone: str) -> list[Span]:
    """The times chosen so far. What cannot be read is said at the week."""
    try:
        return read_slots(request.form, duration, zone)
    except BadInput as refusal:
        if not form.form_errors:
            put_errors(form, refusal)
        return []


def _edit_page(interview: Interview, form: InterviewForm, status: int = 200) -> Response:
    form = _with_people(form, active_users(interview.client_id))
    meanwhile = []
    if status == 409 and form.version.data != str(interview.version):
        # Show what is saved now beside what was typed; whoever sends the form again has seen it.
        meanwhile = [(form[name].label.text, saved) for name, saved in _saved(interview) if form[name].data != saved]
        form.version.data = str(interview.version)
    return page_or_block("interviews/edit.html", "content", status, interview=interview, form=form, meanwhile=meanwhile)


def _saved(interview: Interview) -> list[tuple[str, object]]:
    """What is saved, by the names of the form's fields."""
    return [
        ("round_name", interview.round_name),
        ("mode", interview.interview_mode.value),
        ("duration", interview.interview_duration),
        ("zone", interview.time_zone),
        ("meeting_link", interview.meeting_link or ""),
        ("place", interview.place or ""),
        ("instructions", interview.additional_instructions or ""),
    ]


def _with_people(form: InterviewForm, people: Any) -> InterviewForm:
    form.interviewers.choices = [(user.id, f"{user.first_name} {user.last_name}".strip()) for user in people]
    return form
