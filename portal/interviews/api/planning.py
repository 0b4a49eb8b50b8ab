"""Planning a round, and changing what was said of it."""

from typing import Any

from portal.accounts.permissions import Permission
from portal.api.access import allows, caller
from portal.api.payloads import named_by
from portal.candidates.models import Application
from portal.candidates.queries import applications
from portal.candidates.queries.people import get_candidate
from portal.core.errors import BadInput
from portal.interviews import queries, rules, services
from portal.interviews.api import ONE, calls
from portal.interviews.api.listing import shown
from portal.interviews.models import Interview
from portal.interviews.payloads import InterviewChange, InterviewIn, InterviewOut
from portal.interviews.services import Facts


@calls.post("/interviews", InterviewOut, status=201)
@allows(Permission.INTERVIEWS_WRITE)
def create_interview(body: InterviewIn) -> Any:
    """Plan a round: with `proposed_slots` the candidate is asked for a time at once."""
    application = _application(body)
    number = body.interview_round or rules.next_round(queries.rounds_of(application.id))
    facts = Facts(**{"round_name": f"Round {number}", "zone": caller().time_zone, **body.facts()})
    try:
        slots = body.spans(facts.zone)
        interview = services.plan_interview(application, facts, slots, caller(), interview_round=number)
    except BadInput as refusal:
        raise _named(refusal) from refusal
    return shown(interview.id), 201


def _application(body: InterviewIn) -> Application:
    """The application that the body names. Raises BadInput."""
    if body.application_id is not None:
        with named_by("application_id"):
            return queries.get_application(body.application_id)
    if body.candidate_id is None:
        raise BadInput(fields={"candidate_id": "Say whom the interview is for."})
    with named_by("candidate_id"):
        known = applications.applications_of(get_candidate(body.candidate_id).id)
    wanted = [application for application in known if body.job_id in (None, application.job_id)]
    if not wanted:
        raise BadInput(fields={"job_id": "This candidate is not put forward for it."})
    return wanted[0]


@calls.put(ONE, InterviewOut)
@allows(Permission.INTERVIEWS_WRITE)
def update_interview(interview_id: int, body: InterviewChange) -> Any:
    """Change what is sent of an interview that is still to happen; who was invited gets the change."""
    interview = queries.get_interview(interview_id)
    facts = Facts(**{**_stored(interview), **body.facts(), **{name: None for name in _emptied(body)}})
    try:
        interview = services.edit_interview(interview, facts, caller(), version=body.version)
        if body.proposed_slots is not None:
            services.set_slots(interview, body.spans(facts.zone), caller())
    except BadInput as refusal:
        raise _named(refusal) from refusal
    return shown(interview_id)


def _emptied(body: InterviewChange) -> list[str]:
    """The facts that are taken away: sent as null. Raises BadInput for one that an interview must have."""
    names = {"meeting_link": "meeting_link", "place": "place", "additional_instructions": "instructions"}
    empty = [name for name, value in body.sent().items() if value is None and name != "version"]
    needed = {name: "This cannot be taken away." for name in sorted(empty) if name not in names}
    if needed:
        raise BadInput(fields=needed)
    return [names[name] for name in empty]


def _stored(interview: Interview) -> dict[str, Any]:
    return {
        "round_name": interview.round_name,
        "mode": interview.interview_mode,
        "duration": interview.interview_duration,
        "zone": interview.time_zone,
        "interviewer_ids": [row.user_id for row in queries.interviewers_of(interview.id)],
        "guests": [(guest.name, guest.email) for guest in queries.guests_of(interview.id)],
        "meeting_link": interview.meeting_link,
        "place": interview.place,
        "instructions": interview.additional_instructions,
    }


def _named(refusal: BadInput) -> BadInput:
    """The refusal with the field's name of the body."""
    fields = {"proposed_slots" if name == "slots" else name: said for name, said in refusal.fields.items()}
    return BadInput(refusal.message, fields=fields)
