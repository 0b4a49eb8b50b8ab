"""The verbs of conversations. Each changes, records its event, and flushes; the edge commits."""

from portal.conversations.services.lines import add_line
from portal.conversations.services.ownership import begin, complete, move, release, take_over, transfer
from portal.conversations.services.writing import add_note, say, write

__all__ = ["add_line", "add_note", "begin", "complete", "move", "release", "say", "take_over", "transfer", "write"]
