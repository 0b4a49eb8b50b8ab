"""By which channel a candidate can be reached, and why not. Pure."""

from portal.conversations.models import ChannelType
from portal.core.errors import RuleBroken


class CannotReach(RuleBroken):
    """The candidate has no number or address for this channel."""

    def __init__(self, kind: ChannelType, name: str) -> None:
        missing = "e-mail address" if kind is ChannelType.EMAIL else "telephone number"
        super().__init__(f"{name} has no {missing}, so this channel does not reach them. Add it to their profile.")


class TalksElsewhere(RuleBroken):
    """A candidate has one conversation at a time."""

    def __init__(self, name: str, conversation_id: int) -> None:
        super().__init__(f"{name} has an open conversation already. Write there, or complete it first.")
        self.conversation_id = conversation_id


def address_for(kind: ChannelType, phone: str | None, email: str | None) -> tuple[str | None, str | None]:
    """The number or the address (the other is None) at which a channel of this type finds somebody; neither: not at
    all. The web chat is the candidates' portal, whose people are known by their e-mail address."""
    if kind in (ChannelType.EMAIL, ChannelType.WEBCHAT):
        return None, (email or "").casefold() or None
    return phone or None, None
