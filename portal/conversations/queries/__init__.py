"""What the verbs and every page ask of conversations; one file per question of a page beside it."""

from portal.conversations.queries.one import (
    find_assistant,
    find_sent,
    get_channel,
    get_conversation,
    has_unanswered,
    last_inbound_at,
    lock_conversation,
)

__all__ = [
    "find_assistant",
    "find_sent",
    "get_channel",
    "get_conversation",
    "has_unanswered",
    "last_inbound_at",
    "lock_conversation",
]
