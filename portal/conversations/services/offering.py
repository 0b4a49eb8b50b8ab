"""Conversations that have waited too long for their owner are offered to all; whoever takes one first has it."""

from datetime import datetime, timedelta

from portal.accounts.models import User
from portal.accounts.queries.people import find_user_by_id
from portal.conversations import queries
from portal.conversations.models import Conversation
from portal.conversations.queries import talks
from portal.conversations.queries.settings import ways
from portal.conversations.services.lines import add_line
from portal.conversations.services.ownership import release, take_over
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import Conflict
from portal.core.events import record
from portal.core.people import SYSTEM, Person

AT_A_TIME = 100


class TakenByAnother(Conflict):
    """Somebody else was quicker."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has taken this conversation already.")


def take(conversation_id: int, user: User, *, by: Person, seen_owner: int | None) -> Conversation:
    """Answer a conversation from now on. `seen_owner` is whom the page showed as its owner: of two who take it at once
    the second is refused by name. Doing it twice changes nothing. Raises TakenByAnother, Missing, and as `transfer`.
    """
    conversation = queries.lock_conversation(conversation_id)
    owner = conversation.owner_id
    if owner == user.id:
        return conversation
    if owner is not None and not conversation.owned_by_ai and owner != seen_owner:
        found = find_user_by_id(owner)
        raise TakenByAnother(found.name if found is not None else "Somebody else")
    take_over(conversation, user, by=by)
    conversation.offered_at = None
    db.session.flush()
    return conversation


def anything_waits(moment: datetime) -> bool:
    """Whether the company has something to offer. Only reads."""
    before = _before(moment)
    return before is not None and talks.waits_too_long(before)


def offer_waiting(moment: datetime) -> int:
    """Offer what has waited longer than the company wants; how many. Each is offered once until somebody answers."""
    before = _before(moment)
    if before is None:
        return 0
    found = talks.waiting_too_long(before, AT_A_TIME)
    for conversation in found:
        _offer(conversation, moment)
    return len(found)


def _before(moment: datetime) -> datetime | None:
    minutes = ways().offer_after_minutes
    return moment - timedelta(minutes=minutes) if minutes else None


def _offer(conversation: Conversation, moment: datetime) -> None:
    by = SYSTEM(conversation.company_id)
    waited = int((moment - (conversation.waiting_since or moment)).total_seconds() // 60)
    conversation.offered_at = moment
    db.session.flush()
    add_line(conversation, f"Nobody has answered for {_words(waited)}: whoever takes it first may answer")
    about = {"owner_id": conversation.owner_id, "minutes": waited}
    record("conversation.offered", conversation, by, about=about)


def _words(minutes: int) -> str:
    """`31 minutes`, `3 hours`, `2 days`: how long somebody has waited, in the unit that people count in."""
    for unit, size in (("day", 1440), ("hour", 60)):
        if minutes >= 2 * size:
            return f"{minutes // size} {unit}s"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def offer_of(user_id: int) -> bool:
    """Offer to all what somebody answered who has left; true when there may be more."""
    found = talks.talks_of_owner(user_id)
    for conversation in found:
        release(conversation, by=SYSTEM(conversation.company_id))
        if conversation.waiting_since is not None:
            conversation.offered_at = now()
            record("conversation.offered", conversation, SYSTEM(conversation.company_id), about={"left": user_id})
    db.session.flush()
    return len(found) == talks.SEEN_AT_ONCE


def tell_owner(conversation_id: int) -> None:
    """Note that somebody waits for the owner's answer, so that the owner is told; not if they have answered since."""
    conversation = queries.lock_conversation(conversation_id)
    if conversation.waiting_since is None or conversation.owner_id is None or conversation.owned_by_ai:
        return
    record(
        "conversation.waiting",
        conversation,
        SYSTEM(conversation.company_id),
        about={"owner_id": conversation.owner_id},
    )
