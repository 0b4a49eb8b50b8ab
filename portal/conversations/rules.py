"""How a talk moves, what may become of a message, and who may write when. Values in, a refusal or nothing out.

The moves are DESIGN.md §3b. Moments are aware; "now" is always an argument.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from portal.conversations.models import (
    TEXT_LENGTH,
    ChannelStatus,
    ChannelType,
    ConversationStatus,
    MessageState,
    Provider,
)
from portal.core.errors import BadInput, InvalidState, RuleBroken

C = ConversationStatus
M = MessageState

# By a person's PATCH. A completed talk begins again by a new message alone.
MOVES: Mapping[ConversationStatus, frozenset[ConversationStatus]] = {
    C.CREATED: frozenset({C.ONGOING}),
    C.ONGOING: frozenset({C.COMPLETED}),
    C.COMPLETED: frozenset(),
}
MESSAGE_MOVES: Mapping[MessageState, frozenset[MessageState]] = {
    M.RECEIVED: frozenset(),
    M.QUEUED: frozenset({M.SENT, M.DELIVERED, M.READ, M.FAILED}),
    M.SENT: frozenset({M.DELIVERED, M.READ, M.FAILED}),
    M.DELIVERED: frozenset({M.READ}),
    M.READ: frozenset(),
    M.FAILED: frozenset({M.QUEUED}),
}
# A completed talk that is younger than this goes on when its contact writes again; an older one stays closed.
REOPENS_WITHIN = timedelta(days=30)
# WhatsApp: free text only so long after the contact's last message; a template at any time.
WINDOW = timedelta(hours=24)
# Seconds from one try to send a message to the next. Words that arrive a day late do more harm than good, so it is
# given up after hours; a person can have it sent again.
RETRY_DELAYS = (5, 30, 120, 600, 1800, 3600, 7200, 10800)
PATIENCE_WORDS = "more than six hours"
# Longer than a call can take: a message whose worker was ended is taken up again after this.
LEASE_SECONDS = 45
# A message that is to be sent and has not been looked at for so long is woken by the sweep.
OVERDUE = timedelta(minutes=5)
MOST_CHANNELS = 20
MOST_NUDGES = 2
NUDGE_AFTER_HOURS, OFFER_AFTER_MINUTES = 24, 30
NUDGE_RANGE, OFFER_RANGE = (1, 24 * 14), (0, 24 * 60)


class ConversationCannotMove(InvalidState):
    """A conversation cannot go from one status to another."""

    def __init__(self, current: ConversationStatus, wanted: ConversationStatus) -> None:
        super().__init__(f"A conversation that is {current} cannot become {wanted}.", allowed=MOVES[current])


class WindowClosed(RuleBroken):
    """WhatsApp takes only templates this long after the contact's last message."""

    code = "WINDOW_CLOSED"

    def __init__(self) -> None:
        super().__init__(
            "More than 24 hours have passed since this person last wrote, so WhatsApp takes only a template now."
        )


class ChannelPaused(RuleBroken):
    """The channel sends nothing at present."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The channel {name} is paused, so nothing can be sent on it. An admin can switch it on again."
        )


class GoesOnElsewhere(RuleBroken):
    """A contact has one ongoing conversation about nothing in particular on a channel."""

    def __init__(self, conversation_id: int) -> None:
        super().__init__(f"This person's conversation goes on as number {conversation_id}. Write there.")
        self.details = [{"field": "conversation_id", "reason": str(conversation_id)}]


class AlreadyTalking(RuleBroken):
    """There is a conversation for this already."""

    def __init__(self, conversation_id: int) -> None:
        super().__init__(f"There is a conversation for this already: number {conversation_id}.")
        self.details = [{"field": "conversation_id", "reason": str(conversation_id)}]


class WantsNoAutomation(RuleBroken):
    """The assistant may not write to this person, so nobody would answer."""

    def __init__(self) -> None:
        super().__init__("This person wants no automated messages, so the assistant cannot answer here.")


class SentAlready(RuleBroken):
    """A form was sent before, and held something else then: a page that somebody went back to."""

    def __init__(self) -> None:
        super().__init__("Something else was sent with this form before. To send these words too, press Send again.")


class TooManyChannels(RuleBroken):
    """The company has as many channels as it may have."""

    def __init__(self) -> None:
        super().__init__(f"A company can have {MOST_CHANNELS} channels.")


class ChannelUnfit(RuleBroken):
    """The channel is not one that may be used in earnest."""


def check_provider(provider: Provider, has_secret: bool, *, production: bool) -> None:
    """Whether a channel may send and take messages. `has_secret`: what signs its provider's calls is there.

    In production a channel for trying things out is refused, and one whose calls nobody could tell from forged ones.
    Raises ChannelUnfit.
    """
    if not production:
        return
    if provider is Provider.TEST:
        raise ChannelUnfit("A channel for trying things out sends and takes nothing in production.")
    if provider in (Provider.GATEWAY, Provider.META, Provider.TWILIO) and not has_secret:
        raise ChannelUnfit("The channel has no secret with which its provider's calls could be verified.")


def next_try(tries: int, asked: float, moment: datetime) -> datetime | None:
    """When a message is tried again after that many tries, or None when it is given up. `asked`: seconds to wait."""
    if tries > len(RETRY_DELAYS):
        return None
    return moment + timedelta(seconds=max(RETRY_DELAYS[tries - 1], min(asked, RETRY_DELAYS[-1])))


class NoChat(RuleBroken):
    """The company's chat in the candidates' portal takes nothing just now; said to a candidate."""

    def __init__(self) -> None:
        super().__init__("Messages cannot be written here at the moment. Please answer by e-mail or phone.")


class TalkIsClosed(RuleBroken):
    """The talk was completed too long ago to go on; said to a candidate."""

    def __init__(self) -> None:
        super().__init__("This talk is closed. Please begin a new one.")


def goes_on(status: ConversationStatus, completed_at: datetime | None, now: datetime) -> bool:
    """Whether a new message of the contact continues the talk: a completed one opens again within 30 days."""
    if status is not C.COMPLETED:
        return True
    return completed_at is not None and now - completed_at < REOPENS_WITHIN


def check_goes_on(status: ConversationStatus, completed_at: datetime | None, now: datetime) -> None:
    """Raises TalkIsClosed for a talk that stays closed."""
    if not goes_on(status, completed_at, now):
        raise TalkIsClosed


def check_move(current: ConversationStatus, wanted: ConversationStatus) -> None:
    """Raises ConversationCannotMove unless the table allows it."""
    if wanted not in MOVES[current]:
        raise ConversationCannotMove(current, wanted)


def may_become(current: MessageState, wanted: MessageState) -> bool:
    """Whether a report moves a message: reports repeat and overtake each other, so one that goes back says nothing."""
    return wanted in MESSAGE_MOVES[current]


def window_open(kind: ChannelType, last_inbound_at: datetime | None, now: datetime) -> bool:
    """Whether free text may be sent on a channel of this type (WhatsApp's 24-hour window; all others are open)."""
    if kind is not ChannelType.WHATSAPP:
        return True
    return last_inbound_at is not None and now - last_inbound_at < WINDOW


def check_can_send(
    kind: ChannelType, name: str, status: ChannelStatus, last_inbound_at: datetime | None, now: datetime, template: bool
) -> None:
    """Whether a message may be written now. Raises ChannelPaused, WindowClosed."""
    if status is not ChannelStatus.ACTIVE:
        raise ChannelPaused(name)
    if not template and not window_open(kind, last_inbound_at, now):
        raise WindowClosed


def handed_line(who: str, to: str | None, *, to_self: bool = False) -> str:
    """What the thread says when a conversation changes hands; `to` is the new owner's name, None: offered to all."""
    if to_self:
        return f"{who} took over"
    return f"{who} offered the conversation to all" if to is None else f"{who} handed the conversation to {to}"


def completed_line(who: str, why: str) -> str:
    """What the thread says when a conversation is completed."""
    return f"{who} completed the conversation" + (f": {why}" if why else "")


def check_text(text: str) -> str:
    """The text as it is stored: line ends are newlines, the ends bare. Raises BadInput for none and for too long."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not clean:
        raise BadInput(fields={"text": "Write something first."})
    if len(clean) > TEXT_LENGTH:
        raise BadInput(
            fields={"text": f"A message may have up to {TEXT_LENGTH:,} characters; this one has {len(clean):,}."}
        )
    return clean


def check_settings(nudge_after_hours: int | None, offer_after_minutes: int | None) -> None:
    """The hours of silence before a nudge, and the minutes before an offer to all. Raises BadInput."""
    fields: dict[str, str] = {}
    least, most = NUDGE_RANGE
    if nudge_after_hours is not None and not least <= nudge_after_hours <= most:
        fields["nudge_after_hours"] = f"Between {least} and {most} hours (two weeks)."
    least, most = OFFER_RANGE
    if offer_after_minutes is not None and not least <= offer_after_minutes <= most:
        fields["offer_after_minutes"] = f"Between {least} (never) and {most} minutes (a day)."
    if fields:
        raise BadInput(fields=fields)
