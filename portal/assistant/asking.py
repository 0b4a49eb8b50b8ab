"""Which makers are asked, and in which order."""

from collections.abc import Sequence

from portal.assistant.llm import LlmMaker
from portal.assistant.local import LocalMaker
from portal.assistant.situation import Maker
from portal.core import llm


def makers() -> Sequence[Maker]:
    """Who is asked, one after the other until one answers: the model that the operator configured, the local rules."""
    return (LlmMaker(), LocalMaker()) if llm.configured() else (LocalMaker(),)
