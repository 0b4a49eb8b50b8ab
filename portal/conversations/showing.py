"""A thread as its page shows it: lines by day, who wrote, what became of it, what the assistant thought. Pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from portal.conversations.models import ChannelType, MessageKind, MessageState, Sender
from portal.core.formats import zone

# What is longer is shown as far as this, and the rest when it is asked for.
SHOWN_LENGTH = 800
# Messages of one sender that follow so soon share a heading.
TOGETHER = timedelta(minutes=5)
CHANNELS = {
    ChannelType.WHATSAPP: "WhatsApp",
    ChannelType.SMS: "SMS",
    ChannelType.EMAIL: "E-mail",
    ChannelType.WEBCHAT: "Web chat",
}
STATES = {
    MessageState.QUEUED: ("clock", "Sending"),
    MessageState.SENT: ("check-lg", "Sent"),
    MessageState.DELIVERED: ("check-circle", "Delivered"),
    MessageState.READ: ("eye", "Read"),
    MessageState.FAILED: ("exclamation-circle", "Not sent"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the thread. `look`: in, out, ai, note or line; `day` only on the first of its day; `joined`: goes on
    where the line before it stopped."""

    id: int
    look: str
    name: str
    text: str
    rest: str
    at: datetime
    day: str
    day_key: str
    joined: bool
    state: MessageState
    failure: str
    files: tuple[str, ...] = ()
    subject: str = ""
    turns: list[Any] = field(default_factory=list)

    @property
    def length(self) -> int:
        """Of the whole text."""
        return len(self.text) + len(self.rest)


def contact_name(row: Any) -> str:
    """The contact as people call them: the candidate's name, the contact's, the number, the address."""
    name = f"{row.first_name or ''} {row.last_name or ''}".strip()
    return name or row.contact_name or row.phone or row.email or "Somebody"


def owner_name(row: Any) -> str:
    """Who answers: a person, the assistant, or nobody (empty)."""
    if row.owned_by_ai:
        return "Assistant"
    return f"{row.owner_first or ''} {row.owner_last or ''}".strip()


def lines(rows: Sequence[Any], turns: Iterable[Any], contact: str, zone_name: str, present: datetime) -> list[Line]:
    """The messages as lines, the oldest first."""
    thought: dict[int, list[Any]] = {}
    for turn in turns:
        thought.setdefault(turn.message_id or turn.answers_id, []).append(turn)
    here = zone(zone_name)
    found: list[Line] = []
    for row in rows:
        local = row.created_at.astimezone(here).date()
        key, before = local.isoformat(), found[-1] if found else None
        new_day = before is None or before.day_key != key
        look, name = _look(row), _name(row, contact)
        joined = (
            before is not None
            and not new_day
            and (before.look, before.name) == (look, name)
            and row.created_at - before.at < TOGETHER
        )
        extras = row.extras or {}
        text, rest = split(row.text)
        found.append(
            Line(
                row.id, look, name, text, rest, row.created_at, day_words(local, present.astimezone(here).date())
                if new_day else "", key, joined, row.state, row.failure or "", _files(extras),
                str(extras.get("subject") or ""), thought.get(row.id, []),
            )
        )  # fmt: skip
    return found


def _look(row: Any) -> str:
    if row.kind is not MessageKind.MESSAGE:
        return str(row.kind.value)
    return {Sender.CONTACT: "in", Sender.AGENT: "out", Sender.AI: "ai"}[row.sender]


def _name(row: Any, contact: str) -> str:
    if row.sender is Sender.CONTACT:
        return contact
    if row.sender is Sender.AI:
        return "Assistant"
    return f"{row.first_name or ''} {row.last_name or ''}".strip() or "Talent Portal"


def _files(extras: dict[str, Any]) -> tuple[str, ...]:
    names = extras.get("attachments") or []
    return tuple(str(name)[:120] for name in names[:20]) if isinstance(names, list) else ()


def split(text: str, length: int = SHOWN_LENGTH) -> tuple[str, str]:
    """What is shown at once, and the rest; cut between words where there are some."""
    if len(text) <= length + 200:
        return text, ""
    cut = max(text.rfind(" ", length - 200, length), text.rfind("\n", length - 200, length))
    cut = cut if cut > 0 else length
    return text[:cut], text[cut:]


def day_words(day: date, today: date) -> str:
    """`Today`, `Yesterday`, `Mon 14 Dec`, and the year when it is another one."""
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    return f"{day:%a} {day.day} {day:%b}" + (f" {day.year}" if day.year != today.year else "")


def waited(since: datetime, present: datetime) -> str:
    """`12 min`, `3 h`, `2 d`: how long somebody has waited."""
    minutes = max(0, int((present - since).total_seconds()) // 60)
    if minutes < 60:
        return f"{max(1, minutes)} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


def short_time(moment: datetime, zone_name: str, present: datetime) -> str:
    """`10:32` today, `Tue` within a week, then `3 Nov`, and `3 Nov 25` in another year."""
    here = zone(zone_name)
    local, today = moment.astimezone(here), present.astimezone(here)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    if timedelta() <= today.date() - local.date() < timedelta(days=7):
        return f"{local:%a}"
    return f"{local.day} {local:%b}" if local.year == today.year else f"{local.day} {local:%b %y}"


def mark(*facts: Any) -> str:
    """A short sign of what somebody sees: another one when anything of it is another."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]
