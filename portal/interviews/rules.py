"""What may happen to an interview, when, and who may ask for it. Values in, a refusal or nothing out.

The moves are DESIGN.md §3b. Moments are aware; "now" is always an argument.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from portal.accounts.permissions import Permission
from portal.core.errors import BadInput, Conflict, InvalidState, NotAllowed, PortalError, RuleBroken
from portal.core.people import Person
from portal.interviews.models import InterviewStatus as S

GRAIN = timedelta(minutes=5)
GRAIN_SECONDS = 300
SHORTEST, LONGEST = 5, 480
MOST_SLOTS = 40
MOST_INTERVIEWERS = 12
MOST_GUESTS = 12
FURTHEST = timedelta(days=366)
LOWEST_RATING, HIGHEST_RATING = 1, 5

MOVES: Mapping[S, frozenset[S]] = {
    S.DRAFT: frozenset({S.AWAITING, S.CANCELLED}),
    S.AWAITING: frozenset({S.CONFIRMED, S.CANCELLED}),
    S.CONFIRMED: frozenset({S.CONFIRMED, S.SCHEDULED, S.AWAITING, S.COMPLETED, S.NO_SHOW, S.CANCELLED}),
    S.SCHEDULED: frozenset({S.CONFIRMED, S.AWAITING, S.COMPLETED, S.NO_SHOW, S.CANCELLED}),
    S.NO_SHOW: frozenset({S.AWAITING, S.CANCELLED}),
    S.COMPLETED: frozenset({S.PASSED, S.FAILED}),
    S.PASSED: frozenset(),
    S.FAILED: frozenset(),
    S.CANCELLED: frozenset(),
}

# The one living interview of a round; a round whose interview ended otherwise may be planned again.
LIVING = frozenset(S) - {S.FAILED, S.CANCELLED}
# Somebody's time is held.
BOOKED = frozenset({S.CONFIRMED, S.SCHEDULED})
# It is still to happen, so facts about it may change.
OPEN = frozenset({S.DRAFT, S.AWAITING, S.CONFIRMED, S.SCHEDULED, S.NO_SHOW})
# It took place, so people may say how it was.
HELD = frozenset({S.COMPLETED, S.PASSED, S.FAILED})


class SlotTaken(Conflict):
    """The slot went to somebody else, or one of the people is no longer free then."""

    code = "SLOT_TAKEN"


class TooLate(RuleBroken):
    """The company's notice time has passed: only its staff may change the booking now."""

    code = "TOO_LATE"


class Action(StrEnum):
    """Something a person may ask of an interview; each has one verb in the services and one noun in a URL."""

    EDIT = "edit"
    ADD_SLOTS = "add_slots"
    SEND_SLOTS = "send_slots"
    BOOK = "book"
    MOVE = "move"
    GIVE_BACK = "give_back"
    INVITE = "invite"
    COMPLETE = "complete"
    NO_SHOW = "no_show"
    INVITE_AGAIN = "invite_again"
    FEEDBACK = "feedback"
    PASS = "pass"
    FAIL = "fail"
    HIRE = "hire"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Asks:
    """What an action needs: a permission, a status to begin from, and the status it leads to (None: it stays)."""

    permission: Permission
    begins: frozenset[S]
    leads: S | None = None


ACTIONS: Mapping[Action, Asks] = {
    Action.EDIT: Asks(Permission.INTERVIEWS_WRITE, OPEN),
    Action.ADD_SLOTS: Asks(Permission.INTERVIEWS_WRITE, OPEN),
    Action.SEND_SLOTS: Asks(Permission.INTERVIEWS_WRITE, frozenset({S.DRAFT}), S.AWAITING),
    Action.BOOK: Asks(Permission.INTERVIEWS_BOOK, frozenset({S.AWAITING}), S.CONFIRMED),
    Action.MOVE: Asks(Permission.INTERVIEWS_BOOK, BOOKED, S.CONFIRMED),
    Action.GIVE_BACK: Asks(Permission.INTERVIEWS_BOOK, BOOKED, S.AWAITING),
    Action.INVITE: Asks(Permission.INTERVIEWS_WRITE, frozenset({S.CONFIRMED}), S.SCHEDULED),
    Action.COMPLETE: Asks(Permission.INTERVIEWS_WRITE, BOOKED, S.COMPLETED),
    Action.NO_SHOW: Asks(Permission.INTERVIEWS_WRITE, BOOKED, S.NO_SHOW),
    Action.INVITE_AGAIN: Asks(Permission.INTERVIEWS_WRITE, frozenset({S.NO_SHOW}), S.AWAITING),
    Action.FEEDBACK: Asks(Permission.INTERVIEWS_FEEDBACK, BOOKED | HELD),
    Action.PASS: Asks(Permission.INTERVIEWS_DECIDE, frozenset({S.COMPLETED}), S.PASSED),
    Action.FAIL: Asks(Permission.INTERVIEWS_DECIDE, frozenset({S.COMPLETED}), S.FAILED),
    Action.HIRE: Asks(Permission.INTERVIEWS_DECIDE, frozenset({S.COMPLETED}), S.PASSED),
    Action.CANCEL: Asks(Permission.INTERVIEWS_WRITE, OPEN, S.CANCELLED),
}


@dataclass(frozen=True, slots=True)
class Situation:
    """The facts of an interview that decide what may happen to it."""

    status: S
    client_id: int
    candidate_id: int
    start: datetime | None = None
    end: datetime | None = None
    notice_hours: int = 0
    free_slots: int = 0
    hire_undone: bool = False


def check_move(current: S, wanted: S) -> None:
    """Refuse a move that MOVES does not have. Raises InvalidState with the allowed ones."""
    if wanted not in MOVES[current]:
        raise InvalidState(f"An interview that is {current} cannot become {wanted}.", allowed=MOVES[current])


def check_person(action: Action, situation: Situation, by: Person) -> None:
    """Refuse somebody who may not ask for this here. Raises NotAllowed."""
    if by.kind == "system":
        return
    if not by.may(ACTIONS[action].permission):
        raise NotAllowed("You may see this interview, but not change it in this way.")
    if by.client_id is not None and by.client_id != situation.client_id:
        raise NotAllowed("This interview belongs to another client.")
    if by.kind == "candidate" and by.candidate_id != situation.candidate_id:
        raise NotAllowed("This is somebody else's interview.")


def check_action(action: Action, situation: Situation, by: Person, now: datetime) -> None:
    """Refuse what this person may not do to this interview now.

    Raises NotAllowed, InvalidState, TooLate, or RuleBroken when there is nothing to choose from or to speak about yet.
    """
    check_person(action, situation, by)
    asks = ACTIONS[action]
    if situation.status not in asks.begins and not (action is Action.HIRE and may_hire_again(situation)):
        _refuse_status(action, situation.status)
    if action in {Action.MOVE, Action.GIVE_BACK} and by.kind == "candidate":
        check_notice(situation.start, situation.notice_hours, now)
    if action in {Action.SEND_SLOTS, Action.INVITE_AGAIN} and not situation.free_slots:
        raise RuleBroken("There is no time to offer: add at least one slot that lies ahead.")
    if action is Action.FEEDBACK:
        check_feedback_time(situation.status, situation.end, now)


def _refuse_status(action: Action, status: S) -> None:
    asks = ACTIONS[action]
    if asks.leads is not None and asks.leads not in MOVES[status]:
        check_move(status, asks.leads)
    words = action.value.replace("_", " ")
    raise InvalidState(f"An interview that is {status} does not allow “{words}”.", allowed=MOVES[status])


def may_hire_again(situation: Situation) -> bool:
    """Whether a hire that was begun here and taken back on the application may be begun once more."""
    return situation.status is S.PASSED and situation.hire_undone


def may(action: Action, situation: Situation, by: Person, now: datetime) -> bool:
    """Whether `check_action` would let it happen; for the pages that offer it."""
    try:
        check_action(action, situation, by, now)
    except PortalError:
        return False
    return True


def actions_for(situation: Situation, by: Person, now: datetime) -> list[Action]:
    """Everything the person may do here now, in the order of the table."""
    return [action for action in ACTIONS if may(action, situation, by, now)]


def last_change(start: datetime, notice_hours: int) -> datetime:
    """Until when a candidate may move or give back a booking."""
    return start - timedelta(hours=notice_hours)


def check_notice(start: datetime | None, notice_hours: int, now: datetime) -> None:
    """Refuse a candidate's change inside the company's notice time. Raises TooLate."""
    if start is not None and now >= last_change(start, notice_hours):
        hours = "1 hour" if notice_hours == 1 else f"{notice_hours} hours"
        raise TooLate(
            f"A booking can be changed until {hours} before it begins. Please call or write to your recruiter."
        )


def check_feedback_time(status: S, end: datetime | None, now: datetime) -> None:
    """Feedback is about something that took place. Raises RuleBroken before the end of an interview still to come."""
    if status in BOOKED and (end is None or now < end):
        raise RuleBroken("Feedback can be given once the interview is over.")


def check_rating(rating: int | None) -> None:
    """A rating is a whole number from 1 to 5. Raises BadInput."""
    if rating is None or not LOWEST_RATING <= rating <= HIGHEST_RATING:
        raise BadInput(fields={"rating": "Choose a rating from 1 (poor) to 5 (excellent)."})


def mean_rating(ratings: Iterable[int]) -> int | None:
    """The rounded mean, halves upwards; None without ratings."""
    known = list(ratings)
    if not known:
        return None
    return (2 * sum(known) + len(known)) // (2 * len(known))


def check_round(wanted: int, rounds: Mapping[int, Sequence[S]]) -> None:
    """Refuse a round that is not next. `rounds` holds the statuses of every interview of the application, by round.

    Raises BadInput for a number that is none, Conflict when the round has a living interview, RuleBroken when the
    round before has not been passed.
    """
    if wanted < 1:
        raise BadInput(fields={"interview_round": "Rounds are counted from 1."})
    if any(status in LIVING for status in rounds.get(wanted, ())):
        raise Conflict(f"Round {wanted} already has an interview. Cancel it before you plan another one.")
    if wanted > 1 and S.PASSED not in rounds.get(wanted - 1, ()):
        raise RuleBroken(f"Round {wanted} can be planned once round {wanted - 1} has been passed.")


def next_round(rounds: Mapping[int, Sequence[S]]) -> int:
    """The lowest round that may be planned now, or the one that is still running."""
    wanted = 1
    while S.PASSED in rounds.get(wanted, ()):
        wanted += 1
    return wanted


def check_facts(*, duration: int, round_name: str, link: str | None, interviewers: int, guests: int) -> None:
    """Refuse facts that cannot be planned, all problems at once. Durations are minutes. Raises BadInput."""
    fields: dict[str, str] = {}
    if not SHORTEST <= duration <= LONGEST or duration % SHORTEST:
        fields["interview_duration"] = f"Give a duration of {SHORTEST} to {LONGEST} minutes, in steps of five."
    if not round_name.strip():
        fields["round_name"] = "Give the round a name, for example “Technical round”."
    if link and not link.startswith(("https://", "http://")):
        fields["meeting_link"] = "A meeting link begins with https://."
    if interviewers > MOST_INTERVIEWERS:
        fields["interviewers"] = f"Choose at most {MOST_INTERVIEWERS} interviewers."
    if guests > MOST_GUESTS:
        fields["guests"] = f"Invite at most {MOST_GUESTS} guests."
    if fields:
        raise BadInput(fields=fields)


Span = tuple[datetime, datetime]


def check_slots(slots: Sequence[Span], now: datetime, *, taken: Sequence[Span] = ()) -> None:
    """Refuse slots that cannot be offered; `taken` are the interview's present ones. Raises BadInput on `slots`."""
    if len(slots) + len(taken) > MOST_SLOTS:
        raise BadInput(fields={"slots": f"Offer at most {MOST_SLOTS} times."})
    for start, end in slots:
        problem = _problem_of(start, end, now)
        if problem:
            raise BadInput(fields={"slots": problem})
    both = sorted([*slots, *taken])
    for (_, end), (start, _) in zip(both, both[1:], strict=False):
        if start < end:
            raise BadInput(fields={"slots": "Two of these times overlap. Offer each time once."})


def _problem_of(start: datetime, end: datetime, now: datetime) -> str | None:
    if not start < end:
        return "A time must end after it begins."
    if on_grain(start) != start or on_grain(end) != end:
        return "Times begin and end on a multiple of five minutes."
    if start <= now:
        return "A time must lie in the future."
    if end - start > timedelta(minutes=LONGEST):
        return f"A time lasts at most {LONGEST // 60} hours."
    if start - now > FURTHEST:
        return "A time must lie within the next year."
    return None


def on_grain(moment: datetime) -> datetime:
    """The last multiple of five minutes (of universal time) at or before the moment."""
    whole = moment.replace(second=0, microsecond=0)
    return whole - timedelta(minutes=int(whole.timestamp()) // 60 % 5)


def cells(start: datetime, end: datetime) -> range:
    """The five-minute cells, counted from 1970, that a booking holds. Touching bookings share none."""
    first = int(start.timestamp()) // GRAIN_SECONDS
    last = -(-int(end.timestamp()) // GRAIN_SECONDS)
    return range(first, last)


def moment_of(cell: int) -> datetime:
    """When a five-minute cell begins, in UTC."""
    return datetime.fromtimestamp(cell * GRAIN_SECONDS, UTC)


def check_bookable(start: datetime, now: datetime) -> None:
    """Refuse a slot that has begun. Raises SlotTaken, so that the answer brings fresh slots."""
    if start <= now:
        raise SlotTaken("That time has passed. Please choose another one.")


def check_reason(reason: str) -> str:
    """A refusal needs its reason in words. Returns it trimmed. Raises BadInput."""
    if not reason.strip():
        raise BadInput(fields={"reason": "Say in a few words why."})
    return reason.strip()


# What to do next, said to the person who reads it (LOOK.md "Manners"); keyed by status and by whose eyes.
NEXT_STEP: Mapping[S, tuple[str, str]] = {
    S.DRAFT: ("Offer times: add slots and send them to the candidate.", "The recruiter is preparing this interview."),
    S.AWAITING: ("The candidate chooses one of the times offered.", "The candidate is choosing a time."),
    S.CONFIRMED: ("Send the invitation with the calendar entry.", "The time is agreed; the invitation follows."),
    S.SCHEDULED: (
        "Everybody is invited. Afterwards mark the interview as completed.",
        "Everybody is invited. You can give feedback once the interview is over.",
    ),
    S.COMPLETED: ("Decide: pass, fail or hire.", "Your decision is needed: pass, fail or hire."),
    S.PASSED: ("Passed. Plan the next round when you are ready.", "Passed. The recruiter plans the next round."),
    S.FAILED: ("The process ended with this round.", "The process ended with this round."),
    S.NO_SHOW: ("The candidate did not come. Offer new times or cancel.", "The candidate did not come."),
    S.CANCELLED: ("This interview was cancelled.", "This interview was cancelled."),
}


def next_step(status: S, by: Person, *, hiring: bool = False) -> str:
    """What happens next, in words for staff or for the client's people."""
    if hiring:
        return "The hire has begun: the candidate is selected."
    staff, client = NEXT_STEP[status]
    return client if by.client_id is not None else staff
