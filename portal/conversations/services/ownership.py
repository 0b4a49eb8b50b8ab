"""Who answers in a conversation, and where it stands: taking over, handing on, beginning, completing.

`_give` is the one place that sets the owner. The assistant is silent from the moment it no longer owns a conversation.
"""

from portal.accounts.models import Role, User
from portal.accounts.queries.people import find_user_by_id
from portal.conversations import queries, rules
from portal.conversations.models import Conversation, ConversationStatus
from portal.conversations.rules_reaching import TalksElsewhere
from portal.conversations.services.lines import add_line
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput
from portal.core.events import record
from portal.core.people import SYSTEM, Person, PersonKind

S = ConversationStatus


def take_over(conversation: Conversation, owner: User, *, by: Person) -> Conversation:
    """A person answers from now on. Doing it twice changes nothing."""
    return transfer(conversation, owner, by=by)


def transfer(conversation: Conversation, owner: User, *, by: Person) -> Conversation:
    """Give the conversation to a person or to the company's assistant. Raises BadInput for somebody inactive,
    WantsNoAutomation for the assistant where it would be silent."""
    if owner.role is not Role.AI and not owner.is_active:
        raise BadInput(fields={"new_owner_id": f"{owner.name} is not active any more. Choose somebody else."})
    if owner.role is Role.CLIENT_USER:
        raise BadInput(fields={"new_owner_id": "Conversations belong to the company's own people."})
    if owner.role is Role.AI and owner.id != conversation.owner_id and queries.has_stopped(conversation.contact_id):
        raise rules.WantsNoAutomation
    return _give(conversation, owner, by=by)


def release(conversation: Conversation, *, by: Person) -> Conversation:
    """Offer the conversation to all: nobody answers until somebody takes it."""
    return _give(conversation, None, by=by)


def begin(conversation: Conversation, *, by: Person) -> None:
    """CREATED or COMPLETED becomes ONGOING, because a message goes out or came in. An ongoing one stays as it is.

    Raises GoesOnElsewhere for a second one about no job with the same contact on the same channel.
    """
    if conversation.status is S.ONGOING:
        return
    if conversation.job_id is None:
        other = queries.ongoing_about_nothing(conversation)
        if other is not None:
            raise rules.GoesOnElsewhere(other)
    old = conversation.status
    conversation.status, conversation.completed_at = S.ONGOING, None
    conversation.opened_at = conversation.opened_at or now()
    conversation.updated_at = now()
    db.session.flush()
    name = "conversation.reopened" if old is S.COMPLETED else "conversation.ongoing"
    if old is S.COMPLETED:
        add_line(conversation, "The conversation is open again")
    record(name, conversation, by, old={"status": old}, new={"status": S.ONGOING})
    _let_go_of_leaver(conversation)


def _let_go_of_leaver(conversation: Conversation) -> None:
    """Whoever left while it was closed answers nobody: it is offered to all, as what was open when they left."""
    if conversation.owner_id is None or conversation.owned_by_ai:
        return
    owner = find_user_by_id(conversation.owner_id)
    if owner is None or not owner.is_active:
        release(conversation, by=SYSTEM(conversation.company_id))


def check_no_other(conversation: Conversation) -> None:
    """A person begins no second talk with a candidate. Raises TalksElsewhere while another one goes on."""
    if conversation.status is S.ONGOING or conversation.candidate_id is None:
        return
    active = queries.active_talk(conversation.candidate_id)
    if active is not None:
        raise TalksElsewhere("This candidate", active.id)


def complete(conversation: Conversation, *, by: Person, why: str = "") -> Conversation:
    """End the talk. Raises ConversationCannotMove unless it is ongoing."""
    return move(conversation, S.COMPLETED, by=by, why=why)


def move(conversation: Conversation, wanted: ConversationStatus, *, by: Person, why: str = "") -> Conversation:
    """Move it as the table allows (seed 000). Raises ConversationCannotMove, TalksElsewhere."""
    rules.check_move(conversation.status, wanted)
    if wanted is S.ONGOING:
        check_no_other(conversation)
        begin(conversation, by=by)
        return conversation
    old = conversation.status
    conversation.status, conversation.completed_at = wanted, now()
    conversation.waiting_since = conversation.offered_at = None
    conversation.updated_at = now()
    db.session.flush()
    add_line(conversation, rules.completed_line(by.name, why), _user_id(by))
    record("conversation.completed", conversation, by, old={"status": old}, new={"status": wanted}, about={"why": why})
    return conversation


def _give(conversation: Conversation, owner: User | None, *, by: Person) -> Conversation:
    new = owner.id if owner is not None else None
    if new == conversation.owner_id:
        return conversation
    old = conversation.owner_id
    conversation.owner_id = new
    conversation.owned_by_ai = owner is not None and owner.role is Role.AI
    conversation.owned_since = conversation.updated_at = now()
    conversation.offered_at = None
    if conversation.owned_by_ai:
        conversation.waiting_since = None
    elif queries.has_unanswered(conversation):
        conversation.waiting_since = conversation.waiting_since or now()
    db.session.flush()
    mine = owner is not None and by.kind is PersonKind.USER and owner.id == by.id
    name = None if owner is None else "the assistant" if conversation.owned_by_ai else owner.name
    add_line(conversation, rules.handed_line(by.name, name, to_self=mine), _user_id(by))
    record(
        "conversation.transferred",
        conversation,
        by,
        old={"owner_id": old},
        new={"owner_id": new},
        about={"to": "ai" if conversation.owned_by_ai else "human" if new else "all"},
    )
    return conversation


def _user_id(by: Person) -> int | None:
    return by.id if by.kind is PersonKind.USER else None
