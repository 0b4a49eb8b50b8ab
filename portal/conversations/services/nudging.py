"""Asking once more: a nudge belongs to the message that was not answered, and falls away with it."""

from portal.assistant import Asked, Trigger
from portal.conversations import rules, rules_assistant
from portal.conversations.models import Conversation
from portal.conversations.queries.settings import ways
from portal.core.outbox import forget, later


def plan_nudge(conversation: Conversation, zone: str) -> None:
    """Have the contact asked once more if what was just asked stays unanswered; at most twice, and by day."""
    asked = rules_assistant.memory_of(conversation.memory).asked
    if asked is Asked.NOTHING or conversation.nudges >= rules.MOST_NUDGES:
        return
    hours = ways().nudge_after_hours
    due = rules_assistant.nudge_due(conversation.last_message_at, hours, zone)
    mark = conversation.last_message_id
    conversation.memory = {**conversation.memory, "nudge": mark}
    payload = {"conversation_id": conversation.id, "trigger": Trigger.NUDGE.value, "mark": mark}
    later("assistant_turn", payload, key=_key(conversation.id, mark), due_at=due)


def forget_nudge(conversation: Conversation) -> None:
    """Nobody is asked once more about what was asked last."""
    mark = conversation.memory.get("nudge")
    if mark is not None:
        forget(_key(conversation.id, mark))


def _key(conversation_id: int, mark: int | None) -> str:
    return f"nudge:{conversation_id}:{mark}"
