"""What a contact's message sets off, in the transaction that stores it: the assistant's turn, or a person who waits.

What a contact asks of the conversation itself (no more automated messages, a person, the assistant again) holds at once
and whoever owns it, so it does not wait for a worker or a language model. The ordinary message costs one effect.
"""

from portal.assistant import wishes
from portal.conversations import rules_assistant as rules
from portal.conversations.models import Contact, Conversation, Message
from portal.conversations.queries import find_assistant, talks
from portal.conversations.services.handing import hand_over, wanted_by_person
from portal.conversations.services.ownership import release, transfer
from portal.conversations.services.stopping import start_again, stop
from portal.core.outbox import later
from portal.core.people import SYSTEM


def heed(conversation: Conversation, contact: Contact, message: Message) -> None:
    """Do what the message asks of the conversation; else have the assistant answer what is its, or tell a person."""
    by = SYSTEM(conversation.company_id)
    if _stops(conversation, message.text):
        stop(talks.talk_of(conversation), message.text, by=by)
        return
    if contact.stopped_at is not None and wishes.asks_to_start_again(message.text):
        start_again(talks.talk_of(conversation), by=by)
        return
    if not conversation.owned_by_ai:
        _for_person(conversation, contact, message)
    elif contact.stopped_at is not None:
        release(conversation, by=by)
        wanted_by_person(conversation, rules.STOPPED, by=by)
    elif wishes.asks_for_person(message.text):
        hand_over(talks.talk_of(conversation), "The contact asked for a person.", by=by)
        conversation.answered_id = message.id
    else:
        later("assistant_turn", {"conversation_id": conversation.id}, key=f"turn:{conversation.id}:{message.id}")


def _for_person(conversation: Conversation, contact: Contact, message: Message) -> None:
    """A person should answer. Whoever has waited for one may have the assistant again."""
    waited = conversation.waiting_since is not None
    if waited and contact.stopped_at is None and wishes.asks_for_assistant(message.text):
        assistant = find_assistant()
        if assistant is not None:  # its turn follows from the transfer
            transfer(conversation, assistant, by=SYSTEM(conversation.company_id))
            return
    if waited:
        return
    conversation.waiting_since = message.created_at
    if conversation.owner_id is not None:
        # Once for what waits, not for every message: people are not rung for each line that somebody types.
        later("conversation_waits", {"conversation_id": conversation.id}, key=f"waits:{conversation.id}:{message.id}")


def _stops(conversation: Conversation, text: str) -> bool:
    """Whether the text ends automated messages. A bare "cancel" means the interview of whoever has one."""
    if wishes.asks_to_stop(text, interview=True):
        return True
    if not wishes.asks_to_stop(text):
        return False
    candidate_id = conversation.candidate_id
    return candidate_id is None or not talks.has_agreed_interview(candidate_id)
