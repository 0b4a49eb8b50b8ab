"""What the worker does for the assistant, and for those who wait for a person."""

from functools import partial
from typing import Any

from portal.assistant import Trigger
from portal.conversations import rules_assistant as rules
from portal.conversations.queries import talks
from portal.conversations.queries.situation import Thought
from portal.conversations.services import following, offering, thinking, turns
from portal.conversations.services.starting import open_next, start_for_application
from portal.core.clock import now
from portal.core.database import reading, transaction
from portal.core.lanes import Lane, take_place
from portal.core.outbox import NotNow, schedule, task
from portal.core.people import SYSTEM
from portal.core.tenancy import as_company, as_system, current_scope

SWITCHED_OFF = "The assistant is switched off."


@task("assistant_turn", attempts=8, lease=90)
def assistant_turn(payload: dict[str, Any]) -> None:
    """Have the assistant answer, open, offer or ask once more, if there still is a reason to.

    A repeat finds it dealt with. A maker that waits for another system is asked from a lane, one talk once at a time.
    """
    number, trigger = payload["conversation_id"], Trigger(payload.get("trigger", Trigger.REPLY.value))
    mark: int | None = payload.get("mark")
    thought = turns.think(number, trigger, mark)
    if thought is None:
        return
    if turns.is_off():
        if trigger is Trigger.REPLY:
            with transaction():
                turns.give_up(thought, SWITCHED_OFF)
        return
    if trigger is Trigger.NUDGE:
        _by_day(thought.situation.zone)
    if not thinking.is_slow():
        _take_turn(number, trigger, mark, thought)
        return
    scope = current_scope()
    place = take_place(Lane.SLOW)
    try:
        with transaction():
            ours = turns.begin_thinking(number, trigger, mark)
    except BaseException:
        place.leave()
        raise
    if not ours:
        place.leave()
        raise NotNow("The assistant thinks about this talk already.", seconds=1)
    place.run(partial(_think_on, scope.company if scope else None, number, trigger, mark))


def _think_on(company_id: int | None, number: int, trigger: Trigger, mark: int | None) -> None:
    """The turn in a thread of its own. If it fails, what `begin_thinking` left behind has it done again."""
    with as_company(company_id or 0), reading():
        try:
            _take_turn(number, trigger, mark)
        except NotNow:
            return  # people write faster than it thinks; it is tried again when its time is over
        with transaction():
            turns.end_thinking(number)


def _take_turn(number: int, trigger: Trigger, mark: int | None, thought: Thought | None = None) -> None:
    """Think and carry out, anew as long as somebody writes meanwhile. Raises NotNow when that has no end.

    `thought` is what was gathered already, if it was just now.
    """
    for _ in range(rules.MOST_RETHINKS):
        with reading():  # nothing is held while the maker waits for others, not even a connection
            thought = thought or turns.think(number, trigger, mark)
        if thought is None:
            return
        proposal, maker = thinking.propose(thought.situation)
        with transaction():
            if turns.finish(thought, proposal, maker):
                return
        thought = None
    raise NotNow("The contact is still writing.", seconds=2)


def _by_day(zone: str) -> None:
    """Raises NotNow in the night of the zone: what was due by day may be late."""
    moment = now()
    morning = rules.by_day(moment, zone)
    if morning > moment:
        raise NotNow("Nobody is asked at night.", seconds=(morning - moment).total_seconds())


@task("conversations.start")
def start(payload: dict[str, Any]) -> None:
    """Make the conversation of an application and have it opened, if the company wants that for such ones."""
    with transaction():
        application = following.application_to_open(payload["application_id"])
        if application is not None:
            start_for_application(application, by=SYSTEM(application.company_id))


@task("conversations.open_next")
def open_waiting(payload: dict[str, Any]) -> None:
    """Open the talk of a candidate that has waited for another to end."""
    with transaction():
        open_next(payload["candidate_id"], payload["event_id"])


@task("conversations.offer_times")
def offer_times(payload: dict[str, Any]) -> None:
    """An interview has begun to wait for a time: have the assistant offer those that are free."""
    with transaction():
        following.offer_times(payload["interview_id"], payload["event_id"])


@task("conversations.forget_times")
def forget_times(payload: dict[str, Any]) -> None:
    """People have moved or cancelled an interview: what the assistant showed means nothing any more."""
    with transaction():
        following.forget_times(payload["interview_id"])


@task("conversations.unsaid")
def unsaid(payload: dict[str, Any]) -> None:
    """A message could not be sent: see to the notice, and to a talk that could not be opened."""
    with transaction():
        following.message_failed(payload["conversation_id"], payload["event_id"])


@task("conversations.candidate_gone")
def candidate_gone(payload: dict[str, Any]) -> None:
    """A candidate was deleted: their talks end, and their contacts are nobody's."""
    with transaction():
        following.forget_candidate(payload["candidate_id"])


@task("conversation_waits")
def conversation_waits(payload: dict[str, Any]) -> None:
    """Tell the owner that somebody waits for an answer, unless one was given meanwhile."""
    with transaction():
        offering.tell_owner(payload["conversation_id"])


@task("conversations.owner_left")
def owner_left(payload: dict[str, Any]) -> None:
    """What somebody answered who may not sign in any more is offered to all."""
    with transaction():
        left = offering.offer_of(payload["user_id"])
    if left:
        raise NotNow("There are more of them.", seconds=0)


@schedule("conversations.offer_waiting", every="every 2 min")
def offer_waiting() -> None:
    """Offer to all what has waited too long for its owner: company by company, a bounded number at a time."""
    with as_system("whose contacts wait"), reading():
        numbers = list(talks.companies())
    for number in numbers:
        with as_company(number), reading():
            if not offering.anything_waits(now()):
                continue
        with as_company(number), transaction():
            offering.offer_waiting(now())
