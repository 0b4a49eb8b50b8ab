"""From the assistant to a person: the candidate's recruiter, or whoever takes it first."""

from portal.accounts.models import User
from portal.conversations import rules_assistant as rules
from portal.conversations.models import Conversation
from portal.conversations.queries import talks
from portal.conversations.queries.talks import Talk
from portal.conversations.services.lines import add_line
from portal.conversations.services.ownership import release, transfer
from portal.conversations.services.speaking import CannotSpeak, speak
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import record
from portal.core.people import Person

WHY_LENGTH = 300


def hand_over(talk: Talk, why: str, *, by: Person, text: str | None = None) -> User | None:
    """Let a person go on, who is told why: the recruiter of the candidate, or all when there is none (None).

    `text` is the last word of the assistant; None: the portal's own, empty: it says nothing.
    """
    conversation = talk.conversation
    recruiter = talks.recruiter_of(conversation)
    words = rules.person_words(recruiter.first_name if recruiter else None) if text is None else text
    if words and talk.contact.stopped_at is None:
        _last_word(talk, words)
    give_to_person(conversation, recruiter, by=by)
    wanted_by_person(conversation, why, by=by)
    return recruiter


def give_to_person(conversation: Conversation, recruiter: User | None, *, by: Person) -> None:
    """The recruiter answers from now on, or nobody yet; what the assistant remembers is forgotten."""
    if recruiter is not None:
        transfer(conversation, recruiter, by=by)
    else:
        release(conversation, by=by)
    conversation.memory = {}
    db.session.flush()


def wanted_by_person(conversation: Conversation, why: str, *, by: Person) -> None:
    """Note that a person is wanted in a conversation that the assistant no longer leads, and tell whom it concerns."""
    moment = now()
    conversation.waiting_since = conversation.waiting_since or moment
    conversation.offered_at = moment if conversation.owner_id is None else None
    db.session.flush()
    add_line(conversation, f"A person is wanted: {why}"[:WHY_LENGTH])
    record(
        "conversation.handed_over",
        conversation,
        by,
        new={"reason": why[:WHY_LENGTH]},
        about={"owner_id": conversation.owner_id},
    )


def _last_word(talk: Talk, words: str) -> None:
    try:
        speak(talk, words, last_word=True)
    except CannotSpeak as refusal:
        add_line(talk.conversation, f"The contact was told nothing: {refusal.message}")
