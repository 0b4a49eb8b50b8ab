"""Which template the assistant uses where WhatsApp takes no free text: to open a talk, to offer times, to ask again."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from portal.assistant.notice import says_automated
from portal.conversations.models import Channel
from portal.conversations.templates import NAMES, PLACE, USES, Template
from portal.core.database import db
from portal.core.errors import BadInput
from portal.core.events import record
from portal.core.people import Person

NAMED = re.compile(r"\{(" + "|".join(NAMES) + r")\}")


def use_template(channel: Channel, use: str, template: Template | None, names: Sequence[str], by: Person) -> None:
    """Have the assistant use a template, whose places are filled with these `NAMES`, for one of `USES`; None: nothing.

    Raises BadInput (`template`, `names`).
    """
    before = channel.settings.get(use)
    wanted = _named(template, names) if template is not None else None
    if wanted == before:
        return
    settings = {key: value for key, value in channel.settings.items() if key != use}
    channel.settings = {**settings, use: wanted} if wanted is not None else settings
    db.session.flush()
    record("channel.updated", channel, by, old={use: before}, new={use: wanted})


def uses_of(settings: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The templates that the assistant uses, by `USES`."""
    return {use: settings[use] for use in USES if isinstance(settings.get(use), dict)}


def names_in(text: str) -> list[str]:
    """What fills the places of a template in use, in their order."""
    return NAMED.findall(text)


def without_stale(settings: Mapping[str, Any], templates: Sequence[Template]) -> dict[str, Any]:
    """The settings without uses whose template is gone, or has another text now: what is said must be what is sent."""
    known = {(one.name, one.language): PLACE.sub(lambda found: "{{" + found[1] + "}}", one.text) for one in templates}
    stale = {
        use
        for use, held in uses_of(settings).items()
        if known.get((str(held.get("name")), str(held.get("language")))) != _numbered(str(held.get("text")))
    }
    return {key: value for key, value in settings.items() if key not in stale}


def _named(template: Template, names: Sequence[str]) -> dict[str, str]:
    numbers = [int(number) for number in PLACE.findall(template.text)]
    if numbers != list(range(1, len(numbers) + 1)):
        raise BadInput(fields={"template": "The assistant needs a template with each place once, in order."})
    unknown = [name for name in names if name not in NAMES]
    if unknown or len(names) != len(numbers):
        words = "nothing" if not numbers else f"{len(numbers)} of {', '.join(NAMES)}"
        raise BadInput(fields={"names": f"This template's places take {words}, in their order, with commas."})
    if not says_automated(template.text):
        raise BadInput(
            fields={"template": "Its text must say that the message is automated, for it may be the first one."}
        )
    text = PLACE.sub(lambda found: "{" + names[int(found[1]) - 1] + "}", template.text)
    return {"name": template.name, "language": template.language, "text": text}


def _numbered(text: str) -> str:
    """The text as it was approved at WhatsApp: `{{1}}` for the first name in it, and so on."""
    parts = NAMED.split(text)
    return "".join(part if n % 2 == 0 else "{{" + str(n // 2 + 1) + "}}" for n, part in enumerate(parts))
