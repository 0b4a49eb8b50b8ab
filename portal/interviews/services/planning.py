"""The recruiter's part: plan a round, change its facts, offer times."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.candidates import services as candidates
from portal.candidates.models import Application, ApplicationStatus
from portal.core.addresses import valid_address
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput, Conflict, NotAllowed, RuleBroken
from portal.core.events import changes
from portal.core.formats import is_zone
from portal.core.people import Person, PersonKind
from portal.interviews import queries, rules
from portal.interviews.models import Guest, Interview, Interviewer, InterviewMode, InterviewSlot, InterviewStatus
from portal.interviews.rules import BOOKED, Action, Span
from portal.interviews.services import inviting
from portal.interviews.services.asking import ask, move, note, when_of
from portal.interviews.services.booking import invite_again
from portal.interviews.services.holding import hold_for, release, resize


@dataclass(frozen=True, slots=True)
class Facts:
    """What a recruiter says of an interview. `duration` is in minutes, `zone` a name, guests are (name, e-mail)."""

    round_name: str
    mode: InterviewMode = InterviewMode.VIDEO
    duration: int = 45
    zone: str = "Asia/Kolkata"
    interviewer_ids: Sequence[int] = ()
    guests: Sequence[tuple[str, str]] = ()
    meeting_link: str | None = None
    place: str | None = None
    instructions: str | None = None

    def columns(self) -> dict[str, Any]:
        """The facts as columns of the interview."""
        return {
            "round_name": self.round_name.strip(),
            "interview_mode": self.mode,
            "interview_duration": self.duration,
            "time_zone": self.zone,
            "meeting_link": self.meeting_link or None,
            "place": self.place or None,
            "additional_instructions": self.instructions or None,
        }


def plan_interview(
    application: Application,
    facts: Facts,
    slots: Sequence[Span],
    by: Person,
    *,
    interview_round: int | None = None,
    send: bool = True,
) -> Interview:
    """Plan a round (the next one, unless a number is given). With slots the candidate is asked at once if `send`.

    Raises BadInput, NotAllowed, Conflict when the round has a living interview, RuleBroken when it is not its turn.
    """
    if by.kind is not PersonKind.SYSTEM and not by.may(Permission.INTERVIEWS_WRITE):
        raise NotAllowed("Interviews are planned by the recruiting company.")
    if application.status in {ApplicationStatus.REJECTED, ApplicationStatus.SELECTED}:
        raise RuleBroken("This application is closed. Take the decision back before you plan another interview.")
    moment = now()
    rounds = queries.rounds_of(application.id)
    number = interview_round or rules.next_round(rounds)
    rules.check_round(number, rounds)
    users, guests = _check_facts(facts, application.client_id)
    rules.check_slots(slots, moment)
    interview = Interview(
        company_id=application.company_id,
        application_id=application.id,
        candidate_id=application.candidate_id,
        job_id=application.job_id,
        client_id=application.client_id,
        interview_round=number,
        interview_status=InterviewStatus.DRAFT,
        ics_uid=f"{secrets.token_hex(16)}@interviews",
        created_at=moment,
        updated_at=moment,
        created_by=by.email,
        **facts.columns(),
    )
    _insert(interview)
    _set_people(interview, users, guests)
    _share_with_client_interviewers(application, users, by)
    application.current_round = max(application.current_round, number)
    _write_slots(interview, slots)
    note("interview.scheduled", interview, by, new=facts.columns(), about=when_of(interview))
    return send_slots(interview, by) if send and slots else interview


def edit_interview(interview: Interview, facts: Facts, by: Person, *, version: int | None = None) -> Interview:
    """Change what was said of an interview that is still to happen. Who was invited gets the change.

    Another duration moves the end of the agreed time. `version` is the one that the editor saw. Raises Conflict when
    somebody saved meanwhile, SlotTaken when one of the people is busy then, BadInput, InvalidState, NotAllowed.
    """
    interview = ask(Action.EDIT, interview, by)
    if version is not None and version != interview.version:
        raise Conflict("Somebody else changed this interview meanwhile. Yours is not saved yet: look, and save again.")
    users, guests = _check_facts(facts, interview.client_id)
    old, new = changes(interview, facts.columns())
    before = inviting.invitees(interview)
    for column, value in new.items():
        setattr(interview, column, value)
    people_changed = _change_people(interview, users, guests)
    if not new and not people_changed:
        return interview
    if "interview_duration" in new and interview.interview_status in BOOKED:
        resize(interview, facts.duration)
    interview.updated_at = now()
    db.session.flush()
    _share_with_client_interviewers(queries.get_application(interview.application_id), users, by)
    note("interview.updated", interview, by, old=old, new=new, about=when_of(interview))
    still = {person.email for person in inviting.invitees(interview)}
    inviting.send_update(interview, left=[person for person in before if person.email not in still])
    return interview


def add_slots(interview: Interview, slots: Sequence[Span], by: Person) -> Interview:
    """Offer more times; a candidate who was already asked is asked again. Raises BadInput, InvalidState, NotAllowed."""
    interview = ask(Action.ADD_SLOTS, interview, by)
    if not slots:
        raise BadInput(fields={"slots": "Choose at least one time."})
    taken = [(slot.start, slot.end) for slot in queries.slots_of(interview.id)]
    rules.check_slots(slots, now(), taken=taken)
    _write_slots(interview, slots)
    interview.updated_at = now()
    db.session.flush()
    note("interview.updated", interview, by, new={"slots": list(slots)})
    if interview.interview_status is InterviewStatus.AWAITING:
        inviting.send_slots_mail(interview, by.name)
    return interview


def withdraw_slot(interview: Interview, slot: InterviewSlot, by: Person) -> Interview:
    """No longer offer a time. Raises Conflict for the agreed one, InvalidState, NotAllowed."""
    interview = ask(Action.ADD_SLOTS, interview, by)
    slot = queries.get_slot(interview, slot.id)
    if slot.is_chosen:
        raise Conflict("This is the agreed time. Choose another one first, or give it back.")
    slot.withdrawn_at = interview.updated_at = now()
    db.session.flush()
    gone = {"withdrawn": [slot.start, slot.end]}
    note("interview.updated", interview, by, old=gone)
    return interview


def set_slots(interview: Interview, slots: Sequence[Span], by: Person) -> Interview:
    """Offer these times and no others; whoever was not asked yet, or did not come, is asked now.

    Raises Conflict when the agreed time is not among them, BadInput, InvalidState, NotAllowed.
    """
    wanted = set(slots)
    offered = queries.slots_of(interview.id)
    for slot in offered:
        if (slot.start, slot.end) not in wanted:
            interview = withdraw_slot(interview, slot, by)
    new = sorted(wanted - {(slot.start, slot.end) for slot in offered})
    if new:
        interview = add_slots(interview, new, by)
    if interview.interview_status is InterviewStatus.DRAFT and wanted:
        return send_slots(interview, by)
    if interview.interview_status is InterviewStatus.NO_SHOW and new:
        return invite_again(interview, by)
    return interview


def send_slots(interview: Interview, by: Person) -> Interview:
    """Ask the candidate to choose. Raises InvalidState, NotAllowed, RuleBroken when no time lies ahead."""
    interview = ask(Action.SEND_SLOTS, interview, by)
    move(interview, InterviewStatus.AWAITING)
    db.session.flush()
    note("interview.slots_sent", interview, by, about=when_of(interview))
    inviting.send_slots_mail(interview, by.name)
    return interview


def _insert(interview: Interview) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(interview)
    except IntegrityError as collision:
        raise Conflict(f"Round {interview.interview_round} was planned by somebody else just now.") from collision


def _check_facts(facts: Facts, client_id: int) -> tuple[Sequence[User], dict[str, str]]:
    """The users and the guests (e-mail → name) that the facts name. Raises BadInput with every problem at once."""
    fields: dict[str, str] = {}
    guests: dict[str, str] = {}
    try:
        rules.check_facts(
            duration=facts.duration,
            round_name=facts.round_name,
            link=facts.meeting_link,
            interviewers=len(set(facts.interviewer_ids)),
            guests=len(facts.guests),
        )
    except BadInput as refusal:
        fields.update(refusal.fields)
    if not is_zone(facts.zone):
        fields["time_zone"] = "Choose a time zone from the list."
    for name, email in facts.guests:
        try:
            guests[valid_address(email)] = name.strip()
        except BadInput:
            fields["guests"] = f"“{email[:80]}” is not an e-mail address."
    wanted = set(facts.interviewer_ids)
    users = queries.users_by_id(wanted, client_id) if wanted else []
    if len(users) != len(wanted):
        fields["interviewers"] = "Choose interviewers from the list: active people of yours or of this client."
    if fields:
        raise BadInput(fields=fields)
    return users, guests


def _set_people(interview: Interview, users: Sequence[User], guests: dict[str, str]) -> None:
    for user in users:
        db.session.add(Interviewer(company_id=interview.company_id, interview_id=interview.id, user_id=user.id))
    for email, name in guests.items():
        guest = Guest(company_id=interview.company_id, interview_id=interview.id, name=name, email=email)
        db.session.add(guest)
    db.session.flush()


def _change_people(interview: Interview, users: Sequence[User], guests: dict[str, str]) -> bool:
    """Bring interviewers and guests to what is wanted; those of a booked interview are held, those gone are free."""
    present = {row.user_id: row for row in queries.interviewers_of(interview.id)}
    known = {row.email: row for row in queries.guests_of(interview.id)}
    wanted = {user.id for user in users}
    gone = [row for user_id, row in present.items() if user_id not in wanted]
    gone_guests = [row for email, row in known.items() if email not in guests]
    for row in [*gone, *gone_guests]:
        db.session.delete(row)
    db.session.flush()
    new_users = [user for user in users if user.id not in present]
    _set_people(interview, new_users, {email: name for email, name in guests.items() if email not in known})
    renamed = [row for email, row in known.items() if email in guests and row.name != guests[email]]
    for guest in renamed:
        guest.name = guests[guest.email]
    if interview.interview_status in BOOKED:
        if gone:
            release(interview, [f"u{row.user_id}" for row in gone])
        hold_for(interview, [f"u{user.id}" for user in new_users])
    return bool(gone or gone_guests or new_users or renamed or len(known) < len(guests))


def _share_with_client_interviewers(application: Application, users: Sequence[User], by: Person) -> None:
    """Who asks a client's own people to interview shares the application with that client."""
    if application.client_sees or all(user.client_id is None for user in users):
        return
    candidates.share_with_client(application, by=by)


def _write_slots(interview: Interview, slots: Sequence[Span]) -> None:
    moment = now()
    for start, end in slots:
        slot = queries.find_slot_at(interview, start)
        if slot is None:
            slot = InterviewSlot(
                company_id=interview.company_id, interview_id=interview.id, start=start, end=end, created_at=moment
            )
            db.session.add(slot)
        slot.end, slot.withdrawn_at = end, None
    db.session.flush()
