"""What the assistant says, and how: the notice that it is automated, and the templates that WhatsApp asks for."""

import re
from typing import Any

from portal.assistant.notice import says_automated, with_notice
from portal.conversations import queries, rules
from portal.conversations import rules_assistant as assistant_rules
from portal.conversations.models import Channel, ChannelType, Message
from portal.conversations.queries import talks
from portal.conversations.queries.talks import Talk
from portal.conversations.services.writing import say
from portal.conversations.templates import NUDGE_TEMPLATE, OFFER_TEMPLATE, OPENING_TEMPLATE
from portal.core.clock import now
from portal.core.errors import RuleBroken
from portal.core.people import SYSTEM, Person, PersonKind

__all__ = ["NUDGE_TEMPLATE", "OFFER_TEMPLATE", "OPENING_TEMPLATE"]


class CannotSpeak(RuleBroken):
    """Nothing can be sent on the channel now: it is paused, or WhatsApp's window is closed and there is no template."""


def voice(talk: Talk) -> Person:
    """The company's assistant as somebody who acts."""
    found = queries.find_assistant()
    if found is None:
        return SYSTEM(talk.company.id)
    return Person(PersonKind.USER, found.id, talk.company.id, found.name, found.email, found.role.value)


def speak(talk: Talk, text: str, *, last_word: bool = False, template: str | None = None) -> Message:
    """Queue what the assistant says; the first time, with the notice that it is automated.

    `last_word`: it is sent although the assistant no longer owns the conversation by then. `template` names the
    channel's setting that is used where free text is not taken. Raises CannotSpeak.
    """
    conversation, used = talk.conversation, None
    if not _open_now(talk):
        used = usable_template(talk.channel, template) if template else None
        if used is None:
            raise CannotSpeak("WhatsApp takes only a template now, and the channel has none for this.")
        text, values = fill(used["text"], _names(talk))
        used = {"name": used["name"], "language": used.get("language") or "en", "values": values}
    elif conversation.told_automated_at is None:
        text = with_notice(text, talk.company.name)
    message = say(conversation, text[: assistant_rules.SAID_LENGTH], by=voice(talk), template=used)
    if last_word:
        message.extras = {**(message.extras or {}), "last_word": True}
    conversation.told_automated_at = conversation.told_automated_at or now()
    return message


def _open_now(talk: Talk) -> bool:
    """Whether free text is taken. Raises CannotSpeak for a paused channel."""
    last = queries.last_inbound_at(talk.conversation) if talk.channel.type is ChannelType.WHATSAPP else None
    try:
        rules.check_can_send(talk.channel.type, talk.channel.name, talk.channel.status, last, now(), template=False)
    except rules.WindowClosed:
        return False
    except rules.ChannelPaused as paused:
        raise CannotSpeak(paused.message) from paused
    return True


def usable_template(channel: Channel, setting: str) -> dict[str, Any] | None:
    """The channel's template of that setting (`{"name", "language", "text"}`), if it says that it is automated.

    Its text is needed: what goes out must stand in the thread, and the first message must hold the notice.
    """
    found = channel.settings.get(setting)
    if not isinstance(found, dict) or not found.get("name") or not says_automated(str(found.get("text", ""))):
        return None
    return found


def can_open_on(channel: Channel, contact_id: int | None) -> bool:
    """Whether the first message of a talk is taken on the channel."""
    if channel.type is not ChannelType.WHATSAPP:
        return True
    last = talks.last_inbound_on(contact_id, channel.id) if contact_id is not None else None
    return rules.window_open(channel.type, last, now()) or usable_template(channel, OPENING_TEMPLATE) is not None


def _names(talk: Talk) -> dict[str, str]:
    """What a template may hold in braces."""
    return {
        "first_name": talk.contact.name.partition(" ")[0] or "there",
        "company": talk.company.name,
        "job": talk.conversation.subject,
    }


def fill(text: str, names: dict[str, str]) -> tuple[str, list[str]]:
    """The text with `{first_name}`, `{company}` and `{job}` filled in, and their values in its order, as the provider
    of a template takes them; other braces stay as they are."""
    values: list[str] = []

    def value_of(found: re.Match[str]) -> str:
        if found[1] not in names:
            return found[0]
        values.append(names[found[1]])
        return names[found[1]]

    return re.sub(r"\{(\w+)\}", value_of, text), values
