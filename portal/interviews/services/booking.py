"""The candidate's part: choose a time, another one, or none. Staff may do the same for them."""

from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import InvalidState
from portal.core.people import Person
from portal.interviews import queries, rules
from portal.interviews.models import Interview, InterviewSlot, InterviewStatus
from portal.interviews.rules import Action, SlotTaken
from portal.interviews.services import inviting
from portal.interviews.services.asking import ask, move, note, when_of
from portal.interviews.services.holding import release, take_slot


def choose_slot(interview: Interview, slot: InterviewSlot, by: Person) -> Interview:
    """Book the slot, or move the booking to it if there is one. Raises as `book_slot` and `move_booking`."""
    verb = move_booking if interview.interview_status in rules.BOOKED else book_slot
    return verb(interview, slot, by)


def book_slot(interview: Interview, slot: InterviewSlot, by: Person) -> Interview:
    """Agree on an offered time: the interview is Confirmed and everybody's time is held.

    Raises SlotTaken when somebody was quicker or one of the people is busy, InvalidState, NotAllowed.
    """
    interview, slot = _ask_for(Action.BOOK, interview, slot, by)
    _take(interview, slot)
    note("interview.booked", interview, by, new=when_of(interview), about=when_of(interview))
    return interview


def move_booking(interview: Interview, slot: InterviewSlot, by: Person) -> Interview:
    """Agree on another offered time instead. Who was invited gets the change; the recruiter invites once more.

    Raises as `book_slot`, and TooLate for a candidate inside the notice time.
    """
    interview, slot = _ask_for(Action.MOVE, interview, slot, by)
    before = when_of(interview)
    _take(interview, slot)
    note("interview.rescheduled", interview, by, old=before, new=when_of(interview), about=when_of(interview))
    inviting.send_update(interview)
    return interview


def give_back(interview: Interview, by: Person) -> Interview:
    """Free the agreed time; the offered ones stand open again. Who was invited gets the cancellation.

    Raises InvalidState, NotAllowed, and TooLate for a candidate inside the notice time.
    """
    interview = ask(Action.GIVE_BACK, interview, by)
    before = when_of(interview)
    inviting.send_cancellation(interview)
    release(interview)
    interview.scheduled_start_time = interview.scheduled_end_time = None
    move(interview, InterviewStatus.AWAITING)
    db.session.flush()
    note("interview.given_back", interview, by, old=before, about=before)
    if not by.is_candidate:
        inviting.send_slots_mail(interview, by.name)
    return interview


def decline_times(interview: Interview, words: str, by: Person) -> None:
    """Tell the recruiters that no offered time suits, and in the candidate's words which would; nothing moves.

    Raises NotAllowed, and InvalidState for an interview that is over or called off.
    """
    situation = queries.situation_of(interview)
    rules.check_person(Action.BOOK, situation, by)
    if situation.status not in rules.OPEN:
        raise InvalidState(f"An interview that is {situation.status} has no other time to ask for.")
    note("interview.times_declined", interview, by, new={"reason": words})
    db.session.flush()


def invite_again(interview: Interview, by: Person) -> Interview:
    """After a no-show: offer the times that lie ahead once more. The count of no-shows stays.

    Raises InvalidState, NotAllowed, and RuleBroken when no time lies ahead.
    """
    interview = ask(Action.INVITE_AGAIN, interview, by)
    interview.no_show_flag = False
    interview.scheduled_start_time = interview.scheduled_end_time = None
    move(interview, InterviewStatus.AWAITING)
    db.session.flush()
    note("interview.slots_sent", interview, by, about=when_of(interview))
    inviting.send_slots_mail(interview, by.name)
    return interview


def _ask_for(action: Action, interview: Interview, slot: InterviewSlot, by: Person) -> tuple[Interview, InterviewSlot]:
    rules.check_person(action, queries.situation_of(interview), by)
    held = queries.lock_interview(interview.id)
    slot = queries.get_slot(held, slot.id)
    # Of many who want one slot, all but the first hear that it is taken, not that the interview has moved on.
    if slot.is_chosen:
        raise SlotTaken("That time was just taken. Please choose another one.")
    rules.check_action(action, queries.situation_of(held), by, now())
    return held, slot


def _take(interview: Interview, slot: InterviewSlot) -> None:
    rules.check_bookable(slot.start, now())
    take_slot(interview, slot)
    interview.scheduled_start_time, interview.scheduled_end_time = slot.start, slot.end
    move(interview, InterviewStatus.CONFIRMED)
    db.session.flush()
