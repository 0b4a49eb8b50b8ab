"""Asking the maker: the language model where one is configured, else the local one, and what is said when both fail."""

import logging

from portal import assistant
from portal.assistant import Act, Maker, Proposal, Situation
from portal.core import llm

log = logging.getLogger(__name__)
NOBODY = "nobody"


def is_slow() -> bool:
    """Whether the maker waits for another system."""
    return llm.configured()


def propose(situation: Situation) -> tuple[Proposal, str]:
    """What the maker proposes, and its name. If it fails the local one is asked, and if that fails, a person goes on.

    Must not be called in a transaction.
    """
    for maker in makers():
        try:
            return maker.propose(situation), maker.name
        except Exception:  # whatever a contact may have written, somebody answers
            log.exception("the maker %s failed", maker.name)
    return Proposal(Act.HAND_OVER, why="The assistant failed."), NOBODY


def makers() -> list[Maker]:
    """Who is asked, one after the other."""
    return list(assistant.makers())
