"""The verbs of conversations. Each changes, records its event, and flushes; the edge commits."""

from portal.conversations.services.canned import create_canned, delete_canned, update_canned
from portal.conversations.services.creating import create, open_with
from portal.conversations.services.inbound import receive
from portal.conversations.services.lines import add_line
from portal.conversations.services.offering import take
from portal.conversations.services.ownership import begin, complete, move, release, take_over, transfer
from portal.conversations.services.reaching import reach
from portal.conversations.services.reading import mark_read
from portal.conversations.services.sending import resend
from portal.conversations.services.toggling import toggle
from portal.conversations.services.writing import add_note, say, write

__all__ = [
    "add_line",
    "add_note",
    "begin",
    "complete",
    "create",
    "create_canned",
    "delete_canned",
    "mark_read",
    "move",
    "open_with",
    "reach",
    "receive",
    "release",
    "resend",
    "say",
    "take",
    "take_over",
    "toggle",
    "transfer",
    "update_canned",
    "write",
]
