"""What a provider reports of a message that it carried."""

from dataclasses import dataclass

from portal.conversations.models import MessageState


@dataclass(frozen=True, slots=True)
class Report:
    """A message has come so far. Our reference, its number (`message_id`) or the provider's id says which."""

    state: MessageState
    channel_message_id: str | None = None
    reference: str | None = None
    reason: str = ""
    message_id: int | None = None


def reference_of(message_id: int, sends: int) -> str:
    """What names one sending of a message to its provider: `m12.0`, and `m12.1` for the first resend."""
    return f"m{message_id}.{sends}"


def read_reference(text: str) -> tuple[int, int] | None:
    """The message and the number of the sending, or None for what is no reference of ours."""
    head, dot, tail = text.removeprefix("m").partition(".")
    if not text.startswith("m") or not dot or not (head + tail).isascii():
        return None
    if not head.isdigit() or not tail.isdigit() or len(head) > 15 or len(tail) > 6:
        return None
    return int(head), int(tail)
