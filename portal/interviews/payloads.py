"""What interview calls take and give (seed 003, `interviews`; DESIGN.md §6, "interview bodies")."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import Field

from portal.api.payloads import Answer, Day, Email, Id, OfferedSlot, Paging, Payload, When, Yes, moment, one_of_these
from portal.candidates.models import ApplicationStatus
from portal.core.errors import BadInput
from portal.core.ids import Prefix, encode
from portal.core.people import Person
from portal.interviews.models import InterviewMode, InterviewStatus
from portal.interviews.proposals import moment_at
from portal.interviews.rules import (
    HIGHEST_RATING,
    LONGEST,
    LOWEST_RATING,
    MOST_GUESTS,
    MOST_INTERVIEWERS,
    MOST_SLOTS,
    SHORTEST,
    Span,
)
from portal.jobs.models import JobStatus

TEXT_LENGTH = 5000
# What a candidate is told of a round that was decided: that it took place.
TOLD = {InterviewStatus.PASSED: InterviewStatus.COMPLETED, InterviewStatus.FAILED: InterviewStatus.COMPLETED}


class SlotIn(Payload):
    """A time to offer, on multiples of five minutes; without a zone it is taken in the interview's."""

    start: When
    end: When


class GuestIn(Payload):
    """Somebody invited without an account."""

    name: str = Field("", max_length=200)
    email: Email


class _Facts(Payload):
    round_name: str | None = Field(None, min_length=1, max_length=120, examples=["Technical Round"])
    interview_mode: InterviewMode | None = None
    interview_duration: int | None = Field(None, ge=SHORTEST, le=LONGEST, multiple_of=5, description="Minutes.")
    time_zone: str | None = Field(None, max_length=60, examples=["Asia/Kolkata"])
    proposed_slots: list[SlotIn] | None = Field(None, max_length=MOST_SLOTS)
    meeting_link: str | None = Field(None, max_length=500, pattern=r"^https?://")
    place: str | None = Field(None, max_length=300)
    additional_instructions: str | None = Field(None, max_length=TEXT_LENGTH)
    interviewers: list[Id(Prefix.USER)] | None = Field(None, max_length=MOST_INTERVIEWERS)  # type: ignore[valid-type]
    guests: list[GuestIn] | None = Field(None, max_length=MOST_GUESTS)

    def facts(self) -> dict[str, Any]:
        """What was sent of the facts, by the names that the services have for them."""
        found = {FACTS[name]: value for name, value in self.sent().items() if name in FACTS and value is not None}
        if self.guests is not None:
            found["guests"] = [(guest.name, guest.email) for guest in self.guests]
        return found

    def spans(self, zone: str) -> list[Span]:
        """The times as moments. Raises BadInput for one that the zone's clocks skip."""
        return [(_moment(slot.start, zone), _moment(slot.end, zone)) for slot in self.proposed_slots or []]


FACTS = {
    "round_name": "round_name",
    "interview_mode": "mode",
    "interview_duration": "duration",
    "time_zone": "zone",
    "meeting_link": "meeting_link",
    "place": "place",
    "additional_instructions": "instructions",
    "interviewers": "interviewer_ids",
}


def _moment(value: datetime, zone: str) -> datetime:
    if value.tzinfo is not None:
        return value.astimezone(UTC)
    found = moment_at(value.date(), value.time(), zone)
    if found is None:
        raise BadInput(fields={"proposed_slots": f"Clocks in {zone} skip {value:%Y-%m-%d %H:%M}."})
    return found


class InterviewIn(_Facts):
    """A round of an application: the next one, unless `interview_round` says which.

    The application is that of `candidate_id` for `job_id` (without it the newest), or `application_id`. With slots the
    candidate is asked at once, without any it is a draft.
    """

    model_config = one_of_these("candidate_id", "application_id")

    candidate_id: Id(Prefix.CANDIDATE) | None = None  # type: ignore[valid-type]
    job_id: Id(Prefix.JOB) | None = None  # type: ignore[valid-type]
    application_id: Id(Prefix.APPLICATION) | None = None  # type: ignore[valid-type]
    interview_round: int | None = Field(None, ge=1, le=1000)


class InterviewChange(_Facts):
    """What is sent is changed. `proposed_slots` are the times offered from now on, in place of those before; a draft is
    sent to the candidate with them, and after a no-show the candidate is asked again. With `version`, a save over
    somebody else's is refused with 409."""

    version: int | None = Field(None, ge=1, le=2**31 - 1)


class BookIn(Payload):
    """The time that is chosen."""

    slot_id: Id(Prefix.SLOT)  # type: ignore[valid-type]


class CompletedIn(Payload):
    """How it was, in the caller's own words: both may be left out."""

    feedback: str | None = Field(None, max_length=TEXT_LENGTH)
    rating: int | None = Field(None, ge=LOWEST_RATING, le=HIGHEST_RATING)


class RejectIn(Payload):
    """What was seen, and why the process ends; the reason is also the application's."""

    feedback: str | None = Field(None, max_length=TEXT_LENGTH)
    reason: str | None = Field(None, max_length=500)


class CancelIn(Payload):
    """Why it is off, for the company's own eyes; a candidate who gives the time back gives no reason."""

    reason: str | None = Field(None, max_length=500)


class HireIn(Payload):
    """What is offered, in words."""

    salary_offered: str | None = Field(None, max_length=120, examples=["₹24 L a year"])


class InterviewsQuery(Paging):
    """Which interviews, and in which order; days are those of the caller's time zone, both included."""

    q: str = Field("", max_length=100, description="Beginnings of words of the candidate, job or round.")
    status: list[InterviewStatus] | None = None
    mine: Yes | None = Field(None, description="`true`: those that I am in as an interviewer.")
    job_id: str | None = Field(None, max_length=40, description="`job_…`")
    client_id: str | None = Field(None, max_length=40, description="`client_…`")
    candidate_id: str | None = Field(None, max_length=40, description="`cand_…`")
    since: Day | None = Field(None, alias="from", description="First day of the agreed time, `2026-12-01`.")
    until: Day | None = Field(None, alias="to", description="Last day of the agreed time.")
    sort: Literal["-created", "created", "start", "-start"] = Field(
        "-created", description="By `start`, only those with an agreed time are listed."
    )


class InterviewerOut(Answer):
    """A user who interviews."""

    user_id: str
    name: str


class GuestOut(Answer):
    """Somebody invited without an account; the address is null for a candidate."""

    name: str
    email: str | None


class InterviewOut(Answer):
    """An interview; every time is UTC. `feedback` and `rating` are the newest words and the rounded mean.

    A candidate is not told what was said and decided: a decided round reads `Completed`. `cancelled_reason`,
    `created_by` and `invite_sent_by` are the company's own.
    """

    interview_id: str
    application_id: str
    job_id: str
    job_title: str
    candidate_id: str
    candidate_name: str
    client_id: str
    client_name: str
    interview_mode: InterviewMode
    interview_duration: int
    time_zone: str
    proposed_slots: list[OfferedSlot]
    selected_slot_id: str | None
    scheduled_start_time: str | None
    scheduled_end_time: str | None
    interview_status: InterviewStatus
    interview_round: int
    round_name: str
    meeting_link: str | None
    place: str | None
    additional_instructions: str | None
    interviewers: list[InterviewerOut]
    guests: list[GuestOut]
    invite_sent: bool
    invite_sent_by: str | None
    feedback: str | None
    rating: int | None
    no_show_flag: bool
    no_show_count: int
    hiring_initiated: bool
    cancelled_reason: str | None
    created_at: str
    updated_at: str
    created_by: str
    version: int


class RoundCount(Answer):
    """How many interviews of a round stand where."""

    interview_round: int
    interviews: dict[InterviewStatus, int]


class JobCount(Answer):
    """How many applications and interviews of a job stand where."""

    job_id: str
    title: str
    applications: dict[ApplicationStatus, int]
    interviews: dict[InterviewStatus, int]


class PipelineOut(Answer):
    """Counts of what the caller sees; `by_job` has the newest 200 jobs that are open or on hold."""

    clients: int
    jobs: dict[JobStatus, int]
    candidates: int
    applications: dict[ApplicationStatus, int]
    interviews: dict[InterviewStatus, int]
    upcoming: int
    by_round: list[RoundCount]
    by_job: list[JobCount]


def interviews_json(rows: Sequence[Any], parts: Mapping[int, Any], by: Person) -> list[dict[str, Any]]:
    """`InterviewOut` of rows of `interview_page(…, whole=True)` and their `parts_of`, as the person may see them."""
    return [interview_json(row, parts[row.id], by) for row in rows]


def interview_json(row: Any, parts: Any, by: Person) -> dict[str, Any]:
    """`InterviewOut` of one row and its parts."""
    open_, staff = not by.is_candidate, by.client_id is None and not by.is_candidate
    # Taken apart at once: fifty rows read by thirty names each cost more than the query.
    (
        number, status, round_number, round_name, mode, starts, ends, meeting_link, rating, hiring, created_at,
        first_name, last_name, job_id, title, client_name, application_id, candidate_id, client_id, duration, zone,
        place, instructions, invite_sent, invite_sent_by, feedback, no_show_flag, no_show_count, cancelled_reason,
        updated_at, created_by, version, *_,
    ) = row  # fmt: skip
    chosen = [slot[0] for slot in parts.slots if slot[4]]
    return {
        "interview_id": encode(Prefix.INTERVIEW, number),
        "application_id": encode(Prefix.APPLICATION, application_id),
        "job_id": encode(Prefix.JOB, job_id),
        "job_title": title,
        "candidate_id": encode(Prefix.CANDIDATE, candidate_id),
        "candidate_name": f"{first_name} {last_name}".strip(),
        "client_id": encode(Prefix.CLIENT, client_id),
        "client_name": client_name,
        "interview_mode": mode,
        "interview_duration": duration,
        "time_zone": zone,
        "proposed_slots": [slot_json(slot, start, end, free) for slot, start, end, free, _ in parts.slots],
        "selected_slot_id": encode(Prefix.SLOT, chosen[0]) if chosen else None,
        "scheduled_start_time": starts,
        "scheduled_end_time": ends,
        "interview_status": status if open_ else TOLD.get(status, status),
        "interview_round": round_number,
        "round_name": round_name,
        "meeting_link": meeting_link,
        "place": place,
        "additional_instructions": instructions,
        "interviewers": [
            {"user_id": encode(Prefix.USER, person.user_id), "name": f"{person.first_name} {person.last_name}".strip()}
            for person in parts.interviewers
        ],
        "guests": [{"name": guest.name, "email": guest.email if open_ else None} for guest in parts.guests],
        "invite_sent": invite_sent,
        "invite_sent_by": invite_sent_by if staff else None,
        "feedback": feedback if open_ else None,
        "rating": rating if open_ else None,
        "no_show_flag": no_show_flag,
        "no_show_count": no_show_count,
        "hiring_initiated": hiring and open_,
        "cancelled_reason": cancelled_reason if staff else None,
        "created_at": created_at,
        "updated_at": updated_at,
        "created_by": created_by if staff else "",
        "version": version,
    }


def slot_json(number: int, start: datetime, end: datetime, is_available: bool) -> dict[str, Any]:
    """`OfferedSlot` of a slot."""
    return {
        "slot_id": encode(Prefix.SLOT, number),
        "start": moment(start),
        "end": moment(end),
        "is_available": is_available,
    }
